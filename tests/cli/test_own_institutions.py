"""Own institutions on the command line: from the workspace when it is free, otherwise a clear word."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flexlib.__main__ import DONE, NO_WORKSPACE, main
from flexlib.model.records import Institution
from flexlib.model.serialise import INSTITUTION, to_record
from flexlib.store import open_workspace

ROOT = Path(__file__).parents[2]
OWN = Institution("", "Kustcollege", "average_roc", (("programmes_bol34", 60.0),), (("rate_docent", 75.0),))
LINK = "v=verrijken_kaders&i=average_roc&n=100"
HOLD = "from flexlib.store import open_workspace; w = open_workspace(); print('open', flush=True); input()"


@pytest.fixture
def saved_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("FLEXLIB_HOME", str(tmp_path))
    workspace = open_workspace()
    saved = workspace.save(INSTITUTION, OWN.name, to_record(OWN), "test")
    workspace.close()
    return saved.id


def test_an_own_institution_is_worked_out(saved_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["estimate", LINK, "--institution", saved_id]) == DONE
    own = json.loads(capsys.readouterr().out)
    assert main(["estimate", LINK]) == DONE
    reference = json.loads(capsys.readouterr().out)
    assert own["choice"]["institution"] == saved_id
    assert own["figures"]["programmes_bol34"] == 60
    assert own["outcomes"]["one_off_integral"]["p50"] > reference["outcomes"]["one_off_integral"]["p50"]
    assert "o=1" in own["query"]


def test_a_workspace_in_use_is_said(saved_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "open"
        assert main(["estimate", LINK, "--institution", saved_id]) == NO_WORKSPACE
        printed = capsys.readouterr()
        assert printed.out == ""
        assert str(holder.pid) in printed.err
        assert main(["estimate", LINK]) == DONE
    finally:
        holder.communicate("\n", timeout=30)
