"""Variants side by side on the command line: the engine's own figures, and mistakes in words."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest

from flexlib.__main__ import DONE, WRONG_INPUT, main
from flexlib.engine.compare.compare import compare
from flexlib.engine.evaluate import estimate
from flexlib.model.records import CostModel
from flexlib.share import decode_choice

LINK = "v=verrijken_kaders&i=average_roc&n=200"
OTHER = "v=verrijken_kaders&i=average_roc&n=200&b4=4"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_figures_and_paired_differences_are_the_engine_s(model: CostModel, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "compare", LINK, "--with", "teams_aan_zet", OTHER)
    assert (code, err) == (DONE, "")
    printed = json.loads(out)
    links = (LINK, "v=teams_aan_zet&i=average_roc&n=200", OTHER)
    estimates = [estimate(model, decode_choice(link, model).choice) for link in links]
    comparison = compare([one.result for one in estimates])
    assert [one["variant"] for one in printed["variants"]] == ["verrijken_kaders", "teams_aan_zet", OTHER]
    for at, (one, said) in enumerate(zip(estimates, printed["variants"], strict=True)):
        for outcome, figures in said["outcomes"].items():
            quantiles = np.array([figures[name] for name in ("p10", "p50", "p90")], dtype=float)
            assert np.array_equal(quantiles, one.result.quantiles(outcome), equal_nan=True), outcome
            difference = comparison.difference(at, outcome)
            assert (figures["more"], figures["less"]) == (difference.more, difference.less)
            assert figures["sure"] == difference.is_sure


def test_csv_has_a_row_for_each_variant_and_outcome(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("one_off_integral", "months_all_live")
    code, out, _ = run(capsys, "compare", LINK, "--with", "nulvariant", "--outcome", *asked, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == DONE
    assert [(row["variant"], row["outcome"]) for row in rows] == [
        (variant, outcome) for variant in ("verrijken_kaders", "nulvariant") for outcome in asked
    ]
    assert rows[3]["p50"] == "", "the baseline never goes live"
    assert float(rows[2]["difference_p50"]) < 0


def test_identical_variants_are_told_and_differ_by_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "compare", LINK, "--with", "verrijken_kaders", "--outcome", "one_off_integral")
    assert code == DONE
    assert "is gelijk aan" in err
    figures = json.loads(out)["variants"][1]["outcomes"]["one_off_integral"]
    assert (figures["difference_p50"], figures["more"], figures["less"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--with", "onbestaand"), "bestaat niet"),
        (("--with", "v=teams_aan_zet&i=large_roc&n=200"), "instelling"),
        (("--with", "v=teams_aan_zet&i=average_roc&n=100"), "trekkingen"),
        (("--with", "v=teams_aan_zet&i=average_roc&n=200&f=geld_op"), "toekomstbeeld"),
        (("--with", *["teams_aan_zet"] * 12), "hoogstens 12"),
        (("--with", "teams_aan_zet", "--outcome", "onzin"), "onzin"),
        (("--with", "teams_aan_zet", "--outcome", "integral_year"), "integral_year"),
    ],
)
def test_what_cannot_be_compared_is_said(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "compare", LINK, *arguments)
    assert (code, out) == (WRONG_INPUT, "")
    assert said in err


def test_one_draw_gives_that_draw(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "compare", LINK, "--with", "teams_aan_zet", "--draws", "1")
    assert code == DONE
    figures = json.loads(out)["variants"][1]["outcomes"]["one_off_integral"]
    assert figures["p10"] == figures["p90"]


def test_the_variants_of_the_address_are_compared(model: CostModel, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"http://localhost:8501/vergelijken?{LINK}&set=2~~.~~nulvariant~~stap_voor_stap~ro~12~n~Ons+plan"
    asked = ("--outcome", "one_off_integral")
    code, out, err = run(capsys, "compare", address, *asked)
    assert (code, err) == (DONE, "")
    printed = json.loads(out)
    assert printed["reference"] == "nulvariant"
    assert [one["variant"] for one in printed["variants"]] == ["nulvariant", "verrijken_kaders", "Ons plan"]
    assert decode_choice(printed["variants"][2]["query"], model).choice.levers
    code, out, _ = run(capsys, "compare", address, "--with", "llo_eerst", *asked)
    names = [one["variant"] for one in json.loads(out)["variants"]]
    assert names == ["nulvariant", "verrijken_kaders", "Ons plan", "llo_eerst"]
    code, out, _ = run(capsys, "compare", LINK, *asked)
    assert code == DONE and len(json.loads(out)["variants"]) == 4, "as the screen does at first"
    code, out, err = run(capsys, "compare", f"{LINK}&set=verrijken_kaders~~onzin", *asked)
    assert code == WRONG_INPUT and "onzin" in err, "one variant is no comparison"
