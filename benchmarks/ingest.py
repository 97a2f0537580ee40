"""Letters a second into a database with all its indexes, stage by stage; against a letter a transaction and INSERT."""

import itertools
import os
import pickle
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar
from unittest.mock import patch

from django.db.models import Model

from benchmarks.clock import seconds
from benchmarks.corpus import generate
from benchmarks.scratch import scratch_database
from cases.ingest import batch
from cases.ingest.batch import Received, store_all
from cases.ingest.ingest import FILES_A_CALL, KEEPERS, MOST_FILES, ingest
from cases.ingest.originals import keep_file, sha256
from cases.ingest.pool import ReadingPool
from cases.ingest.reading import Reading, Refused, read
from cases.ingest.store import store
from cases.ingest.walk import Incoming
from cases.letters.fingerprint import fingerprint
from cases.models import Case

NAME = "ingest"
HELP = "letters a second from files to rows, with all indexes on"

ROUNDS = 3
"""Each with letters of its own, the ways in turn; of each way the best round counts."""

IN_BATCHES, ALONE, INSERTED = "in batches", "a letter a transaction", "bulk_create"
STAGES = (
    ("extract and read, on one core", "read"),
    ("hand over to a reader and back", "handed"),
    ("keep the original files", "kept"),
    ("write the rows", f"rows {IN_BATCHES}"),
)

Letters = Sequence[Incoming]
Seconds = dict[str, float]
"""A letter, by the name of what took them."""
Thing = TypeVar("Thing")
Row = TypeVar("Row", bound=Model)


def add_arguments(parser: ArgumentParser) -> None:
    """How many letters, and into how many."""
    parser.add_argument("--letters", type=int, default=1_000, help="that each way stores, in all rounds together")
    parser.add_argument("--filled", type=int, default=0, metavar="LETTERS", help="that are in the database before")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="reading processes")
    parser.add_argument("--seed", type=int, default=1)


def run(options: Namespace) -> bool:
    """Prints the speed of each stage and way; false where a letter did not arrive."""
    a_round = max(options.letters // ROUNDS, 1)
    number: int = options.filled + ROUNDS * a_round * (len(WHOLE) + len(WRITING))
    letters = (Incoming(f"{made.truth.name}.txt", made.text.encode()) for made in generate(options.seed, number))
    with scratch_database():
        for _ in ingest(itertools.islice(letters, options.filled), workers=options.workers):
            pass
        rounds = [_round(letters, a_round, options.workers) for _ in range(ROUNDS)]
        arrived = Case.objects.count()
    _print({name: min(each[name] for each in rounds) for name in rounds[0]}, options)
    if arrived != number:
        print(f"{number:,} letters were given and {arrived:,} are there")
    return arrived == number


def _round(letters: Iterator[Incoming], number: int, workers: int) -> Seconds:
    taken: Seconds = {}
    for name, whole in WHOLE:
        taken[f"whole {name}"] = _a_result(whole(list(itertools.islice(letters, number)), workers))
    for name, write in WRITING:
        files, spent = _prepared(list(itertools.islice(letters, number)))
        taken |= spent
        taken[f"rows {name}"] = seconds(partial(write, files), rounds=1) / number
    return taken


def _a_result(results: Iterable[object]) -> float:
    """Seconds between two results: starting the reading processes costs the same whatever is done with them."""
    results = iter(results)
    next(results)
    start = time.perf_counter()
    number = sum(1 for _ in results)
    return (time.perf_counter() - start) / max(number, 1)


def _prepared(letters: Letters) -> tuple[list[Received], Seconds]:
    """The letters read and their files kept, so that only rows are missing; and what that took, a letter."""
    files = [(file.name, file.data or b"") for file in letters]
    readings: list[Reading | Refused] = []
    kept = [(data, sha256(data)) for _, data in files]
    spent = {
        "read": seconds(lambda: readings.extend(read(*file) for file in files), rounds=1),
        "handed": seconds(lambda: _hand_over([*zip(files, readings, strict=True)]), rounds=1),
        "kept": seconds(lambda: _keep(kept), rounds=1),
    }
    received = [
        Received(*file, digest, reading) for file, (_, digest), reading in zip(files, kept, readings, strict=True)
    ]
    return received, {name: taken / len(letters) for name, taken in spent.items()}


def _hand_over(read: Sequence[object]) -> None:
    """What both sides do for each call of a reading process: it is given files and gives back what it read."""
    for part in _parts(read):
        pickle.loads(pickle.dumps(part))  # noqa: S301 (our own)


def _keep(files: Sequence[tuple[bytes, str]]) -> None:
    with ThreadPoolExecutor(KEEPERS) as keepers:
        list(keepers.map(keep_file, *zip(*files, strict=True)))


def _parts(things: Sequence[Thing], size: int = FILES_A_CALL) -> list[Sequence[Thing]]:
    return [things[at : at + size] for at in range(0, len(things), size)]


def _whole_in_batches(letters: Letters, workers: int) -> Iterator[object]:
    return ingest(letters, workers=workers)


def _whole_alone(letters: Letters, workers: int) -> Iterator[object]:
    """The same readers and one transaction a letter, as it was done before there were batches."""
    pool = ReadingPool(workers)
    calls = [(part, pool.submit(part)) for part in _parts(letters)]
    for part, future in calls:
        for file, reading in zip(part, pool.result(part, future), strict=True):
            yield _store(Received(file.name, file.data or b"", "", reading))
    pool.close()


def _in_batches(files: Sequence[Received]) -> None:
    for part in _parts(files, MOST_FILES):
        store_all(part, fingerprint())


def _alone(files: Sequence[Received]) -> None:
    for file in files:
        _store(file)


def _store(file: Received) -> object:
    return store(file.name, file.data, file.reading, fingerprint()) if isinstance(file.reading, Reading) else None


def _inserted(files: Sequence[Received]) -> None:
    with patch.object(batch, "copy_rows", _insert):
        _in_batches(files)


def _insert(rows: Sequence[Row]) -> Sequence[Row]:
    return type(rows[0])._default_manager.bulk_create(rows) if rows else rows  # noqa: SLF001 (the documented name)


WHOLE = ((IN_BATCHES, _whole_in_batches), (ALONE, _whole_alone))
WRITING = ((IN_BATCHES, _in_batches), (ALONE, _alone), (INSERTED, _inserted))


def _print(taken: Seconds, options: Namespace) -> None:
    print(f"{options.filled:,} letters were there before; letters a second, and milliseconds of one:")
    for name, key in STAGES:
        print(f"  {name:34} {1 / taken[key]:7,.0f} {1000 * taken[key]:8.2f}")
    whole, alone = taken[f"whole {IN_BATCHES}"], taken[f"whole {ALONE}"]
    print(f"  all, with {options.workers} reading processes {'':8} {1 / whole:7,.0f} {1000 * whole:8.2f}")
    print(f"all of it is {alone / whole:.1f} times as fast as with {ALONE}")
    rows = taken[f"rows {IN_BATCHES}"]
    for name in (ALONE, INSERTED):
        print(f"the rows are {taken[f'rows {name}'] / rows:.1f} times as fast as with {name}")
