"""Letter records of files as JSON Lines on standard output."""

import json
import multiprocessing
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from cases.ingest.extract import Unreadable, extract, media_type_of
from cases.letters.model import NotALetter
from cases.letters.parse import parse_letter
from cases.letters.record import Origin, record_of_unreadable, to_record

FEW = 16
"""Files up to which starting processes costs more than it saves."""


class Command(BaseCommand):
    """Reads and prints; knows no database."""

    help = "Reads letters (.txt, .pdf) and prints one JSON record a line, in the order given; needs no database."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")

    def handle(self, *, paths: list[Path], **options: Any) -> None:
        has_failed = False
        for record, failure in _read_all(paths):
            if failure:
                has_failed = True
                self.stderr.write(failure)
            else:
                self.stdout.write(record)
        if has_failed:
            sys.exit(1)


def _read_all(paths: list[Path]) -> Iterator[tuple[str, str]]:
    if len(paths) <= FEW:
        yield from map(read_file, paths)
        return
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(read_file, paths, chunksize=8)


def read_file(path: Path) -> tuple[str, str]:
    """The JSON record of a file, or (the second of the two) why it could not be read."""
    try:
        data = path.read_bytes()
        record = _record(path.name, data)
    except OSError as error:
        return "", f"{path}: cannot be opened ({error.strerror or error})"
    except Unreadable as error:
        return "", f"{path}: {error}"
    return json.dumps(record, ensure_ascii=False), ""


def _record(name: str, data: bytes) -> dict[str, Any]:
    origin = Origin(name, sha256(data).hexdigest(), media_type_of(data))
    try:
        return to_record(parse_letter(extract(data, name).text), origin)
    except NotALetter as error:
        return record_of_unreadable(origin, error.code, f"The file {error}.")
