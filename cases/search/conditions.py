"""A query tree as a condition in SQL."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery, SearchQueryCombinable
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, Value

from cases.models import GuidelineCitation
from cases.search.case_numbers import spellings
from cases.search.cited import conditions, field_parts, is_citation_field, others
from cases.search.endings import completions
from cases.search.facets import by_name
from cases.search.query import (
    PLACES,
    And,
    CaseNumber,
    Field,
    In,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Word,
    terms,
)

CONFIG = "imr"
AS_WRITTEN = "simple"
COLUMNS = {"request": "request_words", "rationale": "rationale_words", "summary": "case__summary_words"}
"""Where each of PLACES is indexed."""


def cited(conditions: Iterable[Q]) -> Q:
    """That one citation in the labelled fields of the item fulfils all `conditions`."""
    of_item = GuidelineCitation.objects.filter(item=OuterRef("pk"), cited_in="field")
    return Q(Exists(of_item.filter(*conditions)))


class IsNear(Func):
    """Whether all words of a text stand within so many words of a vector: see migration 0009."""

    function = "imr_is_near"
    arity = 3
    output_field = BooleanField()


def ranking_query(tree: Node | None) -> SearchQueryCombinable | None:
    """Any of the words and phrases looked for: what ranks and what is marked; `None` where there is none."""
    queries = [search_query(term) for term in terms(tree)]
    return reduce(or_, queries) if queries else None


def condition_of(node: Node, places: Sequence[str] = PLACES) -> Q:
    """What an item must fulfil for a query tree; citation fields side by side hold of the same citation."""
    match node:
        case Word() | Phrase() | Prefix() | Near():
            return reduce(or_, [stands(node, COLUMNS[place]) for place in places])
        case Field():
            condition = by_name()[node.name].kind.condition([node.value])
            return cited([condition]) if is_citation_field(node) else condition
        case CaseNumber(number):
            return Q(case__case_number__in=spellings(number))
        case In(place, inner):
            return condition_of(inner, [place])
        case Not(inner):
            return ~condition_of(inner, places)
        case And() | Or():
            return _condition_of_several(node, places)


def _condition_of_several(node: And | Or, places: Sequence[str]) -> Q:
    if isinstance(node, Or):
        return reduce(or_, [condition_of(inner, places) for inner in node.nodes])
    asked = conditions(field_parts(node))
    together = [cited(asked)] if asked else []
    return reduce(and_, [*(condition_of(inner, places) for inner in others(node)), *together])


def stands(term: Term, column: str) -> Q:
    """That a term stands in a column of words."""
    found = Q(**{column: search_query(term)})
    if isinstance(term, Near):
        return found & Q(IsNear(F(column), Value(term.text), Value(term.distance)))
    return found


def search_query(term: Term) -> SearchQueryCombinable:
    """What PostgreSQL is asked for a term: all its words for a proximity; a word with a hyphen is a phrase."""
    if isinstance(term, Prefix):
        return _beginning_with(term.text)
    return SearchQuery(term.text, config=CONFIG, search_type="plain" if isinstance(term, Near) else "phrase")


def _beginning_with(text: str) -> SearchQueryCombinable:
    """The stems that begin so, and those of the word itself and of what it may be the beginning of."""
    begun, whole = prefix_operands(text)
    written = SearchQuery(begun, config=AS_WRITTEN, search_type="raw")
    return written | SearchQuery(whole, config=CONFIG, search_type="raw")


def prefix_operands(text: str) -> tuple[str, str]:
    """A prefix as raw queries: what begins so as written, and the words to be stemmed."""
    return f"{_quoted(text)}:*", " | ".join(map(_quoted, dict.fromkeys([text, *completions(text)])))


def _quoted(text: str) -> str:
    """The text as one operand of a raw query."""
    return "'" + text.replace("\\", " ").replace("'", "''") + "'"
