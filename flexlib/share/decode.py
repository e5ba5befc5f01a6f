"""Link or file → Choice: takes over what can be understood and says what cannot; never raises on input."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, unquote_plus, urlencode

from flexlib.errors import Notice, notice
from flexlib.model.choices import BASELINE, reference_institution
from flexlib.model.circumstances import circumstances
from flexlib.model.contests import contest_bounds
from flexlib.model.records import PRICE_BASES, Choice, Contest, CostModel, Institution, Lever
from flexlib.share import keys
from flexlib.share.encode import MARK, short_number

LONGEST_READ = 16_000  # characters; what comes after it is not read
MOST_FIELDS = 500  # what comes after them is not read; some ninety keys exist
SHOWN_CHARACTERS = 40
SHOWN_NAMES = 5
FIRST_START, LAST_START = date(2020, 1, 1), date(2060, 12, 31)
SHORTEST_HORIZON, LONGEST_HORIZON = 12, 240
FEWEST_DRAWS, MOST_DRAWS = 1, 20_000
LARGEST_SEED = 2**32 - 1
LANGUAGES = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a link says: the choice, the language it names (if any), and what could not be taken over."""

    choice: Choice
    language: str | None
    notices: tuple[Notice, ...]


def decode_choice(link: str | Mapping[str, str], model: CostModel, other_keys: Collection[str] = ()) -> Decoded:
    """The choice in an address, its query, or the query's fields.

    `other_keys` are keys of the address that mean something to the screen and not to the choice.
    """
    fields, notices = _fields_of(link) if isinstance(link, str) else (dict(link), [])
    fields = {key: value for key, value in fields.items() if key not in other_keys}
    return _Reader(model, fields, notices).read()


def named_in(link: str, key: str) -> str:
    """The value of one key in an address or its query, empty when it is not there."""
    return _fields_of(link)[0].get(key, "")


def shortened(query: str) -> str | None:
    """A query with too many fields, cut after the first MOST_FIELDS, and what was cut named; None when it can stay."""
    fields = query.split("&")
    if len(fields) <= MOST_FIELDS + 1:  # also a shortened one, which has one more
        return None
    kept = [field for field in fields[:MOST_FIELDS] if field.partition("=")[0] != keys.REST]
    beyond = [unquote_plus(field.partition("=")[0]) for field in fields[MOST_FIELDS:]]
    named = [re.sub(r"[^\w.-]", "", name)[:SHOWN_CHARACTERS] for name in dict.fromkeys(beyond)]
    rest = MARK.join((str(len(beyond)), *[name for name in named if name][:SHOWN_NAMES]))
    return "&".join((*kept, urlencode({keys.REST: rest}, safe=MARK)))


def from_file(content: str, model: CostModel) -> Decoded:
    """The choice in a file that `to_file` wrote."""
    try:
        saved = json.loads(content)
    except (ValueError, RecursionError):
        saved = None
    if not isinstance(saved, dict) or not isinstance(saved.get("choice"), dict):
        return _Reader(model, {}, [notice("share.no_choice_file")]).read()
    fields = {str(key): str(value) for key, value in saved["choice"].items()}
    fields[keys.LINK_FORMAT] = str(saved.get("flexlib"))
    levers, contested = saved.get("levers"), saved.get("contested")
    for lever_id, level in levers.items() if isinstance(levers, dict) else ():
        fields[keys.LEVER_KEYS.get(lever_id, lever_id)] = _as_written(level)
    if isinstance(contested, dict) and contested:
        parts = (
            MARK.join((str(subject).replace(":", "."), *map(_as_written, numbers)))
            for subject, numbers in contested.items()
            if isinstance(numbers, list)
        )
        fields[keys.CONTESTED] = MARK.join(parts)
    return _Reader(model, fields, []).read()


def views_in_file(content: str) -> dict[str, str]:
    """What screens kept beside the choice in a file that `to_file` wrote; empty when there is nothing to read."""
    try:
        saved = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    views = saved.get("views") if isinstance(saved, dict) else None
    if not isinstance(views, dict):
        return {}
    known = (*keys.VIEWS, *keys.WRITTEN)
    return {name: said[:LONGEST_READ] for name, said in views.items() if name in known and isinstance(said, str)}


