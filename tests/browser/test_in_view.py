"""What stays in view while scrolling, and what follows the language switch."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PAGES, SIZES, Server, open_page, wait_until_done

LINK = "v=verrijken_kaders&i=average_roc&s34=3"
SCROLLED = """(distance) => {
  const main = document.querySelector('[data-testid="stMain"]');
  main.scrollTop = distance;
  return main.scrollTop;
}"""
PICTURE = "[data-testid='stVegaLiteChart'] svg.marks"
WORDS = "[data-testid='stSelectbox'], [data-testid='stButtonGroup']"


@pytest.mark.parametrize("size", ["large", "laptop", "phone"])
@pytest.mark.parametrize("address", PAGES)
def test_the_strip_stays_in_view_while_scrolling(address: str, size: str, page: Page, server: Server) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    open_page(page, f"{server.url}{address}?{LINK}")
    page.evaluate(SCROLLED, 800)
    page.wait_for_timeout(300)
    box = page.get_by_test_id("strip").bounding_box()
    assert box is not None
    assert box["y"] >= 0 and box["y"] + box["height"] <= height


def test_on_a_phone_the_sentence_of_a_comparison_stands_above_the_strip(phone: Page, server: Server) -> None:
    page = open_page(phone, f"{server.url}/vergelijken?{LINK}&set=stap_voor_stap~~llo_eerst~~teams_aan_zet")
    said, strip = page.get_by_test_id("headline").bounding_box(), page.get_by_test_id("strip").bounding_box()
    assert said is not None and strip is not None
    assert said["y"] + 60 <= strip["y"]


def test_sentence_and_most_of_the_first_picture_of_a_comparison_stand_on_the_first_screen(
    large: Page, server: Server
) -> None:
    page = open_page(large, f"{server.url}/vergelijken?{LINK}")
    for part in ("Verschillen", "Afwegen", "Brug", "Gewichten", "Toekomsten"):
        page.get_by_role("radio", name=part, exact=True).click()
        wait_until_done(page)
        expect(page.locator(PICTURE).first).to_be_visible(timeout=30_000)
        picture, said = page.locator(PICTURE).first.bounding_box(), page.get_by_test_id("headline").bounding_box()
        assert picture is not None and said is not None
        assert said["y"] + said["height"] < picture["y"], part
        assert picture["y"] + 0.6 * picture["height"] <= 1080, part


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ("gewichten", "[data-testid='stSlider']"),
        ("toekomsten", "[data-testid='stTextInput'], [data-testid='stSlider']"),
    ],
)
def test_on_a_phone_the_picture_comes_before_what_can_be_set(
    part: str, field: str, phone: Page, server: Server
) -> None:
    page = open_page(phone, f"{server.url}/vergelijken?{LINK}&beeld={part}")
    expect(page.locator(PICTURE).first).to_be_visible(timeout=30_000)
    picture, first = page.locator(PICTURE).first.bounding_box(), page.locator(field).first.bounding_box()
    assert picture is not None and first is not None
    assert picture["y"] + picture["height"] < first["y"]


def shown(page: Page) -> list[str]:
    """What the selects and switches of the page show, the language switch left out."""
    return [
        found.inner_text().strip() or found.locator("input").first.input_value()
        for found in page.locator(WORDS).all()
        if found.locator("xpath=ancestor::*[contains(@class, 'st-key-masthead')]").count() == 0 and found.is_visible()
    ]


def settled(page: Page) -> list[str]:
    """The same once the page has stopped drawing: two readings in a row that agree."""
    found = shown(page)
    for _ in range(20):
        page.wait_for_timeout(500)
        again = shown(page)
        if again == found:
            break
        found = again
    return found


@pytest.mark.parametrize(
    "view", ["/", "/instelling?deel=today", "/kiezen?stap=strategie", "/kiezen?stap=sturen", "/impact", "/bronnen"]
)
def test_selects_follow_the_language_switch(view: str, large: Page, server: Server) -> None:
    page = large
    open_page(page, f"{server.url}{view}{'&' if '?' in view else '?'}{LINK}")
    page.get_by_test_id("stButtonGroup").get_by_text("EN", exact=True).click()
    expect(page).to_have_url(re.compile("l=en"))
    wait_until_done(page)
    switched = settled(page)
    page.reload()
    wait_until_done(page)
    assert sorted(switched) == sorted(settled(page))


def test_what_was_picked_on_impact_stays_when_the_language_changes(large: Page, server: Server) -> None:
    page = open_page(large, f"{server.url}/impact?{LINK}")
    page.get_by_test_id("stButtonGroup").get_by_text("uren", exact=True).click()
    wait_until_done(page)
    expect(page.get_by_text("Eenmalige eigen uren per keten en aspect")).to_be_visible()
    page.get_by_test_id("stButtonGroup").get_by_text("EN", exact=True).click()
    expect(page).to_have_url(re.compile("l=en"))
    wait_until_done(page)
    expect(page.get_by_text("One-off own hours per chain and aspect")).to_be_visible()


def test_a_phone_shows_what_was_chosen_before_anything_to_set(phone: Page, server: Server) -> None:
    page = open_page(phone, f"{server.url}/impact?v=verrijken_kaders&i=average_roc")
    chosen = page.get_by_test_id("chosen")
    expect(chosen).to_contain_text("Bol niveau 3-4: Verrijken, 55 % van het aanbod".replace(" %", "\u00a0%"))
    chosen.locator("summary").click()
    for said in ("Verrijken met stevige kaders", "Sturing, anders dan vandaag:", "Veranderstrategie: Programmatisch"):
        expect(chosen).to_contain_text(said)
    first, later = chosen.bounding_box(), page.get_by_text("Toekomstbeeld", exact=True).bounding_box()
    assert first is not None and later is not None and first["y"] < later["y"]


def test_changed_circumstances_stand_among_the_differences_and_lead_back(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/kiezen?v=verrijken_kaders&s=2030-01-01&h=60")
    page.get_by_role("button", name="Verschillen (2)").click()
    wait_until_done(page)
    expect(page.get_by_test_id("circumstances")).to_contain_text("01-01-2030")
    page.get_by_role("button", name="Omstandigheden terug naar gewoonlijk").click()
    expect(page).not_to_have_url(re.compile("h=60"))
    wait_until_done(page)
    expect(page.get_by_role("button", name="Verschillen (0)")).to_be_visible()


def test_the_link_is_copied_with_a_visible_button(phone: Page, server: Server) -> None:
    page = open_page(phone, f"{server.url}/impact?{LINK}")
    page.get_by_role("button", name="Link", exact=True).click()
    wait_until_done(page)
    page.get_by_role("button", name="Kopieer link").click()
    expect(page.get_by_role("button", name="Gekopieerd")).to_be_visible()
