"""What the worker does with files of the queue: reads and stores letters, unpacks an archive."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError

from cases.ingest.batch import Received, Stored, store_all
from cases.ingest.extract import NoTextLayer
from cases.ingest.intake import about
from cases.ingest.keeping import Keeper, remove_unused, why_not_kept
from cases.ingest.limits import LIMITS, Limits
from cases.ingest.ocr import Ocr, Read
from cases.ingest.queue import claim, finish, give_back, held
from cases.ingest.reader import ReaderDoesNotStart
from cases.ingest.reading import Refused
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
    """What is needed to work is missing, as the database or the reading process; files wait. Says what."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What reads a file, what makes pictures readable (where installed), and how much.

    `chunk` members of an archive are taken out in one turn.
    """

    read: Read
    ocr: Ocr | None = None
    limits: Limits = LIMITS
    chunk: int = 1_000


def work_once(tools: Tools, most: int = 1) -> int:
    """One turn: finishes the next files of the queue, at most so many; returns how many. Raises NotNow."""
    claimed: Sequence[IntakeFile] = ()
    keeper = Keeper()
    try:
        claimed = claim(most)
        with keeper, held(claimed) as files:
            if files and files[0].is_archive:
                unpack(files[0], keeper, limits=tools.limits, chunk=tools.chunk)
            elif files:
                _take_in(files, tools)
    except (OSError, OperationalError, InterfaceError, ReaderDoesNotStart) as error:
        _step_back(claimed, keeper.written, error)
    return len(claimed)


def _step_back(claimed: Sequence[IntakeFile], written: Sequence[str], error: Exception) -> None:
    """Nothing is left of the turn. A file alone says what hinders it; others wait, for better times or a turn alone."""
    remove_unused(written)
    if isinstance(error, OSError):
        with held(claimed) as files:
            for file in files:
                is_alone = len(claimed) == 1
                finish(file, State.FAILED if is_alone else State.WAITING, why_not_kept(error) if is_alone else "")
        return
    with suppress(OperationalError, InterfaceError):
        give_back(claimed)
    raise NotNow(type(error).__name__) from error


def _take_in(files: Sequence[IntakeFile], tools: Tools) -> None:
    known = _known(files)
    for file in files:
        if file.sha256 in known:
            finish(file, State.UNCHANGED, SAME_BYTES, known[file.sha256])
    read = list(_readings([file for file in files if file.sha256 not in known], tools))
    if not read:
        return
    stored = store_all([received for _, received in read], fingerprint())
    for (file, received), each in zip(read, stored, strict=True):
        _tell(file, received, each)
    _tell_who([file for file, _ in read])


def _readings(files: Sequence[IntakeFile], tools: Tools) -> Iterator[tuple[IntakeFile, Received]]:
    """What was read from each file, but for those that are gone, or take a turn alone."""
    for file in files:
        try:
            with default_storage.open(file.file) as kept:
                data = kept.read()
        except FileNotFoundError:
            finish(file, State.FAILED, about(GONE))
            continue
        reading = tools.read(file.name, data)
        if tools.ocr and isinstance(reading, Refused) and reading.code == NoTextLayer.code:
            if len(files) > 1:  # it takes minutes, and nobody should wait for them
                finish(file, State.WAITING)
                continue
            reading = tools.ocr.read(file.name, data, tools.read)
        yield file, Received(file.name, data, file.sha256, reading)


def _tell(file: IntakeFile, received: Received, stored: Stored | Refused) -> None:
    if isinstance(stored, Refused):
        state = State.REVIEW if stored.code == NoTextLayer.code else State.FAILED
        return finish(file, state, about(stored.reason))
    result, case = stored
    if result == "unchanged":
        reason = SAME_BYTES if case.source.sha256 == received.digest else SAME_TEXT
        return finish(file, State.UNCHANGED, reason, case)
    state = STATES.get(Status(case.status), State(result))
    reason = "" if state == result else " ".join(problem["message"] for problem in case.problems)
    return finish(file, state, reason, case)


def _known(files: Sequence[IntakeFile]) -> dict[str, Case]:
    """The cases of those bytes, by their SHA-256."""
    cases = Case.objects.filter(source__sha256__in=[file.sha256 for file in files]).select_related("source")
    return {case.source.sha256: case for case in cases.defer("text", "summary_words").order_by("-pk")}


def _tell_who(files: Sequence[IntakeFile]) -> None:
    """Who brought a file first is kept with it."""
    for by in {file.intake.received_by_id for file in files} - {None}:
        digests = [file.sha256 for file in files if file.intake.received_by_id == by]
        Source.objects.filter(sha256__in=digests, received_by=None).update(received_by=by)
