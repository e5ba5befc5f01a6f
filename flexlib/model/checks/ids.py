"""Checks of identity: twins, references to what does not exist, and ids the calculation cannot do without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flexlib.model import required
from flexlib.model.checks.context import Context, at
from flexlib.model.findings import Finding
from flexlib.model.records import CHAINS, COST_CLASSES, GROUPS, TIMING_TARGETS
from flexlib.model.tables import TABLES

_REFERENCES = (
    ("parameters", "source_id", "sources"),
    ("figures", "source_id", "sources"),
    ("roles", "rate_parameter", "parameters"),
    ("roles", "fte_figure", "figures"),
    ("institution_figures", "institution_id", "institutions"),
    ("institution_figures", "figure_id", "figures"),
    ("cost_lines", "driver", "drivers"),
    ("cost_lines", "price_parameter", "parameters"),
    ("levers", "today_figure", "figures"),
    ("levels", "lever_id", "levers"),
    ("scenario_defaults", "lever_id", "levers"),
    ("effect_curves", "lever_id", "levers"),
    ("effects", "lever_id", "levers"),
    ("future_effects", "future_id", "futures"),
    ("balances", "balance", "outcomes"),
    ("balances", "indicator", "outcomes"),
    ("scales", "outcome", "outcomes"),
    ("variants", "parent", "variants"),
    ("variant_levers", "variant_id", "variants"),
    ("variant_levers", "lever_id", "levers"),
    ("citations", "source_id", "sources"),
    ("accounts", "source_id", "sources"),
    ("account_map", "account_id", "accounts"),
    ("account_map", "capitalised_account_id", "accounts"),
    ("account_map", "source_id", "sources"),
)
_REQUIRED = (
    ("parameters", required.PARAMETERS),
    ("figures", required.FIGURES),
    ("roles", required.ROLES),
    ("target_groups", GROUPS),
    ("drivers", (*required.GROUP_DRIVERS, *required.SCALAR_DRIVERS)),
    ("levers", required.LEVERS),
    ("variants", required.VARIANTS),
    ("futures", required.FUTURES),
)
_CITED_TABLES = {"cost_line": "cost_lines", "lever": "levers", "rule": "rules", "variant": "variants"}


def check_ids(context: Context) -> Iterator[Finding]:
    """Twins, unknown references, citations of nothing, unknown targets and missing ids."""
    yield from _twins(context)
    for table, column, target in _REFERENCES:
        for row in context.rows(table, column):
            if row[column] is not None and row[column] not in context.ids(target):
                yield at(row, column, "model.unknown_id", id=row[column], target=f"{target}.csv")
    yield from _effort(context)
    yield from _targets(context)
    yield from _citations(context)
    for table, needed in _REQUIRED:
        for one in needed:
            if one not in context.ids(table):
                yield Finding.of("model.needed_missing", f"{table}.csv", id=one)
    for row in context.rows("target_groups", "id"):
        if row["id"] not in GROUPS:
            yield at(row, "id", "model.not_one_of", value=row["id"], allowed=", ".join(GROUPS))


def _twins(context: Context) -> Iterator[Finding]:
    for spec in TABLES:
        first: dict[tuple[object, ...], int] = {}
        for row in context.rows(spec.name, *spec.key):
            key = tuple(row[column] for column in spec.key)
            if key in first:
                written = " ".join(str(part) for part in key)
                yield at(row, spec.key[-1], "model.duplicate", id=written, first=str(first[key]))
            else:
                first[key] = row.number


def _effort(context: Context) -> Iterator[Finding]:
    for row in context.rows("cost_lines", "effort"):
        roles = [role for role, _ in row["effort"]]
        for role, parameter in row["effort"]:
            if role not in context.ids("roles"):
                yield at(row, "effort", "model.unknown_id", id=role, target="roles.csv")
            if parameter not in context.ids("parameters"):
                yield at(row, "effort", "model.unknown_id", id=parameter, target="parameters.csv")
        for role in sorted({role for role in roles if roles.count(role) > 1}):
            yield at(row, "effort", "model.role_twice", id=role)


def _targets(context: Context) -> Iterator[Finding]:
    known: Mapping[str, tuple[str, ...]] = {
        "tag": required.TAGS,
        "chain": CHAINS,
        "cost_class": COST_CLASSES,
        "timing": TIMING_TARGETS,
        "balance": required.BALANCES,
    }
    for row in context.rows("effect_curves", "target_kind", "target"):
        if row["target"] not in known[row["target_kind"]]:
            yield at(row, "target", "model.unknown_target", id=row["target"], kind=row["target_kind"])
    for row in context.rows("effects", "lever_id", "target_kind", "target"):
        if (row["lever_id"], row["target_kind"], row["target"]) not in context.curves:
            curve = f"{row['lever_id']}:{row['target_kind']}:{row['target']}"
            yield at(row, "target", "model.unknown_id", id=curve, target="effect_curves.csv")
    for row in context.rows("future_effects", "target_kind", "target"):
        if row["target_kind"] == "parameter" and row["target"] not in context.ids("parameters"):
            yield at(row, "target", "model.unknown_id", id=row["target"], target="parameters.csv")
        if row["target_kind"] == "timing" and row["target"] != "delay_all":
            yield at(row, "target", "model.unknown_target", id=row["target"], kind=row["target_kind"])


def _citations(context: Context) -> Iterator[Finding]:
    curves = {":".join(key) for key in context.curves}
    futures = {
        f"{row['future_id']}:{row['target_kind']}:{row['target']}"
        for row in context.rows("future_effects", "future_id", "target_kind", "target")
    }
    for row in context.rows("citations", "subject", "subject_id"):
        subject = row["subject"]
        if subject == "effect":
            exists = row["subject_id"] in curves
        elif subject == "future_effect":
            exists = row["subject_id"] in futures
        else:
            exists = row["subject_id"] in context.ids(_CITED_TABLES[subject])
        if not exists:
            yield at(row, "subject_id", "model.unknown_subject", id=row["subject_id"], subject=subject)
