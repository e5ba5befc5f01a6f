"""axe-core on every page, light and dark, large and on a phone: no serious or critical finding."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import PAGES, SIZES, Server, open_page

LINK = "v=verrijken_kaders&i=average_roc"
VIEWS = [("light", "laptop"), ("dark", "laptop"), ("light", "phone"), ("dark", "phone")]


@pytest.mark.parametrize(("scheme", "size"), VIEWS)
@pytest.mark.parametrize("address", PAGES)
def test_no_serious_finding(address: str, scheme: str, size: str, browser: Browser, server: Server) -> None:
    width, height = SIZES[size]
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": height}, reduced_motion="reduce", locale="nl-NL"
    )
    page = open_page(context.new_page(), f"{server.url}{address}?{LINK}")
    page.wait_for_timeout(500)
    found = [
        f"{finding['impact']} {finding['id']}: {node['target']} {node['html'][:160]}"
        for finding in Axe().run(page).response["violations"]
        if finding["impact"] in ("serious", "critical")
        for node in finding["nodes"][:5]
    ]
    context.close()
    assert found == []


@pytest.mark.parametrize("address", PAGES)
def test_a_phone_never_scrolls_sideways(address: str, phone, server: Server) -> None:
    open_page(phone, f"{server.url}{address}?{LINK}")
    assert phone.evaluate("document.scrollingElement.scrollWidth") <= SIZES["phone"][0]
