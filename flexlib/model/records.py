"""The records of a cost model and of a choice: what is estimated, never how.

Every record is immutable. Numbers carry their unit in the record or in the field name
(`_months`, `_eur`, `_h`, `_share`); `Text` holds Dutch and English beside each other.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from flexlib.model.account_records import Accounts
from flexlib.model.bilingual import Text
from flexlib.model.effect_records import EffectCurve, Future, Rule
from flexlib.model.outcome_records import BalanceIndicator, Outcome, Scale
from flexlib.model.source_records import Citation, Source

GROUPS = ("bol12", "bol34", "bbl", "llo")
CHAINS = (
    "werving_administratie",
    "bpv",
    "examinering",
    "uitvoering_begeleiding",
    "onderwijsontwikkeling",
    "onderwijslogistiek",
    "bedrijfsvoering",
)
ASPECTS = ("doel", "product", "proces", "besturing", "organisatie", "informatie")
COST_CLASSES = ("development", "ict", "organisation", "execution", "people")
GRADES = ("A", "B", "C", "D")
TIMING_TARGETS = ("richten_months", "build_effort", "delay_all", "service_capacity", "change_capacity")
SEVERITIES = ("impossible", "warning", "info")
PRICE_BASES = ("real", "nominal")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number with unit, range, price level, source and evidence grade.

    `range_means`: low and high are bounds (p1 and p99 of a lognormal) or p10 and p90."""

    id: str
    label: Text
    unit: str
    low: float
    mode: float
    high: float
    range_means: str
    distribution: str
    cost_class: str | None
    price_level: int | None
    grade: str
    source_id: str
    reasoning: str


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of staff: its rate, its fte in the profile, and whether external hire can take its one-off hours."""

    id: str
    label: Text
    rate_parameter: str
    fte_figure: str
    kind: str  # team, service, programme or management
    hireable: bool


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """A target group; `constants` are the 0/1 marks that formulas may use (is_bol, is_bbl, is_llo, is_funded)."""

    id: str
    label: Text
    constants: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Figure:
    """A profile figure of an institution: unit, plausible bounds and what it means."""

    id: str
    label: Text
    unit: str
    section: str
    minimum: float
    maximum: float
    optional: bool
    definition: Text
    source_id: str
    reasoning: str


@dataclass(frozen=True, slots=True)
class Driver:
    """A quantity that scales cost; `by_group` drivers are vectors over the target groups."""

    id: str
    label: Text
    unit: str
    definition: str
    formula: str
    by_group: bool


@dataclass(frozen=True, slots=True)
class CostLine:
    """One activity or purchase: driver × effort per role and/or price."""

    id: str
    label: Text
    chain: str
    aspect: str
    phase: str
    timing: str
    driver: str
    effort: tuple[tuple[str, str], ...]  # (role id, parameter id: hours per driver unit)
    price_parameter: str | None
    cost_class: str
    carried_by: str
    vat: bool
    spread: str
    surcharge: bool
    tags: tuple[str, ...]
    citations: tuple[Citation, ...]
    reasoning: str


@dataclass(frozen=True, slots=True)
class Level:
    lever_id: str
    value: float
    label: Text
    definition: Text


@dataclass(frozen=True, slots=True)
class Lever:
    """Something the board sets. `today_figure` names the profile figure that holds today's level, if any."""

    id: str
    group: str
    label: Text
    kind: str
    minimum: float
    maximum: float
    step: float
    default: float
    question: Text
    help: Text
    best_level: float | None
    today_figure: str | None
    levels: tuple[Level, ...]
    citations: tuple[Citation, ...]

    @property
    def target_group(self) -> str | None:
        """The target group a lever acts on, None for institution-wide levers."""
        suffix = self.id.rsplit("_", 1)[-1]
        return suffix if suffix in GROUPS else None

    def allows(self, value: float) -> bool:
        """Whether the value can be set: a written level for options, scales and switches, within bounds otherwise."""
        if self.kind in ("options", "switch") or (self.kind == "scale" and self.step == 1):
            return any(level.value == value for level in self.levels)
        return self.minimum <= value <= self.maximum


