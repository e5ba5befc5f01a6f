"""Where the cost model and the user's own data are kept."""

from flexlib.store.budgets import (
    BudgetContent,
    Budgets,
    BudgetVersion,
    Import,
    KeptLine,
    Owner,
    SavedMapping,
    differences,
)
from flexlib.store.duckdb_workspace import DuckDBWorkspace, open_workspace
from flexlib.store.model import OpenedModel, open_model, open_model_reporting
from flexlib.store.workspace import Event, SavedVersion, Workspace

__all__ = [
    "BudgetContent",
    "BudgetVersion",
    "Budgets",
    "DuckDBWorkspace",
    "Event",
    "Import",
    "KeptLine",
    "OpenedModel",
    "Owner",
    "SavedMapping",
    "SavedVersion",
    "Workspace",
    "differences",
    "open_model",
    "open_model_reporting",
    "open_workspace",
]
