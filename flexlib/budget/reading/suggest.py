"""Suggests the category of a row: learned before, by account number, by words in its label, by the heading above."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from flexlib.budget.reading.terms import is_other_quantity, is_part_label, is_ratio, plain_label
from flexlib.budget.records import LEFT_OUT
from flexlib.model.accounts import Category

SUITED_KINDS = {  # which categories suit a row, by kind of workbook and by what is counted; the first that exist
    ("budget", "eur"): ("account",),
    ("programme", "eur"): ("cost_class", "income"),
    ("programme", "hours"): ("role",),
    ("programme", "fte"): ("role",),
    ("programme", "rate"): ("rate",),
    ("staffing", "eur"): ("hire", "account"),
    ("staffing", "fte"): ("figure",),
    ("staffing", "rate"): ("rate",),
    ("staffing", "count"): ("figure", "hire"),
    ("profile", "rate"): ("rate", "figure"),
    ("profile", "eur"): ("figure", "rate"),
    ("profile", "fte"): ("figure",),
    ("profile", "hours"): ("figure",),
    ("profile", "count"): ("figure", "rate"),
}
_INCOME = re.compile(
    r"\b(baten|opbrengst\w*|inkomsten|income|revenues?|dekking|financiering|funding|subsidies?)\b", re.I
)
_COST = re.compile(r"\b(\w*lasten|\w*kosten|uitgaven|costs?|expenses?|expenditure)\b", re.I)
_DIGITS = re.compile(r"\d")
SHORT_WORD = 4  # letters
LONG_WORD = 6


class Suggester:
    """Suggestions for the rows of one workbook. `categories` may be those of its kind, or of all kinds together.

    `learned` maps keys of rows (see `grid.key_of`) to category ids that were chosen before.
    """

    def __init__(self, categories: Sequence[Category], kind: str, learned: Mapping[str, str] | None = None) -> None:
        self._all = tuple(categories)
        self._kind = kind
        self._learned = {plain_label(key): category for key, category in (learned or {}).items()}
        self._sides = {category.id: category.side for category in categories}
        self._tables: dict[str, _Table] = {}
        self._hire = _Words([category for category in categories if category.id.startswith("hire:")])
        self._seen: dict[tuple[str, str, str, str], str] = {}

    def category(self, label: str, account: str, section: str, quantity: str, key: str) -> str:
        """The id of the category that suits a row best; "" when nothing points to one."""
        asked = (label, account, section, quantity)
        if asked not in self._seen:
            self._seen[asked] = self._find(label, account, section, quantity, key)
        return self._seen[asked]

    def side(self, category: str, label: str, section: str) -> str:
        """cost, income, both or "": what a row is by its category, else by the words of its heading and label."""
        side = self._sides.get(category, "")
        if side and side != "none":
            return side
        for words in (section, label):
            if not words:
                continue
            is_income, is_cost = bool(_INCOME.search(words)), bool(_COST.search(words))
            if is_income != is_cost:
                return "income" if is_income else "cost"
        return ""

    def _find(self, label: str, account: str, section: str, quantity: str, key: str) -> str:
        if self._learned and (found := self._learned.get(plain_label(key))):
            return found
        table = self._tables.get(quantity)
        if table is None:
            table = self._tables[quantity] = _Table(self._suited(quantity))
        if self._kind == "staffing":
            if quantity == "hours":  # only held against the fte
                return LEFT_OUT
            if found := self._hire.longest_in(label) or self._hire.longest_in(section):
                return found
        if is_part_label(label):  # counted in the row above it
            return LEFT_OUT
        if quantity == "eur" and self._kind in {"budget", "programme"} and is_ratio(label):
            return LEFT_OUT
        side = self.side("", "", section)
        if found := table.by_words(label, side) or table.by_account(account):
            return found
        if quantity == "eur" and is_other_quantity(label):
            return LEFT_OUT
        return table.by_ending(label, side) or table.by_words(section, side)

    def suits(self, quantity: str) -> bool:
        """Whether any category takes rows of a quantity in this kind of workbook."""
        return bool(self._suited(quantity))

    def _suited(self, quantity: str) -> tuple[Category, ...]:
        kinds = SUITED_KINDS.get((self._kind, quantity), ())
        return tuple(category for category in self._all if category.id.partition(":")[0] in kinds)


class _Table:
    """Prefixes and words of the categories that suit one quantity."""

    def __init__(self, categories: Sequence[Category]) -> None:
        self._numbers = {
            _digits(number): category.id for category in reversed(categories) for number in category.numbers
        }
        self._longest = max((len(number) for number in self._numbers), default=0)
        self._patterns = {
            side: _Words([category for category in categories if category.side in {side, "both", "none"} or not side])
            for side in ("", "income", "cost")
        }

    def by_account(self, account: str) -> str:
        """The category with the longest prefix of an account number; one digit only counts for "5" or "5.1"."""
        digits = _digits(account)
        shortest = 1 if len(digits) < 3 or "." in account else 2
        for length in range(min(self._longest, len(digits)), shortest - 1, -1):
            if found := self._numbers.get(digits[:length]):
                return found
        return ""

    def by_words(self, label: str, side: str) -> str:
        """The category of the longest word in a label, among those for income, for cost, or ("") all."""
        return self._patterns[side].longest_in(label)

    def by_ending(self, label: str, side: str) -> str:
        """The category of the longest word that a word of a label ends with: in Dutch that part says what it is."""
        return self._patterns[side].longest_ending(label)


class _Words:
    def __init__(self, categories: Sequence[Category]) -> None:
        self._words = {
            plain_label(word): category.id
            for category in reversed(categories)
            for word in (category.label.nl, category.label.en, *category.words)
            if word
        }
        longest_first = sorted(self._words, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})") if longest_first else None

    def longest_in(self, label: str) -> str:
        """A word counts where it begins a word; short ones, such as "op" and "hr", only as a whole word.

        A label of several columns has its pieces joined by " · ": a piece that is a word as a whole goes first.
        """
        if self._pattern is None or not label:
            return ""
        plain = plain_label(label)
        whole = next((self._words[piece] for piece in plain.split(" · ") if piece in self._words), "")
        if whole:
            return whole
        hits = [
            hit[0]
            for hit in self._pattern.finditer(plain)
            if len(hit[0]) > SHORT_WORD or not plain[hit.end() : hit.end() + 1].isalnum()
        ]
        return self._words[max(hits, key=len)] if hits else ""

    def longest_ending(self, label: str) -> str:
        """ "Moduleontwikkeling" ends with "ontwikkeling"; short words such as "uren" say too little at an end."""
        written = re.findall(r"[^\W\d_]+", plain_label(label))
        endings = (one[start:] for one in written for start in range(len(one) - LONG_WORD))
        hits = [ending for ending in endings if ending in self._words]
        return self._words[max(hits, key=len)] if hits else ""


def _digits(number: str) -> str:
    return "".join(_DIGITS.findall(number))
