"""A folder whose new files are taken in, as a scanner or a mail program leaves them there."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from cases.ingest.intake import Arrival, receive
from cases.ingest.limits import Limits
from cases.models import Intake, IntakeFile
from cases.models.intake import State, Via

DONE, REFUSED = "done", "refused"
"""Folders in the watched one: for what was taken in, and for what is too large to be."""
UNFINISHED_SUFFIXES = frozenset({".part", ".partial", ".tmp", ".crdownload", ".filepart"})
MOST = 1_000
"""Files that one intake takes."""

Seen = tuple[int, int]  # size, time of change


class Watch:
    """Looks at a folder again and again. A file is whole when two looks find it the same: size and time of change.

    `stuck` are files that cannot be read, or were taken in and cannot be moved away, with the reason.
    """

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder, self.limits = folder, limits
        self.stuck: dict[Path, str] = {}
        self._last: dict[Path, Seen] = {}
        self._taken: dict[Path, Seen] = {}

    def look(self) -> Intake | None:
        """Takes in what is whole by now; None where nothing is. Raises NotKept, and then everything stays.

        The files are moved when they are safe in the queue. Killed between, they are found and taken in once more,
        and the worker sees that it holds them already.
        """
        now = dict(self._files())
        whole = [path for path, seen in now.items() if self._last.get(path) == seen != self._taken.get(path)][:MOST]
        self._last = now
        if not whole:
            return None
        arrivals = [Arrival(path.name, path, now[path][0]) for path in whole]
        intake = receive(arrivals, via=Via.WATCH, limits=self.limits)
        self._taken |= {path: now[path] for path in whole}
        for path, row in zip(whole, intake.files.filter(archive=None).order_by("position"), strict=True):
            self._put_away(path, REFUSED if _is_refused(row) else DONE)
        return intake

    def _files(self) -> Iterator[tuple[Path, Seen]]:
        for path in sorted(self.folder.rglob("*")):
            parts = path.relative_to(self.folder).parts
            is_ours = parts[0] in (DONE, REFUSED) or any(part.startswith(".") for part in parts)
            if is_ours or path.is_symlink() or path.suffix.lower() in UNFINISHED_SUFFIXES or not path.is_file():
                continue
            if not os.access(path, os.R_OK):
                self.stuck[path] = "cannot be read; check its permissions"
                continue
            with suppress(FileNotFoundError):
                state = path.stat()
                yield path, (state.st_size, state.st_mtime_ns)

    def _put_away(self, path: Path, where: str) -> None:
        """Moves a file to one of our folders, under a name of its own."""
        target = self.folder / where / path.relative_to(self.folder)
        number = 1
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            while target.exists():
                number += 1
                target = target.with_name(f"{path.stem} ({number}){path.suffix}")
            path.rename(target)
        except OSError as error:
            self.stuck[path] = f"was taken in, but cannot be moved away ({error.strerror}); remove it by hand"
        else:
            self._taken.pop(path)


def _is_refused(row: IntakeFile) -> bool:
    return row.state == State.FAILED and not row.file
