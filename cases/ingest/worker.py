"""What the worker does with a file of the queue: reads and stores a letter, unpacks an archive."""

from contextlib import suppress
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, connection

from cases.ingest.extract import NoTextLayer
from cases.ingest.intake import about, remove_unused, why_not_kept
from cases.ingest.limits import LIMITS, Limits
from cases.ingest.ocr import Ocr, Read
from cases.ingest.queue import claim, finish, give_back, held
from cases.ingest.reader import ReaderDoesNotStart
from cases.ingest.reading import Reading, Refused
from cases.ingest.store import STORE_LOCK, keep_source, store
from cases.ingest.unpack import unpack
from cases.letters.fingerprint import fingerprint
from cases.models import Case, IntakeFile, Source
from cases.models.choices import Status
from cases.models.intake import State

GONE = "is no longer among the kept files: restore it from a backup, or give it again"
SAME_BYTES = "The same file is here already."
SAME_TEXT = "Another file with the same text is here already."
STATES = {Status.HELD: State.HELD, Status.IN_REVIEW: State.REVIEW}


class NotNow(Exception):
    """What is needed to work is missing, as the database or the disk; the file waits. Says what."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What reads a file, what makes pictures readable (where installed), and how much.

    `chunk` members of an archive are taken out in one turn.
    """

    read: Read
    ocr: Ocr | None = None
    limits: Limits = LIMITS
    chunk: int = 1_000

    def reading_of(self, name: str, data: bytes) -> Reading | Refused:
        """The letter in a file, by way of its pictures if there is no other."""
        reading = self.read(name, data)
        is_pictures = isinstance(reading, Refused) and reading.code == NoTextLayer.code
        return self.ocr.read(name, data, self.read) if self.ocr and is_pictures else reading


def work_once(tools: Tools) -> bool:
    """Finishes the next file of the queue; False where there is none just now. Raises NotNow."""
    claimed = None
    written: list[str] = []
    try:
        claimed = claim()
        if claimed is None:
            return False
        with held(claimed) as file:
            if file and file.is_archive:
                unpack(file, written, limits=tools.limits, chunk=tools.chunk)
            elif file:
                _take_in(file, tools)
    except (OSError, OperationalError, InterfaceError, ReaderDoesNotStart) as error:
        _step_back(claimed, written, error)
    return True


def _step_back(claimed: IntakeFile | None, written: list[str], error: Exception) -> None:
    """Nothing is left of the attempt; the file says what hinders it, or waits for better times."""
    remove_unused(written)
    if claimed and isinstance(error, OSError):
        with held(claimed) as file:
            if file:
                finish(file, State.FAILED, why_not_kept(error))
        return
    with suppress(OperationalError, InterfaceError):
        if claimed:
            give_back(claimed)
    raise NotNow(type(error).__name__) from error


def _take_in(file: IntakeFile, tools: Tools) -> None:
    if same := _same_bytes(file):
        return finish(file, State.UNCHANGED, SAME_BYTES, same)
    try:
        with default_storage.open(file.file) as kept:
            data = kept.read()
    except FileNotFoundError:
        return finish(file, State.FAILED, about(GONE))
    reading = tools.reading_of(file.name, data)
    if isinstance(reading, Refused):
        return _refuse(file, data, reading)
    _lock_storing()
    if same := _same_bytes(file):  # another worker was quicker
        return finish(file, State.UNCHANGED, SAME_BYTES, same)
    return _store(file, data, reading)


def _store(file: IntakeFile, data: bytes, reading: Reading) -> None:
    try:
        result, case = store(file.name, data, reading, fingerprint())
    except (DataError, IntegrityError) as error:
        # What the parser bounds cannot hold PostgreSQL may still refuse; the file is kept all the same.
        reason = f"cannot be stored ({type(error.__cause__).__name__}); look at it by hand"
        return _refuse(file, data, Refused(reason))
    _tell_who(file)
    if result == "unchanged":
        return finish(file, State.UNCHANGED, SAME_TEXT, case)
    state = STATES.get(Status(case.status), State(result))
    reason = "" if state == result else " ".join(problem["message"] for problem in case.problems)
    return finish(file, state, reason, case)


def _refuse(file: IntakeFile, data: bytes, refused: Refused) -> None:
    """The bytes are kept with the reason, for whoever can do more with them."""
    keep_source(file.name, data, media_type="application/octet-stream", refusal=refused.reason)
    _tell_who(file)
    finish(file, State.REVIEW if refused.code == NoTextLayer.code else State.FAILED, about(refused.reason))


def _same_bytes(file: IntakeFile) -> Case | None:
    return Case.objects.filter(source__sha256=file.sha256).order_by("pk").first()


def _tell_who(file: IntakeFile) -> None:
    by = file.intake.received_by_id
    if by:
        Source.objects.filter(sha256=file.sha256, received_by=None).update(received_by=by)


def _lock_storing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STORE_LOCK])
