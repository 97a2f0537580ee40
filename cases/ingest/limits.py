"""How much may come at once, and how much a letter may hold."""

from dataclasses import dataclass

KILOBYTE = 1024
MEGABYTE = 1024 * KILOBYTE


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep one file from filling memory, disk or time; sizes in bytes.

    `file` is of a letter, `pages` and `characters` of what is in it and `seconds` of reading it;
    `members` and `unpacked` are of an archive, all of it together.
    """

    file: int = 50 * MEGABYTE
    pages: int = 500
    characters: int = 10_000_000
    seconds: int = 120
    members: int = 200_000
    unpacked: int = 8 * 1024 * MEGABYTE


LIMITS = Limits()


def megabytes(size: int) -> str:
    """A size as people say it: `50 MB`, `1.5 MB`, `12 kB`, `800 bytes`."""
    if size < KILOBYTE:
        return f"{size:,} bytes"
    if size < MEGABYTE:
        return f"{size / KILOBYTE:,.0f} kB"
    return f"{size / MEGABYTE:,.1f}".removesuffix(".0") + " MB"
