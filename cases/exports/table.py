"""CSV: one item a row, with the facts of its letter and the words for its codes."""

import csv
import io
from collections.abc import Iterable, Iterator

from cases.exports.columns import NAMES, Cell, rows
from cases.exports.found import Found

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def lines(found: Found) -> Iterator[str]:
    """A line of column names, then a line an item, several at a time."""
    yield _written([NAMES])
    yield from map(_written, rows(found))


def _written(rows: Iterable[tuple[Cell, ...]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows([_safe(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def _safe(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
