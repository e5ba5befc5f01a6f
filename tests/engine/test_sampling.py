"""Theory: the draws against closed forms of scipy, and what must not change them."""

from __future__ import annotations

import math
import zlib
from dataclasses import replace

import numpy as np
import pytest
from scipy import integrate, optimize, stats

from flexlib.engine.sampling import overrides_of, point, sample
from flexlib.model.records import Choice, Contest, CostModel, Institution, Parameter, frozen
from tests.plain.worked_model import NO_TEXT, worked_model

N = 10_000
WIDER = {"A": 1.0, "B": 1.0, "C": 1.25, "D": 1.5}
TABLE_ERROR = 1e-5  # of the range: the stated error of the engine's table of Beta quantiles
Z99 = stats.norm.ppf(0.99)
Z90 = stats.norm.ppf(0.9)


def parameter(
    name: str,
    low: float,
    mode: float,
    high: float,
    *,
    grade: str = "A",
    unit: str = "h",
    distribution: str = "pert",
    means: str = "bounds",
) -> Parameter:
    return Parameter(name, NO_TEXT, unit, low, mode, high, means, distribution, None, None, grade, "", "")


def with_parameters(*more: Parameter, before: bool = False) -> CostModel:
    """The small model with parameters added behind (or before) its own."""
    model = worked_model()
    own = dict(model.parameters)
    added = {one.id: one for one in more}
    return replace(model, parameters=frozen({**added, **own} if before else {**own, **added}))


def uniforms(stream: str, seed: int = 1, n: int = N) -> np.ndarray:
    """The stream that the contract names: one generator per name."""
    return np.random.default_rng([seed, zlib.crc32(stream.encode())]).random(n)


def drawn(of: Parameter, n: int = N) -> np.ndarray:
    return sample(with_parameters(of), n, 1).parameters[of.id]


def pert(low: float, mode: float, high: float) -> stats.rv_continuous:
    width = high - low
    return stats.beta(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, loc=low, scale=width)


PERT_RANGES = [(2.0, 3.0, 8.0), (0.0, 0.0, 1.0), (5.0, 9.0, 9.0), (-0.03, -0.005, 0.005), (100.0, 101.0, 900.0)]


@pytest.mark.parametrize("bounds", PERT_RANGES)
def test_pert_is_a_beta_through_the_inverse_of_one_uniform(bounds: tuple[float, float, float]) -> None:
    low, mode, high = bounds
    values = drawn(parameter("x", low, mode, high))
    exact = pert(low, mode, high).ppf(uniforms("x"))
    assert np.abs(values - exact).max() < TABLE_ERROR * (high - low)


def test_pert_quantiles_hold_into_the_tails() -> None:
    of = parameter("x", 0.0, 2.0, 10.0)
    u = uniforms("x", n=400_000)
    values = drawn(of, n=400_000)
    far = (u < 1e-4) | (u > 1 - 1e-4)
    assert far.sum() > 50
    assert np.abs(values[far] - pert(0, 2, 10).ppf(u[far])).max() < TABLE_ERROR * 10


@pytest.mark.parametrize("grade", "ABCD")
def test_the_evidence_grade_widens_about_the_mode(grade: str) -> None:
    k = WIDER[grade]
    exact = pert(10 - 2 * k, 10, 10 + 6 * k).ppf(uniforms("x"))
    assert np.abs(drawn(parameter("x", 8, 10, 16, grade=grade)) - exact).max() < TABLE_ERROR * 8 * k


def test_a_bound_of_nothing_or_more_stays_so_and_a_share_stays_at_most_one() -> None:
    amount = parameter("amount", 1, 4, 6, grade="D")  # 4 − 1.5 × 3 would be −0.5
    share = parameter("share", 0.5, 0.8, 0.99, grade="D", unit="share")
    trend = parameter("trend", -0.02, 0.0, 0.5, grade="D", unit="share/year")  # may be below 0, above 1 is not its unit
    draws = sample(with_parameters(amount, share, trend), N, 1).parameters
    assert np.abs(draws["amount"] - pert(0, 4, 7).ppf(uniforms("amount"))).max() < TABLE_ERROR * 7
    assert np.abs(draws["share"] - pert(0.35, 0.8, 1).ppf(uniforms("share"))).max() < TABLE_ERROR
    assert draws["trend"].min() < -0.02


def test_constants_are_constant() -> None:
    fixed = parameter("fixed", 1, 2, 3, distribution="fixed", grade="D")
    narrow = parameter("narrow", 2, 2, 2, grade="D")
    draws = sample(with_parameters(fixed, narrow), 50, 1).parameters
    assert set(draws["fixed"]) == set(draws["narrow"]) == {2.0}


