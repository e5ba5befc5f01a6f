"""Checks of figures against each other: jumps, unit mistakes, signs, duplicate lines, rates, hours against fte."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median

from flexlib.budget.reading.checks_cells import shown
from flexlib.budget.reading.grid import GridRow, key_of
from flexlib.budget.reading.parts import Part, ReadOptions
from flexlib.budget.reading.periods import follows
from flexlib.budget.reading.terms import plain_label
from flexlib.budget.records import LEFT_OUT, Finding
from flexlib.budget.workbook import cell_name

THOUSAND = (500.0, 2_000.0)  # a ratio between these is a factor of a thousand
MATERIAL = 0.001  # of a period's amounts; smaller lines may jump
OUTLIER = 50.0  # times the next largest line
FEWEST_LINES = 4
COLLEGE = (500_000.0, 5_000_000_000.0)  # euros a year: income and cost together lie between these
_BOTH_SIGNS = ("vrijval", "correctie", "afname", "mutatie", "korting", "release", "correction", "resultaat", "saldo")


def figure_findings(part: Part, kind: str, options: ReadOptions, is_unit_told: bool = False) -> Iterator[Finding]:
    """What the figures of one block say against each other; `is_unit_told`: that the whole block is in another unit is
    known already."""
    lines = [line for line in part.lines if part.categories.get(line.row) != LEFT_OUT]
    yield from _duplicates(part, lines)
    quantity = part.layout.quantity
    if quantity == "rate":
        yield from _rates(part, lines, options)
        return
    shifted = list(_unit_columns(part, lines))
    yield from shifted
    if quantity == "eur":
        pairs = _pairs(part)
        told = {line.row for line in lines if any(_is_thousandfold(line, *pair) for pair in pairs)}
        suspects = _unit_suspects(part, lines)
        if kind == "budget" and not is_unit_told:
            yield from _unit_sheet(part, [line for line in lines if line.row not in told | suspects])
        yield from _signs(part, lines)
        yield from _unit_rows(part, lines, suspects - told)
    yield from _jumps(part, lines, kind, options, {finding.cell for finding in shifted})


def hours_findings(parts: Sequence[Part], options: ReadOptions) -> Iterator[Finding]:
    """Hours that do not match the fte of the same row, or of the same label and period elsewhere."""
    low, high = options.hours_per_fte
    fte: dict[tuple[str, object, str], float] = {}
    for part in parts:
        if part.layout.quantity == "fte":
            for line in part.lines:
                for period, value in zip(part.layout.period_columns, line.values, strict=True):
                    if value:
                        fte[(part.sheet.name, line.row, period.period)] = float(value)
                        same = ("", plain_label(line.label), period.period)
                        fte[same] = 0.0 if same in fte else float(value)
    for part in parts:
        if part.layout.quantity != "hours":
            continue
        for line in part.lines:
            for period, value in zip(part.layout.period_columns, line.values, strict=True):
                label = plain_label(line.label)
                own = fte.get((part.sheet.name, line.row, period.period)) or fte.get(("", label, period.period))
                if value and own and not low <= float(value) / own <= high:
                    yield part.found("hours_not_fte", "doubtful", line.row, period.column, hours=float(value), fte=own,
                                     ratio=round(float(value) / own), low=low, high=high,
                                     label=shown(line.label))  # fmt: skip


def _duplicates(part: Part, lines: Sequence[GridRow]) -> Iterator[Finding]:
    first: dict[tuple[object, ...], int] = {}
    column = (part.layout.label_columns or (part.layout.period_columns[0].column,))[0]
    for line in lines:
        if not any(line.values):
            continue
        same = (line.label, line.account, line.section, part.periods.get(line.row, ""), *line.values)
        if same in first:
            also = cell_name(first[same], column)
            yield part.found("duplicate_line", "doubtful", line.row, column, label=shown(line.label), also=also)
        first.setdefault(same, line.row)


def _jumps(
    part: Part, lines: Sequence[GridRow], kind: str, options: ReadOptions, skipped: set[str]
) -> Iterator[Finding]:
    """A year against the year before. A factor of a thousand is a unit mistake. In a programme costs start and stop:
    there one note tells of all jumps, at the largest."""
    columns, pairs = part.layout.period_columns, _pairs(part)
    sizes = [sum(abs(float(line.values[position] or 0)) for line in lines) for position in range(len(columns))]
    share = options.jump_share
    planned: list[tuple[float, GridRow, int, int]] = []
    for line in lines:
        for before, after in pairs:
            old, new = line.values[before], line.values[after]
            if not old or not new or old == new:
                continue
            first, second = float(old), float(new)
            if _is_back(line, before, after, share):
                continue
            if _is_thousandfold(line, before, after):
                if cell_name(part.layout.header_rows[-1], columns[after].column) not in skipped:
                    yield _jump(part, line, "unit_jump", "doubtful", before, after)
            elif abs(second / first - 1) > share + 1e-9 and max(abs(first), abs(second)) >= MATERIAL * sizes[after]:
                if kind == "programme":
                    planned.append((max(abs(second / first), abs(first / second)), line, before, after))
                else:
                    yield _jump(part, line, "jump", "doubtful", before, after)
    if planned:
        _, line, before, after = max(planned, key=lambda one: one[0])
        count = len({one.row for _, one, _, _ in planned})
        yield _jump(part, line, "programme_jump", "note", before, after, count=count, share=round(100 * share))


def _pairs(part: Part) -> list[tuple[int, int]]:
    """The places of each year and the year after it."""
    columns = part.layout.period_columns
    return [
        (place, place + 1)
        for place in range(len(columns) - 1)
        if follows(columns[place + 1].period, columns[place].period)
    ]


def _is_thousandfold(line: GridRow, before: int, after: int) -> bool:
    """Whether two figures of a row are about a factor of a thousand apart."""
    old, new = line.values[before], line.values[after]
    if not old or not new:
        return False
    return is_factor_of_thousand(abs(float(new) / float(old)))


def is_factor_of_thousand(ratio: float) -> bool:
    """Whether a positive ratio is about a thousand, or one in a thousand."""
    return THOUSAND[0] <= max(ratio, 1 / ratio) <= THOUSAND[1]


def _is_back(line: GridRow, before: int, after: int, share: float) -> bool:
    """Whether a year only goes back to where the row was two years earlier: the jump was told in between."""
    if not before or not (first := line.values[before - 1]):
        return False
    middle, last = float(line.values[before] or 0), float(line.values[after] or 0)
    return abs(middle / float(first) - 1) > share and abs(last / float(first) - 1) <= share


def _jump(part: Part, line: GridRow, code: str, severity: str, before: int, after: int, **more: object) -> Finding:
    columns, factor = part.layout.period_columns, part.layout.factor
    old, new = float((line.values[before] or 0) * factor), float((line.values[after] or 0) * factor)
    percent = round(100 * (new / old - 1))
    return part.found(code, severity, line.row, columns[after].column, label=shown(line.label), old=old, new=new,
                      percent=percent, before=columns[before].period, after=columns[after].period, **more)  # fmt: skip


def _signs(part: Part, lines: Sequence[GridRow]) -> Iterator[Finding]:
    """A figure against the sign that the sheet writes for income or cost."""
    layout = part.layout
    for line in lines:
        if not part.sides.get(line.row) or part.sides[line.row] == "both":
            continue
        sign = part.sign(line.row)
        if all(value is None or value * sign >= 0 for value in line.values):
            continue
        if any(word in plain_label(line.label) for word in _BOTH_SIGNS):
            continue
        for period, value in zip(layout.period_columns, line.values, strict=True):
            if value and value * sign < 0:
                yield part.found("sign_differs", "doubtful", line.row, period.column, label=shown(line.label),
                                 found=float(value))  # fmt: skip


def _unit_columns(part: Part, lines: Sequence[GridRow]) -> Iterator[Finding]:
    """A whole column that is a factor of a thousand off the one before it."""
    columns = part.layout.period_columns
    for position in range(len(columns) - 1):
        ratios = [
            abs(float(line.values[position + 1] or 0) / float(line.values[position] or 1))
            for line in lines
            if line.values[position] and line.values[position + 1]
        ]
        if len(ratios) < FEWEST_LINES:
            continue
        middle = median(ratios)
        if is_factor_of_thousand(middle):
            yield part.found("unit_column", "doubtful", part.layout.header_rows[-1], columns[position + 1].column,
                             before=columns[position].period, after=columns[position + 1].period)  # fmt: skip


def _unit_sheet(part: Part, lines: Sequence[GridRow]) -> Iterator[Finding]:
    """A whole sheet that is too small or too large for the budget of a college."""
    if len(lines) < FEWEST_LINES:
        return
    periods = part.layout.period_columns
    sums = [sum(abs(float(line.values[place] or 0)) for line in lines) for place in range(len(periods))]
    largest = max(sums, default=0.0) * part.layout.factor
    if largest and not COLLEGE[0] <= largest <= COLLEGE[1]:
        yield part.found("unit_sheet", "doubtful", part.layout.header_rows[-1], periods[0].column,
                         total=round(largest), factor=part.layout.factor)  # fmt: skip


def _unit_suspects(part: Part, lines: Sequence[GridRow]) -> set[int]:
    """Rows that make a total right when divided or multiplied by a thousand; or one that dwarfs all others."""
    by_row = {line.row: line for line in lines}
    suspects: set[int] = set()
    for total in part.totals:
        wrong = list(total.differences())
        if not wrong or len(wrong) > len(total.line.values) or len(total.parts) > 2_000:
            continue
        position, difference = max(wrong, key=lambda pair: abs(pair[1]))
        for row, sign in total.parts:
            value = by_row[row].values[position] if row in by_row else None
            if value and explained_by_thousand(difference * sign, value):
                suspects.add(row)
                break
    sizes = {line.row: max((abs(value) for value in line.values if value), default=0) for line in lines}
    ordered = sorted((size, row) for row, size in sizes.items() if size)
    if len(ordered) >= FEWEST_LINES and float(ordered[-1][0]) > OUTLIER * float(ordered[-2][0]):
        suspects.add(ordered[-1][1])
    return suspects


def _unit_rows(part: Part, lines: Sequence[GridRow], suspects: set[int]) -> Iterator[Finding]:
    """Rows in another unit than the rest; one whose years differ by a thousand is told at that year instead."""
    by_row = {line.row: line for line in lines}
    for row in sorted(suspects):
        pairs = zip(part.layout.period_columns, by_row[row].values, strict=True)
        column, value = next((period.column, value) for period, value in pairs if value)
        yield part.found("unit_row", "doubtful", row, column, label=shown(by_row[row].label), found=float(value))


def explained_by_thousand(difference: Decimal, value: Decimal) -> bool:
    """Whether a total would be right if a figure were a thousand times smaller or larger."""
    return any(
        abs(difference - (meant - value)) <= min(abs(value), abs(meant)) * 2 / 5
        for meant in (value / 1000, value * 1000)
    )


def _rates(part: Part, lines: Sequence[GridRow], options: ReadOptions) -> Iterator[Finding]:
    low, high = options.hourly_rate
    for line in lines:
        for period, value in zip(part.layout.period_columns, line.values, strict=True):
            if value is not None and not low <= float(value) <= high:
                key = key_of(line.label, line.account, "eur")
                yield part.found("rate_implausible", "doubtful", line.row, period.column, label=shown(key),
                                 found=float(value), low=low, high=high)  # fmt: skip
