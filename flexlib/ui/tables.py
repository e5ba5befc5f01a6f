"""Tables as plain HTML: a caption, row headings, numbers right-aligned in equal digits.

On a phone a table of more than two columns becomes a list: each row a block with its heading, each cell under the name
of its column. The roles are written out, because a browser forgets them when a table is laid out otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

FITS_A_PHONE = 2  # columns


def html_table(
    caption: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    words: Sequence[int] = (0,),
    total: bool = False,
    classes: str = "",
) -> str:
    """A table of written cells.

    rows : cells as text, one per column; words : positions of columns that hold words (left-aligned), the others
    hold numbers; total : whether the last row is a total.
    """
    head = "".join(
        f'<th scope="col" role="columnheader"{_side(i, words)}>{escape(name)}</th>' for i, name in enumerate(columns)
    )
    body = []
    for position, row in enumerate(rows):
        is_total = total and position == len(rows) - 1
        first, *others = row
        cells = f'<th scope="row" role="rowheader">{escape(first)}</th>'
        cells += "".join(
            f'<td role="cell" data-column="{escape(columns[i])}"{_side(i, words)}>{escape(_breakable(cell))}</td>'
            for i, cell in enumerate(others, 1)
        )
        body.append(f'<tr role="row"{" class=fl-total" if is_total else ""}>{cells}</tr>')
    stacks = " fl-stacks" if len(columns) > FITS_A_PHONE else ""
    return (
        f'<div class="fl-table-frame" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table role="table" class="fl-table{stacks} {classes}"><caption>{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(body)}</tbody></table></div>'
    )


def _breakable(cell: str) -> str:
    """A figure with its band breaks before the band where a phone is too narrow for both, never inside a number."""
    return cell.replace("\u00a0(", " (")


def _side(position: int, words: Sequence[int]) -> str:
    return "" if position in words else ' class="fl-number"'
