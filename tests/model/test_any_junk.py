"""Whatever stands in a cell, the validator answers with findings in words and never with an exception."""

from __future__ import annotations

import csv
import io
import random

import pytest

from flexlib.model.build import build_model
from flexlib.model.checks import check_files
from flexlib.model.read import read_files
from flexlib.model.tables import TABLES
from tests.rounds import rounds

JUNK = [
    "", " ", "0", "-1", "1e308", "nan", "yes", "no", "a", "a_g", "a:b", "a b", "1,5", "A", "D", "x=1 AND", "min(1,2)",
    "sum(teams)", "programme_on", "students_llo*students_llo", "teams", "live", "one_off", "multiply", "add", "balance",
    "timing", "delay_all", "nulvariant", "rate_docent", "EUR", "h", "share", "fixed", "lognormal", "\u00e9\n\u201c",
    "{x}", "=1+1", "'", '"', ";", "2025", "99", "0.5", "1/0", "((((", "docent:rate_docent", "scenario_bol12",
]  # fmt: skip


@pytest.mark.soak
def test_the_validator_survives_any_junk(copy):
    chance = random.Random(7)
    for _ in range(rounds(400)):
        changed = chance.sample(TABLES, 3)
        originals = {spec.file: (copy.directory / spec.file).read_bytes() for spec in changed}
        for spec in changed:
            _spoil(copy.directory / spec.file, chance)
        files = read_files(copy.directory)
        findings = check_files(files)
        for finding in findings:
            assert finding.message("nl")
            assert finding.message("en")
        if not findings:
            build_model(files.values(), files.settings, "")
        for file, content in originals.items():
            (copy.directory / file).write_bytes(content)


def _spoil(path, chance: random.Random) -> None:
    """Put junk in some cells, now and then also drop a row, repeat one, or cut one short."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    for _ in range(chance.choice([1, 1, 3, 30])):
        row = chance.choice(rows)
        row[chance.randrange(len(row))] = chance.choice(JUNK)
    if chance.random() < 0.3:
        rows.append(list(chance.choice(rows)))
    if chance.random() < 0.2:
        rows.pop(chance.randrange(len(rows)))
    if chance.random() < 0.1 and len(rows[-1]) > 1:
        rows[-1].pop()
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
