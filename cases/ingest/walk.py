"""Paths to files: folders and zip archives are walked, what cannot be opened is named.

Nothing of an archive is written to disk, so no name in it can lead anywhere;
limits keep a crafted archive from filling memory.
"""

import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from cases.ingest.extract import PDF, media_type_of
from cases.ingest.limits import LIMITS, Limits

SUFFIXES = frozenset({".txt", ".pdf"})
ARCHIVE_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OFFICE_PARTS = frozenset({"[Content_Types].xml", "mimetype"})
"""Files by which a document of a word processor or a spreadsheet, which is an archive too, is known."""
BYTES_A_MEMBER = 1_000
"""The most that the directory of an archive spends on a member on average; a crafted one could fill memory."""
UNBOUNDED = {zipfile.ZIP_BZIP2: "bzip2", zipfile.ZIP_LZMA: "LZMA"}
"""Ways of packing that the standard library unpacks without a bound."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that came: its bytes, or (`data` is `None`) why it has none."""

    name: str
    data: bytes | None
    refusal: str = ""


class NoSuchPath(ValueError):
    """A path that is neither a file nor a folder; the message names it and the remedy."""


def check_paths(paths: Sequence[Path]) -> None:
    """Raises NoSuchPath for the first path that does not exist, before anything is read."""
    for path in paths:
        if not path.exists():
            raise NoSuchPath(f"{path}: there is no such file or folder; check the path")


def find_files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files meant by `paths`, in order: those named, and letters and archives below folders."""
    for path in paths:
        if path.is_dir():
            below = (file for file in sorted(path.rglob("*")) if file.is_file() and not file.name.startswith("."))
            yield from (file for file in below if file.suffix.lower() in {*SUFFIXES, ".zip"})
        else:
            yield path


def open_files(files: Sequence[Path], limits: Limits = LIMITS) -> Iterator[Incoming]:
    """Every file with its bytes; an archive gives its members."""
    for path in files:
        try:
            if path.suffix.lower() == ".zip":
                yield from _all_members(path, limits)
            else:
                yield _whole(path, limits)
        except OSError as error:
            yield Incoming(
                path.name, None, f"cannot be opened ({error.strerror or error}); check the file and its permissions"
            )


def is_archive(start: bytes) -> bool:
    """Whether a file that begins so is a zip archive, whatever its name."""
    return start.startswith(ARCHIVE_MARKS)


class BadArchive(ValueError):
    """An archive that cannot be opened, as the end of a sentence that begins with its name."""


class Archive:
    """A zip archive of letters: its members in order, without folders and what systems hide among the files."""

    def __init__(self, file: IO[bytes], limits: Limits = LIMITS) -> None:
        """Raises BadArchive."""
        self.limits = limits
        bounded = _BoundedReads(file, limits.members * BYTES_A_MEMBER)
        try:
            self.zip = zipfile.ZipFile(bounded)
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
            raise BadArchive(f"is no readable zip archive ({error}); make it again") from error
        bounded.most = sys.maxsize  # what comes out of a member is bounded where it is read
        if OFFICE_PARTS.intersection(self.zip.namelist()[:1]):
            raise BadArchive("is a document of an office program; save it as PDF and give that")
        self.members = [info for info in self.zip.infolist() if not (info.is_dir() or _is_hidden(info))]
        if len(self.members) > limits.members:
            raise BadArchive(f"holds {len(self.members):,} files; split it into archives of at most {limits.members:,}")

    def open_members(self, start: int = 0, stop: int | None = None, *, left: int) -> Iterator[Incoming]:
        """Those members with their bytes; `left` bytes is all that they may unpack to together."""
        for info in self.members[start:stop]:
            incoming = _member(self.zip, info, limits=self.limits, left=left)
            left -= len(incoming.data or b"")
            yield incoming


class _BoundedReads:
    """A file of which nobody reads more than `most` bytes at a time."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self.file = file
        self.most = most
        self.seek, self.tell, self.seekable, self.close = file.seek, file.tell, file.seekable, file.close

    def read(self, size: int = -1) -> bytes:
        if size > self.most:
            raise zipfile.BadZipFile("its directory is too large")
        return self.file.read(size)


def _is_hidden(info: zipfile.ZipInfo) -> bool:
    parts = info.filename.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or (parts[-1].startswith(".") and parts[-1] != "..")


def _whole(path: Path, limits: Limits) -> Incoming:
    size = path.stat().st_size
    if size > limits.file:
        return Incoming(path.name, None, f"is {size:,} bytes; a letter has at most {limits.file:,}")
    return Incoming(path.name, path.read_bytes())


def _all_members(path: Path, limits: Limits) -> Iterator[Incoming]:
    with path.open("rb") as file:
        try:
            archive = Archive(file, limits)
        except BadArchive as error:
            yield Incoming(path.name, None, str(error))
        else:
            yield from archive.open_members(left=limits.unpacked)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, *, limits: Limits, left: int) -> Incoming:
    inside = PurePosixPath(info.filename.replace("\\", "/"))
    name = inside.name
    if refusal := _refusal(info, inside):
        return Incoming(name, None, refusal)
    limit = min(limits.file, left)
    try:
        with archive.open(info) as member:
            # The size in the archive's directory may lie: what counts is what comes out.
            data = member.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        return Incoming(name, None, f"cannot be unpacked ({error}); make the archive again")
    if len(data) > limit:
        return Incoming(name, None, f"unpacks to more than {limit:,} bytes; a letter has at most {limits.file:,}")
    if is_archive(data) or (inside.suffix.lower() not in {*SUFFIXES, ""} and media_type_of(data) != PDF):
        return Incoming(name, None, "is neither .txt nor .pdf; archives inside archives are not opened")
    return Incoming(name, data)


def _refusal(info: zipfile.ZipInfo, inside: PurePosixPath) -> str:
    """Why a member is not even opened; empty where it is."""
    if inside.is_absolute() or ".." in inside.parts or ":" in inside.parts[0]:
        return f"stands in the archive under the unsafe path {info.filename!r}; pack it again without"
    if info.flag_bits & 0x1:
        return "is encrypted; pack it again without a password"
    if info.compress_type in UNBOUNDED:
        return f"is packed with {UNBOUNDED[info.compress_type]}; pack it again as plain zip"
    return ""
