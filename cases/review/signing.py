"""Who changes a case and why, told to the trigger that writes the change down; and whether somebody else was faster."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Max

from cases.models import CaseEvent, Correction

SET = "SELECT set_config('imr.author', %s, true), set_config('imr.reason', %s, true)"


class Refused(ValueError):
    """What somebody wanted to do with a case cannot be done; the message says why and what to do."""


class Conflict(Exception):
    """Somebody else changed the case since the page was made; nothing was done."""


@contextmanager
def signing(author: User | None, reason: str) -> Iterator[None]:
    """Every change of state inside is by `author` (None: by the site itself) for this reason. Needs a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(SET, [str(author.pk) if author else "", reason])
        yield
        cursor.execute(SET, ["", ""])


def version_of(case: int) -> str:
    """The last correction and the last event of a case: it changes whenever somebody changes the case."""
    correction = Correction.objects.filter(case=case).aggregate(last=Max("pk"))["last"] or 0
    event = CaseEvent.objects.filter(case=case).aggregate(last=Max("pk"))["last"] or 0
    return f"{correction}.{event}"


def parse_version(version: str) -> tuple[int, int]:
    """The last correction and the last event that a page knew of; none of them where it says nothing sensible."""
    correction, _, event = version.partition(".")
    if len(version) < 40 and correction.isascii() and correction.isdecimal() and event.isascii() and event.isdecimal():
        return int(correction), int(event)
    return 0, 0


def check_version(case: int, version: str | None) -> None:
    """Raises Conflict where the case changed since; None asks for no check. The case must be locked."""
    if version is not None and version != version_of(case):
        raise Conflict


def needed_reason(reason: str) -> str:
    """The reason without white space around it. Raises Refused where there is none."""
    if not (bare := reason.replace("\0", "").strip()):
        raise Refused("Say why: the reason stands in the history of the letter.")
    return bare