class _Reader:
    """Reads the fields of one link; every step either takes a field over or leaves a notice."""

    def __init__(self, model: CostModel, fields: dict[str, str], notices: list[Notice]) -> None:
        self.model = model
        self.fields = fields
        self.notices = notices

    def read(self) -> Decoded:
        model, usual = self.model, Choice(institution=Institution("", "", ""), variant=BASELINE)
        if self._take(keys.LINK_FORMAT) not in (None, str(keys.FORMAT)):
            self._tell("share.newer_format")
        choice = Choice(
            institution=self._institution(),
            variant=self._known(keys.VARIANT, model.variants, BASELINE, "share.unknown_variant"),
            future=self._known(keys.FUTURE, model.futures, usual.future, "share.unknown_future"),
            circumstances=self._circumstances(),
            start=self._start(usual.start),
            horizon_months=self._whole(keys.HORIZON, usual.horizon_months, SHORTEST_HORIZON, LONGEST_HORIZON),
            contested=self._contested(),
            price_basis=self._known(keys.PRICES, PRICE_BASES, usual.price_basis, "share.unknown_prices"),
            draws=self._whole(keys.DRAWS, usual.draws, FEWEST_DRAWS, MOST_DRAWS),
            seed=self._whole(keys.SEED, usual.seed, 0, LARGEST_SEED),
            model_version=self._model_version(),
            levers=self._levers(),
        )
        language = self._take(keys.LANGUAGE)
        if language is not None and language not in LANGUAGES:
            self._tell("share.unknown_language", name=_shown(language))
            language = None
        self._rest()
        if self.fields:
            self._tell("share.unknown_keys", names=_listed(self.fields))
        return Decoded(choice, language, tuple(self.notices))

    def _take(self, key: str) -> str | None:
        return self.fields.pop(key, None)

    def _tell(self, key: str, **values: object) -> None:
        self.notices.append(notice(key, **values))

    def _rest(self) -> None:
        """Say what `shortened` cut off."""
        count, *names = self.fields.get(keys.REST, "").split(MARK)
        if re.fullmatch(r"\d{1,6}", count, re.ASCII):
            self._take(keys.REST)
            if int(count) > len(names):
                names.append(f"+{int(count) - len(names)}")
            self._tell("share.too_many_fields", most=MOST_FIELDS, count=int(count), names=", ".join(map(_shown, names)))

    def _institution(self) -> Institution:
        institutions = self.model.institutions
        name = self._known(keys.INSTITUTION, institutions, next(iter(institutions)), "share.unknown_institution")
        if self._take(keys.OWN_FIGURES) is not None:
            self._tell("share.own_figures", institution=institutions[name].label)
        return reference_institution(self.model, name)

    def _known(self, key: str, known: Collection[str], otherwise: str, message: str) -> str:
        written = self._take(key)
        if written is None or written in known:
            return otherwise if written is None else written
        self._tell(message, name=_shown(written))
        return otherwise

    def _model_version(self) -> str:
        written, ours = self._take(keys.MODEL), self.model.version
        if written is not None and written != ours:
            self._tell("share.other_model", theirs=_shown(written), ours=ours)
        return ours

    def _start(self, usual: date) -> date:
        written = self._take(keys.START)
        if written is None:
            return usual
        try:
            start = date.fromisoformat(written)
        except ValueError:
            self._tell("share.wrong_start", value=_shown(written))
            return usual
        if not FIRST_START <= start <= LAST_START:
            self._tell("share.wrong_start", value=_shown(written))
            return usual
        return start

    def _whole(self, key: str, usual: int, lowest: int, highest: int) -> int:
        written = self._take(key)
        if written is None:
            return usual
        if re.fullmatch(r"\d{1,12}", written, re.ASCII) and lowest <= int(written) <= highest:
            return int(written)
        self._tell(f"share.wrong_{_WHOLE_NAMES[key]}", value=_shown(written), lowest=lowest, highest=highest)
        return usual

    def _levers(self) -> tuple[tuple[str, float], ...]:
        levels: dict[str, float] = {}
        for key in [key for key in self.fields if key in keys.LEVERS_BY_KEY]:
            written = self.fields.pop(key)
            lever = self.model.levers.get(keys.LEVERS_BY_KEY[key])
            if lever is None:
                self._tell("share.gone_lever", name=keys.LEVERS_BY_KEY[key])
                continue
            level = _number(written)
            if level is None:
                self._tell("share.no_number", subject=lever.label, value=_shown(written))
            elif not lever.allows(level):
                self._tell(
                    "share.level_out_of_range", subject=lever.label, value=_shown(written), allowed=_allowed(lever)
                )
            else:
                levels[lever.id] = level
        return tuple(sorted(levels.items()))

    def _contested(self) -> tuple[tuple[str, Contest], ...]:
        written = self._take(keys.CONTESTED)
        if not written:
            return ()
        curves = {curve_id.replace(":", "."): curve_id for curve_id in self.model.curves}
        found: dict[str, Contest] = {}
        unknown = []
        for name, parts in _contested_parts(written):
            subject = curves.get(name, name)
            if subject not in self.model.parameters and subject not in self.model.curves:
                unknown.append(name)
                continue
            contest = self._contest(subject, parts)
            if contest is not None:
                found[subject] = contest
        if unknown:
            self._tell("share.unknown_contested", names=_listed(unknown))
        return tuple(sorted(found.items()))

    def _circumstances(self) -> tuple[tuple[str, float], ...]:
        """The outside circumstances that the sender moved; one that stands at neutral is not moved."""
        known = circumstances(self.model)
        found: dict[str, float] = {}
        unknown = []
        for name, parts in _contested_parts(self._take(keys.CIRCUMSTANCES) or ""):
            value = _number(parts[0]) if len(parts) == 1 else None
            if name not in known:
                unknown.append(name)
            elif value is None or not known[name].lowest <= value <= known[name].highest:
                self._tell("share.wrong_circumstance", name=_shown(name), value=_shown(" ".join(parts)))
            else:
                found[name] = value
        if unknown:
            self._tell("share.unknown_circumstances", names=_listed(unknown))
        return tuple(sorted((name, value) for name, value in found.items() if value != known[name].neutral))

    def _contest(self, subject: str, parts: list[str]) -> Contest | None:
        parameter = self.model.parameters.get(subject)
        label = parameter.label if parameter else self.model.levers[self.model.curves[subject].lever_id].label
        numbers = [_number(part) for part in parts]
        shown = _shown(" – ".join(parts))
        if None in numbers or len(numbers) not in (1, 3):
            self._tell("share.no_number", subject=label, value=shown)
            return None
        low, mode, high = (numbers[0], numbers[len(numbers) // 2], numbers[-1])
        lowest, highest = contest_bounds(self.model, subject)
        if not lowest <= low <= mode <= high <= highest:  # type: ignore[operator]
            self._tell("share.contested_out_of_range", subject=label, value=shown)
            return None
        return Contest(low, mode, high)  # type: ignore[arg-type]


_WHOLE_NAMES = {keys.HORIZON: "horizon", keys.DRAWS: "draws", keys.SEED: "seed"}


def _fields_of(link: str) -> tuple[dict[str, str], list[Notice]]:
    notices = []
    if len(link) > LONGEST_READ:
        notices.append(notice("share.cut_off", longest=LONGEST_READ))
        link = link[:LONGEST_READ]
    before, mark, query = link.strip().partition("?")
    query = query.partition("#")[0] if mark else before if "=" in before and "://" not in before else ""
    pairs = parse_qsl(shortened(query) or query, keep_blank_values=True)
    if link.strip() and not pairs and "://" not in before:
        notices.append(notice("share.nothing_read", value=_shown(link.strip())))
    repeated = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]
    if repeated:
        notices.append(notice("share.repeated_keys", names=_listed(repeated)))
    return dict(pairs), notices


def _contested_parts(written: str) -> list[tuple[str, list[str]]]:
    """`a~1~b~2~3~4` as [(a, [1]), (b, [2, 3, 4])]; a part that does not begin a number begins a new value."""
    found: list[tuple[str, list[str]]] = []
    for part in written.split(MARK):
        if not part:
            continue
        if found and re.match(r"[-+.\d]", part):
            found[-1][1].append(part)
        else:
            found.append((part, []))
    return found


def _number(written: str) -> float | None:
    if not re.fullmatch(r"-?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?", written, re.ASCII):
        return None
    value = float(written)
    return value if math.isfinite(value) else None


def _allowed(lever: Lever) -> str:
    """The levels that a lever has, as a link writes them: the few of options and scales, else the range."""
    if lever.kind in ("options", "switch") or (lever.kind == "scale" and lever.step == 1):
        return ", ".join(short_number(value) for value in sorted({level.value for level in lever.levels}))
    return f"{short_number(lever.minimum)} – {short_number(lever.maximum)}"


def _as_written(value: object) -> str:
    return short_number(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def _shown(written: str) -> str:
    """What a message repeats of the input: short, and without anything a screen could take for markup."""
    plain = re.sub(r"[^\w .,:;=%+–-]", "·", written[: SHOWN_CHARACTERS + 1])
    return plain if len(plain) <= SHOWN_CHARACTERS else plain[:SHOWN_CHARACTERS] + "…"


def _listed(names: Collection[str]) -> str:
    shown = ", ".join(_shown(name) for name in list(names)[:SHOWN_NAMES])
    return shown if len(names) <= SHOWN_NAMES else f"{shown}, +{len(names) - SHOWN_NAMES}"
