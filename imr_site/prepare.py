"""Brings a database up to date; a new one gets its tables and the sample letters: `python -m imr_site.prepare`."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections

ROOT = Path(__file__).resolve().parent.parent


def prepare() -> None:
    """Migrates, makes an administrator where there is no account and reads `samples/` where there is no case yet,
    and stores the sets of a new scheme.

    Does nothing where nothing is to be done.
    """
    with _alone(settings.VAR / "prepare.lock"):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("clearsessions")
        call_command("make_administrator", if_none=True)
        if not apps.get_model("cases", "Case").objects.exists():
            print("Reading the sample letters …", flush=True)
            subprocess.run([sys.executable, "manage.py", "ingest", "samples"], cwd=ROOT, check=False)
        call_command("reindex", if_due=True)
    connections.close_all()


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One at a time: two sites that start at once in one folder would migrate the same database."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imr_site.settings")
    django.setup()
    prepare()
