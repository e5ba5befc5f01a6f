"""What a contested value does, as the table says it: the difference is that of what is shown."""

from __future__ import annotations

import pytest

from flexlib.ui.sources.effect import beside_words


@pytest.mark.parametrize(
    ("before", "now", "unit", "expected"),
    [
        (625.6, 640.4, "EUR", ("€ 626", "€ 640", "+ € 14")),
        (625.6, 626.4, "EUR", ("€ 626", "€ 626", "gelijk")),
        (626.4, 625.4, "EUR", ("€ 626", "€ 625", "− € 1")),
        (4_744_000, 4_756_000, "EUR", ("€ 4.740.000", "€ 4.760.000", "+ € 20.000")),
        (38.24, 38.26, "months", ("38,2 maanden", "38,3 maanden", "+ 0,1 maanden")),
        (38.21, 38.24, "months", ("38,2 maanden", "38,2 maanden", "gelijk")),
    ],
)
def test_the_difference_follows_from_the_two_figures_beside_it(
    before: float, now: float, unit: str, expected: tuple[str, str, str]
) -> None:
    assert tuple(word.replace("\u00a0", " ") for word in beside_words(before, now, unit, "nl")) == expected
