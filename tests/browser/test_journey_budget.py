"""Journey 2, the controller: hand in a workbook, see every mistake at its cell, correct, map, tie out, save."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, open_page, wait_until_done
from tests.browser.test_accessibility import serious_findings
from tests.budget.mistakes import MISTAKES
from tests.budget.workbooks import programme, write

READING_S = 30


def hand_in(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(str(path))
    expect(page.get_by_test_id("budget-lead")).to_be_visible(timeout=READING_S * 1000)
    wait_until_done(page)


def bytes_of_uploads(server: Server) -> int:
    """What the server keeps of files that were handed in, beside the desks."""
    with urllib.request.urlopen(f"{server.url}/_stcore/metrics", timeout=5) as answer:
        found = re.search(r'cache_type="UploadedFileManager".*? (\d+)', answer.read().decode())
    return int(found.group(1)) if found else 0


def open_step(page: Page, name: str) -> None:
    page.get_by_role("radiogroup", name="Stappen").get_by_text(re.compile(f"^{name}")).click()
    wait_until_done(page)


def open_part(page: Page, name: str) -> None:
    page.get_by_role("radiogroup", name="Onderdelen").get_by_text(name, exact=True).click()
    wait_until_done(page)


def planted(folder: Path) -> Path:
    """A programme budget with words for a number, and a total that is off by 100.25."""
    pages = programme()
    next(mistake for mistake in MISTAKES if mistake.name == "total-off").change(pages)
    pages[0].cells[(pages[0].row_of("Examinering in onderdelen"), 3)] = "zie bijlage"
    return write(folder / "programma.xlsx", pages)


def pick(page: Page, label: str, option: str) -> None:
    """Choose from a list; scrolling closes a list that has just opened, so the field is brought into view first."""
    field, wanted = page.get_by_label(label), page.get_by_role("option", name=option, exact=True)
    field.evaluate("field => field.scrollIntoView({block: 'center'})")
    for _ in range(5):
        page.wait_for_timeout(500)
        field.press("ArrowDown")
        page.wait_for_timeout(500)
        if wanted.is_visible():
            break
    wanted.click()
    wait_until_done(page)


def test_a_controller_hands_in_a_workbook_until_it_is_saved(page: Page, server: Server, tmp_path: Path) -> None:
    open_page(page, f"{server.url}/begroting?v=verrijken_kaders&i=average_roc")
    hand_in(page, planted(tmp_path))
    expect(page.get_by_test_id("budget-lead")).to_contain_text("1 fout")

    page.get_by_text("Verbeter hoe het is gelezen").click()
    rows = page.get_by_test_id("raw-rows")
    expect(rows.get_by_role("row", name=re.compile("^4 ?kopregel.*Begroting 2027"))).to_be_visible(
        timeout=READING_S * 1000
    )
    expect(rows.get_by_role("columnheader", name=re.compile("^D ?2027"))).to_be_visible()
    assert serious_findings(page) == []

    open_step(page, "Bevindingen")
    table = page.get_by_role("table", name="Bevindingen")
    expect(table.get_by_role("row", name=re.compile("Programma C7.*zie bijlage"))).to_be_visible()
    expect(table.get_by_role("row", name=re.compile(r"Programma D11.*1\.230\.100,75.*100,25"))).to_be_visible()
    open_step(page, "Aansluiting")
    differs = page.get_by_role("row", name=re.compile("^Totaal kosten: verschil"))
    expect(differs).to_contain_text("€ 100,25")
    open_step(page, "Bewaren")
    expect(page.get_by_role("button", name="Bewaar alles")).to_be_disabled()
    expect(page.get_by_test_id("obstacle").first).to_contain_text("Er is 1 fout")

    page.get_by_role("button", name="Verbeterd bestand aanleveren").click()
    wait_until_done(page)
    hand_in(page, write(tmp_path / "programma-beter.xlsx", programme()))
    open_step(page, "Indeling")
    pick(page, "Examinering in onderdelen", "Uitvoering van onderwijs")
    expect(page.get_by_text("door u gekozen")).to_be_visible(timeout=READING_S * 1000)
    open_step(page, "Aansluiting")
    expect(page.get_by_role("heading", name="Alle 4 totalen sluiten aan, op de cent")).to_be_visible()

    open_step(page, "Bewaren")
    page.get_by_label("Naam van uw instelling").fill("ROC Journaal")
    page.get_by_label("Uw naam").fill("Ans")
    page.get_by_label("Uw naam").press("Enter")
    wait_until_done(page)
    page.get_by_role("button", name="Bewaar alles").click()
    wait_until_done(page)
    expect(page.get_by_test_id("budget-version")).to_contain_text("Versie 1 · bewaard door Ans")
    expect(page.get_by_test_id("budget-version")).to_contain_text("programma-beter.xlsx")
    expect(page.get_by_test_id("strip")).to_contain_text("ROC Journaal")
    expect(page.get_by_test_id("tile-within_budget_total")).to_be_visible()
    expect(page).to_have_url(re.compile("begroting_part=versies"))
    assert "310000" not in page.url and "310" not in server.log
    with page.expect_download() as download:
        page.get_by_role("button", name="Bestand", exact=True).click()
    assert Path(download.value.path()).read_bytes() == (tmp_path / "programma-beter.xlsx").read_bytes()

    page.reload()
    wait_until_done(page)
    expect(page.get_by_test_id("budget-version")).to_contain_text("programma-beter.xlsx")


def test_a_long_reading_shows_progress_and_stops(page: Page, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "lang.csv"
    years = ";".join(f"Begroting {year}" for year in range(2026, 2034))
    rows = (f"{4000 + row};Post {row};" + ";".join(str(1000 + row) for _ in range(8)) for row in range(60_000))
    path.write_text("\n".join([f"Rekening;Omschrijving;{years}", *rows]), encoding="utf-8")
    open_page(page, f"{server.url}/begroting")
    page.locator("input[type=file]").set_input_files(str(path))
    stop = page.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_be_visible(timeout=READING_S * 1000)
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert bytes_of_uploads(server) < path.stat().st_size  # it lies on the desk; a copy would stay as long as the tab
    stop.click()
    expect(page.get_by_test_id("refused")).to_be_visible(timeout=READING_S * 1000)
    expect(page.get_by_role("button", name="Lees opnieuw")).to_be_visible()


def test_a_file_that_is_too_large_is_refused_in_words(page: Page, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "te groot.xlsx"
    path.write_bytes(bytes(50_000_000))
    open_page(page, f"{server.url}/begroting")
    page.locator("input[type=file]").set_input_files(str(path))
    expect(page.get_by_test_id("refused")).to_contain_text("hoogstens 20 MB", timeout=READING_S * 1000)
    assert bytes_of_uploads(server) < path.stat().st_size
    hand_in(page, write(tmp_path / "programma.xlsx", programme()))
    expect(page.get_by_test_id("budget-lead")).to_be_visible(timeout=READING_S * 1000)
