"""Paths to files: folders and zip archives are walked, what cannot be opened is named.

Nothing of an archive is written to disk, so no name in it can lead anywhere;
limits keep a crafted archive from filling memory.
"""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

SUFFIXES = frozenset({".txt", ".pdf"})
LARGEST_FILE = 50 * 1024 * 1024
MOST_MEMBERS = 200_000
LARGEST_ARCHIVE = 8 * 1024 * 1024 * 1024


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


def open_files(files: Sequence[Path]) -> Iterator[Incoming]:
    """Every file with its bytes; an archive gives its members."""
    for path in files:
        try:
            if path.suffix.lower() == ".zip":
                yield from _members(path)
            else:
                yield _whole(path)
        except OSError as error:
            yield Incoming(
                path.name, None, f"cannot be opened ({error.strerror or error}); check the file and its permissions"
            )


def _whole(path: Path) -> Incoming:
    size = path.stat().st_size
    if size > LARGEST_FILE:
        return Incoming(path.name, None, f"is {size:,} bytes; a letter has at most {LARGEST_FILE:,}")
    return Incoming(path.name, path.read_bytes())


def _members(path: Path) -> Iterator[Incoming]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > MOST_MEMBERS:
                yield Incoming(
                    path.name, None, f"holds {len(infos):,} files; split it into archives of at most {MOST_MEMBERS:,}"
                )
                return
            left = LARGEST_ARCHIVE
            for info in infos:
                incoming = _member(archive, info, left)
                left -= len(incoming.data or b"")
                yield incoming
    except zipfile.BadZipFile as error:
        yield Incoming(path.name, None, f"is no readable zip archive ({error}); make it again")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> Incoming:
    inside = PurePosixPath(info.filename.replace("\\", "/"))
    name = inside.name
    if inside.is_absolute() or ".." in inside.parts or ":" in inside.parts[0]:
        return Incoming(
            name, None, f"stands in the archive under the unsafe path {info.filename!r}; pack it again without"
        )
    if inside.suffix.lower() not in SUFFIXES:
        return Incoming(name, None, "is neither .txt nor .pdf; archives inside archives are not opened")
    if info.flag_bits & 0x1:
        return Incoming(name, None, "is encrypted; pack it again without a password")
    limit = min(LARGEST_FILE, left)
    try:
        with archive.open(info) as member:
            # The size in the archive's directory may lie: what counts is what comes out.
            data = member.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        return Incoming(name, None, f"cannot be unpacked ({error}); make the archive again")
    if len(data) > limit:
        return Incoming(name, None, f"unpacks to more than {limit:,} bytes; a letter has at most {LARGEST_FILE:,}")
    return Incoming(name, data)
