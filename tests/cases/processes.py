"""What another process needs to work on the database and the files of a test."""

import os
from pathlib import Path
from urllib.parse import quote

from django.db import connection


def environment(var: Path) -> dict[str, str]:
    """The variables of a process of the site that uses this test's database and keeps files in `var/files`."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "imr_site.settings",
        "DATABASE_URL": database_url(),
        "PGOPTIONS": "-c synchronous_commit=off",
        "VAR": str(var),
    }


def database_url() -> str:
    """The address of the database of this test."""
    connection.ensure_connection()
    at = connection.connection.info
    server = f"{quote(at.user)}:{quote(at.password)}@{quote(at.host, safe='')}:{at.port}"
    return f"postgresql://{server}/{quote(at.dbname)}"
