"""Without a mouse: the order of the tab key, a focus that is seen, and a lever that is moved."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SIZES, Server, open_page, wait_until_done
from tests.browser.test_journey_choose import figures

LINK = "v=verrijken_kaders&i=average_roc"
MOST_STOPS = 250
# What has the focus: its name, and what is wrong with how it is seen. Cells of a large table are drawn on a canvas.
FOCUSED = """() => {
  const found = document.activeElement;
  if (!found || found === document.body) return null;
  const name = found.getAttribute('aria-label') || found.innerText || found.value || '';
  const wrong = [];
  if (!found.closest('canvas')) {
    const box = found.getBoundingClientRect();
    const chain = [];
    for (let at = found; at; at = at.parentElement) chain.push(at);
    if (!chain.slice(0, 5).some(at => {
      const style = getComputedStyle(at);
      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    })) wrong.push('no outline');
    if (chain.slice(1).some(at => getComputedStyle(at).opacity === '0')) wrong.push('invisible');
    const strip = document.querySelector('.st-key-strip').getBoundingClientRect();
    const isTall = box.height > innerHeight / 2;
    if (!isTall && box.bottom > strip.top + 1 && box.top < strip.bottom - 1) wrong.push('under the strip');
    if (box.bottom <= 0 || box.top >= innerHeight) wrong.push('out of view');
  }
  return [name.trim().replace(/\\s+/g, ' ').slice(0, 60), wrong];
}"""


def stops(page: Page) -> list[tuple[str, list[str]]]:
    """Everything the tab key comes by, from the top until it leaves the page."""
    found = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        page.wait_for_timeout(20)
        stop = page.evaluate(FOCUSED)
        if stop is None:
            return found
        found.append(tuple(stop))
    raise AssertionError(f"the tab key does not leave the page: {found[-5:]}")


def in_order(names: list[str], expected: list[str]) -> bool:
    """Whether the expected names come by in that order, others between them."""
    following = iter(names)
    return all(any(wanted in name for name in following) for wanted in expected)


@pytest.mark.parametrize("size", ["laptop", "phone"])
@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "/kiezen",
            ["Start", "Verschillen", "Doelgroepen", "Toekomstbeeld", "Vergelijk met"]
            + [f"Aandeel opleidingen {group}" for group in ("bol niveau 1-2", "bol niveau 3-4", "bbl")],
        ),
        ("/kiezen?stap=sturen", ["Start", "Doelgroepen", "Toekomstbeeld", "Gedeelde taal", "Jaarkalender", "Budget"]),
        ("/impact", ["Start", "Toekomstbeeld", "A4", "Hoe berekend?", "Tabel", "Zoek in regels", "Downloaden"]),
    ],
)
def test_the_tab_key_goes_in_reading_order_and_is_seen(
    address: str, expected: list[str], size: str, page: Page, server: Server
) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(reduced_motion="reduce")
    open_page(page, f"{server.url}{address}{'&' if '?' in address else '?'}{LINK}")
    found = stops(page)
    assert [stop for stop in found if stop[1]] == []
    assert in_order([name for name, _ in found], expected)


def tab_to(page: Page, name: str) -> None:
    """Press tab until what bears the name has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is not None and stop[0].startswith(name):
            return
    raise AssertionError(f"the tab key does not come by {name}")


def test_a_share_and_a_scenario_are_moved_by_keyboard_and_the_strip_follows(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/kiezen?{LINK}")
    before = figures(page)
    tab_to(page, "Aandeel opleidingen bol niveau 3-4")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"[?&]d34="))
    wait_until_done(page)
    after = figures(page)
    assert after != before
    assert page.evaluate(FOCUSED)[0] == "Aandeel opleidingen bol niveau 3-4"

    tab_to(page, "Help for Scenario voor bbl")
    page.keyboard.press("Tab")
    while page.evaluate(FOCUSED)[0] != "Configureren":
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(50)
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"[?&]sbb=3"))
    wait_until_done(page)
    assert figures(page) != after


def test_a_domain_on_the_board_is_moved_by_keyboard(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/kiezen?{LINK}&stap=sturen")
    before = figures(page)
    tab_to(page, "Help for Gedeelde taal")
    page.keyboard.press("Tab")
    for level in (3, 2, 1):  # one step may stay within the rounding of the strip
        page.keyboard.press("ArrowLeft")
        expect(page).to_have_url(re.compile(rf"[?&]b1={level}"))
        wait_until_done(page)
    assert figures(page) != before
