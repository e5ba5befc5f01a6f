"""A workbook recalculated by LibreOffice, which is made to forget the stored values; and read back."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path

from openpyxl import Workbook, load_workbook

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""
LONGEST = 240  # seconds


def recalculate(content: bytes, folder: Path) -> Workbook:
    """The workbook with the values that LibreOffice works out itself, whatever was stored."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    source, target = folder / "given.xlsx", folder / "out"
    source.write_bytes(content)
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office is not None
    command = [
        office,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    subprocess.run(
        [*command, "--outdir", str(target), str(source)],
        check=True,
        capture_output=True,
        timeout=LONGEST,
        env={**os.environ, "HOME": str(folder)},
    )
    return load_workbook(target / "given.xlsx", data_only=True)


def formulas(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def stored(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content), data_only=True)
