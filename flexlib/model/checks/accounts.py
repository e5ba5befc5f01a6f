"""Checks of the accounts: every kind of money has a place on the right side, and every category means something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flexlib.model.account_records import ALL, MONEY_KINDS
from flexlib.model.accounts import words_in
from flexlib.model.checks.context import Context, at
from flexlib.model.findings import Finding
from flexlib.model.read import Row
from flexlib.model.records import COST_CLASSES

_MAP = "account_map.csv"
_SUBJECTS = {"role": "roles", "figure": "figures"}


def check_accounts(context: Context) -> Iterator[Finding]:
    """Accounts, the rules that lead to them, and the other categories of a workbook."""
    for row in context.rows("accounts", "source_id", "reasoning"):
        if row["source_id"] is None and not row["reasoning"]:
            yield at(row, "reasoning", "model.no_source_no_reasoning")
    for row in context.rows("account_map", "kind", "subject_kind", "subject"):
        yield from _subject(context, row)
        yield from _side(context, row)
        yield from _measure(row)
    whole = {row["kind"] for row in context.rows("account_map", "kind", "subject_kind") if row["subject_kind"] == ALL}
    for kind in MONEY_KINDS:
        if kind not in whole:
            yield Finding.of("model.money_without_account", _MAP, 0, "kind", kind=kind)
    yield from _categories(context)


def _subject(context: Context, row: Row) -> Iterator[Finding]:
    allowed: Mapping[str, tuple[str, ...]] = {"all": (ALL,), "cost_class": COST_CLASSES}
    if row["subject_kind"] in allowed:
        if row["subject"] not in allowed[row["subject_kind"]]:
            yield at(
                row,
                "subject",
                "model.not_one_of",
                value=row["subject"],
                allowed=", ".join(allowed[row["subject_kind"]]),
            )
    elif row["subject"] not in context.ids("cost_lines"):
        yield at(row, "subject", "model.unknown_id", id=row["subject"], target="cost_lines.csv")


def _side(context: Context, row: Row) -> Iterator[Finding]:
    wanted = "income" if row["kind"] == "income" else "cost"
    for column in ("account_id", "capitalised_account_id"):
        account = context.ids("accounts").get(row.get(column) or "")
        side = None if account is None else account.get("side")
        if side is not None and side not in (wanted, "both"):
            yield at(row, column, "model.account_of_other_side", id=row[column], side=side)
    funding = {found["id"] for found in context.rows("budget_categories", "kind", "id") if found["kind"] == "income"}
    if row.get("funding") is not None and row["funding"] not in funding:
        yield at(row, "funding", "model.unknown_id", id=row["funding"], target="budget_categories.csv")


def _measure(row: Row) -> Iterator[Finding]:
    wanted = "fte" if row["kind"] == "own_time" else "eur"
    if row.get("measure") not in (None, wanted):
        yield at(row, "measure", "model.measure_of_money", kind=row["kind"], measure=wanted)


def _categories(context: Context) -> Iterator[Finding]:
    for row in context.rows("budget_categories", "kind", "id"):
        kind, one = row["kind"], row["id"]
        if kind == "cost_class" and one not in COST_CLASSES:
            yield at(row, "id", "model.not_one_of", value=one, allowed=", ".join(COST_CLASSES))
        elif kind in _SUBJECTS and one not in context.ids(_SUBJECTS[kind]):
            yield at(row, "id", "model.unknown_id", id=one, target=f"{_SUBJECTS[kind]}.csv")
        elif kind not in _SUBJECTS:
            for column in ("label_nl", "label_en"):
                if row.get(column) == "":
                    yield at(row, column, "model.empty_text")
    for table in ("accounts", "budget_categories"):
        for row in context.rows(table, "words"):
            for word in words_in(row["words"]):
                if word != word.lower():
                    yield at(row, "words", "model.word_not_lower", word=word)
