"""The reading process: whatever a file does to it, the next file is read."""

from collections.abc import Iterator

import pytest

from cases.ingest.limits import Limits
from cases.ingest.reader import Reader, ReaderDoesNotStart
from cases.ingest.reading import Reading, Refused
from tests.cases.bad_readers import grievous
from tests.cases.ingest_makers import LETTER
from tests.cases.intake_makers import HTML


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """One process for all of these tests, replaced as they hurt it."""
    reader = Reader(Limits(), grievous)
    yield reader
    reader.close()


def test_a_letter_is_read(reader: Reader) -> None:
    reading = reader("letter.txt", LETTER)
    assert isinstance(reading, Reading)
    assert reading.letter.case_number
    assert reading.letter.case_number.value == "CM14-0095145"


def test_a_large_file_goes_through(reader: Reader) -> None:
    assert isinstance(reader("letter.txt", LETTER + b"\n" * 20_000_000), Reading)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(HTML, "is an HTML page", id="no letter"),
        pytest.param(b"die", "makes its reader crash", id="it dies"),
        pytest.param(b"fill memory", "needs more memory", id="it fills memory"),
        pytest.param(b"fail", "the rules failed on it (KeyError)", id="it fails"),
    ],
)
def test_whatever_a_file_does_it_is_refused_and_the_next_is_read(reader: Reader, data: bytes, reason: str) -> None:
    refused = reader("bad.txt", data)
    assert isinstance(refused, Refused)
    assert reason in refused.reason
    assert "words of a letter" not in refused.reason
    assert isinstance(reader("letter.txt", LETTER), Reading)


def test_a_file_that_takes_too_long_is_refused_and_the_next_is_read() -> None:
    reader = Reader(Limits(seconds=1), grievous)
    refused = reader("bad.txt", b"hang")
    assert isinstance(refused, Refused)
    assert "longer than 1 seconds" in refused.reason
    reader.limits = Limits()
    assert isinstance(reader("letter.txt", LETTER), Reading)
    reader.close()


def test_a_reader_that_does_not_start_is_no_fault_of_the_file() -> None:
    reader = Reader(read=Unpicklable())
    with pytest.raises(ReaderDoesNotStart):
        reader("letter.txt", LETTER)


class Unpicklable:
    """Goes to the new process and cannot be made there."""

    def __call__(self, name: str, data: bytes, limits: Limits) -> Reading | Refused:
        raise AssertionError

    def __reduce__(self) -> tuple[object, ...]:
        return (int, ("no number",))
