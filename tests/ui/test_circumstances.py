"""Circumstances that are not the usual ones are told and lead back; what a model no longer knows is told too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flexlib.model.records import CostModel
from flexlib.model.serialise import to_record
from flexlib.store import open_workspace
from flexlib.ui import differences, moves, saves


def test_usual_circumstances_give_no_rows(model: CostModel) -> None:
    choice = moves.first_choice(model)
    assert differences.circumstances_table(model, choice, "nl") == ""
    assert differences.count(model, choice, choice) == 0


def test_each_circumstance_is_a_row_and_leads_back(model: CostModel) -> None:
    usual = moves.first_choice(model)
    future = next(future for future in model.futures if future != usual.future)
    changed = replace(usual, start=date(2030, 1, 1), horizon_months=30, future=future, price_basis="nominal")
    written = differences.circumstances_table(model, changed, "nl").replace("\u00a0", " ")
    assert written.count('<th scope="row">') == differences.count(model, changed, changed) == 4
    assert "01-01-2030" in written and "30 maanden" in written
    assert moves.with_standard_circumstances(model, changed) == usual


def test_what_the_model_does_not_know_is_named_when_a_variant_is_opened(model: CostModel, tmp_path) -> None:
    choice = replace(moves.first_choice(model), levers=(("gone_lever", 1.0),))
    made = open_workspace(tmp_path).save("variant", "Oud", to_record(choice), "Ans")
    saved = saves.opened(model, made)
    assert saved.lost == ("gone_lever",) and saved.choice.levers == ()
