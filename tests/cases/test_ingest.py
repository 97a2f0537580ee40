"""Files to rows: what becomes of each file, once, again, and when things go wrong."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from cases.ingest.ingest import FileResult, ingest
from cases.ingest.walk import Incoming, find_files, open_files
from cases.models import Case, DisputedItem, GuidelineCitation, Source
from tests.cases.ingest_makers import LETTER, SAMPLES, everything, make_letter

IN_MEMORY = "django.core.files.storage.InMemoryStorage"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> Path:
    """Original files of a test go to a folder of its own."""
    location = tmp_path / "files"
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": location}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return location


def take(*files: tuple[str, bytes], **options: Any) -> list[FileResult]:
    return list(ingest([Incoming(name, data) for name, data in files], **options))


def results(outcome: Iterable[FileResult]) -> list[str]:
    return [result.result for result in outcome]


def test_the_samples_are_added_once_and_then_unchanged(storage: Path) -> None:
    files = list(find_files([SAMPLES]))
    assert results(ingest(open_files(files), workers=2)) == ["added"] * 5
    before = everything()
    assert results(ingest(open_files(files))) == ["unchanged"] * 5
    assert everything() == before
    assert (Case.objects.published().count(), DisputedItem.objects.count()) == (5, 10)
    for source in Source.objects.all():
        assert (storage / source.file).stat().st_size == source.size


def test_every_stored_value_is_the_words_of_its_span() -> None:
    take(("CM14-0095145.txt", LETTER))
    case = Case.objects.get(slug="cm14-0095145")
    item = case.items.get()
    citation = item.citations.order_by("position")[0]

    def words(span: list[int]) -> str:
        return " ".join(case.text[slice(*span)].split())

    assert words(case.spans["case_number"]) == case.case_number
    assert words(item.spans["request"]) == item.request
    assert words(item.spans["rationale"]) == item.rationale
    assert words([citation.start, citation.end]) == citation.text


def test_the_same_text_in_other_bytes_is_unchanged() -> None:
    assert results(take(("a.txt", LETTER), ("b.txt", LETTER.replace(b"\n", b"\r\n")))) == ["added", "unchanged"]
    assert Case.objects.count() == 1


def test_another_text_under_the_same_case_number_supersedes() -> None:
    newer = LETTER.replace(b"Eight (8) Additional", b"Nine (9) Additional")
    assert results(take(("a.txt", LETTER), ("b.txt", newer))) == ["added", "updated"]
    case = Case.objects.published().get(case_number="CM14-0095145")
    assert case.slug == "cm14-0095145"
    assert case.items.get().request.startswith("Nine")
    assert case.supersedes is not None
    assert case.supersedes.status == "superseded"
    assert results(take(("a.txt", LETTER), ("b.txt", newer))) == ["unchanged", "unchanged"]


def test_a_letter_read_under_other_rules_is_read_again_in_place() -> None:
    take(("a.txt", LETTER))
    Case.objects.update(fingerprint="older rules", outcome="overturned")
    assert results(take(("a.txt", LETTER))) == ["updated"]
    assert Case.objects.get().outcome == "upheld"


NO_LETTERS = {
    "empty": b"",
    "blank": b" \n\n ",
    "binary": bytes(range(256)) * 40,
    "nul": b"\0" * 100,
    "html": b"<!DOCTYPE html><html><body><h1>404 Not Found</h1></body></html>",
    "not-a-pdf": b"%PDF-1.7 and then nothing that is one",
}


@pytest.mark.parametrize("data", NO_LETTERS.values(), ids=NO_LETTERS)
def test_what_is_no_letter_is_kept_with_the_reason_and_harms_no_other(data: bytes, storage: Path) -> None:
    bad, good = take(("bad", data), ("good.txt", LETTER))
    assert (bad.result, good.result) == ("failed", "added")
    source = Source.objects.get(name="bad")
    assert source.refusal == bad.reason != ""
    assert (storage / source.file).read_bytes() == data
    assert results(take(("bad", data))) == ["failed"]
    assert Source.objects.count() == 2


def test_a_letter_in_an_unknown_layout_is_kept_for_review_and_not_public() -> None:
    text = b"Dear Sir or Madam,\n\nwe have received your application for a review of the treatment in dispute.\n" * 5
    (result,) = take(("odd.txt", text))
    assert result.result == "review"
    case = Case.objects.get()
    assert (case.format, case.status) == ("unknown", "in-review")
    assert case.problems
    assert not Case.objects.published().exists()


def test_half_a_letter_never_hides_the_whole_one() -> None:
    half = LETTER[: LETTER.index(b"MAXIMUS guideline")]
    take(("whole.txt", LETTER))
    take(("half.txt", half))
    assert Case.objects.published().get().source.name == "whole.txt"


def test_a_letter_that_looks_like_it_identifies_a_person_is_held_and_its_words_are_not_told() -> None:
    named = LETTER.replace(b"The patient is a", b"SSN: 523-45-6781. The patient is a")
    (result,) = take(("named.txt", named))
    assert (result.result, Case.objects.get().status) == ("review", "held")
    assert "social security number" in result.reason
    assert "523" not in result.reason


@pytest.mark.parametrize("encode", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_of_a_file_does_not_matter(encode: str) -> None:
    text = LETTER.decode().replace("is not medically necessary", "is not “medically” necessary")
    take(("letter.txt", text.encode(encode)))
    assert "“medically”" in DisputedItem.objects.get().rationale


def test_a_script_in_a_request_and_a_rationale_of_300_kilobytes_are_only_text() -> None:
    script = b"<script>alert(1)</script> sessions"
    long = LETTER.replace(b"sessions, Cervical", script).replace(
        b"The medical necessity has", b"Exercise was advised. " * 15_000 + b"The medical necessity has"
    )
    assert results(take(("long.txt", long))) == ["added"]
    item = DisputedItem.objects.get()
    assert "<script>" in item.request
    assert len(item.rationale) > 300_000


def test_nothing_is_written_on_a_dry_run(storage: Path) -> None:
    bad = ("bad.txt", b"")
    assert results(take(("a.txt", LETTER), bad, dry_run=True)) == ["added", "failed"]
    assert (Source.objects.count(), Case.objects.count(), storage.exists()) == (0, 0, False)


def test_work_that_was_stopped_goes_on_where_it_was() -> None:
    files = [(f"{number}.txt", make_letter(number)) for number in range(12)]
    stopped = ingest([Incoming(*file) for file in files])
    next(stopped)
    stopped.close()
    assert 0 < Case.objects.count() < 12
    assert sorted(set(results(take(*files)))) == ["added", "unchanged"]
    assert Case.objects.count() == 12


def test_a_file_left_half_written_is_written_again(storage: Path) -> None:
    take(("a.txt", LETTER))
    kept = storage / Source.objects.get().file
    kept.write_bytes(LETTER[:10])
    Case.objects.update(fingerprint="older rules")
    take(("a.txt", LETTER))
    assert kept.read_bytes() == LETTER


def test_a_store_that_is_no_folder_is_given_the_file(settings: Any) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": IN_MEMORY}}
    take(("a.txt", LETTER))
    file = Source.objects.get().file
    with default_storage.open(file) as kept:
        assert kept.read() == LETTER
    assert not Path(file).exists()


def test_the_command_ends_with_the_counts_and_fails_where_a_file_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(SAMPLES, tmp_path / "letters")
    call_command("ingest", tmp_path / "letters", workers=1)
    assert capsys.readouterr().out.splitlines()[-1] == "added=5 updated=0 unchanged=0 review=0 failed=0"
    (tmp_path / "letters" / "empty.txt").touch()
    with pytest.raises(SystemExit) as stop:
        call_command("ingest", tmp_path / "letters", workers=1)
    assert stop.value.code == 1
    printed = capsys.readouterr()
    assert printed.out.splitlines()[-1] == "added=0 updated=0 unchanged=5 review=0 failed=1"
    assert "empty.txt" in printed.err


def test_section_names_are_kept_for_finding_in_one_spelling() -> None:
    take(("a.txt", LETTER.replace(b"Guidelines Physical", b"Guidelines PHYSICAL")))
    citation = GuidelineCitation.objects.get(cited_by="reviewer", cited_in="field")
    assert [name.lower() for name in citation.sections] == citation.section_names == ["physical medicine"]
