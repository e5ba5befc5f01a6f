"""The command line on the same spine as the screens: same figures, unrounded, and files that others can check."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from flexlib.__main__ import DONE, WRONG_INPUT, main
from flexlib.engine.evaluate import estimate
from flexlib.model.records import CostModel
from flexlib.share import decode_choice

ROOT = Path(__file__).parents[2]
LINK = "v=verrijken_kaders&i=average_roc&n=200&b4=4"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_json_gives_every_outcome_as_the_engine_does(model: CostModel, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "estimate", f"http://localhost:8501/impact?{LINK}")
    assert (code, err) == (DONE, "")
    printed = json.loads(out)
    expected = estimate(model, decode_choice(LINK, model).choice)
    assert printed["model_version"] == model.version
    assert printed["content_hash"] == model.content_hash
    assert set(printed["outcomes"]) == set(expected.result.values)
    for outcome_id, outcome in printed["outcomes"].items():
        for name, values in zip(("p10", "p50", "p90"), expected.result.quantiles(outcome_id), strict=True):
            assert np.array_equal(np.array(outcome[name], dtype=float), values, equal_nan=True), outcome_id
        point = expected.point.values[outcome_id][0]
        assert np.array_equal(np.array(outcome["point"], dtype=float), point, equal_nan=True), outcome_id


def test_lines_add_up_to_the_point(capsys: pytest.CaptureFixture[str]) -> None:
    printed = json.loads(run(capsys, "estimate", LINK)[1])
    for timing, outcome in (("one_off", "one_off_integral"), ("recurring", "recurring_integral")):
        lines = sum(line["integral"] for line in printed["lines"] if line["timing"] == timing)
        assert lines == pytest.approx(printed["outcomes"][outcome]["point"], rel=1e-12)


def test_years_and_roles_are_named(model: CostModel, capsys: pytest.CaptureFixture[str]) -> None:
    printed = json.loads(run(capsys, "estimate", LINK)[1])
    assert printed["roles"] == list(model.roles)
    assert [year["label"] for year in printed["calendar_years"]][:2] == ["2027", "2028"]
    assert len(printed["outcomes"]["own_hours"]["p50"]) == len(printed["school_years"])
    assert len(printed["outcomes"]["own_hours"]["p50"][0]) == len(model.roles)


def test_csv_holds_the_same_figures(capsys: pytest.CaptureFixture[str]) -> None:
    printed = json.loads(run(capsys, "estimate", LINK)[1])
    rows = list(csv.DictReader(io.StringIO(run(capsys, "estimate", LINK, "--format", "csv")[1])))
    headline = next(row for row in rows if row["id"] == "one_off_integral")
    assert float(headline["p90"]) == printed["outcomes"]["one_off_integral"]["p90"]
    years = [row for row in rows if row["id"] == "integral_year"]
    assert [float(row["p50"]) for row in years] == printed["outcomes"]["integral_year"]["p50"]
    assert [row["period"] for row in years] == [year["label"] for year in printed["calendar_years"]]
    lines = {row["id"] for row in rows if row["section"] == "line"}
    assert lines == {line["id"] for line in printed["lines"]}


def test_dumped_draws_give_the_same_outcomes_draw_by_draw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "draws.json"
    first = json.loads(run(capsys, "estimate", LINK, "--draws", "20", "--dump-draws", str(file))[1])
    again = json.loads(run(capsys, "estimate", LINK, "--given", str(file))[1])
    assert first["outcomes"] == again["outcomes"]
    assert len(again["draws"]["one_off_integral"]) == 20
    assert np.quantile(again["draws"]["one_off_integral"], 0.5) == pytest.approx(
        again["outcomes"]["one_off_integral"]["p50"], rel=1e-12
    )


def test_one_given_draw_can_be_followed_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Twice the shared deviation of execution work is twice the recurring own time of execution lines."""
    file = tmp_path / "draws.json"
    run(capsys, "estimate", LINK, "--draws", "1", "--dump-draws", str(file))
    given = json.loads(file.read_text(encoding="utf-8"))
    hours = []
    for factor in (1.0, 2.0):
        for name in given["parameters"]:
            if name.startswith("systemic_") and name != "systemic_delay":
                given["parameters"][name] = [factor]
        file.write_text(json.dumps(given), encoding="utf-8")
        printed = json.loads(run(capsys, "estimate", LINK, "--given", str(file))[1])
        hours.append(printed["draws"]["recurring_own_hours"][0])
    assert hours[1] == pytest.approx(2 * hours[0], rel=1e-12)


def test_seed_draws_and_institution_replace_those_of_the_link(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--seed", "7", "--draws", "150", "--institution", "small_vakcollege")
    choice = json.loads(run(capsys, "estimate", LINK, *asked)[1])["choice"]
    assert (choice["seed"], choice["draws"], choice["institution"]) == (7, 150, "small_vakcollege")


def test_what_is_wrong_in_a_link_is_said_beside_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "estimate", LINK + "&f=onbekend")
    assert code == DONE
    assert "'onbekend'" in err
    assert json.loads(out)["notices"] == [err.strip()]


