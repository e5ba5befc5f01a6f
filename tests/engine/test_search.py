"""Search against brute force: every combination by `evaluate`, one by one, with plain loops."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from flexlib.engine.evaluate import evaluate
from flexlib.engine.explore import again as again_module
from flexlib.engine.explore import many as many_module
from flexlib.engine.explore import search as search_module
from flexlib.engine.explore.answer import Found, SearchAnswer
from flexlib.engine.explore.question import LEVEL, Limit, Question
from flexlib.engine.explore.search import search
from flexlib.engine.result import Result
from flexlib.engine.sampling import overrides_of, sample
from flexlib.model.records import Choice, CostModel
from flexlib.model.rules import check_rules

FREE = ("scenario_bol34", "scope_bol34", "module_size", "change_time_share")
LIMITS = (
    Limit("one_off_integral", True, 9e6, "p90"),
    Limit("out_of_pocket_year", True, 1.5e6, "p50"),
    Limit("months_all_live", True, 65.0),
    Limit("scenario_bol34", False, 1.0, LEVEL),
)
QUESTION = Question(FREE, ("one_off_integral", "student_years"), LIMITS)
AT = {"p10": 0, "p50": 1, "p90": 2}


@pytest.fixture(scope="module")
def small(choice: Choice) -> Choice:
    return replace(choice, draws=60)


@pytest.fixture(scope="module")
def one_by_one(model: CostModel, small: Choice) -> dict[tuple[float, ...], Result]:
    """Every combination of the free levers, evaluated by itself."""
    draws = sample(model, small.draws, small.seed, overrides_of(small))
    now = evaluate(model, small, draws).levels
    levels = [
        sorted({*(level.value for level in model.levers[lever].levels), now[lever]})
        for lever in sorted(FREE, key=list(model.levers).index)
    ]
    results = {}
    for combination in product(*levels):
        levers = dict(zip(sorted(FREE, key=list(model.levers).index), combination, strict=True))
        changed = replace(small, levers=tuple(sorted({**dict(small.levers), **levers}.items())))
        results[combination] = evaluate(model, changed, draws)
    return results


def figure(result: Result, limit: Limit) -> float:
    if limit.at == LEVEL:
        scope = result.levels[limit.subject.replace("scenario", "scope")]
        return result.levels[limit.subject] if scope > 0 else 0.0
    values = result.quantiles(limit.subject)[AT[limit.at]]
    return float(np.max(values))


def keeps_out(result: Result, limit: Limit) -> bool:
    value = figure(result, limit)
    return not (value <= limit.value if limit.is_most else value >= limit.value)


def is_impossible(model: CostModel, result: Result) -> bool:
    return any(hit.rule.severity == "impossible" for hit in check_rules(model, result.levels))


def possible(model: CostModel, one_by_one: dict[tuple[float, ...], Result]) -> list[Result]:
    return [one for one in one_by_one.values() if not is_impossible(model, one)]


def combinations(found: tuple[Found, ...]) -> set[tuple[float, ...]]:
    return {tuple(one.levels.values()) for one in found}


def told(answer: SearchAnswer) -> list[tuple]:
    return [(one.choice, tuple(one.scores.values()), tuple(one.figures.values())) for one in answer.front]


def test_front_and_counts_are_those_of_brute_force(
    model: CostModel, small: Choice, one_by_one: dict[tuple[float, ...], Result]
) -> None:
    answer = search(model, small, QUESTION)
    possible = {key: one for key, one in one_by_one.items() if not is_impossible(model, one)}
    assert answer.size == len(one_by_one)
    assert sum(answer.impossible.values()) == len(one_by_one) - len(possible)
    promised = {key: one for key, one in possible.items() if not keeps_out(one, LIMITS[3])}
    assert answer.evaluated == len(promised)
    assert [drop.count for drop in answer.dropped] == [
        *(sum(keeps_out(one, limit) for one in promised.values()) for limit in LIMITS[:3]),
        len(possible) - len(promised),
    ]
    for drop in answer.dropped[:3]:
        others = [limit for limit in LIMITS[:3] if limit != drop.limit]
        alone = [
            figure(one, drop.limit)
            for one in promised.values()
            if keeps_out(one, drop.limit) and not any(keeps_out(one, limit) for limit in others)
        ]
        assert drop.alone == len(alone)
        assert not alone or drop.nearest == pytest.approx(min(alone), rel=1e-9)
    within = {key: one for key, one in promised.items() if not any(keeps_out(one, limit) for limit in LIMITS)}
    assert answer.within_limits == len(within)
    scores = {
        key: (float(f"{one.quantiles('one_off_integral')[1]:.9e}"), -float(f"{one.quantiles('student_years')[1]:.9e}"))
        for key, one in within.items()
    }
    front = {
        key
        for key, mine in scores.items()
        if not any(a <= mine[0] and b <= mine[1] and (a, b) != mine for a, b in scores.values())
    }
    assert {scores[key] for key in combinations(answer.front)} == {scores[key] for key in front}
    assert combinations(answer.front) <= front
    assert answer.is_proven
    assert {one.found.choice for one in answer.proposals} <= {one.choice for one in answer.front}


def test_regret_is_that_of_plain_loops(
    model: CostModel, small: Choice, one_by_one: dict[tuple[float, ...], Result]
) -> None:
    question = replace(QUESTION, limits=LIMITS[3:], robust="regret")
    answer = search(model, small, question)
    draws = sample(model, small.draws, small.seed, overrides_of(small))
    within = [
        one.choice for one in one_by_one.values() if not is_impossible(model, one) and not keeps_out(one, LIMITS[3])
    ]
    largest = {choice.levers: [0.0, 0.0] for choice in within}
    for future in model.futures:
        values = {}
        for choice in within:
            result = evaluate(model, replace(choice, future=future), draws)
            values[choice.levers] = [result.quantiles(name)[1] for name in question.front]
        cheapest = min(cost for cost, _ in values.values())
        most = max(years for _, years in values.values())
        for levers, (cost, years) in values.items():
            largest[levers] = [max(largest[levers][0], cost - cheapest), max(largest[levers][1], most - years)]
    assert answer.front
    for found in answer.front:
        assert list(found.scores.values()) == pytest.approx(largest[found.choice.levers], rel=1e-8, abs=1e-3)
        beats = [
            other
            for other in largest.values()
            if other[0] < found.scores["one_off_integral"] * (1 - 1e-9)
            and other[1] < found.scores["student_years"] * (1 - 1e-9)
        ]
        assert not beats


def test_the_smallest_change_of_a_limit_lets_a_choice_in(
    model: CostModel, small: Choice, one_by_one: dict[tuple[float, ...], Result]
) -> None:
    limits = (Limit("one_off_integral", True, 3e6), Limit("scenario_bol34", False, 3.0, LEVEL), LIMITS[2])
    question = replace(QUESTION, limits=limits)
    answer = search(model, small, question)
    assert not answer.front
    assert not answer.proposals
    assert answer.ways
    for way in answer.ways:
        changed = dict(way.changes)
        eased = tuple(replace(one, value=changed.get(one, one.value)) for one in limits)
        assert search(model, small, replace(question, limits=eased)).front
    fewest = min(sum(keeps_out(one, limit) for limit in limits) for one in possible(model, one_by_one))
    assert len(answer.ways[0].changes) == fewest
    first = dict(answer.ways[0].changes)
    for limit, value in first.items():
        just_short = value - abs(value - limit.value) * 1e-3 * (1 if limit.is_most else -1)
        short = tuple(replace(one, value=just_short if one == limit else first.get(one, one.value)) for one in limits)
        assert not search(model, small, replace(question, limits=short)).front


def test_the_same_seed_gives_the_same_answer_whatever_the_chunks(
    model: CostModel, small: Choice, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = Question(tuple(model.levers), QUESTION.front, LIMITS[:1], most_sampled=600, draws=30)
    for question in (QUESTION, wide):
        monkeypatch.setattr(many_module, "CELLS", 32_000)
        once = search(model, small, question)
        monkeypatch.setattr(many_module, "CELLS", 700)
        assert told(search(model, small, question)) == told(once)
    assert told(search(model, small, replace(wide, seed=2))) != told(search(model, small, wide))


def test_a_sampled_search_finds_most_of_the_proven_front(model: CostModel, small: Choice) -> None:
    proven = search(model, small, QUESTION)
    sampled = search(model, small, replace(QUESTION, most_enumerated=1, most_sampled=300))
    assert sampled.is_enumerated is sampled.is_proven is False
    assert sampled.evaluated <= 300 + 1000
    assert 0 <= sampled.entering_share <= 0.1
    assert 0 <= sampled.late_gain <= 1
    assert len(combinations(sampled.front) & combinations(proven.front)) >= 0.7 * len(proven.front)


@pytest.fixture
def on_first_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search this small space as a large one: on the first draws, and then on all."""
    monkeypatch.setattr(search_module, "MOST_AGAIN", 0)


