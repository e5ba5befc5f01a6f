"""What a header says about time: the year or school year, whether it is budget or realised, and parts of a year."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from typing import NamedTuple

from flexlib.budget.reading.numbers import is_date_text
from flexlib.budget.workbook import Value

FIRST_YEAR, LAST_YEAR = 2000, 2079
FIRST_SHORT, LAST_SHORT = 20, 45  # "26/27" beside other words is a school year, "11/12" is not
LONGEST = 60  # characters; a longer text is a note and not a header

_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*(?:[-/–—]|t/m|tot)\s*(20\d\d|\d\d)(?!\d)")
_SHORT_SCHOOL_YEAR = re.compile(r"(?<!\d)['’‘]?(\d\d)\s*[-/–]\s*['’‘]?(\d\d)(?!\d)")
_YEAR = re.compile(r"(?<![\d.,])(20\d\d)(?![\d.,]\d|\d)")
_SHORT_YEAR = re.compile(r"(?<!\w)['’‘](\d\d)(?!\d)")
_LETTER_YEAR = re.compile(r"^\s*([BRP])\s?-?\s?(20\d\d|\d\d)\s*$")
_SCHOOL_WORDS = re.compile(r"\b(schooljaar|school year|cursusjaar|studiejaar|sj)\b", re.I)
_DIFFERENCE = re.compile(
    r"\b(verschil\w*|afwijking\w*|mutatie\w*|groei|index\w*|delta|differences?|variance|change|t\.?o\.?v\.?|versus|vs)\b|Δ",
    re.I,
)
_TOTAL = re.compile(r"\b(totaal|total|cumulatief|som|t/m|gemiddeld\w*|average)\b", re.I)
_RUNNING = re.compile(r"\b(cumulatief|t/m)\b", re.I)  # more than the one year it names
_NO_YEARS = re.compile(r"\b(week|weken|weeks?|schaal|scale|niveau|level|leeftijd|age|blz|pagina|page)\b", re.I)
_STREAMS = (
    (
        "realised",
        re.compile(r"\b(realisatie\w*|gerealiseerd\w*|werkelijk\w*|jaarrekening|actuals?|realised|realized)\b", re.I),
    ),
    ("forecast", re.compile(r"\b(prognose\w*|verwacht\w*|forecast\w*|bijgesteld\w*|outlook|latest estimate)\b", re.I)),
    ("budget", re.compile(r"\b(\w*begroting\w*|begroot\w*|budget\w*|\w*raming\w*|plan|planned)\b", re.I)),
)
_LETTERS = {"B": "budget", "R": "realised", "P": "forecast"}
_MONTH = re.compile(
    r"\b(jan|feb|mrt|maart|march|apr|mei|may|jun|jul|aug|sep|sept|okt|oct|nov|dec)[a-z]*\b|\b[QK][1-4]\b"
    r"|\b[1-4]e kwartaal\b|\bkwartaal [1-4]\b|\b[12]e half ?jaar\b|\bhalf ?jaar [12]\b|\bH[12]\b"
    r"|\b(?:periode|period|maand|month) ?\d{1,2}\b",
    re.I,
)
_PART_YEAR = re.compile(r"(?:\b[a-z]{3,9}\.?|\b[QKH][1-4])[- /]['’]?(\d\d)\s*$", re.I)  # jan-26, Q1 26


class Span(NamedTuple):
    """What a header says about time. `period` is "2027", "2027/2028" or "". `role`: period, total, difference or none;
    `stream`: budget, forecast, realised or "" when the header does not say; `part` a month or quarter."""

    period: str = ""
    role: str = "none"
    stream: str = ""
    part: str = ""
    is_date: bool = False  # written as a date, or as a text that looks like one


def span_of(value: Value) -> Span:
    """What one header cell says about time."""
    if isinstance(value, bool) or value is None:
        return Span()
    if isinstance(value, datetime.date):
        return _of_date(value.year, value.month, value.day)
    if isinstance(value, (int, float)):
        is_year = FIRST_YEAR <= value <= LAST_YEAR and value == int(value)
        return Span(str(int(value)), "period") if is_year else Span()
    return span_of_text(value) if isinstance(value, str) else Span()


def span_of_text(text: str) -> Span:
    """What the words of a header say about time, when they may come from more than one cell."""
    if len(text) > LONGEST:
        return Span()
    stream = next((name for name, pattern in _STREAMS if pattern.search(text)), "")
    if is_date_text(text):
        return _of_date_text(text.strip())
    if _DIFFERENCE.search(text):
        return Span(role="difference", stream=stream)
    if letter := _LETTER_YEAR.match(text):
        return Span(_full(letter[2]), "period", _LETTERS[letter[1]])
    part = found[0].lower() if (found := _MONTH.search(text)) else ""
    period, is_range = _period_in(text)
    if is_range or _TOTAL.search(text):
        return Span("" if _RUNNING.search(text) else period, "total", stream, part)
    return Span(period, "period" if period else "none", stream, part)


def years_of(period: str) -> tuple[int, ...]:
    """The calendar years in a period: (2027,) or (2027, 2028)."""
    return tuple(int(year) for year in period.split("/")) if period else ()


def follows(period: str, after: str) -> bool:
    """Whether a period comes right after another of its kind: 2028 after 2027, 2028/2029 after 2027/2028."""
    first, second = years_of(after), years_of(period)
    return bool(first) and len(first) == len(second) and second[0] == first[0] + 1


def spans_years(period: str, others: Collection[str]) -> bool:
    """Whether a period is that of two calendar years which are there too, so that it is their sum: "2026-2027" beside
    2026 and 2027."""
    return "/" in period and all(year in others for year in period.split("/"))


def without_years(text: str) -> str:
    """A header with its years replaced by #, in lower case: what next year's file will have too."""
    bare = _YEAR.sub("#", _SCHOOL_YEAR.sub("#/#", text))
    bare = _SHORT_YEAR.sub("#", _SHORT_SCHOOL_YEAR.sub("#/#", bare))
    return " ".join(bare.lower().split())


