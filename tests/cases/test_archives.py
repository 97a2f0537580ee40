"""Archives that came in: unpacked in turns, each file told of by itself, and what harms is cut."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from cases.ingest.limits import Limits
from cases.ingest.progress import progress_of
from cases.ingest.reading import read
from cases.ingest.unpack import drop_unpacked
from cases.ingest.worker import Tools, work_once
from cases.models.intake import State
from tests.cases.ingest_makers import LETTER, make_letter
from tests.cases.intake_makers import make_intake, make_zip, states, work
from tests.cases.test_intake import kept, use_storage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> Path:
    """Original files of a test go to a folder of its own."""
    use_storage(settings, "django.core.files.storage.FileSystemStorage", location=tmp_path / "files")
    return tmp_path / "files"


def test_an_archive_becomes_its_files_and_goes_when_it_is_long_unpacked(storage: Path) -> None:
    intake = make_intake({"letters.zip": make_zip({f"{n}.txt": make_letter(n) for n in range(3)})})
    (progress,) = progress_of([intake])
    assert (progress.total, progress.unopened, progress.is_finished) == (0, 1, False)
    assert work_once(Tools(read))
    (progress,) = progress_of([intake])
    assert (progress.total, progress.done, progress.unopened) == (3, 0, 0)
    work()
    (progress,) = progress_of([intake])
    assert (progress.counts, progress.is_finished) == ({State.ADDED: 3}, True)
    assert drop_unpacked(timezone.now() - datetime.timedelta(days=1)) == 0
    assert [name for name in kept(storage) if name.startswith("archives")] != []
    assert drop_unpacked(timezone.now()) == 1
    assert [name for name in kept(storage) if name.startswith("archives")] == []
    assert drop_unpacked(timezone.now()) == 0


def test_a_large_archive_is_unpacked_in_turns_and_its_total_is_known_from_the_first() -> None:
    intake = make_intake({"letters.zip": make_zip({f"{n}.txt": make_letter(n) for n in range(5)})})
    tools = Tools(read, limits=Limits(members=10), chunk=2)
    assert work_once(tools)
    (progress,) = progress_of([intake])
    assert (progress.total, progress.unopened, intake.files.count()) == (5, 0, 3)
    work(tools)
    assert progress_of([intake])[0].counts == {State.ADDED: 5}


def test_an_archive_stays_where_a_file_could_not_be_taken_out(storage: Path) -> None:
    inner = make_zip({"a.txt": LETTER})
    intake = make_intake({"letters.zip": make_zip({"inner.zip": inner, "../up.txt": LETTER, "good.txt": LETTER})})
    work()
    assert states(intake) == {"letters.zip": "unpacked", "inner.zip": "failed", "up.txt": "failed", "good.txt": "added"}
    assert drop_unpacked(timezone.now()) == 0
    assert [name for name in kept(storage) if name.startswith("archives")] != []


BAD_ARCHIVES = {
    "broken": (b"PK\x03\x04 and nothing more", "no readable zip"),
    "empty": (make_zip({}), "holds no files"),
    "office": (make_zip({"[Content_Types].xml": b"x", "word/document.xml": b"x"}), "save it as PDF"),
    "crowded": (make_zip({f"{n}.txt": b"x" for n in range(9)}), "split it"),
}


@pytest.mark.parametrize(("data", "reason"), BAD_ARCHIVES.values(), ids=BAD_ARCHIVES)
def test_an_archive_that_cannot_be_unpacked_says_why_and_is_kept(data: bytes, reason: str, storage: Path) -> None:
    intake = make_intake({"letters.zip": data})
    work(Tools(read, limits=Limits(members=8)))
    file = intake.files.get()
    assert file.state == "failed"
    assert reason in file.reason
    assert kept(storage) == [file.file]
    assert progress_of([intake])[0].is_finished


def test_a_bomb_is_cut_and_harms_no_other(storage: Path) -> None:
    intake = make_intake({"bomb.zip": make_zip({"bomb.txt": b"0" * 5_000_000, "good.txt": LETTER})})
    work(Tools(read, limits=Limits(file=100_000)))
    assert states(intake) == {"bomb.zip": "unpacked", "bomb.txt": "failed", "good.txt": "added"}
    assert sum(path.stat().st_size for path in storage.rglob("*") if path.is_file()) < 100_000


def test_all_that_comes_out_of_an_archive_is_limited_over_all_turns() -> None:
    files = {f"{n}.txt": make_letter(n) for n in range(5)}
    intake = make_intake({"letters.zip": make_zip(files)})
    work(Tools(read, limits=Limits(unpacked=3 * len(LETTER)), chunk=2))
    assert list(states(intake).values()) == ["unpacked", "added", "added", "added", "failed", "failed"]


def test_an_archive_is_known_by_its_content_and_so_is_a_letter() -> None:
    intake = make_intake(
        {"letter.zip": LETTER, "archive.txt": make_zip({"a.txt": make_letter(2)}), "no name": make_letter(3)}
    )
    work()
    assert states(intake) == {"letter.zip": "added", "archive.txt": "unpacked", "no name": "added", "a.txt": "added"}
