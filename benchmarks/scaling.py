"""How the time of reading grows with hostile inputs of 250 kB to 1 MB: it must grow about as they do."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from benchmarks.clock import seconds
from cases.letters.model import NotALetter
from cases.letters.parse import parse_letter

NAME = "scaling"
HELP = "time of reading 1 MB against 250 kB of hostile text"

FIRST_SIZES = (16_000, 64_000)
"""Characters that every input is tried with first: what grows too fast already here is not tried with more."""

SIZES = (250_000, 500_000, 1_000_000)
MOST_RATIO = 6.0
TRIES = 3
TOO_SHORT = 0.05
"""Seconds below which a ratio is noise."""

UNITS: Mapping[str, str] = {
    "one letter": "a",
    "capital letters": "A",
    "one digit": "9",
    "blanks": " ",
    "newlines": "\n",
    "marked gaps": " \n\n",
    "hyphens": "-",
    "hyphens at line ends": "a-\n",
    "full stops": ".",
    "sentences": "It is. ",
    "brackets": "(",
    "closed brackets": "(a) ",
    "colons": ": ",
    "commas": "a, ",
    "quotes": "'",
    "numbers": "98, ",
    "ranges": "98-99, ",
    "dates": "01/02/2014 ",
    "levels": "C5-C6 ",
    "case numbers": "CM14-1234567 ",
    "labels of the header": "Date of Injury: ",
    "administrator labels": "Claims Administrator guideline: ",
    "reviewer labels": "MAXIMUS guideline: ",
    "rationale labels": "Decision rationale: ",
    "outcomes": "Upheld ",
    "outcomes after colons": "MRI: Upheld\n",
    "summary headings": "CLINICAL CASE SUMMARY\n",
    "issue headings": "IMR ISSUES, DECISIONS AND RATIONALES\n",
    "titles": "HOW THE IMR FINAL DETERMINATION WAS MADE\n",
    "numbered decisions": "1. MRI is not medically necessary.\n",
    "citations": "Decision based on MTUS Chronic Pain Treatment Guidelines Page(s): 98-99. ",
    "chapters": "MTUS Low Back Complaints 2004, Section(s): Special Studies, and ",
    "other citations": "Decision based on Non-MTUS Citation ODG, Low Back Chapter, MRI. ",
    "drug names": "Norco 10/325mg #60 ",
    "therapies": "physical therapy 2 times a week for 6 weeks ",
    "approvals": "MRI was the original request. MRI was authorized by the Claims Administrator. ",
    "reasons": "There is no documentation of functional improvement ",
    "unfinished reasons": "no documentation no evidence not ",
    "ages": "49-year-old ",
    "names": "Dr. Smith ",
    "non-breaking blanks": "\u00a0",
}

PLACES: Mapping[str, str] = {
    "alone": "{}",
    "in the summary": "CLINICAL CASE SUMMARY\n{}\nIMR ISSUES, DECISIONS AND RATIONALES\nMRI: Upheld\n",
    "in the heading": "IMR ISSUES, DECISIONS AND RATIONALES\n\n{}: Upheld\n\nClaims Administrator guideline: ODG\n",
    "in the citation": "MRI: Upheld\n\nClaims Administrator guideline: {}\n\nMAXIMUS guideline: ODG\n\n",
    "in the rationale": "MRI: Upheld\n\nClaims Administrator guideline: a\n\nDecision rationale: {}",
}
FRAME = "HOW THE IMR FINAL DETERMINATION WAS MADE\n\n"


class Growth(NamedTuple):
    """How many times as long the largest text takes as a quarter of it; 0 where it is too fast to tell."""

    ratio: float
    times: list[float]
    name: str


def add_arguments(parser: ArgumentParser) -> None:
    """How much of it."""
    parser.add_argument("--all", action="store_true", help="every unit in every place at full size, not in two of them")


def run(options: Namespace) -> bool:
    """Prints the worst growths; false where one is too high."""
    growths = sorted(_growths(every=options.all), reverse=True)
    for growth in growths[:8]:
        print(f"{growth.ratio:5.1f} times as long for four times the text: {growth.name} ({_listed(growth.times)} s)")
    faults = [growth for growth in growths if growth.ratio > MOST_RATIO]
    print(f"{len(growths)} inputs, {len(faults)} of them grow faster than their size")
    return not faults


def _listed(times: Sequence[float]) -> str:
    return ", ".join(f"{each:.2f}" for each in times)


def _growths(*, every: bool) -> Iterator[Growth]:
    """Each unit in each place, at full size in two of them, for time."""
    for number, (name, unit) in enumerate(UNITS.items()):
        for place_number, (place, words) in enumerate(PLACES.items()):
            framed = words if place == "alone" else FRAME + words
            is_whole = every or place_number in (0, 1 + number % (len(PLACES) - 1))
            growth = _growth(f"{name} {place}", framed, unit, FIRST_SIZES)
            yield _growth(growth.name, framed, unit, SIZES) if is_whole and growth.ratio <= MOST_RATIO else growth


def _growth(name: str, words: str, unit: str, sizes: Sequence[int]) -> Growth:
    """The smallest of some tries: noise can make a growth look too high, but never a square look straight."""
    growths = (_measured(name, words, unit, sizes) for _ in range(TRIES))
    found = next(growths)
    for again in growths:
        if found.ratio <= MOST_RATIO:
            return found
        found = min(found, again)
    return found


def _measured(name: str, words: str, unit: str, sizes: Sequence[int]) -> Growth:
    times = [_reading(words, unit, size) for size in sizes]
    return Growth(times[-1] / times[0] if times[-1] > TOO_SHORT else 0.0, times, name)


def _reading(words: str, unit: str, size: int) -> float:
    text = words.format(unit * (size // len(unit)))
    return seconds(lambda: _read(text), rounds=2)


def _read(text: str) -> None:
    try:
        parse_letter(text)
    except NotALetter:
        return
