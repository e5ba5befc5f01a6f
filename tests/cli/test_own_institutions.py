"""Own institutions on the command line: from the workspace when it is free, otherwise a clear word."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace
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


def test_the_chance_within_budget_is_printed_per_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FLEXLIB_HOME", str(tmp_path))
    own = replace(OWN, figures=(("budget_year_eur", 1e8),), budget_by_year=((2028, 1.0),))
    workspace = open_workspace()
    saved = workspace.save(INSTITUTION, own.name, to_record(own), "test")
    workspace.close()
    assert main(["estimate", f"{LINK}&h=36", "--institution", saved.id, "--format", "csv"]) == DONE
    rows = [row for row in csv.DictReader(io.StringIO(capsys.readouterr().out)) if row["id"].startswith("within_")]
    printed = {(row["id"], row["period"]): row["mean"] for row in rows}
    assert printed == {
        ("within_budget_total", ""): "0.0",  # 2028, the one year that has a budget of its own
        ("within_budget_every_year", ""): "0.0",
        ("within_budget_year", "2027"): "1.0",
        ("within_budget_year", "2028"): "0.0",
        ("within_budget_year", "2029"): "1.0",
    }
    assert main(["estimate", f"{LINK}&h=36", "--institution", saved.id]) == DONE
    assert json.loads(capsys.readouterr().out)["budget_by_year"] == {"2028": 1.0}


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
