"""Opens the cost model: from its database, which is built from the CSV files when it is missing, old or damaged."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flexlib.errors import ModelDataError, Notice, notice
from flexlib.model.checks import check_files
from flexlib.model.findings import Finding
from flexlib.model.read import DEFAULT_DIRECTORY, ModelFiles, hash_of, read_files
from flexlib.model.records import CostModel
from flexlib.model.tables import SETTINGS_FILE
from flexlib.store.build import build_file, fill, model_schema
from flexlib.store.connection import connect, home_directory
from flexlib.store.failures import is_full
from flexlib.store.load import load

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class OpenedModel:
    """The cost model, and what had to be done to open it (None when its database stood ready)."""

    model: CostModel
    notice: Notice | None


def open_model(model_directory: Path | None = None, home: Path | None = None) -> CostModel:
    """The cost model of a folder of CSV files, read from its database; raises ModelDataError with all findings."""
    return open_model_reporting(model_directory, home).model


def open_model_reporting(model_directory: Path | None = None, home: Path | None = None) -> OpenedModel:
    """As open_model, and says when the database was built anew or could not be written."""
    directory = Path(model_directory) if model_directory is not None else DEFAULT_DIRECTORY
    content_hash = hash_of(directory, model_schema())
    path = home_directory(home) / "model" / f"{content_hash[:24]}.duckdb"
    report = notice("store.model_built")
    if path.exists():
        try:
            return OpenedModel(_load_file(path, content_hash), None)
        except (duckdb.Error, LookupError, OSError) as error:
            _LOG.warning("model database %s is damaged and is built anew: %s", path, error)
            report = notice("store.model_rebuilt", file=path.name)
    files = checked(read_files(directory))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        build_file(path, files.values(), files.settings, content_hash)
        model = _load_file(path, content_hash)
    except duckdb.ConstraintException as error:
        why = str(error).splitlines()[0]
        raise ModelDataError([Finding.of("model.refused_by_schema", SETTINGS_FILE, why=why).notice]) from error
    except (OSError, duckdb.OperationalError, duckdb.FatalException) as error:
        _LOG.warning("model database cannot be written in %s: %s", path.parent, error)
        return OpenedModel(_load_from_memory(files, content_hash), _not_written(path.parent, error))
    _remove_others(path)
    return OpenedModel(model, report)


def checked(files: ModelFiles) -> ModelFiles:
    """The files when nothing is wrong with them; raises ModelDataError with every finding."""
    findings = check_files(files)
    if findings:
        raise ModelDataError([finding.notice for finding in findings])
    return files


def _load_file(path: Path, content_hash: str) -> CostModel:
    connection = connect(path, read_only=True)
    try:
        model = load(connection)
    finally:
        connection.close()
    if model.content_hash != content_hash:
        raise LookupError(f"{path.name} holds the model {model.content_hash}")
    return model


def _load_from_memory(files: ModelFiles, content_hash: str) -> CostModel:
    connection = connect(None)
    try:
        fill(connection, files.values(), files.settings, content_hash)
        return load(connection)
    finally:
        connection.close()


def _not_written(folder: Path, error: Exception) -> Notice:
    return notice(
        "store.model_in_memory_full" if is_full(error, folder) else "store.model_in_memory", folder=str(folder)
    )


def _remove_others(path: Path) -> None:
    """Old model databases go; a process that reads one keeps its open file."""
    for other in path.parent.glob("*.duckdb"):
        if other != path:
            other.unlink(missing_ok=True)