def _period_in(text: str) -> tuple[str, bool]:
    """The period in a text, and whether it names a range of more than one (school) year."""
    if found := _SCHOOL_YEAR.search(text):
        first, last = int(found[1]), int(_full(found[2]))
        return (f"{first}/{last}", False) if last == first + 1 else ("", last > first)
    short = _SHORT_SCHOOL_YEAR.search(text)
    if short and _is_school_year(short, text):
        first, last = int(_full(short[1])), int(_full(short[2]))
        return (f"{first}/{last}", False) if last == first + 1 else ("", last > first)
    years = {*_YEAR.findall(text), *(_full(short_year) for short_year in _SHORT_YEAR.findall(text))}
    beside = _PART_YEAR.search(text) if not years and _MONTH.search(text) else None
    if beside and FIRST_SHORT <= int(beside[1]) <= LAST_SHORT:
        years = {_full(beside[1])}
    if len(years) != 1:
        return "", len(years) > 1
    year = years.pop()
    return (year if FIRST_YEAR <= int(year) <= LAST_YEAR else ""), False


def _is_school_year(short: re.Match[str], text: str) -> bool:
    """Whether two pairs of digits are a school year: alone, marked as one, or two years in a row beside words."""
    if _SCHOOL_WORDS.search(text) or short[0].strip() == text.strip() or "'" in short[0] or "’" in short[0]:
        return True
    first, last = int(short[1]), int(short[2])
    return FIRST_SHORT <= first <= LAST_SHORT and last == first + 1 and not _NO_YEARS.search(text)


def _full(year: str) -> str:
    return year if len(year) == 4 else f"20{year}"


def _of_date(year: int, month: int, day: int) -> Span:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Span()
    part = "" if (month, day) in {(1, 1), (12, 31)} else f"{month:02d}"
    return Span(str(year), "period", part=part, is_date=True)


def _of_date_text(text: str) -> Span:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if len(numbers) != 3:
        return Span()
    first, month, last = numbers
    year, day = (first, last) if first > 31 else (last if last > 99 else 2000 + last, first)
    return _of_date(year, month, day)
