"""Mistakes that are not in one cell: files, headers, rows that miss, twins, orphans, circles, coverage, settings."""

from __future__ import annotations

import pytest

from flexlib.model.records import CHAINS


def test_the_default_model_has_no_findings(copy):
    assert copy.messages() == []


def test_everything_is_found_at_once(copy):
    copy.change("parameters", {"id": "rate_docent"}, unit="EUR per fortnight", low="71", source_id="nobody")
    copy.change("drivers", {"id": "programme_on"}, formula="no_such_name")
    copy.change("effects", {"lever_id": "scenario_bol12"}, reason_en="")
    (copy.directory / "rules.csv").unlink()
    copy.replace("model.toml", "price_level = 2025", 'price_level = "2025"')
    found = {(finding.file, finding.column) for finding in copy.findings()}
    assert {
        ("parameters.csv", "unit"),
        ("parameters.csv", "low"),
        ("parameters.csv", "source_id"),
        ("drivers.csv", "formula"),
        ("effects.csv", "reason_en"),
        ("rules.csv", ""),
        ("model.toml", "price_level"),
    } <= found


def test_findings_stand_in_the_order_of_files_and_rows(copy):
    copy.change("effects", {"lever_id": "scenario_bol12"}, reason_en="")
    later = copy.change("parameters", {"id": "vat_rate"}, grade="E")
    first = copy.change("parameters", {"id": "rate_docent"}, grade="E")
    rows = [(finding.file, finding.row) for finding in copy.findings()]
    assert rows[:2] == [("parameters.csv", first), ("parameters.csv", later)]


def test_missing_file(copy):
    (copy.directory / "rules.csv").unlink()
    assert "rules.csv: het bestand ontbreekt. Zet het terug in de map van het kostenmodel." in copy.messages()
    assert "rules.csv: the file is missing. Put it back in the folder of the cost model." in copy.messages("en")


def test_what_only_follows_from_a_missing_file_is_one_line_behind_it(copy):
    (copy.directory / "levers.csv").unlink()
    copy.change("effects", {"lever_id": "scenario_bol12"}, reason_en="")
    said = copy.messages()
    assert said[0] == "levers.csv: het bestand ontbreekt. Zet het terug in de map van het kostenmodel."
    assert said[1].startswith("levers.csv: nog ") and "Herstel eerst levers.csv" in said[1]
    assert len(said) == 3 and said[2].startswith("effects.csv")


@pytest.mark.parametrize("name", ["model.toml", "parameters.csv", "sources.csv", "cost_lines.csv", "figures.csv"])
def test_a_missing_file_buries_itself_under_nothing(copy, name):
    (copy.directory / name).unlink()
    assert [message.split(":")[0] for message in copy.messages()] == [name] * 2


def test_missing_folder_gives_findings_and_no_exception(copy, tmp_path):
    for path in tmp_path.iterdir():
        path.unlink()
    assert "model.toml: het bestand ontbreekt. Zet het terug in de map van het kostenmodel." in copy.messages()


def test_not_utf8(copy):
    path = copy.directory / "rules.csv"
    path.write_bytes(path.read_bytes() + "é".encode("latin-1"))
    assert any("rules.csv: het bestand is geen UTF-8" in message for message in copy.messages())


def test_byte_order_mark_is_accepted(copy):
    path = copy.directory / "rules.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert copy.messages() == []


def test_broken_quotation(copy):
    path = copy.directory / "rules.csv"
    path.write_text(path.read_text(encoding="utf-8") + '"never closed', encoding="utf-8")
    assert any("rules.csv, rij" in message and "niet als CSV te lezen" in message for message in copy.messages())


def test_empty_file(copy):
    (copy.directory / "rules.csv").write_text("", encoding="utf-8")
    assert any("rules.csv, rij 1, kolom id: de kolom 'id' ontbreekt" in message for message in copy.messages())


def test_header_only(copy):
    path = copy.directory / "futures.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    assert "futures.csv: het bestand heeft geen rijen onder de kop." in copy.messages()


