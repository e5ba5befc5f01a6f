"""Templates: filled in, handed in and read without a question, in both languages; safe with any text."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from flexlib.budget.beside.staff import Origin, changed, own_figures
from flexlib.budget.files.read_file import read_workbook
from flexlib.budget.lines import BudgetLine
from flexlib.budget.reading.kinds import TEMPLATE_NAME
from flexlib.budget.reading.reading import read_budget
from flexlib.budget.records import KINDS, Reading
from flexlib.budget.templates.template_tables import Known
from flexlib.budget.templates.templates import NAMED, template, template_file_name
from flexlib.budget.workbook import cell_name
from flexlib.model.accounts import categories_for
from flexlib.model.choices import institution_figures, reference_institution
from flexlib.model.records import Choice, Institution

ORIGIN = Origin("", 1, "")
YEARS = ("2027", "2028", "2029")
SCHOOL_YEARS = ("2026/2027", "2027/2028", "2028/2029")


@pytest.fixture
def choice(model) -> Choice:
    return Choice(institution=reference_institution(model, "average_roc"), variant="verrijken_kaders")


def line(category: str, label: str, quantity: str, periods: tuple[str, ...], *amounts: float) -> BudgetLine:
    figures = tuple((period, Decimal(str(amount))) for period, amount in zip(periods, amounts, strict=True))
    return BudgetLine("", 0, label, "", "", category, quantity, figures)


def filled(model, kind: str) -> tuple[BudgetLine, ...]:
    """Lines that fill a template: every category, with amounts that are unlike each other and grow a little."""
    periods = {"budget": YEARS, "programme": YEARS, "staffing": SCHOOL_YEARS, "profile": ("",)}[kind]
    lines = []
    for place, category in enumerate(categories_for(model, kind), 1):
        prefix, _, id_ = category.id.partition(":")
        if kind in ("programme", "staffing") and prefix == "rate":
            continue
        quantity = {"account": "eur", "cost_class": "eur", "income": "eur", "role": "hours", "hire": "fte"}.get(prefix)
        quantity = quantity or ("rate" if prefix == "rate" else "count")
        if kind == "staffing" and id_.startswith("fte_"):
            quantity = "fte"
        step_size = 100_000 if kind == "budget" else 1_000
        start = 40 + place if quantity == "rate" else step_size * place + 7.25
        amounts = [start + 10 * step for step in range(len(periods))]
        labels = ["", " · tweede regel"] if prefix in {"cost_class", "income", "role"} else [""]
        lines += [
            line(category.id, f"{category.label.nl}{label}", quantity, periods, *(a + 3 * n for a in amounts))
            for n, label in enumerate(labels)
        ]
    return tuple(lines)


def read(model, tmp_path: Path, content: bytes, kind: str) -> Reading:
    path = tmp_path / "handed in.xlsx"
    path.write_bytes(content)
    return read_budget(read_workbook(path, path.name), None, categories_for(model, kind))


def by_category(lines) -> dict[tuple[str, str], list[tuple[str, Decimal]]]:
    """(category, quantity) -> its amounts, of all its lines."""
    found: dict[tuple[str, str], list[tuple[str, Decimal]]] = {}
    for one in lines:
        found.setdefault((one.category, one.quantity), []).extend(one.amounts)
    return {key: sorted(amounts) for key, amounts in found.items()}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_was_filled_in_is_what_is_read(model, choice, tmp_path, kind, language):
    given = filled(model, kind)
    reading = read(model, tmp_path, template(kind, Known(model, choice, language, given)), kind)
    assert reading.mapping.kind == kind
    assert by_category(reading.lines) == by_category(given)
    assert [finding for finding in reading.findings if finding.severity != "note"] == []
    assert reading.unplaced == ()
    for total in reading.totals:
        assert total.stated == total.read


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", ["staffing", "profile"])
def test_what_is_known_stands_in_it(model, choice, tmp_path, kind, language):
    reading = read(model, tmp_path, template(kind, Known(model, choice, language)), kind)
    assert [finding for finding in reading.findings if finding.severity != "note"] == []
    found, unused = own_figures(model, reading.lines, choice.start, Origin("", 1, ""))
    figures = institution_figures(model, choice.institution)
    assert unused == ()
    assert {own.id: own.value for own in found} == {own.id: figures[own.id] for own in found}
    assert {"fte_docent", "teams"} <= {own.id for own in found}


@pytest.mark.parametrize("kind", ["staffing", "profile"])
def test_a_default_that_comes_back_as_it_was_is_no_own_figure(model, choice, tmp_path, kind):
    """Also when the institution has figures of its own: those it has, and what was typed, are all it gets."""
    own = replace(
        choice.institution, id="own", figures=(("fte_ict", 7.5), ("teams", 31.0)), rates=(("rate_ict", 81.25),)
    )
    given = replace(choice, institution=own)
    path = tmp_path / "filled.xlsx"
    path.write_bytes(template(kind, Known(model, given, "nl")))
    untouched, _ = own_figures(model, read(model, tmp_path, path.read_bytes(), kind).lines, choice.start, ORIGIN)
    assert len(untouched) > 5 and changed(model, own, untouched) == ()
    assert {one.id for one in changed(model, choice.institution, untouched)} - {"rate_ict"} == {"fte_ict", "teams"}
    book = load_workbook(path)
    title, cells = next(iter(book.defined_names["figure_teams"].destinations))
    book[title][cells.partition(":")[0].replace("$", "")].value = 45
    book.save(path)
    typed_in, _ = own_figures(model, read(model, tmp_path, path.read_bytes(), kind).lines, choice.start, ORIGIN)
    assert {(one.id, one.value) for one in changed(model, own, typed_in)} == {("teams", 45.0)}


@pytest.mark.parametrize("kind", ["budget", "programme"])
def test_an_empty_template_is_recognised_and_holds_no_lines(model, choice, tmp_path, kind):
    path = tmp_path / "empty.xlsx"
    path.write_bytes(template(kind, Known(model, choice, "nl")))
    workbook = read_workbook(path, path.name)
    sheet, area = workbook.names[TEMPLATE_NAME]
    (page,) = [page for page in workbook.sheets if page.name == sheet]
    assert page.at(area.first_row, area.first_column) == f"flexlib {kind} 1"
    reading = read_budget(workbook, None, categories_for(model, kind))
    assert reading.mapping.kind == kind
    assert not any(amount for one in reading.lines for _, amount in one.amounts)


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_recognised_when_names_are_lost(model, choice, tmp_path, kind):
    """An .ods or .xls is read without its defined names; the same words still stand in the cell."""
    path = tmp_path / "template.xlsx"
    path.write_bytes(template(kind, Known(model, choice, "nl", filled(model, kind))))
    workbook = replace(read_workbook(path, path.name), names={})
    reading = read_budget(workbook, None, categories_for(model, kind))
    assert reading.mapping.kind == kind and reading.unplaced == ()


def test_what_a_person_types_is_read(model, choice, tmp_path):
    """Typed into the empty cells of the file as a spreadsheet stores it: a description and two years of fte."""
    path = tmp_path / "plan.xlsx"
    path.write_bytes(template("staffing", Known(model, choice, "nl")))
    workbook = read_workbook(path, path.name)
    (number, sheet), *_ = [(n, s) for n, s in enumerate(workbook.sheets, 1) if s.name == "Formatie"]
    row = next(r for r in range(1, 60) if sheet.at(r, 1) == "Roosteraar en planner")
    cells = {cell_name(row, 2): "Roosterbureau", cell_name(row, 3): "8", cell_name(row, 5): 12.5}
    typed(path, number, cells)
    reading = read(model, tmp_path, path.read_bytes(), "staffing")
    (found,) = [one for one in reading.lines if one.category == "figure:fte_roosteraar"]
    assert found.label == "Roosteraar en planner · Roosterbureau · 8"
    assert found.amounts == (("2026/2027", Decimal("11")), ("2027/2028", Decimal("12.5")))
    assert [finding for finding in reading.findings if finding.severity != "note"] == []


def typed(path: Path, number: int, cells: dict[str, str | float]) -> None:
    """Put values in cells of a sheet that the file has as empty ones."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = f"xl/worksheets/sheet{number}.xml"
    content = parts[name].decode()
    for cell, value in cells.items():
        kind, inner = ("", f"<v>{value}</v>") if not isinstance(value, str) else (
            ' t="inlineStr"', f"<is><t>{value}</t></is>")  # fmt: skip
        content, count = re.subn(rf'<c r="{cell}"( s="\d+")?/>', rf'<c r="{cell}"\1{kind}>{inner}</c>', content)
        assert count == 1, f"{cell} is no empty cell"
    parts[name] = content.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)


