"""The corpus report: what was read out of all that is stored, so that rules can be improved from it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count, QuerySet

from cases.letters import taxonomy
from cases.models import Case, DisputedItem, Source

MOST_FREQUENT = 25
CASE_FIELDS = (
    "case_number",
    "priority",
    "injury_date",
    "ur_denial_date",
    "received_date",
    "assigned_date",
    "decision_date",
    "states",
    "specialties",
    "age",
    "sex",
    "summary",
    "outcome",
)
ITEM_FIELDS = ("outcome", "original_request", "authorized", "body_parts", "visits", "rationale", "reasons")
LISTS = frozenset({"states", "specialties", "body_parts", "reasons"})
NULLABLE = frozenset({"age", "visits", *(name for name in CASE_FIELDS if name.endswith("_date"))})
EMPTY = {name: [] if name in LISTS else "" for name in {*CASE_FIELDS, *ITEM_FIELDS} - NULLABLE}


def report() -> Iterator[str]:
    """The lines of the report: formats, states, filled fields, problems, and requests that no treatment claims."""
    cases, items = Case.objects.count(), DisputedItem.objects.count()
    yield f"{Source.objects.count():,} files, {cases:,} letters, {items:,} items"
    yield from _section("Files that could not be read", _tally(Source.objects.all(), "refusal"), Source.objects.count())
    yield from _section("Layouts", _tally(Case.objects.all(), "format"), cases)
    yield from _section("States", _tally(Case.objects.all(), "status"), cases)
    yield from _section(
        "Letters that state a", {name: _filled(Case.objects.all(), name) for name in CASE_FIELDS}, cases
    )
    yield from _section(
        "Items that have", {name: _filled(DisputedItem.objects.all(), name) for name in ITEM_FIELDS}, items
    )
    yield from _section("Problems, by letters", _problems(), cases)
    yield from _section("Requests that no treatment claims", _unclassified(), items)


def _section(title: str, counts: Mapping[str, int], whole: int) -> Iterator[str]:
    if counts:
        yield f"\n{title}"
        for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_FREQUENT]:
            yield f"{count:>10,}  {count / max(whole, 1):>6.1%}  {name}"


def _tally(rows: "QuerySet[Any]", column: str) -> dict[str, int]:
    counted = rows.order_by().values_list(column).annotate(n=Count("pk"))
    return {str(value): n for value, n in counted if value}


def _filled(rows: "QuerySet[Any]", column: str) -> int:
    rows = rows.filter(**{f"{column}__isnull": False})
    return rows.exclude(**{column: EMPTY[column]}).count() if column in EMPTY else rows.count()


def _problems() -> dict[str, int]:
    counts: Counter[str] = Counter()
    for problems in Case.objects.exclude(problems=[]).values_list("problems", flat=True).iterator():
        counts.update({problem["code"] for problem in problems})
    return counts


def _unclassified() -> dict[str, int]:
    items = DisputedItem.objects.filter(treatment=taxonomy.UNCLASSIFIED).order_by()
    frequent = items.values_list("request").annotate(n=Count("pk")).order_by("-n", "request")[:MOST_FREQUENT]
    return dict(frequent)
