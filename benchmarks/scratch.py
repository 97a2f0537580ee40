"""A database and a folder of original files that a benchmark has to itself; the site's own are never touched."""

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import override_settings

FILES = "django.core.files.storage.FileSystemStorage"
SCRATCH_LOCK = 1312_0100
"""Advisory lock of the first scratch database; the others have the numbers that follow."""


COMMENT = "SELECT shobj_description(oid, 'pg_database') FROM pg_database"


@contextmanager
def scratch_database() -> Iterator[BaseDatabaseWrapper]:
    """Django's connection on a new, migrated database beside the site's, with a folder for files; both go afterwards.

    The server keeps a lock for the life of each, so that several can run at once, and what a killed run
    left behind is taken again and never piles up.
    """
    site = connection.settings_dict["NAME"]
    keeper = connection.copy()
    keeper.settings_dict["NAME"] = "postgres"
    name = _first_free(keeper)
    try:
        _execute(keeper, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        _execute(keeper, f"CREATE DATABASE {name}")
        use(name)
        with _own_files():
            call_command("migrate", verbosity=0)
            yield connection
    finally:
        use(site)
        _execute(keeper, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        keeper.close()


@contextmanager
def kept_database(name: str, about: str) -> Iterator[BaseDatabaseWrapper]:
    """Django's connection on the migrated database of that name, which stays for the next run.

    `about` says what it is meant to hold; one that was made to hold something else is made anew.
    """
    site = connection.settings_dict["NAME"]
    keeper = connection.copy()
    keeper.settings_dict["NAME"] = "postgres"
    try:
        if _execute(keeper, f"{COMMENT} WHERE datname = '{name}'") != about:
            _execute(keeper, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            _execute(keeper, f"CREATE DATABASE {name}")
            _execute(keeper, f"COMMENT ON DATABASE {name} IS '{about}'")
        use(name)
        with _own_files():
            call_command("migrate", verbosity=0)
            yield connection
    finally:
        use(site)
        keeper.close()


def use(name: str) -> None:
    """Every thread's next connection goes to that database: they all share these settings."""
    connection.close()
    connection.settings_dict["NAME"] = name


def _first_free(keeper: BaseDatabaseWrapper) -> str:
    for number in itertools.count(1):
        if _execute(keeper, f"SELECT pg_try_advisory_lock({SCRATCH_LOCK + number})"):
            return f"scratch_imr_{number}"
    raise AssertionError


def _execute(keeper: BaseDatabaseWrapper, query: str) -> object:
    """The first value of the answer, if there is one."""
    with keeper.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


@contextmanager
def _own_files() -> Iterator[None]:
    with tempfile.TemporaryDirectory(dir=settings.VAR) as folder:
        default = {"BACKEND": FILES, "OPTIONS": {"location": folder}}
        with override_settings(STORAGES={**settings.STORAGES, "default": default}):
            yield
