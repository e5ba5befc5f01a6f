"""The variants that are compared, as one field of a link: each a ready-made variant and the levers that differ.

`2~~.~~stap_voor_stap~~verrijken_kaders~ro~24~vv~0.3~n~Onze+variant` says: the second is the reference; then the variant
on screen, a ready-made one, and one with two levers moved and a name.
"""

from __future__ import annotations

from dataclasses import dataclass

from flexlib.errors import Notice, notice
from flexlib.model.records import CostModel
from flexlib.share import keys
from flexlib.share.encode import MARK, short_number

BETWEEN = MARK + MARK
ON_SCREEN = "."
NOBODY = "0"  # no variants at all, which is not the same as nothing said
NAME = "n"
LONGEST_NAME = 40
MOST = 12
MOST_READ = 60  # variants in a link that are looked at; what comes after them is not read


@dataclass(frozen=True, slots=True)
class Entry:
    """A variant to compare: a ready-made one with other levers, under a name; without `variant` the one on screen."""

    variant: str = ""
    levers: tuple[tuple[str, float], ...] = ()
    name: str = ""

    @property
    def is_on_screen(self) -> bool:
        return not self.variant


@dataclass(frozen=True, slots=True)
class Compared:
    """Variants in the order they were picked, and the position of the one the others are held against."""

    entries: tuple[Entry, ...]
    reference: int = 0


def encode_compared(compared: Compared) -> str:
    """The field of a link; names lose what a link would write in three characters each."""
    parts = [] if compared.reference == 0 else [str(compared.reference + 1)]
    return BETWEEN.join((*parts, *map(_encoded, compared.entries))) or NOBODY


def decode_compared(written: str, model: CostModel) -> tuple[Compared, tuple[Notice, ...]]:
    """The variants of a field; what cannot be understood is left out and said."""
    told: list[Notice] = []
    parts = [part for part in written.split(BETWEEN) if part][: MOST_READ + 1]
    reference = 0
    if parts and parts[0].isascii() and parts[0].isdigit():
        reference = int(parts.pop(0)[:4]) - 1
    entries = [entry for entry in (_decoded(part, model, told) for part in parts) if entry is not None]
    if len(entries) > MOST:
        told.append(notice("share.compared_too_many", count=len(entries), most=MOST))
    entries = entries[:MOST]
    return Compared(tuple(entries), reference if 0 <= reference < len(entries) else 0), tuple(told)


def _encoded(entry: Entry) -> str:
    if entry.is_on_screen:
        return ON_SCREEN
    parts = [entry.variant]
    for lever_id, level in entry.levers:
        parts += [keys.LEVER_KEYS[lever_id], short_number(level)]
    if entry.name:
        parts += [NAME, plain_name(entry.name)]
    return MARK.join(parts)


def plain_name(name: str) -> str:
    """A name as a link carries it: letters, digits and a few marks, at most LONGEST_NAME characters."""
    kept = "".join(letter if letter.isalnum() or letter in " -_.()" else " " for letter in name)
    return " ".join(kept.split())[:LONGEST_NAME].strip()


def _decoded(written: str, model: CostModel, told: list[Notice]) -> Entry | None:
    if written == ON_SCREEN:
        return Entry()
    variant, *rest = written.split(MARK)
    if variant not in model.variants:
        told.append(notice("share.compared_unknown_variant", name=plain_name(variant)))
        return None
    levers: dict[str, float] = {}
    name = ""
    for key, value in zip(rest[::2], rest[1::2], strict=False):
        if key == NAME:
            name = plain_name(value)
            continue
        lever = model.levers.get(keys.LEVERS_BY_KEY.get(key, ""))
        level = _number(value)
        if lever is None or level is None or not lever.allows(level):
            told.append(
                notice("share.compared_wrong_lever", variant=model.variants[variant].label, name=plain_name(key))
            )
            continue
        levers[lever.id] = level
    return Entry(variant, tuple(sorted(levers.items())), name)


def _number(written: str) -> float | None:
    try:
        value = float(written)
    except ValueError:
        return None
    return value if written.isascii() and "_" not in written and value == value and abs(value) < 1e9 else None
