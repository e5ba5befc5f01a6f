"""What the rows of a workbook can be mapped to, and the accounts as they are built from their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flexlib.model.account_records import Account, AccountRule, Accounts, BudgetWord
from flexlib.model.bilingual import Text
from flexlib.model.records import CostModel

_WORD_MARK = "|"


@dataclass(frozen=True, slots=True)
class Category:
    """What a row of a workbook can be mapped to, such as `account:huisvestingslasten`.

    `numbers` are prefixes of account numbers, `words` lower-case words in a label; both only suggest.
    """

    id: str
    label: Text
    side: str
    numbers: tuple[str, ...]
    words: tuple[str, ...]


def accounts_of(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> Accounts:
    """The accounts from the checked rows of accounts, account_map and budget_categories."""
    accounts = {row["id"]: _account(row) for row in tables["accounts"]}
    rules = [AccountRule(**{**row, "source_id": row["source_id"] or ""}) for row in tables["account_map"]]
    return Accounts(
        accounts=accounts,
        rules={(rule.kind, rule.subject_kind, rule.subject): rule for rule in rules},
        words=tuple(
            BudgetWord(
                row["kind"], row["id"], Text(row["label_nl"], row["label_en"]), row["side"], words_in(row["words"])
            )
            for row in tables["budget_categories"]
        ),
    )


def words_in(cell: str) -> tuple[str, ...]:
    """The words of a cell, which stand between bars."""
    return tuple(word.strip() for word in cell.split(_WORD_MARK) if word.strip())


def categories_for(model: CostModel, kind: str) -> tuple[Category, ...]:
    """What the rows of a budget, programme, staffing or profile workbook can be mapped to.

    budget: accounts. programme: cost classes, funding, hours and rates per role. staffing: fte per role, teams, hire
    and rates. profile: every figure that is no level of today, and rates. Raises LookupError for another kind.
    """
    if kind == "budget":
        return tuple(_of_account(account) for account in model.accounts.accounts.values())
    if kind == "programme":
        words = [word for word in model.accounts.words if word.kind in ("cost_class", "income", "role")]
        return (*(_of_word(model, word) for word in words), *_rates(model))
    if kind == "staffing":
        figures = [figure.id for figure in model.figures.values() if figure.section in ("teams", "staff", "capacity")]
        hire = [_of_word(model, word) for word in model.accounts.words if word.kind == "hire"]
        return (*_figures(model, figures), *hire, *_rates(model))
    if kind == "profile":
        figures = [figure.id for figure in model.figures.values() if figure.section != "today"]
        return (*_figures(model, figures), *_rates(model))
    raise LookupError(f"workbook of kind {kind!r}")


def all_categories(model: CostModel) -> tuple[Category, ...]:
    """The categories of all kinds together, for a workbook of which the kind is not known yet."""
    found: dict[str, Category] = {}
    for kind in ("budget", "programme", "staffing", "profile"):
        for category in categories_for(model, kind):
            found.setdefault(category.id, category)
    return tuple(found.values())


def _account(row: Mapping[str, Any]) -> Account:
    return Account(
        id=row["id"],
        label=Text(row["label_nl"], row["label_en"]),
        side=row["side"],
        numbers=tuple(row["numbers"].split()),
        suggested_numbers=tuple(row["suggested_numbers"].split()),
        words=words_in(row["words"]),
        source_id=row["source_id"] or "",
        reasoning=row["reasoning"],
    )


def _of_account(account: Account) -> Category:
    numbers = (*account.numbers, *account.suggested_numbers)
    return Category(f"account:{account.id}", account.label, account.side, numbers, _words(account.label, account.words))


def _of_word(model: CostModel, word: BudgetWord) -> Category:
    label = model.roles[word.id].label if word.kind == "role" else word.label
    return Category(f"{word.kind}:{word.id}", label, word.side, (), _words(label, word.words))


def _figures(model: CostModel, ids: Sequence[str]) -> Iterator[Category]:
    """A figure of the fte of a role is also suggested by the words of that role."""
    words = {(word.kind, word.id): word.words for word in model.accounts.words}
    roles = {role.fte_figure: role.id for role in model.roles.values()}
    for id_ in ids:
        figure = model.figures[id_]
        of_role = words.get(("role", roles.get(id_, "")), ())
        own = words.get(("figure", id_), ())
        short = [text.lower().removeprefix("fte ") for text in (figure.label.nl, figure.label.en)]
        yield Category(f"figure:{id_}", figure.label, "none", (), _words(figure.label, (*short, *own, *of_role)))


def _rates(model: CostModel) -> Iterator[Category]:
    """The hourly rate of each role, suggested by its own label and by the words of the role."""
    words = {word.id: word.words for word in model.accounts.words if word.kind == "role"}
    for parameter_id in dict.fromkeys(role.rate_parameter for role in model.roles.values()):
        label = model.parameters[parameter_id].label
        roles = [role for role in model.roles.values() if role.rate_parameter == parameter_id]
        of_roles = [word for role in roles for word in (*_words(role.label, ()), *words.get(role.id, ()))]
        yield Category(f"rate:{parameter_id}", label, "none", (), _words(label, of_roles))


def _words(label: Text, words: Sequence[str]) -> tuple[str, ...]:
    """The label itself in both languages, as our own templates write it, and the words."""
    return tuple(dict.fromkeys((label.nl.lower(), label.en.lower(), *words)))
