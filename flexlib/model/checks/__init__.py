"""One validator that finds everything wrong with the files of a cost model, never only the first mistake."""

from __future__ import annotations

from flexlib.model.checks.accounts import check_accounts
from flexlib.model.checks.context import Context
from flexlib.model.checks.effects import check_effects
from flexlib.model.checks.formulas import check_formulas
from flexlib.model.checks.ids import check_ids
from flexlib.model.checks.levers import check_levers
from flexlib.model.checks.lines import check_lines
from flexlib.model.checks.numbers import check_numbers
from flexlib.model.checks.settings import check_settings
from flexlib.model.checks.unused import check_unused
from flexlib.model.findings import Finding
from flexlib.model.read import ModelFiles
from flexlib.model.tables import SETTINGS_FILE, TABLES

__all__ = ["check_files"]

_CHECKS = (
    check_settings,
    check_ids,
    check_numbers,
    check_formulas,
    check_lines,
    check_levers,
    check_effects,
    check_accounts,
    check_unused,
)


def check_files(files: ModelFiles) -> list[Finding]:
    """Every finding, those of reading included, in the order of files and rows."""
    context = Context(files)
    found = [*files.findings, *(finding for check in _CHECKS for finding in check(context))]
    order = {name: place for place, name in enumerate((SETTINGS_FILE, *(spec.file for spec in TABLES)))}
    return sorted(dict.fromkeys(found), key=lambda finding: (order[finding.file], finding.row))
