"""XLSX: the rows of the CSV as a sheet, and a second sheet that says what they are."""

import datetime
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any

from django.utils import timezone
from xlsxwriter import Workbook

from cases.exports.columns import NAMES, Cell, rows
from cases.exports.found import Found
from cases.search.coverage import coverage
from cases.search.order import SORTS
from cases.search.search import chips_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ITEMS = 100_000
"""What is written in about half a minute: nothing can be sent before the last. A sheet holds a million rows at most."""
LONGEST_CELL = 32_767
WIDTHS = {"request": 50, "rationale": 80, "administrator_citations": 40, "reviewer_citations": 40, "address": 40}
USUAL_WIDTH = 16
BYTES = 1 << 16
CAUTION = (
    "Treatments, body parts and reasons are found by rules, not by people. "
    "A decision is not precedent, and nothing here is legal or medical advice."
)


def pieces(found: Found) -> Iterator[bytes]:
    """The file, a piece at a time; it is whole, on disk, before the first."""
    with TemporaryFile() as file:
        with Workbook(file, {"constant_memory": True}) as book:
            _write_items(book, found)
            _write_about(book, found)
        file.seek(0)
        while piece := file.read(BYTES):
            yield piece


def _write_items(book: Any, found: Found) -> None:
    sheet = book.add_worksheet("Items")
    for place, name in enumerate(NAMES):
        sheet.set_column(place, place, WIDTHS.get(name, USUAL_WIDTH))
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, NAMES, book.add_format({"bold": True}))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    items = (row for chunk in rows(found) for row in chunk)
    for line, row in enumerate(items, start=1):
        for place, cell in enumerate(row):
            _write_cell(sheet, line, place, cell, day)


def _write_cell(sheet: Any, line: int, place: int, cell: Cell, day: Any) -> None:
    """Text is always written as text: what looks like a formula is none."""
    match cell:
        case str():
            cut = cell if len(cell) <= LONGEST_CELL else f"{cell[: LONGEST_CELL - 1]}…"
            sheet.write_string(line, place, cut)
        case int():
            sheet.write_number(line, place, cell)
        case datetime.date():
            sheet.write_datetime(line, place, cell, day)


def _write_about(book: Any, found: Found) -> None:
    sheet = book.add_worksheet("About")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    for line, (label, words) in enumerate(_about(found)):
        sheet.write_string(line, 0, label)
        sheet.write_string(line, 1, words)


def _about(found: Found) -> Iterator[tuple[str, str]]:
    """What was asked, when, how much came of it, and of how many letters."""
    params = found.params.bare()
    yield from ((chip.label, chip.value) for chip in chips_of(params))
    if params.is_empty:
        yield "Search", "All items"
    yield "Order", dict(SORTS)[params.order]
    if found.site:
        yield "Address", f"{found.site}/?{params.to_query()}".rstrip("?")
    yield "Made on", f"{timezone.localtime():%Y-%m-%d %H:%M %Z}"
    yield "Items", f"{found.total:,}"
    held = coverage()
    days = f", decided from {held.first} to {held.last}" if held.first else ""
    yield "Letters on this site", f"{held.letters:,}{days}; {held.undated:,} without a decision date"
    yield "Note", CAUTION
