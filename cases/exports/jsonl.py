"""JSON Lines: one letter record a line, of every letter with an item that was found."""

import json
from collections.abc import Iterator

from cases.exports.found import Found
from cases.exports.record import record_of


def lines(found: Found) -> Iterator[str]:
    """The records, each with its line end, several at a time."""
    for cases in found.cases():
        yield "".join(f"{json.dumps(record_of(case, found.site), ensure_ascii=False)}\n" for case in cases)
