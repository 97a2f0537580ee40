"""What a peer must be able to do, and which of its fields are counted for a search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.searching.documents import GUIDELINE, OF_GUIDELINE, Document, pair_field
from benchmarks.searching.searches import Search
from cases.search.facets import FACETS

PAGE_SIZE = 20
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Answer:
    """One page: how many items there are, the keys of those shown, and by facet and value how many there are."""

    total: int
    keys: tuple[int, ...]
    counts: Counts


class Peer(Protocol):
    """An index in a folder; it is filled once and then asked."""

    NAME: str

    def __init__(self, folder: Path) -> None:
        """The index in this folder, which is empty or holds a whole one."""

    def add(self, documents: Sequence[Document]) -> None:
        """Takes in more documents."""

    def finish(self) -> None:
        """Makes it ready to be asked, as its makers advise."""

    def page(self, search: Search) -> Answer:
        """One page of a search: keys, total, and every facet without its own choice."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A facet to be counted: the field that holds its values, and what they begin with there."""

    facet: str
    field: str
    beginning: str = ""


def counted(search: Search) -> Sequence[Counted]:
    """The facets that the page counts; with a guideline chosen, what else is cited is counted beside it."""
    guidelines = search.chosen.get(GUIDELINE, ())
    if not guidelines:
        return [Counted(facet.name, facet.name) for facet in FACETS if not facet.needs]
    (guideline,) = guidelines
    beside = {facet.name for facet in OF_GUIDELINE}
    return [
        Counted(facet.name, pair_field(facet.name), f"{guideline}|")
        if facet.name in beside
        else Counted(facet.name, facet.name)
        for facet in FACETS
    ]
