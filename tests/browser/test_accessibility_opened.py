"""axe-core on what opens: every step and section, dialogs, tables, expanders; large, on a phone, the richest also dark.

One visit to a state looks at it in every size, so that all of them together take about a minute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from flexlib.text import text
from flexlib.ui.switches import SECTIONS, STEPS
from tests.browser.conftest import SIZES, Server, open_page, wait_until_done
from tests.browser.test_accessibility import LINK, serious_findings

CHANGED = f"{LINK}&s34=4&b1=1&k=1"
CONTESTED = f"{LINK}&c=rate_docent~80~87.5~95"


@pytest.fixture
def still(browser: Browser) -> Iterator[Page]:
    """A page without movement."""
    context = browser.new_context(reduced_motion="reduce", locale="nl-NL", color_scheme="light")
    page = context.new_page()
    resize(page, "laptop")
    yield page
    context.close()


def resize(page: Page, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(250)


def findings_in_every_size(page: Page, *, dark: bool = False) -> list[str]:
    """Findings on a laptop and a phone, when asked also on a laptop in the dark; and a phone that scrolls sideways."""
    found = []
    if dark:
        page.emulate_media(color_scheme="dark")
        wait_until_done(page)
        found += [f"dark: {finding}" for finding in serious_findings(page)]
        page.emulate_media(color_scheme="light")
        wait_until_done(page)
    found += [f"laptop: {finding}" for finding in serious_findings(page)]
    resize(page, "phone")
    found += [f"phone: {finding}" for finding in serious_findings(page)]
    if page.evaluate("document.scrollingElement.scrollWidth") > SIZES["phone"][0]:
        found.append("phone: scrolls sideways")
    resize(page, "laptop")
    return found


def click(page: Page, where: Locator) -> None:
    where.click()
    wait_until_done(page)


def open_all(page: Page, where: Locator) -> None:
    """Open every expander or table switch that is there."""
    for each in where.all():
        click(page, each)


def test_every_step_of_choosing(still: Page, server: Server) -> None:
    page = open_page(still, f"{server.url}/kiezen?{CHANGED}")
    found = {}
    for step in STEPS:
        click(page, page.get_by_role("radio", name=text(f"kiezen.step.{step}", "nl"), exact=True))
        page.get_by_role("heading", level=1, name=text(f"kiezen.title.{step}", "nl")).wait_for()
        open_all(page, page.locator(".st-key-proposal details:not([open]) summary"))
        found[step] = findings_in_every_size(page, dark=step == "sturen")
    assert found == {step: [] for step in STEPS}


def test_every_section_of_an_institution(still: Page, server: Server) -> None:
    page = open_page(still, f"{server.url}/instelling?{LINK}")
    found = {}
    for section in SECTIONS:
        words = text(f"instelling.section.{section}", "nl")
        click(page, page.get_by_role("radio", name=words, exact=True))
        page.get_by_role("heading", level=2, name=words).wait_for()
        found[section] = findings_in_every_size(page)
    assert found == {section: [] for section in SECTIONS}


def test_own_figures_refused_ones_and_reasons(still: Page, server: Server) -> None:
    page = open_page(still, f"{server.url}/instelling?{LINK}&deel=teams")
    fields = page.locator("[class*='st-key-figure_row_']").get_by_role("textbox")
    for at, typed in ((0, "veel 1"), (1, "123")):
        fields.nth(at).fill(typed)
        fields.nth(at).press("Enter")
        wait_until_done(page)
    open_all(page, page.locator("details summary"))
    assert findings_in_every_size(page, dark=True) == []


def test_the_panels_of_the_masthead(still: Page, server: Server) -> None:
    page = open_page(still, f"{server.url}/kiezen?{CHANGED}&s=2030-01-01")
    click(page, page.get_by_role("button", name=re.compile("Verschillen")))
    found = findings_in_every_size(page)
    page.keyboard.press("Escape")
    wait_until_done(page)

    click(page, page.get_by_role("button", name=re.compile("Varianten$")))
    dialog = page.get_by_role("dialog")
    for label, words in (("Uw naam", "Ans"), ("Naam van de variant", "Om naar te kijken")):
        dialog.get_by_label(label, exact=True).fill(words)
        dialog.get_by_label(label, exact=True).press("Enter")
        wait_until_done(page)
    click(page, dialog.get_by_role("button", name="Bewaar als variant", exact=True))
    open_all(page, dialog.locator("summary"))
    found += findings_in_every_size(page, dark=True)
    click(page, dialog.get_by_label("Close"))

    click(page, page.get_by_role("button", name="Link", exact=True))
    assert found + findings_in_every_size(page) == []


def test_the_consequences_with_every_table_open(still: Page, server: Server) -> None:
    page = open_page(still, f"{server.url}/impact?{CONTESTED}")
    open_all(page, page.locator("[class*='st-key-table-'] label"))
    open_all(page, page.locator("[data-testid='stMain'] summary"))
    for choice in ("Per jaar", "uren"):
        click(page, page.get_by_role("radio", name=choice, exact=True))
    click(page, page.locator("[class*='st-key-downloads-'] button").first)
    assert findings_in_every_size(page, dark=True) == []


def test_a_figure_opened_and_a_line_of_it(still: Page, server: Server) -> None:
    page = open_page(still, f"{server.url}/impact?{CONTESTED}")
    click(page, page.locator("[class*='st-key-impact-card-'] button:visible").first)
    found = findings_in_every_size(page, dark=True)
    click(page, page.locator("[class*='st-key-go-'] button"))
    assert found + findings_in_every_size(page) == []


def test_assumptions_contested_and_refused(still: Page, server: Server) -> None:
    page = open_page(still, f"{server.url}/bronnen?{CONTESTED}")
    found = findings_in_every_size(page, dark=True)
    click(page, page.get_by_role("radio", name=re.compile("effecten", re.IGNORECASE)))
    field = page.locator(".st-key-contest-form").get_by_role("textbox")
    field.fill("veel")
    field.press("Enter")
    wait_until_done(page)
    open_all(page, page.locator("[class*='st-key-table-'] label"))
    assert found + findings_in_every_size(page) == []


def test_the_method_with_everything_open(still: Page, server: Server) -> None:
    page = open_page(still, f"{server.url}/verantwoording?{LINK}")
    open_all(page, page.locator("[data-testid='stMain'] summary"))
    assert findings_in_every_size(page) == []
