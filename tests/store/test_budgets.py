"""Budgets that were handed in: kept whole or not at all, in versions, with their file, mapping and what was learned."""

from __future__ import annotations

import hashlib
import random
import threading
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from flexlib.errors import InputError, WorkspaceError
from flexlib.store import DuckDBWorkspace, Import, KeptLine, Owner, differences, open_workspace
from flexlib.store.connection import connect
from flexlib.store.migrations import steps_in
from flexlib.text import render
from tests.rounds import rounds
from tests.store.disks import disk_to_lock, small_disk
from tests.store.killed import said_until_killed

CHILD = Path(__file__).parent / "importing_child.py"

SALARIES = KeptLine(
    "Begroting",
    7,
    "Salarissen",
    "4110",
    "4110",
    "account:personele_lasten",
    "eur",
    (("2027", Decimal("61250000.10")), ("2028", Decimal("62000000"))),
    "Lasten",
)
RENT = KeptLine(
    "Begroting", 9, "Huur", "", "huur", "account:huisvestingslasten", "eur", (("2027", Decimal("1200.55")),)
)
GIVEN = Import(
    institution="roc_gemiddeld",
    kind="budget",
    name="Begroting 2027",
    file_name="Begroting 2027.xlsx",
    content=b"PK" + bytes(range(256)) * 9_000,  # more than two parts
    mapping_name="Meerjarenbegroting",
    mapping={"name": "Meerjarenbegroting", "layouts": []},
    reading={"totals": [], "findings": [{"code": "jump", "sheet": "Begroting", "cell": "C7"}]},
    lines=(SALARIES, RENT),
    accepted={"jump|Begroting|C7": "De cao is verwerkt."},
    learned={"4110": "account:personele_lasten"},
)


def test_an_import_comes_back_as_it_was(workspace):
    saved = workspace.budgets.take_over(GIVEN, "Carla")
    assert (saved.version, saved.name, saved.who, saved.is_stale) == (1, "Begroting 2027", "Carla", False)
    assert saved.sha256 == hashlib.sha256(GIVEN.content).hexdigest()
    assert saved.size == len(GIVEN.content)
    assert workspace.budgets.budgets("roc_gemiddeld") == [saved]
    assert workspace.budgets.budgets("another") == []
    assert workspace.budgets.lines(saved.id) == [SALARIES, RENT]
    assert workspace.budgets.original(saved.id) == GIVEN.content
    content = workspace.budgets.content(saved.id)
    assert (content.mapping, content.reading, content.accepted) == (GIVEN.mapping, GIVEN.reading, GIVEN.accepted)
    assert workspace.budgets.learned("roc_gemiddeld", "budget") == GIVEN.learned
    assert workspace.budgets.learned("another", "budget") == {}


def test_the_sums_are_those_of_the_lines(workspace):
    twice = replace(GIVEN, lines=(SALARIES, RENT, replace(RENT, row=10, amounts=(("2027", Decimal("0.45")),))))
    saved = workspace.budgets.take_over(twice, "Carla")
    assert workspace.budgets.sums(saved.id) == {
        ("eur", "account:personele_lasten", "2027"): Decimal("61250000.10"),
        ("eur", "account:personele_lasten", "2028"): Decimal("62000000"),
        ("eur", "account:huisvestingslasten", "2027"): Decimal("1201.00"),
    }


def test_next_years_file_is_a_next_version_and_an_older_one_can_be_restored(workspace):
    first = workspace.budgets.take_over(GIVEN, "Carla")
    changed = replace(GIVEN, content=b"PK next", lines=(replace(RENT, amounts=(("2028", Decimal("5")),)),))
    second = workspace.budgets.take_over(changed, "Dirk", first.id, first.version)
    assert (second.id, second.version, second.is_stale) == (first.id, 2, False)
    assert workspace.budgets.lines(first.id) == list(changed.lines)
    third = workspace.budgets.restore(first.id, "Carla", 1)
    assert (third.version, third.action, third.sha256) == (3, "restored", first.sha256)
    assert workspace.budgets.lines(first.id) == [SALARIES, RENT]
    assert workspace.budgets.original(first.id, 2) == b"PK next"
    assert [one.version for one in workspace.budgets.history(first.id)] == [3, 2, 1]


def test_who_saves_on_what_another_has_changed_is_told(workspace):
    first = workspace.budgets.take_over(GIVEN, "Carla")
    workspace.budgets.take_over(GIVEN, "Dirk", first.id, 1)
    late = workspace.budgets.take_over(GIVEN, "Carla", first.id, 1)
    assert late.version == 3 and late.is_stale


