"""Keeps the bytes of what came before it has rows, and takes them back where it gets none."""

import contextlib
import errno
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from uuid import uuid4

from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from psycopg.errors import DiskFull

from cases.ingest.originals import file_name, keep_copy, keep_file, sha256
from cases.models import IntakeFile, Source

KEEP_LOCK = 0x1312_0003
"""Advisory lock that is shared while files are kept, and held alone while those of a failed intake are removed."""
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
AT_ONCE = 8
"""Files that are written side by side: the disk takes many in the time of one."""


class Keeper:
    """Keeps files for rows that are saved afterwards, in one transaction; as a context it ends its threads.

    `written` are those that were not there before.
    """

    def __init__(self) -> None:
        self.written: list[str] = []
        self._threads = ThreadPoolExecutor(AT_ONCE)
        self._begun: deque[tuple[IntakeFile, Future[str]]] = deque()

    def __enter__(self) -> "Keeper":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._threads.shutdown(cancel_futures=True)

    def keep(self, data: bytes, row: IntakeFile) -> None:
        """Keeps a letter as the source that it may become, by its hash, once. Raises OSError, also of one before."""
        row.sha256 = sha256(data)
        if not default_storage.exists(file_name(row.sha256)):
            self.written.append(file_name(row.sha256))
        self._begun.append((row, self._threads.submit(keep_file, data, row.sha256)))
        if len(self._begun) > AT_ONCE:
            self._settle()

    def keep_archive(self, path: Path, row: IntakeFile) -> None:
        """Keeps an archive under a name that no other has, so that it can go when it is unpacked."""
        self.written.append(f"archives/{uuid4().hex}.zip")
        row.file = keep_copy(path, self.written[-1])

    def finish(self) -> None:
        """Waits until all of it is kept; raises OSError."""
        while self._begun:
            self._settle()

    def _settle(self) -> None:
        row, begun = self._begun.popleft()
        row.file = begun.result()


def share_storage() -> None:
    """To the end of the transaction nobody removes files that are kept in it."""
    _lock("pg_advisory_xact_lock_shared")


def remove_unused(written: Sequence[str]) -> None:
    """Removes files that were kept in vain and nobody else has come to need; as well as it can be done now."""
    if not written:
        return
    with contextlib.suppress(OSError, DatabaseError), transaction.atomic():
        _lock("pg_advisory_xact_lock")
        used = {
            *IntakeFile.objects.filter(file__in=written).values_list("file", flat=True),
            *Source.objects.filter(file__in=written).values_list("file", flat=True),
        }
        for name in {*written} - used:
            default_storage.delete(name)


def why_not_kept(error: Exception) -> str:
    """What hindered keeping, as a sentence with a remedy."""
    is_full = isinstance(error, OSError) and error.errno in FULL
    if is_full or isinstance(error.__cause__, DiskFull):
        return "The disk is full: make room, or ask who looks after this site to do so, and try again."
    if isinstance(error, OSError):
        return f"The files could not be written ({error.strerror or type(error).__name__}); try again later."
    return "The database did not take the files; try again in a minute."


def _lock(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [KEEP_LOCK])
