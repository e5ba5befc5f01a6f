"""Saved things are versions that are never overwritten."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from flexlib.errors import InputError, WorkspaceError
from flexlib.model.records import Choice, Institution
from flexlib.model.serialise import from_record, to_record
from flexlib.text import render

BODY = {"levers": {"scope_bbl": 0.5}, "naam": "één ‘aanhaling’"}


def test_a_new_thing_gets_an_id_and_version_1(workspace):
    before = datetime.now(UTC)
    saved = workspace.save("variant", "Ons plan", BODY, "Anna")
    assert len(saved.id) == 36
    assert (saved.version, saved.action, saved.who, saved.in_bin, saved.is_stale) == (1, "saved", "Anna", False, False)
    assert before <= saved.saved_at <= datetime.now(UTC)
    assert workspace.load(saved.id) == saved


def test_it_is_there_after_reopening(workspace):
    saved = workspace.save("variant", "Ons plan", BODY, "Anna")
    workspace.close()
    assert workspace.load(saved.id) == saved


def test_a_choice_is_saved_and_comes_back_equal(workspace, model):
    choice = Choice(Institution("own", "Ons roc", "average_roc", (("teams", 40.0),)), "stap_voor_stap")
    saved = workspace.save("variant", "Ons plan", to_record(choice), "Anna")
    assert from_record(workspace.load(saved.id).body) == choice


def test_saving_again_adds_a_version_and_keeps_the_former(workspace):
    first = workspace.save("variant", "Ons plan", BODY, "Anna")
    second = workspace.save("variant", "Ons plan B", {"levers": {}}, "Bram", first.id, first.version)
    assert (second.version, second.is_stale) == (2, False)
    assert workspace.history(first.id) == [second, first]
    assert workspace.load(first.id, version=1) == first


def test_a_save_on_an_older_version_says_so_and_both_can_be_restored(workspace):
    first = workspace.save("variant", "Ons plan", {"n": 1}, "Anna")
    annas = workspace.save("variant", "Ons plan", {"n": 2}, "Anna", first.id, first.version)
    brams = workspace.save("variant", "Ons plan", {"n": 3}, "Bram", first.id, first.version)
    assert (brams.version, brams.based_on_version, brams.is_stale) == (3, 1, True)
    restored = workspace.restore(first.id, "Anna", version=annas.version)
    assert (restored.version, restored.body, restored.action) == (4, {"n": 2}, "restored")
    assert workspace.restore(first.id, "Bram", version=brams.version).body == {"n": 3}
    assert [one.version for one in workspace.history(first.id)] == [5, 4, 3, 2, 1]


def test_renaming_keeps_the_body(workspace):
    saved = workspace.save("variant", "Ons plan", BODY, "Anna")
    renamed = workspace.rename(saved.id, "  Plan \n twee ", "Bram")
    assert (renamed.name, renamed.body, renamed.version, renamed.action) == ("Plan twee", BODY, 2, "renamed")


def test_the_bin_keeps_everything(workspace):
    saved = workspace.save("variant", "Ons plan", BODY, "Anna")
    deleted = workspace.delete(saved.id, "Bram")
    assert (deleted.version, deleted.action, deleted.in_bin, deleted.who) == (2, "deleted", True, "Bram")
    assert workspace.saved() == []
    assert workspace.saved(in_bin=True) == [deleted]
    assert workspace.load(saved.id).body == BODY
    restored = workspace.restore(saved.id, "Anna")
    assert (restored.in_bin, restored.body) == (False, BODY)
    assert workspace.saved() == [restored]


def test_saving_something_that_another_put_in_the_bin_does_not_revive_it(workspace):
    saved = workspace.save("variant", "Ons plan", BODY, "Anna")
    workspace.delete(saved.id, "Bram")
    with pytest.raises(InputError, match=r"store\.in_bin"):
        workspace.save("variant", "Ons plan", BODY, "Anna", saved.id, saved.version)
    assert [item.version for item in workspace.saved(in_bin=True)] == [2]
    restored = workspace.restore(saved.id, "Anna")
    assert not workspace.save("variant", "Ons plan", BODY, "Anna", saved.id, restored.version).in_bin


def test_lists_hold_the_latest_of_each_kind_newest_first(workspace):
    plan = workspace.save("variant", "Ons plan", BODY, "Anna")
    college = workspace.save("institution", "Ons roc", BODY, "Anna")
    plan = workspace.save("variant", "Ons plan", BODY, "Anna", plan.id, 1)
    assert workspace.saved() == [plan, college]
    assert workspace.saved("institution") == [college]


@pytest.mark.parametrize("name", ["", "   ", "\n"])
def test_a_name_is_needed(workspace, name):
    with pytest.raises(InputError) as caught:
        workspace.save("variant", name, BODY, "Anna")
    assert render(caught.value.notice, "nl") == "Geef een naam op om onder op te slaan."


def test_a_name_has_a_length(workspace):
    with pytest.raises(InputError) as caught:
        workspace.save("variant", "x" * 201, BODY, "Anna")
    assert "langer dan 200 tekens" in render(caught.value.notice, "nl")


def test_what_is_saved_has_a_length(workspace):
    with pytest.raises(InputError) as caught:
        workspace.save("variant", "x", {"filling": "x" * 50_001}, "Anna")
    assert "te groot om op te slaan" in render(caught.value.notice, "nl")
    assert workspace.saved() == []


def test_what_was_never_saved_is_an_error_in_words(workspace):
    for ask in (
        lambda: workspace.load("nothing"),
        lambda: workspace.delete("nothing", "Anna"),
        lambda: workspace.rename("nothing", "x", "Anna"),
        lambda: workspace.save("variant", "x", BODY, "Anna", "nothing", 1),
    ):
        with pytest.raises(WorkspaceError) as caught:
            ask()
        assert "Er is niets opgeslagen onder nothing" in render(caught.value.notice, "nl")


def test_what_json_cannot_hold_is_refused_and_leaves_nothing(workspace):
    with pytest.raises(ValueError, match="JSON"):
        workspace.save("variant", "x", {"n": float("nan")}, "Anna")
    assert workspace.saved() == []


def test_names_with_quotes_and_semicolons_are_only_names(workspace):
    name = "x'); DROP TABLE versions; --"
    saved = workspace.save("variant", name, BODY, name)
    assert workspace.load(saved.id).name == name


def test_events_are_appended(workspace):
    first = workspace.append_event("opened", "Anna", {"page": "kiezen"})
    second = workspace.append_event("printed", "")
    assert workspace.events() == [second, first]
    assert workspace.events("opened") == [first]


def test_a_backup_is_made_while_in_use(workspace, tmp_path):
    saved = workspace.save("variant", "Ons plan", BODY, "Anna")
    workspace.append_event("opened", "Anna")
    (tmp_path / "copy").mkdir()
    workspace.backup(tmp_path / "copy" / "workspace.duckdb")
    workspace.save("variant", "Later", BODY, "Anna")
    copy = type(workspace)(tmp_path / "copy" / "workspace.duckdb")
    assert copy.saved() == [saved]
    assert len(copy.events()) == 1
    copy.save("variant", "In the copy", BODY, "Anna")
    copy.close()


def test_a_backup_overwrites_nothing(workspace, tmp_path):
    (tmp_path / "there.duckdb").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        workspace.backup(tmp_path / "there.duckdb")
    assert "bestaat al" in render(caught.value.notice, "nl")
    assert (tmp_path / "there.duckdb").read_text(encoding="utf-8") == "mine"
