"""Which variants are compared, and against which: kept in the link, changed by callbacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from flexlib.engine.compare.compare import MOST
from flexlib.errors import notice
from flexlib.model.records import Choice, CostModel
from flexlib.share import Compared, Entry, decode_compared, encode_compared
from flexlib.share.compared import applied, first_compared, plain_name, styled
from flexlib.text import text
from flexlib.ui import saves, state
from flexlib.ui.moves import Standpoint

SET = "set"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A variant in the comparison.

    choice : it, with everything but the levers as on screen; style : position of its colour, dash and shape
    """

    position: int
    entry: Entry
    name: str
    choice: Choice
    style: int
    is_reference: bool


def current(model: CostModel) -> Compared:
    """The variants that are compared: those of the link, else a first set around what is on screen."""
    written = state.view(SET, "")
    if not written:
        return styled(first_set(model, state.choice(), state.session().reference))
    compared, told = decode_compared(written, model)
    if told:
        for item in told:
            state.tell(item)
        put(compared)
        st.rerun()  # so that the frame says it, and the address holds what was understood
    return styled(compared)


def first_set(model: CostModel, choice: Choice, reference: Standpoint | None) -> Compared:
    """The reference of the strip, what is on screen when it differs, and ready-made variants beside them."""
    standpoint = reference or Standpoint(choice.variant)
    return first_compared(model, choice, Entry(standpoint.variant, standpoint.levers, plain_name(standpoint.name)))


def put(compared: Compared) -> None:
    """Compare these from now on; a variant keeps its colour and shape whoever else comes or goes."""
    state.set_view(SET, encode_compared(styled(compared)))


def add(model: CostModel, entry: Entry) -> None:
    """Callback: one more variant; a thirteenth is refused in words."""
    compared = current(model)
    if len(compared.entries) >= MOST:
        state.tell(notice("compare.number", count=len(compared.entries) + 1, most=MOST))
    elif entry not in compared.entries:
        put(replace(compared, entries=(*compared.entries, entry)))


def remove(model: CostModel, entry: Entry) -> None:
    """Callback: one variant fewer; the reference, when it goes, becomes the first that is left."""
    compared = current(model)
    reference = compared.entries[compared.reference]
    left = tuple(other for other in compared.entries if other != entry)
    put(Compared(left, left.index(reference) if reference in left else 0))


def keep(model: CostModel, entries: Sequence[Entry]) -> None:
    """Callback: exactly these, in the order they were picked."""
    compared = current(model)
    if len(entries) > MOST:
        state.tell(notice("compare.number", count=len(entries), most=MOST))
        return
    reference = compared.entries[compared.reference] if compared.entries else None
    known = {entry: entry for entry in compared.entries}  # with their style
    chosen = tuple(known.get(entry, entry) for entry in entries)
    put(Compared(chosen, chosen.index(reference) if reference in chosen else 0))


def set_reference(model: CostModel, position: int) -> None:
    """Callback: hold the others, and the strip, against another variant."""
    compared = current(model)
    put(replace(compared, reference=position))
    entry = compared.entries[position]
    state.set_reference(None if entry.is_on_screen else Standpoint(entry.variant, entry.levers, entry.name))


def candidates(model: CostModel, compared: Compared, language: str) -> list[Candidate]:
    """The variants of a set, aligned: the same institution, future, dates, contested values and draws as on screen."""
    ready = list(model.variants)
    found: list[Candidate] = []
    for position, entry in enumerate(styled(compared).entries):
        choice = applied(entry, state.choice())
        if entry.is_on_screen:
            style = len(ready)
        else:
            style = ready.index(entry.variant) if entry.style is None else style_of_own(model, entry.style)
        name = name_of(model, entry, language)
        taken = [other.name for other in found]
        if name in taken:
            name = f"{name} ({sum(one.startswith(name) for one in taken) + 1})"
        found.append(Candidate(position, entry, name, choice, style, position == compared.reference))
    return found


def style_of_own(model: CostModel, style: int) -> int:
    """Position of colour, dash and shape of a variant with other levers: after the ready-made and that on screen."""
    return len(model.variants) + 1 + style


def name_of(model: CostModel, entry: Entry, language: str) -> str:
    """What a variant is called on screen."""
    if not entry.is_on_screen:
        label = model.variants[entry.variant].label[language]
        if entry.levers and not entry.name:
            return text("vergelijken.changed", language, variant=label)
        return entry.name or label
    session = state.session()
    if session.saved is not None:
        name, kept = session.saved.name, session.saved.choice
        is_same = (kept.variant, kept.levers) == (session.choice.variant, session.choice.levers)
        return name if is_same else text("vergelijken.changed", language, variant=name)
    label = model.variants[session.choice.variant].label[language]
    return text("vergelijken.on_screen", language) if session.choice.levers else label


def offered(model: CostModel, language: str) -> dict[Entry, str]:
    """Every variant that can be picked, by name: on screen, ready-made, saved."""
    found = {Entry(): text("vergelijken.offer_on_screen", language, variant=name_of(model, Entry(), language))}
    found |= {Entry(variant.id): variant.label[language] for variant in model.variants.values()}
    for saved in saves.readable(model, saves.variants()):
        entry = entry_of(saved)
        found.setdefault(entry, text("vergelijken.offer_saved", language, variant=saved.name))
    return found


def entry_of(saved: saves.Saved) -> Entry:
    return Entry(saved.choice.variant, saved.choice.levers, plain_name(saved.name))


def put_equal(model: CostModel, found: Sequence[Candidate], language: str) -> list[str]:
    """In words, what saved variants had otherwise and is as on screen here."""
    by_entry = {entry_of(saved): saved for saved in saves.readable(model, saves.variants())}
    lines = []
    for candidate in found:
        saved = by_entry.get(candidate.entry)
        if saved is None:
            continue
        own, here = saved.choice, candidate.choice
        differs = [
            text(f"vergelijken.equal.{name}", language)
            for name, is_same in (
                ("institution", replace(own.institution, name="") == replace(here.institution, name="")),
                ("future", (own.future, own.circumstances) == (here.future, here.circumstances)),
                ("time", (own.start, own.horizon_months) == (here.start, here.horizon_months)),
                ("prices", own.price_basis == here.price_basis),
                ("contested", own.contested == here.contested),
                ("draws", (own.draws, own.seed) == (here.draws, here.seed)),
            )
            if not is_same
        ]
        if saved.lost:
            differs.append(text("vergelijken.equal.model", language))
        if differs:
            lines.append(text("vergelijken.equal.line", language, variant=saved.name, parts=", ".join(differs)))
    return lines
