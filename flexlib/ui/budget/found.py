"""What was found in a workbook: counts first, a table that filters and downloads, and doubts accepted with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from flexlib.budget.export.export_tables import export_findings
from flexlib.budget.records import Finding, Reading
from flexlib.text import render
from flexlib.ui import downloads, look
from flexlib.ui.budget import desk as budget_desk
from flexlib.ui.budget.desk import Desk
from flexlib.ui.follow import own_key, value_of
from flexlib.ui.frame import Page
from flexlib.ui.tables import html_table

SEVERITIES = ("wrong", "doubtful", "note")
ON_SCREEN = frozenset({"block_twice", "year_double", "year_unknown", "no_figures_found"})  # mended without the file
CONSEQUENCE = "total_differs"  # of something else, mostly: after what may be its cause
EVERY = "*"
SHORT = 70  # characters of a finding in a list to pick from
AT_ONCE = 25  # findings in sight
MOST_SINGLE = 100  # findings that can be picked one by one; all of a kind can be picked together
ALL_OPEN = "all"
COLUMNS = ("severity", "sheet", "cell", "what", "why", "do", "reason")


def counts(reading: Reading) -> dict[str, int]:
    """Severity → how many findings."""
    return {name: sum(finding.severity == name for finding in reading.findings) for name in SEVERITIES}


def how_to_mend(page: Page, reading: Reading) -> str:
    """Where what is wrong can be mended: on the screen, in the file, or some of it here and the rest there."""
    wrong = [finding.code in ON_SCREEN for finding in reading.findings if finding.severity == "wrong"]
    if all(wrong):
        return page.t("begroting.mend.screen")
    return page.t("begroting.mend.both", count=sum(wrong)) if any(wrong) else page.t("begroting.mend.file")


def not_accepted(current: Desk) -> list[Finding]:
    """Doubtful findings that nobody accepted yet."""
    findings = current.reading.findings if current.reading else ()
    return [found for found in findings if found.severity == "doubtful" and found.key not in current.accepted]


def show(page: Page, current: Desk) -> None:
    """Counts, filters, the table with its downloads, and the doubts to accept."""
    assert current.reading is not None
    found = counts(current.reading)
    look.section(" · ".join(page.t(f"begroting.count.{name}", count=found[name]) for name in SEVERITIES))
    if not current.reading.findings:
        return
    shown = _filtered(page, current.reading.findings)
    st.html(_table(page, current, _page_of(page, shown)))
    _downloads(page, current, shown)
    if any(finding.severity == "doubtful" for finding in current.reading.findings):
        _doubts(page, current, shown)


def _filtered(page: Page, findings: Sequence[Finding]) -> list[Finding]:
    with st.container(horizontal=True, vertical_alignment="bottom", key="budget_filters"):
        severities = {EVERY: page.t("every")} | {
            name: page.t(f"begroting.severity.{name}")
            for name in SEVERITIES
            if any(finding.severity == name for finding in findings)
        }
        severity = _pick(page.t("begroting.filter.severity"), "budget_severity", severities)
        sheets = {EVERY: page.t("every")} | {name: name for name in sorted({f.sheet for f in findings if f.sheet})}
        sheet = _pick(page.t("begroting.filter.sheet"), "budget_sheet", sheets)
        codes = {EVERY: page.t("every")} | kinds_in_words(page, findings)
        code = _pick(page.t("begroting.filter.code"), "budget_code", codes)
    return [
        finding
        for finding in sorted(findings, key=lambda one: (SEVERITIES.index(one.severity), one.code == CONSEQUENCE))
        if severity in (EVERY, finding.severity) and sheet in (EVERY, finding.sheet) and code in (EVERY, finding.code)
    ]


def kinds_in_words(page: Page, findings: Sequence[Finding]) -> dict[str, str]:
    """Code → how many there are and the words of the first of them."""
    alike: dict[str, list[Finding]] = {}
    for finding in findings:
        alike.setdefault(finding.code, []).append(finding)
    return {code: page.t("like_this", count=len(of), first=_short(page, of[0])) for code, of in alike.items()}


def _short(page: Page, finding: Finding) -> str:
    what = render(finding.words("what"), page.language)
    return what if len(what) <= SHORT else f"{what[:SHORT].rsplit(' ', 1)[0]} …"


def _pick(label: str, name: str, words: dict[str, str]) -> str:
    key = own_key(name, EVERY, words)
    return str(st.selectbox(label, list(words), format_func=words.__getitem__, key=key))


def _page_of(page: Page, shown: Sequence[Finding]) -> Sequence[Finding]:
    pages = max(1, -(-len(shown) // AT_ONCE))
    if pages == 1:
        return shown
    number = st.number_input(
        page.t("begroting.page_of", count=pages), 1, pages, key=f"budget_found_page_{pages}", width=200
    )
    return shown[(number - 1) * AT_ONCE : number * AT_ONCE]


def _table(page: Page, current: Desk, shown: Sequence[Finding]) -> str:
    rows = []
    for finding in shown:
        what, why, do = (render(finding.words(part), page.language) for part in ("what", "why", "do"))
        severity = page.t(f"begroting.severity.{finding.severity}")
        if finding.key in current.accepted:
            severity = page.t("accepted_because", reason=current.accepted[finding.key])
        place = f"{finding.sheet} {finding.cell}".strip() if finding.sheet else page.t("whole_file")
        rows.append((place, severity, what, why, do))
    heads = [page.t(f"begroting.column.{name}") for name in ("place", "severity", "what", "why", "do")]
    return html_table(page.t("found_table"), heads, rows, words=range(5), classes="fl-wrapped")


def _downloads(page: Page, current: Desk, shown: Sequence[Finding]) -> None:
    name = page.t("found_file")

    def csv() -> bytes:
        rows = [
            [
                page.t(f"begroting.severity.{finding.severity}"),
                finding.sheet,
                finding.cell if finding.sheet else "",
                *(render(finding.words(part), page.language) for part in ("what", "why", "do")),
                current.accepted.get(finding.key, ""),
            ]
            for finding in shown
        ]
        heads = [page.t(f"begroting.column.{column}") for column in COLUMNS]
        return downloads.csv_file(pd.DataFrame(rows, columns=heads), (), page.language)

    with st.container(horizontal=True):
        for ending, make in (("xlsx", lambda: export_findings(shown, page.language, current.accepted)), ("csv", csv)):
            st.download_button(
                page.t("download_found", ending=ending.upper()),
                make,
                file_name=f"{name}.{ending}",
                key=f"budget_found_{ending}",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
            )


def _doubts(page: Page, current: Desk, shown: Sequence[Finding]) -> None:
    look.section(page.t("doubts"), page.t("doubts_note"), level=3)
    waiting = not_accepted(current)
    if waiting:
        words = {ALL_OPEN: page.t("begroting.accept.all", count=len(waiting))}
        words |= {f"code|{code}": said for code, said in kinds_in_words(page, waiting).items()}
        in_sight = [finding for finding in shown if finding in waiting][:MOST_SINGLE]
        for finding in in_sight:
            what = render(finding.words("what"), page.language)
            words[f"key|{finding.key}"] = f"{finding.sheet} {finding.cell}: {what}"
        which = own_key("budget_doubt", ALL_OPEN, words)
        with st.container(horizontal=True, vertical_alignment="bottom", key="budget_accept"):
            st.selectbox(page.t("begroting.accept.which"), list(words), format_func=words.__getitem__, key=which)
            st.text_input(page.t("begroting.accept.reason"), key="budget_reason", max_chars=300)
            st.button(page.t("begroting.accept.do"), key="budget_accept_do", on_click=_accept, args=(which,))
        if st.session_state.pop("budget_reason_missing", False):
            st.html(f'<p class="fl-error" role="alert">{escape(page.t("begroting.accept.needs_reason"))}</p>')
    if current.accepted:
        st.button(
            page.t("begroting.accept.undo", count=len(current.accepted)),
            key="budget_accept_undo",
            type="tertiary",
            on_click=current.accepted.clear,
        )


def _accept(which_key: str) -> None:
    """Callback: keep the reason with the doubts that were picked."""
    current = budget_desk.desk()
    reason = " ".join(str(value_of("budget_reason")).split())
    if current is None or not reason:
        st.session_state["budget_reason_missing"] = current is not None
        return
    what, _, name = str(value_of(which_key)).partition("|")
    for finding in not_accepted(current):
        if what == ALL_OPEN or (what == "code" and finding.code == name) or (what == "key" and finding.key == name):
            current.accepted[finding.key] = reason
    st.session_state["budget_reason"] = ""
