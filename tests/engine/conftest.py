"""The default model, and the second implementation that stands beside the engine in these tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flexlib.model.records import CostModel
from flexlib.store import open_model


@pytest.fixture(scope="session")
def model() -> CostModel:
    """The default cost model as the application reads it."""
    return open_model()


@pytest.fixture(scope="session")
def soak() -> bool:
    """Whether the long counts are asked for (`make soak`)."""
    return os.environ.get("FLEXLIB_SOAK") == "1"
