"""How much of a file is looked at, and what the process that reads it may use."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a file that is handed in; sizes in bytes, times in seconds."""

    file_bytes: int = 20 * MB
    members: int = 5_000
    directory_bytes: int = 2 * MB  # of the list of members at the end of a zip
    unpacked_bytes: int = 250 * MB
    ratio: int = 200  # unpacked to packed, for a member of more than `ratio_from` bytes
    ratio_from: int = 5 * MB
    sheets: int = 100
    rows: int = 200_000
    columns: int = 500
    cells: int = 1_000_000
    area: int = 4_000_000  # cells of an .xls or .ods up to the last row and column, filled or not
    styles: int = 65_490  # what Excel itself allows
    texts: int = 1_000_000
    text_length: int = 100_000
    formula_length: int = 8_192  # what Excel itself allows
    formula_total: int = 20_000_000
    text_total: int = 40_000_000
    names: int = 10_000
    merged: int = 100_000
    memory_bytes: int = 600 * MB
    cpu_seconds: int = 45
    wall_seconds: float = 120.0  # the process lets others go first, so on a busy machine it waits more than it works


LIMITS = Limits()
