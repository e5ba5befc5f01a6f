"""Number formats of an Excel workbook: which numbers are dates, times or percentages."""

from __future__ import annotations

import datetime
import re
from zipfile import ZipFile, ZipInfo

from flexlib.budget.files.limits import Limits
from flexlib.budget.files.markup import LocalNames, read_part
from flexlib.budget.files.refused import refuse

PLAIN, DATE, TIME, PERCENT = range(4)
BUILT_IN = {
    **dict.fromkeys((9, 10), PERCENT),
    **dict.fromkeys((14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)), DATE),
    **dict.fromkeys((18, 19, 20, 21, 45, 47), TIME),
}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[[hms]+\]", re.I)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_LAST_DAY = 2_958_466  # the serial number after 31 December 9999
_FIRST_1900, _LEAP_1900, _FIRST_1904 = (
    datetime.datetime(1899, 12, 31),
    datetime.datetime(1899, 12, 30),  # from 1 March 1900, for the 29 February 1900 that never was
    datetime.datetime(1904, 1, 1),
)


def kind_of_format(code: str) -> int:
    """PLAIN, DATE, TIME or PERCENT for a format such as `dd-mm-yyyy` or `0,0%`; elapsed hours are plain numbers."""
    bare = _LITERAL.sub("", code).partition(";")[0]
    if "%" in bare:
        return PERCENT
    if _ELAPSED.search(bare):
        return PLAIN
    letters = _BRACKETS.sub("", bare).lower().replace("general", "").replace("standaard", "")
    if "y" in letters or "d" in letters or "j" in letters:
        return DATE
    if "h" in letters or "s" in letters or "u" in letters:
        return TIME
    return DATE if "m" in letters else PLAIN


def date_of(serial: float, is_1904: bool) -> datetime.datetime | None:
    """The moment of a serial number, to the millisecond; None outside what Excel shows as a date."""
    if not 0 <= serial < _LAST_DAY:
        return None
    first = _FIRST_1904 if is_1904 else _FIRST_1900 if serial < 60 else _LEAP_1900
    try:
        return first + datetime.timedelta(milliseconds=round(serial * 86_400_000))
    except OverflowError:
        return None


def time_of(serial: float) -> datetime.time | None:
    """The time of day of a fraction of a day; None for a day or more."""
    if not 0 <= serial < 1:
        return None
    whole = datetime.datetime(2000, 1, 1) + datetime.timedelta(milliseconds=round(serial * 86_400_000))
    return whole.time()


def read_styles(archive: ZipFile, member: ZipInfo, limits: Limits) -> list[int]:
    """Kind of each cell format, in the order in which cells refer to them."""
    own: dict[str, int] = {}
    kinds: list[int] = []
    names = LocalNames()
    inside = ""

    def start(name: str, values: dict[str, str]) -> None:
        nonlocal inside
        local = names[name]
        if local in ("cellXfs", "cellStyleXfs"):
            inside = local
        elif local == "numFmt":
            own[values.get("numFmtId", "")] = kind_of_format(values.get("formatCode", "")[:255])
        elif local == "xf" and inside == "cellXfs":
            number = values.get("numFmtId", "0")
            kinds.append(own.get(number, BUILT_IN.get(int(number), PLAIN) if number.isdecimal() else PLAIN))
            if len(kinds) > limits.styles or len(own) > limits.styles:
                raise refuse("many_styles", most=limits.styles)

    def end(name: str) -> None:
        nonlocal inside
        if names[name] == inside:
            inside = ""

    read_part(archive, member, start, end)
    return kinds