def test_to_the_bin_and_back(workspace):
    saved = workspace.budgets.take_over(GIVEN, "Carla")
    workspace.budgets.delete(saved.id, "Dirk")
    assert workspace.budgets.budgets() == []
    assert [one.who for one in workspace.budgets.budgets(in_bin=True)] == ["Dirk"]
    with pytest.raises(InputError) as caught:
        workspace.budgets.take_over(GIVEN, "Carla", saved.id, 2)
    assert caught.value.key == "store.in_bin"
    workspace.budgets.restore(saved.id, "Carla")
    assert workspace.budgets.rename(saved.id, "  Vastgestelde   begroting ", "Carla").name == "Vastgestelde begroting"
    assert [one.version for one in workspace.budgets.budgets()] == [4]
    assert workspace.budgets.lines(saved.id) == [SALARIES, RENT]


def test_a_mapping_has_a_version_for_every_change_and_learning_follows_the_last_choice(workspace):
    workspace.budgets.take_over(GIVEN, "Carla")
    workspace.budgets.take_over(GIVEN, "Carla")
    other = {"name": "Meerjarenbegroting", "layouts": [1]}
    learned = {"4110": "account:overige_lasten", "huur": "account:huisvestingslasten"}
    workspace.budgets.take_over(replace(GIVEN, mapping=other, learned=learned), "Dirk")
    (mapping,) = workspace.budgets.mappings("roc_gemiddeld", "budget")
    assert (mapping.version, mapping.body, mapping.who) == (2, other, "Dirk")
    assert workspace.budgets.mappings("roc_gemiddeld", "staffing") == []
    assert workspace.budgets.learned("roc_gemiddeld", "budget") == learned


def test_the_same_file_is_kept_once(workspace):
    for _ in range(3):
        workspace.budgets.take_over(GIVEN, "Carla")
    workspace.close()
    connection = connect(workspace.path, read_only=True)
    assert connection.execute("SELECT count(*), max(size) FROM budget_files").fetchall() == [(1, len(GIVEN.content))]
    connection.close()


def test_an_import_that_goes_wrong_halfway_leaves_nothing(workspace):
    with pytest.raises(AttributeError):
        workspace.budgets.take_over(replace(GIVEN, lines=(SALARIES, "no line")), "Carla")  # type: ignore[arg-type]
    assert _rows(workspace) == {}
    with pytest.raises(InputError):
        workspace.budgets.take_over(replace(GIVEN, name="  "), "Carla")
    assert _rows(workspace) == {}


OWNER = Owner("ROC Voorbeeld", {"name": "ROC Voorbeeld", "based_on": "average_roc"})


def test_the_institution_of_a_first_budget_is_kept_with_it(workspace):
    saved = workspace.budgets.take_over(replace(GIVEN, institution="", owner=OWNER), "Carla")
    (institution,) = workspace.saved("institution")
    assert (institution.id, institution.version, institution.who) == (saved.institution, 1, "Carla")
    assert (institution.name, institution.body) == (OWNER.name, OWNER.body)
    assert workspace.budgets.learned(saved.institution, "budget") == GIVEN.learned
    assert [mapping.institution for mapping in workspace.budgets.mappings(saved.institution)] == [saved.institution]


def test_an_import_that_goes_wrong_halfway_leaves_no_institution(workspace):
    lines = (SALARIES, replace(RENT, row="no row"))  # the database itself refuses it
    with pytest.raises(duckdb.Error):
        workspace.budgets.take_over(replace(GIVEN, institution="", owner=OWNER, lines=lines), "Carla")
    assert _rows(workspace) == {}
    assert workspace.saved("institution") == []
    with pytest.raises(InputError):
        workspace.budgets.take_over(replace(GIVEN, institution="", owner=Owner(" ", {})), "Carla")
    assert _rows(workspace) == {}


def test_a_file_that_changed_on_disk_is_not_handed_out(workspace):
    saved = workspace.budgets.take_over(GIVEN, "Carla")
    workspace.close()
    connection = connect(workspace.path)
    connection.execute("UPDATE budget_file_parts SET content = 'other'::BLOB WHERE part = 1")
    connection.close()
    with pytest.raises(WorkspaceError) as caught:
        workspace.budgets.original(saved.id)
    assert "Begroting 2027.xlsx is niet meer het bestand" in render(caught.value.notice, "nl")
    assert workspace.budgets.lines(saved.id) == [SALARIES, RENT]


