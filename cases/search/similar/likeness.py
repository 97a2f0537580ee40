"""How like a subject each decision is: points for all that it shares, summed up over sets.

Points are whole numbers, so that the same decisions come in the same order in every process.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from cases.search.params import SearchParams
from cases.search.sets.bitmaps import bitmap, numbers
from cases.search.sets.finder import SetFinder
from cases.search.sets.membership import value_name
from cases.search.sets.snapshot import Snapshot
from cases.search.sets.sorting import Numbers
from cases.search.similar.features import SAME_TREATMENT, Feature, category_of, features_of
from cases.search.similar.subject import Subject
from cases.search.similar.words import RareWord, rare_words

POINTS = 100
"""Of one weight."""
WORD = (9.0, 6.0, 5.0)
"""Weight of a word that hardly anything else has, by the text it stands in first."""
MOST_OF_WORDS = 36.0
"""Weight that all shared words have together at most: less than that of the same treatment."""
RAREST = 5
"""Entries below which nothing gets any rarer: what two decisions share may be a slip of the pen."""
LEAST = 0.2
"""The part of its weight that a feature keeps however frequent it is."""
FLOOR = 0.55
"""The part of the points of the likest that an overturned decision must have to be shown before the others."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A feature, or a word, with the entries that share it and the points that it gives them."""

    feature: Feature
    entries: BitMap
    points: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """The points of some entries; `shared` tells what for. `points` is indexed by entry number."""

    snapshot: Snapshot
    candidates: Numbers
    points: Numbers
    shared: tuple[Shared, ...]

    def best(self, *, overturned_first: bool) -> Iterator[int]:
        """The entries that share anything, the likest first; or first the overturned ones above the floor."""
        if not len(self.candidates):
            return
        own = self.points[self.candidates]
        first = np.zeros(len(own), bool)
        if overturned_first:
            overturned = numbers(self.snapshot.get(value_name("outcome", "overturned")))
            first = np.isin(self.candidates, overturned, assume_unique=True) & (own >= FLOOR * own.max())
        yield from self._ordered(self.candidates[first])
        yield from self._ordered(self.candidates[~first & (own > 0)])

    def of(self, entry: int) -> list[Feature]:
        """What an entry shares, what gives most points first."""
        shared = [each for each in self.shared if entry in each.entries]
        return [each.feature for each in sorted(shared, key=lambda each: -each.points)]

    def _ordered(self, entries: Numbers, step: int = 256) -> Iterator[int]:
        """By points, those with equal points newest first; a step at a time, as few are asked for."""
        left = entries
        while len(left):
            points = self.points[left]
            least = np.partition(points, len(points) - step)[len(points) - step] if step < len(points) else 0
            for each in np.unique(points[points >= least])[::-1]:
                equal = bitmap(left[points == each])
                yield from map(int, self.snapshot.sorting().page([equal], 0, len(equal)))
            left = left[points < least]
            step *= 4


def likeness(subject: Subject, params: SearchParams, finder: SetFinder) -> Likeness:
    """How like `subject` each decision is that fulfils `params` and is of the same kind of treatment."""
    snapshot = finder.snapshot
    candidates = numbers(_candidates(subject, params, finder))
    shared = (*_shared(features_of(subject), snapshot), *_shared_words(subject, snapshot))
    points = np.zeros(snapshot.seen + 1, np.int64)
    words = np.zeros(snapshot.seen + 1, np.int64)
    within = bitmap(candidates)
    for each in shared:
        (words if each.feature.kind == "word" else points)[numbers(each.entries & within)] += each.points
    points += np.minimum(words, round(POINTS * MOST_OF_WORDS))
    return Likeness(snapshot, candidates, points, shared)


def _candidates(subject: Subject, params: SearchParams, finder: SetFinder) -> BitMap:
    snapshot = finder.snapshot
    found = snapshot.live if params.is_empty else finder.algebra.found(params)
    if category := category_of(subject.treatment):
        found = found & snapshot.get(value_name("treatment", category))
    if subject.case is not None:
        found = found - bitmap(np.flatnonzero(snapshot.cases == subject.case))
    return found


def _shared(features: Iterable[Feature], snapshot: Snapshot) -> Iterator[Shared]:
    features = list({feature.name: feature for feature in features}.values())
    snapshot.need(feature.name for feature in features)
    for feature in features:
        entries = snapshot.get(feature.name) & snapshot.live
        rarity = 1.0 if feature.weight == SAME_TREATMENT else _rarity(len(entries), len(snapshot.live))
        yield Shared(feature, entries, round(POINTS * feature.weight * rarity))


def _shared_words(subject: Subject, snapshot: Snapshot) -> Iterator[Shared]:
    for word in rare_words(subject.texts, len(snapshot.live)):
        entries = word.entries & snapshot.live
        weight = WORD[min(word.text, len(WORD) - 1)] * _rarity(len(entries), len(snapshot.live))
        yield Shared(_word(word), entries, round(POINTS * weight))


def _word(word: RareWord) -> Feature:
    return Feature("word", word.word, WORD[0], word.word)


def _rarity(having: int, entries: int) -> float:
    """1 for what hardly any entry has; what all have still says a little."""
    most = math.log(max(entries / RAREST, 2.0))
    return min(max(math.log(max(entries, 1) / max(having, RAREST)) / most, LEAST), 1.0)
