"""Typed rows → CostModel. The same function serves rows of the CSV files and rows of the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flexlib.model.accounts import accounts_of
from flexlib.model.bilingual import Text
from flexlib.model.effect_records import EffectCurve, EffectPoint, Future, FutureEffect, Rule
from flexlib.model.outcome_records import BalanceIndicator, Outcome, Scale
from flexlib.model.records import (
    Contest,
    CostLine,
    CostModel,
    Driver,
    Figure,
    Level,
    Lever,
    Parameter,
    ReferenceInstitution,
    Role,
    Settings,
    TargetGroup,
    Variant,
    frozen,
)
from flexlib.model.source_records import Citation, Source

Values = Mapping[str, Any]
Tables = Mapping[str, Sequence[Values]]


def build_model(tables: Tables, settings: Mapping[str, Any], content_hash: str) -> CostModel:
    """The cost model from checked rows (per table name, in file order) and the settings of model.toml."""
    cited = _citations(tables["citations"])
    return CostModel(
        settings=build_settings(settings),
        content_hash=content_hash,
        sources=_by_id(Source(**row) for row in tables["sources"]),
        parameters=_by_id(_parameter(row) for row in tables["parameters"]),
        roles=_by_id(_role(row) for row in tables["roles"]),
        groups=_by_id(_group(row) for row in tables["target_groups"]),
        figures=_by_id(_figure(row) for row in tables["figures"]),
        drivers=_by_id(_driver(row) for row in tables["drivers"]),
        lines=_by_id(_line(row, cited) for row in tables["cost_lines"]),
        levers=_by_id(_levers(tables, cited)),
        scenario_defaults=_scenario_defaults(tables["scenario_defaults"]),
        curves=_by_id(_curves(tables, cited)),
        rules=_by_id(_rule(row, cited) for row in tables["rules"]),
        futures=_by_id(_futures(tables, cited)),
        outcomes=_by_id(_outcome(row) for row in tables["outcomes"]),
        balances=_balances(tables["balances"]),
        scales=frozen({row["outcome"]: Scale(**row) for row in tables["scales"]}),
        institutions=_by_id(_institutions(tables)),
        variants=_by_id(_variants(tables)),
        accounts=accounts_of(tables),
    )


def build_settings(values: Mapping[str, Any]) -> Settings:
    """The settings record from the content of model.toml."""
    strength = values["strength"]
    return Settings(
        version=values["version"],
        date=values["date"],
        price_level=values["price_level"],
        start=values["start"],
        horizon_months=values["horizon_months"],
        draws=values["draws"],
        seed=values["seed"],
        severity_weights=frozen({key: float(weight) for key, weight in values["severity_weights"].items()}),
        strength=_contest(strength["default"]),
        strength_readiness_above=_contest(strength["readiness_above"]),
        strength_readiness_below=_contest(strength["readiness_below"]),
    )


def _contest(values: Sequence[float]) -> Contest:
    low, mode, high = (float(value) for value in values)
    return Contest(low, mode, high)


def _by_id(items: Any) -> Mapping[str, Any]:
    return frozen({item.id: item for item in items})


def _text(row: Values, column: str) -> Text:
    return Text(row[f"{column}_nl"], row[f"{column}_en"])


def _grouped(rows: Sequence[Values], *columns: str) -> dict[Any, list[Values]]:
    groups: dict[Any, list[Values]] = defaultdict(list)
    for row in rows:
        groups[row[columns[0]] if len(columns) == 1 else tuple(row[column] for column in columns)].append(row)
    return groups


Cited = Mapping[tuple[str, str], tuple[Citation, ...]]


def _citations(rows: Sequence[Values]) -> Cited:
    grouped = _grouped(rows, "subject", "subject_id")
    return defaultdict(
        tuple,
        {key: tuple(Citation(row["source_id"], row["locator"]) for row in found) for key, found in grouped.items()},
    )


def _parameter(row: Values) -> Parameter:
    return Parameter(
        id=row["id"],
        label=_text(row, "label"),
        unit=row["unit"],
        low=row["low"],
        mode=row["mode"],
        high=row["high"],
        range_means=row["range_means"],
        distribution=row["distribution"],
        cost_class=row["cost_class"],
        price_level=row["price_level"],
        grade=row["grade"],
        source_id=row["source_id"] or "",
        reasoning=row["reasoning"],
    )


def _role(row: Values) -> Role:
    return Role(row["id"], _text(row, "label"), row["rate_parameter"], row["fte_figure"], row["kind"], row["hireable"])


def _group(row: Values) -> TargetGroup:
    marks = {column: float(value) for column, value in row.items() if column.startswith("is_")}
    return TargetGroup(row["id"], _text(row, "label"), frozen(marks))


def _figure(row: Values) -> Figure:
    return Figure(
        id=row["id"],
        label=_text(row, "label"),
        unit=row["unit"],
        section=row["section"],
        minimum=row["minimum"],
        maximum=row["maximum"],
        optional=row["optional"],
        definition=_text(row, "definition"),
        source_id=row["source_id"] or "",
        reasoning=row["reasoning"],
    )


def _driver(row: Values) -> Driver:
    return Driver(row["id"], _text(row, "label"), row["unit"], row["definition_nl"], row["formula"], row["by_group"])


def _line(row: Values, cited: Cited) -> CostLine:
    return CostLine(
        id=row["id"],
        label=_text(row, "label"),
        chain=row["chain"],
        aspect=row["aspect"],
        phase=row["phase"],
        timing=row["timing"],
        driver=row["driver"],
        effort=tuple(row["effort"]),
        price_parameter=row["price_parameter"],
        cost_class=row["cost_class"],
        carried_by=row["carried_by"],
        vat=row["vat"],
        spread=row["spread"],
        surcharge=row["surcharge"],
        tags=tuple(row["tags"]),
        citations=cited["cost_line", row["id"]],
        reasoning=row["reasoning"],
    )


def _levers(tables: Tables, cited: Cited) -> list[Lever]:
    levels = _grouped(tables["levels"], "lever_id")
    return [
        Lever(
            id=row["id"],
            group=row["group"],
            label=_text(row, "label"),
            kind=row["kind"],
            minimum=row["min"],
            maximum=row["max"],
            step=row["step"],
            default=row["default"],
            question=_text(row, "question"),
            help=_text(row, "help"),
            best_level=row["best_level"],
            today_figure=row["today_figure"],
            levels=tuple(
                Level(row["id"], found["level"], _text(found, "label"), _text(found, "definition"))
                for found in sorted(levels[row["id"]], key=lambda found: found["level"])
            ),
            citations=cited["lever", row["id"]],
        )
        for row in tables["levers"]
    ]


def _scenario_defaults(rows: Sequence[Values]) -> Mapping[int, Mapping[str, float]]:
    return frozen(
        {
            scenario: frozen({row["lever_id"]: row["value"] for row in found})
            for scenario, found in _grouped(rows, "scenario").items()
        }
    )


def _curves(tables: Tables, cited: Cited) -> list[EffectCurve]:
    target = ("lever_id", "target_kind", "target")
    points = _grouped(tables["effects"], *target)
    curves = []
    for row in tables["effect_curves"]:
        key = tuple(row[column] for column in target)
        found = sorted(points[key], key=lambda point: point["at"])
        curves.append(
            EffectCurve(
                lever_id=row["lever_id"],
                target_kind=row["target_kind"],
                target=row["target"],
                operation=row["operation"],
                grade=row["grade"],
                points=tuple(EffectPoint(point["at"], point["mode"], _text(point, "reason")) for point in found),
                citations=cited["effect", ":".join(key)],
            )
        )
    return curves


def _rule(row: Values, cited: Cited) -> Rule:
    return Rule(
        id=row["id"],
        condition=row["condition"],
        severity=row["severity"],
        message=_text(row, "message"),
        suggestion=_text(row, "suggestion"),
        citations=cited["rule", row["id"]],
    )


def _futures(tables: Tables, cited: Cited) -> list[Future]:
    effects = _grouped(tables["future_effects"], "future_id")
    return [
        Future(
            id=row["id"],
            label=_text(row, "label"),
            story=_text(row, "story"),
            effects=tuple(_future_effect(found, cited) for found in effects[row["id"]]),
        )
        for row in tables["futures"]
    ]


def _future_effect(row: Values, cited: Cited) -> FutureEffect:
    return FutureEffect(
        target_kind=row["target_kind"],
        target=row["target"],
        operation=row["operation"],
        value=row["value"],
        reason=row["reason"],
        grade=row["grade"],
        citations=cited["future_effect", f"{row['future_id']}:{row['target_kind']}:{row['target']}"],
    )


def _outcome(row: Values) -> Outcome:
    return Outcome(
        id=row["id"],
        label=_text(row, "label"),
        unit=row["unit"],
        direction=row["direction"],
        shape=row["shape"],
        definition=_text(row, "definition"),
    )


def _balances(rows: Sequence[Values]) -> Mapping[str, tuple[BalanceIndicator, ...]]:
    grouped = _grouped(rows, "balance")
    return frozen({balance: tuple(BalanceIndicator(**row) for row in found) for balance, found in grouped.items()})


def _institutions(tables: Tables) -> list[ReferenceInstitution]:
    figures = _grouped(tables["institution_figures"], "institution_id")
    order = {row["id"]: number for number, row in enumerate(tables["figures"])}
    return [
        ReferenceInstitution(
            id=row["id"],
            label=_text(row, "label"),
            note=_text(row, "note"),
            figures=frozen(
                {
                    found["figure_id"]: found["value"]
                    for found in sorted(figures[row["id"]], key=lambda found: order[found["figure_id"]])
                }
            ),
        )
        for row in tables["institutions"]
    ]


def _variants(tables: Tables) -> list[Variant]:
    levers = _grouped(tables["variant_levers"], "variant_id")
    return [
        Variant(
            id=row["id"],
            parent=row["parent"],
            label=_text(row, "label"),
            story=_text(row, "story"),
            levers=MappingProxyType({found["lever_id"]: found["value"] for found in levers[row["id"]]}),
        )
        for row in tables["variants"]
    ]
