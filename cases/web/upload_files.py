"""Uploaded files as they stream in: each to a file of its own, and no more of a letter than one may have."""

from io import BufferedWriter
from pathlib import Path

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from cases.ingest.intake import Arrival
from cases.ingest.limits import Limits
from cases.ingest.walk import is_archive

FIELD = "files"
END = "whole"
"""The last field of the form. A browser that is gone before it is sent leaves a shorter form and no error."""


class NotWhole(Exception):
    """An upload of which not all came; the message says why and what to do."""


def read_upload(request: HttpRequest, folder: Path, limits: Limits) -> list[Arrival]:
    """The files of the request, in `folder`; raises NotWhole and, for a full disk, OSError.

    Whether all of them came only END in the form tells.
    """
    handler = _ToFolder(folder, limits)
    request.upload_handlers = [handler]
    try:
        request.POST  # noqa: B018 - reads the request
    except TooManyFilesSent as error:
        raise NotWhole("These are too many files at once: pack them into a zip archive, or send fewer.") from error
    except (MultiPartParserError, RequestDataTooBig, TooManyFieldsSent, UnreadablePostError) as error:
        raise NotWhole("The upload cannot be read: send it again.") from error
    return handler.arrivals


class _ToFolder(FileUploadHandler):
    """Writes each file to the folder and keeps none open; what is beyond the limit of a letter is only counted."""

    chunk_size = 256 * 1024

    def __init__(self, folder: Path, limits: Limits) -> None:
        super().__init__()
        self.folder, self.limits = folder, limits
        self.arrivals: list[Arrival] = []

    def new_file(self, *args: object, **named: object) -> None:
        super().new_file(*args, **named)  # type: ignore[arg-type]
        self.path = self.folder / str(len(self.arrivals))
        self.size, self.most = 0, self.limits.file
        self.file: BufferedWriter = self.path.open("wb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start == 0 and is_archive(raw_data):
            self.most = self.limits.unpacked
        if self.size <= self.most:
            self._write(raw_data)
        self.size += len(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        self.file.close()
        if self.field_name == FIELD:
            self.arrivals.append(Arrival(self.file_name or "", self.path, self.size))
        return None

    def upload_interrupted(self) -> None:
        self.file.close()

    def _write(self, data: bytes) -> None:
        try:
            self.file.write(data)
        except OSError:
            self.file.raw.close()  # what waits to be written will not be
            raise
