"""Storages that fail as real ones do."""

import errno
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage


class FullDisk(FileSystemStorage):
    """A folder that takes `room` files; of the next it takes a piece and no more."""

    def __init__(self, room: int = 0, **options: Any) -> None:
        super().__init__(**options)
        self.room = room

    def save(self, name: str | None, content: IO[Any], max_length: int | None = None) -> str:
        if self.room == 0:
            super().save(name, ContentFile(b"half"), max_length)
            raise OSError(errno.ENOSPC, "No space left on device")
        self.room -= 1
        return super().save(name, content, max_length)
