"""The dates that are counted by hand from a letter's own dates, each with its rule; nothing is counted from a guess."""

import calendar
import datetime
from dataclasses import dataclass

from cases.models import Case

APPEAL_DAYS, MAIL_DAYS = 30, 5
LOCK_YEARS = 1


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day that something ends, the later one where a way of serving adds days, and how it was counted."""

    label: str
    day: datetime.date
    by_mail: datetime.date | None
    counted: str
    rule: str


def deadlines_of(case: Case) -> tuple[Deadline, ...]:
    """The end of the window to appeal, and until when a denial holds; as far as the letter has their dates."""
    found = []
    if decided := case.decision_date:
        found.append(
            Deadline(
                "Window to appeal ends",
                decided + datetime.timedelta(days=APPEAL_DAYS),
                decided + datetime.timedelta(days=APPEAL_DAYS + MAIL_DAYS),
                "30 days from the date of this determination; 35 if it was served by mail on that day",
                "Labor Code 4610.6(h); Code of Civil Procedure 1013(a)",
            )
        )
    if denied := case.ur_denial_date:
        found.append(
            Deadline(
                "Denial holds until",
                _years_later(denied, LOCK_YEARS),
                None,
                "12 months from the utilization-review denial, for the same request by the same physician, unless "
                "facts that matter change",
                "Labor Code 4610(k)",
            )
        )
    return tuple(found)


def _years_later(day: datetime.date, years: int) -> datetime.date:
    """The same day of a later year; of a month that has no such day, its last."""
    last = calendar.monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=min(day.day, last))