def test_two_who_import_at_once_both_succeed(workspace):
    threads = [
        threading.Thread(target=workspace.budgets.take_over, args=(replace(GIVEN, name=f"Begroting {number}"), "x"))
        for number in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(workspace.budgets.budgets()) == 6


def test_differences_go_by_sheet_and_key_and_survive_another_sheet_name():
    moved = replace(SALARIES, row=12)
    renamed = replace(RENT, sheet="Begroting 2028", amounts=(("2027", Decimal("1300")),))
    fresh = replace(RENT, key="energie", label="Energie")
    assert differences([SALARIES, RENT], [moved, RENT]) == ()
    found = differences([SALARIES, RENT], [fresh, renamed])
    assert [(one.before, one.after) for one in found] == [(SALARIES, None), (RENT, renamed), (None, fresh)]


def test_of_two_lines_with_one_key_the_first_belongs_to_the_first():
    second = replace(RENT, row=10, amounts=(("2027", Decimal("7")),))
    changed = replace(second, amounts=(("2027", Decimal("8")),))
    (found,) = differences([RENT, second], [RENT, changed])
    assert (found.before, found.after) == (second, changed)


def test_a_workspace_from_before_budgets_is_brought_up_to_date_after_a_copy(tmp_path):
    old = DuckDBWorkspace(tmp_path / "workspace.duckdb", steps_in()[:1])
    saved = old.save("variant", "Ons plan", {"n": 1}, "Anna")
    old.close()
    workspace = open_workspace(tmp_path)
    assert workspace.load(saved.id) == saved
    assert workspace.budgets.take_over(GIVEN, "Carla").version == 1
    assert (tmp_path / "workspace.before-002.duckdb").exists()
    workspace.backup(tmp_path / "copy.duckdb")
    workspace.close()
    copy = DuckDBWorkspace(tmp_path / "copy.duckdb")
    (kept,) = copy.budgets.budgets()
    assert copy.budgets.original(kept.id) == GIVEN.content
    copy.close()


def test_a_full_disk_keeps_nothing_of_an_import_and_says_so():
    with small_disk(3_000) as home:
        workspace = open_workspace(home)
        small = workspace.budgets.take_over(replace(GIVEN, content=b"PK small"), "Carla")
        big = replace(GIVEN, content=random.Random(1).randbytes(6_000_000))
        with pytest.raises(WorkspaceError) as caught:
            workspace.budgets.take_over(big, "Carla")
        assert caught.value.key == "store.workspace_full"
        assert workspace.budgets.budgets() == [small]
        with pytest.raises(WorkspaceError):
            workspace.budgets.take_over(replace(big, institution="", owner=OWNER), "Carla")
        assert workspace.saved("institution") == []
        workspace.close()


def test_a_read_only_disk_refuses_an_import_in_words():
    with disk_to_lock() as disk:
        workspace = open_workspace(disk.folder)
        saved = workspace.budgets.take_over(GIVEN, "Carla")
        workspace.close()
        disk.lock()
        workspace = open_workspace(disk.folder)
        assert workspace.budgets.original(saved.id) == GIVEN.content
        with pytest.raises(WorkspaceError) as caught:
            workspace.budgets.take_over(GIVEN, "Carla")
        assert caught.value.key == "store.workspace_read_only"
        workspace.close()


@pytest.mark.soak
def test_an_import_that_is_killed_leaves_all_of_it_or_nothing(tmp_path):
    """Killed at any moment: every version that is there has its file, its lines and what was learned with it."""
    chance = random.Random(20260102)
    whole = 0
    for _ in range(rounds(60)):
        _, told = said_until_killed(CHILD, tmp_path, chance.uniform(0.02, 0.8))
        reported = set(told.split("\n")[:-1])
        workspace = open_workspace(tmp_path)
        kept = workspace.budgets.budgets()
        assert reported <= {one.id for one in kept}, "an import that was reported as kept is gone"
        for one in kept:
            number = int(one.name.removeprefix("import "))
            assert len(workspace.budgets.original(one.id)) == one.size
            lines = workspace.budgets.lines(one.id)
            assert len(lines) == 3_000 and {line.label for line in lines} == {f"of import {number}"}
            assert workspace.budgets.learned("here", "budget")[f"key {number}"] == "account:overige_lasten"
        assert len(workspace.budgets.learned("here", "budget")) == len(kept)
        whole += len(kept)
        workspace.close()
        for path in tmp_path.iterdir():
            path.unlink()
    assert whole, "the child kept nothing before it was killed"


def _rows(workspace: DuckDBWorkspace) -> dict[str, int]:
    """Tables of budgets that hold anything, and how many rows."""
    workspace.close()
    connection = connect(workspace.path, read_only=True)
    tables = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    counts = {
        name: connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
        for name in tables
        if name.startswith("budget_")
    }
    connection.close()
    return {name: count for name, count in counts.items() if count}
