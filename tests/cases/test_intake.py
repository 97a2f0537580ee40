"""Files that came together are kept whole, read once, and each says what became of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from cases.ingest.intake import NotKept, public_name, shown_name
from cases.ingest.limits import LIMITS, Limits
from cases.ingest.ocr import Ocr
from cases.ingest.queue import GRACE, MOST_ATTEMPTS, MOST_BYTES, claim, give_back, held, retry
from cases.ingest.reading import Reading, Refused, read
from cases.ingest.redact import redact
from cases.ingest.worker import Tools, work_once
from cases.models import Case, DisputedItem, Intake, IntakeFile, Source
from cases.models.roles import Role
from tests.cases.account_makers import make_user
from tests.cases.ingest_makers import LETTER, make_letter
from tests.cases.intake_makers import HTML, NAMED, make_intake, make_zip, states, work
from tests.cases.pdf_makers import make_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> Path:
    """Original files of a test go to a folder of its own."""
    use_storage(settings, "django.core.files.storage.FileSystemStorage", location=tmp_path / "files")
    return tmp_path / "files"


def use_storage(settings: Any, backend: str, **options: Any) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": backend, "OPTIONS": options}}


def kept(storage: Path) -> list[str]:
    """The files in the storage, by their names there."""
    return sorted(str(path.relative_to(storage)) for path in storage.rglob("*") if path.is_file())


def test_files_wait_until_a_worker_comes_and_then_each_says_what_became_of_it() -> None:
    files = {
        "one.txt": make_letter(1),
        "same.txt": make_letter(1),
        "lines.txt": make_letter(1).replace(b"\n", b"\r\n"),
        "newer.txt": make_letter(1).replace(b"Eight (8)", b"Nine (9)"),
        "page.html": HTML,
        "named.txt": NAMED,
        "odd.txt": b"Dear Sir or Madam,\n\nwe have received your application for a review.\n" * 5,
    }
    intake = make_intake(files)
    assert set(states(intake).values()) == {"waiting"}
    assert not Case.objects.exists()
    assert work() == len(files)
    assert states(intake) == {
        "one.txt": "added",
        "same.txt": "unchanged",
        "lines.txt": "unchanged",
        "newer.txt": "updated",
        "page.html": "failed",
        "named.txt": "held",
        "odd.txt": "review",
    }
    assert Case.objects.published().count() == 1
    assert Case.objects.published().get().supersedes == intake.files.get(name="one.txt").case
    assert not IntakeFile.objects.filter(reason__contains="523").exists()


def test_a_reason_is_a_sentence() -> None:
    intake = make_intake({"page.html": HTML, "empty.txt": b"", "named.txt": NAMED})
    work()
    reasons = dict(intake.files.values_list("name", "reason"))
    assert reasons["empty.txt"] == "This file is empty."
    assert reasons["page.html"].startswith("This file is an HTML page")
    assert "social security number" in reasons["named.txt"]


def test_the_bytes_of_every_file_are_kept_as_they_came(storage: Path) -> None:
    intake = make_intake({"one.txt": make_letter(1), "page.html": HTML})
    work()
    for file in intake.files.all():
        source = Source.objects.get(sha256=file.sha256)
        assert source.file == file.file
        assert (storage / source.file).read_bytes() in (make_letter(1), HTML)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("CM14-0095145.pdf", "CM14-0095145.pdf"),
        ("cm14-0095145.TXT", "cm14-0095145.txt"),
        ("CM15-42", "letter-0123456789"),
        ("Doe, John.PDF", "letter-0123456789.pdf"),
        ("CM14-0095145 Doe.pdf", "letter-0123456789.pdf"),
        ("letter.doe", "letter-0123456789"),
    ],
)
def test_the_name_of_a_file_is_told_to_all_only_where_it_is_a_case_number(name: str, told: str) -> None:
    assert public_name(name, "0123456789abcdef") == told


def test_what_somebody_called_a_file_stays_among_staff() -> None:
    intake = make_intake({"Doe, John.txt": LETTER})
    work()
    assert intake.files.get().name == "Doe, John.txt"
    assert "Doe" not in Source.objects.get().name


def test_what_is_redacted_is_gone_from_the_name_of_the_file() -> None:
    intake = make_intake({"SSN 523-45-6781.txt": NAMED})
    work()
    case = intake.files.get().case
    assert case
    redact(case.pk, [], ["523-45-6781"], author=make_user(Role.REVIEWER), reason="It is a number.")
    assert intake.files.get().name == "SSN ███████████.txt"


def test_who_brought_a_file_first_is_remembered() -> None:
    bob, alice = make_user(Role.UPLOADER), make_user(Role.UPLOADER)
    make_intake({"one.txt": LETTER}, by=bob)
    work()
    make_intake({"again.txt": LETTER}, by=alice)
    work()
    assert Source.objects.get().received_by == bob


def test_a_file_beyond_the_limit_is_not_kept_and_the_others_are(storage: Path) -> None:
    intake = make_intake({"large.txt": LETTER * 3, "good.txt": LETTER}, limits=Limits(file=len(LETTER)))
    work()
    assert states(intake) == {"large.txt": "failed", "good.txt": "added"}
    assert "a letter has at most" in intake.files.get(name="large.txt").reason
    assert len(kept(storage)) == 1
    assert retry(IntakeFile.objects.all()) == 0


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("letter.txt", "letter.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\letters\\a.pdf", "a.pdf"),
        ("a\x00b\x1b[31m\n.txt", "ab[31m.txt"),
        ("\u202etxt.exe", "txt.exe"),
        ("\x01\x02", "unnamed"),
        ("folder/", "unnamed"),
        ("  ", "unnamed"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_a_name_is_fit_to_be_shown(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@pytest.mark.parametrize("room", [0, 1])
def test_on_a_full_disk_nothing_is_kept_and_the_reason_is_told(settings: Any, storage: Path, room: int) -> None:
    use_storage(settings, "tests.cases.storages.FullDisk", location=storage, room=room)
    with pytest.raises(NotKept, match="disk is full"):
        make_intake({"one.txt": make_letter(1), "letters.zip": make_zip({"a.txt": LETTER})})
    assert (Intake.objects.count(), kept(storage)) == (0, [])


def test_what_others_keep_stays_when_an_intake_fails(settings: Any, storage: Path) -> None:
    make_intake({"one.txt": make_letter(1)})
    use_storage(settings, "tests.cases.storages.FullDisk", location=storage, room=1)
    with pytest.raises(NotKept):
        make_intake({"same.txt": make_letter(1), "two.txt": make_letter(2), "three.txt": make_letter(3)})
    assert len(kept(storage)) == 1
    work()
    assert Case.objects.count() == 1


def test_an_archive_that_finds_the_disk_full_leaves_nothing_and_may_be_tried_again(
    settings: Any, storage: Path
) -> None:
    intake = make_intake({"letters.zip": make_zip({f"{n}.txt": make_letter(n) for n in range(3)})})
    use_storage(settings, "tests.cases.storages.FullDisk", location=storage, room=2)
    work()
    file = intake.files.get()
    assert (file.state, "disk is full" in file.reason) == ("failed", True)
    assert kept(storage) == [file.file]
    use_storage(settings, "django.core.files.storage.FileSystemStorage", location=storage)
    assert retry(IntakeFile.objects.all()) == 1
    work()
    assert Case.objects.count() == 3


def test_the_first_files_of_every_intake_come_before_the_last_of_any() -> None:
    make_intake({f"a{n}.txt": make_letter(n) for n in range(3)})
    make_intake({"b0.txt": make_letter(10)})
    assert [[file.name for file in claim()] for _ in range(4)] == [["a0.txt"], ["b0.txt"], ["a1.txt"], ["a2.txt"]]
    assert not claim()


def test_what_a_dead_worker_had_begun_is_read_after_a_while_and_once() -> None:
    intake = make_intake({"one.txt": LETTER})
    dead = claim()
    assert dead
    assert not claim()
    IntakeFile.objects.update(claimed_at=F("claimed_at") - GRACE)
    again = claim()
    assert again == dead
    with held(dead) as late:
        assert late == []
    with held(again) as files:
        assert files == again
    give_back(again)
    work()
    assert states(intake) == {"one.txt": "added"}


def test_many_are_claimed_at_once_but_not_with_what_was_tried_before_nor_with_archives() -> None:
    files = {f"{number}.txt": make_letter(number) for number in range(4)}
    make_intake({**files, "letters.zip": make_zip({"a.txt": LETTER}), "last.txt": make_letter(9)})
    IntakeFile.objects.filter(name="1.txt").update(attempts=1)
    assert [file.name for file in claim(10)] == ["0.txt", "2.txt", "3.txt"]
    assert [file.name for file in claim(10)] == ["letters.zip"]
    assert [file.name for file in claim(10)] == ["last.txt"]
    assert [file.name for file in claim(10)] == ["1.txt"]


def test_no_more_bytes_are_claimed_than_one_turn_should_hold() -> None:
    make_intake({f"{number}.txt": make_letter(number) for number in range(4)})
    IntakeFile.objects.update(size=MOST_BYTES // 2)
    assert [len(claim(10)) for _ in range(3)] == [2, 2, 0]


def test_many_at_once_become_what_they_become_one_by_one() -> None:
    files = {
        "one.txt": make_letter(1),
        "same.txt": make_letter(1),
        "newer.txt": make_letter(1).replace(b"Eight (8)", b"Nine (9)"),
        "page.html": HTML,
        "named.txt": NAMED,
    }
    together = make_intake(files)
    assert work(most=10) == 1
    assert list(states(together).values()) == ["added", "unchanged", "updated", "failed", "held"]
    again = make_intake(files)
    assert work(most=10) == 1
    assert list(states(again).values()) == ["unchanged", "unchanged", "unchanged", "failed", "unchanged"]


def test_a_scan_takes_a_turn_alone(fake_ocr: Callable[[str], Ocr]) -> None:
    intake = make_intake({"scan.pdf": PICTURES, "one.txt": LETTER})
    tools = Tools(read, fake_ocr("sys.exit(3)"))
    assert work_once(tools, 10) == 2
    assert states(intake) == {"scan.pdf": "waiting", "one.txt": "added"}
    assert work_once(tools, 10) == 1
    assert states(intake) == {"scan.pdf": "review", "one.txt": "added"}


def test_a_file_that_ends_its_worker_each_time_is_given_up_and_may_be_tried_again() -> None:
    intake = make_intake({"killer.txt": LETTER, "good.txt": make_letter(2)})
    for _ in range(MOST_ATTEMPTS):
        claim()
        claim()
        IntakeFile.objects.filter(name="good.txt").update(attempts=0)
        IntakeFile.objects.update(claimed_at=F("claimed_at") - GRACE)
    work()
    assert states(intake) == {"killer.txt": "failed", "good.txt": "added"}
    assert "ended its worker" in intake.files.get(name="killer.txt").reason
    assert retry(IntakeFile.objects.all()) == 1
    work()
    assert states(intake)["killer.txt"] == "added"


def test_a_file_that_is_gone_from_storage_says_so(storage: Path) -> None:
    intake = make_intake({"one.txt": LETTER, "letters.zip": make_zip({"a.txt": LETTER})})
    for name in kept(storage):
        (storage / name).unlink()
    work()
    assert states(intake) == {"one.txt": "failed", "letters.zip": "failed"}
    assert not intake.files.exclude(reason__contains="no longer among the kept files").exists()


def test_what_failed_is_read_again_when_rules_are_better() -> None:
    intake = make_intake({"one.txt": LETTER})
    work(Tools(lambda name, data: Refused("is not understood")))
    assert states(intake) == {"one.txt": "failed"}
    assert Source.objects.get().refusal == "is not understood"
    assert retry(IntakeFile.objects.all()) == 1
    work()
    assert states(intake) == {"one.txt": "added"}
    assert Source.objects.get().refusal == ""


def test_what_the_database_refuses_is_kept_with_the_reason() -> None:
    def read_too_much(name: str, data: bytes) -> Reading | Refused:
        reading = read(name, data)
        assert isinstance(reading, Reading)
        object.__setattr__(reading.letter.priority, "value", "x" * 300)
        return reading

    intake = make_intake({"one.txt": LETTER})
    work(Tools(read_too_much))
    assert states(intake) == {"one.txt": "failed"}
    assert "cannot be stored" in intake.files.get().reason
    assert (Case.objects.count(), Source.objects.get().refusal != "") == (0, True)


def test_two_workers_never_make_two_cases_of_one_file() -> None:
    make_intake({"one.txt": LETTER})
    make_intake({"two.txt": LETTER})

    def read_slowly(name: str, data: bytes) -> Reading | Refused:
        """While this worker reads the first, another finishes the second."""
        if name == "one.txt":
            work()
        return read(name, data)

    assert work_once(Tools(read_slowly))
    assert (Case.objects.count(), DisputedItem.objects.count()) == (1, 1)
    assert sorted(IntakeFile.objects.values_list("state", flat=True)) == ["added", "unchanged"]
    assert timezone.now() >= IntakeFile.objects.latest("finished_at").finished_at  # type: ignore[operator]


PICTURES = make_pdf([], [])


def test_a_pdf_of_pictures_is_kept_and_marked() -> None:
    intake = make_intake({"scan.pdf": PICTURES})
    work()
    file = intake.files.get()
    assert (file.state, file.case) == ("review", None)
    assert "OCR" in file.reason
    assert "OCR" in Source.objects.get().refusal


@pytest.fixture
def fake_ocr(tmp_path: Path) -> Callable[[str], Ocr]:
    """A program that is called as ocrmypdf is, and does what the given lines of Python say."""

    def make(lines: str) -> Ocr:
        program = tmp_path / "ocr.py"
        program.write_text(f"import sys, pathlib\ngiven, made = map(pathlib.Path, sys.argv[1:])\n{lines}")
        return Ocr(("python3", str(program)), seconds=20)

    return make


def test_with_ocr_a_pdf_of_pictures_is_read_and_says_so(
    fake_ocr: Callable[[str], Ocr], storage: Path, tmp_path: Path
) -> None:
    readable = tmp_path / "readable.pdf"
    lines = LETTER.decode().split("\n")
    readable.write_bytes(make_pdf(*(["\n".join(lines[at : at + 40])] for at in range(0, len(lines), 40))))
    intake = make_intake({"scan.pdf": PICTURES})
    work()
    retry(IntakeFile.objects.all())
    work(Tools(read, fake_ocr(f"import shutil; shutil.copy({str(readable)!r}, made)")))
    case = intake.files.get().case
    assert case
    assert case.case_number == "CM14-0095145"
    assert "ocr" in {problem["code"] for problem in case.problems}
    assert (storage / case.source.file).read_bytes() == PICTURES
    assert case.source.refusal == ""


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        pytest.param("sys.exit(3)", "status 3", id="it fails"),
        pytest.param("", "status 0", id="it writes nothing"),
        pytest.param("made.write_bytes(given.read_bytes())", "no text was found", id="it finds no text"),
        pytest.param("import time; time.sleep(60)", "longer than 1 seconds", id="it hangs"),
    ],
)
def test_an_ocr_that_does_not_help_leaves_the_file_marked(
    fake_ocr: Callable[[str], Ocr], lines: str, reason: str
) -> None:
    intake = make_intake({"scan.pdf": PICTURES})
    ocr = fake_ocr(lines)
    work(Tools(read, Ocr(ocr.command, seconds=1 if "sleep" in lines else 20)))
    file = intake.files.get()
    assert file.state == "review"
    assert reason in file.reason


def test_the_limits_that_are_set_hold() -> None:
    intake = make_intake({"long.pdf": make_pdf(["a"], ["b"], ["c"])})
    limits = Limits(pages=2)
    work(Tools(lambda name, data: read(name, data, limits), limits=limits))
    assert "has 3 pages; a letter has at most 2" in intake.files.get().reason
    assert LIMITS.pages == 500
