"""The accounts of a budget: read, checked, and every part of the model's money falls into exactly one of them."""

from __future__ import annotations

import pytest

from flexlib.model.account_records import MONEY_KINDS
from flexlib.model.accounts import categories_for

ACCOUNTS = {
    "personele_lasten",
    "afschrijvingen",
    "huisvestingslasten",
    "overige_lasten",
    "rijksbijdragen",
    "overige_overheidsbijdragen",
    "college_cursus_examengelden",
    "werk_opdracht_derden",
    "overige_baten",
    "financiele_baten_lasten",
}


def test_the_ten_usual_categories_are_there(model):
    assert {category.id for category in categories_for(model, "budget")} == {f"account:{id_}" for id_ in ACCOUNTS}


def test_every_kind_of_money_of_every_line_has_an_account(model):
    for line in model.lines.values():
        for kind in MONEY_KINDS:
            rule = model.accounts.rule(kind, line.id, line.cost_class)
            assert rule.account_id in ACCOUNTS
            assert model.accounts.accounts[rule.account_id].side == ("income" if kind == "income" else "cost")


@pytest.mark.parametrize(
    ("kind", "line", "account", "capitalised"),
    [
        ("purchase", "w_portal", "overige_lasten", "afschrijvingen"),
        ("external_hire", "w_portal", "personele_lasten", "afschrijvingen"),
        ("external_hire", "o_design", "personele_lasten", None),
        ("backfill", "o_design", "personele_lasten", None),
        ("purchase", "u_building", "huisvestingslasten", None),
        ("purchase", "f_basic_training", "personele_lasten", None),
        ("income", "u_retained_income", "rijksbijdragen", None),
        ("income", "f_slim", "overige_overheidsbijdragen", None),
        ("income", "f_llo_income", "werk_opdracht_derden", None),
    ],
)
def test_the_narrowest_rule_holds(model, kind, line, account, capitalised):
    rule = model.accounts.rule(kind, line, model.lines[line].cost_class)
    assert (rule.account_id, rule.capitalised_account_id) == (account, capitalised)


def test_own_time_is_compared_in_fte_and_nothing_else_is(model):
    assert {rule.kind for rule in model.accounts.rules.values() if rule.measure == "fte"} == {"own_time"}


def test_every_workbook_has_its_categories(model):
    programme = {category.id for category in categories_for(model, "programme")}
    assert {f"cost_class:{one}" for one in ("development", "ict", "organisation", "execution", "people")} <= programme
    assert {f"role:{role}" for role in model.roles} <= programme
    assert "income:subsidie" in programme
    staffing = {category.id: category for category in categories_for(model, "staffing")}
    assert {f"figure:{role.fte_figure}" for role in model.roles.values()} <= set(staffing)
    assert "docenten" in staffing["figure:fte_docent"].words
    profile = {category.id for category in categories_for(model, "profile")}
    assert {"figure:students_bbl", "figure:budget_total_eur", "rate:rate_docent"} <= profile
    assert not any("today" in category for category in profile)
    with pytest.raises(LookupError):
        categories_for(model, "letter")


@pytest.mark.parametrize("kind", ["budget", "programme", "staffing", "profile"])
def test_a_category_has_a_label_in_both_languages_and_words_in_lower_case(model, kind):
    categories = categories_for(model, kind)
    assert len({category.id for category in categories}) == len(categories)
    for category in categories:
        assert category.label.nl and category.label.en
        assert all(word == word.lower() for word in category.words)


CASES = [
    ("accounts", {"id": "afschrijvingen"}, "side", "neither", "'neither' kan hier niet"),
    ("accounts", {"id": "afschrijvingen"}, "words", "Afschrijving", "schrijf 'Afschrijving' met kleine letters"),
    ("accounts", {"id": "afschrijvingen"}, "source_id", "no_such_source", "staat niet in sources.csv"),
    ("account_map", {"kind": "backfill"}, "account_id", "no_account", "'no_account' staat niet in accounts.csv"),
    ("account_map", {"kind": "backfill"}, "account_id", "rijksbijdragen", "staat aan de kant 'income'"),
    ("account_map", {"kind": "own_time"}, "measure", "eur", "geld van soort 'own_time' wordt vergeleken in fte"),
    ("account_map", {"subject": "u_building"}, "subject", "no_line", "'no_line' staat niet in cost_lines.csv"),
    ("account_map", {"subject": "people"}, "subject", "animals", "'animals' kan hier niet"),
    ("account_map", {"subject": "f_slim"}, "funding", "no_fund", "'no_fund' staat niet in budget_categories.csv"),
    ("account_map", {"kind": "backfill"}, "reasoning", "", "de reden ontbreekt"),
    ("budget_categories", {"id": "docent"}, "id", "piloot", "'piloot' staat niet in roles.csv"),
    ("budget_categories", {"id": "students_bbl"}, "id", "horses", "'horses' staat niet in figures.csv"),
    ("budget_categories", {"kind": "cost_class"}, "id", "travel", "'travel' kan hier niet"),
    ("budget_categories", {"id": "subsidie"}, "label_en", "", "de tekst ontbreekt in deze taal"),
]


@pytest.mark.parametrize(("table", "where", "column", "cell", "words"), CASES)
def test_a_wrong_cell_is_named_with_file_row_and_column(copy, table, where, column, cell, words):
    number = copy.change(table, where, **{column: cell})
    place = f"{table}.csv, rij {number}, kolom {column}: "
    assert any(message.startswith(place) and words in message for message in copy.messages())


def test_money_without_a_rule_is_a_finding(copy):
    copy.remove("account_map", kind="backfill")
    assert any("voor geld van soort 'backfill' ontbreekt een regel" in message for message in copy.messages())
