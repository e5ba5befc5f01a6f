"""`model check` and `model sources`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flexlib import store
from flexlib.__main__ import DONE, WRONG_MODEL, main
from flexlib.model.records import GRADES, CostModel

ROOT = Path(__file__).parents[2]


def test_check_says_that_the_model_is_right(model: CostModel, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "check"]) == DONE
    said = capsys.readouterr().out
    assert model.version in said
    assert f"{len(model.parameters)} parameters" in said


def test_check_prints_everything_that_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "model"
    shutil.copytree(ROOT / "data" / "model", wrong)
    table = wrong / "parameters.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace("EUR/h", "guilders")
    lines[2] = lines[2].replace("EUR/h", "florins")
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.setattr("flexlib.__main__.open_model", lambda: store.open_model(wrong))
    assert main(["model", "check"]) == WRONG_MODEL
    said = capsys.readouterr().err
    for part in ("parameters.csv", "guilders", "florins"):
        assert part in said


def test_sources_lists_every_parameter_once_by_grade(model: CostModel, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", "en", "model", "sources"]) == DONE
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines if not line.startswith(" ")] == [f"Grade {grade}" for grade in GRADES]
    listed = [line.split(":")[0].strip() for line in lines if line.startswith(" ")]
    assert sorted(listed) == sorted(model.parameters)


def test_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flexlib", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "estimate" in done.stdout
