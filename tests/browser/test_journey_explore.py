"""Search within limits in a real browser: run, open what was found, stop a long one."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, assert_no_dialog, open_page, wait_until_done
from tests.browser.test_accessibility import serious_findings
from tests.browser.test_journey_choose import figures

SMALL = "v=verrijken_kaders&i=average_roc&zoek=f~vs~pf~lm~vt~~o~one_off_integral~months_all_live~~r~p50"
LONG = "v=verrijken_kaders&i=average_roc&zoek=f~vs~vt~pf~ro~lm~ict~vv~vd~ei~of~kp~~o~one_off_integral~peak_team_load"
PATIENCE_MS = 120_000


def search(page: Page) -> None:
    """Press the button, unless the answer of another test to the same question stands there."""
    if page.get_by_test_id("headline").count():
        return
    page.get_by_role("button", name="Zoek").click()
    expect(page.get_by_test_id("headline")).to_be_visible(timeout=PATIENCE_MS)
    wait_until_done(page)


def test_a_found_variant_opens_with_the_figures_of_its_card(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/verkennen?{SMALL}")
    before = figures(page)
    search(page)
    expect(page.get_by_test_id("headline")).to_contain_text("Van 120 combinaties")
    told = page.get_by_test_id("found-0").inner_text()
    page.get_by_role("button", name="Open", exact=False).first.click()
    expect(page).to_have_url(re.compile("lm=1"))
    wait_until_done(page)
    after = figures(page)
    assert after != before
    assert all(figure in told for figure in after)
    expect(page.get_by_test_id("headline")).to_contain_text("Van 120 combinaties")
    page.get_by_role("button", name="Vergelijk").first.click()
    wait_until_done(page)
    expect(page.get_by_text("staat nu bij Vergelijken")).to_be_visible()
    assert serious_findings(page) == []
    assert_no_dialog(page)


def test_a_long_search_stops_with_the_best_so_far(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/verkennen?{LONG}")
    page.get_by_role("button", name="Zoek").click()
    expect(page.get_by_text(re.compile(r"[1-9]\d* % doorzocht"))).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Stop met het beste tot nu toe").click()
    expect(page.get_by_test_id("explore-sure")).to_contain_text("Gestopt", timeout=PATIENCE_MS)
    wait_until_done(page)
    expect(page.get_by_test_id("found-0")).to_be_visible()
    expect(page.get_by_role("button", name="Zoek opnieuw")).to_be_enabled()


def test_an_answer_is_readable_on_a_phone(phone: Page, server: Server) -> None:
    page = open_page(phone, f"{server.url}/verkennen?{SMALL}")
    search(page)
    assert page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollWidth") <= 390
    assert serious_findings(page) == []
