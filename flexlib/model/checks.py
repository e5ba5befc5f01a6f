"""One validator that finds everything wrong with the files of a cost model."""

from __future__ import annotations

from flexlib.model.findings import Finding
from flexlib.model.read import ModelFiles


def check_files(files: ModelFiles) -> list[Finding]:
    """Every finding, in file and row order."""
    return list(files.findings)
