"""The words that Dutch (and English) budgets use in headers and labels: units, quantities, totals, account numbers."""

from __future__ import annotations

import re

_THOUSANDS = re.compile(
    r"(?:[x×*]|\bin|\bper)\s*(?:€|eur|euro'?s?)?\s*1[.,  ]?000(?![.,  ]?\d)|\bk\s?€|€\s?k\b|\bkeur\b|\bk\s?euro|t€"
    r"|€\s*['’]?000\b|\bduizend(?:en)?\b|\bthousands?\b|^\s*\(?€?\s*1[.]000\)?\s*$|€\s*1\.000\s*\)?$",
    re.I,
)
_MILLIONS = re.compile(
    r"(?:[x×*]|\bin)\s*(?:€|eur|euro'?s?)?\s*1[.,  ]000[.,  ]000|\bmln\b|\bmiljoen(?:en)?\b|\bmio\b|\bmillions?\b"
    r"|\bm€|€\s?m\b",
    re.I,
)
_EUROS = re.compile(r"€|\beuro'?s?\b|\beur\b", re.I)
_QUANTITIES = (
    (
        "rate",
        re.compile(r"\b(\w*tarie(?:f|ven)|uurloon|hourly rates?|rates?|per uur|per hour)\b|/\s?(?:uur|hour|h)\b", re.I),
    ),
    ("fte", re.compile(r"\b(fte'?s?|formatie\w*|werktijdfactor|wtf)\b", re.I)),
    ("hours", re.compile(r"\b(\w*uren|hours?|uur|urenbegroting)\b", re.I)),
    (
        "eur",
        re.compile(
            r"€|\b(euro'?s?|eur|k€|mln|bedrag(?:en)?|\w*kosten|\w*lasten|baten|\w*budget(?:ten)?|\w*begroting|amounts?|costs?"
            r"|dekking|financiering|subsidie)\b",
            re.I,
        ),
    ),
    (
        "count",
        re.compile(
            r"\b(aantal(?:len)?|studenten|deelnemers|headcount|personen|counts?|numbers?|waarde|values?)\b", re.I
        ),
    ),
)
_STRONG_TOTAL = re.compile(
    r"\b(?:sub[- ]?)?tota(?:al|len|als?)\b|\b\w+totaal\b|\b(?:sub[- ]?)?totals?\b|\bsom\b(?! ineens)"
    r"|\bexploitatie(?:resultaat|saldo)\b|^\s*(?:netto|net)?\s*(?:resultaat|saldo|result|balance)\s*:?\s*$",
    re.I,
)
_RESULT = re.compile(
    r"\b(?:resultaat|saldo|result|balance|exploitatiesaldo|exploitatieresultaat|tekort|overschot)\b", re.I
)
_BALANCE = re.compile(
    r"^(?!.*financi).*\b(?:saldo|resultaat|verschil)\b.*\b(?:baten|opbrengsten|inkomsten)\b.*\b\w*(?:lasten|kosten|uitgaven)\b",
    re.I,
)
_ONLY_TOTAL = re.compile(r"(?:(?:sub|eind)?tota(?:al|le|ls?)(?: van| de| of)*)?", re.I)
_ACCOUNT_HEADER = re.compile(
    r"\b(grootboek\w*|gb\.?|rekening\w*|rek\.?|account(?: number| no)?s?|kostensoort\w*|rubriek|code|nr\.?|nummer)\b",
    re.I,
)
_LABEL_HEADER = re.compile(
    r"\b(omschrijving|naam|post|regel|label|description|name|rol|role|functie|function|team|schaal|scale|onderdeel"
    r"|categorie|category|soort|kengetal|figure|item|bron|source)\b",
    re.I,
)
_NOTE_HEADER = re.compile(r"\b(toelichting|opmerking\w*|notes?|comments?|bron|eenheid|unit|uitleg)\b", re.I)
_RATIO_ROW = re.compile(
    r"\bin %|\bals %|%\s*$|\bpercentage\b|\b(?:solvabiliteit|liquiditeit|rentabiliteit|current ratio|ratio)\b", re.I
)
_OTHER_ROW = re.compile(
    r"\b(?:aantal|aantallen|number of|fte)\b"
    r"|^\W*(?:bekostigde\s+)?(?:studenten|deelnemers|leerlingen|students)(?:\s*[(*:].*|\s+(?:per|op|on|at|in)\s+\d.*)?$",
    re.I,
)
_PRICE_HEADER = re.compile(
    r"\bgpl\b|\b(?:€|euro|kosten|lasten|prijs|bedrag|cost|price) per fte\b"
    r"|\b(?:gemiddelde|gem\.|average)\s+(?:loon|salaris|personele|personeels|prijs|salary|staff|cost|price)\w*",
    re.I,
)


def factor_of(text: str) -> int | None:
    """The factor that a header or note states: 1000 for "x € 1.000", 1 for "in euro's"; None when it states none."""
    if _MILLIONS.search(text):
        return 1_000_000
    if _THOUSANDS.search(text):
        return 1_000
    return 1 if _EUROS.search(text) else None


def quantity_of(text: str) -> str:
    """What a header counts: eur, hours, fte, count or rate; "" when it does not say."""
    return next((name for name, pattern in _QUANTITIES if pattern.search(text)), "")


def is_total_label(label: str) -> bool:
    """Whether a label always names a total: "Totaal lasten", "Subtotaal", "Resultaat"."""
    return bool(_STRONG_TOTAL.search(label) or _BALANCE.search(label))


def is_result_label(label: str) -> bool:
    """Whether a label may name a difference of totals: "Saldo", "Resultaat"; some are lines all the same."""
    return bool(_RESULT.search(label))


def is_section_total(label: str, section: str) -> bool:
    """Whether a label is the total of the heading above it and nothing narrower: "Totaal lasten" under "Lasten"."""
    rest = plain_label(label).removesuffix(plain_label(section))
    return rest != plain_label(label) and bool(_ONLY_TOTAL.fullmatch(rest.strip()))


def is_account_header(text: str) -> bool:
    """Whether a header names a column of account numbers."""
    return bool(_ACCOUNT_HEADER.search(text))


def is_label_header(text: str) -> bool:
    """Whether a header names a column of labels, even when it holds numbers, such as a salary scale."""
    return bool(_LABEL_HEADER.search(text))


def is_note_header(text: str) -> bool:
    """Whether a header names a column that is not read: remarks, units, explanation."""
    return bool(_NOTE_HEADER.search(text))


def is_price_header(text: str) -> bool:
    """Whether a header names what one fte costs: a price, which is never added up."""
    return bool(_PRICE_HEADER.search(text))


def is_other_quantity(label: str) -> bool:
    """Whether a row among euros counts something else by its label, such as fte or students."""
    return bool(_OTHER_ROW.search(label))


def is_ratio(label: str) -> bool:
    """Whether a row among amounts is a percentage or ratio by its label."""
    return bool(_RATIO_ROW.search(label))


def plain_label(label: str) -> str:
    """A label as it is compared: lower case, single spaces, without a colon at the end."""
    return " ".join(label.lower().split()).rstrip(" :")
