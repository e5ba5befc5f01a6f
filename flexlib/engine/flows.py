"""What each cost line asks: hours per role and money, before they are laid out in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from flexlib.engine.effects import group_factors, heaviest_group, line_factors
from flexlib.engine.situation import Number, Situation
from flexlib.model.records import CostLine

BACKFILL_FACTORS = {
    1: "backfill_factor_own",
    2: "backfill_factor_temporary",
    3: "backfill_factor_assistants",
    4: "backfill_factor_agency",
}


@dataclass(frozen=True, eq=False)
class Flow:
    """Hours and money of one line: a total (one_off), an amount per month (programme) or a rate per year.

    Prices and hours are those of the start year, at the price level of the model. `parts` are the hours of own people
    per target group when the driver is by group. `untailed` divides the ICT outlier out again.
    """

    line: CostLine
    follows_students: bool
    own: dict[str, Number]  # h per role, replaced hours included
    external: dict[str, Number]  # h per role
    released: dict[str, Number]  # h per role, income lines only
    replaced_share: float
    own_time: Number  # EUR
    wage_cost: Number  # EUR out of pocket that follows wages: external hire and replacement
    purchase: Number  # EUR, VAT in
    income: Number  # EUR
    parts: list[Number] | None
    untailed: Number
    hire: Number = 0.0  # EUR, the part of the wage cost that is external hire

    @property
    def own_hours(self) -> Number:
        return _total(self.own.values())

    @property
    def out_of_pocket(self) -> Number:
        return self.wage_cost + self.purchase


@dataclass
class TeamWork:
    """Own hours on lines carried by teams: of each target group, and of all teams in scope alike."""

    parts: list[Number] = field(default_factory=lambda: [0.0] * 4)
    shared: Number = 0.0

    def add(self, flow: Flow, times: Number = 1.0) -> None:
        if flow.parts is None:
            self.shared = self.shared + flow.own_hours * times
        else:
            self.parts = [old + new * times for old, new in zip(self.parts, flow.parts, strict=True)]

    def per_team(self, situation: Situation, group: int) -> Number | None:
        """Hours of one team of a group, None when the group has work but no teams."""
        teams = np.asarray(situation.by_group("team_group_scope")[group])
        if not np.any(teams > 0):
            return (
                None if np.any(np.asarray(self.parts[group]) > 0) else self.shared / situation.scalar("teams_in_scope")
            )
        return self.parts[group] / teams + self.shared / situation.scalar("teams_in_scope")


@dataclass
class Work:
    """One-off own hours without the ICT outlier that decide how fast it can go."""

    build: TeamWork = field(default_factory=TeamWork)
    service: dict[str, Number] = field(default_factory=dict)  # role → h on lines not carried by teams

    def add(self, flow: Flow) -> None:
        line = flow.line
        if line.timing != "one_off":
            return
        if line.carried_by == "team":
            if line.spread == "build":
                self.build.add(flow, 1 / flow.untailed)
        elif line.spread in ("build", "rollout"):
            for role, hours in flow.own.items():
                self.service[role] = self.service.get(role, 0.0) + hours / flow.untailed


def flows(
    situation: Situation, lines: Iterable[CostLine] | None = None, factors: Mapping[str, Number] | None = None
) -> Iterator[Flow]:
    """The flows of all lines, or of some; a line that only partly follows the number of students gives two.

    factors : what `line_factors` gives, when it is known already
    """
    factors = line_factors(situation) if factors is None else factors
    heaviest = heaviest_group(situation)
    for line in situation.model.lines.values() if lines is None else lines:
        of_groups = group_factors(situation, line.id)
        intensity = factors[line.id]
        if of_groups is not None and not situation.model.drivers[line.driver].by_group:
            intensity = intensity * (of_groups[heaviest] if heaviest is not None else 1.0)
            of_groups = None
        if line.timing != "income":
            intensity = intensity * situation.parameters[f"systemic_{line.cost_class}"]
        volume, parts = _volume(situation.drivers[line.driver], of_groups)
        if line.timing == "one_off":
            yield one_off_flow(situation, line, volume, parts, intensity)
            continue
        fixed, fixed_parts = _volume(situation.studentless[line.driver], of_groups)
        powers = situation.plan.formulas[line.driver].student_powers or frozenset()
        if 1 not in powers:
            yield yearly_flow(situation, line, volume, parts, intensity, follows_students=False)
        elif 0 not in powers:
            yield yearly_flow(situation, line, volume, parts, intensity, follows_students=True)
        else:
            yield yearly_flow(situation, line, fixed, fixed_parts, intensity, follows_students=False)
            rest = (
                None
                if parts is None or fixed_parts is None
                else [a - b for a, b in zip(parts, fixed_parts, strict=True)]
            )
            yield yearly_flow(situation, line, volume - fixed, rest, intensity, follows_students=True)


def _volume(driver: Number | list[Number], factors: list[Number] | None) -> tuple[Number, list[Number] | None]:
    if not isinstance(driver, list):
        return driver, None
    parts = driver if factors is None else [value * factor for value, factor in zip(driver, factors, strict=True)]
    return _total(parts), parts


def one_off_flow(
    situation: Situation, line: CostLine, volume: Number, parts: list[Number] | None, intensity: Number
) -> Flow:
    """The flow of a one-off line; `intensity` is the product of its effects and its systemic factor."""
    p, levels, roles = situation.parameters, situation.levels, situation.model.roles
    outlier: Number = 1.0
    if line.cost_class == "ict":
        outlier = 1 + p["ict_tail_size"] * situation.tail
        intensity = intensity * outlier
    external_share = levels["external_share"]
    replaced_share = levels["backfill_share"] if line.carried_by == "team" else 0.0
    units = volume * intensity
    own: dict[str, Number] = {}
    external: dict[str, Number] = {}
    own_time: Number = 0.0
    own_per_unit: Number = 0.0
    hire: Number = 0.0
    for role, effort in line.effort:
        hours = units * p[effort]
        hired = external_share if roles[role].hireable else 0.0
        own[role] = hours * (1 - hired)
        own_per_unit = own_per_unit + p[effort] * (1 - hired)
        if hired:
            external[role] = hours * hired
            hire = hire + external[role] * p["rate_external"] * _with_vat(situation)
        own_time = own_time + own[role] * (1 - replaced_share) * p[roles[role].rate_parameter]
    wage_cost = hire
    if replaced_share and own:
        rate = p["rate_backfill"] * p[BACKFILL_FACTORS[int(levels["backfill_by"])]]
        wage_cost = wage_cost + _total(own.values()) * replaced_share * rate
    return Flow(
        line=line,
        follows_students=False,
        own=own,
        external=external,
        released={},
        replaced_share=replaced_share,
        own_time=own_time,
        wage_cost=wage_cost,
        purchase=_purchase(situation, line, units),
        income=0.0,
        parts=None if parts is None else [part * intensity * own_per_unit for part in parts],
        untailed=outlier,
        hire=hire,
    )


def yearly_flow(
    situation: Situation,
    line: CostLine,
    volume: Number,
    parts: list[Number] | None,
    intensity: Number,
    follows_students: bool,
) -> Flow:
    """The flow of a recurring or income line; `intensity` is the product of its effects and its systemic factor."""
    p, roles = situation.parameters, situation.model.roles
    units = volume * intensity
    hours: dict[str, Number] = {role: units * p[effort] for role, effort in line.effort}
    is_income = line.timing == "income"
    own = {} if is_income else hours
    own_per_unit = _total(p[effort] for _, effort in line.effort)
    return Flow(
        line=line,
        follows_students=follows_students,
        own=own,
        external={},
        released=hours if is_income else {},
        replaced_share=0.0,
        own_time=_total(h * p[roles[role].rate_parameter] for role, h in own.items()),
        wage_cost=0.0,
        purchase=0.0 if is_income else _purchase(situation, line, units),
        income=units * p[line.price_parameter] if is_income and line.price_parameter else 0.0,
        parts=None if parts is None else [part * intensity * own_per_unit for part in parts],
        untailed=1.0,
    )


def _purchase(situation: Situation, line: CostLine, units: Number) -> Number:
    if line.price_parameter is None:
        return 0.0
    price = units * situation.parameters[line.price_parameter]
    return price * _with_vat(situation) if line.vat else price


def _with_vat(situation: Situation) -> Number:
    return 1 + situation.parameters["vat_rate"] * situation.parameters["vat_non_recoverable_share"]


def _total(values: Iterable[Number]) -> Number:
    total: Number = 0.0
    for value in values:
        total = total + value
    return total
