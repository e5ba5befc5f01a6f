"""The few parts of Streamlit that lie behind its public interface, each with what it is for; nothing else uses them.

Version 1.67 has no public way for these. When a newer one drops a part, the test beside this module names it.
"""

from __future__ import annotations

from streamlit.errors import FragmentHandledException
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

SAID_IN_ITS_PLACE = FragmentHandledException  # ends a page in which a fragment or dialog failed, and said so itself


def is_in_callback() -> bool:
    """Whether the callback of a widget is running: the page is not being drawn yet."""
    context = get_script_run_ctx()
    return context is not None and not context.has_script_started


def draw_again() -> None:
    """Have the page drawn from the answer to a failure, where `st.rerun` is not heard."""
    context = get_script_run_ctx()
    if context is not None and context.script_requests is not None:
        context.script_requests.request_rerun(
            RerunData(
                query_string=context.query_string,
                page_script_hash=context.page_script_hash,
                cached_message_hashes=context.cached_message_hashes,
                context_info=context.context_info,
            )
        )


def forget_upload(file_id: str) -> None:
    """Have the server let go of an upload that was taken over or refused; else it stays until the tab is closed."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(session_id=context.session_id, file_id=file_id)
