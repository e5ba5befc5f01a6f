"""Where the model's money falls in the accounts, as a table: the rules by which a budget is compared, and why."""

from __future__ import annotations

import streamlit as st

from flexlib.model.account_records import AccountRule
from flexlib.model.accounts import categories_for
from flexlib.ui.budget.compared import Against
from flexlib.ui.tables import html_table

COLUMNS = ("money", "of", "account", "capitalised", "because", "grade", "source")


def show(of: Against) -> None:
    """The rules in the order of the data, closed until asked for."""
    model = of.page.model
    classes = {one.id: one.label[of.page.language] for one in categories_for(model, "programme")}
    heads = [of.t(f"map_column.{name}") for name in COLUMNS]
    rows = [_written(of, rule, classes) for rule in model.accounts.rules.values()]
    with st.expander(of.t("map.open"), key="account-map"):
        st.html(html_table(of.t("map.open"), heads, rows, words=range(len(COLUMNS))))


def _written(of: Against, rule: AccountRule, classes: dict[str, str]) -> tuple[str, ...]:
    model, language = of.page.model, of.page.language
    subject = of.t("map.all")
    if rule.subject_kind == "cost_class":
        subject = classes[f"cost_class:{rule.subject}"]
    elif rule.subject_kind == "line":
        subject = model.lines[rule.subject].label[language]
    accounts = model.accounts.accounts
    capitalised = accounts[rule.capitalised_account_id].label[language] if rule.capitalised_account_id else "–"
    source = model.sources[rule.source_id].title if rule.source_id else "–"
    account = accounts[rule.account_id].label[language]
    if rule.measure == "fte":
        account = of.t("map.as_fte", account=account)
    return of.t(f"map_money.{rule.kind}"), subject, account, capitalised, rule.reasoning, rule.grade, source
