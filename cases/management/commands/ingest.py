"""Files, folders and zip archives of letters into the database."""

import os
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from cases.ingest.ingest import RESULTS, ingest
from cases.ingest.walk import NoSuchPath, check_paths, find_files, open_files


class Command(BaseCommand):
    """Prints a line for each file that wants a person, and last what came of all of them."""

    help = (
        "Reads letters (.txt, .pdf, folders and zip archives of them) into the database; run again, it changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument(
            "--workers", type=int, default=os.cpu_count() or 1, help="reading processes (default: one a core)"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would come of each file, and write nothing"
        )

    def handle(self, *, paths: list[Path], workers: int, dry_run: bool, **options: Any) -> None:
        if workers < 1:
            raise CommandError(f"--workers {workers}: at least one process must read; leave it out for one a core")
        try:
            check_paths(paths)
        except NoSuchPath as error:
            raise CommandError(str(error)) from error
        files = list(find_files(paths))
        counts: Counter[str] = Counter()
        # The bar goes to standard error and only to a terminal: standard output is for programs.
        with tqdm(total=len(files), unit="file", disable=not sys.stderr.isatty()) as bar:
            for result in ingest(open_files(files), workers=workers, dry_run=dry_run):
                counts[result.result] += 1
                bar.update()
                if result.reason:
                    tqdm.write(f"{result.name}: {result.result}: {result.reason}", file=sys.stderr)
        self.stdout.write(" ".join(f"{name}={counts[name]}" for name in RESULTS))
        if counts["failed"]:
            sys.exit(1)
