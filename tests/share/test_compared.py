"""The variants that are compared, in a link: they come back as they were, twelve of them fit, and junk is said."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from flexlib.model.records import CostModel
from flexlib.share import LONGEST_LINK, Compared, Entry, decode_compared, encode_compared, keys, query_of, with_views
from flexlib.share.compared import LONGEST_NAME, plain_name, styled
from flexlib.ui import moves


def some_entry(model: CostModel, source: random.Random, changes: int, name: str = "") -> Entry:
    levers = {}
    for lever_id in source.sample(sorted(model.levers), changes):
        lever = model.levers[lever_id]
        steps = [
            lever.minimum + lever.step * step for step in range(int((lever.maximum - lever.minimum) / lever.step) + 1)
        ]
        levers[lever_id] = float(source.choice([level for level in steps if lever.allows(level)]))
    return Entry(source.choice(sorted(model.variants)), tuple(sorted(levers.items())), name)


def test_sets_come_back_as_they_were(model: CostModel) -> None:
    source = random.Random(1)
    for count in range(1, 13):
        entries = [
            some_entry(model, source, source.randrange(9), source.choice(["", "Onze variant 2"])) for _ in range(count)
        ]
        entries[source.randrange(count)] = Entry()
        compared = Compared(tuple(entries), source.randrange(count))
        assert decode_compared(encode_compared(compared), model) == (compared, ())


def test_twelve_variants_with_eight_changes_each_fit_in_a_link(model: CostModel) -> None:
    source = random.Random(2)
    longest = max(model.variants, key=len)
    entries = tuple(Entry(longest, some_entry(model, source, 8).levers, f"Variant {at}") for at in range(12))
    choice = moves.first_choice(model)
    query = with_views(query_of(choice), {"set": encode_compared(Compared(entries, 11))})
    assert len(query) < LONGEST_LINK
    assert "%" not in query


def test_nobody_is_not_the_same_as_nothing_said(model: CostModel) -> None:
    assert encode_compared(Compared(())) != ""
    assert decode_compared(encode_compared(Compared(())), model)[0] == Compared(())


def test_what_is_not_known_is_left_out_and_said(model: CostModel) -> None:
    compared, told = decode_compared("7~~stap_voor_stap~ro~24~zz~1~vv~x~~gone~~.", model)
    assert compared.entries == (Entry("stap_voor_stap", (("rollout_months", 24.0),)), Entry())
    assert compared.reference == 0
    assert [notice.key for notice in told] == [
        "share.compared_wrong_lever",
        "share.compared_wrong_lever",
        "share.compared_unknown_variant",
    ]


def test_a_thirteenth_is_said(model: CostModel) -> None:
    compared, told = decode_compared("~~".join(["stap_voor_stap"] * 13), model)
    assert len(compared.entries) == 12
    assert [notice.key for notice in told] == ["share.compared_too_many"]


def test_names_lose_what_a_link_cannot_carry() -> None:
    assert plain_name("  a~b <c>\n" + "x" * 99) == ("a b c " + "x" * 99)[:LONGEST_NAME]


def test_no_key_of_a_lever_reads_as_a_name(model: CostModel) -> None:
    assert "n" not in keys.LEVERS_BY_KEY


@given(st.text(alphabet="~.0123456789abnrosvt_-e stap", max_size=300) | st.text(max_size=80))
def test_any_text_gives_a_set(model: CostModel, written: str) -> None:
    compared, _ = decode_compared(written, model)
    assert len(compared.entries) <= 12
    assert decode_compared(encode_compared(compared), model) == (compared, ())


def test_a_variant_keeps_its_style_whoever_else_goes(model: CostModel) -> None:
    source = random.Random(5)
    own = [some_entry(model, source, 2, f"Variant {at}") for at in range(4)]
    own[2] = replace(own[2], style=1)  # found by a search
    compared, _ = decode_compared(encode_compared(styled(Compared((Entry(), *own)))), model)
    styles = {entry.name: entry.style for entry in compared.entries if entry.levers}
    assert styles["Variant 2"] == 1 and len(set(styles.values())) == 4
    left = styled(Compared(tuple(entry for entry in compared.entries if entry.name != "Variant 0")))
    assert {entry.name: entry.style for entry in left.entries if entry.levers}.items() <= styles.items()
    twice = styled(Compared((replace(own[0], style=1), replace(own[1], style=1))))
    assert twice.entries[0].style == 1 and twice.entries[1].style != 1
    assert [entry.style for entry in styled(Compared((Entry(), Entry("nulvariant")))).entries] == [None, None]


def test_a_long_name_is_cut_between_words() -> None:
    assert plain_name("Gevonden B: beste op maanden tot alle teams live") == "Gevonden B beste op maanden tot alle"
    assert len(plain_name("Onuitspreekbaarlangevariantnamenvoordelijst 2")) == LONGEST_NAME
