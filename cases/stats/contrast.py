"""The overturned items of a search beside the upheld ones: what stands in one side more often than in the other.

What differs is associated in what was published; nothing here says why.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice

from cases.letters import taxonomy
from cases.models import DisputedItem
from cases.search.counts import block
from cases.search.facets import by_name
from cases.search.finder import Finder, asking_as_typed
from cases.search.kinds import UNKNOWN
from cases.search.params import SearchParams
from cases.search.population import OF_OUTCOME
from cases.search.query import In, Node, Phrase, Word
from cases.search.spoken import Saying, sayings_of
from cases.stats.shares import Difference, Share, difference_of, share_of, wilson

OUTCOMES = OVERTURNED, UPHELD = "overturned", "upheld"
SAMPLE = 300
"""Newest rationales of each side that words to count are taken from."""
MOST_WORDS, MOST_PHRASES = 18, 10
"""Words and phrases that are counted because they are more frequent in the one sample, and as many for the other."""
NEARLY = 0.8
"""Of two that overlap, how many texts of the one the other must have to be a repetition."""
CITING = {"reviewer": "Cited by the reviewer", "administrator": "Cited by the claims administrator"}


@dataclass(frozen=True, slots=True)
class Side:
    """Of the `whole` items of one outcome, those that `search` finds, with what they have."""

    search: SearchParams
    found: int
    whole: int

    @property
    def share(self) -> Share | None:
        """Those with it among all; `None` where these are too few to speak of a share."""
        return share_of(self.found, self.whole)


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that items have or have not, counted on both sides."""

    label: str
    overturned: Side
    upheld: Side

    @property
    def difference(self) -> Difference | None:
        """How much larger its share is among the overturned; `None` where a side has none."""
        first, second = self.overturned.share, self.upheld.share
        return difference_of(first, second) if first and second else None

    @property
    def sureness(self) -> float:
        """How far the interval of the difference stays from 0; not above 0 where it says nothing."""
        return self.difference.sureness if self.difference else 0.0

    @property
    def is_of_overturned(self) -> bool:
        """Whether the overturned have it more often."""
        return self.difference is not None and self.difference.value > 0


