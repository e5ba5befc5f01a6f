"""Choices at random, from a seed: all levers within bounds, and the corners where formulas could break."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np

from flexlib.model.records import GROUPS, Choice, Contest, CostModel, Institution, Lever

OUTSIDE_TEAMS = (
    "ontwikkelaar", "examinator", "roosteraar", "studentadministratie", "ict", "hr", "bestuur", "programmateam",
    "teamleider",
)  # fmt: skip


class Maker:
    """Makes one random choice; corners change its own figures and levels before it is put together."""

    def __init__(self, model: CostModel, seed: int):
        self.model = model
        self.random = np.random.default_rng([20270101, seed])
        self.figures: dict[str, float] = {}
        self.rates: dict[str, float] = {}
        self.budgets: dict[int, float] = {}
        self.levels: dict[str, float] = {}
        self.certain: dict[str, Contest] = {}
        self.start = date(2024, 1, 1) + timedelta(days=int(self.random.integers(0, 3000)))
        self.horizon = int(self.random.choice([7, 24, 45, 60, 96, 120, 181]))
        self.based_on = str(self.random.choice(list(model.institutions)))
        self.variant = str(self.random.choice(list(model.variants)))
        self.future = str(self.random.choice(list(model.futures)))
        self.price_basis = str(self.random.choice(["real", "nominal"]))

    def circumstances(self) -> tuple[tuple[str, float], ...]:
        """Sometimes the room moves a few outside circumstances itself."""
        known = {effect.target: effect for future in self.model.futures.values() for effect in future.effects}
        if not self.chance(0.4):
            return ()
        moved = self.random.choice(sorted(known), size=3, replace=False)
        return tuple(sorted((str(target), known[target].value * 0.9) for target in moved))

    def chance(self, probability: float) -> bool:
        return bool(self.random.random() < probability)

    def level(self, lever: Lever) -> float:
        written = [level.value for level in lever.levels]
        if lever.kind in ("options", "switch", "scale"):
            return float(self.random.choice(written))
        if self.chance(0.2):
            return float(self.random.choice([lever.minimum, lever.maximum]))
        return float(self.random.uniform(lever.minimum, lever.maximum))

    def all_levers(self) -> None:
        for lever in self.model.levers.values():
            if self.chance(0.8):
                self.levels[lever.id] = self.level(lever)

    def own_figures(self) -> None:
        reference = self.model.institutions[self.based_on].figures
        for figure in self.model.figures.values():
            value = reference.get(figure.id)
            if not self.chance(0.3):
                continue
            if figure.id.startswith("today_steer"):
                self.figures[figure.id] = float(self.random.integers(1, 6))
            elif figure.id.startswith("budget_"):
                income = reference["income_eur"]
                assert income is not None
                self.figures[figure.id] = float(income * self.random.uniform(0.001, 0.1))
            elif value is not None and not figure.id.startswith("today_"):
                changed = value * self.random.uniform(0.6, 1.6)
                self.figures[figure.id] = float(min(figure.maximum, max(figure.minimum, changed)))

    def own_rates(self) -> None:
        for role in self.model.roles.values():
            if self.chance(0.3):
                self.rates[role.rate_parameter] = float(self.random.uniform(40, 120))

    def own_budgets(self) -> None:
        income = self.model.institutions[self.based_on].figures["income_eur"]
        assert income is not None
        for year in range(self.start.year, self.start.year + 8):
            if self.chance(0.5):
                self.budgets[year] = float(income * self.random.uniform(0.0005, 0.03))

    def contested(self) -> tuple[tuple[str, Contest], ...]:
        contests = {}
        parameters = [one for one in self.model.parameters.values() if one.mode > 0 and one.id not in self.rates]
        for index in self.random.choice(len(parameters), size=8, replace=False):
            parameter = parameters[index]
            high = (1 + parameter.mode) / 2 if parameter.unit == "share" else 1.5 * parameter.mode
            contests[parameter.id] = Contest(0.6 * parameter.mode, parameter.mode, max(high, parameter.mode))
        curves = list(self.model.curves)
        for index in self.random.choice(len(curves), size=6, replace=False):
            contests[curves[index]] = Contest(0.0, float(self.random.uniform(0.1, 1.0)), 2.0)
        return tuple(sorted({**contests, **self.certain}.items()))

    def choice(self, contested: bool) -> Choice:
        institution = Institution(
            "own" if self.figures or self.rates or self.budgets else self.based_on,
            "",
            self.based_on,
            tuple(sorted(self.figures.items())),
            tuple(sorted(self.rates.items())),
            tuple(sorted(self.budgets.items())),
        )
        return Choice(
            institution=institution,
            variant=self.variant,
            levers=tuple(sorted(self.levels.items())),
            future=self.future,
            start=self.start,
            horizon_months=self.horizon,
            circumstances=self.circumstances(),
            contested=self.contested() if contested else tuple(sorted(self.certain.items())),
            price_basis=self.price_basis,
            draws=200,
            seed=int(self.random.integers(1, 1000)),
            model_version=self.model.version,
        )


def _everywhere(make: Maker) -> None:
    for group in GROUPS:
        make.levels[f"scenario_{group}"] = float(make.random.integers(1, 5))
        make.levels[f"scope_{group}"] = float(make.random.uniform(0.2, 1))


def no_rollout(make: Maker) -> None:
    """R = 0: all teams at once, and no service whose work could stretch that."""
    _everywhere(make)
    make.levels["rollout_months"] = 0.0
    make.figures |= {f"fte_{role}": 0.0 for role in OUTSIDE_TEAMS}


def group_without_teams(make: Maker) -> None:
    _everywhere(make)
    make.figures |= {"teams_llo": 0.0, "teams_bbl": 0.0}


def no_teams_at_all(make: Maker) -> None:
    """Only groups without teams take part."""
    make.levels |= {f"scope_{group}": 0.0 for group in GROUPS}
    make.levels |= {"scenario_llo": 3.0, "scope_llo": 0.75}
    make.figures["teams_llo"] = 0.0


def group_without_programmes(make: Maker) -> None:
    _everywhere(make)
    make.figures["programmes_bol12"] = 0.0


def baseline(make: Maker) -> None:
    make.variant = "nulvariant"
    make.levels = {}


def one_month(make: Maker) -> None:
    make.horizon = 1


def first_of_january(make: Maker) -> None:
    make.start, make.horizon = date(2028, 1, 1), 96


def first_of_august(make: Maker) -> None:
    make.start, make.horizon = date(2027, 8, 1), 60


def last_of_february(make: Maker) -> None:
    make.start, make.horizon = date(2028, 2, 29), 72


def everything_local(make: Maker) -> None:
    make.levels |= {lever.id: 1.0 for lever in make.model.levers.values() if lever.group in "BE"}


def everything_central(make: Maker) -> None:
    make.levels |= {lever.id: 5.0 for lever in make.model.levers.values() if lever.group in "BE"}


def ready_made(make: Maker) -> None:
    """A ready-made variant on a reference institution, as a link would give it."""
    make.levels, make.figures, make.rates, make.budgets = {}, {}, {}, {}


def equal_scenarios(make: Maker) -> None:
    """A tie for the heaviest scenario."""
    make.levels |= {f"scenario_{group}": 3.0 for group in GROUPS}
    make.levels |= {f"scope_{group}": 0.5 for group in GROUPS}


def no_time_left(make: Maker) -> None:
    """Other work takes all time for change, and services have none: a hundredth remains."""
    _everywhere(make)
    make.certain["team_other_developments_share"] = Contest(0.9, 1.0, 1.0)
    make.certain["service_change_share"] = Contest(0.0, 0.0, 0.0)


CORNERS: tuple[Callable[[Maker], None], ...] = (
    no_rollout,
    group_without_teams,
    no_teams_at_all,
    group_without_programmes,
    baseline,
    one_month,
    first_of_january,
    first_of_august,
    last_of_february,
    everything_local,
    everything_central,
    ready_made,
    equal_scenarios,
    no_time_left,
)


def random_choice(model: CostModel, index: int) -> Choice:
    """The choice with a number: the first ones are corners, the others at random in everything."""
    make = Maker(model, index)
    make.all_levers()
    if make.chance(0.6):
        make.own_figures()
        make.own_rates()
    if make.chance(0.4):
        make.own_budgets()
    if index < len(CORNERS):
        CORNERS[index](make)
    return make.choice(contested=index % 2 == 1)


def name_of(index: int) -> str:
    return CORNERS[index].__name__ if index < len(CORNERS) else f"random_{index}"
