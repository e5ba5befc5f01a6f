"""The charts of own work: every role against the people who are there, and one role in detail."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
import pandas as pd

from flexlib import units
from flexlib.charts.scales import two_lines
from flexlib.charts.work import drawn_limits, role_hours, role_years
from flexlib.engine.evaluate import steps
from flexlib.engine.loads import change_capacity_hours
from flexlib.engine.sampling import overrides_of, point
from flexlib.model.records import Choice, CostModel
from flexlib.ui.chart_panel import Figure
from flexlib.ui.ground import Ground

SHOWN_FROM = 0.05  # fte in the busiest year; a role below it is named in words, not drawn


@dataclass(frozen=True, slots=True)
class Capacity:
    """What there is of a role, in fte: in all, and what can be spared for one-off work."""

    there: float
    spare: float


@lru_cache(maxsize=32)
def capacities(model: CostModel, choice: Choice) -> tuple[float, dict[str, Capacity]]:
    """Deployable hours of one fte a year at the rekenwaarde, and per role what there is."""
    evaluation = steps(model, choice, point(model, overrides_of(choice)))
    situation, timing = evaluation.situation, evaluation.timing
    hours_per_fte = float(situation.parameters["productive_hours_fte"][0])
    found = {}
    for role in model.roles.values():
        spare = float(np.ravel(change_capacity_hours(situation, timing, role))[0]) / hours_per_fte
        found[role.id] = Capacity(float(situation.fte(role.id)), spare)
    return hours_per_fte, found


def fte_by_role(ground: Ground, outcome_id: str = "own_hours") -> np.ndarray:
    """Own work per school year and role in fte at the rekenwaarde, ndarray (school years, roles)."""
    hours_per_fte, _ = capacities(ground.model, ground.choice)
    months = np.array([period.months for period in ground.estimate.point.school_years])[:, None]
    hours = np.asarray(ground.estimate.point.values[outcome_id][0], dtype=float)
    return hours / (hours_per_fte * months / 12)


def working_roles(ground: Ground) -> list[str]:
    """Roles that this choice asks anything of worth drawing."""
    busiest = fte_by_role(ground).max(axis=0)
    return [role for role, fte in zip(ground.model.roles, busiest, strict=True) if fte >= SHOWN_FROM]


def tightest_role(ground: Ground) -> tuple[str, int, float]:
    """Role, position of the school year and share of what there is, where most is asked of what there is."""
    _, there = capacities(ground.model, ground.choice)
    asked = fte_by_role(ground)
    available = np.array([there[role].there for role in ground.model.roles])
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(asked > 0, asked / available, 0.0)
    year, role = np.unravel_index(int(np.argmax(shares)), shares.shape)
    return list(ground.model.roles)[int(role)], int(year), float(shares[year, role])


def roles_figure(ground: Ground) -> Figure:
    """Fte asked per role and school year, coloured by the share of what there is."""
    language, model = ground.language, ground.model
    _, there = capacities(model, ground.choice)
    asked = fte_by_role(ground)
    periods = ground.estimate.point.school_years
    position = {role: index for index, role in enumerate(model.roles)}
    rows, written = [], []
    for role in working_roles(ground):
        label = model.roles[role].label[language]
        fte = asked[:, position[role]]
        available = there[role].there
        written.append((label, *(units.number(value, language, 1) for value in [available, there[role].spare, *fte])))
        for period, value in zip(periods, fte, strict=True):
            share = value / available if available else float(value > 0)
            over = value > available
            rows.append(
                {
                    "role": two_lines(label, 18),
                    "year": ground.year_label(period, short=True),
                    "share": float(share),
                    "words": _cell(value, language) + (" ▲" if over else ""),
                    "over": bool(over),
                }
            )
    columns = ["role", "fte_there", "fte_spare"]
    heads = [ground.t(f"column.{name}") for name in columns] + [ground.year_words(period) for period in periods]
    data = [
        [row[0], there[role].there, there[role].spare, *asked[:, position[role]]]
        for row, role in zip(written, working_roles(ground), strict=True)
    ]
    role, year, share = tightest_role(ground)
    alt = ground.t(
        "work.alt",
        role=model.roles[role].label,
        year=periods[year].label,
        share=units.share(share, language, 0),
        roles=len(written),
    )
    return Figure(
        key="werk-per-rol",
        title=ground.t("work.title"),
        notes=(ground.t("work.note"), ground.t("note.point")),
        source=ground.source,
        alt=alt,
        draw=partial(role_years, pd.DataFrame(rows)),
        table=pd.DataFrame(data, columns=heads),
        written=tuple(written),
        is_wide=True,
    )


def role_figure(ground: Ground, role: str) -> Figure:
    """One role: one-off and recurring work per school year against what there is."""
    language, model = ground.language, ground.model
    hours_per_fte, capacity = capacities(model, ground.choice)
    index = list(model.roles).index(role)
    periods = ground.estimate.result.school_years
    full = hours_per_fte * np.array([period.months for period in periods]) / 12
    low, _, high = ground.estimate.result.quantiles("own_hours")[:, :, index] / full
    kinds = {kind: fte_by_role(ground, f"own_hours_{kind}")[:, index] for kind in ("one_off", "recurring")}
    frame = pd.DataFrame(
        [
            {
                "year": ground.year_label(period, short=True),
                "kind": kind,
                "fte": float(fte[at]),
                "p10": low[at],
                "p90": high[at],
            }
            for at, period in enumerate(periods)
            for kind, fte in kinds.items()
        ]
    )
    has = capacity[role]
    lines = {"there": has.there} if has.spare >= has.there else {"spare": has.spare, "there": has.there}
    limits = pd.DataFrame(
        {
            "name": [ground.t(f"role.{name}_line", fte=units.fte(fte, language)) for name, fte in lines.items()],
            "fte": lines.values(),
        }
    )
    not_drawn = [name for name in limits["name"] if name not in set(drawn_limits(limits, float(high.max()))["name"])]
    label = model.roles[role].label[language]
    together = kinds["one_off"] + kinds["recurring"]
    table = pd.DataFrame(
        {
            ground.t("column.school_year"): [ground.year_words(period) for period in periods],
            ground.t("column.fte_one_off"): kinds["one_off"],
            ground.t("column.fte_recurring"): kinds["recurring"],
            ground.t("column.together"): together,
            ground.t("column.hours"): together * full,
            "P10 (fte)": low,
            "P90 (fte)": high,
        }
    )
    written = tuple(
        (
            str(row[0]),
            *(units.number(value, language, 1) for value in row[1:4]),
            units.number(units.significant(row[4], 3), language, 0),
            *(units.number(value, language, 1) for value in row[5:]),
        )
        for row in table.itertuples(index=False)
    )
    notes = [ground.note("role")] + [ground.t("role.not_drawn", line=name) for name in not_drawn]
    return Figure(
        key=f"werk-{role}",
        title=ground.t("role.title", role=label),
        notes=tuple(notes),
        source=ground.source,
        alt=ground.t(
            "role.alt",
            role=label,
            peak=units.fte(float(together.max()), language),
            there=units.fte(has.there, language),
            spare=units.fte(has.spare, language),
        ),
        draw=partial(role_hours, frame, limits),
        table=table,
        written=written,
    )


def _cell(fte: float, language: str) -> str:
    return units.number(fte, language, 1) if fte >= SHOWN_FROM else "·"
