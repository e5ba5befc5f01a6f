"""Asking why, again and again: every "Hoe berekend?" opens its dialog after another one was closed."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, assert_no_dialog, open_page, wait_until_done

ASKED = (
    ("impact-card-one_off_integral", "Escape"),
    ("asks-geld-per-jaar", "×"),
    ("asks-balansen", "Escape"),
    ("asks-lines---", "×"),
    ("impact-card-recurring_integral", "Escape"),
    ("asks-geld-per-jaar", "Escape"),
)


def test_a_card_a_year_a_balance_and_a_line_in_turn(large: Page, server: Server) -> None:
    open_page(large, f"{server.url}/impact?v=verrijken_kaders&i=average_roc")
    for place, way in ASKED:
        large.locator(f".st-key-{place}").get_by_role("button", name="Hoe berekend?").click()
        expect(large.get_by_test_id("trace-title")).to_be_visible()
        wait_until_done(large)
        if way == "Escape":
            large.keyboard.press("Escape")
        else:
            large.get_by_role("dialog").get_by_role("button", name="Close").click()
        expect(large.get_by_role("dialog")).to_have_count(0)
        wait_until_done(large)
        assert_no_dialog(large)


def test_a_line_opens_down_to_its_reasoning_and_its_sources(large: Page, server: Server) -> None:
    open_page(large, f"{server.url}/impact?v=verrijken_kaders&i=average_roc&l=en")
    large.locator(".st-key-impact-card-one_off_integral").get_by_role("button", name="How computed?").click()
    wait_until_done(large)
    large.get_by_test_id("stDialog").get_by_test_id("stBaseButton-secondary").click()
    wait_until_done(large)
    why = large.get_by_test_id("why-line")
    expect(why).to_contain_text("Reasoning (in Dutch):")
    expect(why.locator("[lang=nl]")).not_to_be_empty()
    expect(why).to_contain_text("Sources:")
    effects = large.get_by_test_id("why-effects")
    effects.locator("summary").click()
    expect(effects.locator("li").first).to_be_visible()
