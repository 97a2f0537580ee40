"""Bytes to the one canonical text of a letter: stored, immutable, and what every span points into."""

import re
import unicodedata

from cases.letters.model import NotALetter, Span

MOST_CONTROLS = 0.02
"""Share of control characters from which on bytes are no text; random bytes have more than a tenth."""

FEWEST_LINES = 16
SAMPLE = 120
"""Lines at the beginning of a text that tell how the others begin."""

HTML_RE = re.compile(r"\s{0,99}(?:<\?xml[^>]{0,200}>\s{0,99})?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
CONTROL_RE = re.compile(r"[\x00-\x08\x0e-\x1f]")
NON_ASCII_RE = re.compile(r"[^\x00-\x7f]")
SOFT_BREAK_RE = re.compile("\u00ad[ \t]{0,9}\r?\n")
WIDE_GAP_RE = re.compile(r"\n{3,}")
LINE_HYPHEN_RE = re.compile(r"-(?<=\w-)\n+(?=\w)")

# What extractors leave behind. U+FFFE and U+0002 are how pdfium writes a hyphen at the end of a line.
PLAIN = bytes.maketrans(b"\t\x02\x0b\x0c\x1c\x1d\x1e", b" -\n\n\n\n\n")
DROPPED = bytes({*range(0x20), 0x7F} - set(b"\t\n\x02\x0b\x0c\x1c\x1d\x1e"))
_ODD = dict.fromkeys(map(chr, (0x85, 0x2028, 0x2029)), "\n")
_ODD |= dict.fromkeys(map(chr, (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)), " ")
_ODD |= dict.fromkeys(map(chr, (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFF)), "")
_ODD |= dict.fromkeys(map(chr, (0x2010, 0x2011, 0xFFFE)), "-")
_ODD |= {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
ODD_RE = re.compile(r"[^\n -~]")


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

    Doubled newlines are undoubled, blanks at either end of a line go, and a line that
    ends in a hyphen is joined to the next without a blank. Applied again it changes nothing.
    """
    text = _cleaned(text)
    while _is_doubled(text.split("\n")):
        text = _cleaned(text)
    return text


def folded(words: str) -> str:
    """The words with every run of white space folded to one blank."""
    words = words.replace("\n", " ")
    return " ".join(words.split()) if "  " in words else words.strip()


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
    text = _with_plain_characters(text)
    lines = text.split("\n")
    while _is_doubled(lines):
        text = text.replace("\n\n", "\n")
        lines = text.split("\n")
    if lines.count(" ") > lines.count(""):
        # Gaps are lines of one blank: the empty lines are page breaks.
        lines = [line for line in lines if line]
    text = "\n".join(map(str.strip, lines)).strip()
    if "\n\n\n" in text:
        text = WIDE_GAP_RE.sub("\n\n", text)
    return LINE_HYPHEN_RE.sub("-", text) if "-\n" in text else text


def _with_plain_characters(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\f" in text:
        *pages, last = text.split("\f")
        text = "\n".join([*(page.rstrip(" \t").removesuffix("\n") for page in pages), last])
    if text.isascii():
        return text.encode().translate(PLAIN, DROPPED).decode()
    return unicodedata.normalize("NFC", ODD_RE.sub(_plain, SOFT_BREAK_RE.sub("", text)))


def _plain(match: re.Match[str]) -> str:
    char = match.group()
    if char.isascii():
        return match.group().encode().translate(PLAIN, DROPPED).decode()
    if char in _ODD:
        return _ODD[char]
    if char <= "\x9f":
        return ""
    return "\ufffd" if "\ud800" <= char <= "\udfff" else char


def _is_doubled(lines: list[str]) -> bool:
    """Whether every newline stands twice: no line directly under another, and lines that go on in mid sentence."""
    if len(lines) < FEWEST_LINES or lines.count("") * 2 < len(lines) * 0.95:
        return False
    filled = [line[0] for line in lines[:SAMPLE] if line]
    return sum(map(str.islower, filled)) * 10 > len(filled)
