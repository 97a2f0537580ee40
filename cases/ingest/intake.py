"""Files that came together: kept first, then given rows, and left to the worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction

from cases.ingest.keeping import Keeper, remove_unused, share_storage, why_not_kept
from cases.ingest.limits import Limits, megabytes
from cases.ingest.walk import is_archive
from cases.models import Intake, IntakeFile
from cases.models.intake import State, Via

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
    keeper = Keeper()
    try:
        with transaction.atomic(), keeper:
            share_storage()
            intake = Intake.objects.create(via=via, received_by=by)
            rows = [
                _kept(arrival, IntakeFile(intake=intake, position=position), keeper=keeper, limits=limits)
                for position, arrival in enumerate(arrivals)
            ]
            keeper.finish()
            IntakeFile.objects.bulk_create(rows)
    except (OSError, DatabaseError) as error:
        remove_unused(keeper.written)
        raise NotKept(why_not_kept(error)) from error
    return intake


def about(refusal: str) -> str:
    """The end of a sentence that begins with a file's name, as a whole sentence."""
    return f"This file {refusal}."


def shown_name(name: str) -> str:
    """A name fit to be shown and stored: its last part, without what cannot be printed; never empty."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(character for character in last if character.isprintable()).strip()
    return printable[-LONGEST_NAME:] or "unnamed"


def _kept(arrival: Arrival, row: IntakeFile, *, keeper: Keeper, limits: Limits) -> IntakeFile:
    row.name, row.size = shown_name(arrival.name), arrival.size
    with arrival.path.open("rb") as file:
        row.is_archive = is_archive(file.read(4))
    most = limits.unpacked if row.is_archive else limits.file
    if arrival.size > most:
        what = "an archive" if row.is_archive else "a letter"
        row.state = State.FAILED
        row.reason = about(f"is {megabytes(arrival.size)}; {what} has at most {megabytes(most)}")
    elif row.is_archive:
        keeper.keep_archive(arrival.path, row)
    else:
        keeper.keep(arrival.path.read_bytes(), row)
    return row
