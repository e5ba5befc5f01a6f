"""A workbook handed in on the page: read beside it, corrected, mapped, tied out, saved; nothing wrong gets through."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from flexlib.store.connection import connect
from flexlib.ui import saves
from tests.budget.mistakes import MISTAKES
from tests.budget.workbooks import Page, multi_year, programme, write
from tests.ui import apps
from tests.ui.said import said

pytestmark = pytest.mark.usefixtures("fresh_home")

PATIENCE_S = 30.0


def opened(**query: str) -> AppTest:
    return apps.opened("begroting", **query)


def words(app: AppTest) -> str:
    """What is said, with single spaces."""
    return " ".join(said(app).split())


def read(app: AppTest) -> AppTest:
    """Run until nothing is being read."""
    return apps.settled(app, "budget", PATIENCE_S)


def handed_in(app: AppTest, content: bytes, name: str = "begroting.xlsx") -> AppTest:
    app.file_uploader(key="budget_file").set_value((name, content, "application/octet-stream")).run()
    return read(app)


def workbook(folder: Path, pages: Sequence[Page]) -> bytes:
    return write(folder / "made.xlsx", pages).read_bytes()


def with_mistake(folder: Path, name: str) -> bytes:
    return workbook(folder, next(mistake for mistake in MISTAKES if mistake.name == name).pages())


def step(app: AppTest, number: int) -> AppTest:
    """Open a step: 0 read, 1 found, 2 mapped, 3 tied, 4 save."""
    steps = next(group for group in app.get("button_group") if str(group.key).startswith("budget_step"))
    steps.set_value(steps.options[number]).run()
    assert not app.exception
    return app


def correcting(app: AppTest) -> AppTest:
    """Open the form of the layout and wait for the rows beside it."""
    app.session_state["budget_correct"] = True
    app.run()
    deadline = time.monotonic() + PATIENCE_S
    while "De rijen worden uit het bestand gelezen" in said(app):
        assert time.monotonic() < deadline
        time.sleep(0.2)
        app.run()
    assert not app.exception
    return app


def button(app: AppTest, key: str):
    return next(found for found in app.button if found.key == key)


def can_save(app: AppTest) -> bool:
    return not button(app, "budget_save").proto.disabled


def test_what_is_no_workbook_is_refused_at_once_with_what_to_do() -> None:
    app = handed_in(opened(), b"%PDF-1.7 x", "begroting.pdf")
    assert "Dit is een PDF-bestand, geen werkmap." in said(app)
    assert "Zoek de werkmap waar de cijfers uit komen" in said(app)
    assert app.file_uploader(key="budget_file") is not None


def test_a_wrong_cell_is_named_and_stops_saving(tmp_path: Path) -> None:
    app = handed_in(opened(), with_mistake(tmp_path, "text"))
    assert "1 fout" in said(app) and "wat fout is, houdt bewaren tegen" in said(app)
    assert "Begroting E29" in said(step(app, 1)) and "zie bijlage" in said(app)
    assert not can_save(step(app, 4))
    assert "zolang die er is, wordt er niets bewaard. Verbeter het in het bestand en lever het opnieuw aan" in said(app)


def test_a_doubt_is_accepted_with_a_reason_that_is_kept(tmp_path: Path) -> None:
    app = handed_in(opened(), with_mistake(tmp_path, "jump"))
    assert not can_save(step(app, 4))
    button(step(app, 1), "budget_accept_do").click().run()
    assert said(app).index("Begroting F29") < said(app).index("Begroting F31"), "the cause before what follows from it"
    assert "zonder reden wordt er niets geaccepteerd" in said(app)
    app.text_input(key="budget_reason").set_value("Energiecontract loopt af").run()
    button(app, "budget_accept_do").click().run()
    assert "geaccepteerd: Energiecontract loopt af" in said(app)
    assert can_save(step(app, 4))
    button(app, "budget_save").click().run()
    (kept,) = saves.workspace().budgets.budgets()
    assert set(saves.workspace().budgets.content(kept.id).accepted.values()) == {"Energiecontract loopt af"}


def test_totals_that_are_off_show_the_difference_to_the_cent(tmp_path: Path) -> None:
    app = step(handed_in(opened(), with_mistake(tmp_path, "total-off")), 3)
    assert "1 van de 4 totalen sluit niet aan" in said(app)
    assert "Totaal kosten: verschil" in said(app) and "€ 100,25" in said(app)


def test_a_clean_budget_ties_out_and_is_saved_whole(tmp_path: Path) -> None:
    content = workbook(tmp_path, multi_year())
    app = step(handed_in(opened(), content, "mjb 2026.xlsx"), 3)
    assert "Alle 10 totalen sluiten aan, op de cent" in said(app) and "€ 90.301.000,00" in said(app)
    step(app, 4)
    app.text_input(key="budget_institution").set_value("ROC Voorbeeld")  # and at once to the button, before a run
    app.text_input(key="budget_name").set_value("Begroting van Ans")
    button(app, "budget_save").click().run()
    assert "ROC Voorbeeld" in said(app) and "mjb 2026.xlsx" in said(app)
    assert app.query_params["begroting_part"] in ("versies", ["versies"])
    (kept,) = saves.workspace().budgets.budgets()
    assert (kept.name, kept.kind, kept.version) == ("Begroting van Ans", "budget", 1)
    assert saves.workspace().budgets.original(kept.id) == content
    assert len(saves.workspace().budgets.lines(kept.id)) == 19
    assert not any("90301" in str(value) for value in app.query_params.values())


def test_saving_that_fails_leaves_no_institution_behind(tmp_path: Path) -> None:
    app = step(handed_in(opened(), workbook(tmp_path, multi_year())), 4)
    app.text_input(key="budget_mapping_name").set_value(" ").run()
    button(app, "budget_save").click().run()
    assert not app.exception
    assert any("naam" in box.value for box in (*app.info, *app.warning, *app.error))
    assert not saves.workspace().budgets.budgets()
    assert not saves.workspace().saved("institution")


def test_a_database_that_fails_keeps_neither_the_budget_nor_a_new_institution(tmp_path: Path) -> None:
    app = step(handed_in(opened(), workbook(tmp_path, multi_year())), 4)
    workspace = saves.workspace()
    renamed = "ALTER TABLE {} RENAME TO {}"
    with connect(workspace.path) as beside:
        beside.execute(renamed.format("budget_learned", "elsewhere"))
    button(app, "budget_save").click().run()
    assert (workspace.budgets.budgets(), workspace.saved("institution")) == ([], [])
    with connect(workspace.path) as beside:
        beside.execute(renamed.format("elsewhere", "budget_learned"))
    button(app.run(), "budget_save").click().run()
    assert not app.exception
    (kept,) = workspace.budgets.budgets()
    assert [one.id for one in workspace.saved("institution")] == [kept.institution]


def test_a_programme_budget_brings_the_chances(tmp_path: Path) -> None:
    app = step(handed_in(opened(), workbook(tmp_path, programme())), 4)
    assert "Binnen budget" not in said(app)
    button(app, "budget_save").click().run()
    assert "Binnen budget, elk jaar" in said(app)


def test_every_place_says_the_same_chance_of_a_budget_by_school_year(tmp_path: Path) -> None:
    """From August 2026: 2026 has five months of budget and of the variant, so it counts in total."""
    pages = programme()
    for column in range(3, 7):
        pages[0].cells[(4, column)] = f"{2023 + column}/{2024 + column}"
    app = step(handed_in(opened(s="2026-08-01"), workbook(tmp_path, pages)), 4)
    button(app, "budget_save").click().run()
    tile = re.search(r"Binnen budget t/m 2029 (\d+) %", words(app))
    assert tile and 0 < int(tile[1]) < 100
    parts = next(group for group in app.get("button_group") if str(group.key).startswith("budget_part"))
    parts.set_value(next(name for name in parts.options if "model" in name)).run()
    assert f"{tile[1]} % kans" in words(app) and "2026–2029" in words(app)
    app.switch_page("pages/impact.py").run()
    assert f"Binnen budget t/m 2029 {tile[1]} %" in words(app)
    in_words = re.search(r"(In \d+ van de 10 toekomsten|In bijna \w+) blijven de jaren die budget", words(app))
    assert in_words and in_words[1].lower() in words(app).partition("Binnen budget t/m 2029")[2][:60]


def test_a_row_gets_another_category_and_the_next_file_is_read_the_same_way(tmp_path: Path) -> None:
    app = step(handed_in(opened(), workbook(tmp_path, multi_year())), 2)
    row = next(box for box in app.selectbox if box.label == "8410 Verhuur en kantine")
    assert "voorstel om een woord in de omschrijving" in said(app)
    row.set_value("account:werk_opdracht_derden").run()
    assert "door u gekozen" in said(read(app))
    button(step(app, 4), "budget_save").click().run()

    app.switch_page("pages/begroting.py")
    parts = next(group for group in app.get("button_group") if str(group.key).startswith("budget_part"))
    parts.set_value(parts.options[0]).run()
    handed_in(app, workbook(tmp_path, multi_year(2027)), "volgend jaar.xlsx")
    row = next(box for box in step(app, 2).selectbox if box.label == "8410 Verhuur en kantine")
    assert row.value == "account:werk_opdracht_derden"
    assert "uit de indeling 'Meerjarenbegroting'" in said(app)


def test_a_file_in_another_unit_than_the_one_saved_before_is_told_at_its_unit(tmp_path: Path) -> None:
    app = step(handed_in(opened(), workbook(tmp_path, multi_year())), 4)
    button(app, "budget_save").click().run()
    parts = next(group for group in app.get("button_group") if str(group.key).startswith("budget_part"))
    parts.set_value(parts.options[0]).run()
    pages = multi_year(2027)
    pages[0].cells[(3, 1)] = "Bedragen in euro's"
    handed_in(app, workbook(tmp_path, pages), "volgend jaar.xlsx")
    assert "Begroting A3" in said(step(app, 1)) and "duizend keer zo klein als wat het laatst is bewaard" in said(app)
    assert not can_save(step(app, 4))


def test_a_corrected_file_takes_over_the_mapping_of_the_one_before(tmp_path: Path) -> None:
    app = step(handed_in(opened(), with_mistake(tmp_path, "text")), 2)
    next(box for box in app.selectbox if box.label == "8410 Verhuur en kantine").set_value(
        "account:werk_opdracht_derden"
    ).run()
    button(read(app), "budget_corrected").click().run()
    assert "verbeterde versie aan van begroting.xlsx" in said(app)
    handed_in(app, workbook(tmp_path, multi_year()), "beter.xlsx")
    row = next(box for box in step(app, 2).selectbox if box.label == "8410 Verhuur en kantine")
    assert row.value == "account:werk_opdracht_derden"
    assert can_save(step(app, 4))


def test_what_was_understood_is_corrected_and_read_again(tmp_path: Path) -> None:
    app = correcting(handed_in(opened(), workbook(tmp_path, multi_year())))
    field = next(one for one in app.text_input if one.label == "Jaren")
    assert field.value == "D 2026, E 2027, F 2028, G 2029, H 2030"
    field.set_value("D 2026, E twee")
    next(one for one in app.button if one.label == "Lees opnieuw met deze gegevens").click().run()
    assert "Jaren: 'E twee' is niet te begrijpen" in said(app)
    next(one for one in app.text_input if one.label == "Jaren").set_value("D 2026, E 2027")
    next(one for one in app.button if one.label == "Lees opnieuw met deze gegevens").click().run()
    assert "19 regels gelezen, 2026–2027" in said(read(app))


def test_the_rows_of_the_file_stand_beside_the_form_with_what_is_pointed_at(tmp_path: Path) -> None:
    app = correcting(handed_in(opened(), workbook(tmp_path, multi_year())))
    table = next(element.proto.body for element in app.get("html") if 'data-testid="raw-rows"' in element.proto.body)
    assert "Vastgesteld door de raad van toezicht" in table
    assert 'class="fl-header-row"><th scope="row">6<small>kopregel</small></th>' in table
    assert '<th scope="row">7<small>eerste rij</small>' in table
    assert 'class="fl-used">B<small>omschrijving</small>' in table and ">C<small></small>" in table
    assert 'class="fl-used">E<small>2027</small>' in table and ">83688<" in table
    next(box for box in app.number_input if box.label == "Toon vanaf rij").set_value(36).run()
    assert "rij 36 tot en met" in said(app) and "laatste rij, totaal" in said(app)


def test_a_block_that_was_not_seen_is_pointed_out(tmp_path: Path) -> None:
    page = Page("Blad1")
    page.put(1, ["Bedragen x € 1.000"])
    page.put(3, ["Wat", "eerst", "later"])
    page.put(4, ["Huur", 120.0, 130.0])
    page.put(5, ["Energie", 20.0, 30.0])
    app = correcting(handed_in(opened(), workbook(tmp_path, [page])))
    assert "Er is geen blok met cijfers gevonden" in said(app) and "Huur" in said(app)
    assert "Verbeter het hier op het scherm" in said(app)
    typed = {"Kopregels": "3", "Eerste rij": "4", "Laatste rij": "5", "Omschrijving": "A", "Jaren": "B 2026, C 2027"}
    for label, words in typed.items():
        next(one for one in app.text_input if one.label == label).set_value(words)
    next(one for one in app.button if one.label == "Lees opnieuw met deze gegevens").click().run()
    assert "2 regels gelezen, 2026–2027" in said(read(app))
    assert "Elke rij heeft een categorie" in said(step(app, 2))
    assert "€ 140.000,00" in said(step(app, 3)).replace("\u00a0", " ")


def test_the_work_survives_a_change_of_page(tmp_path: Path) -> None:
    app = handed_in(opened(), workbook(tmp_path, multi_year()), "blijft.xlsx")
    app.switch_page("pages/bronnen.py").run()
    app.switch_page("pages/begroting.py").run()
    assert "Op tafel: blijft.xlsx" in said(app) and "19 regels gelezen" in said(app)


def test_a_name_of_a_file_is_never_markup(tmp_path: Path) -> None:
    app = handed_in(opened(), workbook(tmp_path, multi_year()), "<img src=x onerror=alert(1)>.xlsx")
    bodies = " ".join(element.proto.body for element in app.get("html"))
    assert "<img" not in bodies and "&lt;img" in bodies


def test_a_workbook_without_figures_says_so_in_every_step(tmp_path: Path) -> None:
    empty = Page("Blad1")
    empty.put(1, ["Alleen woorden"])
    app = handed_in(opened(), workbook(tmp_path, [empty]))
    for number in range(5):
        step(app, number)
        assert not app.error, app.error[0].value
    assert "Er is geen enkele regel gelezen" in said(app)
    assert not can_save(app)
