"""Takes in what a scanner or anybody else leaves in a folder."""

import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, connection

from cases.ingest.intake import NotKept
from cases.ingest.limits import Limits
from cases.ingest.watch import Watch

PAUSE = 5.0


class Command(BaseCommand):
    """Queues files for the worker, which must run as well, and moves them away."""

    help = (
        "Takes in the letters and archives that appear in a folder, and moves them to `done` in it; "
        "a worker (manage.py worker) reads them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument(
            "--pause",
            type=float,
            default=PAUSE,
            metavar="SECONDS",
            help="between two looks; a file that did not change from one to the next is whole (default: %(default)s)",
        )
        parser.add_argument("--once", action="store_true", help="look twice, take in what is whole, and end")

    def handle(self, *, folder: Path, pause: float, once: bool, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder}: there is no such folder; make it, or check the path")
        self.stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        watch = Watch(folder, Limits(**settings.LETTER_LIMITS))
        self._look(watch)
        self.stopping.wait(pause)
        while not self.stopping.is_set():
            self._look(watch)
            if once:
                return
            self.stopping.wait(pause)

    def _look(self, watch: Watch) -> None:
        known = dict(watch.stuck)
        try:
            if intake := watch.look():
                self.stdout.write(f"Taken in: {intake.files.filter(archive=None).count():,} (intake {intake.pk})")
        except NotKept as error:
            self.stderr.write(f"Nothing was taken in. {error}")
        except (OperationalError, InterfaceError) as error:
            self.stderr.write(f"The database does not answer ({type(error).__name__}); looking again later")
            connection.close()
        for path, reason in watch.stuck.items():
            if known.get(path) != reason:
                self.stderr.write(f"{path.name}: {reason}")

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()
