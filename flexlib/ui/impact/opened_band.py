"""The band of an opened figure, in words: middle, P10 and P90, how precise they are, and what is behind them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flexlib import units
from flexlib.engine.evaluate import Estimate
from flexlib.engine.evidence import Behind, behind_quantile, quantile_precision
from flexlib.ui.cache import shelf
from flexlib.ui.impact.opened import Drawn, Opened
from flexlib.ui.strip import chance_in_words
from flexlib.ui.subjects import subject_name
from flexlib.ui.values import value_words

BEHIND = {"p10": 0.1, "p90": 0.9}


@dataclass(frozen=True, eq=False)
class Spread:
    """What the draws of a figure tell, in the figure's unit: precision of P10, P50 and P90, ndarray (3, 2), and what
    goes together with P10 and P90."""

    precision: np.ndarray
    behind: dict[str, list[Behind]]


def band_words(of: Opened) -> list[str]:
    """The figure's middle and band, or its chance, and what those mean; nothing for parts."""
    if (chance := of.chance) is not None:
        if chance != chance:
            return []
        language = of.ground.language
        said = {"words": chance_in_words(chance, language), "share": units.share(chance, language, 0)}
        return [of.t("value_share", draws=of.ground.choice.draws, **said)]
    if of.drawn is None:
        return []
    quantiles = of.drawn.of(of.ground.estimate.result.quantiles(of.drawn.outcome_id))
    low, middle, high = (float(value) for value in quantiles)
    if middle != middle:
        return []
    if not of.ground.has_band:
        return [of.t("value_one", value=_rounded(of, middle))]
    return [
        of.t("value_band", low=_rounded(of, low), middle=_rounded(of, middle), high=_rounded(of, high)),
        of.t("why_band", draws=of.ground.choice.draws),
    ]


def spread_of(of: Opened) -> Spread | None:
    """What lies behind the band; None for a part, a chance and a figure that is the same in every draw.

    Totals have their draws at hand; what lies over the years is evaluated once more, and kept without its draws.
    """
    if of.drawn is None or of.chance is not None or not of.ground.has_band:
        return None
    drawn, values = of.drawn, of.ground.estimate.result.values.get(of.drawn.outcome_id)
    if values is not None and values.ndim == 1 + len(drawn.place):
        return _spread(of, drawn, values)
    return shelf().compared(of.ground.choice, drawn, lambda estimate: _evaluated(of, drawn, estimate))


def precision_words(of: Opened, spread: Spread) -> str:
    """How precise P10, P50 and P90 are with this number of draws."""
    written = [f"{_rounded(of, low)} – {_rounded(of, high)}" for low, high in spread.precision]
    return of.t("precision", low=written[0], middle=written[1], high=written[2])


def behind_words(of: Opened, found: list[Behind]) -> list[str]:
    """What goes together with a low or a high outcome; that nothing stands out is said as well."""
    return [_behind(of, item) for item in found] or [of.t("behind_nothing")]


def _behind(of: Opened, item: Behind) -> str:
    language = of.ground.language
    if item.is_event:
        shares = {"share": units.share(item.near, language, 0), "overall": units.share(item.overall, language, 0)}
        tenths = round(10 * item.near)
        return of.t("behind_tail" if tenths else "behind_no_tail", tenths=tenths, **shares)
    name = subject_name(of.ground.model, item.subject.rstrip("+-"), language)
    return of.t("behind_line", name=name, percentile=round(100 * item.near))


def _evaluated(of: Opened, drawn: Drawn, estimate: Estimate) -> Spread | None:
    return _spread(of, drawn, estimate.result.values[drawn.outcome_id])


def _spread(of: Opened, drawn: Drawn, values: np.ndarray) -> Spread | None:
    values = drawn.of(values)
    known = values[~np.isnan(values)]
    if not known.size or known.min() == known.max():
        return None
    draws, model = shelf().draws_of(of.ground.choice), of.ground.model
    behind = {name: behind_quantile(model, draws, values, probability) for name, probability in BEHIND.items()}
    return Spread(quantile_precision(values), behind)


def _rounded(of: Opened, value: float) -> str:
    """A quantile, rounded to what an estimate bears."""
    if units.is_money(of.unit):
        return units.money(units.significant(value, 3), of.ground.language)
    return value_words(units.significant(value, 3), of.unit, of.ground.language)
