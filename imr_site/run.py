"""Starts everything that `make run` promises, watches over it and stops all of it."""

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, CommandError, call_command
from django.db import DatabaseError

from imr_site import embedded
from imr_site import environment as env
from imr_site.postgresql.programs import EmbeddedServerError
from imr_site.prepare import prepare

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
UNDER_MAKE = "MAKELEVEL" in os.environ
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 30  # seconds for a process to start or to end
PR_SET_PDEATHSIG = 1  # of Linux's prctl


class CannotRunError(Exception):
    """The site cannot start or go on; the message says why and what to do."""


class StopRequested(BaseException):
    """Somebody asked for an end: Ctrl-C, a signal, a closed terminal."""


@dataclass(frozen=True, slots=True)
class Process:
    """One of the processes that make up a running site."""

    name: str
    command: tuple[str, ...]
    is_revived: bool = False  # may be killed at any moment, and is then started again


Children = dict[Process, subprocess.Popen[bytes]]


def processes(port: int, *, dev: bool) -> tuple[Process, ...]:
    """What runs side by side, in the order of starting."""
    serve = ("-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--bind", f"{HOST}:{port}", "imr_site.wsgi")
    reload = ("manage.py", "runserver", f"{HOST}:{port}")
    return (
        Process("web", (sys.executable, *(reload if dev else serve))),
        Process("worker", (sys.executable, "manage.py", "worker"), is_revived=True),
    )


def main() -> int:
    """Runs until stopped; returns the exit status."""
    if UNDER_MAKE:
        _end_with_parent()
    for number in STOPPING:
        signal.signal(number, _stop)
    try:
        run()
    except StopRequested:
        print("\nStopped.")
        return 0
    except (CannotRunError, CommandError, ImproperlyConfigured, DatabaseError, EmbeddedServerError) as error:
        print(f"\n{error}", file=sys.stderr)
    return 1


def run() -> None:
    """Prepares the data, starts the processes and watches them; ends by raising, and then nothing runs any more."""
    waits_for_us = UNDER_MAKE and _parent_catches_interrupt()  # before anybody can have stopped it
    port, dev = env.number("PORT", 8000, least=1), env.flag("DEV")
    _require_free(port)
    os.environ["DJANGO_SETTINGS_MODULE"] = "imr_site.settings"
    if dev:
        os.environ["DEBUG"] = "1"
    django.setup()
    print("Preparing the database …", flush=True)
    BaseCommand().check()  # says what is wrong with the code or the settings before anything is touched
    call_command("collectstatic", verbosity=0, interactive=False)
    prepare()
    children: Children = {}
    try:
        for process in processes(port, dev=dev):
            children[process] = _start(process)
        _wait_until_ready(port, children)
        print(f"\nThe site is ready at http://{HOST}:{port}/ (Ctrl-C stops it)", flush=True)
        while True:
            _watch(children)
            if waits_for_us and not _parent_catches_interrupt():
                raise StopRequested
            time.sleep(0.5)
    finally:
        for child in reversed(children.values()):
            _end(child)


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CannotRunError(f"Port {port} cannot be used ({error}). Choose another: make run PORT=8001") from error


def _start(process: Process) -> subprocess.Popen[bytes]:
    """In a session of its own: Ctrl-C in the terminal reaches us alone, and we end the others in order."""
    return subprocess.Popen(
        process.command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - we have no threads yet
    )


def _wait_until_ready(port: int, children: Children) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _answers(port):
        _watch(children)
        if time.monotonic() > deadline:
            raise CannotRunError(f"The web server does not answer on port {port} after {PATIENCE} seconds.")
        time.sleep(0.2)


def _answers(port: int) -> bool:
    asking = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        asking.request("GET", "/readyz")
        return asking.getresponse().status == 200
    except OSError:
        return False
    finally:
        asking.close()


def _watch(children: Children) -> None:
    """Every process must live; a worker and an embedded server that died are started again."""
    for process, child in children.items():
        if child.poll() is None:
            continue
        if not process.is_revived:
            raise CannotRunError(
                f"The {process.name} process ended with status {child.returncode}; its words are above."
            )
        print(f"The {process.name} process ended with status {child.returncode} and is started again.", flush=True)
        children[process] = _start(process)
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "imr_site.postgresql":
        embedded.server(Path(database["HOST"])).use()


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _stop(number: int, frame: FrameType | None) -> None:
    """The first request counts; more of them must not interrupt the stopping."""
    for each in STOPPING:
        signal.signal(each, signal.SIG_IGN)
    raise StopRequested


def _parent_catches_interrupt() -> bool:
    """A Ctrl-C reaches make and us; a SIGINT to make alone only has it wait for us and drop its handler, which Linux
    shows. False where it cannot be seen."""
    try:
        status = Path(f"/proc/{os.getppid()}/status").read_text()
    except OSError:
        return False
    caught = status.partition("SigCgt:")[2].split()[0]
    return bool(int(caught, 16) & 1 << signal.SIGINT - 1)


def _end_with_parent() -> None:
    """On Linux the kernel asks us to stop when our parent is gone, even one that was killed and could tell nobody."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
