"""Versions of a budget: what differs between two, an older one back, the bin and the way out of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from flexlib.ui import saves
from tests.budget.workbooks import multi_year, programme
from tests.ui.said import said
from tests.ui.test_budget_hand_in import button, handed_in, opened, step, workbook

pytestmark = pytest.mark.usefixtures("fresh_home")


def show_part(app, number: int):
    parts = next(group for group in app.get("button_group") if str(group.key).startswith("budget_part"))
    parts.set_value(parts.options[number]).run()
    assert not app.exception
    return app


@pytest.fixture
def two_versions(tmp_path: Path):
    """The app with a budget in two versions; in the second Energie costs more in 2026 and a line is gone."""
    app = step(handed_in(opened(), workbook(tmp_path, multi_year())), 4)
    button(app, "budget_save").click().run()
    pages = multi_year()
    energy = pages[0].row_of("Energie")
    pages[0].cells[(energy, 4)] = 2_900.0
    show_part(app, 0)
    handed_in(app, workbook(tmp_path, pages), "tweede.xlsx")
    if any(found.key == "budget_accept_do" for found in step(app, 1).button):
        app.text_input(key="budget_reason").set_value("zo is het").run()
        button(app, "budget_accept_do").click().run()
    button(step(app, 4), "budget_save").click().run()
    return app


def test_a_difference_is_told_by_line(two_versions) -> None:
    words = said(two_versions)
    assert "Versie 2" in words and "Versie 1" in words and "tweede.xlsx" in words
    assert "1 gewijzigd, 0 erbij, 0 weg." in words
    assert "4320 Energie" in words and "€ 2.328.000,00  € 2.900.000,00  € 572.000,00" in words


def test_an_older_version_comes_back_as_the_newest(two_versions) -> None:
    (kept,) = saves.workspace().budgets.budgets()
    next(box for box in two_versions.text_input if str(box.key).startswith("who_works")).set_value("Ans")
    button(two_versions, f"budget_restore_{kept.id}_1").click().run()
    (now,) = saves.workspace().budgets.budgets()
    assert (now.version, now.action, now.who) == (3, "restored", "Ans")
    assert "Versie 3 · teruggezet door Ans" in said(two_versions)
    assert now.file_name == "begroting.xlsx"
    assert "is terug, als versie 3" in " ".join(info.value for info in two_versions.info)


def test_the_bin_and_the_way_back(two_versions) -> None:
    (kept,) = saves.workspace().budgets.budgets()
    button(two_versions, f"budget_bin_{kept.id}").click().run()
    assert saves.workspace().budgets.budgets() == []
    assert "nog geen begroting bewaard" in said(two_versions)
    button(two_versions, f"budget_unbin_{kept.id}").click().run()
    assert [one.id for one in saves.workspace().budgets.budgets()] == [kept.id]


def test_of_two_budgets_the_one_that_was_asked_for_is_laid_beside_the_model(tmp_path: Path) -> None:
    app = opened()
    for pages, name in ((programme(), "programma.xlsx"), (multi_year(), "college.xlsx")):
        button(step(handed_in(show_part(app, 0), workbook(tmp_path, pages), name), 4), "budget_save").click().run()
    of_college = next(one for one in saves.workspace().budgets.budgets() if one.kind == "budget")
    button(app, f"budget_beside_{of_college.id}").click().run()
    assert "college.xlsx" in said(app) and "programma.xlsx" not in said(app)
