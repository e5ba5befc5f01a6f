"""Totals in symbols: what of an amount is a sum of products, and what is such a sum times the programme's months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flexlib.engine.explore.needs import Sink
from flexlib.engine.pools import RATES, Course
from flexlib.engine.sensitivity.products import Number, Terms
from flexlib.engine.situation import Situation
from flexlib.model.records import GROUPS

PER_HEAD = {
    "one_off_income_share": ("one_off_integral", "income"),
    "recurring_income_share": ("recurring_net", "income"),
    "one_off_per_student": ("one_off_integral", "students"),
    "recurring_per_student": ("recurring_integral", "students"),
}
SAME_AS = {"cash_if_hired": "recurring_integral"}


@dataclass(frozen=True, slots=True)
class Split:
    """A total as `exact` + `monthly` × months that the programme runs."""

    exact: Number
    monthly: Number

    @property
    def is_whole(self) -> bool:
        """Whether all of it is a sum of products."""
        return not isinstance(self.monthly, Terms) and self.monthly == 0


def split_total(outcome_id: str, sums: Mapping[Sink, Number], situation: Situation) -> Split | None:
    """The parts of a total, None when it is no amount of this kind. `sums` were made for this outcome at least."""
    if outcome_id in PER_HEAD:
        total, heads = PER_HEAD[outcome_id]
        found = split_total(total, sums, situation)
        if heads == "income":
            size = situation.figure("income_eur")
        else:
            size = sum(situation.figure(f"students_{group}") for group in GROUPS)
        return None if found is None else Split(found.exact / size, found.monthly / size)
    wanted = _WANTED.get(SAME_AS.get(outcome_id, outcome_id))
    if wanted is None:
        return None
    exact: Number = 0.0
    monthly: Number = 0.0
    for sink, amount in sums.items():
        course = sink[1]
        if not isinstance(course, Course):
            continue
        for kind, timing, names, sign in wanted:
            named = timing == _timing(course)
            if sink[0] == kind and named and (not names or sink[2] in names):
                if course.timing == "one_off" and course.spread == "programme":
                    monthly = monthly + amount * sign
                else:
                    exact = exact + amount * sign
    if outcome_id == "lasting_fte":
        exact = exact / sums["parameter", "productive_hours_fte"]
    return Split(exact, monthly)


def _timing(course: Course) -> str:
    """Income once is a subsidy."""
    return "subsidy" if course.timing == "income" and course.spread not in RATES else course.timing


_OUT_OF_POCKET = ("wage_cost", "price_cost", "ict_cost")
_WANTED: dict[str, tuple[tuple[str, str, tuple[str, ...], float], ...]] = {
    "one_off_integral": (("money", "one_off", (), 1.0),),
    "one_off_out_of_pocket": (("money", "one_off", _OUT_OF_POCKET, 1.0),),
    "one_off_own_time": (("money", "one_off", ("own_time",), 1.0),),
    "one_off_own_hours": (("hours", "one_off", ("own",), 1.0),),
    "one_off_external_hours": (("hours", "one_off", ("external",), 1.0),),
    "recurring_integral": (("money", "recurring", (), 1.0),),
    "recurring_out_of_pocket": (("money", "recurring", _OUT_OF_POCKET, 1.0),),
    "recurring_own_time": (("money", "recurring", ("own_time",), 1.0),),
    "recurring_own_hours": (("hours", "recurring", ("own",), 1.0),),
    "lasting_fte": (("hours", "recurring", ("own",), 1.0),),
    "income_year": (("money", "income", ("income",), 1.0),),
    "subsidy_total": (("money", "subsidy", ("income",), 1.0),),
    "recurring_net": (("money", "recurring", (), 1.0), ("money", "income", ("income",), -1.0)),
}
