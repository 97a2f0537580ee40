"""Files that came together: kept first, then given rows, and left to the worker."""

import contextlib
import errno
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.contrib.auth.models import User
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from psycopg.errors import DiskFull

from cases.ingest.limits import Limits, megabytes
from cases.ingest.originals import file_name, keep_file, sha256
from cases.ingest.walk import is_archive
from cases.models import Intake, IntakeFile, Source
from cases.models.intake import State, Via

KEEP_LOCK = 0x1312_0003
"""Advisory lock that is shared while files are kept, and held alone while those of a failed intake are removed."""
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that came: its name as given, where it lies, and its whole size.

    Where the size is beyond the limit, not all of it need lie there.
    """

    name: str
    path: Path
    size: int


class NotKept(Exception):
    """Files that could not be kept, and nothing of them is; the message says why and what to do."""


def receive(arrivals: Sequence[Arrival], *, via: Via, by: User | None = None, limits: Limits) -> Intake:
    """Keeps the files and queues them for the worker, all or none; raises NotKept.

    A file beyond the limits is not kept, but has a row that says so.
    """
    written: list[str] = []
    try:
        with transaction.atomic():
            share_storage()
            intake = Intake.objects.create(via=via, received_by=by)
            IntakeFile.objects.bulk_create(
                keep(arrival, IntakeFile(intake=intake, position=position), written=written, limits=limits)
                for position, arrival in enumerate(arrivals)
            )
    except (OSError, DatabaseError) as error:
        remove_unused(written)
        raise NotKept(why_not_kept(error)) from error
    return intake


def keep(arrival: Arrival, row: IntakeFile, *, written: list[str], limits: Limits) -> IntakeFile:
    """The row with the file in storage; what is new there is noted in `written` before it is begun."""
    row.name, row.size = shown_name(arrival.name), arrival.size
    with arrival.path.open("rb") as file:
        row.is_archive = is_archive(file.read(4))
    most = limits.unpacked if row.is_archive else limits.file
    if arrival.size > most:
        what = "an archive" if row.is_archive else "a letter"
        refusal = f"is {megabytes(arrival.size)}; {what} has at most {megabytes(most)}"
        row.state, row.reason = State.FAILED, about(refusal)
    elif row.is_archive:
        _keep_archive(arrival, row, written)
    else:
        keep_bytes(arrival.path.read_bytes(), row, written)
    return row


def keep_bytes(data: bytes, row: IntakeFile, written: list[str]) -> None:
    """Keeps a letter as the source that it may become: by its hash, once."""
    row.sha256 = sha256(data)
    if not default_storage.exists(file_name(row.sha256)):
        written.append(file_name(row.sha256))
    row.file = keep_file(data, row.sha256)


def share_storage() -> None:
    """To the end of the transaction nobody removes files that are kept in it."""
    _lock("pg_advisory_xact_lock_shared")


def is_full(error: Exception) -> bool:
    """Whether the disk is full, the files' or the database's."""
    return (isinstance(error, OSError) and error.errno in FULL) or isinstance(error.__cause__, DiskFull)


def remove_unused(written: Sequence[str]) -> None:
    """Removes files that a failed intake wrote and nobody else has come to need; as well as it can be done now."""
    if not written:
        return
    with contextlib.suppress(OSError, DatabaseError), transaction.atomic():
        _lock("pg_advisory_xact_lock")
        used = {
            *IntakeFile.objects.filter(file__in=written).values_list("file", flat=True),
            *Source.objects.filter(file__in=written).values_list("file", flat=True),
        }
        for name in written:
            if name not in used:
                default_storage.delete(name)


def why_not_kept(error: Exception) -> str:
    """What hindered keeping, as a sentence with a remedy."""
    if is_full(error):
        return "The disk is full: make room, or ask who looks after this site to do so, and try again."
    if isinstance(error, OSError):
        return f"The files could not be written ({error.strerror or type(error).__name__}); try again later."
    return "The database did not take the files; try again in a minute."


def about(refusal: str) -> str:
    """The end of a sentence that begins with a file's name, as a whole sentence."""
    return f"This file {refusal}."


def shown_name(name: str) -> str:
    """A name fit to be shown and stored: its last part, without what cannot be printed; never empty."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(character for character in last if character.isprintable()).strip()
    return printable[-LONGEST_NAME:] or "unnamed"


def _keep_archive(arrival: Arrival, row: IntakeFile, written: list[str]) -> None:
    row.file = f"archives/{uuid4().hex}.zip"  # never shared, so that it can go once it is unpacked
    written.append(row.file)
    with arrival.path.open("rb") as file:
        row.file = default_storage.save(row.file, File(file))


def _lock(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [KEEP_LOCK])
