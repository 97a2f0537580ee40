"""The columns of a case: the reading with the accepted corrections on top, worked out anew at each change."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q

from cases.models import Case, Correction
from cases.review.citation_list import bases_of
from cases.review.fields import fields_by_name
from cases.review.matching import ReadItem, find_item
from cases.review.rows import CITATIONS, PROBLEMS, Key, Rows, Stated, facts_of, load_rows, parse_key, save_rows
from cases.review.settled import LOST, Settled, left_of

ACCEPTED_PROBLEM = "problem"
"""The field of a correction that says of a problem: somebody looked, and there is nothing to mend."""
AT_ONCE = 200


def recompute(cases: Sequence[Rows]) -> None:
    """Works out the columns of these cases and saves what changed; due whenever a reading or a correction changes."""
    accepted: dict[int, list[Correction]] = defaultdict(list)
    for correction in Correction.objects.accepted().filter(case__in=[rows.case.pk for rows in cases]):
        accepted[correction.case_id].append(correction)
    moved: list[Correction] = []
    for rows in cases:
        if rows.case.reading or accepted[rows.case.pk]:
            moved += lay_over(rows, accepted[rows.case.pk])
    save_rows(cases)
    Correction.objects.bulk_update(moved, ["position", "request", "request_span"], batch_size=200)


def find_outdated() -> Iterator[str]:
    """The slugs of the corrected cases whose columns are not what they should be."""
    corrected = Case.objects.filter(Exists(Correction.objects.accepted().filter(case=OuterRef("pk"))) | ~Q(reading={}))
    keys = list(corrected.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        for rows in load_rows(keys[start : start + AT_ONCE]):
            before = state_of(rows)
            lay_over(rows, list(Correction.objects.accepted().filter(case=rows.case)))
            if state_of(rows) != before:
                yield rows.case.slug


def state_of(rows: Rows) -> dict[str, Any]:
    """All that a correction may change."""
    facts = {str(key): _plain(stated) for key, stated in facts_of(rows)}
    return {**facts, "outcome": rows.case.outcome, "problems": rows.case.problems, "reading": rows.case.reading}


def lay_over(rows: Rows, accepted: Sequence[Correction]) -> list[Correction]:
    """Puts the reading back, then the corrections on top, in memory; returns those whose item has moved."""
    _put_back(rows)
    read = _read_items(rows)
    reading: dict[str, Any] = {}
    lost, moved = [], []
    for correction in accepted:
        place = find_item(correction, read) if correction.position else None
        if not _applies(correction, place):
            lost.append(correction)
            continue
        if place and _has_moved(correction, place, read[place]):
            moved.append(correction)
        for key, stated in _effects(correction, place):
            reading.setdefault(str(key), _plain(rows.get(key)))
            rows.put(key, stated)
    if accepted:
        starts = {place: item.span[0] for place, item in read.items() if item.span}
        _lay_problems(rows, accepted, reading, starts)
        rows.put(Key(None, PROBLEMS), Stated([*rows.case.problems, *map(_lost_problem, lost)]))
    rows.derive_outcome()
    rows.keep_reading(reading)
    return moved


def _put_back(rows: Rows) -> None:
    for text, was in rows.case.reading.items():
        if rows.has(key := parse_key(text)):
            rows.put(key, Stated(was["value"], was["span"]))


def _applies(correction: Correction, place: int | None) -> bool:
    if correction.field == ACCEPTED_PROBLEM:
        return True
    is_there = correction.position is None or place is not None
    return is_there and Key(place, correction.field).is_known


def _effects(correction: Correction, place: int | None) -> Iterable[tuple[Key, Stated]]:
    """The facts that a correction gives; other citations may mean another basis, an accepted problem gives none."""
    key = Key(place, correction.field)
    if key.field == ACCEPTED_PROBLEM:
        return
    yield key, Stated(correction.new, None if key.field == CITATIONS else correction.span)
    if key.field == CITATIONS:
        for side, basis in bases_of(correction.new or ()).items():
            yield Key(place, f"{side}_basis"), Stated(basis)


def _lay_problems(
    rows: Rows, accepted: Sequence[Correction], reading: dict[str, Any], starts: Mapping[int, int]
) -> None:
    key = Key(None, PROBLEMS)
    reading[PROBLEMS] = _plain(rows.get(key))
    settled = Settled(
        corrected=[parse_key(text) for text in reading if text != PROBLEMS],
        accepted=[each.old for each in accepted if each.field == ACCEPTED_PROBLEM and each.old],
    )
    rows.put(key, Stated(left_of(rows.case.problems, settled, starts)))


def _lost_problem(correction: Correction) -> dict[str, Any]:
    known = fields_by_name().get((correction.position is not None, correction.field))
    what = known.label.lower() if known else f"“{correction.field}”"
    where = f" of item {correction.position}" if correction.position else ""
    message = f"A correction of the {what}{where} finds its place no more: make it again, or withdraw it."
    return {"code": LOST, "message": message, "span": correction.request_span or [0, 0]}


def _read_items(rows: Rows) -> Mapping[int, ReadItem]:
    return {place: ReadItem(item.request, item.spans.get("request")) for place, item in rows.items.items()}


def _has_moved(correction: Correction, place: int, item: ReadItem) -> bool:
    """Whether the correction must follow its item; it then knows it by what it is read as now."""
    now = (place, item.request, list(item.span) if item.span else None)
    if (correction.position, correction.request, correction.request_span) == now:
        return False
    correction.position, correction.request, correction.request_span = now
    return True


def _plain(stated: Stated) -> dict[str, Any]:
    return {"value": stated.value, "span": stated.span}
