"""Why a search found an item: where its words stand, and which citation is the one asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper

from cases.models import DisputedItem, GuidelineCitation
from cases.search.cited import Parts, chosen_parts, field_parts, leaves, together
from cases.search.conditions import COLUMNS, stands
from cases.search.facets import by_name
from cases.search.params import SearchParams
from cases.search.query import Phrase, Term, Word, placed_terms, term_text, terms

MOST_EXPLAINED = 8
"""Words of a query of which it is said where they stand."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A word or phrase that was searched, and the names of the places where the item has it.

    `typed` is what was typed where `text` is another name of it.
    """

    text: str
    places: tuple[str, ...]
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """The words that an item was found by, and its citations that have all that one citation must have."""

    hits: tuple[Hit, ...] = ()
    citations: tuple[GuidelineCitation, ...] = ()


def whys(items: Sequence[DisputedItem], params: SearchParams) -> Mapping[int, Why]:
    """Why each of a page of items was found; with nothing in it where no words and no citation are asked for."""
    hits = _hits([item.pk for item in items], params)
    asked = together(chosen_parts(params.chosen), field_parts(params.tree))
    return {item.pk: Why(hits.get(item.pk, ()), _citations(item, asked)) for item in items}


def _hits(keys: Sequence[int], params: SearchParams) -> Mapping[int, tuple[Hit, ...]]:
    typed = {term.text.lower() for term in terms(params.typed)}
    # What was typed is explained before its other names, of which there may be many.
    asked = sorted(dict.fromkeys(placed_terms(params.tree)), key=lambda each: each[0].text.lower() not in typed)
    asked = asked[:MOST_EXPLAINED]
    if not asked:
        return {}
    having = {
        f"term_{number}_{place}": ExpressionWrapper(stands(term, COLUMNS[place]), output_field=BooleanField())
        for number, (term, places) in enumerate(asked)
        for place in places
    }
    rows = DisputedItem.objects.filter(pk__in=keys).annotate(**having).values("pk", *having)
    typed_for = {name.lower(): also.typed for also in params.meaning.also for name in also.searched}
    return {
        row["pk"]: tuple(_found(asked, row, {n: t for n, t in typed_for.items() if n not in typed})) for row in rows
    }


def _found(
    asked: Sequence[tuple[Term, Sequence[str]]], row: Mapping[str, object], typed_for: Mapping[str, str]
) -> Iterable[Hit]:
    for number, (term, places) in enumerate(asked):
        if having := tuple(place for place in places if row[f"term_{number}_{place}"]):
            text = term.text if isinstance(term, Word | Phrase) else term_text(term)
            yield Hit(text, having, typed_for.get(text.lower(), ""))


def _citations(item: DisputedItem, asked: Parts) -> tuple[GuidelineCitation, ...]:
    if not asked:
        return ()
    meant = {name: leaves(name, values) for name, values in asked.items()}
    fetched: Sequence[GuidelineCitation] = item.labelled_citations  # type: ignore[attr-defined]
    return tuple(each for each in fetched if all(_has(each, name, values) for name, values in meant.items()))


def _has(citation: GuidelineCitation, facet: str, values: set[str]) -> bool:
    kind = by_name()[facet].kind
    return not values.isdisjoint(kind.values(getattr(citation, kind.column)))
