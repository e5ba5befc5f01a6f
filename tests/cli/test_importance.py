"""What drives the outcomes, on the command line: the engine's own shares, and mistakes in words."""

from __future__ import annotations

import csv
import io
import json

import pytest

from flexlib.__main__ import DONE, WRONG_INPUT, main
from flexlib.engine.sensitivity.importance import Z95, importance
from flexlib.model.records import CostModel
from flexlib.share import decode_choice

LINK = "v=verrijken_kaders&i=average_roc&n=1000"
ASKED = ("recurring_integral", "months_all_live")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_json_gives_the_shares_of_the_engine(model: CostModel, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "importance", LINK, "--outcome", *ASKED)
    assert (code, err) == (DONE, "")
    printed = json.loads(out)["outcomes"]
    expected = importance(model, decode_choice(LINK, model).choice, ASKED)
    assert list(printed) == list(ASKED)
    for outcome, found in expected.items():
        assert printed[outcome]["method"] == found.method
        said = [(one["id"], one["first"], one["total"], one["total_half_width"]) for one in printed[outcome]["inputs"]]
        assert said == [(share.input.id, share.first, share.total, Z95 * share.total_error) for share in found.shares]


def test_csv_adds_up_over_inputs_classes_and_grades(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "importance", LINK, "--outcome", "recurring_integral", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == DONE
    interactions = sum(float(row["total"]) for row in rows if row["section"] == "interactions")
    for section in ("input", "class", "grade"):
        firsts = sum(float(row["first"]) for row in rows if row["section"] == section)
        assert firsts + interactions == pytest.approx(1, abs=1e-4)
    assert all(row["label"] for row in rows if row["section"] == "input")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--outcome", "onzin"), "onzin"), (("--draws", "1"), "ten minste 200")],
)
def test_what_cannot_be_answered_is_said(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "importance", LINK, *arguments)
    assert (code, out) == (WRONG_INPUT, "")
    assert said in err


def test_a_million_draws_are_refused_by_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["importance", LINK, "--draws", "1000000"])
    assert left.value.code == 2
    assert "1000000" in capsys.readouterr().err
