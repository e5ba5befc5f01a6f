"""CSV → DuckDB → CostModel: equal to CSV → CostModel; built once, renewed when needed, mended when damaged."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from flexlib.errors import ModelDataError
from flexlib.model.build import build_model
from flexlib.model.read import DEFAULT_DIRECTORY, read_files
from flexlib.model.records import CostModel
from flexlib.model.tables import TABLES
from flexlib.store import open_model, open_model_reporting
from flexlib.store.build import fill, stored_columns
from flexlib.store.connection import connect
from flexlib.text import render


@pytest.fixture(scope="module")
def files():
    return read_files(DEFAULT_DIRECTORY)


@pytest.fixture
def directory(tmp_path) -> Path:
    return Path(shutil.copytree(DEFAULT_DIRECTORY, tmp_path / "model_files"))


def database(home: Path) -> Path:
    (path,) = (home / "model").glob("*.duckdb")
    return path


def test_the_round_trip_changes_nothing(files, model):
    from_csv = build_model(files.values(), files.settings, model.content_hash)
    for field in dataclasses.fields(CostModel):
        if field.name != "derived":
            read, direct = getattr(model, field.name), getattr(from_csv, field.name)
            assert read == direct, field.name
            if isinstance(read, Mapping):
                assert list(read) == list(direct), f"{field.name}: order"


def test_every_column_is_in_the_database(files):
    connection = connect(None)
    fill(connection, files.values(), files.settings, "hash")
    for spec in TABLES:
        found = connection.execute(f"SELECT column_name FROM (DESCRIBE {spec.name})").fetchall()
        assert [name for (name,) in found] == ["position", *stored_columns(spec)]
        ((count,),) = connection.execute(f"SELECT count(*) FROM {spec.name}").fetchall()
        assert count == len(files.tables[spec.name])
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE parameters SET low = high + 1 WHERE id = 'rate_docent'",
        "UPDATE parameters SET grade = 'E' WHERE id = 'rate_docent'",
        "INSERT INTO levels SELECT 999, 'no_lever', 1, '', '', '', ''",
        "INSERT INTO effects SELECT 9999, 'steer_style', 'tag', 'no_curve', 1, 1, 'x', 'x'",
        "INSERT INTO cost_line_effort SELECT 'w_frame', 9, 'no_role', 'vat_rate'",
        "INSERT INTO variants SELECT 99, 'x', 'no_parent', '', '', '', ''",
        "DELETE FROM sources WHERE id = (SELECT source_id FROM parameters WHERE source_id IS NOT NULL LIMIT 1)",
        "INSERT INTO parameters SELECT * FROM parameters LIMIT 1",
    ],
)
def test_the_schema_is_a_guard_of_its_own(files, statement):
    connection = connect(None)
    fill(connection, files.values(), files.settings, "hash")
    with pytest.raises(duckdb.ConstraintException):
        connection.execute(statement)
    connection.close()


def test_the_database_is_built_once(directory, tmp_path):
    first = open_model_reporting(directory, tmp_path)
    written = database(tmp_path).stat().st_mtime_ns
    second = open_model_reporting(directory, tmp_path)
    assert first.notice is not None and first.notice.key == "store.model_built"
    assert second.notice is None
    assert database(tmp_path).stat().st_mtime_ns == written
    assert second.model.content_hash == first.model.content_hash


def test_a_changed_file_gives_a_new_database_and_removes_the_old(directory, tmp_path):
    before = open_model(directory, tmp_path)
    old = database(tmp_path)
    path = directory / "model.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("seed = 1", "seed = 2"), encoding="utf-8")
    after = open_model(directory, tmp_path)
    assert (before.settings.seed, after.settings.seed) == (1, 2)
    assert before.content_hash != after.content_hash
    assert database(tmp_path) != old


@pytest.mark.parametrize("damage", ["empty", "garbage", "half", "flipped"])
def test_a_damaged_database_is_built_anew_with_a_message(directory, tmp_path, damage):
    before = open_model(directory, tmp_path)
    path = database(tmp_path)
    content = path.read_bytes()
    damaged = {
        "empty": b"",
        "garbage": b"no database at all" * 500,
        "half": content[: len(content) // 2],
        "flipped": content[:12_288] + bytes(255 - byte for byte in content[12_288:]),
    }
    path.write_bytes(damaged[damage])
    opened = open_model_reporting(directory, tmp_path)
    assert opened.model.parameters == before.parameters
    assert opened.notice is not None
    assert "was beschadigd en is opnieuw gemaakt uit de CSV-bestanden" in render(opened.notice, "nl")
    assert open_model_reporting(directory, tmp_path).notice is None


def test_a_database_with_another_content_is_not_believed(directory, tmp_path):
    open_model(directory, tmp_path)
    path = database(tmp_path)
    connection = connect(path)
    connection.execute("UPDATE built SET content_hash = 'another'")
    connection.close()
    opened = open_model_reporting(directory, tmp_path)
    assert opened.notice is not None and opened.notice.key == "store.model_rebuilt"


def test_wrong_data_are_refused_with_every_finding(directory, tmp_path):
    path = directory / "parameters.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",pert,", ",prt,"), encoding="utf-8")
    with pytest.raises(ModelDataError) as caught:
        open_model(directory, tmp_path)
    assert len(caught.value.findings) > 20
    assert caught.value.values["count"] == len(caught.value.findings)
    message = render(caught.value.findings[0], "en")
    assert message == (
        "parameters.csv, row 2, column distribution: 'prt' is not possible here. Possible: pert, lognormal, fixed."
    )
    assert not (tmp_path / "model").exists()


def test_other_processes_may_read_while_the_model_is_open(directory, tmp_path):
    open_model(directory, tmp_path)
    one, two = connect(database(tmp_path), read_only=True), connect(database(tmp_path), read_only=True)
    assert (
        one.execute("SELECT count(*) FROM levers").fetchall() == two.execute("SELECT count(*) FROM levers").fetchall()
    )
    one.close()
    two.close()


def test_nothing_is_left_half_built(directory, tmp_path):
    open_model(directory, tmp_path)
    assert [path.suffix for path in (tmp_path / "model").iterdir()] == [".duckdb"]


def test_no_extension_is_ever_fetched():
    connection = connect(None)
    settings = dict(
        connection.execute(
            "SELECT name, value FROM duckdb_settings() WHERE name LIKE 'auto%known_extensions'"
        ).fetchall()
    )
    assert settings == {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    connection.close()


def test_what_only_the_schema_notices_is_a_finding_too(directory, tmp_path, monkeypatch):
    path = directory / "parameters.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("EUR/h,64,70,77", "EUR/h,71,70,77"), encoding="utf-8")
    monkeypatch.setattr("flexlib.store.model.check_files", lambda files: [])
    with pytest.raises(ModelDataError) as caught:
        open_model(directory, tmp_path)
    assert "de database weigert de gegevens" in render(caught.value.findings[0], "nl")
