"""What a link asks of the screen about the band besides its switches: limits, student-years and weights."""

from __future__ import annotations

from flexlib.ui import followed
from flexlib.ui.compare import weights
from flexlib.ui.frame import Page
from flexlib.ui.uncertainty import limits, rule


def follow(page: Page) -> None:
    """Say what of it cannot be followed."""
    followed.follow(
        {
            limits.LIMITS: limits.followed,
            rule.LEAST: lambda written: "" if rule.least_in(written) is None else written,
            weights.WEIGHTS: lambda written: followed.groups(
                written, 2, lambda name, value: name in page.model.scales and weights.is_weight(value)
            ),
        }
    )
