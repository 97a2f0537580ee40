"""Whether entries and sets say what the tables say, and how entries are mended."""

from collections.abc import Iterator

from django.db import connection

from cases.models import DisputedItem, SearchEntry
from cases.search.facets import FACETS
from cases.search.finder import SqlFinder
from cases.search.params import SearchParams
from cases.search.sets.check_words import find_wrong_words
from cases.search.sets.current import Process
from cases.search.sets.entries import read_entries
from cases.search.sets.stored import last_entry

MISSING = """
    INSERT INTO cases_searchentry (item_id)
    SELECT item.id FROM cases_disputeditem item JOIN cases_case letter ON letter.id = item.case_id
    WHERE letter.status = 'published'
      AND NOT EXISTS (SELECT FROM cases_searchentry entry WHERE entry.item_id = item.id)
    ORDER BY item.id
"""


def mend_entries() -> None:
    """Gives every published item its entry, and takes those of all others."""
    SearchEntry.objects.exclude(item__in=DisputedItem.objects.published()).delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(13120002)")
        cursor.execute(MISSING)


def find_differences() -> Iterator[str]:
    """A sentence for each way in which entries, sets or counts differ from the tables."""
    published, entries = DisputedItem.objects.published().count(), SearchEntry.objects.count()
    if published != entries:
        yield f"{published:,} published items have {entries:,} entries; run reindex"
    yield from _wrong_members()
    yield from _wrong_counts()
    yield from find_wrong_words()


def _wrong_members() -> Iterator[str]:
    snapshot = Process().finder().snapshot
    seen: dict[str, int] = {}
    for entry in read_entries(0, last_entry()):
        if entry.number not in snapshot.live:
            yield f"entry {entry.number} of item {entry.item} is not found; run reindex"
        for name in entry.names:
            seen[name] = seen.get(name, 0) + 1
    names = {*seen, *snapshot.sets}
    snapshot.need(names)
    for name in sorted(names):
        held = snapshot.get(name).intersection_cardinality(snapshot.live)
        if held != seen.get(name, 0):
            yield f"the set {name} holds {held:,} items, the tables {seen.get(name, 0):,}; run reindex"


def _wrong_counts() -> Iterator[str]:
    finder = Process().finder()
    for facet in FACETS:
        shown = {v: n for v, n in finder.counts(facet, SearchParams()).items() if n}
        true = {v: n for v, n in SqlFinder().counts(facet, SearchParams()).items() if n}
        if wrong := sorted(set(shown.items()) ^ set(true.items())):
            yield f"the counts of {facet.name} differ from the tables: {wrong[:3]}; run reindex"
