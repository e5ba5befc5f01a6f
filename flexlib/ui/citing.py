"""Sources as they stand under a figure: title, publisher and year, with a link, and the place in them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from flexlib.model.records import CostModel
from flexlib.model.source_records import Citation, Source


def source_html(source: Source, locator: str = "") -> str:
    """A source with its publisher and year; the title is a link when the source has an address."""
    maker = ", ".join(part for part in (source.publisher, source.year) if part)
    title = escape(f"{source.title} ({maker})" if maker else source.title)
    if source.address.startswith("http"):
        title = f'<a href="{escape(source.address)}" target="_blank" rel="noopener noreferrer">{title}</a>'
    return f"{title}, {escape(locator)}" if locator else title


def citations_html(model: CostModel, citations: Iterable[Citation]) -> str:
    """All sources of a statement in one run; empty without any."""
    return "; ".join(source_html(model.sources[citation.source_id], citation.locator) for citation in citations)
