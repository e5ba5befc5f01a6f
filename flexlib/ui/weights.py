"""What the room values, as a link says it: criterion, weight, criterion, weight …"""

from __future__ import annotations

from flexlib.model.records import CostModel
from flexlib.ui.followed import groups
from flexlib.ui.limits import BETWEEN

WEIGHTS = "weeg"
MOST, AT_FIRST = 10, 5


def weights_of(model: CostModel, written: str) -> dict[str, float]:
    """The weight of every criterion; what a link does not say, or says wrongly, is the usual weight."""
    parts = written.split(BETWEEN)
    said = {name: float(value) for name, value in zip(parts[::2], parts[1::2], strict=False) if is_weight(value)}
    return {name: said.get(name, float(AT_FIRST)) for name in model.scales}


def scales_of(model: CostModel) -> dict[str, tuple[float, float]]:
    """The values of every criterion that score 0 and 100."""
    return {name: (scale.at_0, scale.at_100) for name, scale in model.scales.items()}


def is_weight(written: str) -> bool:
    """Whether a text is a weight."""
    return written.isascii() and written.isdigit() and int(written) <= MOST


def followed_weights(model: CostModel, written: str) -> str:
    """What of the weights in a link can be followed."""
    return groups(written, 2, lambda name, value: name in model.scales and is_weight(value))
