"""The door to similar decisions: a subject in, the likest decisions out, each with what it shares."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from cases.models import DisputedItem
from cases.search.blocks import ALIKE, Row, Runs, runs_of
from cases.search.params import SearchParams
from cases.search.search import rows_of
from cases.search.sets.current import ask_current
from cases.search.sets.finder import SetFinder
from cases.search.similar.known import LIKEST, plain, with_its_letter
from cases.search.similar.likeness import Likeness, likeness
from cases.search.similar.subject import Subject
from cases.search.similar.told import told
from cases.search.similar.words import roots_of

SHOWN = 20
"""Decisions on a page."""
LOOKED_AT = 400
"""Decisions that are compared word for word, to fold those that say the same: more are never looked at."""
ORDERS = {"balanced": "Likest first", "overturned-first": "Overturned first"}


@dataclass(frozen=True, slots=True)
class Like:
    """A decision that is like a subject, its points for what both share, that in words, and others much the same."""

    row: Row
    points: int
    reasons: tuple[str, ...]
    others: tuple[DisputedItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Similar:
    """The decisions most like a subject; `same` says the very same, word for word, as the subject's rationale.

    `own` is the key of the subject's own letter where it is held; its items are left out.
    """

    likes: tuple[Like, ...]
    same: tuple[DisputedItem, ...]
    compared: int
    own: int | None = None


@dataclass(slots=True)
class Kept:
    """A decision that is shown, and those that were folded under it."""

    entry: int
    key: int
    outcome: str
    runs: Runs
    others: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Text:
    entry: int
    key: int
    outcome: str
    rationale: str


def find_similar(subject: Subject, params: SearchParams, order: str = "balanced") -> Similar:
    """The published decisions most like `subject` among those that fulfil `params`, in one of ORDERS."""
    return ask_current(lambda finder: _find(subject, params, order, finder=finder))


def _find(subject: Subject, params: SearchParams, order: str, *, finder: SetFinder) -> Similar:
    subject, found = _compared(subject, params, finder)
    best = found.best(overturned_first=order == "overturned-first")
    kept, same = _folded(_texts(best, finder), subject)
    rows = {row.item.pk: row for row in rows_of(params, [each.key for each in kept])}
    beside, roots = _items([*same, *(key for each in kept for key in each.others)]), _roots(rows)
    likes = tuple(
        Like(
            rows[each.key],
            int(found.points[each.entry]),
            told(found.of(each.entry), roots.get(each.key, ())),
            tuple(beside[key] for key in each.others if key in beside),
        )
        for each in kept
        if each.key in rows
    )
    return Similar(likes, tuple(beside[key] for key in same if key in beside), len(found.candidates), subject.case)


def _compared(subject: Subject, params: SearchParams, finder: SetFinder) -> tuple[Subject, Likeness]:
    """How like a subject everything is; of one that was pasted, its own letter is known then and left out."""
    found = likeness(subject, params, finder)
    if not subject.pasted:
        return subject, found
    likest = islice(found.best(overturned_first=False), LIKEST)
    known = with_its_letter(subject, [int(finder.snapshot.keys[entry]) for entry in likest])
    return known, found if known.case == subject.case else likeness(known, params, finder)


def _texts(best: Iterator[int], finder: SetFinder) -> Iterator[_Text]:
    """The rationales of entries in their order, read some at a time."""
    keys = finder.snapshot.keys
    while step := list(islice(best, 2 * SHOWN)):
        entries = {int(keys[entry]): entry for entry in step}
        rows = DisputedItem.objects.published().filter(pk__in=entries).values_list("pk", "outcome", "rationale")
        texts = {key: _Text(entries[key], key, outcome, rationale) for key, outcome, rationale in rows}
        yield from (texts[key] for key in entries if key in texts)


def _folded(texts: Iterator[_Text], subject: Subject) -> tuple[list[Kept], list[int]]:
    """The first decisions that say something different each, and those that say the same as the subject."""
    kept: list[Kept] = []
    same: list[int] = []
    own = plain(subject.rationale)
    for number, text in enumerate(texts):
        if own and plain(text.rationale) == own:
            same.append(text.key)
            continue
        runs = runs_of(text.rationale)
        alike = next((each for each in kept if each.outcome == text.outcome and _is_alike(each.runs, runs)), None)
        if alike:
            alike.others.append(text.key)
        elif len(kept) < SHOWN:
            kept.append(Kept(text.entry, text.key, text.outcome, runs))
        if number >= LOOKED_AT or (len(kept) == SHOWN and number % (2 * SHOWN) == 2 * SHOWN - 1):
            break
    return kept, same


def _is_alike(one: Runs, other: Runs) -> bool:
    return bool(one) and len(one & other) > ALIKE * len(one | other)


def _roots(keys: Iterable[int]) -> dict[int, frozenset[str]]:
    """The roots of all words of some items, by key: that a stem is shared does not say that a word is."""
    texts = DisputedItem.objects.filter(pk__in=keys).values_list("pk", "request", "rationale", "case__summary")
    return {key: roots_of(" ".join(said)) for key, *said in texts}


def _items(keys: Sequence[int]) -> dict[int, DisputedItem]:
    named = ("position", "request", "case__slug", "case__case_number")
    return DisputedItem.objects.published().select_related("case").only(*named).in_bulk(keys) if keys else {}
