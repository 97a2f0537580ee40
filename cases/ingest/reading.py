"""One file's bytes to a reading; pure, so that it runs in any process."""

from dataclasses import dataclass

from cases.ingest.extract import Unreadable, extract
from cases.ingest.limits import LIMITS, Limits
from cases.letters.model import Letter, NotALetter
from cases.letters.parse import parse_letter
from cases.letters.privacy import Identity, find_identities

SCANNED = "application/pdf; text=ocr"
"""Media type of a PDF of pictures whose text was made readable on arrival."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read out of a file, and what in it identifies a person."""

    letter: Letter
    media_type: str
    identities: tuple[Identity, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file could not be read, as the end of a sentence that begins with its name; `code` says it to programs."""

    reason: str
    code: str = "unreadable"


def read(name: str, data: bytes, limits: Limits = LIMITS) -> Reading | Refused:
    """The letter in a file; whatever is wrong with the file comes back as a value, so that it harms no other."""
    try:
        extracted = extract(data, name, limits)
        letter = parse_letter(extracted.text)
        return Reading(letter, extracted.media_type, find_identities(letter.text))
    except Unreadable as error:
        return Refused(str(error))
    except NotALetter as error:
        return Refused(str(error), error.code)