@pytest.mark.usefixtures("on_first_draws")
def test_what_is_told_stands_on_all_draws(model: CostModel, small: Choice) -> None:
    answer = search(model, small, replace(QUESTION, draws=20))
    assert (answer.draws_searched, answer.draws, answer.is_proven) == (20, 60, False)
    assert 0 < answer.shift < 0.5
    draws = sample(model, small.draws, small.seed, overrides_of(small))
    for found in answer.front[:3]:
        result = evaluate(model, found.choice, draws)
        assert found.scores["one_off_integral"] == pytest.approx(result.quantiles("one_off_integral")[1], rel=1e-8)
        assert not any(keeps_out(result, limit) for limit in LIMITS)


def test_a_small_space_is_proven_on_all_draws_at_once(model: CostModel, small: Choice) -> None:
    answer = search(model, small, replace(QUESTION, draws=20))
    assert (answer.draws_searched, answer.is_proven, answer.shift) == (60, True, 0.0)
    assert told(answer) == told(search(model, small, QUESTION))


@pytest.mark.usefixtures("on_first_draws")
def test_no_light_point_of_the_picture_beats_the_front(model: CostModel, small: Choice) -> None:
    answer = search(model, small, replace(QUESTION, draws=20))
    assert len(answer.within["student_years"]) > len(answer.front)
    for found in answer.front:
        cheaper = answer.within["one_off_integral"] < found.scores["one_off_integral"] * (1 - 1e-3)
        fuller = answer.within["student_years"] > found.scores["student_years"] * (1 + 1e-3)
        assert not (cheaper & fuller).any()


