"""Choice → link: the query of an address, or a file where the choice is too long for one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlencode

from flexlib.errors import InputError
from flexlib.model.records import Choice, Contest
from flexlib.share import keys

LONGEST_LINK = 2000  # characters of a query that mail programs and chat still pass on whole
MARK = "~"  # between the parts of a contested value; an address carries it unescaped


def encode_choice(choice: Choice, language: str = "nl") -> str:
    """The query of the address that opens this choice, defaults left out.

    Own figures of an institution stay out: the link names the reference institution and says that there were some.
    Raises InputError when the query is longer than LONGEST_LINK; `to_file` has no such limit.
    """
    query = query_of(choice, language)
    if len(query) > LONGEST_LINK:
        raise InputError("share.too_long", length=len(query), longest=LONGEST_LINK)
    return query


def query_of(choice: Choice, language: str = "nl") -> str:
    """The query of a choice, however long."""
    return urlencode(encode_fields(choice, language), safe=MARK)


def encode_fields(choice: Choice, language: str = "nl") -> dict[str, str]:
    """The key and value of everything in a choice that is not the default, in the order of a link."""
    institution = choice.institution
    fields = {keys.VARIANT: choice.variant, keys.INSTITUTION: institution.based_on}
    usual = Choice(institution=institution, variant=choice.variant)
    if not institution.is_reference:
        fields[keys.OWN_FIGURES] = "1"
    if choice.future != usual.future:
        fields[keys.FUTURE] = choice.future
    if choice.circumstances:
        moved = (MARK.join((target, short_number(value))) for target, value in choice.circumstances)
        fields[keys.CIRCUMSTANCES] = MARK.join(moved)
    if choice.model_version:
        fields[keys.MODEL] = choice.model_version
    if choice.start != usual.start:
        fields[keys.START] = choice.start.isoformat()
    if choice.horizon_months != usual.horizon_months:
        fields[keys.HORIZON] = str(choice.horizon_months)
    if choice.price_basis != usual.price_basis:
        fields[keys.PRICES] = choice.price_basis
    if choice.draws != usual.draws:
        fields[keys.DRAWS] = str(choice.draws)
    if choice.seed != usual.seed:
        fields[keys.SEED] = str(choice.seed)
    for lever_id, level in choice.levers:
        fields[keys.LEVER_KEYS[lever_id]] = short_number(level)
    if choice.contested:
        fields[keys.CONTESTED] = MARK.join(_contested(subject, contest) for subject, contest in choice.contested)
    if language != "nl":
        fields[keys.LANGUAGE] = language
    return fields


def with_views(query: str, views: Mapping[str, str]) -> str:
    """The query of a choice with what screens keep beside it. Raises InputError when it is longer than LONGEST_LINK."""
    whole = "&".join(part for part in (query, urlencode(views, safe=MARK)) if part)
    if len(whole) > LONGEST_LINK:
        raise InputError("share.too_long", length=len(whole), longest=LONGEST_LINK)
    return whole


def to_file(choice: Choice, views: Mapping[str, str] = MappingProxyType({})) -> str:
    """The choice as a JSON file, with lever ids written out; own figures of an institution stay out.

    `views` is what screens keep beside the choice, such as the variants that are compared.
    """
    fields: dict[str, object] = dict(encode_fields(choice))
    for lever_id, _ in choice.levers:
        del fields[keys.LEVER_KEYS[lever_id]]
    content = {
        "flexlib": keys.FORMAT,
        "choice": fields,
        "levers": dict(choice.levers),
        "contested": {subject: [item.low, item.mode, item.high] for subject, item in choice.contested},
    }
    if views:
        content["views"] = dict(views)
    fields.pop(keys.CONTESTED, None)
    return json.dumps(content, indent=2, ensure_ascii=False)


def short_number(value: float) -> str:
    """The shortest text that reads back as exactly this float: 3.0 is "3"."""
    digits = repr(float(value))
    return digits.removesuffix(".0")


def _contested(subject: str, contest: Contest) -> str:
    numbers = (contest.low,) if contest.low == contest.high else (contest.low, contest.mode, contest.high)
    return MARK.join((subject.replace(":", "."), *(short_number(value) for value in numbers)))
