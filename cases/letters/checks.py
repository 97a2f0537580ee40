"""Compares what a letter says in one place with what it says in another, and names what a person should look at."""

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from cases.letters.formats.base import Format
from cases.letters.header import DATES, KINDS, NAMES
from cases.letters.model import Fact, Item, Letter, Problem, Span
from cases.letters.taxonomy import UNCLASSIFIED
from cases.letters.text import trimmed

CLOSING_REACH = 700

# "is not medically necessary": the last sentence of this kind in a rationale repeats the decision.
NECESSITY_RE = re.compile(r"medically\s+(?:necessary|appropriate)")
USUAL_ENDS = ("not medically necessary.", "not\nmedically necessary.", "not medically\nnecessary.")
WORD_RE = re.compile(r"\w+")
AGAINST = frozenset(
    ("not", "notmedically", "no", "non", "cannot", "never", "nor", "neither", "fail", "fails", "failed", "denied")
)
NEGATIONS = ("n't", "n’t")
UNSURE = frozenset(("if", "whether", "when", "unless", "should", "would", "could", "only", "until"))


def find_letter_problems(letter: Letter, low: str, layout: Format) -> Iterator[Problem]:
    """What is odd about a letter as a whole, and about each of its items."""
    if layout.grammar is None:
        yield Problem("unknown-format", "The letter is in no layout that the rules know; only its text was kept.")
        return
    yield from _find_missing(letter, layout)
    yield from _find_disorder({name: fact for name in DATES if (fact := getattr(letter, name))})
    for item in letter.items:
        yield from _find_item_problems(item, low)
    last = letter.items[-1].rationale if letter.items else None
    if last and not last.value.rstrip("\"'”’)] ").endswith((".", "!", "?")):
        yield Problem("truncated", "The letter breaks off in mid sentence.", last.span)


def find_closing(low: str, rationale: Span) -> Fact[str] | None:
    """The outcome that the last sentence on medical necessity in a rationale amounts to, where it is plain."""
    if low.endswith(USUAL_ENDS, *rationale):  # two in three: no need to look closer
        return Fact("upheld", Span(rationale.end - len(USUAL_ENDS[0]), rationale.end))
    first = max(rationale.start, rationale.end - CLOSING_REACH)
    places = list(NECESSITY_RE.finditer(low, first, rationale.end))
    if not places:
        return None
    start = max(low.rfind(stop, first, places[-1].start()) + 1 for stop in (". ", ".\n")) or first
    end = low.find(".", places[-1].end(), rationale.end)
    place = trimmed(low, start, end if end >= 0 else rationale.end)
    sentence = low[slice(*place)]
    words = set(WORD_RE.findall(sentence))
    if not words.isdisjoint(UNSURE):
        return None
    is_against = not words.isdisjoint(AGAINST) or any(negation in sentence for negation in NEGATIONS)
    return Fact("upheld" if is_against else "overturned", place)


def _find_missing(letter: Letter, layout: Format) -> Iterator[Problem]:
    missing = [name for name in KINDS if getattr(letter, name) is None and name not in layout.unstated]
    if letter.case_number is None and letter.decision_date is None:
        yield Problem("missing-header", "The letter has no header: neither its case number nor its date is known.")
    elif missing:
        names = ", ".join(NAMES.get(name, name.replace("_", " ")) for name in missing)
        yield Problem("incomplete-header", f"The letter does not state: {names}.")
    if letter.summary is None:
        yield Problem("missing-summary", "The letter has no clinical case summary.")
    if not letter.items:
        yield Problem("no-items", "The letter decides nothing that could be read.")


def _find_disorder(facts: Mapping[str, Fact[Any]]) -> Iterator[Problem]:
    """Dates that cannot be as they are: injury, review, receipt, assignment and decision happen in this order."""
    for (earlier, first), (later, second) in itertools.pairwise(facts.items()):
        if first.value > second.value:
            message = f"The {NAMES[later]} ({second.value}) lies before the {NAMES[earlier]} ({first.value})."
            yield Problem("dates-out-of-order", message, second.span)


def _find_item_problems(item: Item, low: str) -> Iterator[Problem]:
    name = f"Item {item.position}"
    if item.outcome is None:
        yield Problem("item-without-outcome", f"{name} states no outcome.", item.request.span)
    if not item.request.value:
        yield Problem("missing-request", f"{name} does not say what was asked for.", item.request.span)
    elif item.treatment.value == UNCLASSIFIED:
        yield Problem("unclassified-treatment", f"{name} asks for a treatment that no rule knows.", item.request.span)
    if item.rationale is None or not item.rationale.value:
        yield Problem("missing-rationale", f"{name} has no rationale.", item.request.span)
        return
    closing = find_closing(low, item.rationale.span)
    if item.outcome and closing and closing.value != item.outcome.value:
        message = f"{name} is {item.outcome.value}, but its rationale ends as if it were {closing.value}."
        yield Problem("closing-disagrees", message, closing.span)
