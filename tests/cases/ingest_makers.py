"""Letters to take in, the database as another process reaches it, and all that is kept, for comparing."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection

from cases.models import Case, DisputedItem, GuidelineCitation, SearchEntry, Source

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
LETTER = (SAMPLES / "CM14-0095145.txt").read_bytes()

CASE = ("source__sha256", "supersedes__slug")
ITEM = ("case__slug",)
CITATION = ("item__case__slug", "item__position")
OWN_TO_A_RUN = {"id", "source", "supersedes", "case", "item", "stored_at", "read_at", "received_at", "received_by"}


def make_letter(number: int) -> bytes:
    """A whole letter under the case number of that number."""
    return LETTER.replace(b"CM14-0095145", b"CM14-%07d" % number)


def everything() -> list[list[dict[str, Any]]]:
    """All that is kept of letters, without keys and times."""
    models = ((Source, ()), (Case, CASE), (DisputedItem, ITEM), (GuidelineCitation, CITATION))
    kept = []
    for model, more in models:
        names = {field.name for field in model._meta.concrete_fields} - OWN_TO_A_RUN
        kept.append(sorted(model._default_manager.values(*names, *more), key=repr))
    return [*kept, sorted(SearchEntry.objects.values("item__case__slug", "item__position"), key=repr)]


def start(arguments: Sequence[str], var: Path) -> "subprocess.Popen[str]":
    """A command of the project in a process of its own, on the database of this test and with files in `var`."""
    own = {"DATABASE_URL": database_url(), "VAR": str(var), "DJANGO_SETTINGS_MODULE": "imr_site.settings"}
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | own,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def database_url() -> str:
    """The address of the database of this test, for another process."""
    connection.ensure_connection()
    at = connection.connection.info
    server = f"{quote(at.user)}:{quote(at.password)}@{quote(at.host, safe='')}:{at.port}"
    return f"postgresql://{server}/{quote(at.dbname)}"
