"""The queue of files to be read is their rows: claimed a few at a time, safe to kill at any moment.

Claiming is two steps. A short transaction marks files as being read and counts the attempt, for all to
see. A second one locks the rows, does the work and writes what came of it; whoever dies in it leaves
nothing behind but the marks, and the locks die with the connection. A marked file that nobody has locked
is claimed again, last and alone, until it was tried too often.
"""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from cases.models import Case, IntakeFile
from cases.models.intake import IntakeFileQuerySet, State

MOST_ATTEMPTS = 3
MOST_BYTES = 8 * 1024 * 1024
"""That are claimed at once."""
GRACE = datetime.timedelta(seconds=2)
"""Between the two steps of claiming nobody holds the lock: for so long a marked file is left alone."""
DIED = f"This file ended its worker {MOST_ATTEMPTS} times; look at it by hand, then try again."
WORKER_LOCK = 0x1312_0004
"""Advisory lock that every living worker shares, so that pages can tell whether there is one."""


def claim(most: int = 1) -> Sequence[IntakeFile]:
    """The next files, marked as being read; none where there are none just now.

    An archive, and a file that was tried before, is claimed alone: if it ends its worker, it harms no other.
    """
    while True:
        with transaction.atomic():
            files = list(_next(most))
            if files and files[0].attempts >= MOST_ATTEMPTS:
                finish(files[0], State.FAILED, DIED)
                continue
            _rows(files).update(state=State.READING, attempts=F("attempts") + 1, claimed_at=Now())
        for file in files:
            file.state, file.attempts = State.READING, file.attempts + 1
        return files


def _next(most: int) -> Iterator[IntakeFile]:
    left_alone = Q(state=State.READING, claimed_at__gte=Now() - GRACE)
    free = IntakeFile.objects.unfinished().exclude(left_alone).select_for_update(skip_locked=True)
    size = 0
    for file in free.order_by("attempts", "position", "pk")[:most]:
        size += file.size
        is_alone = file.is_archive or file.attempts > 0
        if size > file.size and (is_alone or size > MOST_BYTES):
            return
        yield file
        if is_alone:
            return


@contextmanager
def held(claimed: Sequence[IntakeFile]) -> Iterator[Sequence[IntakeFile]]:
    """Those of the claimed files that no other worker has, locked to the end of the block, which is one transaction."""
    attempts = {file.pk: file.attempts for file in claimed}
    with transaction.atomic():
        of_ours = _rows(claimed).filter(state=State.READING).select_for_update(skip_locked=True, of=("self",))
        rows = of_ours.select_related("intake").order_by("position", "pk")
        yield [row for row in rows if row.attempts == attempts[row.pk]]


def finish(file: IntakeFile, state: State, reason: str = "", case: Case | None = None) -> None:
    """Writes what came of a file, or that it waits for its next turn."""
    file.state, file.reason, file.case, file.finished_at = state, reason, case, timezone.now()
    file.save(update_fields=["state", "reason", "case", "finished_at"])


def give_back(claimed: Sequence[IntakeFile]) -> None:
    """Queues claimed files again as if they had not been tried: what went wrong was not their fault."""
    of_ours = _rows(claimed).filter(state=State.READING, attempts__gt=0)
    of_ours.update(state=State.WAITING, attempts=F("attempts") - 1)


def retry(files: IntakeFileQuerySet) -> int:
    """Queues those of the files once more that may be; returns how many."""
    return files.retryable().update(state=State.WAITING, reason="", attempts=0, claimed_at=None, finished_at=None)


def announce_worker() -> None:
    """Says that a worker lives, for as long as this connection does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock_shared(%s)", [WORKER_LOCK])


def has_worker() -> bool:
    """Whether any worker lives."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND classid = 0"
            " AND objid = %s AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [WORKER_LOCK],
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def _rows(files: Sequence[IntakeFile]) -> IntakeFileQuerySet:
    return IntakeFile.objects.filter(pk__in=[file.pk for file in files])
