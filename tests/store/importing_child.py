"""Takes over one budget after another and says on standard output what was kept, until it is killed."""

from __future__ import annotations

import os
import sys
from decimal import Decimal
from pathlib import Path

from flexlib.store import Import, KeptLine, open_workspace

workspace = open_workspace(Path(sys.argv[1]))
print("begun", flush=True)
number = 0
while True:
    number += 1
    lines = [
        KeptLine("Blad", row, f"of import {number}", "", f"key {row}", "", "eur", (("2027", Decimal(row)),))
        for row in range(3_000)
    ]
    given = Import(
        institution="here",
        kind="budget",
        name=f"import {number}",
        file_name="x.xlsx",
        content=os.urandom(2_500_000),
        mapping_name=f"mapping {number}",
        mapping={},
        reading={},
        lines=lines,
        learned={f"key {number}": "account:overige_lasten"},
    )
    print(workspace.budgets.take_over(given, "child").id, flush=True)
