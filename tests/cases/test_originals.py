"""Original files are kept whole or not at all, whatever fails."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cases.ingest.originals import keep_copy, keep_file, sha256


@pytest.fixture
def storage(settings: Any, tmp_path: Path) -> Path:
    """Original files of a test go to a folder of its own."""
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return tmp_path / "files"


@contextmanager
def no_large_file() -> Iterator[None]:
    """Writing fails after a thousand bytes, as on a disk that fills up.

    Around the one call only: the limit is the whole process's, and pytest writes its report to a file too.
    """
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_copy_is_whole(storage: Path, tmp_path: Path) -> None:
    (tmp_path / "came").write_bytes(b"x" * 100_000)
    assert (storage / keep_copy(tmp_path / "came", "archives/a.zip")).read_bytes() == b"x" * 100_000


@pytest.mark.parametrize(
    "keep",
    [lambda path: keep_file(path.read_bytes(), sha256(b"")), lambda path: keep_copy(path, "archives/a.zip")],
    ids=["a letter", "an archive"],
)
def test_what_cannot_be_written_leaves_nothing(storage: Path, keep: Callable[[Path], str]) -> None:
    with no_large_file(), pytest.raises(OSError, match="large"):
        keep(Path(__file__))
    assert [path for path in storage.rglob("*") if path.is_file()] == []