def test_an_unknown_institution_names_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "estimate", LINK, "--institution", "elders")
    assert (code, out) == (WRONG_INPUT, "")
    assert "'elders'" in err
    assert "average_roc" in err


def test_wrong_arguments_end_with_code_2() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["estimate", LINK, "--draws", "0"])
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda given: given.pop("tail"), "tail"),
        (lambda given: given.pop("strengths"), "strengths"),
        (lambda given: given["parameters"].pop("rate_docent"), "rate_docent"),
        (lambda given: given["parameters"].update(onzin=[1, 2]), "onzin"),
        (lambda given: given["parameters"].update(rate_docent=[1]), "1 getallen"),
        (lambda given: given["parameters"].update(rate_docent=["x", 2]), "rate_docent"),
        (lambda given: given["parameters"].update(rate_docent=[float("nan"), 2]), "rate_docent"),
    ],
)
def test_a_wrong_file_of_draws_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], spoil, message: str
) -> None:
    file = tmp_path / "draws.json"
    run(capsys, "estimate", LINK, "--draws", "2", "--dump-draws", str(file))
    given = json.loads(file.read_text(encoding="utf-8"))
    spoil(given)
    file.write_text(json.dumps(given), encoding="utf-8")
    code, out, err = run(capsys, "estimate", LINK, "--given", str(file))
    assert (code, out) == (WRONG_INPUT, "")
    assert message in err


def test_a_file_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "--language", "en", "estimate", LINK, "--given", str(tmp_path / "none.json"))
    assert code == WRONG_INPUT
    assert "cannot be read" in err


def test_a_link_gives_the_same_figures_in_any_process(tmp_path: Path) -> None:
    """To the last bit, on a machine that has never seen the link: another home, another order of hashing."""
    printed = []
    for at in (1, 2):
        own = {**os.environ, "FLEXLIB_HOME": str(tmp_path / str(at)), "PYTHONHASHSEED": str(at)}
        command = [sys.executable, "-m", "flexlib", "estimate", LINK]
        printed.append(subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=True).stdout)
    assert printed[0] == printed[1]


@pytest.mark.parametrize("link", ["hallo wereld", "v=bestaat_niet", "i=nergens&v=stap_voor_stap"])
def test_figures_of_something_else_than_asked_are_not_printed(capsys: pytest.CaptureFixture[str], link: str) -> None:
    code, out, err = run(capsys, "estimate", link)
    assert code == 1 and out == "" and len(err.splitlines()) >= 2


@pytest.mark.parametrize("wrong", [("--seed", "-1"), ("--seed", "99999999999"), ("--draws", "0"), ("--draws", "x")])
def test_numbers_out_of_bounds_are_refused_with_their_bounds(
    capsys: pytest.CaptureFixture[str], wrong: tuple[str, str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["estimate", LINK, *wrong])
    assert stopped.value.code == 2 and "–" in capsys.readouterr().err


@pytest.mark.parametrize("value", ["true", "1e400", "1e308", "-1e13", '"70"'])
def test_given_values_that_no_formula_bears_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, value: str
) -> None:
    file = tmp_path / "draws.json"
    assert run(capsys, "estimate", LINK, "--draws", "1", "--dump-draws", str(file))[0] == 0
    content = json.loads(file.read_text(encoding="utf-8"))
    content["parameters"]["rate_docent"] = ["HERE"]
    file.write_text(json.dumps(content).replace('"HERE"', value), encoding="utf-8")
    code, out, err = run(capsys, "estimate", LINK, "--given", str(file))
    assert code == 1 and out == "" and "rate_docent" in err


def test_everything_wrong_in_a_file_of_draws_is_said_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "draws.json"
    run(capsys, "estimate", LINK, "--draws", "2", "--dump-draws", str(file))
    given = json.loads(file.read_text(encoding="utf-8"))
    del given["parameters"]["rate_docent"]
    given["parameters"]["rate_coach"] = ["x", 2]
    given["parameters"]["rate_ict"] = [1]
    given["strengths"]["onzin"] = [1, 2]
    file.write_text(json.dumps(given), encoding="utf-8")
    code, out, err = run(capsys, "estimate", LINK, "--given", str(file))
    assert (code, out) == (WRONG_INPUT, "")
    assert all(name in err for name in ("rate_docent", "rate_coach", "rate_ict", "onzin", "4 punten"))


def test_the_query_printed_with_given_draws_asks_for_as_many(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "draws.json"
    first = json.loads(run(capsys, "estimate", LINK, "--draws", "50", "--dump-draws", str(file))[1])
    again = json.loads(run(capsys, "estimate", LINK, "--given", str(file))[1])
    assert again["choice"]["draws"] == 50 and again["query"] == first["query"]


def test_the_language_of_a_link_is_that_of_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    told = "wat=9"
    assert "bestaat niet" in run(capsys, "estimate", f"{LINK}&{told}")[2]
    assert "does not exist" in run(capsys, "estimate", f"{LINK}&{told}&l=en")[2]
    assert "bestaat niet" in run(capsys, "estimate", f"{LINK}&{told}&l=en", "--language", "nl")[2]
    assert "does not exist" in run(capsys, "estimate", f"http://localhost:8501/impact?l=en&{LINK}&{told}")[2]
