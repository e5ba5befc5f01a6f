"""Every address, opened by the first visitor of a fresh process: the page itself, no "Page not found" dialog."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PAGES, Server, assert_no_dialog, open_page

LINK = "v=verrijken_kaders&i=small_vakcollege&b4=4"


@pytest.mark.parametrize("address", PAGES)
def test_an_address_opens_on_a_fresh_process(address: str, page: Page, start_server: Callable[[], Server]) -> None:
    server = start_server()
    open_page(page, f"{server.url}{address}")
    assert_no_dialog(page)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert "Traceback" not in server.log, server.log


@pytest.mark.parametrize("address", PAGES)
def test_a_link_keeps_its_choice_on_every_page(address: str, page: Page, server: Server) -> None:
    open_page(page, f"{server.url}{address}?{LINK}")
    assert_no_dialog(page)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    for part in LINK.split("&"):
        assert part in page.url


def test_an_unknown_page_leads_to_the_start(page: Page, server: Server) -> None:
    open_page(page, f"{server.url}/bestaat-niet")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_english_travels_in_the_link(page: Page, server: Server) -> None:
    open_page(page, f"{server.url}/?l=en")
    assert "l=en" in page.url


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_fetched_from_elsewhere(address: str, page: Page, server: Server) -> None:
    """Fonts, scripts and charts come with the app: it works without the internet and tells nobody."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_page(page, f"{server.url}{address}?{LINK}")
    assert [url for url in asked if not url.startswith((server.url, "data:", "blob:"))] == []


def test_a_link_gives_the_same_figures_on_a_fresh_server(page: Page, start_server: Callable[[], Server]) -> None:
    """Whichever page it opens on, the strip reads the same."""
    strips = set()
    for address in PAGES[:3]:
        open_page(page, f"{start_server().url}{address}?{LINK}")
        strips.add(page.get_by_test_id("strip").inner_text())
    assert len(strips) == 1


def test_a_link_with_too_many_fields_opens_and_says_what_was_not_read(page: Page, server: Server) -> None:
    many = "&".join(f"x{number}=1" for number in range(1500))
    assert len(many) > 10_000
    open_page(page, f"{server.url}/kiezen?{LINK}&{many}&b5=1")
    assert_no_dialog(page)
    for part in LINK.split("&"):
        assert part in page.url
    expect(page.get_by_text("De eerste 500 zijn gelezen; 1004 zijn niet gelezen: x497, x498")).to_be_visible()