@pytest.mark.parametrize("grade", "AD")
def test_a_split_lognormal_holds_its_p1_median_and_p99(grade: str) -> None:
    low, median, high = 1000.0, 3000.0, 20_000.0
    values = drawn(parameter("x", low, median, high, distribution="lognormal", grade=grade))
    z, k = stats.norm.ppf(uniforms("x")), WIDER[grade]
    sigma = np.where(z < 0, math.log(median / low), math.log(high / median)) * k / Z99
    assert values == pytest.approx(median * np.exp(sigma * z), rel=1e-9)
    if grade == "A":
        many = drawn(parameter("x", low, median, high, distribution="lognormal"), n=400_000)
        assert np.quantile(many, [0.01, 0.5, 0.99]) == pytest.approx([low, median, high], rel=0.02)


def bounds_of(p10: float, mode: float, p90: float) -> tuple[float, float]:
    """Bounds of the PERT with this mode whose cumulative distribution is 0.1 and 0.9 at the two others."""

    def miss(gaps: np.ndarray) -> list[float]:
        fitted = pert(mode - math.exp(gaps[0]), mode, mode + math.exp(gaps[1]))
        return [fitted.cdf(p10) - 0.1, fitted.cdf(p90) - 0.9]

    gaps = optimize.fsolve(miss, [math.log(2 * (mode - p10)), math.log(2 * (p90 - mode))], xtol=1e-13)
    return mode - math.exp(gaps[0]), mode + math.exp(gaps[1])


@pytest.mark.parametrize("grade", "AD")
def test_a_range_of_p10_and_p90_is_solved_to_bounds_before_it_is_widened(grade: str) -> None:
    low, high = bounds_of(6, 10, 20)
    k = WIDER[grade]
    wide = max(0.0, 10 - k * (10 - low)), 10 + k * (high - 10)
    values = drawn(parameter("x", 6, 10, 20, means="p10_p90", grade=grade))
    assert np.abs(values - pert(wide[0], 10, wide[1]).ppf(uniforms("x"))).max() < TABLE_ERROR * (wide[1] - wide[0])
    if grade == "A":
        many = drawn(parameter("x", 6, 10, 20, means="p10_p90"), n=400_000)
        assert np.quantile(many, [0.1, 0.9]) == pytest.approx([6, 20], abs=0.05)


def test_a_lognormal_range_of_p10_and_p90_stretches_to_p1_and_p99() -> None:
    values = drawn(parameter("x", 50, 100, 300, distribution="lognormal", means="p10_p90"))
    z = stats.norm.ppf(uniforms("x"))
    sigma = np.where(z < 0, math.log(2), math.log(3)) / Z90
    assert values == pytest.approx(100 * np.exp(sigma * z), rel=1e-9)


def test_the_same_seed_gives_the_same_figures_and_another_seed_others() -> None:
    model = with_parameters(parameter("x", 1, 2, 4))
    first, again, other = (sample(model, 500, seed) for seed in (1, 1, 2))
    assert (first.parameters["x"] == again.parameters["x"]).all()
    assert (first.parameters["x"] != other.parameters["x"]).all()
    assert np.abs(other.parameters["x"] - pert(1, 2, 4).ppf(uniforms("x", seed=2, n=500))).max() < TABLE_ERROR * 3


def test_neither_order_nor_new_parameters_touch_the_draws_of_others() -> None:
    x, y, z = (parameter(name, 1, 2, 4) for name in "xyz")
    alone = sample(with_parameters(x), N, 1).parameters["x"]
    for model in (with_parameters(x, y, z), with_parameters(z, y, x), with_parameters(z, x, before=True)):
        assert (sample(model, N, 1).parameters["x"] == alone).all()


def test_fewer_draws_are_the_first_of_more() -> None:
    model = with_parameters(parameter("x", 1, 2, 4), parameter("y", 1, 2, 40, distribution="lognormal"))
    few, many = sample(model, 2000, 1), sample(model, N, 1)
    for name in ("x", "y"):
        assert (few.parameters[name] == many.parameters[name][:2000]).all()
    assert (few.tail == many.tail[:2000]).all()


CURVES = [
    {"lever": "pilots_first", "target": "tag:coaching", "points": [[1, 1.2]]},
    {"lever": "ready_focus", "target": "timing:delay_all", "points": [[1, 1.2], [3, 1], [5, 0.8]]},
    {"lever": "ready_focus", "target": "balance:doceerbaarheid", "operation": "add", "points": [[1, -2], [5, 2]]},
]


def test_one_stream_per_curve_gives_its_strength_and_readiness_has_two_sides_of_it() -> None:
    strengths = sample(worked_model(curves=CURVES), N, 1).strengths
    assert set(strengths) == {
        "pilots_first:tag:coaching",
        "ready_focus:timing:delay_all+",
        "ready_focus:timing:delay_all-",
        "ready_focus:balance:doceerbaarheid",
    }
    for key, (low, high) in {
        "pilots_first:tag:coaching": (0.3, 1.8),
        "ready_focus:timing:delay_all+": (0.2, 2.6),
        "ready_focus:timing:delay_all-": (0.3, 1.6),
        "ready_focus:balance:doceerbaarheid": (0.3, 1.8),
    }.items():
        exact = pert(low, 1, high).ppf(uniforms(key.rstrip("+-")))
        assert np.abs(strengths[key] - exact).max() < TABLE_ERROR * (high - low), key


