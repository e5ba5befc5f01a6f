"""What a link asks of the screen about the band besides its switches: limits, student-years and weights."""

from __future__ import annotations

from functools import partial

from flexlib.ui import failing_limits, followed, weights
from flexlib.ui.frame import Page
from flexlib.ui.uncertainty import rule


def follow(page: Page) -> None:
    """Say what of it cannot be followed."""
    followed.follow(
        {
            failing_limits.LIMITS: failing_limits.followed,
            rule.LEAST: lambda written: "" if rule.least_in(written) is None else written,
            weights.WEIGHTS: partial(weights.followed_weights, page.model),
        }
    )
