"""The bridge as waterfalls: a bar for each group of choices, or for each choice in one group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd

from flexlib import units
from flexlib.charts.bridge import waterfall
from flexlib.charts.scales import two_lines
from flexlib.engine.compare.bridge import Bridge, Part
from flexlib.ui import switches
from flexlib.ui.chart_panel import Figure
from flexlib.ui.compare.bridged import TOGETHER, Worked
from flexlib.ui.comparison import Compares

ALIKE = 1e-9  # below this share of the total the order of choices makes no difference
SURE = 2  # standard errors that a precision is said in
Row = tuple[str, float, float, float]  # words, amount, smallest, largest


def step_name(ground: Compares, step: str) -> str:
    """What a step of the bridge is called: a lever, or those that are taken at once."""
    if step == TOGETHER:
        return ground.t("bridge.promises")
    return ground.model.levers[step].label[ground.language]


def group_of_step(ground: Compares, worked: Worked, step: str) -> str:
    """The group of choices that a step is in."""
    return ground.model.levers[worked.together[0] if step == TOGETHER else step].group


def signed_exactly(ground: Compares, outcome: str, value: float) -> str:
    """A part with its sign."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{exactly(ground, outcome, abs(value))}"


def exactly(ground: Compares, outcome: str, value: float) -> str:
    """Figures that add up on paper: money in thousands, hours whole, months in tenths."""
    if units.is_money(ground.model.outcomes[outcome].unit):
        return units.money(round(value, -3), ground.language)
    if outcome == "months_all_live":
        return units.with_unit(round(value, 1), "months", ground.language, 1)
    return units.with_unit(float(round(value)), "h", ground.language, 0)


def groups_figure(ground: Compares, found: Bridge, ends: tuple[int, int], outcome: str) -> Figure:
    """From the first variant to the last, a bar for each group of choices."""
    at = switches.BRIDGED.index(outcome)
    first, last = (ground.names[one] for one in ends)
    begin, end = float(found.start[at]), float(found.end[at])
    parts = _rows({ground.t(f"group.{name}"): part for name, part in found.groups.items()}, at)
    bars = [_whole(ground, outcome, first, "start", begin), *_bars(ground, outcome, parts, begin, (begin, end))]
    bars.append(_whole(ground, outcome, last, "end", end))
    rows = [(first, begin, begin, begin), *parts, (last, end, end, end)]
    notes = (ground.t("bridge.note_groups"), ground.t("bridge.note_orders"), _middles(ground, outcome, ends))
    return _figure(ground, "groups", ends, outcome, bars, rows, notes)


def levers_figure(
    ground: Compares, worked: Worked, group: str, steps: Mapping[str, Part], ends: tuple[int, int], outcome: str
) -> Figure:
    """What each choice in one group adds, and together."""
    at, found = switches.BRIDGED.index(outcome), worked.of(outcome)
    assert found is not None
    total = float(found.groups[group].amount[at])
    parts = _rows({step_name(ground, step): part for step, part in steps.items()}, at)
    ends_of = float(found.start[at]), float(found.end[at])
    together = ground.t("bridge.together")
    said = signed_exactly(ground, outcome, total)
    bars = [*_bars(ground, outcome, parts, 0.0, ends_of), (together, "end", 0.0, total, total, total, said)]
    notes = [_precision(ground, outcome, found, group, steps), ground.t("bridge.note_orders")]
    if TOGETHER in steps:
        notes.append(ground.t("bridge.note_promises"))
    return _figure(ground, "levers", ends, outcome, bars, [*parts, (together, total, total, total)], notes)


def _precision(ground: Compares, outcome: str, found: Bridge, group: str, steps: Mapping[str, Part]) -> str:
    """Over which orders the parts in a group are a mean, and how precise that is."""
    if not found.orders[group]:
        return ground.t("bridge.note_all")
    error = SURE * max(float(part.error[switches.BRIDGED.index(outcome)]) for part in steps.values())
    orders = units.number(found.orders[group], ground.language, 0)
    return ground.t("bridge.note_drawn", orders=orders, error=_roughly(ground, outcome, error))


def _roughly(ground: Compares, outcome: str, error: float) -> str:
    """An error in words, never less than it is: two digits, upwards."""
    least = {True: 1000.0, False: 0.1 if outcome == "months_all_live" else 1.0}
    step = least[units.is_money(ground.model.outcomes[outcome].unit)]
    return exactly(ground, outcome, float(np.ceil(error / step)) * step)


Bar = tuple[str, str, float, float, float, float, str]  # words, kind, begin, end, low, high, what stands beside it


def _rows(parts: Mapping[str, Part], at: int) -> list[Row]:
    """Words, amount, smallest and largest of each part, the largest amount first."""
    found = [(name, float(p.amount[at]), float(p.smallest[at]), float(p.largest[at])) for name, p in parts.items()]
    return sorted(found, key=lambda row: -abs(row[1]))


def _whole(ground: Compares, outcome: str, name: str, kind: str, value: float) -> Bar:
    return (name, kind, 0.0, value, value, value, exactly(ground, outcome, value))


def _bars(ground: Compares, outcome: str, parts: Sequence[Row], run: float, ends: tuple[float, float]) -> list[Bar]:
    """Bars that hang on each other from `run` on; how far the order matters stands beside those where it does."""
    threshold = ALIKE * max(*map(abs, ends), 1.0)
    found: list[Bar] = []
    for name, amount, low, high in parts:
        said = signed_exactly(ground, outcome, amount)
        ends_said = [signed_exactly(ground, outcome, value) for value in (low, high)]
        if high - low > threshold and ends_said[0] != ends_said[1]:
            said += f" ({ends_said[0]} … {ends_said[1]})"
        found.append((name, "part", run, run + amount, run + low, run + high, said))
        run += amount
    return found


def _figure(
    ground: Compares,
    by: str,
    ends: tuple[int, int],
    outcome: str,
    bars: Sequence[Bar],
    rows: Sequence[Row],
    notes: Sequence[str],
) -> Figure:
    divisor, unit = ground.unit(outcome, max(abs(value) for bar in bars for value in bar[2:6]))
    frame = pd.DataFrame(bars, columns=["label", "kind", "begin", "end", "low", "high", "words"])
    for column in ("begin", "end", "low", "high"):
        frame[column] = frame[column] / divisor
    frame["label"] = [two_lines(label, 26) for label in frame["label"]]
    heads = [ground.t(f"column.{name}") for name in ("part", "amount", "smallest", "largest")]
    label = ground.label(outcome)
    first, last = (ground.names[one] for one in ends)
    return Figure(
        key=f"brug-{by}",
        title=ground.t(f"bridge.title_{by}", outcome=label, unit=unit, first=first, last=last),
        notes=(*notes, ground.real_notes[0]),
        source=ground.source,
        alt=ground.t("bridge.alt", outcome=label, list="; ".join(f"{bar[0]}: {bar[6]}" for bar in bars)),
        draw=partial(waterfall, frame),
        table=pd.DataFrame(rows, columns=heads),
        written=tuple((name, *(_minus(ground, outcome, value) for value in values)) for name, *values in rows),
    )


def _minus(ground: Compares, outcome: str, value: float) -> str:
    return f"{'−' if value < 0 else ''}{exactly(ground, outcome, abs(value))}"


def _middles(ground: Compares, outcome: str, ends: tuple[int, int]) -> str:
    """The middles (P50) that the table of the comparison shows."""
    first, last = (ground.write(outcome, ground.totals[one].p(outcome)[1]) for one in ends)
    return ground.t("bridge.middle", first=first, last=last)
