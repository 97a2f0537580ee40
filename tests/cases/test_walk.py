"""Paths to files: what is walked, what is refused and how that is said."""

import io
import zipfile
from pathlib import Path

import pytest

from cases.ingest.limits import LIMITS, Limits
from cases.ingest.walk import Incoming, NoSuchPath, check_paths, find_files, open_files


def make_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def opened(path: Path, limits: Limits = LIMITS) -> dict[str, Incoming]:
    return {incoming.name: incoming for incoming in open_files([path], limits)}


def test_folders_are_walked_and_named_files_are_taken_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    for name in ("b.txt", "a.PDF", "below/c.txt", "notes.doc", ".hidden.txt"):
        (tmp_path / name).write_text("x")
    assert [file.name for file in find_files([tmp_path])] == ["a.PDF", "b.txt", "c.txt"]
    assert [file.name for file in find_files([tmp_path / "notes.doc"])] == ["notes.doc"]


def test_a_path_that_does_not_exist_is_named() -> None:
    with pytest.raises(NoSuchPath, match=r"nowhere\.txt"):
        check_paths([Path("nowhere.txt")])


def test_an_archive_gives_its_letters(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "letters.zip", {"a.txt": b"one", "folder/b.pdf": b"two"})
    assert {name: i.data for name, i in opened(archive).items()} == {"a.txt": b"one", "b.pdf": b"two"}


@pytest.mark.parametrize("name", ["/etc/passwd.txt", "../up.txt", "a/../../up.txt", "C:/up.txt", "..\\up.txt"])
def test_an_unsafe_path_in_an_archive_is_refused_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    archive = make_zip(tmp_path / "letters.zip", {name: b"evil", "good.txt": b"good"})
    bad, good = open_files([archive])
    assert bad.data is None
    assert "unsafe path" in bad.refusal
    assert good.data == b"good"


@pytest.mark.parametrize("name", ["inner.zip", "inner.txt", "inner"])
def test_an_archive_in_an_archive_is_not_opened_whatever_its_name(tmp_path: Path, name: str) -> None:
    inner = io.BytesIO()
    zipfile.ZipFile(inner, "w").close()
    archive = make_zip(tmp_path / "letters.zip", {name: inner.getvalue()})
    assert "not opened" in opened(archive)[name].refusal


def test_a_member_is_taken_for_its_content(tmp_path: Path) -> None:
    members = {"scan.bak": b"%PDF-1.7", "letter": b"text", "table.csv": b"a;b"}
    found = opened(make_zip(tmp_path / "letters.zip", members))
    assert [incoming.data for incoming in found.values()] == [b"%PDF-1.7", b"text", None]


def test_what_systems_hide_among_the_files_is_passed_over(tmp_path: Path) -> None:
    members = {"__MACOSX/._a.txt": b"x", "folder/.DS_Store": b"x", "folder/a.txt": b"one"}
    assert list(opened(make_zip(tmp_path / "letters.zip", members))) == ["a.txt"]


@pytest.mark.parametrize("part", ["[Content_Types].xml", "mimetype"])
def test_a_document_of_an_office_program_is_no_archive_of_letters(tmp_path: Path, part: str) -> None:
    archive = make_zip(tmp_path / "letter.zip", {part: b"x", "word/document.xml": b"x"})
    assert "save it as PDF" in opened(archive)["letter.zip"].refusal


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["bzip2", "LZMA"])
def test_what_cannot_be_unpacked_within_bounds_is_not_unpacked(tmp_path: Path, packing: int) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", packing) as archive:
        archive.writestr("bomb.txt", b"0" * 1_000_000)
    assert "plain zip" in opened(tmp_path / "bomb.zip")["bomb.txt"].refusal


def test_a_directory_that_would_fill_memory_is_not_read(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "letters.zip", {f"{'n' * 200}{number}.txt": b"" for number in range(20)})
    assert "directory is too large" in opened(archive, Limits(members=1))["letters.zip"].refusal


def test_a_bomb_is_cut_at_the_limit(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "bomb.zip", {"bomb.txt": b"0" * 10_000_000, "small.txt": b"small"})
    found = opened(archive, Limits(file=1_000))
    assert found["bomb.txt"].data is None
    assert "1,000 bytes" in found["bomb.txt"].refusal
    assert found["small.txt"].data == b"small"


def test_all_that_an_archive_unpacks_to_is_limited(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "letters.zip", {"a.txt": b"a" * 100, "b.txt": b"b" * 100})
    found = opened(archive, Limits(unpacked=150))
    assert found["a.txt"].data is not None
    assert "more than 50 bytes" in found["b.txt"].refusal


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "letters.zip", {"a.txt": b"", "b.txt": b""})
    assert "split it" in opened(archive, Limits(members=1))["letters.zip"].refusal


def test_a_broken_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and nothing more")
    assert "no readable zip" in opened(tmp_path / "broken.zip")["broken.zip"].refusal


def test_a_damaged_member_harms_no_other(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "letters.zip", {"a.txt": b"a" * 1000, "b.txt": b"good"})
    data = bytearray(archive.read_bytes())
    data[35] ^= 0xFF
    archive.write_bytes(data)
    found = opened(archive)
    assert "cannot be unpacked" in found["a.txt"].refusal
    assert found["b.txt"].data == b"good"


def test_a_file_that_is_too_large_is_named(tmp_path: Path) -> None:
    (tmp_path / "large.txt").write_bytes(b"0" * 11)
    assert "at most 10" in opened(tmp_path / "large.txt", Limits(file=10))["large.txt"].refusal


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    assert "cannot be opened" in opened(tmp_path / "gone.txt")["gone.txt"].refusal
