"""Sets in PostgreSQL: rows of (epoch, name, segment), each a serialised bitmap of at most 65,536 entries.

Storing is appending: `seal` adds what entries have come since. `rebuild` makes
all rows anew under the next epoch while the old ones serve, segment by segment,
so that it can be killed and resumed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import transaction
from django.db.models import Max
from pyroaring import BitMap

from cases.models import SearchEntry, SearchSet, SearchState, SearchTombstone
from cases.search.sets.binary import binary_rows
from cases.search.sets.entries import UNDATED, Entry, read_entries
from cases.search.sets.membership import COLUMNS, LAZY, scheme

LIVE = "=live"
"""Name of the set that is no facet: all entries of a segment."""
LAST_LAZY = LAZY[:-1] + chr(ord(LAZY[-1]) + 1)
NAMED = "name = ANY(%s)"
EVERY = "(name < %s OR name >= %s) AND NOT name = ANY(%s)"  # a range that leaves out the lazy ones, by the index
SEGMENT = 65_536  # the span of one container of a roaring bitmap

Days = npt.NDArray[np.int32]
Keys = npt.NDArray[np.int64]


def current_state() -> SearchState:
    """The state in force for the scheme of this code; a new site, and a new scheme, begin with an empty epoch."""
    known = SearchState.objects.filter(is_current=True, scheme=scheme()).first()
    if known:
        return known
    new = {"epoch": _next_epoch(), "buried": last_tombstone()}
    return SearchState.objects.get_or_create(is_current=True, scheme=scheme(), defaults=new)[0]


def _next_epoch() -> int:
    return int(SearchState.objects.aggregate(last=Max("epoch"))["last"] or 0) + 1


def last_entry() -> int:
    """The highest number given so far, of entries that live or have gone."""
    living = SearchEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    gone = SearchTombstone.objects.aggregate(last=Max("entry"))["last"] or 0
    return int(max(living, gone))


def last_tombstone() -> int:
    """The key of the newest tombstone."""
    return int(SearchTombstone.objects.aggregate(last=Max("pk"))["last"] or 0)


def seal() -> None:
    """Adds every entry to the stored sets of the current epoch; whoever comes second finds nothing to do."""
    while (state := current_state()).sealed < (last := last_entry()):
        _extend_by_a_segment(state.pk, last)


def rebuild() -> None:
    """Makes all stored sets anew from the truth and puts them in force; killed, it goes on where it was."""
    state = SearchState.objects.filter(is_current=False, scheme=scheme()).first()
    state = state or SearchState.objects.create(scheme=scheme(), epoch=_next_epoch(), buried=last_tombstone())
    while state.sealed < (last := last_entry()):
        state = _extend_by_a_segment(state.pk, last)
    with transaction.atomic():
        SearchState.objects.exclude(pk=state.pk).delete()
        SearchState.objects.filter(pk=state.pk).update(is_current=True)
    SearchSet.objects.exclude(epoch=state.epoch).delete()


def _extend_by_a_segment(key: int, last: int) -> SearchState:
    """Adds the entries up to the end of the segment that is begun, at most up to `last`; the state as it then is."""
    with transaction.atomic():
        state = SearchState.objects.select_for_update().get(pk=key)
        if state.sealed < last:
            _extend(state, min(last, ((state.sealed + 1) // SEGMENT + 1) * SEGMENT - 1))
        return state


def stored_sets(epoch: int, names: Iterable[str] | None = None) -> dict[str, BitMap]:
    """The sets of `names`, or (by default) all that every process holds."""
    found: dict[str, BitMap] = {}
    asked = [EVERY, LAZY, LAST_LAZY, [*COLUMNS]] if names is None else [NAMED, list(names)]
    for name, _, members in _rows(epoch, *asked):
        part = BitMap.deserialize(members)
        found[name] = found[name] | part if name in found else part
    return found


def stored_columns(epoch: int, size: int) -> tuple[Days, Keys, Keys]:
    """Day, key and key of the case of every stored entry, by its number; `size` is the highest number there may be."""
    columns = _empty_columns(size + SEGMENT)
    for name, segment, members in _rows(epoch, NAMED, [*COLUMNS]):
        array = columns[COLUMNS.index(name)]
        array[segment * SEGMENT : (segment + 1) * SEGMENT] = np.frombuffer(members, array.dtype)
    days, keys, cases = columns
    return days[: size + 1], keys[: size + 1], cases[: size + 1]


def _empty_columns(size: int) -> tuple[Days, Keys, Keys]:
    return np.full(size, UNDATED, np.int32), np.zeros(size, np.int64), np.zeros(size, np.int64)


def stored_names(epoch: int, prefixes: Iterable[str]) -> set[str]:
    """The names of stored sets that begin with any of `prefixes`."""
    found = SearchSet.objects.filter(epoch=epoch)
    return {
        name for p in prefixes for name in found.filter(name__startswith=p).values_list("name", flat=True).distinct()
    }


def _rows(epoch: int, where: Any, *values: Any) -> Iterator[tuple[str, int, bytes]]:
    query = f"SELECT name, segment, members FROM cases_searchset WHERE epoch = %s AND {where} ORDER BY segment"  # noqa: S608
    yield from binary_rows(query, [epoch, *values])


class _Columns:
    """The columns of entries, in rows of one array a segment."""

    def __init__(self, epoch: int) -> None:
        self.epoch = epoch
        self.arrays: dict[int, tuple[Days, Keys, Keys]] = {}

    def put(self, entry: Entry) -> None:
        days, keys, cases = self._of(entry.number // SEGMENT)
        at = entry.number % SEGMENT
        days[at], keys[at], cases[at] = entry.day, entry.item, entry.case

    def _of(self, segment: int) -> tuple[Days, Keys, Keys]:
        if segment not in self.arrays:
            stored = SearchSet.objects.filter(epoch=self.epoch, segment=segment, name__in=COLUMNS)
            self.arrays[segment] = _empty_columns(SEGMENT)
            for name, members in stored.values_list("name", "members"):
                array = self.arrays[segment][COLUMNS.index(name)]
                array[:] = np.frombuffer(bytes(members), array.dtype)
        return self.arrays[segment]

    def rows(self) -> list[SearchSet]:
        return [
            SearchSet(epoch=self.epoch, name=name, segment=segment, members=arrays[place].tobytes())
            for segment, arrays in self.arrays.items()
            for place, name in enumerate(COLUMNS)
        ]


def _extend(state: SearchState, upto: int) -> None:
    """Adds the entries in `(state.sealed, upto]`, all of one segment, to the rows of the state's epoch."""
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    columns = _Columns(state.epoch)
    for entry in read_entries(state.sealed, upto):
        columns.put(entry)
        for name in (LIVE, *entry.names):
            numbers[name].append(entry.number)
    new = {name: BitMap(members) for name, members in numbers.items()}
    segment = upto // SEGMENT
    for row in SearchSet.objects.filter(epoch=state.epoch, segment=segment).exclude(name__in=COLUMNS).iterator():
        if added := new.get(row.name):
            added |= BitMap.deserialize(bytes(row.members))
    rows = [
        SearchSet(epoch=state.epoch, name=name, segment=segment, members=members.serialize())
        for name, members in sorted(new.items())
    ]
    rows += columns.rows()
    SearchSet.objects.bulk_create(
        rows,
        batch_size=2_000,
        update_conflicts=True,
        unique_fields=["epoch", "name", "segment"],
        update_fields=["members"],
    )
    state.sealed = max(upto, state.sealed)
    state.save(update_fields=["sealed"])
