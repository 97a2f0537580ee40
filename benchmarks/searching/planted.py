"""Words put into letters at known rates, so that searches ask for the same share of a corpus of any size."""

from dataclasses import dataclass, replace
from random import Random

from benchmarks.corpus.truth import TrueItem, Truth

RARE, MEDIUM, COMMON = "zarquob", "vextrum", "plodak"
FREQUENT = ("drubonk", "glimvat", "snorquip")
PHRASE = ("kwondar", "brilpot", "fremzug")
"""Invented, so that no letter has them by itself, and of a form that no stemmer changes."""

LETTERS_WITH_RARE = 10


@dataclass(frozen=True, slots=True)
class Planting:
    """Words and the shares of summaries and of rationales that they stand in."""

    words: str
    summaries: float
    rationales: float


APART = f"{PHRASE[0]} was noted, then {PHRASE[2]}, and at last {PHRASE[1]}"
PLANTINGS = (
    Planting(MEDIUM, 0.005, 0.005),
    Planting(COMMON, 0.20, 0.125),
    Planting(FREQUENT[0], 0.50, 0.20),
    Planting(FREQUENT[1], 0.40, 0.20),
    Planting(FREQUENT[2], 0.35, 0.15),
    Planting(" ".join(PHRASE), 0.007, 0.013),
    Planting(APART, 0.09, 0.11),
)


def plant(truth: Truth, *, place: int, letters: int) -> Truth:
    """The letter at `place` of a corpus of `letters`, with the words that fall on it."""
    rng = Random(f"{truth.name}/planted")
    has_rare = place % -(-letters // LETTERS_WITH_RARE) == 0 and place < letters
    summary = truth.summary + _sentences([each.words for each in PLANTINGS if rng.random() < each.summaries])
    items = tuple(_planted(rng, item, has_rare=has_rare and not at) for at, item in enumerate(truth.items))
    return replace(truth, summary=summary, items=items)


def _planted(rng: Random, item: TrueItem, *, has_rare: bool) -> TrueItem:
    words = [each.words for each in PLANTINGS if rng.random() < each.rationales]
    return replace(item, rationale=item.rationale + _sentences([*words, *([RARE] if has_rare else [])]))


def _sentences(words: list[str]) -> str:
    return "".join(f" The records speak of {each}." for each in words)
