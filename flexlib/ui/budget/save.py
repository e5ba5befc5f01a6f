"""What will be kept, and keeping it: file, version, lines, mapping, learned categories and reasons, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from pathlib import PurePath

import streamlit as st

from flexlib.budget.groups import unplaced
from flexlib.budget.lines import Lines
from flexlib.budget.records import Reading
from flexlib.budget.serialise import mapping_to_json, reading_to_json
from flexlib.errors import FlexlibError, notice
from flexlib.model.records import Institution
from flexlib.store.budgets import BudgetVersion, Import
from flexlib.ui import acts, budget_use, look, saves, state, who
from flexlib.ui.budget import desk as budget_desk
from flexlib.ui.budget import found as budget_found
from flexlib.ui.budget.desk import Desk
from flexlib.ui.budget.parts import open_part
from flexlib.ui.budget.tie_out import show_categories, span_of_periods
from flexlib.ui.follow import own_key, value_of
from flexlib.ui.frame import Page

AS_NEW = ""
NAME, MAPPING_NAME, OWN_NAME = "budget_name", "budget_mapping_name", "budget_institution"  # keys of fields
LONGEST = 120  # characters of a name


def show(page: Page, current: Desk) -> None:
    """The preview, what stands in the way, and the button."""
    assert current.reading is not None
    reading = current.reading
    open_rows = len(unplaced(reading))
    head = page.t("begroting.save.head", count=len(reading.lines), years=span_of_periods(page, reading.lines.periods))
    look.section(head, page.t("begroting.save.left_open", count=open_rows) if open_rows else "")
    reasons = obstacles(page, current)
    for reason in reasons:
        st.html(f'<div class="fl-warning" role="status" data-testid="obstacle">{escape(reason)}</div>')
    show_categories(page, reading)
    _form(page, current, bool(reasons))


def obstacles(page: Page, current: Desk) -> list[str]:
    """Everything that stops saving, in words."""
    assert current.reading is not None
    wrong = budget_found.counts(current.reading)["wrong"]
    waiting = len(budget_found.not_accepted(current))
    said = []
    if current.job is not None or current.is_behind:
        said.append(page.t("begroting.save.still_reading"))
    if wrong:
        said.append(page.t("begroting.save.wrong", count=wrong, how=budget_found.how_to_mend(page, current.reading)))
    if waiting:
        said.append(page.t("begroting.save.doubtful", count=waiting))
    if not current.reading.lines:
        said.append(page.t("begroting.save.nothing"))
    return said


def _form(page: Page, current: Desk, is_stopped: bool) -> None:
    assert current.reading is not None
    institution, kind = page.choice.institution, current.reading.mapping.kind
    is_reference = institution.id in page.model.institutions
    kept = {} if is_reference else {one.id: one for one in _kept(institution.id, kind)}
    words = {AS_NEW: page.t("begroting.save.as_new")} | {
        id_: page.t("begroting.save.next_version", name=one.name, version=one.version + 1) for id_, one in kept.items()
    }
    left, right = st.columns(2, gap="large")
    with left:
        onto = own_key("budget_onto", next(iter(kept), AS_NEW), words)
        st.selectbox(page.t("begroting.save.onto"), list(words), format_func=words.__getitem__, key=onto)
        latest = kept.get(str(value_of(onto)))
        default = latest.name if latest else _name(page, current.reading)
        _text(page.t("begroting.save.name"), NAME, default, (value_of(onto), current.file_name))
        _text(
            page.t("begroting.save.mapping"),
            MAPPING_NAME,
            _mapping_name(page, current, kind),
            (current.used, kind, current.file_name),
        )
    with right:
        if is_reference:
            known = page.model.institutions[institution.id].label[page.language]
            own_default = page.t("instelling.own_name", name=known)
            _text(page.t("begroting.save.institution"), OWN_NAME, own_default, (institution.id,))
            st.html(f'<p class="fl-note">{escape(page.t("begroting.save.becomes_own"))}</p>')
        who.ask(page.language)
    st.button(
        page.t("begroting.save.do"),
        key="budget_save",
        type="primary",
        disabled=is_stopped,
        on_click=_save,
        args=(onto, kept),
    )


def _kept(institution_id: str, kind: str) -> list[BudgetVersion]:
    return [one for one in saves.workspace().budgets.budgets(institution_id) if one.kind == kind]


def _text(label: str, name: str, default: str, about: tuple[object, ...]) -> None:
    """A text field that begins at `default`, and begins again when it is about something else."""
    if st.session_state.get(f"{name}_about") != about or name not in st.session_state:
        st.session_state[f"{name}_about"] = about
        st.session_state[name] = default
    st.text_input(label, key=name, max_chars=LONGEST)


def _name(page: Page, reading: Reading) -> str:
    periods = [period for period in reading.lines.periods if period]
    kind = page.t(f"begroting.kind.{reading.mapping.kind}")
    return f"{kind} {span_of_periods(page, periods)}" if periods else kind


def _mapping_name(page: Page, current: Desk, kind: str) -> str:
    """The mapping it was read with; else a name that no mapping of this kind has."""
    first = page.t(f"begroting.kind.{kind}")
    is_taken = any(saved.name == first for saved in current.saved)
    return current.used or (PurePath(current.file_name).stem[:LONGEST] if is_taken else first)


def _save(onto_key: str, kept: Mapping[str, BudgetVersion]) -> None:
    """Callback: keep everything in one go, take it into use, and show the versions. The names are as they stand in
    the fields now: who types one and goes to the button at once has no run in between."""
    current = budget_desk.desk()
    if current is None or current.reading is None:
        return
    latest = kept.get(str(value_of(onto_key)))
    try:
        own = acts.own_institution(str(st.session_state.get(OWN_NAME, "")))
        made = saves.workspace().budgets.take_over(
            given(current, own, str(value_of(NAME)), str(value_of(MAPPING_NAME))),
            state.session().who,
            latest.id if latest else None,
            latest.version if latest else 0,
        )
    except FlexlibError as error:
        state.tell(error.notice)
        return
    if not own.id:
        acts.show_first_version(own, made.institution)
    if made.is_stale:
        state.tell(notice("begroting.save.beside", name=made.name, version=made.version))
    state.tell(notice("begroting.save.saved", name=made.name, version=made.version, count=len(current.reading.lines)))
    budget_desk.clear()
    open_part("versies")
    _use(made)


def _use(made: BudgetVersion) -> None:
    """Reckon with what was saved, after the desk was cleared: it stays saved when that fails, and can be taken into use
    from its version."""
    before = state.choice().institution
    try:
        after = budget_use.put_into_use(made)
    except FlexlibError as error:
        state.tell(error.notice)
        return
    if after != before:
        state.tell(notice(f"begroting.save.used_{made.kind}"))


def given(current: Desk, own: Institution, name: str, mapping_name: str) -> Import:
    """Everything on the desk, as the workspace keeps it, with the institution when that is not kept yet."""
    assert current.reading is not None
    mapping = replace(current.reading.mapping, name=" ".join(mapping_name.split()))
    reading = json.loads(reading_to_json(replace(current.reading, mapping=mapping, lines=Lines())))
    doubtful = {finding.key for finding in current.reading.findings if finding.severity == "doubtful"}
    return Import(
        institution=own.id,
        kind=mapping.kind,
        name=name,
        file_name=current.file_name,
        content=current.content,
        mapping_name=mapping_name,
        mapping=json.loads(mapping_to_json(mapping)),
        reading=reading,
        lines=current.reading.lines,
        accepted={key: reason for key, reason in current.accepted.items() if key in doubtful},
        learned={key: category for key, category in current.chosen.items() if category},
        owner=saves.owner_of(own),
    )
