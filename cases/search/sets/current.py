"""The snapshot of this process, brought up to date at each request by one cheap query."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db import connection

from cases.search.sets.entries import read_entries
from cases.search.sets.finder import SetFinder
from cases.search.sets.membership import scheme
from cases.search.sets.snapshot import Outdated, Snapshot
from cases.search.sets.stored import current_state
from cases.search.sets.words import WordSets

Answer = TypeVar("Answer")

LAGGING = 50_000
"""Entries behind which it is quicker to begin anew from the stored sets than to catch up one by one."""

VERSION = """
    SELECT (SELECT epoch FROM cases_searchstate WHERE is_current AND scheme = %s),
           coalesce((SELECT max(id) FROM cases_searchentry), 0),
           coalesce((SELECT max(id) FROM cases_searchtombstone), 0),
           (SELECT last_value FROM cases_searchentry_id_seq)
"""


@dataclass(frozen=True, slots=True)
class Version:
    """What the database holds: an epoch of sets, its newest entry and tombstone, and the last number it gave."""

    epoch: int
    last: int
    buried: int
    given: int

    def is_of(self, snapshot: Snapshot) -> bool:
        """Whether a snapshot knows all of it."""
        return (self.epoch, self.buried) == (snapshot.epoch, snapshot.buried) and self.last <= snapshot.seen

    def is_before(self, snapshot: Snapshot) -> bool:
        """Whether a snapshot knows of what is no more, as after a backup was restored."""
        return self.given < snapshot.seen or self.buried < snapshot.buried


class Process:
    """What one process holds, for all its threads; two of them know nothing of each other."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Begins anew, as a process that has just started."""
        self.snapshot: Snapshot | None = None
        self.words = WordSets()

    def finder(self) -> SetFinder:
        """A finder that knows everything committed before this call."""
        with self.lock:
            version = _version()
            if self.snapshot and version.is_before(self.snapshot):
                self.forget()
            before, self.snapshot = self.snapshot, _caught_up(self.snapshot, version)
            if before is None or before.epoch != self.snapshot.epoch:
                self.words = WordSets()
            return SetFinder(self.snapshot, self.words)


this_process = Process()


def current_finder() -> SetFinder:
    """The finder of this process; what it reads late may raise Outdated, see `ask_current`."""
    return this_process.finder()


def ask_current(question: Callable[[SetFinder], Answer]) -> Answer:
    """The answer of this process's finder, asked again where a rebuild came in between."""
    try:
        return question(current_finder())
    except Outdated:
        return question(current_finder())


def _caught_up(snapshot: Snapshot | None, version: Version) -> Snapshot:
    """Repeats until nothing was committed between two looks, so that no change is ever seen by half."""
    while snapshot is None or not version.is_of(snapshot):
        if snapshot is None or snapshot.epoch != version.epoch or version.last - snapshot.seen > LAGGING:
            snapshot = Snapshot.stored()
        if version.last > snapshot.seen:
            snapshot = snapshot.holding(read_entries(snapshot.seen, version.last), version.last)
        snapshot = snapshot.burying(version.buried)
        version = _version()
    return snapshot


def _version() -> Version:
    with connection.cursor() as cursor:
        cursor.execute(VERSION, [scheme()])
        epoch, last, buried, given = cursor.fetchone()
    return Version(epoch if epoch is not None else current_state().epoch, last, buried, given)
