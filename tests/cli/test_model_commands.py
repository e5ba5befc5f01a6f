"""`model check` and `model sources`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flexlib.__main__ import DONE, WRONG_INPUT, WRONG_MODEL, main
from flexlib.model.records import GRADES, CostModel

ROOT = Path(__file__).parents[2]


def test_check_says_that_the_model_is_right(model: CostModel, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "check"]) == DONE
    said = capsys.readouterr().out
    assert model.version in said
    assert f"{len(model.parameters)} parameters" in said


def test_check_prints_everything_that_is_wrong_with_another_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "model"
    shutil.copytree(ROOT / "data" / "model", wrong)
    table = wrong / "parameters.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace("EUR/h", "guilders")
    lines[2] = lines[2].replace("EUR/h", "florins")
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert main(["model", "check", "--model", str(wrong)]) == WRONG_MODEL
    said = capsys.readouterr().err
    for part in ("parameters.csv", "guilders", "florins"):
        assert part in said


def test_check_of_a_folder_that_is_not_there_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "check", "--model", str(tmp_path / "nowhere")]) == WRONG_INPUT
    assert "nowhere" in capsys.readouterr().err


def test_check_of_another_folder_leaves_the_model_in_use_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FLEXLIB_HOME", str(tmp_path / "home"))
    assert main(["model", "check"]) == DONE
    built = sorted((tmp_path / "home" / "model").iterdir())
    copied = tmp_path / "model"
    shutil.copytree(ROOT / "data" / "model", copied)
    settings = (copied / "model.toml").read_text(encoding="utf-8")
    (copied / "model.toml").write_text(settings.replace("2026.1", "2026.1-ons"), encoding="utf-8")
    assert main(["model", "check", "--model", str(copied)]) == DONE
    assert "2026.1-ons" in capsys.readouterr().out
    assert sorted((tmp_path / "home" / "model").iterdir()) == built


@pytest.mark.parametrize(
    "arguments",
    [
        ["--language", "en", "model", "check"],
        ["model", "--language", "en", "check"],
        ["model", "check", "--language", "en"],
        ["model", "check", "--language=en"],
    ],
)
def test_the_language_may_stand_anywhere(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == DONE
    assert "Cost model" in capsys.readouterr().out


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
