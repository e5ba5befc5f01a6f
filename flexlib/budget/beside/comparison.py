"""The records of a budget against what the model asks: rows per category, spending per year, and a reserve."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from flexlib.budget.beside.outside import Band, Outside
from flexlib.budget.lines import BudgetLine

LEAST = 0.005  # EUR: less than half a cent a year is nothing
Amounts = tuple[Decimal | None, ...]
Numbers = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Options:
    """`capitalise_years`: write one-off ICT off over so many years, as accounts do; `reserve` in EUR.

    `keeps_what_is_left`: what is not spent in a year adds to the reserve; otherwise it is lost to the programme.
    """

    capitalise_years: int | None = None
    reserve: float | None = None
    keeps_what_is_left: bool = True


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year that budget or model has. `in_total`: both have it, so that it counts in the totals.

    `budget_months` and `model_months` are the months of the year they reach; fewer than twelve is a partial year.
    """

    year: int
    budget_months: int
    model_months: float
    in_total: bool

    @property
    def is_partial(self) -> bool:
        return 0 < self.budget_months < 12 or 0 < self.model_months < 12


@dataclass(frozen=True, slots=True)
class Row:
    """A category per year of the comparison; None where budget or model does not have the year, and in every year
    where the budget counts nothing in this quantity.

    `quantity` is eur, or hours for the hours of a role. `asked` is the rekenwaarde, `gap` budgeted minus asked; these
    add up over categories. `bands` are of the category by itself in each year, `total_band` over the years that count
    in total; they do not add up. `own_fte` stands beside the staff costs only. `later` is depreciation after the last
    year of the model.
    """

    category: str
    side: str
    quantity: str
    budgeted: Amounts
    asked: Numbers
    bands: tuple[Band | None, ...]
    total_band: Band | None
    own_fte: Numbers | None
    later: float

    @property
    def gap(self) -> Numbers:
        return tuple(
            None if have is None or want is None else float(have) - want
            for have, want in zip(self.budgeted, self.asked, strict=True)
        )

    @property
    def in_budget(self) -> bool:
        return any(amount for amount in self.budgeted)

    @property
    def in_model(self) -> bool:
        return any(amount is not None and abs(amount) >= LEAST for amount in self.asked)


@dataclass(frozen=True, slots=True)
class Spending:
    """All cost of a year, or of the years that count in total (`year` is None).

    `asked` holds P10, P50 and P90 of what is paid to others (with depreciation instead, when ICT is capitalised);
    `chance` the share of the draws that stay within the budget, None when it is not known or the year is partial.
    """

    year: int | None
    budgeted: Decimal | None
    asked: Band | None
    asked_point: float | None
    chance: float | None

    @property
    def gap(self) -> float | None:
        """Budgeted minus the median of what is asked."""
        return None if self.budgeted is None or self.asked is None else float(self.budgeted) - self.asked[1]


@dataclass(frozen=True, slots=True)
class Reserve:
    """How long a reserve lasts when every year's overspending is paid from it.

    `runs_out` is the first year in which it has run out in at least half of the draws, None when that does not happen.
    `shares` are (year, share of the draws in which it has run out by then), `left` (year, P50 of what is left, EUR).
    """

    amount: float
    runs_out: int | None
    shares: tuple[tuple[int, float], ...]
    left: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Comparison:
    """A budget against a choice.

    `before` and `after` are what is asked outside the years that count in total, None when that is nothing. `left_out`
    are lines that are compared with nothing: set aside, or not mapped; `without_year` those with amounts that name no
    year, with those amounts only.
    """

    kind: str
    years: tuple[Year, ...]
    rows: tuple[Row, ...]
    spending: tuple[Spending, ...]
    total: Spending
    reserve: Reserve | None
    left_out: tuple[BudgetLine, ...]
    without_year: tuple[BudgetLine, ...] = ()
    before: Outside | None = None
    after: Outside | None = None

    @property
    def only_in_budget(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.in_budget and not row.in_model)

    @property
    def only_in_model(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.in_model and not row.in_budget and self.counts(row.quantity))

    def counts(self, quantity: str) -> bool:
        """Whether the budget counts anything in a quantity; one without hours says nothing about hours."""
        return any(row.in_budget for row in self.rows if row.quantity == quantity)

    @property
    def partial(self) -> tuple[Year, ...]:
        return tuple(year for year in self.years if year.is_partial)
