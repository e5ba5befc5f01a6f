"""The variants that are compared, as one field of a link: each a ready-made variant and the levers that differ.

`2~~.~~stap_voor_stap~~verrijken_kaders~ro~24~vv~0.3~n~Onze+variant` says: the second is the reference; then the variant
on screen, a ready-made one, and one with two levers moved and a name.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from flexlib.errors import Notice, notice
from flexlib.model.choices import BASELINE
from flexlib.model.records import Choice, CostModel
from flexlib.share import keys
from flexlib.share.encode import MARK, short_number

BETWEEN = MARK + MARK
ON_SCREEN = "."
NOBODY = "0"  # no variants at all, which is not the same as nothing said
NAME = "n"
STYLE = "k"  # of colour, dash and shape
STYLES = 48  # that can be told apart beside those of ready-made variants
OWN_STYLE = 8  # the first of a variant that no search found; those before it are of what a search found, in its order
LONGEST_NAME = 40
SHORTEST_CUT = 20  # letters that a cut between words must leave; a longer word is cut itself
MOST = 12
AT_FIRST = 4  # variants side by side before anybody picks
MOST_READ = 60  # variants in a link that are looked at; what comes after them is not read


@dataclass(frozen=True, slots=True)
class Entry:
    """A variant to compare: a ready-made one with other levers, under a name; without `variant` the one on screen.

    style : number of its colour, dash and shape among variants with other levers; None until it has one (see `styled`)
    """

    variant: str = ""
    levers: tuple[tuple[str, float], ...] = ()
    name: str = ""
    style: int | None = field(default=None, compare=False)

    @property
    def is_on_screen(self) -> bool:
        return not self.variant


@dataclass(frozen=True, slots=True)
class Compared:
    """Variants in the order they were picked, and the position of the one the others are held against."""

    entries: tuple[Entry, ...]
    reference: int = 0


def first_compared(model: CostModel, choice: Choice, reference: Entry) -> Compared:
    """The reference, what is on screen when it differs, and ready-made variants beside them."""
    entries = [reference]
    if (choice.variant, choice.levers) != (reference.variant, reference.levers):
        entries.append(Entry())
    for variant in model.variants:
        if len(entries) < AT_FIRST and variant != BASELINE and Entry(variant) not in entries:
            entries.append(Entry(variant))
    return Compared(tuple(entries), 0)


def applied(entry: Entry, choice: Choice) -> Choice:
    """An entry's levers under the circumstances of a choice."""
    if entry.is_on_screen:
        return choice
    return replace(choice, variant=entry.variant, levers=entry.levers)


def styled(compared: Compared) -> Compared:
    """The same with a style for every variant with other levers, no two alike; those that have one keep it."""
    taken: set[int] = set()
    found = []
    for entry in sorted(compared.entries, key=lambda one: one.style is None):  # who has one goes first
        if entry.levers and (entry.style is None or entry.style in taken):
            free = next(style for style in range(OWN_STYLE, STYLES) if style not in taken)
            entry = replace(entry, style=free)
        if entry.levers and entry.style is not None:
            taken.add(entry.style)
        found.append(entry)
    by_entry = {entry: entry for entry in found}
    return replace(compared, entries=tuple(by_entry[entry] for entry in compared.entries))


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
    if entry.levers and entry.style is not None:
        parts += [STYLE, str(entry.style)]
    return MARK.join(parts)


def plain_name(name: str) -> str:
    """A name as a link carries it: letters, digits and a few marks, at most LONGEST_NAME characters, cut at a word."""
    kept = "".join(letter if letter.isalnum() or letter in " -_.()" else " " for letter in name)
    words = " ".join(kept.split())
    if len(words) <= LONGEST_NAME:
        return words
    whole = words[: LONGEST_NAME + 1].rpartition(" ")[0]
    return whole if len(whole) >= SHORTEST_CUT else words[:LONGEST_NAME]


def _decoded(written: str, model: CostModel, told: list[Notice]) -> Entry | None:
    if written == ON_SCREEN:
        return Entry()
    variant, *rest = written.split(MARK)
    if variant not in model.variants:
        told.append(notice("share.compared_unknown_variant", name=plain_name(variant)))
        return None
    levers: dict[str, float] = {}
    name, style = "", None
    for key, value in zip(rest[::2], rest[1::2], strict=False):
        if key == NAME:
            name = plain_name(value)
            continue
        if key == STYLE and value.isascii() and value.isdigit() and int(value[:4]) < STYLES:
            style = int(value)
            continue
        lever = model.levers.get(keys.LEVERS_BY_KEY.get(key, ""))
        level = _number(value)
        if lever is None or level is None or not lever.allows(level):
            told.append(
                notice("share.compared_wrong_lever", variant=model.variants[variant].label, name=plain_name(key))
            )
            continue
        levers[lever.id] = level
    return Entry(variant, tuple(sorted(levers.items())), name, style)


def _number(written: str) -> float | None:
    try:
        value = float(written)
    except ValueError:
        return None
    return value if written.isascii() and "_" not in written and value == value and abs(value) < 1e9 else None
