"""Hours and euros of one line in one draw, in real prices."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from flexlib.model.records import GROUPS, CostLine, CostModel
from tests.plain.drivers import Drivers
from tests.plain.effects import after_future, line_factor
from tests.plain.levels import Setting

BACKFILL_BY = {1: "own", 2: "temporary", 3: "assistants", 4: "agency"}


@dataclass(eq=False)
class Draw:
    """One set of values and strengths, as the future of the choice leaves them."""

    setting: Setting
    given: dict[str, float]
    strengths: dict[str, float]
    tail: float
    by_students: dict[float, Drivers] = field(default_factory=dict)
    factors: dict[tuple[str, str | None], float] = field(default_factory=dict)
    timing_factors: dict[str, float] = field(default_factory=dict)

    @cached_property
    def values(self) -> dict[str, float]:
        return after_future(self.setting, self.given)

    @property
    def model(self) -> CostModel:
        return self.setting.model

    def level(self, lever_id: str) -> float:
        return self.setting.levels[lever_id]

    def figure(self, figure_id: str) -> float:
        return self.setting.figure(figure_id)

    def drivers(self, student_factor: float = 1.0) -> Drivers:
        """The drivers with all students multiplied by a factor."""
        if student_factor not in self.by_students:
            self.by_students[student_factor] = Drivers(self.setting, self.values, student_factor)
        return self.by_students[student_factor]

    def factor(self, line: CostLine, group: str | None) -> float:
        key = (line.id, group)
        if key not in self.factors:
            self.factors[key] = line_factor(self.setting, line, group, self.strengths)
        return self.factors[key]

    @cached_property
    def vat_factor(self) -> float:
        return 1 + self.values["vat_rate"] * self.values["vat_non_recoverable_share"]


@dataclass
class Amounts:
    """One line: hours by role (own ones include the replaced) and the kinds of money, EUR."""

    own: dict[str, float] = field(default_factory=dict)
    external: dict[str, float] = field(default_factory=dict)
    replaced: dict[str, float] = field(default_factory=dict)
    released: dict[str, float] = field(default_factory=dict)
    purchase: float = 0.0
    hired: float = 0.0
    backfill: float = 0.0
    own_time: float = 0.0
    income: float = 0.0

    @property
    def out_of_pocket(self) -> float:
        return self.purchase + self.hired + self.backfill

    @property
    def integral(self) -> float:
        return self.out_of_pocket + self.own_time


def parts_of(draw: Draw, line: CostLine, student_factor: float = 1.0) -> dict[str | None, float]:
    """Units of the line's driver with the effects on them: per group, or under None for the institution."""
    drivers = draw.drivers(student_factor)
    if not draw.model.drivers[line.driver].by_group:
        return {None: drivers.scalar(line.driver) * draw.factor(line, None)}
    return {group: drivers.of_group(line.driver, group) * draw.factor(line, group) for group in GROUPS}


def amounts_of(draw: Draw, line: CostLine, volume: float, with_tail: bool = True) -> Amounts:
    """Hours and euros for a volume of the line's driver, in the prices of the model."""
    amounts = Amounts()
    price = 0.0 if line.price_parameter is None else draw.values[line.price_parameter]
    if line.timing == "income":
        amounts.income = volume * price
        for role_id, effort in line.effort:
            _add(amounts.released, role_id, volume * draw.values[effort])
        return amounts
    volume *= draw.values[f"systemic_{line.cost_class}"]
    if with_tail and line.timing == "one_off" and line.cost_class == "ict":
        volume *= 1 + draw.values["ict_tail_size"] * draw.tail
    amounts.purchase = volume * price * (draw.vat_factor if line.vat else 1.0)
    for role_id, effort in line.effort:
        role = draw.model.roles[role_id]
        hours = volume * draw.values[effort]
        if line.timing == "recurring":
            _add(amounts.own, role_id, hours)
            amounts.own_time += hours * draw.values[role.rate_parameter]
            continue
        external = hours * draw.level("external_share") if role.hireable else 0.0
        own = hours - external
        replaced = own * draw.level("backfill_share") if line.carried_by == "team" else 0.0
        _add(amounts.external, role_id, external)
        _add(amounts.own, role_id, own)
        _add(amounts.replaced, role_id, replaced)
        amounts.hired += external * draw.values["rate_external"] * draw.vat_factor
        amounts.backfill += replaced * backfill_rate(draw)
        amounts.own_time += (own - replaced) * draw.values[role.rate_parameter]
    return amounts


def _add(hours: dict[str, float], role_id: str, more: float) -> None:
    hours[role_id] = hours.get(role_id, 0.0) + more


def backfill_rate(draw: Draw) -> float:
    """EUR per replaced hour, by whom the hour is taken over."""
    by_whom = BACKFILL_BY[int(draw.level("backfill_by"))]
    return draw.values["rate_backfill"] * draw.values[f"backfill_factor_{by_whom}"]


def students_in_year(draw: Draw, year: int) -> float:
    """The factor on all students in a calendar year; 1 in the year of the start date."""
    return (1 + draw.values["student_trend"]) ** (year - draw.setting.choice.start.year)


@dataclass(frozen=True)
class Growth:
    """What prices of one calendar year are against the price level of the model; 1 everywhere when real."""

    wage: float
    price: float
    ict: float


def growth_in_year(draw: Draw, year: int, nominal: bool) -> Growth:
    if not nominal:
        return Growth(1.0, 1.0, 1.0)
    years = year - draw.model.settings.price_level
    wage, price, ict = (draw.values[name] for name in ("wage_growth", "price_growth", "ict_price_growth"))
    return Growth((1 + wage) ** years, (1 + price) ** years, (1 + ict) ** years)
