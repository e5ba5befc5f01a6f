"""No workbook, however odd, makes the reading stumble: it ends in a reading with findings."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from flexlib.budget.reading.reading import read_budget
from flexlib.budget.serialise import reading_from_json, reading_to_json
from flexlib.budget.workbook import Area, CellError, Sheet, Value, Workbook
from flexlib.text import LANGUAGES, text

WORDS = [
    "Omschrijving", "Rekening", "Totaal", "Subtotaal", "Resultaat", "Saldo", "Lasten", "Baten", "2026", "'27",
    "Begroting 2026", "2026/2027", "Realisatie 2025", "x € 1.000", "Uren", "fte 2026", "Tarief", "Uren 2026", "1.234",
    "€ 1.234,50", "n.v.t.", "-", "12,5 %", "1-1-2026", "Docent", "Inhuur", "Waarde", "jan 2026", "Totaal 2026", "p.m.",
]  # fmt: skip
CELLS = st.one_of(
    st.none(),
    st.sampled_from(WORDS),
    st.sampled_from([2025.0, 2026.0, 2027.0, 0.0, 1000.0, 1500.0, 4010.0, -5.5, 0.035]),
    st.floats(),
    st.text(max_size=8),
    st.booleans(),
    st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(2100, 1, 1)),
    st.dates(),
    st.times(),
    st.just(CellError("#REF!")),
)
PLACES = st.tuples(st.integers(1, 9), st.integers(1, 7))
FORMULAS = st.sampled_from(
    ["SUM(B2:B4)", "C2+C3", "C4-C3", "SUM(B1:B9)", "SUM()", "1/0", "SUM(B2:B4", "", "SUM(A1:XFD1048576)"]
)

HEADERS: list[list[tuple[Value, ...]]] = [
    [],
    [("Omschrijving", 2026.0, 2027.0, 2028.0)],
    [("Bedragen x € 1.000",), ("Rekening", "Post", "Begroting 2026", "Begroting 2026", "Totaal")],
    [("", None, "Realisatie", "Begroting"), ("Post", "Rekening", 2025.0, 2027.0, 2026.0)],
    [("Rol", "Uren 2026", "fte 2026", "Tarief", "Bedrag 2026")],
    [("Kengetal", "Waarde", "Eenheid")],
]


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    rows = draw(st.lists(st.lists(CELLS, max_size=7).map(tuple), max_size=9))
    rows[draw(st.integers(0, 2)) : 0] = draw(st.sampled_from(HEADERS))
    corners = draw(st.lists(st.tuples(PLACES, PLACES), max_size=2))
    areas = [Area(min(a, c), min(b, d), max(a, c), max(b, d)) for (a, b), (c, d) in corners]
    return Sheet(
        draw(st.sampled_from(["Begroting", "Uren", "Formatie", "Blad 1"])),
        tuple(rows),
        is_hidden=draw(st.sampled_from([False, False, False, True])),
        hidden_rows=draw(st.frozensets(st.integers(1, 9), max_size=2)),
        hidden_columns=draw(st.frozensets(st.integers(1, 7), max_size=2)),
        merged=tuple(areas),
        formulas=draw(st.dictionaries(PLACES, FORMULAS, max_size=4)),
        without_value=draw(st.frozensets(PLACES, max_size=2)),
        percent=draw(st.frozensets(PLACES, max_size=3)),
    )


@given(
    made=st.lists(sheets(), max_size=2, unique_by=lambda sheet: sheet.name),
    kind=st.sampled_from(["budget", "staffing"]),
)
def test_any_workbook_ends_in_a_reading(made: list[Sheet], kind: str, categories: Callable) -> None:
    workbook = Workbook("b.xlsx", "xlsx", 1, "x", tuple(made))
    reading = read_budget(workbook, None, categories(kind))
    assert reading_from_json(reading_to_json(reading)) == reading
    assert read_budget(workbook, reading.mapping, categories(kind)).lines == reading.lines
    other = Workbook("c.xlsx", "xlsx", 1, "y", tuple(made))
    read_budget(other, reading.mapping, categories(kind))
    for finding in reading.findings:
        for language in LANGUAGES:
            for piece in ("what", "why", "do"):
                assert text(f"budget_found.{finding.code}.{piece}", language, **dict(finding.values))
