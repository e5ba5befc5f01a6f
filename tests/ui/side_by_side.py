"""Ready-made variants beside each other, as the screen compares them."""

from __future__ import annotations

from dataclasses import replace

from flexlib.model.records import Choice, CostModel
from flexlib.share import Entry
from flexlib.ui.cache import Shelf
from flexlib.ui.compare_set import Candidate
from flexlib.ui.comparison import Compares


def compared(model: CostModel, choice: Choice, *names: str) -> Compares:
    """The first as reference."""
    shelf = Shelf(model)
    variants = tuple(
        Candidate(at, Entry(name), name, replace(choice, variant=name), at, at == 0) for at, name in enumerate(names)
    )
    return Compares(model, "nl", variants, tuple(shelf.totals(one.choice) for one in variants), 0, False)
