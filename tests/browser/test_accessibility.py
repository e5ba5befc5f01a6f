"""axe-core on every page, light and dark, large and on a phone: no serious or critical finding."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PAGES, SIZES, Server, open_page, wait_until_done

LINK = "v=verrijken_kaders&i=average_roc"
VIEWS = [("light", "laptop"), ("dark", "laptop"), ("light", "phone"), ("dark", "phone")]
TALLEST = """() => Math.max(...[...document.querySelectorAll(
  '[data-testid="stMain"], [data-testid="stMainBlockContainer"], [role="dialog"]')].map(each => each.scrollHeight))"""
LAST_CONTROL = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  main.scrollTop = main.scrollHeight;
  const strip = document.querySelector('.st-key-strip').getBoundingClientRect();
  const shown = [...main.querySelectorAll('a, button, input, summary, footer')]
    .filter(each => !each.closest('.st-key-strip, .st-key-masthead'))
    .map(each => each.getBoundingClientRect()).filter(box => box.height > 0);
  return [Math.max(...shown.map(box => box.bottom)), strip.top];
}"""


ONLY_VIOLATIONS = {
    "resultTypes": ["violations"]
}  # what is in order is not written out, which takes longer than looking


def serious_findings(page: Page) -> list[str]:
    """What axe-core finds on a page as it stands, serious or critical.

    The window is made as tall as the page meanwhile: contrast is measured only of what is in view.
    """
    size = page.viewport_size
    assert size is not None
    height = size["height"]
    while (tallest := page.evaluate(TALLEST)) > height:
        height = tallest + 100
        page.set_viewport_size({"width": size["width"], "height": height})
        wait_until_done(page)
    violations = Axe().run(page, options=ONLY_VIOLATIONS).response["violations"]
    page.set_viewport_size(size)
    return [
        f"{finding['impact']} {finding['id']}: {node['target']} {node['html'][:160]}"
        for finding in violations
        if finding["impact"] in ("serious", "critical")
        for node in finding["nodes"][:5]
    ]


@pytest.mark.parametrize(("scheme", "size"), VIEWS)
@pytest.mark.parametrize("address", PAGES)
def test_no_serious_finding(address: str, scheme: str, size: str, browser: Browser, server: Server) -> None:
    width, height = SIZES[size]
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": height}, reduced_motion="reduce", locale="nl-NL"
    )
    page = open_page(context.new_page(), f"{server.url}{address}?{LINK}")
    page.wait_for_timeout(500)
    found = serious_findings(page)
    context.close()
    assert found == []


def test_axe_sees_what_is_wrong(page: Page, server: Server) -> None:
    """Grey on white and a button without a name, put on the page, are found."""
    open_page(page, f"{server.url}/kiezen?{LINK}")
    page.evaluate("document.querySelector('footer').innerHTML = '<p style=\"color:#ccc\">x y z</p><button></button>'")
    found = " ".join(serious_findings(page))
    assert "color-contrast" in found and "button-name" in found


@pytest.mark.parametrize("address", PAGES)
def test_a_phone_never_scrolls_sideways(address: str, phone: Page, server: Server) -> None:
    open_page(phone, f"{server.url}{address}?{LINK}")
    assert phone.evaluate("document.scrollingElement.scrollWidth") <= SIZES["phone"][0]
    assert phone.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollWidth") <= SIZES["phone"][0]


@pytest.mark.parametrize("address", PAGES)
def test_on_a_phone_the_strip_leaves_the_last_control_free(address: str, phone: Page, server: Server) -> None:
    open_page(phone, f"{server.url}{address}?{LINK}")
    lowest, strip = phone.evaluate(LAST_CONTROL)
    assert lowest <= strip
