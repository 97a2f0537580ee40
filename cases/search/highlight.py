"""Snippets: the words around what was found, as pieces of text that are hits or not; never markup."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchHeadline, SearchQueryCombinable
from django.db import connection
from django.db.models import Case, F, Func, TextField, Value, When
from django.db.models.expressions import Combinable

from cases.models import DisputedItem
from cases.search.conditions import COLUMNS, CONFIG, search_query, stands
from cases.search.marks import GAP, START, STOP, Pattern, Pieces, every, has_hit, meant, patterns_of, words_in
from cases.search.query import PLACES, Node, Term, placed_terms

SNIPPET_WORDS = 30
OPENING_CHARACTERS = 280
TEXTS = {"request": "request", "rationale": "rationale", "summary": "case__summary"}
APART = {"\x1e": "/", "\x1f": ""}
"""What stands for a slash, or for a missing blank, where the words they join are read apart: see migration 0011."""

STEMS = "SELECT word, (ts_lexize('imr_stem', lower(word)))[1] FROM unnest(%s::text[]) AS word"

Texts = Mapping[str, str]
"""The marked text of each of PLACES."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """What to show of an item: its request, and the best of its text with the name of where that stands."""

    request: Pieces
    text: Pieces
    where: str


def snippets(items: Sequence[DisputedItem], tree: Node | None) -> Mapping[int, Snippet]:
    """A snippet for each of a page of items; without words the opening of the rationale."""
    asked = {place: [term for term, places in placed_terms(tree) if place in places] for place in PLACES}
    if not any(asked.values()):
        return {item.pk: Snippet(((item.request, False),), _opening(item), "rationale") for item in items}
    texts = _marked([item.pk for item in items], asked)
    patterns = {place: patterns_of(terms) for place, terms in asked.items()}
    stems = _stems(texts.values(), patterns)
    return {item.pk: _snippet(item, texts[item.pk], patterns, stems) for item in items}


def marked_texts(keys: Sequence[int], tree: Node | None) -> Mapping[int, Mapping[str, Pieces]]:
    """The whole of each of PLACES of some items as pieces that are hits or not; empty where nothing is looked for."""
    asked = {place: [term for term, places in placed_terms(tree) if place in places] for place in PLACES}
    if not any(asked.values()):
        return {}
    texts = _marked(keys, asked, whole=True)
    patterns = {place: patterns_of(terms) for place, terms in asked.items()}
    stems = _stems(texts.values(), patterns)
    return {
        key: {
            place: meant(of_item[place], patterns[place], lambda word: stems.get(word, word)) if asked[place] else ()
            for place in PLACES
        }
        for key, of_item in texts.items()
    }


def _snippet(
    item: DisputedItem, texts: Texts, patterns: Mapping[str, Sequence[Pattern]], stems: Mapping[str, str]
) -> Snippet:
    def stem(word: str) -> str:
        return stems.get(word, word)

    shown = {place: meant(texts[place], patterns[place], stem) for place in PLACES}
    if not any(map(has_hit, shown.values())):
        # PostgreSQL cuts some words in another way: better too many marks than none.
        shown = {place: every(texts[place]) for place in PLACES}
    where = "summary" if has_hit(shown["summary"]) and not has_hit(shown["rationale"]) else "rationale"
    return Snippet(shown["request"], shown[where] or _opening(item), where)


def _marked(keys: Sequence[int], asked: Mapping[str, Sequence[Term]], *, whole: bool = False) -> Mapping[int, Texts]:
    """The texts of items with every word marked that is in a term; nothing of one in which nothing is looked for."""
    queries = {place: reduce(or_, map(search_query, terms)) for place, terms in asked.items() if terms}
    shown = {f"marked_{place}": _headline(place, queries.get(place), whole=whole) for place in PLACES}
    if asked["rationale"] and not whole:
        # To cut a summary costs most of all, and none is shown where the rationale has what is looked for.
        in_rationale = reduce(or_, (stands(term, COLUMNS["rationale"]) for term in asked["rationale"]))
        shown["marked_summary"] = Case(
            When(in_rationale, then=Value("")), default=shown["marked_summary"], output_field=TextField()
        )
    rows = DisputedItem.objects.filter(pk__in=keys).annotate(**shown).values_list("pk", *shown)
    return {row[0]: dict(zip(PLACES, map(_together, row[1:]), strict=True)) for row in rows}


def _headline(place: str, words: SearchQueryCombinable | None, *, whole: bool) -> Combinable:
    if words is None:
        return F("request") if place == "request" else Value("")
    apart = Func(F(TEXTS[place]), function="imr_apart", output_field=TextField())
    is_whole = whole or place == "request"
    return SearchHeadline(
        apart,
        words,
        config=CONFIG,
        start_sel=START,
        stop_sel=STOP,
        highlight_all=is_whole,
        max_words=None if is_whole else SNIPPET_WORDS,
        min_words=None if is_whole else SNIPPET_WORDS // 2,
        max_fragments=None if is_whole else 2,
        fragment_delimiter=GAP,
    )


def _together(text: str) -> str:
    """The text as it is written."""
    for sign, written in APART.items():
        text = text.replace(sign, written)
    return text


def _stems(texts: Iterable[Texts], patterns: Mapping[str, Sequence[Pattern]]) -> Mapping[str, str]:
    """The stem of every word that is marked or looked for, as PostgreSQL has it."""
    words = {word for of_item in texts for text in of_item.values() for word in words_in(text)}
    words |= {word for of_place in patterns.values() for pattern in of_place for word in pattern.words}
    with connection.cursor() as cursor:
        cursor.execute(STEMS, [sorted(words)])
        return dict(cursor.fetchall())


def _opening(item: DisputedItem) -> Pieces:
    text = item.rationale
    if len(text) > OPENING_CHARACTERS:
        text = text[:OPENING_CHARACTERS].rsplit(" ", 1)[0] + " …"
    return ((text, False),)
