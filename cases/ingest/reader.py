"""Reads one file at a time in a process of its own, so that no file can harm the worker."""

import contextlib
import multiprocessing
import resource
import signal
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import cast

from cases.ingest.limits import LIMITS, Limits
from cases.ingest.reading import Reading, Refused, read

MEMORY = 4 * 1024 * 1024 * 1024
"""Bytes that the reading process may take."""
PATIENCE = 60
"""Seconds for the reading process to start."""
READY = "ready"
CRASHED = Refused("makes its reader crash; look at it by hand")


ReadWithin = Callable[[str, bytes, Limits], Reading | Refused]


class ReaderDoesNotStart(RuntimeError):
    """The reading process ended before it was given anything: no fault of a file."""


class Reader:
    """The reading process: started on first need, replaced when a file ends it or takes too long."""

    def __init__(self, limits: Limits = LIMITS, read: ReadWithin = read) -> None:
        self.limits = limits
        self.read = read
        self._context = multiprocessing.get_context("spawn")
        self._process: SpawnProcess | None = None
        self._ours: Connection

    def __call__(self, name: str, data: bytes) -> Reading | Refused:
        """What `read` says of the file; that its reader died twice, or was stopped, is a refusal like any other."""
        answer = self._asked(name, data)
        return self._asked(name, data) if answer is CRASHED else answer

    def close(self) -> None:
        """Ends the reading process, whatever it does."""
        if self._process:
            self._ours.close()
            self._process.kill()
            self._process.join()
            self._process = None

    def _asked(self, name: str, data: bytes) -> Reading | Refused:
        self._ensure_running()
        refused = CRASHED
        with contextlib.suppress(EOFError, OSError):  # it died
            self._ours.send((name, data))
            if self._ours.poll(self.limits.seconds):
                return cast("Reading | Refused", self._ours.recv())
            refused = Refused(f"takes longer than {self.limits.seconds} seconds to read; look at it by hand")
        self.close()
        return refused

    def _ensure_running(self) -> None:
        if self._process and self._process.is_alive():
            return
        self.close()
        self._ours, theirs = self._context.Pipe()
        self._process = self._context.Process(target=_serve, args=(theirs, self.limits, self.read), daemon=True)
        self._process.start()
        theirs.close()  # so that its end is seen
        with contextlib.suppress(EOFError, OSError):
            if self._ours.poll(PATIENCE) and self._ours.recv() == READY:
                return
        self.close()
        raise ReaderDoesNotStart("the reading process does not start; its words are above")


def _serve(theirs: Connection, limits: Limits, read: ReadWithin) -> None:
    """Reads what comes until the worker is gone, which its end of the pipe tells however it went."""
    for number in (signal.SIGINT, signal.SIGTERM):  # they are meant for the worker, who finishes its file
        signal.signal(number, signal.SIG_IGN)
    with contextlib.suppress(ValueError, OSError):  # not every system bounds memory
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with contextlib.suppress(EOFError, OSError):
        theirs.send(READY)
        while True:
            name, data = theirs.recv()
            theirs.send(_answer(partial(read, name, data, limits)))


def _answer(read: Callable[[], Reading | Refused]) -> Reading | Refused:
    try:
        return read()
    except MemoryError:
        return Refused("needs more memory than a letter should; look at it by hand")
    except Exception as error:  # noqa: BLE001 - whatever goes wrong with one file must not stop the others
        return Refused(f"cannot be read: the rules failed on it ({type(error).__name__}); report it")
