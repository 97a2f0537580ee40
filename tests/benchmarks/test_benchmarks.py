"""The benchmarks run, write what they are asked for, and find a reading that grows too fast."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from benchmarks import scaling, steps
from benchmarks.__main__ import BENCHMARKS, TOOLS, main
from benchmarks.corpus import generate
from cases.letters.parse import parse_letter
from cases.models import Case


def test_a_corpus_is_written_with_its_truth(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "--letters", "3", "--seed", "9", "--out", str(tmp_path), "--gold"]) == 0
    made = list(generate(9, 3))
    truths = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text().splitlines()]
    assert truths == [each.truth.to_gold() for each in made]
    assert [(tmp_path / f"{each.truth.name}.txt").read_bytes().decode() for each in made] == [
        each.text for each in made
    ]
    assert len(list((tmp_path / "gold").iterdir())) == 3
    assert "3 letters" in capsys.readouterr().out


def test_a_corpus_is_written_as_one_archive(tmp_path: Path) -> None:
    assert main(["corpus", "--letters", "4", "--start", "10", "--out", str(tmp_path), "--zip"]) == 0
    with ZipFile(tmp_path / "letters.zip") as archive:
        assert archive.namelist() == [f"letter-1-{index:07}.txt" for index in range(10, 14)]


def test_reading_prints_its_speed_and_its_steps(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reading", "--letters", "20"]) == 0
    printed = capsys.readouterr().out
    assert "letters a second" in printed
    assert "find_sections" in printed


def test_timing_the_steps_leaves_the_reading_as_it_was() -> None:
    letter = next(generate(1, 1)).text
    before = parse_letter(letter)
    assert dict(steps.time_steps([letter])).keys() >= {"canonical", "read_items", "  find_reasons"}
    assert parse_letter(letter) == before


@pytest.mark.django_db(transaction=True)
def test_ingest_is_measured_in_a_database_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ingest", "--letters", "9", "--filled", "4", "--workers", "1"]) == 0
    printed = capsys.readouterr().out
    assert "4 letters were there before" in printed
    for way in ("all of it is", "a letter a transaction", "bulk_create"):
        assert way in printed
    assert Case.objects.count() == 0


def test_a_reading_that_grows_with_the_square_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scaling, "seconds", lambda work, rounds: work() or 1)
    monkeypatch.setattr(scaling, "_read", lambda text: (len(text) / 1000) ** 2)
    assert main(["scaling"]) == 1
    assert "16.0 times as long" in capsys.readouterr().out


def test_a_reading_that_grows_as_its_text_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scaling, "seconds", lambda work, rounds: work())
    monkeypatch.setattr(scaling, "_read", len)
    assert main(["scaling"]) == 0


def test_every_benchmark_has_a_name_of_its_own() -> None:
    names = [each.NAME for each in BENCHMARKS + TOOLS]
    assert len(set(names)) == len(names)


@pytest.mark.django_db(transaction=True)
def test_similar_decisions_are_asked_for_in_every_way(capsys: pytest.CaptureFixture[str]) -> None:
    samples = Path(__file__).parents[2] / "samples"
    main(["similar", "--items", "400", "--asked", "4", "--letters", str(samples), "--list"])
    rows = [line for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")]
    assert [row[:40].split("  ")[0] for row in rows] == ["items of", *["all"] * 3, *["letters of the folder"] * 3]
    assert [row.split()[-1] for row in rows[1:]] == ["0"] * 6  # faults
    assert Case.objects.count() == 0


def test_a_folder_of_letters_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["similar", "--letters", "no/such/folder"])
    assert "'no/such/folder' is no folder" in capsys.readouterr().err
