"""Journey 1, from "save as own" on: compare with Stap voor stap, contest one assumption, see if the order holds."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE_S, Server, assert_no_dialog, open_page, wait_until_done
from tests.browser.test_saving import save_as

OWN = "/vergelijken?v=verrijken_kaders&ro=18&vv=0.5"
SAID = "[data-testid='headline']"


def go_to(page: Page, name: str) -> None:
    page.get_by_role("link", name=re.compile(f"{name}$")).click()
    wait_until_done(page)


def part(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()
    wait_until_done(page)


def order_of(page: Page) -> list[str]:
    return [row.split("\n")[0] for row in page.locator("[data-testid='compare-table'] tbody th").all_inner_texts()]


def test_own_variant_beside_step_by_step_and_one_assumption_contested(
    browser: Browser, large: Page, server: Server
) -> None:
    page = open_page(large, f"{server.url}{OWN.replace('/vergelijken', '/kiezen')}")
    save_as(page, "Onze weg", "Ans")
    go_to(page, "Vergelijken")
    expect(page.locator(SAID)).to_contain_text("Stap voor stap")
    before = order_of(page)
    assert "Onze weg" in before and "Stap voor stap" in before
    expect(page.get_by_test_id("compare-table")).to_contain_text(re.compile(r"in (10|9) van de 10 toekomsten"))

    go_to(page, "Bronnen")
    box = page.get_by_role("textbox", name="Uw waarde of band")
    box.fill("90-110")
    box.press("Enter")
    wait_until_done(page)
    go_to(page, "Vergelijken")
    expect(page.get_by_test_id("strip")).to_contain_text("1 aanname betwist")
    after = order_of(page)
    assert sorted(after) == sorted(before)
    expect(page.locator(SAID)).to_contain_text(after[0])

    link, table = page.url, page.get_by_test_id("compare-table").inner_text()
    assert "c=rate_docent" in link
    other = open_page(browser.new_context(locale="nl-NL").new_page(), link)
    assert other.get_by_test_id("compare-table").inner_text() == table
    other.context.close()
    assert_no_dialog(page)


def test_every_part_opens_and_travels_in_the_link(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}{OWN}")
    said = {page.locator(SAID).inner_text()}
    for name, address in (
        ("Afwegen", "afwegen"),
        ("Brug", "brug"),
        ("Gewichten", "gewichten"),
        ("Toekomsten", "toekomsten"),
    ):
        part(page, name)
        expect(page).to_have_url(re.compile(f"beeld={address}"))
        expect(page.locator(SAID)).to_be_visible(timeout=PATIENCE_S * 1000)
        said.add(page.locator(SAID).inner_text())
        expect(page.get_by_test_id("stException")).to_have_count(0)
        assert page.locator("canvas, .vega-embed svg").count() > 0
    assert len(said) == 5


def test_twelve_variants_are_there_and_one_is_not_enough(laptop: Page, server: Server) -> None:
    ready = ["nulvariant", "stap_voor_stap", "verrijken_kaders", "teams_aan_zet", "koploper_configureren", "llo_eerst"]
    entries = [
        "alles_tegelijk",
        *ready,
        *(f"{name}~ro~{months}~n~Na+{months}" for name, months in zip(ready[1:], range(6, 36, 6), strict=True)),
    ]
    page = open_page(laptop, f"{server.url}/vergelijken?v=verrijken_kaders&set={'~~'.join(entries)}")
    assert len(order_of(page)) == 12
    open_page(page, f"{server.url}/vergelijken?v=verrijken_kaders&set=stap_voor_stap")
    expect(page.get_by_test_id("too-few")).to_contain_text("ten minste 2")
    open_page(page, f"{server.url}/vergelijken?set={'~~'.join([*entries, 'nulvariant'])}")
    expect(page.get_by_text("hoogstens 12 passen naast elkaar")).to_be_visible()


def test_twins_are_told_and_what_was_put_equal_too(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/kiezen?v=llo_eerst&f=geld_op&h=60")
    save_as(page, "Met minder geld", "Ans")
    open_page(page, f"{server.url}/vergelijken?v=verrijken_kaders&set=llo_eerst~~llo_eerst~n~Met+minder+geld")
    remarks = page.get_by_test_id("remarks")
    expect(remarks).to_contain_text("zijn dezelfde keuze")
    expect(remarks).to_contain_text("het toekomstbeeld, startdatum en rekenperiode")


def test_all_weights_at_nought_give_a_clear_answer(laptop: Page, server: Server) -> None:
    noughts = "~".join(
        f"{name}~0"
        for name in (
            "one_off_income_share",
            "recurring_income_share",
            "months_all_live",
            "doceerbaarheid",
            "organiseerbaarheid",
            "bestuurbaarheid",
            "students_in_scope_share",
            "studeerbaarheid",
        )
    )
    page = open_page(laptop, f"{server.url}/vergelijken?v=verrijken_kaders&beeld=gewichten&weeg={noughts}")
    expect(page.get_by_test_id("no-weights")).to_contain_text("Alle gewichten staan op 0")
    page.get_by_role("spinbutton", name="Gewicht van Studeerbaarheid").fill("7")
    page.get_by_role("spinbutton", name="Gewicht van Studeerbaarheid").press("Enter")
    wait_until_done(page)
    expect(page.get_by_test_id("no-weights")).to_have_count(0)
    expect(page).to_have_url(re.compile("studeerbaarheid~7"))


def test_an_own_future_is_shown_on_other_screens_and_leads_back(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/kiezen?v=verrijken_kaders&w=delay_all~1.2")
    expect(page.get_by_test_id("moved")).to_contain_text("Vertraging van het hele traject × 1,20")
    page.get_by_role("button", name="Terug naar het toekomstbeeld zelf").click()
    wait_until_done(page)
    expect(page).not_to_have_url(re.compile(r"[?&]w="))
    expect(page.get_by_test_id("moved")).to_have_count(0)


def test_a_range_moved_by_keyboard_is_followed_by_sentence_picture_and_link(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}{OWN}&beeld=afwegen")
    page.get_by_text("Grenzen stellen per uitkomst").click()
    low = page.get_by_test_id("stSlider").filter(has_text="Maanden tot alle teams").get_by_role("slider").first
    dim = page.locator(".st-key-widechart-alle-uitkomsten svg.marks [opacity='0.16']")
    inside = page.get_by_test_id("inside")
    expect(inside).to_have_text("Stel grenzen, en wat erbuiten valt wordt vaag.")
    expect(dim).to_have_count(0)
    worst = low.get_attribute("aria-valuetext") or ""
    low.focus()
    page.keyboard.press("ArrowRight")
    expect(low).not_to_have_attribute("aria-valuetext", worst)  # one step is one word further
    expect(page).to_have_url(re.compile(r"grenzen=months_all_live~\d~100"))
    page.keyboard.press("End")
    expect(inside).to_have_text("Binnen uw grenzen: Uw variant.")
    expect(page).to_have_url(re.compile("grenzen=months_all_live~100~100"))
    expect(dim).not_to_have_count(0)
    expect(low).to_be_focused()
    part(page, "Brug")
    part(page, "Afwegen")
    expect(inside).to_have_text("Binnen uw grenzen: Uw variant.")
    assert_no_dialog(page)


def test_a_choice_is_changed_beside_the_comparison_and_shows_among_the_others(laptop: Page, server: Server) -> None:
    page = open_page(laptop, f"{server.url}/vergelijken?v=verrijken_kaders&set=stap_voor_stap~~llo_eerst")
    page.get_by_text("Verander een keuze", exact=True).click()
    page.get_by_role("button", name="Zet erbij").click()
    table = page.get_by_test_id("compare-table")
    own = table.locator("tbody tr").filter(has_text="Verrijken met stevige kaders")
    expect(own).to_have_count(1)
    others = table.locator("tbody tr").filter(has_text="LLO eerst")
    before, beside = own.inner_text(), others.inner_text()
    page.get_by_role("radiogroup", name="Scenario voor bol niveau 3-4").get_by_role("radio", name="Geen").click()
    expect(page).to_have_url(re.compile("s34=0"))
    changed = table.locator("tbody tr").filter(has_text="Uw variant")
    expect(changed).to_have_count(1)
    assert changed.inner_text().split("\n")[1:] != before.split("\n")[1:]
    assert others.inner_text() == beside
    part(page, "Brug")
    expect(page.get_by_role("radiogroup", name="Scenario voor bol niveau 3-4")).to_be_visible()


def test_from_the_futures_one_sees_when_the_preferred_variant_fails(laptop: Page, server: Server) -> None:
    limits = "eisen=one_off_integral~2500000.0&hoogstens=one_off_integral~4000000~months_all_live~90"
    page = open_page(laptop, f"{server.url}/vergelijken?v=verrijken_kaders&beeld=toekomsten&{limits}")
    ask = page.get_by_role("button", name="Wanneer mislukt Stap voor stap?")
    expect(ask).to_be_visible(timeout=PATIENCE_S * 1000)
    ask.click()
    expect(page).to_have_url(re.compile(r"/onzekerheid\?v=stap_voor_stap.*onzeker=faalt"))
    expect(page.locator(SAID)).to_contain_text("Stap voor stap", timeout=PATIENCE_S * 1000)
    expect(page).to_have_url(re.compile(r"hoogstens=one_off_integral~2500000\.0~months_all_live~90"))
    alerts = page.get_by_test_id("stAlert")
    expect(alerts.filter(has_text=re.compile(r"was €\s4\.000\.000 en is nu €\s2\.500\.000"))).to_be_visible()
    expect(alerts.filter(has_text="telt ook nog mee: Maanden tot alle teams")).to_be_visible()
    assert_no_dialog(page)
