"""The records of the accounts of a budget: categories, words that suggest them, and where the model's money falls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flexlib.model.bilingual import Text

SIDES = ("cost", "income", "both", "none")
MONEY_KINDS = ("purchase", "external_hire", "backfill", "own_time", "income")
SUBJECT_KINDS = ("all", "cost_class", "line")
MEASURES = ("eur", "fte")
ALL = "all"  # the subject of a rule that holds where no narrower rule does
CATEGORY_KINDS = ("cost_class", "income", "role", "figure", "hire")


@dataclass(frozen=True, slots=True)
class Account:
    """A category of the annual accounts. `numbers` are prefixes of account numbers: those of the annual accounts
    model, and `suggested_numbers`, which differ between colleges."""

    id: str
    label: Text
    side: str
    numbers: tuple[str, ...]
    suggested_numbers: tuple[str, ...]
    words: tuple[str, ...]
    source_id: str
    reasoning: str


@dataclass(frozen=True, slots=True)
class AccountRule:
    """Where a kind of money falls: the account, another one when ICT is capitalised, and the programme funding it is.

    `measure` fte means: this is inside the account already, and is compared in fte instead of euros.
    """

    kind: str
    subject_kind: str
    subject: str
    measure: str
    account_id: str
    capitalised_account_id: str | None
    funding: str | None
    grade: str
    source_id: str
    reasoning: str


@dataclass(frozen=True, slots=True)
class BudgetWord:
    """A category other than an account, with the words that suggest it; roles and figures have no label here."""

    kind: str
    id: str
    label: Text
    side: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Accounts:
    """The accounts by id, the rules by (kind of money, kind of subject, subject), and the other categories."""

    accounts: Mapping[str, Account]
    rules: Mapping[tuple[str, str, str], AccountRule]
    words: tuple[BudgetWord, ...]

    def rule(self, kind: str, line_id: str, cost_class: str) -> AccountRule:
        """The narrowest rule for money on a line: of the line, its class, or all; LookupError for an unknown kind."""
        for key in ((kind, "line", line_id), (kind, "cost_class", cost_class), (kind, ALL, ALL)):
            if key in self.rules:
                return self.rules[key]
        raise LookupError(kind)
