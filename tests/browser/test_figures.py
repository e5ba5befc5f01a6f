"""Figures of an institution: Dutch and English notation, what cannot be read, bounds, relations, and the way back."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import Server, open_page, wait_until_done


def field(page: Page, label: str) -> Locator:
    return page.get_by_role("textbox", name=label, exact=True)


def type_in(page: Page, label: str, typed: str) -> None:
    field(page, label).fill(typed)
    field(page, label).press("Enter")
    wait_until_done(page)


def test_a_dutch_amount_becomes_an_own_figure(page: Page, server: Server) -> None:
    open_page(page, f"{server.url}/instelling?v=verrijken_kaders&deel=money")
    type_in(page, "Totale inkomsten per jaar", "€ 98.765.432,10")
    expect(page.get_by_test_id("echo-income_eur")).to_contain_text("98.765.432,10")
    expect(page.get_by_test_id("strip")).to_contain_text("Onze instelling (Gemiddeld roc)")
    assert "own=" in page.url and "o=1" in page.url and "98" not in page.url.partition("own=")[0]

    page.reload()
    wait_until_done(page)
    expect(page.get_by_test_id("echo-income_eur")).to_contain_text("98.765.432,10")
    page.get_by_role("button", name="terug naar de referentie").click()
    wait_until_done(page)
    expect(page.get_by_test_id("echo-income_eur")).to_contain_text("102.000.000")


def test_a_budget_shows_the_chance_to_stay_within_it(page: Page, server: Server) -> None:
    open_page(page, f"{server.url}/instelling?v=verrijken_kaders&deel=money")
    expect(page.get_by_test_id("tile-within_budget_total")).to_have_count(0)
    type_in(page, "Budget voor het hele programma", "4.500.000")
    expect(page.get_by_test_id("tile-within_budget_total")).to_contain_text("toekomst")
    expect(page.get_by_test_id("tile-within_budget_every_year")).to_have_count(0)
    type_in(page, "Budget per jaar", "900.000")
    expect(page.get_by_test_id("tile-within_budget_every_year")).to_contain_text("Binnen budget, elk jaar")
    expect(page.get_by_test_id("tile-within_budget_total")).to_contain_text("Binnen budget, totaal")
    open_page(page, page.url.replace("/instelling", "/impact"))
    expect(page.get_by_test_id("budget")).to_contain_text("het krapste jaar, binnen het budget.")
    expect(page.get_by_role("region", name="Uit te geven naast het budget, per kalenderjaar")).to_contain_text("2030")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("4,500", "kan op twee manieren worden gelezen"),
        ("-5", "kan hier niet"),
        ("1.000.000.000.000", "kan hier niet"),
        ("5%", "Laat het procentteken weg"),
        ("veel 1", "is geen getal"),
    ],
)
def test_what_cannot_be_used_is_said_and_kept(typed: str, said: str, page: Page, server: Server) -> None:
    open_page(page, f"{server.url}/instelling?v=verrijken_kaders&deel=teams")
    type_in(page, "Onderwijsteams", typed)
    expect(page.get_by_role("alert").filter(has_text=said)).to_be_visible()
    expect(field(page, "Onderwijsteams")).to_have_value(typed)
    expect(page.get_by_text("Er wordt nog gerekend met: 50 teams")).to_be_visible()
    assert "own=" not in page.url


def test_english_notation_in_the_english_view(page: Page, server: Server) -> None:
    open_page(page, f"{server.url}/instelling?l=en&v=verrijken_kaders&deel=money")
    type_in(page, "Income per year", "98,765,432.10")
    expect(page.get_by_test_id("echo-income_eur")).to_contain_text("98,765,432.10")


def test_figures_that_do_not_fit_together_are_doubted(page: Page, server: Server) -> None:
    open_page(page, f"{server.url}/instelling?v=verrijken_kaders&deel=programmes")
    type_in(page, "Opleidingen bol niveau 3-4", "400")
    type_in(page, "Opleidingen bbl", "0")
    expect(page.get_by_test_id("doubt").first).to_be_visible()
    expect(page.get_by_text("er zijn studenten zonder opleidingen").first).to_be_visible()


def test_an_own_rate_replaces_the_range(page: Page, server: Server) -> None:
    open_page(page, f"{server.url}/instelling?v=verrijken_kaders&deel=rates")
    before = page.get_by_test_id("tile-one_off_integral").inner_text()
    type_in(page, "Docent (en instructeur)", "120,50")
    assert page.get_by_test_id("tile-one_off_integral").inner_text() != before
    expect(page.get_by_test_id("echo-rate_docent")).to_contain_text("120,50")


def test_two_tabs_on_one_own_institution_are_told_of_each_other(context: BrowserContext, server: Server) -> None:
    first = open_page(context.new_page(), f"{server.url}/instelling?v=verrijken_kaders&deel=teams")
    type_in(first, "Onderwijsteams", "40")
    second = open_page(context.new_page(), first.url)
    type_in(first, "Onderwijsteams", "41")
    expect(first.get_by_text("Intussen had")).to_have_count(0)
    type_in(second, "Onderwijsteams", "42")
    expect(second.get_by_text("Intussen had")).to_be_visible()
    type_in(second, "Onderwijsteams", "43")
    expect(second.get_by_text("Intussen had")).to_have_count(0)


def test_an_unknown_section_in_the_address_is_left_out(page: Page, server: Server) -> None:
    open_page(page, f"{server.url}/instelling?v=verrijken_kaders&deel=bestaat-niet")
    assert "deel=" not in page.url
    expect(page.get_by_text("daarom overgeslagen")).to_be_visible()


def test_the_reason_of_a_figure_is_read_without_a_mouse(phone: Page, server: Server) -> None:
    open_page(phone, f"{server.url}/instelling?v=verrijken_kaders&deel=teams")
    reason = phone.locator("details").first
    reason.locator("summary").click()
    expect(reason).to_have_attribute("open", "")
