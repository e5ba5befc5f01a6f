"""Twelve variants side by side: the engine against plain NumPy, every future, and a move on the screen."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright

from flexlib.engine.compare.compare import Difference, difference_of
from flexlib.engine.evaluate import evaluate
from flexlib.engine.result import PROBABILITIES
from flexlib.engine.sampling import Draws, sample
from flexlib.model.records import Choice, CostModel
from flexlib.share import Compared, Entry, decode_choice, encode_compared
from flexlib.store import open_model
from flexlib.text import text
from flexlib.ui.switches import COMPARED_BY
from tests.bench.by_line import estimate_by_line
from tests.bench.equal import assert_equal
from tests.bench.screens import FLAGS, move_times, nudge, opened, running_home
from tests.browser.conftest import Server, wait_until_done
from tests.conftest import CHROMIUM
from tests.engine.future_grid import future_grid

ON_SCREEN = "v=verrijken_kaders&ro=18"
DRAWS, REPEATS, MOVES = 10_000, 3, 30
FEW = 3  # variants that the slower way works out, scaled to all
MONTHS = (6.0, 12.0, 18.0, 30.0, 36.0)  # over which teams start, of variants beside the ready-made ones
CHANGE = text("vergelijken.change.ask", "nl")
Row = tuple[str, str, str, str]
Array = np.ndarray
Side = tuple[dict[str, Array], dict[str, Array]]  # quantiles of all outcomes, and the draws of totals

# From the key or click on a control to the last change of words in the strip, in the table, and of any picture.
WATCH = """
() => {
  window.moved = 0; window.figures = null; window.pictures = null;
  for (const kind of ['pointerdown', 'keydown'])
    document.addEventListener(kind, () => {
      window.moved = performance.now(); window.figures = null; window.pictures = null;
    }, true);
  const within = (node, place) => (node.nodeType === 1 ? node : node.parentElement)?.closest(place);
  const words = {childList: true, characterData: true, subtree: true};
  new MutationObserver(changes => {
    if (changes.some(change => within(change.target, '.st-key-strip, .st-key-compare_table')))
      window.figures = performance.now() - window.moved;
    if (changes.some(change => within(change.target, '[data-testid="stVegaLiteChart"]')))
      window.pictures = performance.now() - window.moved;
  }).observe(document.body, words);
}
"""
# People look at a picture before they move on: the next move begins when the last one has been drawn.
SETTLED = "performance.now() - window.moved > 400 + Math.max(window.figures, window.pictures)"


def entries(model: CostModel) -> list[Entry]:
    """The variant on screen, the ready-made ones, and some of those with another pace: twelve."""
    ready = [Entry(variant) for variant in model.variants]
    own = [Entry("stap_voor_stap", (("rollout_months", months),), f"In {months:.0f}") for months in MONTHS]
    return [*ready, *own[: 11 - len(ready)], Entry()]


def choices(model: CostModel) -> list[Choice]:
    here = decode_choice(f"{ON_SCREEN}&i=average_roc&n={DRAWS}", model).choice
    return [
        here if entry.is_on_screen else replace(here, variant=entry.variant, levers=entry.levers)
        for entry in entries(model)
    ]


def compare_rows() -> list[Row]:
    """All outcomes of twelve variants with quantiles, and all totals' differences with the first, by two programs."""
    model = open_model()
    twelve = choices(model)
    draws = sample(model, DRAWS, twelve[0].seed)
    ours = min((_timed(lambda: _side_by_side(model, twelve, draws, _ours)) for _ in range(REPEATS)), key=_wall)
    plain = _timed(lambda: _side_by_side(model, twelve, draws, _plain))
    for at, ((sides, differences), (their_sides, their_differences)) in enumerate(
        zip(ours.found, plain.found, strict=True)
    ):
        for own, their in zip(sides, their_sides, strict=True):
            assert_equal(own, their, f"variant {at}")
        for outcome, difference in differences.items():
            _assert_alike(difference, their_differences[outcome], sides[1][outcome], f"variant {at}, {outcome}")
    grid = min((_timed(lambda: future_grid(model, twelve, COMPARED_BY, (), draws)) for _ in range(2)), key=_wall)
    few = twelve[1 : 1 + FEW]
    one_by_one = _timed(lambda: [_in_all_futures(model, choice, draws) for choice in few])
    scale = len(twelve) / FEW
    return [
        ("", "seconds", "processor", "note"),
        ("flexlib", f"{ours.wall:.2f} s", f"{ours.cpu:.2f} s", f"best of {REPEATS}"),
        (
            "NumPy, line × bucket × draw",
            f"{plain.wall:.1f} s = {plain.wall / ours.wall:.1f} ×",
            f"{plain.cpu:.1f} s = {plain.cpu / ours.cpu:.1f} ×",
            "aim 8 ×; float64 on both sides, every outcome, quantile and difference within 1e-9",
        ),
        (
            f"the same in all {len(model.futures)} futures",
            f"{grid.wall:.2f} s",
            f"{grid.cpu:.2f} s",
            f"{len(COMPARED_BY)} outcomes, P50 and regret",
        ),
        (
            "the engine, future by future",
            f"{one_by_one.wall * scale:.1f} s = {one_by_one.wall * scale / grid.wall:.1f} ×",
            f"{one_by_one.cpu * scale:.1f} s = {one_by_one.cpu * scale / grid.cpu:.1f} ×",
            f"{FEW} variants, scaled; equality is held by the tests",
        ),
    ]


