"""Journey 1 up to saving, and journey 3: choose, move controls, see it at once, save, hand the link on."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Server, assert_no_dialog, open_page, wait_until_done


def figures(page: Page) -> list[str]:
    return page.get_by_test_id("strip").locator(".fl-tile-value").all_inner_texts()


def level(page: Page, lever: str, name: str) -> Locator:
    return page.get_by_role("radiogroup", name=lever).get_by_text(name, exact=True)


def move(page: Page, lever: str, name: str, key: str) -> list[str]:
    """Set a lever, wait until its key stands in the address and the strip has followed; the figures then."""
    before = figures(page)
    level(page, lever, name).click()
    expect(page).to_have_url(re.compile(rf"[?&]{key}(&|$)"))
    wait_until_done(page)
    after = figures(page)
    assert after != before
    return after


def go(page: Page, step: str, title: str) -> None:
    """Another step of choosing."""
    page.get_by_role("radio", name=step, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    wait_until_done(page)


def test_a_session_takes_a_variant_and_moves_three_controls(large: Page, start_server: Callable[[], Server]) -> None:
    """On a server of its own: many own institutions of other tests would turn the choice into a list."""
    page = open_page(large, start_server().url)
    page.get_by_role("radio", name="Klein vakcollege").click()
    expect(page).to_have_url(re.compile("i=small_vakcollege"))
    wait_until_done(page)
    page.get_by_role("button", name="Begin met Verrijken met stevige kaders").click()
    expect(page).to_have_url(re.compile("/kiezen.*v=verrijken_kaders.*i=small_vakcollege"))
    wait_until_done(page)
    move(page, "Scenario voor bol niveau 3-4", "Configureren", "s34=3")
    go(page, "Vrijheid", "Waarin is de student vrij?")
    move(page, "Wisselende groepen (met wie)", "Vaste klas", "met=0")
    go(page, "Sturing", "Wie bepaalt wat?")
    move(page, "Gedeelde taal en catalogus", "Elk team eigen woorden", "b1=1")
    expect(page.get_by_test_id("strip")).to_contain_text("gewijzigd")
    expect(page.get_by_test_id("warning-r_language_catalogue").first).to_be_visible()


def test_undo_and_resets_lead_back(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/kiezen?v=verrijken_kaders&stap=vrijheid")
    at_first = figures(page)
    move(page, "Keuze in inhoud (wat)", "Alles ligt vast", "wat=0")
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page).not_to_have_url(re.compile("wat="))
    wait_until_done(page)
    assert figures(page) == at_first

    move(page, "Keuze in inhoud (wat)", "Eigen samenstelling", "wat=4")
    page.get_by_role("button", name=re.compile("terug naar de variant")).click()
    expect(page).not_to_have_url(re.compile("wat="))
    wait_until_done(page)
    assert figures(page) == at_first
    expect(page.get_by_test_id("strip")).not_to_contain_text("gewijzigd")


def test_what_differs_is_one_click_away(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/impact?v=verrijken_kaders&b1=1&ro=60")
    page.get_by_role("button", name="Verschillen (2)").click()
    wait_until_done(page)
    table = page.get_by_test_id("differences").first
    expect(table).to_contain_text("Elk team eigen woorden")
    expect(table).to_contain_text("Instelling vast, teams schrijven mee")


def test_the_scenario_proposes_and_the_user_decides(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/kiezen?v=stap_voor_stap&s34=3&d34=0.5")
    page.get_by_text(re.compile("Bij het zwaarste gekozen scenario")).click()
    before = figures(page)
    assert "wan=" not in page.url
    page.get_by_role("button", name="Neem deze niveaus over").click()
    expect(page).to_have_url(re.compile("wan=3"))
    wait_until_done(page)
    assert figures(page) != before


def test_an_impossible_combination_is_shown_and_kept(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/kiezen?v=verrijken_kaders&stap=vrijheid&met=4&vgr=0.6")
    shown = page.locator(".st-key-control_dim_met_wie").get_by_test_id("warning-r_fixed_vs_personal")
    expect(shown).to_contain_text("Dit kan niet samen")
    assert "met=4" in page.url and "vgr=0.6" in page.url


def test_the_board_shows_every_level_of_twelve_domains_without_scrolling_away(large: Page, server: Server) -> None:
    page = open_page(large, f"{server.url}/kiezen?v=verrijken_kaders&stap=sturen")
    groups = page.locator(".st-key-board").get_by_role("radiogroup")
    expect(groups).to_have_count(13)
    expect(page.locator(".st-key-board").get_by_test_id("stRadioCaption")).to_have_count(65)
    twelfth = groups.nth(11).bounding_box()
    assert twelfth is not None and twelfth["y"] + twelfth["height"] <= 1080


def test_a_reload_in_the_middle_loses_nothing(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/kiezen?v=verrijken_kaders")
    before = move(page, "Scenario voor bbl", "Verrijken", "sbb=2")
    go(page, "Strategie", "Hoe veranderen we?")
    page.reload()
    wait_until_done(page)
    assert figures(page) == before
    expect(page.get_by_role("heading", level=1)).to_have_text("Hoe veranderen we?")


def test_a_link_gives_the_same_figures_on_a_phone_and_goes_back_changed(
    large: Page, server: Server, browser: Browser
) -> None:
    page = open_page(large, f"{server.url}/kiezen?v=teams_aan_zet&i=large_roc&ro=36&f=krappe_scholen")
    sent, at_sender = page.url, figures(page)
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="nl-NL")
    phone = open_page(context.new_page(), sent)
    expect(phone.get_by_test_id("strip")).to_be_visible()
    assert figures(phone) == at_sender
    assert phone.evaluate("document.scrollingElement.scrollWidth") <= 390
    strip = phone.get_by_test_id("strip").bounding_box()
    assert strip is not None and strip["y"] + strip["height"] > 800

    at_receiver = move(phone, "Scenario voor bol niveau 3-4", "Temporiseren", "s34=1")
    open_page(page, phone.url)
    assert figures(page) == at_receiver
    assert_no_dialog(page)
    context.close()


def test_the_language_switch_keeps_choice_and_figures(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/kiezen?v=verrijken_kaders&b1=1&stap=sturen")
    page.get_by_role("radio", name="EN", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who decides what?")
    wait_until_done(page)
    assert "l=en" in page.url and "b1=1" in page.url
    assert page.evaluate("document.documentElement.lang") == "en"
    move(page, "Shared language and catalogue", "Shared per sector", "b1=3")


def test_back_keeps_the_choice_and_leads_out(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/?v=verrijken_kaders")
    page.get_by_role("link", name="Kiezen").click()
    expect(page).to_have_url(re.compile("/kiezen"))
    wait_until_done(page)
    chosen = move(page, "Scenario voor bbl", "Verrijken", "sbb=2")
    page.go_back()
    wait_until_done(page)
    page.go_back()
    expect(page).not_to_have_url(re.compile("/kiezen"))
    wait_until_done(page)
    assert figures(page) == chosen and "sbb=2" in page.url
    assert_no_dialog(page)
