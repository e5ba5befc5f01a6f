"""What a link asks of the comparison besides its variants: axes, ranges, weights and limits."""

from __future__ import annotations

from functools import partial

from flexlib.ui import followed, weights
from flexlib.ui.compare import futures_limits, parallel, tradeoff
from flexlib.ui.frame import Page
from flexlib.ui.limits import BETWEEN, numbers_in


def follow(page: Page) -> None:
    """Say what of it cannot be followed."""
    followed.follow(
        {
            tradeoff.AXES: lambda written: followed.groups(
                written, 2, lambda *pair: tradeoff.axes_of(BETWEEN.join(pair)) == pair
            ),
            parallel.RANGES: lambda written: followed.groups(
                written, 3, lambda *one: parallel.ranges_of(BETWEEN.join(one)) != {}
            ),
            weights.WEIGHTS: partial(weights.followed_weights, page.model),
            futures_limits.LIMITS: lambda written: followed.groups(
                written, 2, lambda *one: numbers_in(BETWEEN.join(one), futures_limits.LIMITED) != {}
            ),
        }
    )
