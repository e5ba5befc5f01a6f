"""Work beside the page, in a thread of its own, that can be stopped and says how far it is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import NoReturn, TypeVar

import streamlit as st

from flexlib.errors import FlexlibError, Notice

POLL_S = 0.5
AT_ONCE_S = 0.4  # work this short shows no progress bar


class Job:
    """One piece of work; a child class does it in `_work`, and looks at `_stop` while it goes on.

    Whatever `_work` reads must be set before `start`. An expected failure is kept in `failure`.
    """

    def __init__(self) -> None:
        self.progress = 0.0  # share that is done, 0-1
        self.failure: Notice | None = None
        self._stop, self._ended = threading.Event(), threading.Event()
        self._unforeseen: Exception | None = None

    def start(self) -> None:
        threading.Thread(target=self._run, daemon=True).start()

    @property
    def has_ended(self) -> bool:
        return self._ended.is_set()

    @property
    def is_stopped(self) -> bool:
        """Whether somebody asked for an end."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask for an end, with what there is by then."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Whether it ended within so many seconds."""
        return self._ended.wait(seconds)

    def fail(self) -> NoReturn:
        """For a page that finds no outcome: raises what went wrong, so that it is logged under the number on screen."""
        raise RuntimeError("work beside the page ended without an outcome") from self._unforeseen

    def _work(self) -> None:
        raise NotImplementedError

    def _run(self) -> None:
        try:
            self._work()
        except FlexlibError as error:
            self.failure = error.notice
        except Exception as error:  # noqa: BLE001 - raised again on the page, by `fail`
            self._unforeseen = error
        finally:
            self._ended.set()


J = TypeVar("J", bound=Job)


@st.fragment(run_every=POLL_S)
def watch(name: str, job_of: Callable[[], J | None], words: Callable[[J], str], stop: str) -> None:
    """How far work is, with a button to stop it; asked again twice a second, while the rest of the page stands still.

    name : of the work, in the keys of its widgets; job_of : the work of this tab as it is now; words : how far it is;
    stop : what the button says
    """
    job = job_of()
    if job is None or job.has_ended:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", key=f"{name}_going"):
        st.progress(min(max(job.progress, 0.0), 1.0), text=words(job))
        st.button(stop, key=f"{name}_stop", icon=":material/stop:", disabled=job.is_stopped, on_click=job.stop)