@pytest.mark.parametrize("start", ["=1+1", "+31 6", "-5", "@SUM(A1)", "\t=cmd"])
def test_text_of_people_is_written_as_text(model, tmp_path, start):
    words = f"{start}|calc"
    choice = Choice(institution=Institution("own", words, "average_roc", (("teams", 12.0),)), variant="nulvariant")
    lines = (line("cost_class:ict", f"ICT en systemen · {words}", "eur", YEARS, 1, 2, 3),)
    path = tmp_path / "text.xlsx"
    path.write_bytes(template("programme", Known(model, choice, "nl", lines)))
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    formulas = [formula for sheet in sheets for formula in re.findall(r"<f>(.*?)</f>", sheet)]
    assert formulas and all(re.fullmatch(r"SUM\([A-Z]+\d+:[A-Z]+\d+\)", formula) for formula in formulas)
    workbook = read_workbook(path, path.name)
    texts = [str(value) for sheet in workbook.sheets for cells in sheet.rows for value in cells if value]
    assert sum(words.strip() in text for text in texts) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_the_structure_is_locked_and_the_rest_is_free(model, choice, tmp_path, kind):
    path = tmp_path / "locked.xlsx"
    path.write_bytes(template(kind, Known(model, choice, "nl")))
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if "worksheets/sheet" in name]
        sheets = [archive.read(name).decode() for name in names]
        book = archive.read("xl/workbook.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    shown = [sheet for sheet in sheets if "<sheetProtection" in sheet]
    assert len(shown) >= 2 and "password=" not in "".join(shown)
    tables = [sheet for sheet in shown if "<dataValidation " in sheet]
    assert tables and all('operator="greaterThanOrEqual"' in sheet for sheet in tables)
    if kind in ("programme", "staffing"):
        assert any('type="list"' in sheet for sheet in tables)
    assert f'name="{TEMPLATE_NAME}"' in book
    (own_styles,) = re.findall(r"<cellXfs.*?</cellXfs>", styles, re.S)
    free = [n for n, style in enumerate(re.findall(r"<xf .*?(?:/>|</xf>)", own_styles)) if 'locked="0"' in style]
    for sheet in tables:
        last = re.findall(r"<col [^>]*>", sheet)[-1]
        assert 'max="16384"' in last and int(re.findall(r'style="(\d+)"', last)[0]) in free


@pytest.mark.parametrize("kind", KINDS)
def test_every_cell_to_fill_in_has_a_name(model, choice, tmp_path, kind):
    """Each table as a whole, and the figures of each category in it; only free rows at the end have no category."""
    path = tmp_path / "named.xlsx"
    path.write_bytes(template(kind, Known(model, choice, "nl")))
    names = read_workbook(path, path.name).names
    tables = {
        "budget": {"budget": "Begroting"},
        "programme": {"costs": "Kosten", "hours": "Uren", "funding": "Dekking"},
        "staffing": {"staff": "Formatie", "hire": "Inhuur", "teams": "Teams"},
        "profile": {"profile": "Profiel", "rates": "Tarieven"},
    }[kind]
    assert {name: names[f"table_{name}"][0] for name in tables} == tables
    for category in categories_for(model, kind):
        prefix = category.id.partition(":")[0]
        if prefix in ("left_out", "hire") or (prefix == "rate" and kind != "profile"):
            continue  # hire has a name per function
        sheet, area = names[category.id.replace(":", "_")]
        whole = next(names[f"table_{name}"][1] for name, title in tables.items() if title == sheet)
        assert whole.first_row < area.first_row <= area.last_row <= whole.last_row
        assert whole.first_column < area.first_column and area.last_column == whole.last_column
    assert NAMED[kind] in names
    workbook = load_workbook(path)
    named = {
        (title, cell.coordinate)
        for defined in workbook.defined_names.values()
        for title, cells in defined.destinations
        for row in ([[workbook[title][cells]]] if ":" not in cells else workbook[title][cells])
        for cell in row
    }
    for title in tables.values():
        cells = [cell for row in workbook[title].iter_rows() for cell in row if not cell.protection.locked]
        assert cells and [one.coordinate for one in cells if (title, one.coordinate) not in named] == []


def test_a_file_name_fits_in_a_folder(model, choice):
    own = replace(choice, institution=Institution("own", "../ROC: 'Noord' / <Zuid>", "average_roc", (("teams", 1.0),)))
    assert template_file_name("budget", Known(model, own, "nl")) == "Meerjarenbegroting ROC Noord  Zuid.xlsx"
    assert template_file_name("staffing", Known(model, choice, "en")).startswith("Staffing plan ")