def test_the_ict_outlier_comes_as_often_as_its_chance_says() -> None:
    model = with_parameters(parameter("ict_tail_probability", 0.1, 0.2, 0.3, unit="share"))
    draws = sample(model, N, 1)
    assert set(draws.tail) == {0.0, 1.0}
    assert (draws.tail == (uniforms("ict_tail") < draws.parameters["ict_tail_probability"])).all()
    assert draws.tail.mean() == pytest.approx(0.2, abs=0.015)


def test_contested_values_keep_the_stream_and_are_not_widened() -> None:
    x = parameter("x", 1, 2, 4, grade="D")
    price = parameter("price", 10, 20, 90, grade="D", distribution="lognormal")
    fixed = parameter("fixed", 3, 3, 3, distribution="fixed")
    model = replace(
        with_parameters(x, price, fixed, parameter("other", 1, 2, 3)), curves=worked_model(curves=CURVES).curves
    )
    choice = Choice(
        institution=Institution("worked", "", "worked", rates=(("rate_docent", 77.0), ("rate_hr", 66.0))),
        variant="nulvariant",
        contested=(
            ("fixed", Contest(2, 3, 5)),
            ("pilots_first:tag:coaching", Contest(0, 0.5, 1)),
            ("price", Contest(15, 20, 40)),
            ("rate_hr", Contest(50, 60, 80)),
            ("ready_focus:timing:delay_all", Contest(2, 2, 2)),
            ("x", Contest(0, 1, 2)),
        ),
    )
    overrides = overrides_of(choice)
    assert hash(overrides) == hash(overrides_of(replace(choice, start=choice.start.replace(day=2))))
    draws, plain = sample(model, N, 1, overrides), sample(model, N, 1)
    for name, (low, mode, high) in {"x": (0, 1, 2), "fixed": (2, 3, 5), "rate_hr": (50, 60, 80)}.items():
        exact = pert(low, mode, high).ppf(uniforms(name))
        assert np.abs(draws.parameters[name] - exact).max() < TABLE_ERROR * (high - low), name
    z = stats.norm.ppf(uniforms("price"))
    sigma = np.where(z < 0, math.log(20 / 15), math.log(40 / 20)) / Z99
    assert draws.parameters["price"] == pytest.approx(20 * np.exp(sigma * z), rel=1e-9)
    assert set(draws.parameters["rate_docent"]) == {77.0}
    assert (draws.parameters["other"] == plain.parameters["other"]).all()
    exact = pert(0, 0.5, 1).ppf(uniforms("pilots_first:tag:coaching"))
    assert np.abs(draws.strengths["pilots_first:tag:coaching"] - exact).max() < TABLE_ERROR
    for side in "+-":
        assert set(draws.strengths[f"ready_focus:timing:delay_all{side}"]) == {2.0}


def test_the_rekenwaarde_is_the_mean_of_every_distribution() -> None:
    ranges = {
        "pert": parameter("pert", 1, 2, 9, grade="D"),
        "solved": parameter("solved", 6, 10, 20, means="p10_p90"),
        "price": parameter("price", 10, 20, 90, distribution="lognormal", grade="C"),
        "fixed": parameter("fixed", 1, 2, 3, distribution="fixed"),
        "ict_tail_probability": parameter("ict_tail_probability", 0.1, 0.2, 0.3, unit="share"),
    }
    model = replace(with_parameters(*ranges.values()), curves=worked_model(curves=CURVES).curves)
    means = point(model)
    low, high = bounds_of(6, 10, 20)
    assert means.parameters["pert"] == pytest.approx(pert(0.5, 2, 12.5).mean(), rel=1e-9)
    assert means.parameters["solved"] == pytest.approx(pert(low, 10, high).mean(), rel=1e-6)
    assert means.parameters["fixed"] == [2.0]
    below, above = math.log(2) * 1.25 / Z99, math.log(4.5) * 1.25 / Z99

    def price_times_density(z: float) -> float:
        return float(20 * math.exp((below if z < 0 else above) * z) * stats.norm.pdf(z))

    numeric = sum(integrate.quad(price_times_density, *part)[0] for part in ((-12, 0), (0, 12)))
    assert means.parameters["price"] == pytest.approx(numeric, rel=1e-7)
    assert means.tail == pytest.approx([0.2])
    assert means.strengths["pilots_first:tag:coaching"] == pytest.approx((0.3 + 4 + 1.8) / 6)
    assert means.strengths["ready_focus:timing:delay_all+"] == pytest.approx((0.2 + 4 + 2.6) / 6)
    assert means.strengths["ready_focus:timing:delay_all-"] == pytest.approx((0.3 + 4 + 1.6) / 6)
    many = sample(model, 200_000, 1)
    for name in ranges:
        assert many.parameters[name].mean() == pytest.approx(means.parameters[name][0], rel=0.01), name
