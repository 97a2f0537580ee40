"""The found records for files and programs: one module a format, one line here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cases.exports import jsonl, table, workbook
from cases.exports.found import Found


@dataclass(frozen=True, slots=True)
class Export:
    """A format of file; `label` is what a link to it says, `write` gives the file piece by piece."""

    label: str
    media_type: str
    write: Callable[[Found], Iterator[str] | Iterator[bytes]]
    is_text: bool = True


EXPORTS: Mapping[str, Export] = MappingProxyType(
    {
        "csv": Export("CSV", "text/csv; charset=utf-8", table.lines),
        "xlsx": Export("Excel", workbook.MEDIA_TYPE, workbook.pieces, is_text=False),
        "jsonl": Export("JSON Lines", "application/jsonl; charset=utf-8", jsonl.lines),
    }
)
