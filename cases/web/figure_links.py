"""From a list of results to the pages of figures that count the same items."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import reverse

from cases.letters import taxonomy
from cases.search.facets import by_name
from cases.search.params import SearchParams
from cases.search.population import regardless_of_outcome


@dataclass(frozen=True, slots=True)
class FigureLink:
    """A page of figures under the same filters."""

    words: str
    address: str


def figure_links(params: SearchParams) -> tuple[FigureLink, ...]:
    """The pages of figures of a search by filters; none of words, which such pages put aside, nor of everything."""
    counted = regardless_of_outcome(replace(params.bare(), sort=""))
    if counted is None or counted.q or counted.is_empty:
        return ()
    return (*_treatments(counted), *_guidelines(counted), _link("over the years", reverse("trends"), counted))


def _treatments(params: SearchParams) -> Iterator[FigureLink]:
    for code in params.chosen.get("treatment", ()):
        label = by_name()["treatment"].label_of(code)
        yield _link(
            f"by guideline, body part and reason of {label}",
            reverse("treatment", args=[code]),
            params.without("treatment"),
        )


def _guidelines(params: SearchParams) -> Iterator[FigureLink]:
    for code in params.chosen.get("guideline", ()):
        if code not in taxonomy.FAMILIES:
            label = by_name()["guideline"].label_of(code)
            address = reverse("guideline", args=[code])
            yield _link(f"by page and section of {label}", address, params.without("guideline"))


def _link(words: str, address: str, params: SearchParams) -> FigureLink:
    query = params.to_query()
    return FigureLink(words, f"{address}?{query}" if query else address)
