"""Storages that fail as real ones do."""

import errno
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage


class FullDisk(Storage):
    """A store that takes `room` files; of the next it takes a piece and no more."""

    def __init__(self, room: int = 0, **options: Any) -> None:
        self.folder = FileSystemStorage(**options)
        self.room = room
        for name in ("exists", "size", "delete", "open"):
            setattr(self, name, getattr(self.folder, name))

    def save(self, name: str | None, content: IO[Any] | File, max_length: int | None = None) -> str:
        if self.room == 0:
            self.folder.save(name, ContentFile(b"half"), max_length)
            raise OSError(errno.ENOSPC, "No space left on device")
        self.room -= 1
        return self.folder.save(name, content, max_length)
