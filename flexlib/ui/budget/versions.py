"""The part `versies`: every budget of the institution with its versions, what differs between two, and the bin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from html import escape

import streamlit as st

from flexlib.budget.records import KINDS
from flexlib.errors import FlexlibError, notice
from flexlib.store.budgets import BudgetVersion, KeptLine, differences
from flexlib.ui import boundary, budget_use, look, saves, state, who
from flexlib.ui.budget.against import PICKED
from flexlib.ui.budget.compared import COMPARED
from flexlib.ui.budget.mapping import category_names
from flexlib.ui.budget.parts import open_part
from flexlib.ui.budget.tie_out import ZERO, written
from flexlib.ui.follow import own_key, put_own, value_of
from flexlib.ui.frame import Page
from flexlib.ui.tables import html_table

HASH = 12  # characters of a hash in sight
MOST = 300  # differences in sight


def show(page: Page) -> None:
    """Budgets by kind, the newest first, and what was thrown away."""
    with boundary.failures_said(page.language):
        institution = page.choice.institution
        is_reference = institution.id in page.model.institutions
        kept = [] if is_reference else saves.workspace().budgets.budgets(institution.id)
        thrown = [] if is_reference else saves.workspace().budgets.budgets(institution.id, in_bin=True)
        if not kept:
            st.html(f'<p class="fl-sentence">{escape(page.t("begroting.versions.none"))}</p>')
        if kept or thrown:  # putting back and throwing away are kept with a name, as saving is
            with st.container(width=320):
                who.ask(page.language)
        for kind in KINDS:
            of_kind = [one for one in kept if one.kind == kind]
            if of_kind:
                look.section(page.t(f"begroting.kind.{kind}"))
                for latest in of_kind:
                    _budget(page, latest)
        if thrown:
            _bin(page, thrown)


def _budget(page: Page, latest: BudgetVersion) -> None:
    history = saves.workspace().budgets.history(latest.id)
    with st.container(border=True, key=f"budget_{latest.id}"):
        look.section(latest.name, level=3)
        for version in history:
            _version(page, version, latest)
        if len(history) > 1:
            with st.expander(page.t("begroting.versions.difference"), key=f"budget_difference_{latest.id}"):
                _difference(page, history)
        with st.container(horizontal=True, key=f"budget_do_{latest.id}"):
            if latest.kind in COMPARED:
                st.button(
                    page.t("begroting.versions.beside_model"),
                    key=f"budget_beside_{latest.id}",
                    icon=":material/compare_arrows:",
                    type="tertiary",
                    on_click=_lay_beside,
                    args=(latest,),
                )
            st.button(
                page.t("begroting.versions.bin_it"),
                key=f"budget_bin_{latest.id}",
                icon=":material/delete:",
                type="tertiary",
                on_click=_throw_away,
                args=(latest,),
            )


def _lay_beside(latest: BudgetVersion) -> None:
    """Callback: this budget beside the model."""
    put_own(PICKED, latest.id)
    open_part("naast_model")


def _version(page: Page, version: BudgetVersion, latest: BudgetVersion) -> None:
    line = page.t(
        "begroting.versions.line",
        version=version.version,
        action=notice(f"variants.action.{version.action}"),
        who=version.who or notice("variants.someone"),
        when=f"{version.saved_at.astimezone():%d-%m-%Y %H:%M}",
        file=version.file_name,
        hash=version.sha256[:HASH],
    )
    key = f"{version.id}_{version.version}"
    with st.container(horizontal=True, vertical_alignment="center", key=f"budget_version_{key}"):
        st.html(f'<span data-testid="budget-version">{escape(line)}</span>', width="content")
        st.download_button(
            page.t("begroting.versions.original"),
            _original(version),
            file_name=version.file_name,
            mime="application/octet-stream",
            key=f"budget_original_{key}",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
        )
        if version.version != latest.version:
            st.button(
                page.t("variants.restore_version"),
                key=f"budget_restore_{key}",
                type="tertiary",
                on_click=_restore,
                args=(version, version.version),
            )


def _original(version: BudgetVersion) -> Callable[[], bytes]:
    """Read only when it is asked for."""
    return lambda: saves.workspace().budgets.original(version.id, version.version)


def _difference(page: Page, history: Sequence[BudgetVersion]) -> None:
    words = {str(one.version): page.t("begroting.versions.numbered", version=one.version) for one in history}
    of = history[0].id
    with st.container(horizontal=True, key=f"budget_two_{of}"):
        before = own_key(f"budget_before_{of}", str(history[1].version), words)
        st.selectbox(page.t("begroting.versions.before"), list(words), format_func=words.__getitem__, key=before)
        after = own_key(f"budget_after_{of}", str(history[0].version), words)
        st.selectbox(page.t("begroting.versions.after"), list(words), format_func=words.__getitem__, key=after)
    budgets = saves.workspace().budgets
    old, new = (budgets.lines(of, int(value_of(key))) for key in (before, after))
    found = differences(old, new)
    changed = [one for one in found if one.before is not None and one.after is not None]
    gone, added = (sum(getattr(one, side) is None for one in found) for side in ("after", "before"))
    said = page.t("begroting.versions.counts", changed=len(changed), added=added, gone=gone)
    st.html(f'<p class="fl-sentence">{escape(said)}</p>')
    rows = [row for one in found for row in _rows(page, history[0].kind, one.before, one.after)]
    if rows:
        heads = [
            page.t(f"begroting.versions.column_{name}") for name in ("line", "what", "before", "after", "difference")
        ]
        st.html(html_table(page.t("begroting.versions.table"), heads, rows[:MOST], words=(0, 1), classes="fl-tie"))
    if len(rows) > MOST:
        st.html(f'<p class="fl-note">{escape(page.t("begroting.versions.more", count=len(rows) - MOST))}</p>')


def _rows(page: Page, kind: str, before: KeptLine | None, after: KeptLine | None) -> list[tuple[str, ...]]:
    """A row for everything in a line that differs: its label, its category, and every year."""
    line = after or before
    assert line is not None
    label = " ".join(part for part in (line.account, line.label) if part) or line.key
    rows: list[tuple[str, ...]] = []
    if before is not None and after is not None:
        names = category_names(page.model, kind, page)
        for what, then, since in (
            ("label", before.label, after.label),
            ("category", names.get(before.category, before.category), names.get(after.category, after.category)),
        ):
            if then != since:
                rows.append((label, page.t(f"begroting.versions.{what}"), then, since, ""))
    was, now = (dict(one.amounts) if one else {} for one in (before, after))
    is_other = before is not None and after is not None and before.quantity != after.quantity
    for period in sorted({*was, *now}):
        old, new = was.get(period), now.get(period)
        if old == new and not is_other:
            continue
        amounts = (_amount(page, old, before), _amount(page, new, after))
        step = "" if is_other else written((new or ZERO) - (old or ZERO), line.quantity, page.language)
        rows.append((label, period or page.t("no_period"), *amounts, step))
    return rows


def _amount(page: Page, amount: Decimal | None, line: KeptLine | None) -> str:
    if amount is None or line is None:
        return page.t("begroting.versions.nothing")
    return written(amount, line.quantity, page.language)


def _bin(page: Page, thrown: Sequence[BudgetVersion]) -> None:
    with st.expander(page.t("variants.bin", count=len(thrown)), key="budget_bin"):
        for item in thrown:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.html(f"<span>{escape(item.name)}</span>", width="content")
                st.button(
                    page.t("variants.restore"),
                    key=f"budget_unbin_{item.id}",
                    type="tertiary",
                    on_click=_restore,
                    args=(item, None),
                )


def _restore(item: BudgetVersion, version: int | None) -> None:
    """Callback: an earlier version becomes the latest, or a budget leaves the bin; it is taken into use again."""
    try:
        made = saves.workspace().budgets.restore(item.id, state.session().who, version)
        budget_use.put_into_use(made)
    except FlexlibError as error:
        state.tell(error.notice)
        return
    state.tell(notice("variants.restored", name=made.name, version=made.version))


def _throw_away(item: BudgetVersion) -> None:
    try:
        saves.workspace().budgets.delete(item.id, state.session().who)
        budget_use.put_out_of_use(item.id)
    except FlexlibError as error:
        state.tell(error.notice)
        return
    state.tell(notice("variants.deleted", name=item.name))
