"""Which letters the site holds: what every total is a part of."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max, Min

from cases.models import Case


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many published letters there are, and the first and last day any of them was decided on."""

    letters: int
    undated: int
    first: datetime.date | None
    last: datetime.date | None


def coverage() -> Coverage:
    """One query over all published letters."""
    held = Case.objects.published().aggregate(
        letters=Count("pk"), dated=Count("decision_date"), first=Min("decision_date"), last=Max("decision_date")
    )
    return Coverage(held["letters"], held["letters"] - held["dated"], held["first"], held["last"])
