"""Paths to files: what is walked, what is refused and how that is said."""

import io
import zipfile
from pathlib import Path

import pytest

from cases.ingest import walk
from cases.ingest.walk import Incoming, NoSuchPath, check_paths, find_files, open_files


def make_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def opened(path: Path) -> dict[str, Incoming]:
    return {incoming.name: incoming for incoming in open_files([path])}


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


def test_what_is_no_letter_in_an_archive_is_named(tmp_path: Path) -> None:
    inner = io.BytesIO()
    zipfile.ZipFile(inner, "w").close()
    archive = make_zip(tmp_path / "letters.zip", {"inner.zip": inner.getvalue()})
    assert "not opened" in opened(archive)["inner.zip"].refusal


def test_a_bomb_is_cut_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "LARGEST_FILE", 1_000)
    archive = make_zip(tmp_path / "bomb.zip", {"bomb.txt": b"0" * 10_000_000, "small.txt": b"small"})
    found = opened(archive)
    assert found["bomb.txt"].data is None
    assert "1,000 bytes" in found["bomb.txt"].refusal
    assert found["small.txt"].data == b"small"


def test_all_that_an_archive_unpacks_to_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "LARGEST_ARCHIVE", 150)
    archive = make_zip(tmp_path / "letters.zip", {"a.txt": b"a" * 100, "b.txt": b"b" * 100})
    found = opened(archive)
    assert found["a.txt"].data is not None
    assert "more than 50 bytes" in found["b.txt"].refusal


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "MOST_MEMBERS", 1)
    archive = make_zip(tmp_path / "letters.zip", {"a.txt": b"", "b.txt": b""})
    assert "split it" in opened(archive)["letters.zip"].refusal


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


def test_a_file_that_is_too_large_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "LARGEST_FILE", 10)
    (tmp_path / "large.txt").write_bytes(b"0" * 11)
    assert "at most 10" in opened(tmp_path / "large.txt")["large.txt"].refusal


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    assert "cannot be opened" in opened(tmp_path / "gone.txt")["gone.txt"].refusal
