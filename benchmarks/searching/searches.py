"""The mix of searches that pages are measured with, and the ratios to Tantivy that each is held to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict

from benchmarks.searching.planted import COMMON, FREQUENT, MEDIUM, PHRASE, RARE
from cases.search.params import SearchParams, read_params

Chosen = Mapping[str, tuple[str, ...]]

BROAD: Chosen = {"outcome": ("upheld",)}
NARROW: Chosen = {"treatment": ("opioids",)}
THREE: Chosen = {
    "treatment": ("physical-therapy", "opioids"),
    "guideline": ("mtus-chronic-pain",),
    "year": ("2015", "2016"),
}
TWO: Chosen = {"outcome": ("upheld",), "specialty": ("Occupational Medicine", "Preventive Medicine")}
DEEP = 10_000


@dataclass(frozen=True, slots=True)
class Search:
    """One search; `goals` are the ratios to Tantivy that it must not exceed, by the number of items."""

    name: str
    words: str = ""
    chosen: Chosen = field(default_factory=dict)
    sort: str = "newest"
    after: int = 0
    goals: Mapping[int, float] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """What stands behind the question mark of the page's address."""
        asked = [("q", self.words), *((name, value) for name, values in self.chosen.items() for value in values)]
        asked += [("sort", "" if self.sort == "newest" and not self.words else self.sort)]
        asked += [("after", str(self.after or ""))]
        return urlencode([(name, value) for name, value in asked if value])

    @property
    def params(self) -> SearchParams:
        """The same as the search page understands it."""
        params, notices = read_params(QueryDict(self.address))
        assert not notices, notices
        return params


def mix(items: int) -> tuple[Search, ...]:
    """The searches that are measured in a corpus of about so many items."""
    frequent, phrase = " ".join(FREQUENT), f'"{" ".join(PHRASE)}"'
    return (
        Search("no filter", goals=_goals(0.05, 0.02)),
        Search("one broad facet", chosen=BROAD, goals=_goals(0.15, 0.10)),
        Search("one narrow facet", chosen=NARROW, goals=_goals(0.4, 0.25)),
        Search("three facets", chosen=THREE, goals=_goals(0.4, 0.25)),
        Search("rare word + 2 facets", RARE, TWO, goals=_goals(2, 1)),
        Search("medium word + 2", MEDIUM, TWO, goals=_goals(4, 2)),
        Search("common word + 2", COMMON, TWO, goals=_goals(0.9, 0.4)),
        Search("common word", COMMON, goals=_goals(0.9, 0.4)),
        Search("three frequent words + 2", frequent, TWO, goals=_goals(0.9, 0.4)),
        Search("phrase + 2", phrase, TWO, goals=_goals(1.5, 1.5)),
        Search("deep page", chosen=BROAD, after=min(DEEP, items // 2), goals=_goals(0.15, 0.10)),
        Search("best match, rare word + 2", RARE, TWO, sort="relevance"),
        Search("best match, medium word + 2", MEDIUM, TWO, sort="relevance"),
        Search("best match, common word", COMMON, sort="relevance", goals=_goals(2, 0.5)),
        Search("best match, frequent words + 2", frequent, TWO, sort="relevance"),
        Search("best match, phrase + 2", phrase, TWO, sort="relevance"),
    )


def _goals(at_100k: float, at_1m: float) -> Mapping[int, float]:
    return {100_000: at_100k, 1_000_000: at_1m}