def test_missing_column(copy):
    copy.replace("rules.csv", "severity", "gravity")
    messages = copy.messages()
    assert "rules.csv, rij 1, kolom severity: de kolom 'severity' ontbreekt in de kop." in messages
    assert "rules.csv, rij 1, kolom gravity: de kolom 'gravity' hoort niet in dit bestand." in messages


def test_column_twice(copy):
    copy.replace("rules.csv", "message_en", "message_nl")
    assert any("de kolom 'message_nl' staat twee keer in de kop" in message for message in copy.messages())


def test_row_with_too_few_cells(copy):
    path = copy.directory / "variant_levers.csv"
    path.write_text(path.read_text(encoding="utf-8") + "stap_voor_stap,scope_llo\n", encoding="utf-8")
    assert any("de rij heeft 2 cellen, de kop 3" in message for message in copy.messages())


def test_blank_lines_are_no_rows(copy):
    path = copy.directory / "variant_levers.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n,,\n", encoding="utf-8")
    assert copy.messages() == []


@pytest.mark.parametrize(
    ("table", "like"),
    [
        ("parameters", {"id": "rate_docent"}),
        ("drivers", {"id": "programme_on"}),
        ("levels", {"lever_id": "steer_language"}),
        ("effects", {"lever_id": "scenario_bol12"}),
        ("variant_levers", {"variant_id": "stap_voor_stap"}),
        ("citations", {"subject": "lever"}),
    ],
)
def test_a_twin_is_named_with_its_first(copy, table, like):
    first, _ = copy.first(table, **like)
    number = copy.add(table, like)
    assert any(
        message.startswith(f"{table}.csv, rij {number}") and f"staat er al, in rij {first}." in message
        for message in copy.messages()
    )


@pytest.mark.parametrize(
    ("table", "like"),
    [
        ("parameters", {"unit": "share"}),
        ("drivers", {"id": "programme_on"}),
        ("figures", {"id": "teams"}),
        ("levers", {"id": "steer_language"}),
        ("sources", {}),
    ],
)
def test_an_orphan_is_found(copy, table, like):
    number = copy.add(table, like, id="nobody_uses_me")
    words = f"{table}.csv, rij {number}, kolom id: 'nobody_uses_me' wordt nergens gebruikt."
    assert any(message.startswith(words) for message in copy.messages())


def test_a_driver_that_only_names_itself_is_an_orphan(copy):
    number = copy.add("drivers", {"id": "programme_on"}, id="lonely", formula="lonely+1")
    found = [finding.key for finding in copy.findings() if (finding.file, finding.row) == ("drivers.csv", number)]
    assert sorted(found) == ["model.cycle", "model.unused"]


def test_a_circle_of_drivers_is_written_out(copy):
    copy.add("drivers", {"id": "programme_on"}, id="ring_a", formula="ring_b+programme_on")
    copy.add("drivers", {"id": "programme_on"}, id="ring_b", formula="ring_c*2")
    copy.add("drivers", {"id": "programme_on"}, id="ring_c", formula="max(ring_a,1)")
    assert any("kring naar elkaar: ring_a → ring_b → ring_c → ring_a." in message for message in copy.messages())


@pytest.mark.parametrize(
    ("table", "needed"),
    [
        ("parameters", "systemic_delay"),
        ("figures", "income_eur"),
        ("drivers", "team_group_scope"),
        ("levers", "rollout_months"),
        ("target_groups", "llo"),
        ("roles", "roosteraar"),
        ("variants", "nulvariant"),
        ("futures", "verwacht"),
    ],
)
def test_what_the_calculation_needs_must_be_there(copy, table, needed):
    copy.remove(table, id=needed)
    assert f"{table}.csv: '{needed}' ontbreekt; de berekening kan niet zonder." in copy.messages()


def test_lever_without_levels(copy):
    copy.remove("levels", lever_id="steer_language")
    assert any("'steer_language' heeft geen omschreven standen in levels.csv" in message for message in copy.messages())


