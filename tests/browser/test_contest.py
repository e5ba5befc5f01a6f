"""The room argues about one assumption: contested on the spot, seen at once, carried by the link, taken back."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, open_page, wait_until_done
from tests.browser.test_journey_choose import figures


def test_a_contested_number_moves_the_figures_and_travels(browser: Browser, large: Page, server: Server) -> None:
    page = open_page(large, f"{server.url}/bronnen?v=verrijken_kaders")
    before = figures(page)
    box = page.get_by_role("textbox", name="Uw waarde of band")
    box.fill("80-95")
    expect(page.get_by_test_id("InputInstructions").locator("visible=true")).to_have_count(0)  # these are English
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"[?&]c=rate_docent~80~87\.5~95"))
    wait_until_done(page)
    expect(page.get_by_test_id("understood")).to_contain_text("80")
    expect(page.get_by_test_id("strip")).to_contain_text("1 aanname betwist")
    contested = figures(page)
    assert contested != before

    other = browser.new_context(viewport={"width": 390, "height": 844}, locale="nl-NL").new_page()
    open_page(other, page.url.replace("/bronnen", "/kiezen"))
    assert figures(other) == contested
    other.context.close()

    page.get_by_role("button", name=re.compile("Terug naar het model|Alles terug naar het model")).first.click()
    expect(page).not_to_have_url(re.compile(r"[?&]c="))
    wait_until_done(page)
    assert figures(page) == before


def test_text_instead_of_a_number_is_refused_in_words(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/bronnen?v=verrijken_kaders")
    before = figures(page)
    box = page.get_by_role("textbox", name="Uw waarde of band")
    box.fill("veel")
    box.press("Enter")
    wait_until_done(page)
    expect(page.get_by_text("'veel'")).to_be_visible()
    assert figures(page) == before and "c=" not in page.url


def test_a_refusal_follows_the_language_on_screen(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/bronnen?v=verrijken_kaders")
    box = page.get_by_role("textbox", name="Uw waarde of band")
    box.fill("veel")
    box.press("Enter")
    wait_until_done(page)
    page.get_by_text("EN", exact=True).click()
    wait_until_done(page)
    expect(page.get_by_text("'veel' is not a number")).to_be_visible()


def test_the_assumptions_can_be_downloaded(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/bronnen?v=verrijken_kaders")
    with page.expect_download(timeout=60_000) as got:
        page.get_by_role("button", name="Alle aannames (XLSX)").click()
    assert got.value.path().read_bytes().startswith(b"PK")


def test_the_a4_is_one_page_with_the_headline(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/impact?v=verrijken_kaders")
    with page.expect_download(timeout=60_000) as got:
        page.get_by_role("button", name="Eén A4 voor de vergadering (pdf)").click()
    content = got.value.path().read_bytes()
    assert content.startswith(b"%PDF") and len(re.findall(rb"/Type\s*/Page\b", content)) == 1
