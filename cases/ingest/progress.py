"""How far intakes are: their files by what became of each."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, Sum

from cases.models import Intake, IntakeFile
from cases.models.intake import UNFINISHED, State

ENDS = tuple(state for state in State if state not in (*UNFINISHED, State.UNPACKED))
"""What may become of a letter, in the order in which it is told."""


@dataclass(slots=True)
class Progress:
    """Of one intake: letters by state, where what is still in an archive waits.

    `unopened` archives are yet to be looked into, so that nobody knows how many letters they hold.
    """

    intake: Intake
    counts: dict[State, int] = field(default_factory=dict)
    unopened: int = 0

    @property
    def total(self) -> int:
        """All letters known so far, and archives that failed."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """Those with which the worker has finished."""
        return sum(self.counts.get(state, 0) for state in ENDS)

    @property
    def told(self) -> list[tuple[str, int]]:
        """What became of those that are done: words and number of each state that there is."""
        return [(state.label, self.counts[state]) for state in ENDS if self.counts.get(state)]

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left for the worker."""
        return self.done == self.total and not self.unopened


def progress_of(intakes: Iterable[Intake]) -> list[Progress]:
    """The progress of each, in one query."""
    progress = {intake.pk: Progress(intake) for intake in intakes}
    for key, state, letters, inside, unopened in _rows(progress):
        of_intake = progress[key]
        of_intake.unopened += unopened
        for each, number in ((State(state), letters), (State.WAITING, inside)):
            if number:
                of_intake.counts[each] = of_intake.counts.get(each, 0) + number
    return list(progress.values())


def _rows(keys: Iterable[int]) -> Iterable[tuple[int, str, int, int, int]]:
    """Key of the intake, state, letters in it, those still inside archives in it, and archives not looked into."""
    is_live = Q(is_archive=True) & ~Q(state=State.FAILED)
    is_open = Q(is_archive=True, state__in=UNFINISHED)
    rows = IntakeFile.objects.filter(intake__in=list(keys)).order_by().values("intake", "state")
    return rows.annotate(
        letters=Count("pk", filter=~is_live),
        inside=Sum(F("members") - F("taken"), filter=is_open, default=0),
        unopened=Count("pk", filter=is_open & Q(members=0)),
    ).values_list("intake", "state", "letters", "inside", "unopened")
