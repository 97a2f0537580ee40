"""Files to rows: reading in a pool of processes, writing in this one, and what came of each file."""

import multiprocessing
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from django.db import DataError
from django.db.models import Q

from cases.ingest.reading import Reading, Refused, read
from cases.ingest.store import keep_source, sha256, status_of, store
from cases.ingest.walk import Incoming
from cases.letters.fingerprint import fingerprint
from cases.models import Case, Source
from cases.models.choices import Status
from cases.search.sets.stored import seal_if_due

RESULTS = ("added", "updated", "unchanged", "review", "failed")
IN_FLIGHT = 8
"""Files waiting per worker: enough to keep it busy, few enough to keep memory flat."""
SEAL_EVERY = 1_000
"""Files after which it is looked whether the newest entries are worth sealing."""


@dataclass(frozen=True, slots=True)
class FileResult:
    """What came of one file: one of RESULTS, why (for `review` and `failed`), and its case where it has one."""

    name: str
    result: str
    reason: str = ""
    slug: str = ""


Pending = tuple[Incoming, "Future[Reading | Refused] | None"]


def ingest(files: Iterable[Incoming], *, workers: int = 1, dry_run: bool = False) -> Generator[FileResult]:
    """Reads and stores `files`, and yields what came of each, in order.

    Each file is stored in a transaction of its own, so the work can be killed
    at any moment and started again. With `dry_run` nothing is written.
    """
    pool = _Pool(workers)
    waiting: deque[Pending] = deque()
    try:
        for number, incoming in enumerate(files, start=1):
            waiting.append((incoming, None if _is_known(incoming) else pool.submit(incoming)))
            if len(waiting) >= workers * IN_FLIGHT:
                yield _finish(*waiting.popleft(), pool=pool, dry_run=dry_run)
            if number % SEAL_EVERY == 0 and not dry_run:
                seal_if_due()
        while waiting:
            yield _finish(*waiting.popleft(), pool=pool, dry_run=dry_run)
    finally:
        pool.close()
        if not dry_run:
            seal_if_due()


class _Pool:
    """A pool of reading processes that is made anew when a file kills one."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.context = multiprocessing.get_context("spawn")
        self.executor = self._executor()

    def _executor(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.workers, mp_context=self.context)

    def submit(self, incoming: Incoming) -> "Future[Reading | Refused]":
        try:
            return self.executor.submit(read, incoming.name, incoming.data or b"")
        except BrokenProcessPool:
            self.executor = self._executor()
            return self.executor.submit(read, incoming.name, incoming.data or b"")

    def result(self, incoming: Incoming, future: "Future[Reading | Refused]") -> Reading | Refused:
        try:
            return future.result()
        except BrokenProcessPool:
            return self._alone(incoming)

    def _alone(self, incoming: Incoming) -> Reading | Refused:
        """One file in a process of its own: which of the files in flight killed the pool cannot be known otherwise."""
        with ProcessPoolExecutor(1, mp_context=self.context) as executor:
            try:
                return executor.submit(read, incoming.name, incoming.data or b"").result()
            except BrokenProcessPool:
                return Refused("makes its reader crash; look at it by hand")

    def close(self) -> None:
        self.executor.shutdown(cancel_futures=True)


def _is_known(incoming: Incoming) -> bool:
    """Whether the same bytes were read under the same rules before, or there is nothing to read."""
    if incoming.data is None:
        return True
    is_read = Q(fingerprint=fingerprint()) | Q(is_redacted=True)
    return Case.objects.filter(is_read, source__sha256=sha256(incoming.data)).exists()


def _finish(
    incoming: Incoming, future: "Future[Reading | Refused] | None", *, pool: _Pool, dry_run: bool
) -> FileResult:
    if incoming.data is None:
        return FileResult(incoming.name, "failed", incoming.refusal)
    if future is None:
        return _known(incoming.name, incoming.data)
    reading = pool.result(incoming, future)
    if isinstance(reading, Refused):
        if not dry_run:
            keep_source(incoming.name, incoming.data, media_type="application/octet-stream", refusal=reading.reason)
        return FileResult(incoming.name, "failed", reading.reason)
    if dry_run:
        return _foreseen(incoming.name, incoming.data, reading)
    try:
        result, case = store(incoming.name, incoming.data, reading, fingerprint())
    except DataError as error:
        # What the parser bounds cannot hold PostgreSQL may still refuse; the file is kept all the same.
        reason = f"cannot be stored ({str(error).splitlines()[0]}); look at it by hand"
        keep_source(incoming.name, incoming.data, media_type=reading.media_type, refusal=reason)
        return FileResult(incoming.name, "failed", reason)
    return _of_case(incoming.name, result, case)


def _known(name: str, data: bytes) -> FileResult:
    return _of_case(name, "unchanged", Case.objects.get(source__sha256=sha256(data)))


def _of_case(name: str, result: str, case: Case) -> FileResult:
    if result != "unchanged" and case.status in (Status.IN_REVIEW, Status.HELD):
        reason = "; ".join(problem["message"] for problem in case.problems) or case.get_status_display()
        return FileResult(name, "review", reason, case.slug)
    return FileResult(name, result, slug=case.slug)


def _foreseen(name: str, data: bytes, reading: Reading) -> FileResult:
    letter = reading.letter
    if status_of(reading) != Status.PUBLISHED:
        return FileResult(name, "review", "; ".join(problem.message for problem in letter.problems))
    if Source.objects.filter(sha256=sha256(data), cases__isnull=False).exists():
        return FileResult(name, "updated")
    if Case.objects.filter(text_sha256=sha256(letter.text.encode())).exists():
        return FileResult(name, "unchanged")
    number = letter.case_number.value if letter.case_number else ""
    superseding = number and Case.objects.published().filter(case_number=number).exists()
    return FileResult(name, "updated" if superseding else "added")
