"""Original files: kept under the SHA-256 of their bytes, whole or not at all."""

import hashlib
import os
import threading
from pathlib import Path

from django.core.files.base import ContentFile
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
    if isinstance(default_storage, FileSystemStorage):
        _write(Path(default_storage.path(name)), data)
        return name
    if known:
        default_storage.delete(name)
    return default_storage.save(name, ContentFile(data))  # a store that is no folder takes a file whole


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    with half.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