def moving_rows() -> list[Row]:
    """A move of a control of the variant on screen, twelve variants in view."""
    model = open_model()
    link = f"/vergelijken?{ON_SCREEN}&set={encode_compared(Compared(tuple(entries(model))))}"
    with running_home() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        server = Server(home).start()
        try:
            page = opened(browser, server, link)
            page.get_by_text(CHANGE, exact=True).click()
            wait_until_done(page)
            figures, pictures = _moves(page)
            page.close()
            chooser = opened(browser, server, f"/kiezen?{ON_SCREEN}")
            alone, _ = move_times(chooser)
        finally:
            server.stop()
            browser.close()
    return [
        ("", "median", "p95", "note"),
        ("to the last changed figure in strip or table", *_two(figures), f"aim < 500 ms; {len(figures)} moves"),
        ("to the last changed picture", *_two(pictures), "three charts, also those out of view"),
        ("for comparison: a move on kiezen to the strip", *_two(alone), "the same machine in the same minute"),
    ]


def _moves(page: Page) -> tuple[list[float], list[float]]:
    page.evaluate(WATCH)
    found: list[tuple[float, float]] = []
    for at in range(MOVES):
        nudge(page, at)
        page.wait_for_function(SETTLED)
        figures, pictures = page.evaluate("[window.figures, window.pictures]")
        if figures is not None:
            found.append((figures, pictures or figures))
    return [figures for figures, _ in found], [pictures for _, pictures in found]


def _two(times: Sequence[float]) -> tuple[str, str]:
    return f"{np.quantile(times, 0.5):.0f} ms", f"{np.quantile(times, 0.95):.0f} ms"


def _side_by_side(
    model: CostModel, twelve: Sequence[Choice], draws: Draws, side: Callable[[CostModel, Choice, Draws], Side]
) -> list[tuple[Side, dict[str, Difference]]]:
    difference = difference_of if side is _ours else _plain_difference
    sides = [side(model, choice, draws) for choice in twelve]
    reference = sides[0][1]
    return [(one, {key: difference(values, reference[key]) for key, values in one[1].items()}) for one in sides]


def _ours(model: CostModel, choice: Choice, draws: Draws) -> Side:
    result = evaluate(model, choice, draws)
    return {key: result.quantiles(key) for key in result.values}, _totals(result.values)


def _plain(model: CostModel, choice: Choice, draws: Draws) -> Side:
    values = estimate_by_line(model, choice, draws)
    return {key: np.quantile(array, PROBABILITIES, axis=0) for key, array in values.items()}, _totals(values)


def _totals(values: Mapping[str, Array]) -> dict[str, Array]:
    return {key: array for key, array in values.items() if array.ndim == 1}


def _plain_difference(own: Array, reference: Array) -> Difference:
    values = own - reference
    low, middle, high = np.quantile(values, PROBABILITIES)
    return Difference(low, middle, high, float(np.mean(values > 0)), float(np.mean(values < 0)))


def _assert_alike(ours: Difference, plain: Difference, own: Array, name: str) -> None:
    """Equal to rounding of the figures they are the difference of; a difference of noughts has no sign to compare."""
    size = max(1.0, float(np.nanmax(np.abs(own), initial=0.0)))
    same = np.allclose((ours.low, ours.middle, ours.high), (plain.low, plain.middle, plain.high), rtol=1e-9,
                       atol=1e-9 * size, equal_nan=True)  # fmt: skip
    if not same:
        raise SystemExit(f"{name}: the difference differs")


def _in_all_futures(model: CostModel, choice: Choice, draws: Draws) -> None:
    for future in model.futures:
        result = evaluate(model, replace(choice, future=future), draws)
        for outcome in COMPARED_BY:
            result.quantiles(outcome)


@dataclass(frozen=True)
class Timed:
    """What some work gave, with its seconds on the clock and on the processors: on a busy machine these differ."""

    wall: float
    cpu: float
    found: Any


def _timed(run: Callable[[], object]) -> Timed:
    gc.collect()
    began, at_work = time.perf_counter(), time.process_time()
    found = run()
    return Timed(time.perf_counter() - began, time.process_time() - at_work, found)


def _wall(timed: Timed) -> float:
    return timed.wall
