"""Letters stored many at a time: as one after the other, whatever is among them and whoever writes or is killed."""

import os
import random
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.conf import settings as of_django
from django.db import connection, transaction
from django.test.utils import override_settings

from benchmarks.corpus import generate
from cases.ingest.batch import Received, store_all
from cases.ingest.check import find_damage
from cases.ingest.ingest import ingest
from cases.ingest.originals import sha256
from cases.ingest.pool import ReadingPool
from cases.ingest.reading import Reading, Refused, read
from cases.ingest.store import keep_source, store
from cases.ingest.walk import Incoming
from cases.letters.fingerprint import fingerprint
from cases.models import Case, DisputedItem, SearchEntry, Source
from tests.cases.ingest_makers import LETTER, everything, make_letter, start

pytestmark = pytest.mark.django_db


def make_corpus(seed: int, number: int) -> list[tuple[str, bytes]]:
    return [(f"{made.truth.name}.txt", made.text.encode()) for made in generate(seed, number)]


LETTERS = make_corpus(4, 30)


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> Path:
    """Original files of a test go to a folder of its own, where its other processes keep them too."""
    location = tmp_path / "var" / "files"
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": location}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return location


def received(name: str, data: bytes) -> Received:
    return Received(name, data, sha256(data), read(name, data))


def store_together(files: Sequence[tuple[str, bytes]]) -> list[str]:
    stored = store_all([received(*file) for file in files], fingerprint())
    return ["failed" if isinstance(each, Refused) else each[0] for each in stored]


def store_one_after_the_other(files: Sequence[tuple[str, bytes]]) -> list[str]:
    return [_store(received(*file)) for file in files]


def _store(file: Received) -> str:
    if isinstance(file.reading, Reading):
        return store(file.name, file.data, file.reading, fingerprint())[0]
    keep_source(file.name, file.data, media_type="application/octet-stream", refusal=file.reading.reason)
    return "failed"


