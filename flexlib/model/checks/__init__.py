"""One validator that finds everything wrong with the files of a cost model, never only the first mistake."""

from __future__ import annotations

from collections.abc import Mapping

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

_WHOLE_FILE = frozenset(
    f"model.{key}"
    for key in (
        "file_missing",
        "file_unreadable",
        "not_utf8",
        "csv_unreadable",
        "column_missing",
        "column_twice",
        "no_rows",
        "settings_unreadable",
    )
)
_EVERY_FILE = frozenset(spec.file for spec in TABLES)
_MISSED_IN: Mapping[str, frozenset[str]] = {  # finding → the files in which it misses something
    "model.aspect_not_covered": frozenset({"cost_lines.csv"}),
    "model.balance_missing": frozenset({"balances.csv"}),
    "model.chain_not_covered": frozenset({"cost_lines.csv"}),
    "model.curve_without_points": frozenset({"effects.csv"}),
    "model.figure_missing": frozenset({"institution_figures.csv"}),
    "model.lever_without_levels": frozenset({"levels.csv"}),
    "model.level_undefined": frozenset({"levels.csv"}),
    "model.money_without_account": frozenset({"accounts.csv", "account_map.csv"}),
    "model.other_price_level": frozenset({SETTINGS_FILE}),
    "model.scenario_missing": frozenset({"scenario_defaults.csv"}),
    "model.unknown_name": frozenset(
        {"parameters.csv", "figures.csv", "drivers.csv", "levers.csv", "target_groups.csv"}
    ),
    "model.unknown_subject": frozenset(
        {"cost_lines.csv", "levers.csv", "rules.csv", "variants.csv", "effect_curves.csv", "future_effects.csv"}
    ),
    "model.unused": _EVERY_FILE,
}


def check_files(files: ModelFiles) -> list[Finding]:
    """Every finding, those of reading included, in the order of files and rows.

    A file that could not be read at all comes first; what only follows from it is one line, with how many there are.
    """
    context = Context(files)
    found = [*files.findings, *(finding for check in _CHECKS for finding in check(context))]
    order = {name: place for place, name in enumerate((SETTINGS_FILE, *(spec.file for spec in TABLES)))}
    ordered = sorted(dict.fromkeys(found), key=lambda finding: (order[finding.file], finding.row))
    causes = [finding for finding in ordered if finding.key in _WHOLE_FILE]
    if not causes:
        return ordered
    unread = frozenset(finding.file for finding in causes)
    others = [finding for finding in ordered if finding.key not in _WHOLE_FILE]
    following = {finding for finding in others if finding not in files.findings and _follows(finding, unread)}
    if following:
        names = ", ".join(sorted(unread))
        causes.append(Finding.of("model.follows", causes[0].file, count=len(following), files=names))
    return [*causes, *(finding for finding in others if finding not in following)]


def _follows(finding: Finding, unread: frozenset[str]) -> bool:
    """Whether a finding says no more than that something of an unread file is not there."""
    if finding.key == "model.unknown_id":
        return dict(finding.values)["target"] in unread
    return finding.file in unread or bool(_MISSED_IN.get(finding.key, frozenset()) & unread)
