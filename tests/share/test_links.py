"""What a link looks like, how long it is, and that its keys never change."""

from __future__ import annotations

from pathlib import Path

import pytest

from flexlib.errors import InputError
from flexlib.model.records import Choice, Contest, CostModel, Institution
from flexlib.share import decode_choice, encode_choice, keys, to_file

GOLDEN = Path(__file__).parent / "link_keys.txt"
AVERAGE = Institution("average_roc", "Gemiddeld roc", "average_roc")


def choice_of(model: CostModel, **fields: object) -> Choice:
    given = {"institution": AVERAGE, "variant": "verrijken_kaders", "model_version": model.version}
    return Choice(**{**given, **fields})


def test_every_control_has_a_key_of_its_own(model: CostModel) -> None:
    assert set(model.levers) <= set(keys.LEVER_KEYS)
    taken = [*keys.LEVER_KEYS.values(), *keys.FIELD_KEYS]
    assert len(taken) == len(set(taken))


def test_keys_never_change() -> None:
    """Golden: links live for years. Keys may be added at the end of the file, never altered or given away."""
    golden = dict(line.split() for line in GOLDEN.read_text(encoding="utf-8").splitlines())
    current = {**{f"field:{key}": key for key in keys.FIELD_KEYS}, **keys.LEVER_KEYS}
    assert golden == current


def test_a_ready_made_variant_is_a_short_readable_link(model: CostModel) -> None:
    assert encode_choice(choice_of(model)) == f"v=verrijken_kaders&i=average_roc&m={model.version}"


def test_a_typical_link_stays_under_300_characters(model: CostModel) -> None:
    """A dozen moved controls, another future and language, three contested values."""
    moved = {lever.id: lever.levels[-1].value for lever in list(model.levers.values())[::6] if lever.levels}
    contested = {name: Contest(60.5, 72.25, 85.0) for name in ("rate_docent", "rate_backfill", "wage_growth")}
    choice = choice_of(
        model,
        levers=tuple(sorted(moved.items())),
        future="krimp" if "krimp" in model.futures else next(iter(model.futures)),
        contested=tuple(sorted(contested.items())),
    )
    assert len(choice.levers) >= 8
    assert len(encode_choice(choice, "en")) < 300


def test_twenty_contested_values_fit(model: CostModel) -> None:
    subjects = sorted([*model.parameters, *model.curves], key=len)[-20:]
    contested = tuple((name, Contest(0.1234, 0.5678, 0.9012)) for name in sorted(subjects))
    moved = tuple(sorted((lever.id, lever.maximum) for lever in list(model.levers.values())[:8]))
    assert len(encode_choice(choice_of(model, contested=contested, levers=moved))) < 2000


def test_a_choice_too_long_for_a_link_offers_a_file(model: CostModel) -> None:
    contested = tuple((name, Contest(1 / 3, 2 / 3, 0.999999)) for name in sorted(model.curves))
    choice = choice_of(model, contested=contested)
    with pytest.raises(InputError) as refusal:
        encode_choice(choice)
    assert refusal.value.key == "share.too_long"
    assert '"contested"' in to_file(choice)


def test_own_figures_never_travel(model: CostModel) -> None:
    """Neither the figures, nor the rates, nor the name of the college are in a link or file."""
    own = Institution(
        "b7", "Kustcollege", "average_roc", (("teams", 4321.0),), (("rate_docent", 98.76),), ((2028, 765432.0),)
    )
    choice = choice_of(model, institution=own)
    for sent in (encode_choice(choice), to_file(choice)):
        assert not any(part in sent for part in ("4321", "98.76", "765432", "Kustcollege", "b7"))
    decoded = decode_choice(encode_choice(choice), model)
    assert decoded.choice.institution == AVERAGE
    assert [message.key for message in decoded.notices] == ["share.own_figures"]


def test_values_of_a_link_stay_readable(model: CostModel) -> None:
    choice = choice_of(
        model,
        levers=(("scope_bol34", 0.25), ("steer_intake", 4.0)),
        contested=(("rate_docent", Contest(60.0, 70.0, 80.5)), ("steer_intake:timing:delay_all", Contest(2, 2, 2))),
    )
    query = encode_choice(choice)
    assert "d34=0.25&b3=4" in query
    assert "c=rate_docent~60~70~80.5~steer_intake.timing.delay_all~2" in query
