"""The snapshot of this process, brought up to date at each request by one cheap query."""

import threading

from django.db import connection

from cases.search.sets.entries import read_entries
from cases.search.sets.finder import SetFinder
from cases.search.sets.membership import scheme
from cases.search.sets.snapshot import Snapshot
from cases.search.sets.stored import current_state
from cases.search.sets.words import WordSets

LAGGING = 50_000
"""Entries behind which it is quicker to begin anew from the stored sets than to catch up one by one."""

VERSION = """
    SELECT (SELECT epoch FROM cases_searchstate WHERE is_current AND scheme = %s),
           coalesce((SELECT max(id) FROM cases_searchentry), 0),
           coalesce((SELECT max(id) FROM cases_searchtombstone), 0)
"""


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
            before, self.snapshot = self.snapshot, _caught_up(self.snapshot)
            if before is None or before.epoch != self.snapshot.epoch:
                self.words = WordSets()
            return SetFinder(self.snapshot, self.words)


this_process = Process()


def current_finder() -> SetFinder:
    """The finder of this process."""
    return this_process.finder()


def _caught_up(snapshot: Snapshot | None) -> Snapshot:
    """Repeats until nothing was committed between two looks, so that no change is ever seen by half."""
    version = _version()
    while snapshot is None or (snapshot.epoch, max(snapshot.seen, version[1]), snapshot.buried) != (
        version[0],
        snapshot.seen,
        version[2],
    ):
        epoch, last, buried = version
        if snapshot is None or snapshot.epoch != epoch or last - snapshot.seen > LAGGING:
            snapshot = Snapshot.stored()
        if last > snapshot.seen:
            snapshot = snapshot.holding(read_entries(snapshot.seen, last), last)
        snapshot = snapshot.burying(buried)
        version = _version()
    return snapshot


def _version() -> tuple[int, int, int]:
    with connection.cursor() as cursor:
        cursor.execute(VERSION, [scheme()])
        epoch, last, buried = cursor.fetchone()
    return (epoch if epoch is not None else current_state().epoch), last, buried
