"""What flexlib uses behind the public interface of Streamlit is still there, and nothing else does."""

from __future__ import annotations

import inspect
from importlib import import_module

import pytest
import streamlit

BEHIND = "flexlib/ui/streamlit_inside.py"
PARTS = {  # module and part → what flexlib reads of it or gives to it
    ("streamlit.errors", "FragmentHandledException"): (),
    ("streamlit.runtime.scriptrunner", "get_script_run_ctx"): (),
    ("streamlit.runtime.scriptrunner", "ScriptRunContext"): (
        "session_id",
        "query_string",
        "page_script_hash",
        "cached_message_hashes",
        "context_info",
        "has_script_started",
        "script_requests",
        "uploaded_file_mgr",
    ),
    ("streamlit.runtime.scriptrunner", "RerunData"): (
        "query_string",
        "page_script_hash",
        "cached_message_hashes",
        "context_info",
    ),
    ("streamlit.runtime.scriptrunner_utils.script_requests", "ScriptRequests.request_rerun"): (),
    ("streamlit.runtime.memory_uploaded_file_manager", "MemoryUploadedFileManager.remove_file"): (
        "session_id",
        "file_id",
    ),
}


@pytest.mark.parametrize(("module", "part"), PARTS, ids=lambda value: value)
def test_a_part_behind_the_public_interface_is_still_there(module: str, part: str) -> None:
    said = f"Streamlit {streamlit.__version__} changed {module}.{part}: find another way in {BEHIND}"
    try:
        found = import_module(module)
        for name in part.split("."):
            found = getattr(found, name)
    except (ImportError, AttributeError):
        pytest.fail(said)
    known = {*dir(found), *getattr(found, "__dataclass_fields__", {})}
    if inspect.isfunction(found):
        known = set(inspect.signature(found).parameters)
    lacking = [name for name in PARTS[module, part] if name not in known]
    assert not lacking, f"{said} (it lost {', '.join(lacking)})"
