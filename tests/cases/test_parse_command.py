"""`manage.py parse`: one JSON record a line, in the order given, whatever the files are; no database."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from cases.management.commands import parse
from tests.cases.pdf_makers import make_pdf
from tests.letters.makers import make_header, make_letter

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def letters(tmp_path: Path) -> list[Path]:
    """Three files: a letter, a file that is no letter, a letter in a PDF."""
    paths = [tmp_path / name for name in ("one.txt", "two.txt", "three.pdf")]
    paths[0].write_text(make_letter(), encoding="utf-8")
    paths[1].write_bytes(b"")
    paths[2].write_bytes(make_pdf(make_letter(header=make_header(Case_Number="CM16-0000043")).split("\n\n")))
    return paths


def run(*paths: Path) -> tuple[list[dict[str, Any]], str, int]:
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command("parse", *map(str, paths), stdout=out, stderr=err)
    except SystemExit as left:
        status = int(left.code or 0)
    return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue(), status


def test_each_file_gives_a_line_in_the_order_given(letters: list[Path]) -> None:
    records, errors, status = run(*reversed(letters))
    assert [record["source"]["name"] for record in records] == ["three.pdf", "two.txt", "one.txt"]
    assert [record["case_number"] for record in records] == ["CM16-0000043", None, "CM16-0000042"]
    assert [record["source"]["media_type"] for record in records] == ["application/pdf", "text/plain", "text/plain"]
    assert (errors, status) == ("", 0)


def test_a_file_that_is_no_letter_has_a_record_with_a_problem(letters: list[Path]) -> None:
    (record,), _, status = run(letters[1])
    assert (record["format"], record["text"], record["items"]) == ("unknown", "", [])
    assert [(problem["code"], problem["message"]) for problem in record["problems"]] == [
        ("not-a-letter", "The file is empty.")
    ]
    assert status == 0


def test_unreadable_files_are_named_after_all_others_are_done(letters: list[Path], tmp_path: Path) -> None:
    locked = tmp_path / "locked.pdf"
    locked.write_bytes(make_pdf(["A letter."], password="secret"))
    records, errors, status = run(tmp_path / "missing.txt", locked, tmp_path, letters[0])
    assert [record["source"]["name"] for record in records] == ["one.txt"]
    assert "missing.txt: cannot be opened (No such file or directory)" in errors
    assert "locked.pdf: is locked with a password" in errors
    assert len(errors.splitlines()) == 3
    assert status == 1


def test_many_files_are_read_in_order_by_several_processes(letters: list[Path], tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(parse.FEW + 4)]
    for number, path in enumerate(paths):
        path.write_text(make_letter(header=make_header(Case_Number=f"CM16-00000{number:02}")), encoding="utf-8")
    records, _, _ = run(*paths, tmp_path / "missing.txt", letters[0])
    assert [record["source"]["name"] for record in records] == [*(path.name for path in paths), "one.txt"]


def test_the_command_needs_no_database_and_no_reader_to_the_end(letters: list[Path]) -> None:
    command = [sys.executable, "manage.py", "parse", *map(str, letters * 5)]
    environment = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing", "PYTHONWARNINGS": "error"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        assert json.loads(process.stdout.readline())["case_number"] == "CM16-0000042"
        process.stdout.close()
        assert process.stderr.read() == ""


def test_a_reader_that_has_seen_enough_ends_the_command_quietly() -> None:
    samples = sorted(map(str, (ROOT / "samples").glob("*.txt"))) * 20
    command = [sys.executable, "manage.py", "parse", *samples]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline().startswith(b"{")
        running.stdout.close()
        assert running.stderr.read() == b""
