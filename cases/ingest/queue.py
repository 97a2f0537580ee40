"""The queue of files to be read is their rows: claimed one at a time, safe to kill at any moment.

Claiming is two steps. A short transaction marks the file as being read and counts the attempt, for all to
see. A second one locks the row, does the work and writes what came of it; whoever dies in it leaves
nothing behind but the mark, and the lock dies with the connection. A marked file that nobody has locked
is claimed again, last, until it was tried too often.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from cases.models import Case, IntakeFile
from cases.models.intake import IntakeFileQuerySet, State

MOST_ATTEMPTS = 3
GRACE = datetime.timedelta(seconds=2)
"""Between the two steps of claiming nobody holds the lock: for so long a marked file is left alone."""
DIED = f"This file ended its worker {MOST_ATTEMPTS} times; look at it by hand, then try again."
WORKER_LOCK = 0x1312_0004
"""Advisory lock that every living worker shares, so that pages can tell whether there is one."""


def claim() -> IntakeFile | None:
    """The next file, marked as being read; None where there is none just now."""
    while True:
        with transaction.atomic():
            file = _next()
            if file is None:
                return None
            if file.attempts < MOST_ATTEMPTS:
                file.state = State.READING
                IntakeFile.objects.filter(pk=file.pk).update(
                    state=State.READING, attempts=F("attempts") + 1, claimed_at=Now()
                )
                file.attempts += 1
                return file
            IntakeFile.objects.filter(pk=file.pk).update(state=State.FAILED, reason=DIED, finished_at=Now())


def _next() -> IntakeFile | None:
    left_alone = Q(state=State.READING, claimed_at__gte=Now() - GRACE)
    files = IntakeFile.objects.unfinished().exclude(left_alone).select_for_update(skip_locked=True)
    return files.order_by("attempts", "position", "pk").first()


@contextmanager
def held(claimed: IntakeFile) -> Iterator[IntakeFile | None]:
    """The claimed file, locked to the end of the block, which is one transaction; None if another worker has it."""
    with transaction.atomic():
        of_ours = IntakeFile.objects.filter(pk=claimed.pk, state=State.READING, attempts=claimed.attempts)
        yield of_ours.select_for_update(skip_locked=True, of=("self",)).select_related("intake").first()


def finish(file: IntakeFile, state: State, reason: str = "", case: Case | None = None) -> None:
    """Writes what came of a file, or that it waits for its next turn."""
    file.state, file.reason, file.case, file.finished_at = state, reason, case, timezone.now()
    file.save(update_fields=["state", "reason", "case", "finished_at"])


def give_back(claimed: IntakeFile) -> None:
    """Queues a claimed file again as if it had not been tried: what went wrong was not its fault."""
    of_ours = IntakeFile.objects.filter(pk=claimed.pk, state=State.READING, attempts=claimed.attempts)
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
