"""JSON Lines: one letter record a line, of every letter with an item that was found."""

import json
from collections.abc import Iterator

from django.db.models import QuerySet

from cases.exports.record import record_of
from cases.models import Case, DisputedItem

CHUNK = 200


def lines(items: "QuerySet[DisputedItem]") -> Iterator[str]:
    """The records in the order of storing, each with its line end."""
    cases = Case.objects.filter(pk__in=items.values("case")).select_related("source").order_by("pk")
    for case in cases.iterator(chunk_size=CHUNK):
        yield json.dumps(record_of(case), ensure_ascii=False) + "\n"
