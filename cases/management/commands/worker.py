"""The process that reads what was uploaded or found in a watched folder."""

import datetime
import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from cases.ingest.limits import Limits
from cases.ingest.ocr import find_ocr
from cases.ingest.queue import announce_worker
from cases.ingest.reader import Reader
from cases.ingest.unpack import drop_unpacked
from cases.ingest.worker import NotNow, Tools, work_once
from cases.models import IntakeFile
from cases.search.sets.sealing import seal_if_due

PAUSE = 0.5
"""Seconds after which an idle worker looks again."""
LONG_PAUSE = 5.0
"""Seconds after which it tries again when the database or its reader failed."""
KEEP_ARCHIVES = datetime.timedelta(days=7)
"""For which an archive is kept once it is unpacked."""
FEWEST, MOST = 4, 64
"""Letters of one turn, which are one transaction."""
SEAL_EVERY = 1_000
"""Files after which it is looked whether the newest entries are worth sealing."""


class Command(BaseCommand):
    """Works until it is asked to stop, and then finishes the file that it has begun."""

    help = "Reads uploaded letters into the database; several workers may run, and each may be killed at any moment."

    requires_system_checks = ()  # a worker that was killed is back at once; whoever starts the site checks it

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="finish one file, or find none, and end")
        parser.add_argument("--until-empty", action="store_true", help="end when nothing is left to be read")

    def handle(self, *, once: bool, until_empty: bool, **options: Any) -> None:
        self.stopping = threading.Event()
        self.tidy_at = timezone.now()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        limits = Limits(**settings.LETTER_LIMITS)
        reader = Reader(limits)
        tools = Tools(reader, find_ocr(), limits)
        try:
            if once:
                work_once(tools)
            else:
                self._work(tools, until_empty=until_empty)
        finally:
            reader.close()

    def _work(self, tools: Tools, *, until_empty: bool) -> None:
        while not self.stopping.is_set():
            try:
                announce_worker()
                self._work_off(tools)
                self._tidy()
                if until_empty and not IntakeFile.objects.unfinished().exists():
                    return
                self.stopping.wait(PAUSE)
            except (NotNow, OperationalError, InterfaceError) as error:
                self.stderr.write(f"The worker cannot go on and tries again in {LONG_PAUSE:.0f} s: {_name(error)}")
                connection.close()
                self.stopping.wait(LONG_PAUSE)

    def _work_off(self, tools: Tools) -> None:
        """Until nothing is left just now. The first turns are small, so that something is seen soon."""
        finished, most = 0, FEWEST
        while not self.stopping.is_set() and (taken := work_once(tools, most)):
            if (finished + taken) // SEAL_EVERY > finished // SEAL_EVERY:
                seal_if_due()
            finished, most = finished + taken, min(2 * most, MOST)
        if finished:
            seal_if_due()

    def _tidy(self) -> None:
        """Once an hour, when there is nothing else to do."""
        now = timezone.now()
        if now >= self.tidy_at:
            drop_unpacked(now - KEEP_ARCHIVES)
            self.tidy_at = now + datetime.timedelta(hours=1)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()


def _name(error: Exception) -> str:
    """What went wrong, without the words of a statement, which may hold a letter's."""
    return str(error) if isinstance(error, NotNow) else type(error).__name__
