"""Journey 1 up to saving, and journey 3: choose, move controls, see it at once, save, hand the link on."""

from __future__ import annotations

import itertools
import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, assert_no_dialog, open_page, wait_until_done

STRIP_FIGURES = ("one_off_integral", "recurring_integral", "one_off_own_hours", "months_all_live")


def tile(page: Page, outcome: str) -> str:
    return page.get_by_test_id(f"tile-{outcome}").locator(".fl-tile-value").inner_text()


def figures(page: Page) -> list[str]:
    return [tile(page, outcome) for outcome in STRIP_FIGURES]


def choose(page: Page, name: str) -> None:
    """Click a segment or level by its words."""
    page.get_by_role("radio", name=name, exact=True).first.click()
    wait_until_done(page)


def test_a_session_takes_a_variant_and_moves_three_controls(large: Page, server: Server) -> None:
    page = open_page(large, server.url)
    page.get_by_role("radio", name="Klein vakcollege").click()
    wait_until_done(page)
    page.get_by_role("button", name="Begin met Verrijken met stevige kaders").click()
    wait_until_done(page)
    assert "/kiezen" in page.url and "v=verrijken_kaders" in page.url and "i=small_vakcollege" in page.url
    seen = [figures(page)]

    page.get_by_role("radiogroup", name="Scenario voor bol niveau 3-4").get_by_text("Configureren").click()
    wait_until_done(page)
    seen.append(figures(page))
    choose(page, "Vrijheid")
    page.get_by_role("radiogroup", name="Wisselende groepen (met wie)").get_by_text("Vaste klas").click()
    wait_until_done(page)
    seen.append(figures(page))
    choose(page, "Sturing")
    page.get_by_role("radiogroup", name="Gedeelde taal en catalogus").get_by_text("Elk team eigen woorden").click()
    wait_until_done(page)
    seen.append(figures(page))

    assert all(before != after for before, after in itertools.pairwise(seen)), seen
    assert "s34=3" in page.url and "met=0" in page.url and "b1=1" in page.url
    expect(page.get_by_test_id("strip")).to_contain_text("gewijzigd")
    expect(page.get_by_test_id("warning-r_language_catalogue").first).to_be_visible()


def test_undo_and_resets_lead_back(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/kiezen?v=verrijken_kaders&stap=vrijheid")
    at_first = figures(page)
    levels = page.get_by_role("radiogroup", name="Keuze in inhoud (wat)")
    levels.get_by_text("Alles ligt vast").click()
    wait_until_done(page)
    assert figures(page) != at_first
    page.get_by_role("button", name="Ongedaan maken").click()
    wait_until_done(page)
    assert figures(page) == at_first and "wat=" not in page.url

    levels.get_by_text("Eigen samenstelling").click()
    wait_until_done(page)
    page.get_by_role("button", name=re.compile("terug naar de variant")).click()
    wait_until_done(page)
    assert figures(page) == at_first and "wat=" not in page.url
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
    page.get_by_text(re.compile("Het zwaarste scenario stelt")).click()
    before = figures(page)
    assert "wan=" not in page.url
    page.get_by_role("button", name="Neem deze niveaus over").click()
    wait_until_done(page)
    assert "wan=3" in page.url and figures(page) != before


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
    page.get_by_role("radiogroup", name="Scenario voor bbl").get_by_text("Verrijken").click()
    wait_until_done(page)
    choose(page, "Strategie")
    before = figures(page)
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
    assert figures(phone) == at_sender
    assert phone.evaluate("document.scrollingElement.scrollWidth") <= 390
    strip = phone.get_by_test_id("strip").bounding_box()
    assert strip is not None and strip["y"] + strip["height"] > 800

    phone.get_by_role("radiogroup", name="Scenario voor bol niveau 3-4").get_by_text("Temporiseren").click()
    wait_until_done(phone)
    answered, at_receiver = phone.url, figures(phone)
    assert answered != sent
    open_page(page, answered)
    assert figures(page) == at_receiver
    assert_no_dialog(page)
    context.close()


def test_the_language_switch_keeps_choice_and_figures(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/kiezen?v=verrijken_kaders&b1=1&stap=sturen")
    page.get_by_role("radio", name="EN", exact=True).click()
    wait_until_done(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Who decides what?")
    assert "l=en" in page.url and "b1=1" in page.url
    assert page.evaluate("document.documentElement.lang") == "en"
    group = page.get_by_role("radiogroup", name="Shared language and catalogue")
    group.get_by_text("Shared per sector").click()
    wait_until_done(page)
    assert "b1=3" in page.url
