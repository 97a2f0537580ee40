"""Bytes to the one canonical text of a letter: stored, immutable, and what every span points into."""

import itertools
import re
import unicodedata
from collections.abc import Iterator

from cases.letters.model import NotALetter, Span

MOST_CONTROLS = 0.02
"""Share of control characters from which on bytes are no text; random bytes have more than a tenth."""

FEWEST_DOUBLED_LINES = 8

HTML_RE = re.compile(r"\s{0,99}(?:<\?xml[^>]{0,200}>\s{0,99})?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
CONTROL_RE = re.compile(r"[\x00-\x08\x0e-\x1f]")
NON_ASCII_RE = re.compile(r"[^\x00-\x7f]")
SOFT_BREAK_RE = re.compile("\u00ad[ \t]{0,9}\r?\n")
LINE_HYPHEN_RE = re.compile(r"-(?<=\w-)\n+(?=\w)")

# What extractors leave behind. U+FFFE and U+0002 are how pdfium writes a hyphen at the end of a line.
_PLAIN = dict.fromkeys(range(32)) | {0x7F: None} | dict.fromkeys((10, 11, 12, *range(28, 31)), "\n")
_PLAIN |= {0x09: " ", 0x02: "-"}
_ODD = dict.fromkeys(map(chr, (0x85, 0x2028, 0x2029)), "\n")
_ODD |= dict.fromkeys(map(chr, (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)), " ")
_ODD |= dict.fromkeys(map(chr, (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFF)), "")
_ODD |= dict.fromkeys(map(chr, (0x2010, 0x2011, 0xFFFE)), "-")
_ODD |= {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
ODD_RE = re.compile("[" + "".join(_ODD) + "\x80-\x9f\ud800-\udfff]")


def decode(data: bytes) -> str:
    """The text in bytes: UTF-8, UTF-16 (with or without its mark) or, failing both, Windows-1252.

    Raises NotALetter for what is no text: nothing at all, binary data, an HTML page.
    """
    if not data.strip():
        raise NotALetter("is empty")
    text = _decode(data)
    if len(CONTROL_RE.findall(text)) > len(text) * MOST_CONTROLS:
        raise NotALetter("is binary data, not text; give the letter as PDF or plain text")
    if HTML_RE.match(text):
        raise NotALetter("is an HTML page, often a site's error page; save the letter itself as PDF or plain text")
    return text


def canonical(text: str) -> str:
    """The canonical text: composed Unicode, one newline a line, one blank line a gap, no page breaks.

    Doubled newlines are undoubled, blanks at either end of a line go, and a line that ends in a
    hyphen is joined to the next without a blank. Applied again it changes nothing.
    """
    while (cleaner := _cleaned(text)) != text:
        text = cleaner
    return text


def folded(words: str) -> str:
    """The words with every run of white space folded to one blank."""
    return " ".join(words.split())


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without white space at either end; empty, at `start`, where nothing else is there."""
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    if left == len(words):
        return Span(start, start)
    return Span(start + left, start + len(words.rstrip()))


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        # Latin letters in UTF-16 have a zero in every other byte.
        if len(data) > 3 and data[offset::2].count(0) > len(data) * 0.4:
            return data.decode(encoding, "replace")
    text = data.decode("utf-8-sig", "replace")
    wrong = text.count("\ufffd")
    if wrong * 2 > len(NON_ASCII_RE.findall(text)):
        return data.decode("cp1252", "replace")
    return text


def _cleaned(text: str) -> str:
    lines = _characters(text).split("\n")
    while _is_doubled(lines):
        lines = list(_undoubled(lines))
    text = "\n".join(_with_single_gaps(lines)).strip()
    return LINE_HYPHEN_RE.sub("-", text) if "-\n" in text else text


def _characters(text: str) -> str:
    if not text.isascii():
        text = ODD_RE.sub(_plain, SOFT_BREAK_RE.sub("", text))
        text = unicodedata.normalize("NFC", text)
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_PLAIN)


def _plain(match: re.Match[str]) -> str:
    char = match.group()
    return _ODD.get(char, "\ufffd" if char >= "\ud800" else "")


def _is_doubled(lines: list[str]) -> bool:
    """Whether every newline stands twice: no line directly under another, and lines that go on in mid sentence."""
    filled = [index for index, line in enumerate(lines) if line]
    if len(filled) < FEWEST_DOUBLED_LINES:
        return False
    close = sum(after - before == 1 for before, after in itertools.pairwise(filled))
    if close * 20 > len(filled):
        return False
    return sum(lines[index][0].islower() for index in filled) * 10 > len(filled)


def _undoubled(lines: list[str]) -> Iterator[str]:
    may_drop = False
    for line in lines:
        if line or not may_drop:
            yield line
            may_drop = True
        else:
            may_drop = False


def _with_single_gaps(lines: list[str]) -> Iterator[str]:
    """The lines without blanks at either end, each gap one blank line, and without page breaks.

    Where gaps are written as lines of blanks, a run of empty lines is a page break.
    """
    lines = [line if line.strip() else line[:1] for line in lines]
    runs = [set(run) for is_blank, run in itertools.groupby(lines, key=_is_blank) if is_blank]
    marked = sum(" " in run for run in runs)
    are_marked = marked * 2 > len(runs)
    for is_blank, run in itertools.groupby(lines, key=_is_blank):
        if not is_blank:
            yield from (line.strip() for line in run)
        elif not are_marked or " " in set(run):
            yield ""


def _is_blank(line: str) -> bool:
    return line in ("", " ")
