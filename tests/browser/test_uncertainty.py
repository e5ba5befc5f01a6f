"""What drives the band, in a browser: each part opens, assumptions can be contested, empty states lead on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from flexlib.ui.switches import UNSURE_PARTS
from tests.browser.conftest import SIZES, Server, assert_no_dialog, open_page, wait_until_done
from tests.browser.test_accessibility import serious_findings

LINK = "v=verrijken_kaders&i=average_roc"
CHARTS = {"band": 3, "tornado": 1, "uitzoeken": 1, "faalt": 1, "niet_in": 0}
WORK_MS = 30_000


def opened(page: Page, server: Server, rest: str) -> Locator:
    """The part's headline, once the work behind it is done."""
    open_page(page, f"{server.url}/onzekerheid?{LINK}&{rest}")
    headline = page.get_by_test_id("headline")
    expect(headline).to_be_visible(timeout=WORK_MS)
    wait_until_done(page)
    return headline


def pick(page: Page, words: str) -> None:
    """Pick an option of a segmented control."""
    page.get_by_role("radio", name=words, exact=True).click()


@pytest.mark.parametrize("part", UNSURE_PARTS)
def test_each_part_opens_on_the_ready_made_variant(part: str, page: Page, server: Server) -> None:
    opened(page, server, f"onzeker={part}")
    assert_no_dialog(page)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(CHARTS[part])
    assert f"onzeker={part}" in page.url


@pytest.mark.parametrize("size", ["laptop", "phone"])
@pytest.mark.parametrize("part", UNSURE_PARTS)
def test_no_serious_finding(part: str, size: str, page: Page, server: Server) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    opened(page, server, f"onzeker={part}&s34=3")
    assert serious_findings(page) == []
    page.emulate_media(color_scheme="dark")
    wait_until_done(page)
    assert serious_findings(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_another_outcome_is_told_and_travels(page: Page, server: Server) -> None:
    opened(page, server, "onzeker=tornado")
    pick(page, "Maanden tot alle teams")
    expect(page.get_by_test_id("headline")).to_contain_text("maanden tot alle teams")
    pick(page, "Alles beweegt mee")
    wait_until_done(page)
    assert "meet=months_all_live" in page.url and "manier=samen" in page.url


@pytest.mark.parametrize(("part", "name"), [("tornado", "Of ICT uit de hand loopt"), ("faalt", "Eerst proeftuinen")])
def test_an_assumption_opens_where_it_can_be_contested(part: str, name: str, page: Page, server: Server) -> None:
    opened(page, server, f"onzeker={part}")
    button = page.locator("[class*='st-key-contests-'] button").filter(has_text=name).first
    subject = button.inner_text().partition(". ")[2].rpartition(" (")[0].replace("Of ICT", "Kans dat ICT")
    button.click()
    expect(page).to_have_url(re.compile("/bronnen"))
    wait_until_done(page)
    expect(page.get_by_role("heading", name=subject)).to_be_visible()


def test_a_limit_is_typed_and_what_cannot_be_read_is_said(page: Page, server: Server) -> None:
    headline = opened(page, server, "onzeker=faalt")
    field = page.get_by_role("textbox", name="Eenmalig samen, hoogstens")
    field.fill("1.000")
    field.press("Enter")
    expect(headline).to_contain_text("mislukt altijd: alle 10.000 trekkingen gaan over een grens")
    field.fill("veel")
    field.press("Enter")
    wait_until_done(page)
    expect(page.locator(".fl-warning")).to_contain_text("veel")
    expect(headline).to_contain_text("mislukt altijd: alle 10.000 trekkingen gaan over een grens")


def test_a_limit_on_spending_stays_in_the_tab_and_its_absence_is_said(page: Page, server: Server) -> None:
    headline = opened(page, server, "onzeker=faalt&hoogstens=geen")
    expect(headline).to_contain_text("geen grens")
    field = page.get_by_role("textbox", name="Uitgaven in de rekenperiode, hoogstens")
    field.fill("-5")
    field.press("Enter")
    expect(page.locator(".fl-warning")).to_contain_text("kan hier niet")
    field.fill("2,5 mln")
    field.press("Enter")
    expect(headline).to_contain_text("mislukt")
    assert "2500000" not in page.url and "total_out_of_pocket~own" in page.url
    page.reload()
    expect(page.locator(".fl-warning")).to_contain_text("reist niet mee")
    expect(field).to_have_value("")


def test_one_variant_is_no_choice_and_the_way_to_more_is_there(page: Page, server: Server) -> None:
    headline = opened(page, server, "onzeker=uitzoeken&set=verrijken_kaders")
    expect(headline).to_contain_text("twee varianten")
    page.get_by_role("link", name="Naar Vergelijken").click()
    expect(page).to_have_url(re.compile("/vergelijken"))


def test_the_choice_between_variants_follows_the_rule(page: Page, server: Server) -> None:
    headline = opened(page, server, "onzeker=uitzoeken&regel=kosten")
    expect(page.get_by_role("textbox", name="Ten minste zoveel studentjaren")).to_be_visible()
    expect(headline).to_contain_text(re.compile("Zoek eerst uit|Eerst één ding uitzoeken levert|Geen enkele aanname"))
    expect(page.get_by_role("heading", name="Waarom niet op geld alleen?")).to_be_visible()


def test_nothing_takes_part_is_said_with_the_way_on(page: Page, server: Server) -> None:
    open_page(page, f"{server.url}/onzekerheid?v=nulvariant&i=average_roc")
    expect(page.get_by_test_id("headline")).to_contain_text("doen geen opleidingen mee")
