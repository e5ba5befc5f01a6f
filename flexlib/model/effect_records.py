"""What works on the numbers of the model: the curves of levers, the rules between them, and the futures outside."""

from __future__ import annotations

from dataclasses import dataclass

from flexlib.model.bilingual import Text
from flexlib.model.source_records import Citation


@dataclass(frozen=True, slots=True)
class EffectPoint:
    at: float
    mode: float
    reason: Text


@dataclass(frozen=True, slots=True)
class EffectCurve:
    """What a lever does to one target: factors or points at given levels; one strength is drawn for the curve."""

    lever_id: str
    target_kind: str
    target: str
    operation: str
    grade: str
    points: tuple[EffectPoint, ...]
    citations: tuple[Citation, ...]

    @property
    def id(self) -> str:
        return f"{self.lever_id}:{self.target_kind}:{self.target}"


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    condition: str
    severity: str
    message: Text
    suggestion: Text
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class FutureEffect:
    target_kind: str  # parameter or timing
    target: str
    operation: str
    value: float
    reason: str
    grade: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Future:
    id: str
    label: Text
    story: Text
    effects: tuple[FutureEffect, ...]
