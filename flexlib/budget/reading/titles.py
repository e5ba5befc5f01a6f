"""The year that a sheet has in its name or title, for a table whose header names none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flexlib.budget.reading.periods import span_of_text

_NO_TITLE = re.compile(  # a date, a price level, a beginning: not the year that the figures are of
    r"\b(vastgesteld\w*|versie|version|prijspeil\w*|loonpeil|peil|peildatum|opgesteld|afgedrukt|bijgewerkt|goedgekeurd"
    r"|approved|besluit\w*|vergadering|d\.?d\.?|per \d|vanaf|sinds|start\w*|from|since|until|tot|voor \d|na|bron|source"
    r"|stand|indexatie|e\.v\.|en verder|telling|teldatum|kaderbrief|januari|februari|maart|april|juni|juli|augustus"
    r"|september|oktober|november|december)(?!\w)",
    re.I,
)


def titled_period(sheet_name: str, titles: Sequence[str], first_titles: Sequence[str] = ()) -> str:
    """The one year or school year in a sheet's name and in the titles above a table, which go before those at the top
    of the sheet; "" when there is none, or more than one."""
    found = _named([sheet_name]) | (_named(titles) or _named(first_titles))
    return found.pop() if len(found) == 1 else ""


def _named(texts: Sequence[str]) -> set[str]:
    spans = [span_of_text(" ".join(text.split())) for text in texts if not _NO_TITLE.search(text)]
    return {span.period for span in spans if span.role == "period" and span.period and not span.is_date}
