"""Reads workbooks that the tests make, through the reader of the product."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from flexlib.budget.files.read_file import read_workbook
from flexlib.budget.workbook import Workbook
from flexlib.model.accounts import Category, categories_for
from flexlib.model.records import CostModel
from tests.budget.workbooks import Page, write


@pytest.fixture
def hand_in(tmp_path: Path) -> Callable[[Sequence[Page]], Workbook]:
    """Writes pages as a file and reads it."""

    def made(pages: Sequence[Page], name: str = "begroting.xlsx") -> Workbook:
        return read_workbook(write(tmp_path / name, pages), name)

    return made


@pytest.fixture
def categories(model: CostModel) -> Callable[[str], tuple[Category, ...]]:
    """The categories of a kind of workbook."""
    return lambda kind: categories_for(model, kind)
