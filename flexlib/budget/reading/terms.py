"""The words that Dutch (and English) budgets use in headers and labels: units, quantities, totals, account numbers."""

from __future__ import annotations

import re

_THOUSANDS = re.compile(
    r"(?:[x×*]|\bin|\bper)\s*(?:€|eur|euro'?s?)?\s*1[.,  ]?000(?![.,  ]?\d)|\bk\s?€|€\s?k\b|\bkeur\b|\bk\s?euro|t€"
    r"|€\s*['’]?000\b|\bduizend(?:en)?\b|\bdzd\b|\bthousands?\b|^\s*\(?€?\s*1[.]000\)?\s*$|€\s*1\.000\s*\)?$",
    re.I,
)
_MILLIONS = re.compile(
    r"(?:[x×*]|\bin)\s*(?:€|eur|euro'?s?)?\s*1[.,  ]000[.,  ]000|\bmln\b|\bmiljoen(?:en)?\b|\bmio\b|\bmillions?\b"
    r"|\bm€|€\s?m\b",
    re.I,
)
_ROUNDED = re.compile(
    r"\b(?:afgerond|rounded)\s+(?:op|naar|tot|to)\s+(?:(?:hele|het|de|een|dichtstbijzijnde|nearest|the|whole)\s+)*"
    r"(?:€\s*)?[\w.]+(?:\s+euro'?s?)?",
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
    r"|\b(?:exploitatie|netto|bruto|bedrijfs|jaar|eind)-?(?:resultaat|saldo)\b"
    r"|^\s*(?:netto|net)?\s*(?:resultaat|saldo|result|balance)\s*:?\s*$"
    r"|\b(?:resultaat|saldo|result)\s+(?:voor|na|vóór|before|after)\s+(?:\w*belasting\w*|\w*bestemming\w*|tax\w*|mutatie\w*)"
    r"|\b(?:resultaat|saldo)\s+(?:uit\s+)?(?:gewone\s+)?bedrijfs\w+|\b(?:operationeel|genormaliseerd)\s+(?:resultaat|saldo)\b"
    r"|\b(?:resultaat|saldo)\s+(?:van\s+het\s+)?(?:boek|dienst)jaar\b",
    re.I,
)
_RESULT = re.compile(
    r"\b(?:(?:exploitatie|netto|bruto|bedrijfs|jaar|eind)?-?(?:resultaat|saldo)|result|balance|tekort|overschot)\b",
    re.I,
)
_BALANCE = re.compile(
    r"^(?!.*financi).*\b(?:saldo|resultaat|verschil)\b.*\b(?:baten|opbrengsten|inkomsten)\b.*\b\w*(?:lasten|kosten|uitgaven)\b",
    re.I,
)
_PART = re.compile(r"^\W*(?:waarvan|w\.?v\.?|of which|o\.w\.)(?!\w)", re.I)
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
_PER = r"(?:fte|student|deelnemer|leerling|medewerker|werknemer|persoon|uur|team|m2|m²|hour|employee|person|head)"
_RATIO_ROW = re.compile(  # not "Onvoorzien 10%", which is an amount
    r"\b(?:in|als|as) %|(?<![\d\s])\s*%\s*(?:$|van\b|of\b|t\.?o\.?v)|\(%\)|\bpercentage\b"
    r"|\b(?:solvabiliteit|liquiditeit|rentabiliteit|current ratio|ratio)\b",
    re.I,
)
_PRICE_ROW = re.compile(rf"\bper\s+{_PER}(?!\w)|/\s?(?:fte|student|m2|m²)(?!\w)", re.I)
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


_UNITS = (  # what a cell with nothing but a unit counts; "" is no amount
    (
        "",
        re.compile(
            r"%|‰|procent|percent(?:age)?|pct\.?|promille|ratio|factor|index|(?:€|eur|euro'?s?)\s*(?:per|/)\s*.+", re.I
        ),
    ),
    ("fte", re.compile(r"fte'?s?|wtf", re.I)),
    ("hours", re.compile(r"(?:\w*uren|uur|hours?|hrs?)", re.I)),
    (
        "count",
        re.compile(r"aantal(?:len)?|studenten|deelnemers|leerlingen|personen|stuks|st\.|#|numbers?|students", re.I),
    ),
    (
        "eur",
        re.compile(
            r"(?:bedrag(?:en)?|amounts?)?\s*(?:(?:in|x|×|\*)\s*)*(?:hele\s+)?(?:[kmt]\s?€|keur|€\s?[kmt]|€|eur|euro'?s?)?\s*"
            r"(?:k|m|mln|miljoen(?:en)?|mio|dzd|duizend(?:en)?|1[.,  ]?000(?:[.,  ]000)?|thousands?|millions?)?\s*"
            r"(?:€|eur|euro'?s?)?",
            re.I,
        ),
    ),
)
_UNIT_NOTE = re.compile(r"^\W*(?:(?:alle|all|de|the)\s+)?(?:bedragen|cijfers|getallen|amounts|figures)\b", re.I)


def unit_of(text: str) -> tuple[str, int | None] | None:
    """What a cell that holds nothing but a unit counts, with its factor for euros: ("eur", 1000) for "x € 1.000". A
    share or a rate, such as "%", counts "". None for any other text."""
    bare = " ".join(text.split()).strip("()[] ")
    found = next((name for name, pattern in _UNITS if bare and pattern.fullmatch(bare)), None)
    factor = factor_of(text) if found == "eur" else None
    return None if found is None or (found == "eur" and factor is None) else (found, factor)


def factor_of_note(text: str) -> int | None:
    """The factor in a remark below or beside a table that is about its unit: "Bedragen in k€", "(x € 1.000)"."""
    is_unit = _UNIT_NOTE.search(text) or (unit_of(text) or ("",))[0] == "eur"
    return factor_of(text) if is_unit else None


def factor_of(text: str) -> int | None:
    """The factor that a header or note states: 1000 for "x € 1.000", 1 for "in euro's"; None when it states none. To
    what figures are rounded is no unit."""
    text = _ROUNDED.sub("", text)
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


def is_part_label(label: str) -> bool:
    """Whether a row only tells which part of the row above it is something: "waarvan inhuur"."""
    return bool(_PART.search(label))


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
    """Whether a row among amounts is a percentage, ratio or price by its label."""
    return bool(_RATIO_ROW.search(label)) or is_price(label)


def is_price(label: str) -> bool:
    """Whether a row is by its label what one of something costs: "Loonkosten per fte"."""
    return bool(_PRICE_ROW.search(label))


def plain_label(label: str) -> str:
    """A label as it is compared: lower case, single spaces, without a colon at the end."""
    return " ".join(label.lower().split()).rstrip(" :")
