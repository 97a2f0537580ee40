"""Bytes to text: PDF and plain text of one letter are read alike; what cannot be opened is named."""

from collections.abc import Iterator
from typing import Any

import pytest

from cases.ingest.extract import NoTextLayer, Unreadable, extract
from cases.ingest.limits import Limits
from cases.letters.model import NotALetter
from cases.letters.parse import parse_letter
from cases.letters.record import Origin, to_record
from tests.cases.pdf_makers import ALL_BUT_COPYING, make_pdf
from tests.letters.makers import Item, doubled, make_letter

LETTER = make_letter(
    Item(
        "Physical therapy 2 times a week for 6 weeks of the right shoulder, with ultrasound and electrical stimulation"
    ),
    Item("Labs to include: CBC", "Overturned", rationale="It is needed.\nIt is medically necessary"),
    Item("Acupuncture"),
)
LINES_OF_A_PAGE = 20


def pages(text: str) -> Iterator[list[str]]:
    """The paragraphs of a text, page by page, however that cuts them."""
    lines = text.split("\n")
    for start in range(0, len(lines), LINES_OF_A_PAGE):
        yield "\n".join(lines[start : start + LINES_OF_A_PAGE]).strip("\n").split("\n\n")


def without_places(record: Any) -> Any:
    if isinstance(record, dict):
        return {key: without_places(value) for key, value in record.items() if key not in ("span", "spans", "text")}
    return [without_places(one) for one in record] if isinstance(record, list) else record


def read(text: str) -> Any:
    return without_places(to_record(parse_letter(text), Origin("", "", "")))


def test_text_is_decoded() -> None:
    found = extract("35° of flexion".encode("cp1252"), "letter.txt")
    assert (found.text, found.media_type) == ("35° of flexion", "text/plain")


def test_a_pdf_is_known_by_its_content_and_not_by_its_name() -> None:
    found = extract(make_pdf(["A letter."]), "letter.txt")
    assert (found.text, found.media_type) == ("A letter.", "application/pdf")
    assert extract(b"A letter.", "letter.pdf").media_type == "text/plain"
    assert extract(b"\n\n" + make_pdf(["A letter."]), "letter").media_type == "application/pdf"


def test_gaps_on_the_paper_are_gaps_in_the_text() -> None:
    assert extract(make_pdf(["one\ntwo", "three\nfour"]), "a.pdf").text == "one\ntwo\n\nthree\nfour"


def test_a_pdf_and_the_text_of_a_letter_are_read_alike() -> None:
    from_pdf = read(extract(make_pdf(*pages(LETTER)), "letter.pdf").text)
    assert from_pdf == read(LETTER) == read(doubled(LETTER))
    assert [item["request"] for item in from_pdf["items"]][1:] == ["Labs to include: CBC", "Acupuncture"]


def test_a_pdf_that_forbids_copying_is_read() -> None:
    assert extract(make_pdf(["A letter."], password="", permissions=ALL_BUT_COPYING), "a.pdf").text == "A letter."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(make_pdf(["A letter."], password="secret"), "password", id="locked"),
        pytest.param(make_pdf(["A letter."])[:200], "damaged", id="half a file"),
        pytest.param(b"%PDF-1.4\nnothing more", "damaged", id="the mark alone"),
    ],
)
def test_a_pdf_that_cannot_be_opened_is_named(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        extract(data, "letter.pdf")


def test_a_pdf_without_text_is_no_letter_and_says_so() -> None:
    with pytest.raises(NoTextLayer, match="OCR") as raised:
        extract(make_pdf([], []), "letter.pdf")
    assert raised.value.code == "no-text-layer"


@pytest.mark.parametrize("data", [b"", b"<html><body>404</body></html>", bytes(range(256)) * 4])
def test_what_is_no_letter_is_refused(data: bytes) -> None:
    with pytest.raises(NotALetter) as raised:
        extract(data, "letter.txt")
    assert raised.value.code == "not-a-letter"


@pytest.mark.parametrize(
    ("limits", "reason"),
    [(Limits(pages=1), "2 pages"), (Limits(file=100), "bytes"), (Limits(characters=12), "characters")],
)
def test_what_is_far_too_large_is_refused(limits: Limits, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        extract(make_pdf(["A letter."], ["Its end."]), "letter.pdf", limits)
