"""How doubtful a letter is by the problems of its reading, each with its name in the queue."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """A problem as the queue speaks of it. The weight: 3 may say the wrong thing, 2 lacks something, 1 is a trifle."""

    code: str
    label: str
    weight: int


DOUBTS = (
    Doubt("identity", "May identify a person", 3),
    Doubt("lost-correction", "Correction without its place", 3),
    Doubt("unknown-format", "Unknown layout", 3),
    Doubt("no-items", "No items", 3),
    Doubt("item-without-outcome", "Item without outcome", 3),
    Doubt("closing-disagrees", "Rationale ends otherwise", 3),
    Doubt("label-count", "Items and labels do not match", 3),
    Doubt("several-letters", "Several letters in one file", 3),
    Doubt("missing-rationale", "Item without rationale", 2),
    Doubt("missing-request", "Item without request", 2),
    Doubt("truncated", "Breaks off", 2),
    Doubt("scrambled-header", "Scrambled header", 2),
    Doubt("impossible-date", "Impossible date", 2),
    Doubt("dates-out-of-order", "Dates out of order", 2),
    Doubt("dates-contradict", "Dates contradict", 2),
    Doubt("unclassified-treatment", "Unclassified treatment", 2),
    Doubt("unknown-guideline", "Unknown guideline", 2),
    Doubt("reversed-pages", "Reversed pages", 2),
    Doubt("no-text-layer", "No text in the PDF", 2),
    Doubt("ocr", "Text read from pictures", 2),
    Doubt("not-a-letter", "No letter", 2),
    Doubt("missing-header", "No header", 1),
    Doubt("incomplete-header", "Incomplete header", 1),
    Doubt("date-from-narrative", "Date from the summary", 1),
    Doubt("missing-summary", "No summary", 1),
    Doubt("unknown-specialty", "Unknown specialty", 1),
    Doubt("unknown-state", "Unknown state", 1),
    Doubt("no-citation", "No citation", 1),
)


HEAVIEST = 3


def weight_of(code: str) -> int:
    """The weight of a problem; of one that has none it is that of a trifle."""
    return next((doubt.weight for doubt in DOUBTS if doubt.code == code), 1)


def label_of(code: str) -> str:
    """The name of a problem; the code itself for one that has none."""
    return next((doubt.label for doubt in DOUBTS if doubt.code == code), code)
