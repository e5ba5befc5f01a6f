"""Driver formulas of the model as formulas of a workbook."""

from __future__ import annotations

from collections.abc import Mapping

from flexlib.budget.export.export_live import Cells, Live, largest, least, live, most, total
from flexlib.model.expressions import Node, combined

Environment = Mapping[str, Live | Cells]  # a driver by target group, folded by sum() or largest(), is a block of cells


def excel_term(node: Node, of_name: Environment) -> Live:
    """The formula of a parsed expression with every name in its cell.

    Raises KeyError for a name that has no cell.
    """
    if node.kind == "number":
        return live(node.value)
    if node.kind == "name":
        return _single(of_name[node.word])
    if node.kind == "call" and node.word in ("sum", "largest"):
        cells = of_name[node.parts[0].word]
        assert isinstance(cells, Cells)
        return total(cells) if node.word == "sum" else largest(cells)
    parts = [excel_term(part, of_name) for part in node.parts]
    if node.kind == "call":
        return least(*parts) if node.word == "min" else most(*parts)
    if node.kind == "negative":
        return 0 - parts[0]
    term: Live = combined(node.kind, *parts)
    return term


def _single(found: Live | Cells) -> Live:
    assert isinstance(found, Live)
    return found
