"""Makers of intakes: files that came, and a worker that reads in this process."""

import io
import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from django.contrib.auth.models import User

from cases.ingest.intake import Arrival, receive
from cases.ingest.limits import LIMITS, Limits
from cases.ingest.reading import read
from cases.ingest.worker import Tools, work_once
from cases.models import Intake, IntakeFile
from cases.models.intake import Via
from tests.cases.ingest_makers import LETTER, database_url

HTML = b"<!DOCTYPE html><html><body><h1>404 Not Found</h1></body></html>"
NAMED = LETTER.replace(b"CM14-0095145", b"CM15-0000042").replace(
    b"The patient is a", b"SSN: 523-45-6781. The patient is a"
)
"""A letter that tells who the patient is."""


def environment(var: Path) -> dict[str, str]:
    """The variables of a process of the site that uses this test's database and keeps files in `var/files`."""
    own = {"DATABASE_URL": database_url(), "VAR": str(var), "DJANGO_SETTINGS_MODULE": "imr_site.settings"}
    return os.environ | own | {"PGOPTIONS": "-c synchronous_commit=off"}


def make_arrival(name: str, data: bytes) -> Arrival:
    """A file on disk under a name of its own."""
    with tempfile.NamedTemporaryFile(prefix="arrival-", delete=False) as file:
        file.write(data)
    return Arrival(name, Path(file.name), len(data))


def make_intake(files: Mapping[str, bytes], *, by: User | None = None, limits: Limits = LIMITS) -> Intake:
    """Files that were uploaded together and wait for the worker."""
    arrivals = [make_arrival(name, data) for name, data in files.items()]
    try:
        return receive(arrivals, via=Via.UPLOAD, by=by, limits=limits)
    finally:
        for arrival in arrivals:
            arrival.path.unlink()


def make_zip(files: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of those files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def work(tools: Tools | None = None, turns: int = 10_000, most: int = 1) -> int:
    """Finishes all that waits, in at most so many turns; returns how many it took."""
    for taken in range(turns):
        if not work_once(tools or Tools(read), most):
            return taken
    return turns


def states(intake: Intake) -> dict[str, str]:
    """What became of each file, by name."""
    return dict(IntakeFile.objects.filter(intake=intake).order_by("pk").values_list("name", "state"))
