"""What a link asks of a page, as far as it can be followed; what cannot be is told, never dropped in silence."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from flexlib.errors import notice
from flexlib.share.compared import plain_name
from flexlib.ui import state
from flexlib.ui.limits import BETWEEN


def follow(fields: Mapping[str, Callable[[str], str]]) -> None:
    """Keep of each field of the link what can be followed, say which could not, and draw the page again.

    fields : field of the link → what gives back the part of its text that can be followed
    """
    is_changed = False
    for field, followed in fields.items():
        written = state.view(field, "")
        kept = followed(written)
        if kept != written:
            state.tell(notice("share.view_not_followed", field=field, value=plain_name(_left_out(written, kept))))
            state.set_view(field, kept)
            is_changed = True
    if is_changed:
        st.rerun()  # notices stand above the page


def groups(written: str, size: int, is_known: Callable[..., bool]) -> str:
    """The text without the groups of `size` values that are not known; the same text when all are."""
    parts = written.split(BETWEEN)
    every = [parts[at : at + size] for at in range(0, len(parts), size)]
    known = [group for group in every if len(group) == size and is_known(*group)]
    return written if len(known) == len(every) else BETWEEN.join(part for group in known for part in group)


def _left_out(written: str, kept: str) -> str:
    """The values of a field that were not kept, in their order."""
    remaining, left = kept.split(BETWEEN), []
    for part in written.split(BETWEEN):
        if part in remaining:
            remaining.remove(part)
        else:
            left.append(part)
    return BETWEEN.join(left)
