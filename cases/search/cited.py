"""What one citation must have, by the citation facets of a search and the citation fields of its query.

Restrictions of the same facet are met by one value: `page:98` in the query and
the page 99 chosen find nothing, though one citation may have both pages.
"""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q
from typing_extensions import TypeIs

from cases.search.facets import FACETS, by_name
from cases.search.query import And, Field, Node

CITATION_FACETS = tuple(facet for facet in FACETS if facet.kind.of_citation)
ITEM_FACETS = tuple(facet for facet in FACETS if not facet.kind.of_citation)

Parts = Mapping[str, Collection[str]]
"""For each citation facet that is restricted, the values that the citation may have."""


def chosen_parts(chosen: Mapping[str, Sequence[str]]) -> Parts:
    """What the chosen values of facets ask of one citation."""
    return {f.name: chosen[f.name] for f in CITATION_FACETS if chosen.get(f.name)}


def field_parts(node: Node | None) -> Parts:
    """What the citation fields that stand side by side in a query ask of one citation."""
    parts: Parts = {}
    for inner in side_by_side(node):
        if is_citation_field(inner):
            parts = together(parts, {inner.name: [inner.value]})
    return parts


def together(one: Parts, other: Parts) -> Parts:
    """Both restrictions at once."""
    both = {name: leaves(name, one[name]) & leaves(name, other[name]) for name in one.keys() & other.keys()}
    return {**one, **other, **both}


def leaves(name: str, values: Collection[str]) -> set[str]:
    """The narrowest values that `values` of a facet mean: the guidelines of a family, the pages of a range."""
    return set(by_name()[name].kind.leaves(values))


def conditions(parts: Parts) -> list[Q]:
    """The restrictions as conditions on a row of citations."""
    return [by_name()[name].kind.condition(list(values)) for name, values in parts.items()]


def others(node: Node | None) -> list[Node]:
    """What stands side by side in a query and is no citation field."""
    return [inner for inner in side_by_side(node) if not is_citation_field(inner)]


def side_by_side(node: Node | None) -> Sequence[Node]:
    """The parts of a query that must all be fulfilled."""
    if node is None:
        return ()
    return node.nodes if isinstance(node, And) else (node,)


def is_citation_field(node: Node) -> TypeIs[Field]:
    """Whether a part of a query speaks of a citation."""
    return isinstance(node, Field) and by_name()[node.name].kind.of_citation
