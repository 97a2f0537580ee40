"""Original files: kept under the SHA-256 of their bytes, whole or not at all."""

import hashlib
import io
import os
import shutil
import threading
from pathlib import Path
from typing import IO

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage


def sha256(data: bytes) -> str:
    """The name of a file's bytes, 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def file_name(digest: str) -> str:
    """Where in storage the original with this SHA-256 lies."""
    return f"sources/{digest[:2]}/{digest}"


def keep_file(data: bytes, digest: str) -> str:
    """Writes the original to storage, where it is not yet whole there; returns its name in storage.

    When it returns, the file is whole and on disk, whatever is killed or fails later and whoever writes the
    same file at the same time; so it needs no lock.
    """
    name = file_name(digest)
    known = default_storage.exists(name)
    if known and default_storage.size(name) == len(data):
        return name
    if _is_folder():
        _write(Path(default_storage.path(name)), io.BytesIO(data))
        return name
    if known:
        default_storage.delete(name)
    return default_storage.save(name, ContentFile(data))  # a store that is no folder takes a file whole


def keep_copy(path: Path, name: str) -> str:
    """Writes a copy of a file to storage under a name that nobody else has, as whole; returns its name there."""
    with path.open("rb") as file:
        if not _is_folder():
            return default_storage.save(name, File(file))
        _write(Path(default_storage.path(name)), file)
        return name


def _is_folder() -> bool:
    return isinstance(default_storage, FileSystemStorage)


def _write(path: Path, data: IO[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        with half.open("wb") as file:
            shutil.copyfileobj(data, file)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