def as_one_after_the_other(files: Sequence[tuple[str, bytes]]) -> tuple[list[str], Any]:
    """What came of each and what was kept; nothing of it stays."""
    elsewhere = {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    with override_settings(STORAGES={**of_django.STORAGES, **elsewhere}), transaction.atomic():
        results = store_one_after_the_other(files)
        kept = everything()
        transaction.set_rollback(True)
    return results, kept


VERSIONS: dict[str, Callable[[bytes], bytes]] = {
    "same": lambda data: data,
    "other line ends": lambda data: data.replace(b"\n", b"\r\n"),
    "newer": lambda data: data.replace(b"The ", b"In short, the ", 1),
    "half": lambda data: data[: len(data) // 2],
    "naming somebody": lambda data: data.replace(b". ", b". SSN: 523-45-6781. ", 1),
    "empty": lambda data: b"",
    "no": lambda data: b"<!DOCTYPE html><html>" + data[:50],
}


def make_files(seed: int) -> list[tuple[str, bytes]]:
    """Letters and other versions of some of them, in any order."""
    rng = random.Random(seed)
    files = rng.sample(LETTERS, 12)
    for name, data in rng.choices(files, k=14):
        version = rng.choice(list(VERSIONS))
        files.insert(rng.randrange(len(files) + 1), (f"{version} letter {name}", VERSIONS[version](data)))
    return files


@pytest.mark.parametrize("seed", range(6))
def test_a_batch_ends_as_one_after_the_other(seed: int) -> None:
    store_one_after_the_other(make_files(seed + 100)[:8])
    Case.objects.filter(pk__in=list(Case.objects.values_list("pk", flat=True)[:2])).update(fingerprint="older rules")
    files = make_files(seed)
    expected = as_one_after_the_other(files)
    assert (store_together(files), everything()) == expected
    assert list(find_damage()) == []


# Bounds that the parser does not know.
REFUSALS = {
    "constraint": "ALTER TABLE cases_disputeditem ADD CHECK (rationale NOT LIKE 'Unstorable%')",
    "limit": "CREATE INDEX ON cases_disputeditem (rationale)",
    "type": "ALTER TABLE cases_disputeditem ADD CHECK (rationale NOT LIKE 'Unstorable%' OR rationale::date IS NULL)",
}


@pytest.mark.parametrize("bound", REFUSALS.values(), ids=REFUSALS)
def test_a_letter_that_cannot_be_stored_is_named_and_harms_no_other_of_its_batch(bound: str, storage: Path) -> None:
    letters = [make_letter(number) for number in range(20)]
    unstorable = " ".join(f"{word:x}" for word in random.Random(9).choices(range(2**32), k=2_000)).encode()
    letters[9] = letters[9].replace(b"As stated on", b"Unstorable: " + unstorable + b". As stated on")
    with connection.cursor() as cursor:
        cursor.execute(bound)
    results = list(ingest([Incoming(f"{number}.txt", data) for number, data in enumerate(letters)]))
    assert [each.name for each in results if each.result != "added"] == ["9.txt"]
    assert results[9].result == "failed"
    source = Source.objects.get(name="9.txt")
    assert source.refusal == results[9].reason
    assert "cannot be stored" in source.refusal
    assert "Unstorable" not in source.refusal
    assert (storage / source.file).read_bytes() == letters[9]
    assert Case.objects.count() == DisputedItem.objects.count() == SearchEntry.objects.count() == 19


def test_the_same_file_twice_in_a_batch_is_added_once() -> None:
    results = list(ingest([Incoming("a.txt", LETTER), Incoming("b.txt", LETTER)]))
    assert [(each.result, each.slug) for each in results] == [("added", "cm14-0095145"), ("unchanged", "cm14-0095145")]
    assert SearchEntry.objects.count() == 1


def test_a_file_name_that_is_no_unicode_is_kept_as_far_as_it_is() -> None:
    (result,) = ingest([Incoming(os.fsdecode(b"letter-\xff.txt"), LETTER)])
    assert result.result == "added"
    assert Source.objects.get().name == "letter-?.txt"


def read_or_die(name: str, data: bytes) -> Reading | Refused:
    if data == b"die":
        os._exit(1)
    return Refused(f"was read: {name}")


def test_a_file_that_kills_its_reader_harms_no_other() -> None:
    files = [Incoming(str(number), b"die" if number == 2 else b"live") for number in range(12)]
    parts = [files[:4], files[4:8], files[8:]]
    pool = ReadingPool(2, read_or_die)
    futures = [pool.submit(part) for part in parts]
    readings = [each for part, future in zip(parts, futures, strict=True) for each in pool.result(part, future)]
    pool.close()
    crashed = [number for number, each in enumerate(readings) if each != Refused(f"was read: {number}")]
    assert crashed == [2]
    assert readings[2] == Refused("makes its reader crash; look at it by hand")


def write(folder: Path, files: Sequence[tuple[str, bytes]]) -> Path:
    folder.mkdir()
    for name, data in files:
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_on_the_same_files_store_each_once(tmp_path: Path) -> None:
    _, expected = as_one_after_the_other(LETTERS)
    folders = write(tmp_path / "a", LETTERS[:20]), write(tmp_path / "b", LETTERS[10:])
    writers = [start(["ingest", str(folder), "--workers=1"], tmp_path / "var") for folder in folders]
    printed = [writer.communicate() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], printed
    assert sum(int(count) for out, _ in printed for count in re.findall(r"added=(\d+)", out)) == 30
    assert everything() == expected
    assert list(find_damage()) == []


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_and_started_again_it_ends_as_if_never_killed(tmp_path: Path) -> None:
    letters = make_corpus(5, 160)
    _, expected = as_one_after_the_other(letters)
    arguments = ["ingest", str(write(tmp_path / "letters", letters)), "--workers=2"]
    rng = random.Random(5)
    orphans: list[psutil.Process] = []
    for goal in (0, 20, 50):
        with start(arguments, tmp_path / "var") as running:
            while Case.objects.count() <= goal and running.poll() is None:
                time.sleep(0.01)
            time.sleep(rng.random() / 20)  # into the next batch, anywhere
            orphans += psutil.Process(running.pid).children(recursive=True)
            running.kill()
        assert Source.objects.count() == Case.objects.count() > goal
        assert list(find_damage()) == []
    with start(arguments, tmp_path / "var") as last:
        printed, _ = last.communicate()
    assert re.search(r"added=[1-9]\d* updated=0 unchanged=[1-9]\d* review=\d+ failed=0$", printed.strip())
    assert everything() == expected
    assert list(find_damage()) == []
    assert orphans
    deadline = time.monotonic() + 60  # they end with whoever started them, at latest when their file is read
    while any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in orphans):
        assert time.monotonic() < deadline
        time.sleep(0.05)
