"""Files to rows: reading in a pool of processes, writing in this one, and what came of each file."""

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from cases.ingest.batch import Received, Stored, store_all
from cases.ingest.originals import keep_file, sha256
from cases.ingest.pool import ReadingPool, Readings
from cases.ingest.reading import Refused
from cases.ingest.store import status_of
from cases.ingest.walk import Incoming
from cases.letters.fingerprint import fingerprint
from cases.models import Case, Source
from cases.models.choices import Status
from cases.search.sets.sealing import seal_if_due

RESULTS = ("added", "updated", "unchanged", "review", "failed")
FEWEST_FILES, MOST_FILES = 8, 200
"""Of a batch: the first are small, so that something is seen soon; the last take about a second."""
MOST_BYTES = 32 * 1024 * 1024
"""Of a batch; two of them are in memory, so that one is read while the other is written."""
SEAL_EVERY = 5
"""Batches after which it is looked whether the newest entries are worth sealing; words that come again count once."""
FILES_A_CALL = 8
"""That a reading process is given at once: one by one, handing them over costs a third of the reading."""
KEEPERS = 8
"""Threads that write original files: the disk takes many at once in the time of one."""


@dataclass(frozen=True, slots=True)
class FileResult:
    """What came of one file: one of RESULTS, why (for `review` and `failed`), and its case where it has one."""

    name: str
    result: str
    reason: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class _Batch:
    """Files with their hashes; by hash, the slugs of the `known` ones and the others, which are being read and kept."""

    files: Sequence[tuple[Incoming, str]]
    known: Mapping[str, str]
    unread: Mapping[str, Incoming]
    readings: "Sequence[tuple[Sequence[Incoming], Future[Readings]]]"
    kept: "Sequence[Future[str]]"


def ingest(files: Iterable[Incoming], *, workers: int = 1, dry_run: bool = False) -> Generator[FileResult]:
    """Reads and stores `files`, and yields what came of each, in order.

    They are stored in batches and no file ever by half, so the work can be killed at any moment and started
    again. With `dry_run` nothing is written.
    """
    pool, keepers = ReadingPool(workers), ThreadPoolExecutor(KEEPERS)
    begun = (_begin(batch, pool, None if dry_run else keepers) for batch in _batches(files))
    try:
        for number, batch in enumerate(_one_ahead(begun), start=1):
            received = _received(batch, pool)
            yield from _results(batch, map(_foreseen, received) if dry_run else _stored(received))
            if number % SEAL_EVERY == 0 and not dry_run:
                seal_if_due()
    finally:
        pool.close()
        keepers.shutdown(cancel_futures=True)
        if not dry_run:
            seal_if_due()


def _batches(files: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    batch: list[Incoming] = []
    size, most = 0, FEWEST_FILES
    for incoming in files:
        batch.append(incoming)
        size += len(incoming.data or b"")
        if len(batch) >= most or size >= MOST_BYTES:
            yield batch
            batch, size, most = [], 0, min(2 * most, MOST_FILES)
    if batch:
        yield batch


def _one_ahead(batches: Iterable[_Batch]) -> Iterator[_Batch]:
    """Each batch when the next is begun, so that the readers need not wait for the writer."""
    begun: deque[_Batch] = deque()
    for batch in batches:
        begun.append(batch)
        if len(begun) > 1:
            yield begun.popleft()
    yield from begun


def _begin(incoming: Sequence[Incoming], pool: ReadingPool, keepers: ThreadPoolExecutor | None) -> _Batch:
    """Looks which files are known, and gives the others to be read and (without `keepers`: not) kept."""
    files = [(file, "" if file.data is None else sha256(file.data)) for file in incoming]
    unread = {digest: file for file, digest in files if digest}
    # The same bytes were read under the same rules before.
    cases = Case.objects.filter(source__sha256__in=list(unread), fingerprint=fingerprint())
    known = dict(cases.values_list("source__sha256", "slug"))
    unread = {digest: file for digest, file in unread.items() if digest not in known}
    new = list(unread.values())
    parts = [new[at : at + FILES_A_CALL] for at in range(0, len(new), FILES_A_CALL)]
    readings = [(part, pool.submit(part)) for part in parts]
    kept = [keepers.submit(keep_file, file.data or b"", digest) for digest, file in unread.items()] if keepers else []
    return _Batch(files, known, unread, readings, kept)


def _received(batch: _Batch, pool: ReadingPool) -> list[Received]:
    """The files that were not known, in order, with what was read from them."""
    read = [reading for part, future in batch.readings for reading in pool.result(part, future)]
    readings = dict(zip(batch.unread, read, strict=True))
    wait(batch.kept)  # where one failed, storing its row tries again and says why
    return [
        Received(file.name, file.data or b"", digest, readings[digest])
        for file, digest in batch.files
        if digest in readings
    ]


def _results(batch: _Batch, of_received: Iterable[FileResult]) -> Iterator[FileResult]:
    of_received = iter(of_received)
    for file, digest in batch.files:
        if file.data is None:
            yield FileResult(file.name, "failed", file.refusal)
        elif digest in batch.known:
            yield FileResult(file.name, "unchanged", slug=batch.known[digest])
        else:
            yield next(of_received)


def _stored(received: Sequence[Received]) -> list[FileResult]:
    stored = store_all(received, fingerprint()) if received else []
    return [_of_stored(file.name, each) for file, each in zip(received, stored, strict=True)]


def _of_stored(name: str, stored: Stored | Refused) -> FileResult:
    if isinstance(stored, Refused):
        return FileResult(name, "failed", stored.reason)
    result, case = stored
    if result != "unchanged" and case.status in (Status.IN_REVIEW, Status.HELD):
        reason = "; ".join(problem["message"] for problem in case.problems) or case.get_status_display()
        return FileResult(name, "review", reason, case.slug)
    return FileResult(name, result, slug=case.slug)


def _foreseen(file: Received) -> FileResult:
    if isinstance(file.reading, Refused):
        return FileResult(file.name, "failed", file.reading.reason)
    letter = file.reading.letter
    if status_of(file.reading) != Status.PUBLISHED:
        return FileResult(file.name, "review", "; ".join(problem.message for problem in letter.problems))
    if Source.objects.filter(sha256=file.digest, cases__isnull=False).exists():
        return FileResult(file.name, "updated")
    if Case.objects.filter(text_sha256=sha256(letter.text.encode())).exists():
        return FileResult(file.name, "unchanged")
    number = letter.case_number.value if letter.case_number else ""
    superseding = number and Case.objects.published().filter(case_number=number).exists()
    return FileResult(file.name, "updated" if superseding else "added")
