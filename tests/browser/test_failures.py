"""What goes wrong after a page was drawn is said in words, with a number that stands in the log."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, assert_no_dialog, open_page, wait_until_done

BROKEN = Path(__file__).parent / "broken" / "app.py"


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("broken") / "home", script=str(BROKEN)).start()
    yield running
    running.stop()


def press_button(page: Page) -> None:
    page.get_by_role("button", name="unforeseen").click()


def tick_in_fragment(page: Page) -> None:
    page.get_by_text("part").click()


def open_dialog(page: Page) -> None:
    page.get_by_role("button", name="open").click()


@pytest.mark.parametrize("fail", [press_button, tick_in_fragment, open_dialog])
def test_an_unforeseen_failure_gives_a_number_that_stands_in_the_log(
    page: Page, broken: Server, fail: Callable[[Page], None]
) -> None:
    open_page(page, broken.url)
    fail(page)
    wait_until_done(page)
    said = page.get_by_test_id("stAlert").filter(has_text="iets mis")
    expect(said).to_have_count(1)
    number = re.search(r"\b[0-9a-f]{8}\b", said.inner_text())
    assert number and f"error {number[0]}" in broken.log
    assert "inside" not in page.inner_text("body")
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_text("the page stands")).to_be_visible()


def test_an_unforeseen_failure_is_said_in_the_language_on_screen(page: Page, broken: Server) -> None:
    open_page(page, f"{broken.url}/?l=en")
    press_button(page)
    wait_until_done(page)
    expect(page.get_by_test_id("stAlert").filter(has_text="went wrong")).to_have_count(1)


def test_after_a_failure_every_choice_still_stands(page: Page, broken: Server) -> None:
    open_page(page, f"{broken.url}/?l=en")
    for _ in range(2):
        press_button(page)
        wait_until_done(page)
        expect(page.get_by_test_id("stAlert").filter(has_text="went wrong")).to_have_count(1)
        expect(page.get_by_text("the page stands at 3")).to_be_visible()
        expect(page.get_by_role("radio", name="EN", exact=True)).to_be_checked()
        expect(page.get_by_role("slider", name="step")).to_have_value("3")


def test_a_foreseen_failure_in_a_callback_says_its_own_words(page: Page, broken: Server) -> None:
    open_page(page, broken.url)
    page.get_by_role("button", name="foreseen", exact=True).click()
    wait_until_done(page)
    expect(page.get_by_test_id("stAlert").filter(has_text="naam")).to_have_count(1)
    expect(page.get_by_text("the page stands")).to_be_visible()
    assert_no_dialog(page)
