"""A query tree as a condition in SQL."""

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q

from cases.models import GuidelineCitation
from cases.search.cited import conditions, field_parts, is_citation_field, others
from cases.search.facets import by_name
from cases.search.query import And, Field, Node, Not, Or, Phrase, Word, terms

CONFIG = "imr"


def cited(conditions: Iterable[Q]) -> Q:
    """That one citation in the labelled fields of the item fulfils all `conditions`."""
    of_item = GuidelineCitation.objects.filter(item=OuterRef("pk"), cited_in="field")
    return Q(Exists(of_item.filter(*conditions)))


def ranking_query(tree: Node | None) -> SearchQuery | None:
    """Any of the words and phrases looked for: what ranks and what is marked; `None` where there is none."""
    queries = [search_query(term) for term in terms(tree)]
    return reduce(or_, queries) if queries else None


def condition_of(node: Node) -> Q:
    """What an item must fulfil for a query tree; citation fields side by side hold of the same citation."""
    match node:
        case Word() | Phrase():
            query = search_query(node)
            return Q(request_words=query) | Q(rationale_words=query) | Q(case__summary_words=query)
        case Field():
            condition = by_name()[node.name].kind.condition([node.value])
            return cited([condition]) if is_citation_field(node) else condition
        case Not(inner):
            return ~condition_of(inner)
        case And():
            asked = conditions(field_parts(node))
            return reduce(and_, [*map(condition_of, others(node)), *([cited(asked)] if asked else [])])
        case Or(nodes):
            return reduce(or_, map(condition_of, nodes))


def search_query(term: Word | Phrase) -> SearchQuery:
    """What PostgreSQL is asked for one word or phrase; a word with a hyphen is a phrase."""
    return SearchQuery(term.text, config=CONFIG, search_type="phrase")
