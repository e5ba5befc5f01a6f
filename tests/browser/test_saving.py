"""Saved variants: versions, two tabs, bin, copy, rename; unsaved work is visible as such."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Server, open_page, wait_until_done


def open_panel(page: Page) -> None:
    page.get_by_role("button", name=re.compile(r"Varianten$")).click()
    wait_until_done(page)
    expect(page.get_by_role("dialog")).to_be_visible()


def close_panel(page: Page) -> None:
    page.get_by_role("dialog").get_by_label("Close").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    wait_until_done(page)


def fill(page: Page, label: str, words: str) -> None:
    field = page.get_by_role("dialog").get_by_label(label, exact=True)
    field.fill(words)
    field.press("Enter")
    wait_until_done(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()
    wait_until_done(page)


def save_as(page: Page, name: str, who: str) -> None:
    open_panel(page)
    fill(page, "Uw naam", who)
    fill(page, "Naam van de variant", name)
    press(page, "Bewaar als variant")
    expect(page.get_by_role("dialog")).to_contain_text("is bewaard als versie 1")
    close_panel(page)


def test_work_is_saved_and_found_again(page: Page, server: Server) -> None:
    open_page(page, f"{server.url}/kiezen?v=stap_voor_stap&ro=48")
    save_as(page, "Voorstel mei", "Ans")
    expect(page.get_by_test_id("strip")).to_contain_text("Voorstel mei")
    expect(page.get_by_test_id("strip")).not_to_contain_text("gewijzigd")
    page.get_by_role("radiogroup", name="Scenario voor bbl").get_by_text("Verrijken").click()
    expect(page).to_have_url(re.compile("sbb=2"))
    expect(page.get_by_test_id("strip")).to_contain_text("gewijzigd")
    expect(page.get_by_role("button", name="● Varianten")).to_be_visible()
    page.reload()
    wait_until_done(page)
    expect(page.get_by_test_id("strip")).to_contain_text("Voorstel mei")

    open_page(page, server.url)
    page.get_by_role("button", name="Voorstel mei").first.click()
    wait_until_done(page)
    expect(page).to_have_url(re.compile("/kiezen.*ro=48"))
    assert "sbb=" not in page.url


def test_two_tabs_on_one_variant_give_two_versions(context: BrowserContext, server: Server) -> None:
    first = context.new_page()
    open_page(first, f"{server.url}/kiezen?v=llo_eerst&ro=12")
    save_as(first, "Twee tabbladen", "Ans")
    second = context.new_page()
    open_page(second, first.url)

    first.get_by_role("radiogroup", name="Scenario voor bbl").get_by_text("Verrijken").click()
    expect(first).to_have_url(re.compile("sbb=2"))
    open_panel(first)
    press(first, "Bewaar als nieuwe versie")
    expect(first.get_by_role("dialog")).to_contain_text("is bewaard als versie 2")

    second.get_by_role("radiogroup", name="Scenario voor bbl").get_by_text("Configureren").click()
    expect(second).to_have_url(re.compile("sbb=3"))
    open_panel(second)
    fill(second, "Uw naam", "Bram")
    press(second, "Bewaar als nieuwe versie")
    expect(second.get_by_role("dialog")).to_contain_text("is bewaard als versie 3. Intussen had Ans versie 2 bewaard")
    second.get_by_role("dialog").get_by_text("Versies (3)").click()
    expect(second.get_by_role("button", name="zet deze versie terug")).to_have_count(2)
    second.get_by_role("button", name="zet deze versie terug").first.click()
    wait_until_done(second)
    expect(second.get_by_role("dialog")).to_contain_text("is terug, als versie 4")
    press(second, "Open deze variant")
    expect(second).to_have_url(re.compile("sbb=2"))


def test_copy_rename_bin_and_restore(page: Page, server: Server) -> None:
    open_page(page, f"{server.url}/kiezen?v=teams_aan_zet&ro=24")
    save_as(page, "Werkversie", "Cor")
    open_panel(page)
    press(page, "Kopieer")
    expect(page.get_by_test_id("strip")).to_contain_text("Kopie van Werkversie")

    open_panel(page)
    expect(page.get_by_label("Andere naam")).to_have_value("Kopie van Werkversie")
    fill(page, "Andere naam", "Besproken versie")
    press(page, "Hernoem")
    press(page, "Naar de prullenbak")
    expect(page.get_by_role("dialog")).to_contain_text("'Besproken versie' ligt in de prullenbak")
    page.get_by_role("dialog").get_by_text(re.compile(r"Prullenbak \(")).click()
    page.get_by_role("dialog").get_by_role("button", name="haal terug").first.click()
    wait_until_done(page)
    expect(page.get_by_role("dialog")).to_contain_text("'Besproken versie' is terug")
