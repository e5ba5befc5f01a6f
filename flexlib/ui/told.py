"""Work of a few seconds beside the page: it shows how far it is, can be stopped, and is kept for all sessions."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

import streamlit as st

from flexlib.text import render
from flexlib.ui import cache, look
from flexlib.ui.cache import Recent
from flexlib.ui.frame import Page
from flexlib.ui.job import AT_ONCE_S, Job, watch

JOB = "flexlib_told_job"
KEPT = 60
TURN_S = 0.05  # others wait at most about this long for a turn
Tell = Callable[[float], None]
V = TypeVar("V")


class _Stopped(Exception):
    """The person asked for an end; raised in the thread, from within the work."""


class ToldJob(Job):
    """One piece of work in a thread of its own. `work` is given what to call with the share that is done (0-1)."""

    def __init__(self, key: Hashable, work: Callable[[Tell], object]) -> None:
        super().__init__()
        self.key = key
        self.was_stopped = False
        self.is_done = False  # it went through to its end
        self._asked = work
        self.start()

    def _work(self) -> None:
        try:
            self._asked(self._tell)
            self.is_done = True
        except _Stopped:
            self.was_stopped = True
        finally:
            del (
                self._asked
            )  # it may hold the draws of a dozen variants, and the tab keeps the job when its page is left

    def _tell(self, share: float) -> None:
        self.progress = share
        if self._stop.is_set():
            raise _Stopped


@st.cache_resource(show_spinner=False)
def _one_work() -> Lock:
    """Held by the one work of all sessions that is going on: twenty at once would need the memory of twenty."""
    return Lock()


@st.cache_resource(show_spinner=False)
def _kept() -> Recent[Hashable, Any]:
    return Recent(KEPT)


def at_once(key: Hashable, work: Callable[[], V]) -> V:
    """What short work gives, worked out in turn and kept under `key` for all sessions."""
    return cache.shelf().in_turn(_kept(), key, work)


def result_of(page: Page, key: Hashable, work: Callable[[Tell], object]) -> Any:
    """What longer work gives, kept under `key`; None while it goes on, was stopped or cannot be done, said in words.

    Others may evaluate while the work tells how far it is; the longer work of others waits for it. A tab has one such
    work at a time: asking for another stops the first. The words are the page's own, in its section `work`.
    """
    job = _job()
    is_over = job is not None and job.is_done  # asked before what it gave: that may have made room for others since
    found = _kept().get(key)
    if found is not None:
        return found
    if job is None or job.key != key or is_over:
        if job is not None:
            job.stop()
        shelf, kept, one_work = cache.shelf(), _kept(), _one_work()

        def in_turn(tell: Tell) -> None:
            while not one_work.acquire(timeout=AT_ONCE_S):
                tell(0.0)
            try:
                alone(tell)
            finally:
                one_work.release()

        def alone(tell: Tell) -> None:
            since = monotonic()

            def give_way(share: float) -> None:
                nonlocal since
                tell(share)
                if monotonic() - since > TURN_S:
                    shelf.give_way()
                    since = monotonic()

            shelf.in_turn(kept, key, lambda: work(give_way))

        job = st.session_state[JOB] = ToldJob(key, in_turn)
    if not job.wait(AT_ONCE_S):
        said = page.t(f"{page.address}.work.going")
        watch("work", _job, lambda job: said, page.t(f"{page.address}.work.stop"))
        return None
    if job.failure is not None:
        st.warning(look.verbatim(render(job.failure, page.language)))
    elif job.was_stopped:
        with st.container(horizontal=True, vertical_alignment="center", key="work_stopped"):
            st.html(f'<p class="fl-note">{page.t(f"{page.address}.work.stopped")}</p>', width="content")
            st.button(page.t(f"{page.address}.work.again"), key="work_again", on_click=_forget)
    else:
        st.session_state.pop(JOB)
        found = _kept().get(key)
        if found is None:
            job.fail()
    return found


def _job() -> ToldJob | None:
    """The work of this tab."""
    found: ToldJob | None = st.session_state.get(JOB)
    return found


def _forget() -> None:
    st.session_state.pop(JOB, None)
