"""Reading in a pool of processes, which outlives a file that kills its reader."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from cases.ingest.reading import Reading, Refused, read
from cases.ingest.walk import Incoming

Reader = Callable[[str, bytes], Reading | Refused]
Readings = list[Reading | Refused]


class ReadingPool:
    """Reads files a few at a time in each of `workers` processes; a pool that a file killed is made anew."""

    def __init__(self, workers: int, reader: Reader = read) -> None:
        self.workers = workers
        self.reader = reader
        self.context = multiprocessing.get_context("spawn")
        self.executor = self._executor(workers)
        self.careful: ProcessPoolExecutor | None = None

    def _executor(self, workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(workers, mp_context=self.context, initializer=_end_with_parent)

    def submit(self, files: Sequence[Incoming]) -> "Future[Readings]":
        try:
            return self.executor.submit(_read_all, self.reader, _plain(files))
        except BrokenProcessPool:
            self.executor = self._executor(self.workers)
            return self.executor.submit(_read_all, self.reader, _plain(files))

    def result(self, files: Sequence[Incoming], future: "Future[Readings]") -> Readings:
        """What was read in the files of that call of `submit`; a file that kills its reader is refused."""
        try:
            return future.result()
        except BrokenProcessPool:
            return self._read_carefully(files)

    def _read_carefully(self, files: Sequence[Incoming]) -> Readings:
        """In a process that reads nothing else meanwhile: if it dies too, one of these files is at fault."""
        self.careful = self.careful or self._executor(1)
        try:
            return self.careful.submit(_read_all, self.reader, _plain(files)).result()
        except BrokenProcessPool:
            self.careful = None
        if len(files) == 1:
            return [Refused("makes its reader crash; look at it by hand")]
        return [reading for file in files for reading in self._read_carefully([file])]

    def close(self) -> None:
        for executor in filter(None, (self.executor, self.careful)):
            executor.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """A pool whose owner was killed would wait for work for ever."""
    threading.Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(0)


def _plain(files: Sequence[Incoming]) -> list[tuple[str, bytes]]:
    return [(file.name, file.data or b"") for file in files]


def _read_all(reader: Reader, files: Sequence[tuple[str, bytes]]) -> Readings:
    return [reader(*file) for file in files]
