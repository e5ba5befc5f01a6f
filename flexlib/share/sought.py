"""A search, as one field of a link: which levers are free, within which limits, on which outcomes.

`f~vs~vt~~o~one_off_integral~months_all_live~~r~mean~~b~one_off_integral~p90~20000000~~b~out_of_pocket_year~p50~own`
says: two levers are free, two outcomes are weighed on their mean, one limit with its amount, and one that is the
institution's own: its amount never stands in a link.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flexlib.errors import Notice, notice
from flexlib.model.records import CostModel
from flexlib.share import keys
from flexlib.share.compared import plain_name
from flexlib.share.encode import MARK, short_number

BETWEEN = MARK + MARK
OWN = "own"
FREE, OUTCOMES, ROBUST, BOUND = "f", "o", "r", "b"
MOST_READ = 80  # parts of a field that are looked at
LARGEST = 1e12


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit on an outcome or lever at a statistic; `value` None is an amount of the institution's own."""

    subject: str
    at: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Sought:
    """What a search is asked; which side of a value is allowed follows from the subject."""

    free: tuple[str, ...]
    outcomes: tuple[str, ...]
    robust: str
    bounds: tuple[Bound, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be asked: anything else in a link is left out.

    outcomes : that can be weighed; manners : what of an outcome may count
    limits : outcome or lever that can have a limit → the statistics it may be about
    own : subjects whose amounts are the institution's own
    """

    outcomes: Collection[str]
    manners: Collection[str]
    limits: Mapping[str, Collection[str]]
    own: Collection[str]


def encode_sought(sought: Sought, own: Collection[str]) -> str:
    """The field of a link.

    own : subjects whose amounts are the institution's own; they are left out whatever they are
    """
    parts = [MARK.join((FREE, *(keys.LEVER_KEYS[lever_id] for lever_id in sought.free)))]
    parts.append(MARK.join((OUTCOMES, *sought.outcomes)))
    parts.append(MARK.join((ROBUST, sought.robust)))
    for bound in sought.bounds:
        is_own = bound.value is None or bound.subject in own
        written = OWN if is_own or bound.value is None else short_number(bound.value)
        parts.append(MARK.join((BOUND, bound.subject, bound.at, written)))
    return BETWEEN.join(parts)


def decode_sought(written: str, model: CostModel, usual: Sought, offered: Offered) -> tuple[Sought, tuple[Notice, ...]]:
    """The search of a field; what it does not say is as usual, what cannot be asked is left out and said."""
    free, outcomes, robust = usual.free, usual.outcomes, usual.robust
    bounds: dict[str, Bound] = {}
    lost: list[str] = []
    for part in written.split(BETWEEN)[:MOST_READ]:
        kind, *rest = part.split(MARK)
        rest = [one for one in rest if one]
        if kind == FREE:
            known = {keys.LEVERS_BY_KEY.get(key, "") for key in rest} & set(model.levers)
            free = tuple(lever for lever in model.levers if lever in known)
            lost += [key for key in rest if keys.LEVERS_BY_KEY.get(key, "") not in model.levers]
        elif kind == OUTCOMES:
            outcomes = tuple(dict.fromkeys(name for name in rest if name in offered.outcomes))
            lost += [name for name in rest if name not in offered.outcomes]
        elif kind == ROBUST and rest and rest[0] in offered.manners:
            robust = rest[0]
        elif kind == BOUND:
            bound = _bound(rest, offered)
            if bound is None:
                lost.append(rest[0] if rest else kind)
            else:
                bounds[bound.subject] = bound
        elif kind:
            lost.append(rest[0] if kind == ROBUST and rest else kind)
    told = (notice("share.sought_unknown", names=", ".join(plain_name(name) for name in lost)),) if lost else ()
    return Sought(free, outcomes, robust, tuple(bounds.values())), told


def _bound(parts: list[str], offered: Offered) -> Bound | None:
    if len(parts) != 3 or parts[1] not in offered.limits.get(parts[0], ()):
        return None
    subject, at, written = parts
    if subject in offered.own:
        return Bound(subject, at, None)
    try:
        value = float(written)
    except ValueError:
        return None
    if not (written.isascii() and "_" not in written and abs(value) <= LARGEST):
        return None
    return Bound(subject, at, value)
