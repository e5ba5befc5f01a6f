"""Other kinds of file from an .xlsx, made by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def converted(path: Path, ending: str) -> Path:
    """The workbook saved by LibreOffice as another kind, in the same folder."""
    program = shutil.which("soffice") or shutil.which("libreoffice") or "soffice"
    profile = path.parent / "profile"
    folder = path.parent / ending
    home, to = f"-env:UserInstallation={profile.as_uri()}", str(folder)
    subprocess.run(
        [program, home, "--headless", "--convert-to", ending, "--outdir", to, str(path)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / f"{path.stem}.{ending}"
