"""A file's bytes to the text in it: PDF by pypdfium2, anything else as plain text."""

import ctypes
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from cases.ingest.limits import LIMITS, Limits
from cases.letters.model import NotALetter
from cases.letters.text import decode

PDF = "application/pdf"
PDF_MARK = b"%PDF-"
MARK_REACH = 1024
"""Bytes within which the mark of a PDF must stand; mailers put lines of their own before it."""

GAP = 1.45
"""Times the usual distance of two lines from which on a paragraph ends between them."""


class Unreadable(ValueError):
    """A file that may hold a letter but cannot be opened: damaged, locked by a password, too large."""


class NoTextLayer(NotALetter):
    """A PDF of pictures only: there may be a letter in it, but no text."""

    code = "no-text-layer"


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file as it came out, and what kind of file it is."""

    text: str
    media_type: str


def extract(data: bytes, name: str, limits: Limits = LIMITS) -> Extracted:
    """The text in a file, judged by its content and not by its `name`, which only the messages tell.

    Raises Unreadable for what cannot be opened, NotALetter for what holds no text.
    """
    if len(data) > limits.file:
        raise Unreadable(f"is {len(data):,} bytes; a letter has at most {limits.file:,}")
    media_type = media_type_of(data)
    return Extracted(_pdf_text(data, limits) if media_type == PDF else decode(data), media_type)


def media_type_of(data: bytes) -> str:
    """What the bytes are by their content: PDF, or text as far as anything is."""
    return PDF if PDF_MARK in data[:MARK_REACH] else "text/plain"


def _pdf_text(data: bytes, limits: Limits) -> str:
    with _opened(data) as document:
        if len(document) > limits.pages:
            raise Unreadable(f"has {len(document):,} pages; a letter has at most {limits.pages:,}")
        text = "\f".join(_pages(document, limits.characters))
    if not text.strip():
        raise NoTextLayer("is a PDF without text, only pictures; make its text readable (OCR) and give it again")
    return text


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise Unreadable("is locked with a password; save it without one and give it again") from error
        raise Unreadable("is a damaged PDF; fetch it again from where it came") from error


def _pages(document: pypdfium2.PdfDocument, most: int) -> Iterator[str]:
    left = most
    for number in range(len(document)):
        try:
            page = document[number]
            text = _page_text(page.get_textpage())
        except pypdfium2.PdfiumError as error:
            raise Unreadable(f"is a damaged PDF: page {number + 1} cannot be read; fetch it again") from error
        left -= len(text)
        if left < 0:
            raise Unreadable(f"holds more than {most:,} characters; a letter is far shorter")
        yield text


def _page_text(page: pypdfium2.PdfTextPage) -> str:
    """The page's lines, with an empty line where the paper shows a gap: pdfium itself leaves gaps out."""
    text = page.get_text_range()
    lines = text.split("\r\n")
    if len(text) != page.count_chars():  # places in the text are not those on the page
        return "\n".join(lines)
    heights = list(_heights(page, lines))
    steps = sorted(above - below for above, below in itertools.pairwise(heights) if above > below)
    usual = steps[len(steps) // 3] if steps else 0.0
    spaced = [lines[0]]
    for line, above, below in zip(lines[1:], heights, heights[1:], strict=False):
        spaced += ["", line] if usual and above - below > usual * GAP else [line]
    return "\n".join(spaced)


def _heights(page: pypdfium2.PdfTextPage, lines: list[str]) -> Iterator[float]:
    """How high on the page each line stands, in points, by its first character."""
    x, y = ctypes.c_double(), ctypes.c_double()
    at = 0
    for line in lines:
        raw.FPDFText_GetCharOrigin(page, at, x, y)
        yield y.value
        at += len(line) + 2
