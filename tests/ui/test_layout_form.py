"""What stands in the form that corrects a block is read back as the same block."""

from __future__ import annotations

import pytest

from flexlib.budget.records import Layout, PeriodColumn
from flexlib.errors import InputError
from flexlib.ui.budget.layout_form import understood, written

LAYOUT = Layout("Export", "eur", (1,), 2, 40, (4,), (PeriodColumn(5, ""),), 3, year_column=1)
PICKED = {"counted": "eur", "unit": "1", "income": "1", "cost": "1"}


def test_a_column_with_the_year_of_each_row_can_be_pointed_out_and_taken_away() -> None:
    typed = {**written(LAYOUT), **PICKED}
    assert typed["years"] == "A"
    assert understood(LAYOUT, typed).year_column == 1
    assert understood(LAYOUT, {**typed, "years": "", "periods": "E 2027"}).year_column is None
    with pytest.raises(InputError):
        understood(LAYOUT, {**typed, "years": "12"})