@dataclass(frozen=True, slots=True)
class Institution:
    """A reference institution (`based_on` is its own id) or an own one: differences from the reference.

    `figures` and `rates` hold only what is own: (figure id, value) and (parameter id, value). `budget_by_year` holds
    (calendar year, EUR): it goes before the figure `budget_year_eur` in the years it names. `budget_from` holds
    (calendar year, month) for those of them whose budget is for the months from that one on, such as 8 for the first
    part of a school year. All sorted by their first.
    """

    id: str
    name: str
    based_on: str
    figures: tuple[tuple[str, float], ...] = ()
    rates: tuple[tuple[str, float], ...] = ()
    budget_by_year: tuple[tuple[int, float], ...] = ()
    budget_from: tuple[tuple[int, int], ...] = ()

    @property
    def is_reference(self) -> bool:
        return not (self.figures or self.rates or self.budget_by_year)


@dataclass(frozen=True, slots=True)
class ReferenceInstitution:
    id: str
    label: Text
    note: Text
    figures: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Variant:
    """A ready-made variant: lever levels that differ from its parent."""

    id: str
    parent: str | None
    label: Text
    story: Text
    levers: Mapping[str, float]


@dataclass(frozen=True, slots=True, order=True)
class Contest:
    """A contested value: a range the room believes; low = mode = high is one number."""

    low: float
    mode: float
    high: float


@dataclass(frozen=True, slots=True)
class Choice:
    """What is evaluated: hashable, so that cache, link and export share one key.

    `levers` differ from the ready-made `variant`; `contested` maps a parameter id or an effect-curve id (its strength)
    to a range; `circumstances` are outside circumstances the room moved itself, on top of the future: what a future
    acts on, and by how much. All are sorted by id."""

    institution: Institution
    variant: str
    levers: tuple[tuple[str, float], ...] = ()
    future: str = "verwacht"
    start: datetime.date = datetime.date(2027, 1, 1)
    horizon_months: int = 96
    contested: tuple[tuple[str, Contest], ...] = ()
    circumstances: tuple[tuple[str, float], ...] = ()
    price_basis: str = "real"
    draws: int = 10_000
    seed: int = 1
    model_version: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Constants of the model that are no estimates (model.toml)."""

    version: str
    date: datetime.date
    price_level: int
    start: datetime.date
    horizon_months: int
    draws: int
    seed: int
    severity_weights: Mapping[str, float]
    strength: Contest
    strength_readiness_above: Contest
    strength_readiness_below: Contest


@dataclass(frozen=True, eq=False)
class CostModel:
    """The whole cost model, immutable and cross-checked; ids map to records in file order."""

    settings: Settings
    content_hash: str
    sources: Mapping[str, Source]
    parameters: Mapping[str, Parameter]
    roles: Mapping[str, Role]
    groups: Mapping[str, TargetGroup]
    figures: Mapping[str, Figure]
    drivers: Mapping[str, Driver]
    lines: Mapping[str, CostLine]
    levers: Mapping[str, Lever]
    scenario_defaults: Mapping[int, Mapping[str, float]]
    curves: Mapping[str, EffectCurve]
    rules: Mapping[str, Rule]
    futures: Mapping[str, Future]
    outcomes: Mapping[str, Outcome]
    balances: Mapping[str, tuple[BalanceIndicator, ...]]
    scales: Mapping[str, Scale]
    institutions: Mapping[str, ReferenceInstitution]
    variants: Mapping[str, Variant]
    accounts: Accounts
    derived: dict[str, object] = field(default_factory=dict, repr=False)  # compiled plans

    @property
    def version(self) -> str:
        return self.settings.version


def frozen(mapping: dict) -> Mapping:
    """A read-only view, so that a loaded model cannot change."""
    return MappingProxyType(mapping)