@dataclass(frozen=True, slots=True)
class Kind:
    """Features of one kind, the surest difference first."""

    name: str
    title: str
    features: tuple[Feature, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A reason that can explain one outcome alone, and the items of that outcome with it."""

    label: str
    side: Side


@dataclass(frozen=True, slots=True)
class Contrast:
    """Both sides of a search; the words that were counted were chosen from `looked_at` different ones in a sample.

    `given` are for each outcome the reasons that are looked for only there, which cannot be compared.
    """

    overturned: SearchParams
    upheld: SearchParams
    wholes: tuple[int, int]
    kinds: tuple[Kind, ...]
    given: Mapping[str, tuple[Given, ...]]
    looked_at: int

    @property
    def compared(self) -> int:
        """How many features were compared."""
        return sum(len(kind.features) for kind in self.kinds)

    @property
    def has_shares(self) -> bool:
        """Whether both sides are large enough to speak of shares."""
        return all(share_of(0, whole) for whole in self.wholes)


def reasons_given(params: SearchParams, finder: Finder) -> dict[str, tuple[Given, ...]]:
    """For each outcome the reasons that can explain it alone, the most frequent first, none found last.

    There are none where the search chooses reasons itself.
    """
    if params.chosen.get("reason"):
        return {}
    return {outcome: tuple(_given(outcome, params.only("outcome", outcome), finder)) for outcome in OUTCOMES}


def _given(outcome: str, search: SearchParams, finder: Finder) -> Iterator[Given]:
    facet, whole = by_name()["reason"], finder.total(search)
    for value in block(facet, search, finder).values:
        if not value.is_excluded and (value.value == UNKNOWN or _explains(value.value) == {outcome}):
            yield Given(value.label, Side(search.choosing("reason", value.value), value.count, whole))


def _explains(reason: str) -> Collection[str]:
    return taxonomy.reasons()[reason].outcomes


def contrast(params: SearchParams, finder: Finder) -> Contrast:
    """What differs between the overturned and the upheld items of a search without words; its outcome is put aside."""
    return _Sides(reduce(lambda kept, name: kept.without(name), OF_OUTCOME, params.bare()), finder).contrast()


class _Sides:
    """Both sides of one search, and how features are counted on them."""

    def __init__(self, params: SearchParams, finder: Finder) -> None:
        self.params, self.finder = params, finder
        self.searches = (params.only("outcome", OVERTURNED), params.only("outcome", UPHELD))
        self.wholes = (finder.total(self.searches[0]), finder.total(self.searches[1]))

    def contrast(self) -> Contrast:
        overturned, upheld = self.searches
        looked_at, words = self.finder.kept(("words of both sides", self.params.to_query()), self._words)
        said = [self._feature(_in_quotes(word), self._saying(word), counts) for word, counts in words]
        kinds = [*self._of_facets(), Kind("word", "Words of the rationale", _surest(said))]
        compared = tuple(kind for kind in kinds if kind.features)
        given = reasons_given(self.params, self.finder)
        return Contrast(overturned, upheld, self.wholes, compared, given, looked_at)

    def _of_facets(self) -> Iterator[Kind]:
        yield from self._kind("reason", "Reasons given")
        asked = self.params.chosen.get("cited_by") or tuple(CITING)
        left_out = self.params.excluded.get("cited_by", ())
        for side in (side for side in CITING if side in asked and side not in left_out):
            for name in ("guideline", "section", "page"):
                label = "" if name == "guideline" else f": {by_name()[name].label.lower()}s"
                yield from self._kind(name, f"{CITING[side]}{label}", cited_by=side)

    def _kind(self, name: str, title: str, **also: str) -> Iterator[Kind]:
        """The values of a facet, where the search does not choose it but does choose the one that it needs."""
        facet = by_name()[name]
        if self.params.chosen.get(name) or (facet.needs and not self.params.chosen.get(facet.needs)):
            return
        searches = [
            reduce(lambda kept, each: kept.unchosen(each[0]).choosing(*each), also.items(), search)
            for search in self.searches
        ]
        counts = [self.finder.counts(facet, search) for search in searches]
        values = sorted(
            {value for each in counts for value in each if facet.can_choose(value) and _is_told(name, value)}
        )
        features = [
            self._feature(
                _named(name, value),
                [search.choosing(name, value) for search in searches],
                [count.get(value, 0) for count in counts],
            )
            for value in values
        ]
        yield Kind("-".join((name, *also.values())), title, _surest(features))

    def _feature(self, label: str, searches: Sequence[SearchParams], counts: Sequence[int]) -> Feature:
        overturned, upheld = map(Side, searches, counts, self.wholes)
        return Feature(label, overturned, upheld)

    def _words(self) -> tuple[int, Sequence[tuple[Node, tuple[int, ...]]]]:
        """How many words and phrases the samples have, and those that tell them apart, counted on all items."""
        samples = [self._sample(search) for search in self.searches]
        if not all(samples):
            return 0, ()
        sayings = sayings_of(samples)
        chosen = telling(sayings, (len(samples[0]), len(samples[1])))
        nodes = [In("rationale", node) for node in chosen]
        counts = [self.finder.with_words(nodes, search) for search in self.searches]
        return len(sayings), list(zip(chosen, zip(*counts, strict=True), strict=True))

    def _sample(self, search: SearchParams) -> list[str]:
        keys = self.finder.keys(search, 0, SAMPLE)
        return list(DisputedItem.objects.filter(pk__in=keys).values_list("rationale", flat=True))

    def _saying(self, word: Node) -> list[SearchParams]:
        return [asking_as_typed(In("rationale", word), search) for search in self.searches]


def telling(sayings: Sequence[Saying], sizes: tuple[int, int]) -> list[Word | Phrase]:
    """What tells two samples of so many texts apart: for each of them some words and phrases, the best first."""
    differences = {saying: _between(saying.texts, sizes) for saying in sayings}
    sure = sorted(
        (saying for saying in sayings if differences[saying].sureness > 0),
        key=lambda saying: (-differences[saying].sureness, saying.node.text),
    )
    chosen: list[Word | Phrase] = []
    for is_more in (True, False):
        side = [saying for saying in sure if (differences[saying].value > 0) == is_more]
        phrases = _without_repetition(saying for saying in side if isinstance(saying.node, Phrase))
        words = (saying for saying in side if isinstance(saying.node, Word) and not _repeats(saying, phrases))
        chosen += [saying.node for saying in (*islice(words, MOST_WORDS), *phrases[:MOST_PHRASES])]
    return chosen


def _between(texts: Sequence[int], sizes: Sequence[int]) -> Difference:
    first, second = (Share(k, n, k / n, *wilson(k, n)) for k, n in zip(texts, sizes, strict=True))
    return difference_of(first, second)


def _without_repetition(phrases: Iterable[Saying]) -> list[Saying]:
    kept: list[Saying] = []
    for phrase in phrases:
        if not _repeats(phrase, kept):
            kept.append(phrase)
    return kept


def _repeats(saying: Saying, phrases: Iterable[Saying]) -> bool:
    """Whether a phrase says nearly as often what a word of it or an overlapping phrase says."""
    words = set(saying.node.text.split())
    return any(words & set(phrase.node.text.split()) and _is_near(saying, phrase) for phrase in phrases)


def _is_near(one: Saying, other: Saying) -> bool:
    return all(min(pair) >= NEARLY * max(pair) for pair in zip(one.texts, other.texts, strict=True))


def _surest(features: Sequence[Feature]) -> tuple[Feature, ...]:
    """The surest difference first; those without any by how many items have them."""

    def place(feature: Feature) -> tuple[float, int, str]:
        return -feature.sureness, -(feature.overturned.found + feature.upheld.found), feature.label

    return tuple(sorted(features, key=place))


def _is_told(facet: str, value: str) -> bool:
    """Whether a value can tell outcomes apart: not by being unknown, nor by being looked for in one of them alone."""
    return value != UNKNOWN and not (facet == "reason" and len(_explains(value)) == 1)


def _named(facet: str, value: str) -> str:
    return f"p. {value}" if facet == "page" else by_name()[facet].label_of(value)


def _in_quotes(word: Node) -> str:
    return f"“{word.text}”" if isinstance(word, Word | Phrase) else ""
