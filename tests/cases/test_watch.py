"""A watched folder: what is whole is taken in once and put away, what is not stays, and nothing is lost."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from cases.ingest.intake import NotKept
from cases.ingest.limits import LIMITS, Limits
from cases.ingest.watch import Watch
from cases.models import Case, Intake, IntakeFile
from tests.cases.ingest_makers import LETTER, make_letter
from tests.cases.intake_makers import HTML, environment, make_zip, states, work

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> Path:
    """Original files of a test go to a folder of its own."""
    use_storage(settings, "django.core.files.storage.FileSystemStorage", location=tmp_path / "files")
    return tmp_path / "files"


def use_storage(settings: Any, backend: str, **options: Any) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": backend, "OPTIONS": options}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A watched folder."""
    made = tmp_path / "scans"
    made.mkdir()
    return made


def below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_file_is_taken_in_when_two_looks_find_it_the_same(folder: Path) -> None:
    watch = Watch(folder, LIMITS)
    scan = folder / "scan.txt"
    scan.write_bytes(LETTER[:100])
    assert watch.look() is None
    scan.write_bytes(LETTER)  # it has grown meanwhile
    assert watch.look() is None
    intake = watch.look()
    assert intake
    assert (states(intake), intake.via, intake.received_by) == ({"scan.txt": "waiting"}, "watch", None)
    assert below(folder) == ["done/scan.txt"]
    work()
    assert Case.objects.published().count() == 1
    assert watch.look() is None
    assert watch.look() is None


def test_folders_and_archives_are_taken_in_and_keep_their_places(folder: Path) -> None:
    (folder / "monday").mkdir()
    (folder / "monday" / "a.txt").write_bytes(make_letter(1))
    (folder / "letters.zip").write_bytes(make_zip({"b.txt": make_letter(2)}))
    watch = Watch(folder, LIMITS)
    watch.look()
    watch.look()
    work()
    assert below(folder) == ["done/letters.zip", "done/monday/a.txt"]
    assert Case.objects.published().count() == 2


def test_what_is_not_meant_or_not_finished_stays(folder: Path) -> None:
    for name in (".hidden.txt", "a.part", "b.tmp", "c.crdownload", ".sync/d.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(LETTER)
    (folder / "link.txt").symlink_to("/etc/hostname")
    before = below(folder)
    watch = Watch(folder, LIMITS)
    assert (watch.look(), watch.look(), below(folder)) == (None, None, before)


def test_what_is_too_large_or_no_letter_is_put_away_and_says_so(folder: Path) -> None:
    (folder / "large.pdf").write_bytes(b"x" * 5_000)
    (folder / "page.html").write_bytes(HTML)
    watch = Watch(folder, Limits(file=4_000))
    watch.look()
    intake = watch.look()
    assert intake
    work()
    assert states(intake) == {"large.pdf": "failed", "page.html": "failed"}
    assert below(folder) == ["done/page.html", "refused/large.pdf"]


def test_a_name_that_comes_again_replaces_nothing(folder: Path) -> None:
    watch = Watch(folder, LIMITS)
    for number in range(3):
        (folder / "scan.txt").write_bytes(make_letter(number))
        watch.look()
        watch.look()
    assert below(folder) == ["done/scan (2).txt", "done/scan (3).txt", "done/scan.txt"]
    work()
    assert Case.objects.count() == 3


def test_killed_before_it_was_put_away_a_file_is_no_second_case(folder: Path) -> None:
    scan = folder / "scan.txt"
    for _ in range(2):
        watch = Watch(folder, LIMITS)
        scan.write_bytes(LETTER)
        watch.look()
        watch.look()
    work()
    assert sorted(IntakeFile.objects.values_list("state", flat=True)) == ["added", "unchanged"]
    assert Case.objects.count() == 1


def test_on_a_full_disk_everything_stays_and_is_taken_in_later(folder: Path, settings: Any, storage: Path) -> None:
    (folder / "scan.txt").write_bytes(LETTER)
    watch = Watch(folder, LIMITS)
    use_storage(settings, "tests.cases.storages.FullDisk", location=storage)
    watch.look()
    with pytest.raises(NotKept, match="disk is full"):
        watch.look()
    assert below(folder) == ["scan.txt"]
    use_storage(settings, "django.core.files.storage.FileSystemStorage", location=storage)
    assert watch.look()
    assert below(folder) == ["done/scan.txt"]


def test_what_cannot_be_put_away_is_not_taken_in_again(folder: Path) -> None:
    (folder / "scan.txt").write_bytes(LETTER)
    (folder / "done").write_bytes(b"a file where the folder should be")
    watch = Watch(folder, LIMITS)
    for _ in range(4):
        watch.look()
    assert Intake.objects.count() == 1
    assert "remove it by hand" in watch.stuck[folder / "scan.txt"]


def test_the_command_takes_in_what_lies_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "scan.txt").write_bytes(LETTER)
    call_command("watch", folder, pause=0, once=True)
    assert "Taken in: 1" in capsys.readouterr().out
    assert IntakeFile.objects.get().state == "waiting"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nowhere: there is no such folder"):
        call_command("watch", tmp_path / "nowhere")


@pytest.mark.django_db(transaction=True)
def test_the_command_watches_until_it_is_stopped(folder: Path, tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "watch", str(folder), "--pause=0.1"]
    with subprocess.Popen(command, cwd=ROOT, env=environment(tmp_path), stdout=subprocess.DEVNULL) as watching:
        for number in range(2):
            (folder / f"{number}.txt").write_bytes(make_letter(number))
            wait_for(lambda number=number: IntakeFile.objects.count() == number + 1)  # type: ignore[misc]
        watching.send_signal(signal.SIGTERM)
        assert watching.wait(60) == 0
    wait_for(lambda: below(folder) == ["done/0.txt", "done/1.txt"])
    work()
    assert Case.objects.count() == 2


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)
