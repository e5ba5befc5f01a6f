"""What comes out of the reader's own process is what reading in this one gives, with what was left unread."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from flexlib.budget.files.child import KINDNESS
from flexlib.budget.files.hand_in import preview_in_child, read_in_child
from flexlib.budget.files.read_file import file_notes, read_workbook
from flexlib.budget.reading.parts import ReadOptions
from flexlib.budget.reading.reading import read_budget
from flexlib.model.accounts import categories_for
from flexlib.model.records import CostModel
from tests.budget.raw_workbooks import pack, parts, sheet_xml

ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>2027</v></c><c r="C1"><v>2028</v></c></row>'
    '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><v>1200.25</v></c><c r="C2"><v>1900.1</v></c></row>'
    '<row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3"><v>300</v></c><c r="C3"><v>310</v></c></row>'
    '<row r="4"><c r="A4" t="s"><v>3</v></c><c r="B4"><v>1500.25</v></c><c r="C4"><v>2210.1</v></c></row>'
)
AUTOGROUP = Path("/proc/self/autogroup")
TEXTS = ("Post", "Personele lasten", "Huisvestingslasten", "Totaal lasten")


def budget(folder: Path) -> Path:
    content: dict[str, str | bytes] = dict(parts({"Begroting": sheet_xml(ROWS)}, texts=TEXTS))
    return pack(folder / "begroting.xlsx", content | {"xl/media/image1.png": b"x"})


def test_a_reading_is_the_same_in_a_process_of_its_own(tmp_path: Path, model: CostModel) -> None:
    path, categories = budget(tmp_path), categories_for(model, "budget")
    workbook = read_workbook(path, path.name)
    here = read_budget(workbook, None, categories)
    there = read_in_child(path, path.name, None, categories)
    assert there == replace(here, findings=(*here.findings, *file_notes(workbook)))
    assert there.findings[-1].code == "ignored_drawings"
    assert len(there.lines) == 2


def test_a_mapping_and_options_reach_the_process(tmp_path: Path, model: CostModel) -> None:
    path, categories = budget(tmp_path), categories_for(model, "budget")
    proposed = read_in_child(path, path.name, None, categories).mapping
    mapping = replace(proposed, name="Eigen", categories={**proposed.categories, "personele lasten": "left_out"})
    options = ReadOptions(jump_share=10.0)
    there = read_in_child(path, path.name, mapping, categories, options=options)
    here = read_budget(read_workbook(path, path.name), mapping, categories, options)
    assert there.mapping == here.mapping
    assert there.lines == here.lines


def test_a_preview_shows_the_first_rows_of_each_sheet(tmp_path: Path) -> None:
    path = budget(tmp_path)
    preview = preview_in_child(path, "Begroting 2027.xlsx", first_rows=2)
    assert preview.file_name == "Begroting 2027.xlsx"
    assert [len(sheet.rows) for sheet in preview.sheets] == [2]
    assert preview_in_child(path, path.name, first_rows=None) == read_workbook(path, path.name)


@pytest.mark.skipif(not AUTOGROUP.exists(), reason="this system does not weigh sessions as a whole")
def test_the_process_lets_others_go_first() -> None:
    """Linux weighs the sessions against one another, so a kind process in a session of its own is not kind yet."""
    code = (
        "from pathlib import Path; from flexlib.budget.files.child import confine; from flexlib.budget.files.limits "
        f"import LIMITS; confine(LIMITS); print(Path('{AUTOGROUP}').read_text())"
    )
    asked = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, start_new_session=True
    )
    assert asked.stdout.split()[-2:] == ["nice", str(KINDNESS)]
