"""The files of a cost model: which columns they have and what kind of value each column holds."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from flexlib.model import account_records, records, vocabulary
from flexlib.model.outcome_records import THEMES

ID = re.compile(r"[a-z][a-z0-9_]*")
SETTINGS_FILE = "model.toml"
YES_NO = {"yes": True, "no": False}
MARKS = {"1": True, "0": False}


@dataclass(frozen=True, slots=True)
class Column:
    """A column and the kind of its cells.

    `kind`: id, ids, efforts (role:parameter pairs), text, number, integer, yes_no, mark (0/1) or one_of (`choices`).
    """

    name: str
    kind: str
    optional: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A file: its columns and the columns that together may occur once."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def file(self) -> str:
        return f"{self.name}.csv"


def _spec(name: str, columns: str, key: str = "id", **choices: tuple[str, ...]) -> TableSpec:
    """A table from `name:kind` words; a `?` after the kind means the cell may be empty."""
    parsed = []
    for word in columns.split():
        column, _, kind = word.partition(":")
        optional = kind.endswith("?")
        kind = kind.rstrip("?") or "text"
        parsed.append(Column(column, kind, optional, choices.get(column, ())))
    return TableSpec(name, tuple(parsed), tuple(key.split()))


TABLES = (
    _spec("sources", "id:id title publisher:text? year:text? address:text? note:text?"),
    _spec(
        "parameters",
        "id:id label_nl label_en unit low:number mode:number high:number range_means:one_of distribution:one_of"
        " cost_class:one_of? price_level:integer? grade:one_of source_id:id? reasoning:text?",
        range_means=vocabulary.RANGE_MEANINGS,
        distribution=vocabulary.DISTRIBUTIONS,
        cost_class=records.COST_CLASSES,
        grade=records.GRADES,
    ),
    _spec(
        "figures",
        "id:id label_nl label_en unit section:one_of minimum:number maximum:number optional:yes_no"
        " definition_nl definition_en source_id:id? reasoning:text?",
        section=vocabulary.FIGURE_SECTIONS,
    ),
    _spec(
        "roles",
        "id:id label_nl label_en rate_parameter:id fte_figure:id kind:one_of hireable:yes_no",
        kind=vocabulary.ROLE_KINDS,
    ),
    _spec("target_groups", "id:id label_nl label_en is_bol:mark is_bbl:mark is_llo:mark is_funded:mark"),
    _spec("institutions", "id:id label_nl label_en note_nl note_en"),
    _spec("institution_figures", "institution_id:id figure_id:id value:number?", key="institution_id figure_id"),
    _spec("drivers", "id:id label_nl label_en unit definition_nl formula by_group:yes_no"),
    _spec(
        "cost_lines",
        "id:id label_nl label_en chain:one_of aspect:one_of phase:one_of timing:one_of driver:id effort:efforts?"
        " price_parameter:id? cost_class:one_of carried_by:one_of vat:yes_no spread:one_of surcharge:yes_no"
        " tags:ids reasoning",
        chain=records.CHAINS,
        aspect=records.ASPECTS,
        phase=vocabulary.PHASES,
        timing=vocabulary.TIMINGS,
        cost_class=records.COST_CLASSES,
        carried_by=vocabulary.CARRIERS,
        spread=vocabulary.SPREADS,
    ),
    _spec(
        "levers",
        "id:id group:one_of label_nl label_en kind:one_of min:number max:number step:number default:number"
        " question_nl question_en help_nl help_en best_level:number? today_figure:id?",
        group=vocabulary.LEVER_GROUPS,
        kind=vocabulary.LEVER_KINDS,
    ),
    _spec("levels", "lever_id:id level:number label_nl label_en definition_nl definition_en", key="lever_id level"),
    _spec("scenario_defaults", "scenario:integer lever_id:id value:number", key="scenario lever_id"),
    _spec(
        "effect_curves",
        "lever_id:id target_kind:one_of target:id operation:one_of grade:one_of",
        key="lever_id target_kind target",
        target_kind=vocabulary.TARGET_KINDS,
        operation=vocabulary.OPERATIONS,
        grade=records.GRADES,
    ),
    _spec(
        "effects",
        "lever_id:id target_kind:one_of target:id at:number mode:number reason_nl reason_en",
        key="lever_id target_kind target at",
        target_kind=vocabulary.TARGET_KINDS,
    ),
    _spec(
        "rules",
        "id:id condition severity:one_of message_nl message_en suggestion_nl suggestion_en",
        severity=records.SEVERITIES,
    ),
    _spec("futures", "id:id label_nl label_en story_nl story_en"),
    _spec(
        "future_effects",
        "future_id:id target_kind:one_of target:id operation:one_of value:number reason grade:one_of",
        key="future_id target_kind target",
        target_kind=vocabulary.FUTURE_TARGET_KINDS,
        operation=vocabulary.OPERATIONS,
        grade=records.GRADES,
    ),
    _spec(
        "outcomes",
        "id:id label_nl label_en unit direction:one_of shape:one_of definition_nl definition_en",
        direction=vocabulary.DIRECTIONS,
        shape=vocabulary.SHAPES,
    ),
    _spec(
        "balances",
        "balance:id indicator:id weight:number at_0:number at_50:number at_100:number reasoning",
        key="balance indicator",
    ),
    _spec(
        "scales",
        "outcome:id theme:one_of at_0:number at_100:number reasoning",
        key="outcome",
        theme=THEMES,
    ),
    _spec("variants", "id:id parent:id? label_nl label_en story_nl story_en"),
    _spec("variant_levers", "variant_id:id lever_id:id value:number", key="variant_id lever_id"),
    _spec(
        "citations",
        "subject:one_of subject_id source_id:id locator:text?",
        key="subject subject_id source_id locator",
        subject=vocabulary.CITED,
    ),
    _spec(
        "accounts",
        "id:id label_nl label_en side:one_of numbers suggested_numbers:text? words source_id:id? reasoning:text?",
        side=account_records.SIDES,
    ),
    _spec(
        "account_map",
        "kind:one_of subject_kind:one_of subject:id measure:one_of account_id:id capitalised_account_id:id?"
        " funding:id? grade:one_of source_id:id? reasoning",
        key="kind subject_kind subject",
        kind=account_records.MONEY_KINDS,
        subject_kind=account_records.SUBJECT_KINDS,
        measure=account_records.MEASURES,
        grade=records.GRADES,
    ),
    _spec(
        "budget_categories",
        "kind:one_of id:id label_nl:text? label_en:text? side:one_of words",
        key="kind id",
        kind=account_records.CATEGORY_KINDS,
        side=account_records.SIDES,
    ),
)


class CellError(ValueError):
    """A cell that does not hold what its column asks; `key` is the text that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def value_of(cell: str, column: Column) -> Any:
    """The typed value of a cell: None for an empty optional one, '' for an empty optional text."""
    text = cell.strip()
    if not text:
        return _empty(column)
    if column.kind == "number":
        return number_of(text)
    if column.kind == "integer":
        return _integer(text)
    if column.kind == "yes_no":
        return _word(text, YES_NO, "model.not_yes_or_no")
    if column.kind == "mark":
        return _word(text, MARKS, "model.not_a_mark")
    if column.kind == "id":
        return _id(text)
    if column.kind == "ids":
        return tuple(_id(word) for word in text.split())
    if column.kind == "efforts":
        return tuple(_effort(word) for word in text.split())
    if column.kind == "one_of" and text not in column.choices:
        raise CellError("model.not_one_of")
    return text