@pytest.mark.usefixtures("on_first_draws")
@pytest.mark.parametrize("limit", [LIMITS[0], Limit("one_off_integral", True, 1.0)])
def test_progress_reaches_its_end_once_and_never_goes_back(model: CostModel, small: Choice, limit: Limit) -> None:
    shares: list[float] = []
    question = replace(QUESTION, draws=20, limits=(limit,))
    search(model, small, question, lambda done, of: shares.append(done / of))
    assert shares == sorted(shares)
    assert shares[0] < shares[-1] == 1.0


@pytest.mark.usefixtures("on_first_draws")
@pytest.mark.parametrize("robust", ["p50", "regret"])
def test_stopping_while_it_is_evaluated_again_keeps_the_front(
    model: CostModel, small: Choice, robust: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(again_module, "NEAR_FRONT", 0.3)
    question = replace(QUESTION, draws=20, robust=robust)
    whole = search(model, small, question)
    monkeypatch.setattr(many_module, "CELLS", 120)
    share = [0.0]

    def tell(done: int, of: int) -> None:
        share[0] = done / of

    answer = search(model, small, question, tell, lambda: share[0] > 0.3)
    assert answer.is_stopped and answer.evaluated == whole.evaluated
    assert 0 < answer.evaluated_again < whole.evaluated_again
    assert answer.front


def test_the_choice_one_begins_with_is_judged_beside_what_is_found(model: CostModel, small: Choice) -> None:
    sampled = replace(QUESTION, limits=(), most_enumerated=1, most_sampled=40)
    for question in (replace(QUESTION, limits=()), sampled, replace(QUESTION, limits=(), robust="regret")):
        answer = search(model, small, question)
        assert answer.beginning is not None
        levels = evaluate(model, small, sample(model, 1, 1)).levels
        assert all(levels[lever] == level for lever, level in answer.beginning.levels.items())
        assert all(answer.beginning.scores[name] <= answer.within[name].max() for name in question.front)


def test_a_stopped_search_gives_the_best_so_far(
    model: CostModel, small: Choice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_module, "CELLS", 120)
    seen: list[tuple[int, int]] = []
    answer = search(model, small, QUESTION, lambda done, of: seen.append((done, of)), lambda: len(seen) >= 3)
    whole = search(model, small, QUESTION)
    assert answer.is_stopped
    assert not answer.is_proven
    assert 0 < answer.evaluated < whole.evaluated
    assert all(done <= of == whole.evaluated * small.draws for done, of in seen)


def test_the_bad_end_and_the_mean_count_when_asked(model: CostModel, small: Choice) -> None:
    for robust, index in (("p90", 2), ("p50", 1)):
        answer = search(model, small, replace(QUESTION, robust=robust))
        found = answer.front[0]
        by_figure = {(one.outcome, one.at): value for one, value in found.figures.items()}
        assert found.scores["one_off_integral"] == pytest.approx(by_figure["one_off_integral", robust], rel=1e-8)
        good_when_large = {2: "p10", 1: "p50"}[index]
        assert found.scores["student_years"] == pytest.approx(by_figure["student_years", good_when_large], rel=1e-8)
    mean = search(model, small, replace(QUESTION, robust="mean")).front[0]
    assert mean.scores["one_off_integral"] == pytest.approx(
        {(one.outcome, one.at): v for one, v in mean.figures.items()}["one_off_integral", "mean"], rel=1e-8
    )


def test_a_promise_to_a_group_that_stays_out_is_none(model: CostModel, small: Choice) -> None:
    answer = search(model, small, replace(QUESTION, limits=(Limit("scenario_bol34", False, 2.0, LEVEL),)))
    assert answer.front
    assert all(found.levels["scope_bol34"] > 0 for found in answer.front)
