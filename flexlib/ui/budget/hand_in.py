"""The part `inlezen`: hand in a workbook, watch it being read, and go through what came out until it is saved."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.typing import UploadedFile

from flexlib.budget.files.limits import LIMITS, MB
from flexlib.budget.files.look import inspect
from flexlib.budget.groups import unplaced
from flexlib.budget.records import KINDS, Finding
from flexlib.errors import FlexlibError, notice
from flexlib.text import render
from flexlib.ui import look, saves, state, streamlit_inside
from flexlib.ui.budget import desk as budget_desk
from flexlib.ui.budget import found as budget_found
from flexlib.ui.budget import last_saved as budget_last_saved
from flexlib.ui.budget import layout as budget_layout
from flexlib.ui.budget import mapping as budget_mapping
from flexlib.ui.budget import save as budget_save
from flexlib.ui.budget import tie_out as budget_tie_out
from flexlib.ui.budget.desk import Desk, ReadingJob
from flexlib.ui.budget.parts import open_part
from flexlib.ui.budget.tie_out import span_of_periods
from flexlib.ui.cache import open_shared_model
from flexlib.ui.follow import own_key, value_of
from flexlib.ui.frame import Page
from flexlib.ui.job import AT_ONCE_S, watch
from flexlib.ui.parts import here

UPLOAD = "budget_file"
KIND = "budget_kind"
GUESS = "guess"
LARGEST_UPLOAD_MB = 60  # a larger one is stopped by the browser, in its own words; a smaller one by us, in ours
STEPS: Mapping[str, Callable[[Page, Desk], None]] = {
    "read": budget_layout.show,
    "found": budget_found.show,
    "mapped": budget_mapping.show,
    "tied": budget_tie_out.show,
    "save": budget_save.show,
}


def show(page: Page) -> None:
    """Everything from choosing a file to saving it."""
    current = budget_desk.desk()
    if current is not None and current.job is not None and current.job.wait(AT_ONCE_S):
        current.settle()
    if current is None:
        _ask_for_file(page)
        return
    with st.container(horizontal=True, vertical_alignment="center", key="budget_on_desk"):
        words = page.t("begroting.desk.file", file=current.file_name)
        st.html(f'<p class="fl-note">{escape(words)}</p>', width="content")
        if current.reading is not None:
            st.button(
                page.t("begroting.desk.corrected"),
                key="budget_corrected",
                type="tertiary",
                icon=":material/upload:",
                on_click=budget_desk.make_room_for_corrected,
            )
        st.button(page.t("begroting.desk.away"), key="budget_away", type="tertiary", on_click=budget_desk.clear)
    if current.job is not None:
        watch("budget", _job, lambda job: page.t(f"begroting.phase.{job.phase}"), page.t("begroting.desk.stop"))
    if current.failure is not None:
        st.error(look.verbatim(render(current.failure, page.language)))
    if current.refused:
        _refusal(page, current.refused)
    if not current.content:
        _ask_for_file(page)
        return
    if current.job is None and (current.reading is None or current.is_behind):
        st.button(page.t("begroting.desk.again"), key="budget_again", on_click=_read_again)
    if current.reading is not None:
        _go_through(page, current)


def _ask_for_file(page: Page) -> None:
    left, right = st.columns([3, 2], gap="large")
    with left:
        earlier = budget_desk.before()
        if earlier is not None:
            st.html(f'<p class="fl-note">{escape(page.t("begroting.desk.takes_over", file=earlier.file_name))}</p>')
            st.button(page.t("begroting.desk.forget"), key="budget_forget", on_click=budget_desk.clear)
        words = {GUESS: page.t("begroting.kind.guess")} | {kind: page.t(f"begroting.kind.{kind}") for kind in KINDS}
        key = own_key(KIND, GUESS, words)
        if earlier is None:
            st.radio(page.t("what_is_it"), list(words), format_func=words.__getitem__, key=key)
        st.file_uploader(
            page.t("file"),
            key=UPLOAD,
            max_upload_size=LARGEST_UPLOAD_MB,
            on_change=_take,
            args=(key,),
        )
        st.html(f'<p class="fl-note">{escape(page.t("file_note", most=round(LIMITS.file_bytes / MB)))}</p>')
    with right:
        look.section(page.t("what_happens"))
        st.html(look.bullets(page.t(f"begroting.happens.line_{number}") for number in range(1, 6)))
        st.button(
            page.t("start_with_template"),
            key="budget_to_templates",
            type="tertiary",
            icon=":material/description:",
            on_click=open_part,
            args=("eruit",),
        )


def _take(kind_key: str) -> None:
    """Callback: lay the file on the desk, look at it, and start reading when it is what it should be."""
    handed_in = value_of(UPLOAD)
    if not isinstance(handed_in, UploadedFile):  # none, or one that was let go
        return
    picked = str(st.session_state.get(kind_key, GUESS))
    institution = state.choice().institution.id
    try:
        budgets = saves.workspace().budgets
        learned = {kind: budgets.learned(institution, kind) for kind in KINDS}
        mappings = budgets.mappings(institution)
        options = budget_last_saved.read_options(institution)
    except FlexlibError as error:
        state.tell(error.notice)
        return
    kind = "" if picked == GUESS else picked
    new = Desk(handed_in.name, handed_in.getvalue(), kind, learned, mappings, options)
    earlier = budget_desk.before()
    budget_desk.put(new)
    streamlit_inside.forget_upload(handed_in.file_id)
    new.refused = _looked_at(new)
    if new.refused:
        new.content = b""
    elif earlier is not None:
        new.read_corrected(open_shared_model(), earlier)
    else:
        new.read_as(open_shared_model(), kind)


def _looked_at(new: Desk) -> tuple[Finding, ...]:
    with tempfile.TemporaryDirectory(prefix="flexlib-") as folder:
        path = Path(folder) / "handed-in"
        path.write_bytes(new.content)
        seen = inspect(path, new.file_name)
    return seen.findings if seen.is_refused else ()


def _read_again() -> None:
    current = budget_desk.desk()
    if current is None:
        return
    if current.reading is None:
        current.read_as(open_shared_model(), current.kind)
    else:
        current.read_with(open_shared_model(), current.reading.mapping)


def _job() -> ReadingJob | None:
    current = budget_desk.desk()
    return None if current is None else current.job


def _refusal(page: Page, findings: tuple[Finding, ...]) -> None:
    """Why a file is not read: what, why it matters, what to do."""
    for finding in findings:
        what, why, do = (escape(render(finding.words(part), page.language)) for part in ("what", "why", "do"))
        st.html(
            f'<div class="fl-warning fl-impossible" role="alert" data-testid="refused">'
            f"<strong>{what}</strong> {why}<br>{do}</div>"
        )


def _go_through(page: Page, current: Desk) -> None:
    assert current.reading is not None
    st.html(f'<p class="fl-sentence" data-testid="budget-lead">{escape(_lead(page, current))}</p>')
    words = {step: page.t(f"begroting.step.{step}", **_counts(current)) for step in STEPS}
    STEPS[here(page.t("steps"), "budget_step", words)](page, current)
    st.html(f'<p class="fl-note">{escape(page.t("not_saved"))}</p>')


def _lead(page: Page, current: Desk) -> str:
    """The one sentence: what it is, how much was read, and what stands in the way."""
    assert current.reading is not None
    counts = _counts(current)
    kind = notice(f"begroting.kind.{current.reading.mapping.kind}")
    lines = current.reading.lines
    read = page.t("begroting.read", kind=kind, count=len(lines), years=span_of_periods(page, lines.periods))
    wrong = page.t("begroting.count.wrong", count=counts["wrong"])
    doubtful = page.t("begroting.count.doubtful", count=counts["doubtful"])
    if counts["wrong"]:
        how = budget_found.how_to_mend(page, current.reading)
        return page.t("begroting.stands.wrong", read=read, wrong=wrong, doubtful=doubtful, how=how)
    if counts["open"]:
        return page.t("begroting.stands.doubtful", read=read, doubtful=doubtful)
    return page.t("begroting.stands.ready", read=read)


def _counts(current: Desk) -> dict[str, int]:
    assert current.reading is not None
    by_severity = budget_found.counts(current.reading)
    return {
        **by_severity,
        "found": by_severity["wrong"] + by_severity["doubtful"],
        "open": len(budget_found.not_accepted(current)),
        "unplaced": len(unplaced(current.reading)),
    }
