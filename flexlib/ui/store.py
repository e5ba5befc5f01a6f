"""What screens keep in the workspace."""

from __future__ import annotations

from flexlib.model.records import CostModel, Institution
from flexlib.ui.state import Saved


def institution(institution_id: str) -> Institution | None:
    return None


def saved_variant(model: CostModel, variant_id: str) -> Saved | None:
    return None
