"""What tests of the engine share."""

from __future__ import annotations

import pytest

from flexlib.model.choices import reference_institution
from flexlib.model.records import Choice, CostModel


@pytest.fixture(scope="session")
def choice(model: CostModel) -> Choice:
    """A ready-made variant at an average institution."""
    return Choice(reference_institution(model, "average_roc"), "verrijken_kaders")