def number_of(text: str) -> float:
    """A plain number with a decimal point; text such as `1,5`, `nan` or `inf` is refused."""
    try:
        value = float(text)
    except ValueError:
        raise CellError("model.not_a_number") from None
    if not math.isfinite(value) or "_" in text:
        raise CellError("model.not_a_number")
    return value


def _empty(column: Column) -> Any:
    if not column.optional:
        raise CellError(_why_empty(column))
    if column.kind in ("ids", "efforts"):
        return ()
    return "" if column.kind == "text" else None


def _why_empty(column: Column) -> str:
    if column.name.startswith("reason"):
        return "model.empty_reason"
    return "model.empty_text" if column.name.endswith(("_nl", "_en")) else "model.empty"


def _integer(text: str) -> int:
    value = number_of(text)
    if value != int(value):
        raise CellError("model.not_whole")
    return int(value)


def _word(text: str, words: dict[str, bool], key: str) -> bool:
    if text not in words:
        raise CellError(key)
    return words[text]


def _id(text: str) -> str:
    if not ID.fullmatch(text):
        raise CellError("model.not_an_id")
    return text


def _effort(text: str) -> tuple[str, str]:
    role, separator, parameter = text.partition(":")
    if not separator:
        raise CellError("model.not_an_effort")
    return _id(role), _id(parameter)
