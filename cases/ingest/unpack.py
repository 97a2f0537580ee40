"""An archive of the queue to files of the queue, as many at a time as one transaction should hold."""

import datetime
from typing import IO, cast

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, Sum
from django.utils import timezone

from cases.ingest.intake import about, shown_name
from cases.ingest.keeping import Keeper, share_storage
from cases.ingest.limits import Limits
from cases.ingest.queue import finish
from cases.ingest.walk import Archive, BadArchive, Incoming
from cases.models import IntakeFile
from cases.models.intake import State

EMPTY = "holds no files"
GONE = "is no longer among the kept files; give it again"


def unpack(row: IntakeFile, keeper: Keeper, *, limits: Limits, chunk: int) -> None:
    """Gives the next `chunk` members rows of their own, and ends with the last."""
    share_storage()
    try:
        with default_storage.open(row.file) as kept:
            archive = Archive(cast("IO[bytes]", kept), limits)
            _take_out(archive, row, keeper=keeper, chunk=chunk)
    except BadArchive as error:
        finish(row, State.FAILED, about(str(error)))
    except FileNotFoundError:
        finish(row, State.FAILED, about(GONE))
    else:
        _go_on(row)


def _take_out(archive: Archive, row: IntakeFile, *, keeper: Keeper, chunk: int) -> None:
    used = row.out_of_it.aggregate(sum=Sum("size"))["sum"] or 0
    incoming = archive.open_members(row.taken, row.taken + chunk, left=archive.limits.unpacked - used)
    rows = [_row_of(each, number, archive=row, keeper=keeper) for number, each in enumerate(incoming, row.taken)]
    keeper.finish()
    IntakeFile.objects.bulk_create(rows)
    row.members, row.taken = len(archive.members), row.taken + len(rows)


def _row_of(incoming: Incoming, number: int, *, archive: IntakeFile, keeper: Keeper) -> IntakeFile:
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
        keeper.keep(incoming.data, row)
    return row


def _go_on(row: IntakeFile) -> None:
    if not row.members:
        return finish(row, State.FAILED, about(EMPTY))
    row.attempts = 0
    row.save(update_fields=["members", "taken", "attempts"])
    return finish(row, State.UNPACKED if row.taken == row.members else State.WAITING)


def drop_unpacked(before: datetime.datetime) -> int:
    """Removes archives that were unpacked before that moment, and returns how many; their letters are kept each.

    Where a member could not be taken out, the archive stays. Others stay for a while too: a backup copies files
    after the database, and must find those that were still to be unpacked.
    """
    dropped = 0
    old = IntakeFile.objects.filter(is_archive=True, state=State.UNPACKED, finished_at__lt=before).exclude(file="")
    for archive in old.exclude(Exists(IntakeFile.objects.filter(archive=OuterRef("pk"), file=""))):
        default_storage.delete(archive.file)
        IntakeFile.objects.filter(pk=archive.pk).update(file="")
        dropped += 1
    return dropped
