"""The controller's journey, second half: a committed budget beside the model, the chance in words, the workbook out and
back with a changed assumption."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from flexlib import units
from flexlib.budget.beside.against import compare_with_budget, nominal
from flexlib.budget.beside.comparison import Options
from flexlib.engine.evaluate import estimate
from flexlib.model.records import Choice, CostModel, Institution
from flexlib.share import decode_choice
from flexlib.ui.strip import chance_in_words
from tests.browser.budget_home import NAME, fill_home, lines_of_programme
from tests.browser.conftest import SIZES, Server, assert_no_dialog, open_page, wait_until_done
from tests.browser.test_accessibility import serious_findings
from tests.budget.recalculated import recalculate
from tests.budget.test_returned import typed

CUT = """() => {  // what of the strip is outside its own part of it or clipped; letters stand a little over their line
  const wrong = [], strip = document.querySelector('.st-key-strip').getBoundingClientRect();
  if (strip.top < 0 || strip.bottom > innerHeight + 1) wrong.push('the strip itself');
  const texts = document.createTreeWalker(document.querySelector('.fl-strip'), NodeFilter.SHOW_TEXT);
  for (let one = texts.nextNode(); one; one = texts.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(one);
    const part = one.parentElement.closest(".fl-tile") || document.querySelector(".fl-strip");
    const frame = part.getBoundingClientRect();
    const outside = [...range.getClientRects()].some(box => box.width && (box.left < frame.left - 1
      || box.right > frame.right + 1 || box.top < frame.top - 3 || box.bottom > frame.bottom + 3));
    for (let at = one.parentElement; at.matches('.fl-strip *'); at = at.parentElement) {
      const hides = getComputedStyle(at).overflowX !== 'visible' && at.scrollWidth > at.clientWidth;
      if (at.clientWidth && hides) wrong.push(one.data);
    }
    if (outside) wrong.push(one.data);
  }
  return wrong;
}"""
SELDOM = "&ro=6&vv=1"  # in almost no future within the budget of every year
QUERY = "v=verrijken_kaders&i=average_roc&n=2000&p=nominal"


@dataclass(frozen=True)
class Filled:
    """A running app whose institution has a budget in use, and that choice as the engine knows it."""

    server: Server
    institution: Institution
    choice: Choice

    def address(self, page: str, more: str = "") -> str:
        return f"{self.server.url}/{page}?{QUERY}&own={self.institution.id}{more}"


@pytest.fixture(scope="module")
def filled(model: CostModel, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    home = tmp_path_factory.mktemp("filled")
    institution = fill_home(home / "home", model, home)
    running = Server(home / "home").start()
    choice = replace(decode_choice(QUERY, model).choice, institution=institution)
    yield Filled(running, institution, choice)
    running.stop()


def test_the_budget_beside_the_model_leads_with_the_chance(model: CostModel, filled: Filled, laptop: Page) -> None:
    page = open_page(laptop, filled.address("begroting", "&begroting_part=naast_model"))
    found = compare_with_budget(
        model,
        nominal(filled.choice),
        estimate(model, filled.choice),
        "programme",
        lines_of_programme(model),
        Options(),
    )
    chance, doubt = found.total.chance, next(one for one in found.spending if (one.chance or 1) < 0.8)
    assert chance is not None
    assert doubt.chance is not None
    words = chance_in_words(chance, "nl")
    expect(page.get_by_test_id("against-headline")).to_contain_text(words[1:])
    expect(page.get_by_test_id("against-figure")).to_contain_text(units.share(chance, "nl", 0))
    beneath = page.get_by_test_id("against-beneath")
    expect(beneath).to_contain_text(
        f"{doubt.year} is het eerste jaar in twijfel: {chance_in_words(doubt.chance, 'nl')}"
    )
    expect(beneath).to_contain_text("nominaal")
    assert found.total.gap is not None
    expect(beneath).to_contain_text(units.rounded_money(abs(found.total.gap), "nl").replace("\xa0", " "))
    tile = page.get_by_test_id("tile-within_budget_total")
    expect(tile).to_contain_text(units.share(chance, "nl", 0))
    expect(tile).to_contain_text(words)
    expect(page.get_by_test_id("only_in_budget")).to_contain_text("Eigen middelen en reserve")
    expect(page.get_by_test_id("only_in_model")).to_contain_text("Programmateam en projectleiders")
    expect(page.get_by_test_id("not-compared")).to_contain_text("Alleen begroot: 2026")

    places = [place for place, year in enumerate(found.years) if year.in_total]
    ict = next(row for row in found.rows if row.category == "cost_class:ict")
    page.locator(".st-key-budget-lines summary").click()
    page.get_by_role("combobox", name="Post").click()
    page.get_by_role("option", name="ICT en systemen", exact=True).click()
    wait_until_done(page)
    for table, amounts in zip(page.locator(".st-key-budget-lines table").all(), (ict.budgeted, ict.asked), strict=True):
        assert table.locator("tbody tr").count() >= 2
        whole = units.money(round(float(sum(amounts[place] or 0 for place in places))), "nl")
        expect(table.locator("tr").last).to_contain_text(whole.replace("\xa0", " "))
    assert_no_dialog(page)


def test_nothing_in_the_strip_is_cut_with_six_figures_in_it(filled: Filled, page: Page) -> None:
    for language, seldom in (("nl", "in bijna geen enkele toekomst"), ("en", "in hardly any future")):
        open_page(page, filled.address("bronnen", f"{SELDOM}&l={language}"))
        expect(page.get_by_test_id("tile-within_budget_every_year")).to_contain_text(seldom)
        expect(page.get_by_test_id("strip").locator(".fl-tile")).to_have_count(6)
        for width, height in SIZES.values():
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(CUT) == [], (language, width)


def test_writing_ict_off_travels_in_the_link_and_a_reserve_does_not(filled: Filled, laptop: Page) -> None:
    page = open_page(laptop, filled.address("begroting", "&begroting_part=naast_model"))
    page.get_by_text("5 jaar", exact=True).click()
    wait_until_done(page)
    expect(page).to_have_url(re.compile("afschrijven=5"))
    expect(page.get_by_test_id("not-compared")).to_contain_text("Afschrijving na het laatste jaar")
    field = page.get_by_label("Reserve om tekorten te betalen (€)", exact=True)
    field.fill("123.456")
    field.press("Enter")
    wait_until_done(page)
    expect(page.get_by_test_id("reserve")).to_contain_text("Een reserve van")
    assert "123" not in page.url.partition("?")[2].replace(filled.institution.id, "")


def test_a_figure_of_the_staffing_plan_can_be_switched_off_and_on(filled: Filled, laptop: Page) -> None:
    page = open_page(laptop, filled.address("instelling", "&deel=capacity"))
    origin = page.get_by_test_id("origin-fte_roosteraar")
    expect(origin).to_contain_text("formatieplan, staffing.xlsx, versie 1, 2026/2027")
    row = page.locator(".st-key-figure_row_fte_roosteraar")
    row.get_by_role("button", name="terug naar de referentie").click()
    wait_until_done(page)
    expect(page.get_by_label("Fte roosteraar en planner")).to_have_value("11")
    expect(origin).to_contain_text("Niet in gebruik: 6 fte")
    row.get_by_role("button", name="gebruik dit weer").click()
    wait_until_done(page)
    expect(page.get_by_label("Fte roosteraar en planner")).to_have_value("6")
    expect(origin).to_contain_text("Uit: formatieplan")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_its_parts_have_no_serious_finding_of_axe(scheme: str, size: str, filled: Filled, page: Page) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = {}
    for part in ("naast_model", "eruit"):
        open_page(page, filled.address("begroting", f"&begroting_part={part}"))
        found[part] = serious_findings(page)
    assert found == {"naast_model": [], "eruit": []}


@pytest.mark.office
def test_the_workbook_equals_the_strip_and_comes_back_with_a_contested_value(
    model: CostModel, filled: Filled, laptop: Page, tmp_path: Path
) -> None:
    page = open_page(laptop, filled.address("begroting", "&begroting_part=eruit"))
    page.get_by_role("button", name="Maak de werkmap").click()
    wait_until_done(page)
    with page.expect_download() as coming:
        page.get_by_role("button", name=re.compile("Download flexlib-raming")).click()
    target = tmp_path / "raming.xlsx"
    coming.value.save_as(target)

    sheet = recalculate(target.read_bytes(), tmp_path)["Samenvatting"]
    label = model.outcomes["one_off_integral"].label.nl
    row = next(row for row in sheet.iter_rows(max_col=6) if row[0].value == label)
    expected = estimate(model, filled.choice)
    assert abs(row[2].value - expected.point.values["one_off_integral"][0]) < 0.005
    strip = page.get_by_test_id("tile-one_off_integral")
    expect(strip).to_contain_text(units.rounded_money(row[4].value, "nl"))
    assert any(NAME in str(cell.value) for line in sheet.iter_rows() for cell in line)

    book = load_workbook(io.BytesIO(target.read_bytes()))
    typed("rate_docent", 99)(book)
    changed = tmp_path / "terug.xlsx"
    book.save(changed)
    page.locator("input[type=file]").set_input_files(changed)
    wait_until_done(page)
    returned = page.get_by_test_id("returned")
    expect(returned).to_contain_text("1 aanname is veranderd.")
    expect(returned).to_contain_text(model.parameters["rate_docent"].label.nl)
    expect(returned).to_contain_text("99")
    page.get_by_role("button", name="Neem deze aanname over als betwiste waarde").click()
    wait_until_done(page)
    expect(page).to_have_url(re.compile(r"c=rate_docent~99(&|$)"))
    expect(page.get_by_test_id("strip")).to_contain_text("1 ")
    expect(page.get_by_test_id("taken")).to_be_visible()
    open_page(page, page.url.replace("/begroting", "/impact"))
    expect(page.get_by_test_id("contested")).to_contain_text(model.parameters["rate_docent"].label.nl)
    assert_no_dialog(page)
