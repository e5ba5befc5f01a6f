"""An exported workbook that comes back: what was changed in it, from what to what, taken over as contested values."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

import streamlit as st

from flexlib.budget.export.returned import ROWS_TO_READ, Returned, changed_assumptions
from flexlib.budget.files.hand_in import preview_in_child
from flexlib.budget.files.refused import FileRefused
from flexlib.budget.records import Finding
from flexlib.errors import notice
from flexlib.model.records import Choice, CostModel
from flexlib.share import decode_choice
from flexlib.text import render
from flexlib.ui import look, moves, state
from flexlib.ui.cache import open_shared_model
from flexlib.ui.frame import Page
from flexlib.ui.tables import html_table
from flexlib.ui.values import value_words

UPLOAD, CAME_BACK, STOPPED = "budget_return", "budget_came_back", "budget_return_stopped"
MARKS = {"wrong": "fl-impossible"}


@dataclass(frozen=True, slots=True)
class CameBack:
    """A file that was handed in, by the id of its upload, and what was read from it."""

    upload: str
    file_name: str
    returned: Returned


def show(page: Page) -> None:
    """Hand the workbook in, see what was changed, take it over."""
    look.section(page.t("begroting_out.back"), page.t("begroting_out.back_note"))
    handed_in = st.file_uploader(page.t("begroting_out.back_file"), type=["xlsx", "xlsm"], key=UPLOAD)
    if handed_in is None:
        return
    kept = st.session_state.get(CAME_BACK)
    if kept is None or kept.upload != handed_in.file_id:
        kept = _read(page, handed_in.file_id, handed_in.name, handed_in.getvalue())
    if kept is not None:
        _show_changes(page, kept.returned)


def _read(page: Page, upload: str, file_name: str, content: bytes) -> CameBack | None:
    """Read the file in a process of its own; None when it was stopped."""
    if st.session_state.get(STOPPED) == upload:
        st.html(f'<p class="fl-note">{escape(page.t("begroting_out.stopped"))}</p>')
        return None
    place = st.empty()
    with place.container():
        bar = st.progress(0.0, page.t("begroting_out.reading"))

        def tell(done: float, phase: str) -> None:
            bar.progress(min(1.0, done), page.t("begroting_out.reading"))

        st.button(page.t("begroting_out.stop"), key="stop_return", on_click=_stop, args=(upload,))
        with tempfile.TemporaryDirectory(prefix="flexlib-") as folder:
            path = Path(folder) / "handed-in"
            path.write_bytes(content)
            try:
                workbook = preview_in_child(path, file_name, ROWS_TO_READ, on_progress=tell)
                returned = changed_assumptions(page.model, workbook)
            except FileRefused as refused:
                returned = Returned("", (), refused.findings)
    place.empty()
    kept = CameBack(upload, file_name, returned)
    st.session_state[CAME_BACK] = kept
    return kept


def _stop(upload: str) -> None:
    st.session_state[STOPPED] = upload


def _show_changes(page: Page, returned: Returned) -> None:
    model, language = page.model, page.language
    for finding in returned.findings:
        st.html(_finding(finding, language))
    if not returned.changed:
        if not returned.is_stopped:
            st.html(f'<p class="fl-sentence" data-testid="returned">{escape(page.t("begroting_out.unchanged"))}</p>')
        return
    said = page.t("begroting_out.changed", count=len(returned.changed))
    rows = [
        (model.parameters[one.id].label[language], *(_value(model, one.id, value, language) for value in values))
        for one in returned.changed
        for values in [(one.before, one.after)]
    ]
    heads = [page.t(f"begroting_out.column.{name}") for name in ("assumption", "before", "after")]
    st.html(
        f'<div data-testid="returned"><p class="fl-sentence">{escape(said)}</p>'
        f"{html_table(page.t('begroting_out.changes'), heads, rows)}</div>"
    )
    if returned.is_stopped:
        st.html(f'<p class="fl-note">{escape(page.t("begroting_out.mend_first"))}</p>')
        return
    if _is_other_choice(page, returned):
        st.html(f'<p class="fl-warning">{escape(page.t("begroting_out.other_choice"))}</p>')
        st.checkbox(page.t("begroting_out.open_choice"), key="open_returned_choice")
    taken = dict(page.choice.contested)
    if all(taken.get(subject) == contest for subject, contest in returned.contested):
        st.html(f'<p class="fl-note" data-testid="taken">{escape(page.t("begroting_out.taken_already"))}</p>')
        return
    st.button(
        page.t("begroting_out.take_over", count=len(returned.changed)),
        key="take_returned",
        type="primary",
        on_click=_take_over,
        args=(returned,),
    )


def _take_over(returned: Returned) -> None:
    """Callback: the changes become contested values of the choice on screen, or of the one that was exported."""
    model, choice = open_shared_model(), state.choice()
    if st.session_state.get("open_returned_choice"):
        choice = _exported(model, returned, choice)
    for subject, contest in returned.contested:
        choice = moves.with_contest(choice, subject, contest)
    state.set_choice(choice)
    state.tell(notice("begroting_out.taken", count=len(returned.changed)))


def _exported(model: CostModel, returned: Returned, now: Choice) -> Choice:
    """The choice in the workbook; the figures of the institution are not in it and stay those on screen."""
    return replace(decode_choice(returned.choice_query, model).choice, institution=now.institution)


def _is_other_choice(page: Page, returned: Returned) -> bool:
    exported = _exported(page.model, returned, page.choice)
    changed = {subject for subject, _ in returned.contested}
    then, now = (
        replace(choice, contested=tuple(item for item in choice.contested if item[0] not in changed))
        for choice in (exported, page.choice)
    )
    return then != now


def _value(model: CostModel, subject: str, value: float, language: str) -> str:
    return value_words(value, model.parameters[subject].unit, language)


def _finding(finding: Finding, language: str) -> str:
    place = ", ".join(part for part in (finding.sheet, finding.cell) if part)
    told = " ".join(render(finding.words(part), language) for part in ("what", "why", "do"))
    said = f"{place}: {told}" if place else told
    return f'<p class="fl-warning {MARKS.get(finding.severity, "")}" data-testid="returned-finding">{escape(said)}</p>'
