"""An archive of the queue to files of the queue, as many at a time as one transaction should hold."""

from functools import partial
from typing import IO, cast

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from cases.ingest.intake import about, keep_bytes, share_storage, shown_name
from cases.ingest.limits import Limits
from cases.ingest.queue import finish
from cases.ingest.walk import Archive, BadArchive, Incoming
from cases.models import IntakeFile
from cases.models.intake import State

EMPTY = "holds no files"
GONE = "is no longer among the kept files; give it again"


def unpack(row: IntakeFile, written: list[str], *, limits: Limits, chunk: int) -> None:
    """Gives the next `chunk` members rows of their own, and ends with the last; new files are noted in `written`.

    The archive goes once all of it is out. Where a member could not be taken out, it stays.
    """
    share_storage()
    try:
        with default_storage.open(row.file) as kept:
            archive = Archive(cast("IO[bytes]", kept), limits)
            _take_out(archive, row, written=written, chunk=chunk)
    except BadArchive as error:
        finish(row, State.FAILED, about(str(error)))
    except FileNotFoundError:
        finish(row, State.FAILED, about(GONE))
    else:
        _go_on(row)


def _take_out(archive: Archive, row: IntakeFile, *, written: list[str], chunk: int) -> None:
    used = row.out_of_it.aggregate(sum=Sum("size"))["sum"] or 0
    incoming = archive.open_members(row.taken, row.taken + chunk, left=archive.limits.unpacked - used)
    rows = [_row_of(each, number, archive=row, written=written) for number, each in enumerate(incoming, row.taken)]
    IntakeFile.objects.bulk_create(rows)
    row.members, row.taken = len(archive.members), row.taken + len(rows)


def _row_of(incoming: Incoming, number: int, *, archive: IntakeFile, written: list[str]) -> IntakeFile:
    row = IntakeFile(
        intake_id=archive.intake_id,
        archive=archive,
        position=archive.position + number,
        name=shown_name(incoming.name),
        size=len(incoming.data or b""),
    )
    if incoming.data is None:
        row.state, row.reason, row.finished_at = State.FAILED, about(incoming.refusal), timezone.now()
    else:
        keep_bytes(incoming.data, row, written)
    return row


def _go_on(row: IntakeFile) -> None:
    if not row.members:
        return finish(row, State.FAILED, about(EMPTY))
    is_whole = row.taken == row.members
    if is_whole and not row.out_of_it.filter(file="").exists():
        transaction.on_commit(partial(default_storage.delete, row.file))
        row.file = ""
    row.attempts = 0
    row.save(update_fields=["members", "taken", "attempts", "file"])
    return finish(row, State.UNPACKED if is_whole else State.WAITING)
