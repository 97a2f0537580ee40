"""The found records for files and programs: one module a format, one line here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cases.exports import jsonl, table, workbook
from cases.exports.found import Found


@dataclass(frozen=True, slots=True)
class Export:
    """A format of file; `label` is what a link to it says, `write` gives the file piece by piece.

    `most` items fit into one such file; a greater search is refused, never cut.
    """

    label: str
    media_type: str
    write: Callable[[Found], Iterator[str] | Iterator[bytes]]
    is_text: bool = True
    most: int | None = None

    def holds(self, total: int) -> bool:
        """Whether a search of that many items fits."""
        return self.most is None or total <= self.most


EXPORTS: Mapping[str, Export] = MappingProxyType(
    {
        "csv": Export("CSV", "text/csv; charset=utf-8", table.lines),
        "xlsx": Export("Excel", workbook.MEDIA_TYPE, workbook.pieces, is_text=False, most=workbook.MOST_ITEMS),
        "jsonl": Export("JSON Lines", "application/jsonl; charset=utf-8", jsonl.lines),
    }
)
