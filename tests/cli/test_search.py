"""The search on the command line: the engine's answer, as JSON or CSV, and mistakes in words."""

from __future__ import annotations

import argparse
import csv
import io
import json
import signal

import pytest

from flexlib.__main__ import DONE, WRONG_INPUT, main
from flexlib.command import search as command
from flexlib.command.search import limit_of
from flexlib.engine.explore import many as many_module
from flexlib.engine.explore.answer import SearchAnswer
from flexlib.engine.explore.question import LEVEL, Limit, Question
from flexlib.engine.explore.search import search
from flexlib.model.records import CostModel
from flexlib.share import decode_choice, keys
from flexlib.ui.explore import question as explore_question

LINK = "v=verrijken_kaders&i=average_roc&n=50"
FREE = "scenario_bol34,scope_bol34,change_time_share"
LIMIT = "one_off_integral@p90<=9e6"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_json_gives_the_answer_of_the_engine(model: CostModel, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "search", LINK, "--free", FREE, "--limit", LIMIT, "scenario_bol34>=1")
    assert (code, err) == (DONE, "")
    printed = json.loads(out)
    limits = (Limit("one_off_integral", True, 9e6, "p90"), Limit("scenario_bol34", False, 1.0, LEVEL))
    answer = search(model, decode_choice(LINK, model).choice, Question(tuple(FREE.split(",")), limits=limits))
    assert [one["scores"] for one in printed["front"]] == [dict(one.scores) for one in answer.front]
    assert [one["count"] for one in printed["dropped"]] == [one.count for one in answer.dropped]
    assert printed["certainty"].startswith("Bewezen")
    for one, found in zip(printed["front"], answer.front, strict=True):
        assert decode_choice(one["query"], model).choice == found.choice


def test_csv_gives_proposals_front_and_what_dropped(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "search", LINK, "--free", FREE, "--limit", LIMIT, "--format", "csv")
    assert code == DONE
    sections = [row["section"] for row in csv.DictReader(io.StringIO(out))]
    assert set(sections) == {"certainty", "proposal", "front", "dropped"}


def test_what_to_relax_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    impossible = "one_off_integral<=1"
    printed = json.loads(run(capsys, "search", LINK, "--free", FREE, "--limit", impossible)[1])
    assert printed["front"] == []
    assert printed["relax"][0]["changes"][0]["to"] > 1
    out = run(capsys, "search", LINK, "--free", FREE, "--limit", impossible, "--format", "csv")[1]
    assert "relax" in {row["section"] for row in csv.DictReader(io.StringIO(out))}


def test_ctrl_c_gives_the_best_so_far(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def pressed(*arguments: object) -> SearchAnswer:
        signal.raise_signal(signal.SIGINT)
        return search(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(many_module, "CELLS", 120)
    monkeypatch.setattr(command, "search", pressed)
    before = signal.getsignal(signal.SIGINT)
    code, out, err = run(capsys, "search", LINK, "--free", FREE, "--limit", LIMIT)
    printed = json.loads(out)
    assert (code, err) == (DONE, "")
    assert printed["is_stopped"] and printed["certainty"].startswith("Gestopt")
    assert 0 < printed["evaluated"] < printed["size"]
    assert signal.getsignal(signal.SIGINT) is before


def test_the_choice_one_begins_with_is_told_beside_the_front(capsys: pytest.CaptureFixture[str]) -> None:
    printed = json.loads(run(capsys, "search", LINK, "--free", FREE, "--robust", "regret")[1])
    assert printed["beginning"]["scores"]["one_off_integral"] >= 0


def test_limits_are_read_as_typed(model: CostModel) -> None:
    assert limit_of("out_of_pocket_year:2028@p90 <= 3000000", model) == Limit(
        "out_of_pocket_year", True, 3e6, "p90", 2028
    )
    assert limit_of("student_years>=100", model) == Limit("student_years", False, 100.0)
    assert limit_of("coach_minutes>=15", model) == Limit("coach_minutes", False, 15.0, LEVEL)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--free", "scope_x"), "scope_x"),
        (("--free", FREE, "--limit", "one_off_integral<<4"), "<<4"),
        (("--free", ","), "stuurknop"),
    ],
)
def test_mistakes_are_said_in_words(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str) -> None:
    code, out, err = run(capsys, "search", LINK, *arguments)
    assert (code, out) == (WRONG_INPUT, "")
    assert said in err


def test_what_the_address_asks_is_searched(model: CostModel, capsys: pytest.CaptureFixture[str]) -> None:
    free = "~".join(keys.LEVER_KEYS[lever] for lever in FREE.split(","))
    sought = f"f~{free}~~o~one_off_integral~months_all_live~~r~mean~~b~one_off_integral~p90~9000000"
    address = f"http://localhost:8501/verkennen?{LINK}&zoek={sought}"
    code, out, err = run(capsys, "search", address)
    assert (code, err) == (DONE, "")
    limit = Limit("one_off_integral", True, 9e6, "p90")
    question = Question(tuple(FREE.split(",")), ("one_off_integral", "months_all_live"), (limit,), "mean")
    answer = search(model, decode_choice(LINK, model).choice, question)
    printed = json.loads(out)
    assert [one["scores"] for one in printed["front"]] == [dict(one.scores) for one in answer.front]
    typed = ("--free", "change_time_share", "--limit", "one_off_integral<=2e7", "--robust", "p50")
    printed = json.loads(run(capsys, "search", address, *typed)[1])
    assert (printed["robust"], printed["size"] < answer.size) == ("p50", True)
    code, _, err = run(capsys, "search", f"{LINK}&zoek=b~total_out_of_pocket~p50~own")
    assert code == WRONG_INPUT and "--limit 'total_out_of_pocket<=" in err


def test_an_address_without_a_search_asks_what_the_screen_asks_at_first(model: CostModel) -> None:
    asked = argparse.Namespace(link=LINK, free=None, limit=[], front=None, robust=None, steps=False, language="nl")
    question = command.question_of(model, decode_choice(LINK, model).choice, asked)
    assert (question.free, question.front) == (explore_question.USUAL.free, explore_question.USUAL.outcomes)
