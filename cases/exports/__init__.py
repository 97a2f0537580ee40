"""The found records for files and programs: one module a format, one line here."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from django.db.models import QuerySet

from cases.exports import jsonl, table
from cases.models import DisputedItem

Export = Callable[["QuerySet[DisputedItem]"], Iterator[str]]

EXPORTS: Mapping[str, Export] = MappingProxyType({"jsonl": jsonl.lines, "csv": table.lines})