def test_level_in_between_without_definition(copy):
    copy.remove("levels", lever_id="steer_language", level="3")
    assert any("stand 3 van 'steer_language' is niet omschreven" in message for message in copy.messages())


def test_curve_without_points(copy):
    _, curve = copy.first("effect_curves", lever_id="scenario_bol12")
    copy.remove("effects", lever_id="scenario_bol12", target_kind=curve["target_kind"], target=curve["target"])
    words = f"'scenario_bol12:{curve['target_kind']}:{curve['target']}' heeft geen punten in effects.csv"
    assert any(words in message for message in copy.messages())


def test_figure_missing_for_an_institution(copy):
    copy.remove("institution_figures", institution_id="large_roc", figure_id="teams")
    assert "institution_figures.csv: 'teams' ontbreekt voor instelling 'large_roc'." in copy.messages()


def test_scenario_without_proposed_levels(copy):
    copy.remove("scenario_defaults", scenario="3")
    assert "scenario_defaults.csv, scenario: scenario 3 heeft geen voorgestelde standen." in copy.messages()


@pytest.mark.parametrize("timing", ["one_off", "recurring"])
@pytest.mark.parametrize("chain", CHAINS)
def test_every_chain_has_one_off_and_recurring_lines(copy, chain, timing):
    copy.remove("cost_lines", chain=chain, timing=timing)
    assert f"cost_lines.csv, chain: de keten '{chain}' heeft geen regel met timing '{timing}'." in copy.messages()


def test_a_first_tag_that_scenarios_act_on_needs_a_driver_by_group(copy):
    number = copy.change("cost_lines", {"id": "w_frame"}, tags="administration")
    words = f"cost_lines.csv, rij {number}, kolom driver: een regel met eerste kenmerk 'administration'"
    assert any(message.startswith(words) for message in copy.messages())


def test_the_same_tag_in_second_place_needs_none(copy):
    copy.change("cost_lines", {"id": "w_frame"}, tags="intake administration")
    assert copy.messages() == []


def test_every_aspect_is_covered(copy):
    copy.remove("cost_lines", aspect="doel")
    assert "cost_lines.csv, aspect: geen enkele regel gaat over het aspect 'doel'." in copy.messages()


def test_weights_of_a_balance_add_up(copy):
    copy.remove("balances", balance="studeerbaarheid", indicator="coach_minutes_week")
    assert any("de gewichten van 'studeerbaarheid' tellen op tot" in message for message in copy.messages())


def test_balance_without_indicators(copy):
    copy.remove("balances", balance="bestuurbaarheid")
    assert "balances.csv, balance: de balans 'bestuurbaarheid' heeft geen indicatoren." in copy.messages()


@pytest.mark.parametrize(
    ("old", "changed", "words"),
    [
        ("seed = 1", "seeds = 1", "model.toml, seed: deze instelling ontbreekt"),
        ("seed = 1", "seeds = 1", "model.toml, seeds: deze instelling bestaat niet"),
        ("draws = 10000", "draws = 0", "model.toml, draws: '0' moet groter dan 0 zijn"),
        ("price_level = 2025", "price_level = 2025.0", "price_level: '2025.0' is niet het soort waarde"),
        ("warning = 1", "warning = 'one'", "severity_weights.warning: deze instelling ontbreekt of heeft niet"),
        ("default = [0.3, 1, 1.8]", "default = [0.3, 1]", "strength.default: deze instelling ontbreekt of heeft niet"),
        ("default = [0.3, 1, 1.8]", "default = [2, 1, 3]", "strength.default: [2, 1, 3] loopt niet op"),
        ("seed = 1", "seed = = 1", "model.toml: het bestand is niet als TOML te lezen"),
    ],
)
def test_settings(copy, old, changed, words):
    copy.replace("model.toml", old, changed)
    assert any(words in message for message in copy.messages()), copy.messages()
