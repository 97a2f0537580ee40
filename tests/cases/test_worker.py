"""The worker, killed at random moments over and over, brings every letter in once; and so do several at a time."""

import io
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict

from benchmarks.corpus import generate
from cases.ingest.progress import progress_of
from cases.ingest.queue import has_worker
from cases.ingest.reading import Reading, read
from cases.letters.model import Letter
from cases.models import Case, DisputedItem, GuidelineCitation, IntakeFile, Source
from cases.models.intake import UNFINISHED
from cases.search.params import read_params
from cases.search.search import find
from tests.cases.ingest_makers import LETTER, make_letter
from tests.cases.intake_makers import environment, make_intake, make_zip, states

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[2]
LETTERS = 300
KILLS = 20
PATIENCE = 120
"""Seconds; only a worker that hangs takes them all."""

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start(settings: Any, tmp_path: Path) -> Iterator[Start]:
    """Starts workers on the database of this test; none of them, nor what they started, is left afterwards."""
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    started: list[subprocess.Popen[bytes]] = []

    def run(*options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", "worker", *options]
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment(tmp_path)))
        return started[-1]

    yield run
    for worker in started:
        worker.kill()
        worker.wait()


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.005)


def finished() -> int:
    return IntakeFile.objects.exclude(state__in=UNFINISHED).count()


def kill_at_random_moments(start: Start, times: int) -> list[psutil.Process]:
    """Kills a worker so often, spread over all of the work, while its successor starts or works already.

    Returns what the killed had started.
    """
    chance = random.Random(6)
    orphans: list[psutil.Process] = []
    worker = start()
    for kill in range(times):
        successor = start()
        goal = LETTERS * 9 // 10 * kill // times + chance.randrange(10)
        wait_for(lambda goal=goal: has_worker() and finished() >= goal)  # type: ignore[misc]
        time.sleep(chance.random() * 0.1)
        orphans += psutil.Process(worker.pid).children(recursive=True)
        assert worker.poll() is None
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        worker = successor
    orphans += psutil.Process(worker.pid).children(recursive=True)
    worker.kill()
    return orphans


def everything_read(files: dict[str, bytes]) -> list[Letter]:
    readings = [read(name, data) for name, data in files.items()]
    return [reading.letter for reading in readings if isinstance(reading, Reading)]


def test_killed_twenty_times_while_three_hundred_letters_go_in_it_loses_none_and_reads_none_twice(start: Start) -> None:
    files = {f"{number}.txt": made.text.encode() for number, made in enumerate(generate(6, LETTERS))}
    in_archive = dict(list(files.items())[: LETTERS // 2])
    loose = {name: data for name, data in files.items() if name not in in_archive}
    intake = make_intake({"letters.zip": make_zip(in_archive), **loose})
    orphans = kill_at_random_moments(start, KILLS)
    assert finished() < LETTERS
    assert start("--until-empty").wait(PATIENCE) == 0

    came = states(intake)
    assert {name for name, state in came.items() if state not in ("added", "review", "held")} == {"letters.zip"}
    assert progress_of([intake])[0].is_finished
    assert Case.objects.count() == Source.objects.count() == LETTERS
    letters = everything_read(files)
    assert sorted(Case.objects.values_list("text", flat=True)) == sorted(letter.text for letter in letters)
    items = [item for letter in letters for item in letter.items]
    assert DisputedItem.objects.count() == len(items)
    assert GuidelineCitation.objects.count() == sum(len(item.citations) for item in items)
    the_search_is_right()
    call_command("check_data", stdout=io.StringIO())
    wait_for(lambda: not any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in orphans))


def the_search_is_right() -> None:
    """Totals and counts of what is found are those of the tables."""
    published = DisputedItem.objects.filter(case__status="published")
    overturned = published.filter(outcome="overturned").count()
    everything = find(read_params(QueryDict(""))[0])
    assert everything.total == published.count()
    assert find(read_params(QueryDict("outcome=overturned"))[0]).total == overturned > 0
    shown = {
        value.value: value.count for facet in everything.facets if facet.name == "outcome" for value in facet.values
    }
    assert shown["overturned"] == overturned
    assert find(read_params(QueryDict("q=therapy"))[0]).total > 0


def test_several_workers_share_the_work(start: Start) -> None:
    intake = make_intake({f"{number % 20}-{number}.txt": make_letter(number % 20) for number in range(60)})
    workers = [start("--until-empty") for _ in range(3)]
    assert [worker.wait(PATIENCE) for worker in workers] == [0, 0, 0]
    came = list(states(intake).values())
    assert (came.count("added"), came.count("unchanged")) == (20, 40)
    assert Case.objects.count() == 20


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_asked_to_stop_it_finishes_its_file_and_ends(start: Start, number: int) -> None:
    make_intake({f"{each}.txt": make_letter(each) for each in range(200)})
    worker = start()
    wait_for(finished)
    worker.send_signal(number)
    assert worker.wait(PATIENCE) == 0
    assert 0 < finished() < 200
    assert not IntakeFile.objects.filter(state="reading").exists()
    assert not has_worker()


def test_once_is_one_file(start: Start) -> None:
    intake = make_intake({"one.txt": make_letter(1), "two.txt": make_letter(2)})
    assert start("--once").wait(PATIENCE) == 0
    assert states(intake) == {"one.txt": "added", "two.txt": "waiting"}


def test_a_lost_database_connection_is_survived(start: Start) -> None:
    worker = start()
    wait_for(has_worker)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    intake = make_intake({"one.txt": LETTER})
    wait_for(lambda: states(intake) == {"one.txt": "added"})
    assert worker.poll() is None
