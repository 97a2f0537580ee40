"""The words that letters hold: counted entry by entry as letters come, and the known words that look like another."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Max

from cases.models import SearchEntry, SearchSpelling, SearchSpellingState

BATCH = 5_000
SAMPLE = 100_000
"""Entries that say enough about which words there are: where there are more, each n-th is read."""

SHORTEST, LONGEST = 4, 24
LOCK = 13120009
SEEN = 2
"""Entries that must have a word before it is suggested: a slip of the pen is seldom made twice."""

WORD_RE = re.compile(rf"\b[a-z]{{{SHORTEST},{LONGEST}}}\b")
TEXTS = ("item__request", "item__rationale", "item__case__summary")
ADD = """
    UPDATE cases_searchspelling known SET items = known.items + new.items
    FROM unnest(%s::text[], %s::integer[]) AS new (word, items) WHERE known.word = new.word
    RETURNING known.word
"""

# One look-up a piece: for many pieces at once PostgreSQL would sooner read all the table.
ALIKE = """
    SELECT DISTINCT known.word, known.items
    FROM unnest(%s::varchar[]) AS piece CROSS JOIN LATERAL (
        SELECT word, items FROM cases_searchspelling WHERE shorter @> ARRAY[piece]
    ) AS known
    WHERE known.items >= %s
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A word of our letters, and in about how many items it stands."""

    word: str
    items: int


def refresh_words() -> None:
    """Counts the words of the entries that have come since the last time; can be killed and resumed."""
    last = SearchEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    step = 1
    while step:
        step = _count_next(last, step)


def recount_words() -> None:
    """Counts the words of all entries anew."""
    with transaction.atomic():
        _locked()
        SearchSpelling.objects.all().delete()
        SearchSpellingState.objects.update(counted=0)
    refresh_words()


def looking_like(word: str) -> list[Known]:
    """The known words that share what is left of both without a letter or two, in no order."""
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, [sorted(_without_two(word)), SEEN])
        return [Known(*row) for row in cursor.fetchall()]


def _count_next(last: int, step: int) -> int:
    """Counts every `step`-th entry of one batch, and says the step of the next; 0 where nothing is left."""
    with transaction.atomic():
        state = _locked()
        if state.counted >= last:
            return 0
        step = max(step, last // SAMPLE)
        upto = min(state.counted + BATCH * step, last)
        first = (state.counted // step + 1) * step
        counted = SearchEntry.objects.filter(pk__in=range(first, upto + 1, step))
        _add({word: items * step for word, items in _count(counted.values_list(*TEXTS)).items()})
        state.counted = upto
        state.save(update_fields=["counted"])
        return step


def _count(texts: Iterable[Sequence[str]]) -> Counter[str]:
    """In how many of the entries with these texts each word stands."""
    counts: Counter[str] = Counter()
    for of_entry in texts:
        counts.update(set(WORD_RE.findall(" ".join(of_entry).lower())))
    return counts


def _locked() -> SearchSpellingState:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    return SearchSpellingState.objects.first() or SearchSpellingState.objects.create()


def _add(counts: Mapping[str, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(ADD, [list(counts), list(counts.values())])
        known = {word for (word,) in cursor.fetchall()}
    SearchSpelling.objects.bulk_create(
        (
            SearchSpelling(word=word, items=counts[word], shorter=sorted({word, *without_one(word)}))
            for word in sorted(counts.keys() - known)
        ),
        batch_size=2_000,
    )


def without_one(word: str) -> set[str]:
    """The word with any one letter left out."""
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def _without_two(word: str) -> Iterable[str]:
    once = without_one(word)
    return {word, *once, *(shorter for each in once for shorter in without_one(each))}
