"""A query tree as conditions in SQL: on the item, and on one citation of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q

from cases.models import GuidelineCitation
from cases.search.facets import by_name
from cases.search.query import And, Field, Node, Not, Or, Phrase, Word, terms

CONFIG = "imr"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What an item must fulfil, and what one citation of it must fulfil all at once."""

    of_item: tuple[Q, ...] = ()
    of_citation: tuple[Q, ...] = ()


def conditions_of(tree: Node | None) -> Conditions:
    """The conditions of a tree; citation fields side by side hold of the same citation."""
    if tree is None:
        return Conditions()
    together = tree.nodes if isinstance(tree, And) else (tree,)
    citing = [node for node in together if isinstance(node, Field) and by_name()[node.name].kind.of_citation]
    others = [node for node in together if node not in citing]
    return Conditions(tuple(_condition(node) for node in others), tuple(_facet_condition(node) for node in citing))


def cited(conditions: Iterable[Q]) -> Q:
    """That one citation in the labelled fields of the item fulfils all `conditions`."""
    of_item = GuidelineCitation.objects.filter(item=OuterRef("pk"), cited_in="field")
    return Q(Exists(of_item.filter(*conditions)))


def ranking_query(tree: Node | None) -> SearchQuery | None:
    """Any of the words and phrases looked for: what ranks and what is marked; `None` where there is none."""
    queries = [_search_query(term) for term in terms(tree)]
    return reduce(or_, queries) if queries else None


def _condition(node: Node) -> Q:
    match node:
        case Word() | Phrase():
            query = _search_query(node)
            return Q(words=query) | Q(case__words=query)
        case Field():
            condition = _facet_condition(node)
            return cited([condition]) if by_name()[node.name].kind.of_citation else condition
        case Not(inner):
            return ~_condition(inner)
        case And():
            asked = conditions_of(node)
            together = [cited(asked.of_citation)] if asked.of_citation else []
            return reduce(and_, [*asked.of_item, *together])
        case Or(nodes):
            return reduce(or_, [_condition(inner) for inner in nodes])


def _facet_condition(node: Field) -> Q:
    return by_name()[node.name].kind.condition([node.value])


def _search_query(term: Word | Phrase) -> SearchQuery:
    return SearchQuery(term.text, config=CONFIG, search_type="phrase")
