"""The API's own description, OpenAPI 3.1, with a parameter a facet of the registry."""

from collections.abc import Iterable

from cases.api.schemas import DAY, NUMBER, SCHEMAS, TEXT, Schema, list_of, one_of, ref
from cases.search.facets import EXCLUDED, FACETS, Facet
from cases.search.order import SORTS, VIEWS
from cases.search.params import OFF
from cases.search.similar.asked import PROGRAM_KEYS_OF_LIKES
from cases.search.similar.similar import ORDERS

VERSION = "1.0.0"
ABOUT = (
    "Independent Medical Review decisions of California workers' compensation, by disputed item. "
    "The parameters and counts are those of the search page. Repeated values of a facet are alternatives; "
    "different parameters must all hold; a value with a minus sign before it is left out. "
    "What is not understood is refused, never ignored. "
    "A decision is not precedent, and nothing here is legal or medical advice."
)


def document(site: str) -> Schema:
    """The whole description of the API that is served at `site`."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "IMR Search", "version": VERSION, "description": ABOUT},
        "servers": [{"url": f"{site}/api/v1"}],
        "paths": {
            "/items": _get("items", "One page of the items of a search.", "Items", list(_of_search())),
            "/items/{slug}/{position}/similar": _get(
                "similar",
                "The decisions of other letters that are most like an item, at most 20; the parameters narrow them.",
                "Similar",
                [SLUG, POSITION, *_of_likes()],
                unknown=True,
            ),
            "/facets": _get(
                "facets",
                "The values of every facet, each counted without its facet's own choice.",
                "Facets",
                list(_of_search()),
            ),
            "/cases/{slug}": _get("case", "The record of one letter.", "Letter", [SLUG], unknown=True),
        },
        "components": {"schemas": dict(SCHEMAS)},
    }


def _get(name: str, summary: str, answer: str, parameters: list[Schema], *, unknown: bool = False) -> Schema:
    responses = {"200": _response("The answer.", answer), "400": _response("A parameter is wrong.", "Error")}
    if unknown:
        responses["404"] = _response("There is no such letter.", "Error")
        responses["410"] = _response("The letter was withdrawn; the message says why.", "Error")
    return {"get": {"operationId": name, "summary": summary, "parameters": parameters, "responses": responses}}


def _response(description: str, shape: str) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": ref(shape)}}}


def _of_likes() -> Iterable[Schema]:
    yield from (each for each in _of_search() if each["name"] in PROGRAM_KEYS_OF_LIKES - {"sort"})
    yield _parameter("sort", one_of(ORDERS), "The order: the likest first, or what was overturned and is like enough.")


def _of_search() -> Iterable[Schema]:
    yield _parameter(
        "q", TEXT, 'Words, "phrases", -without, OR, prefix*, "words near"~5, and field:value for every facet.'
    )
    yield _parameter("synonyms", one_of([OFF]), "`off`: without other names of the same thing.")
    yield from map(_of_facet, FACETS)
    yield _parameter("decided_after", DAY, "First day of decision.")
    yield _parameter("decided_before", DAY, "Last day of decision.")
    yield _parameter("sort", one_of(value for value, _ in SORTS), "The order; `relevance` needs words in `q`.")
    yield _parameter(
        "size", {**NUMBER, "enum": [int(value) for value, _ in VIEWS["size"]]}, "How many items a page has."
    )
    yield _parameter("after", {**NUMBER, "minimum": 0}, "Where the page begins: taken from `next`.")


def _of_facet(facet: Facet) -> Schema:
    known = [] if facet.spelling else list(facet.known())
    values = one_of((*known, *(f"{EXCLUDED}{value}" for value in known))) if known else TEXT
    return _parameter(facet.name, list_of(values), f"{facet.label}; may be given several times; `-` before: left out.")


def _parameter(name: str, shape: Schema, description: str) -> Schema:
    return {"name": name, "in": "query", "description": description, "schema": shape}


POSITION: Schema = {
    "name": "position",
    "in": "path",
    "required": True,
    "description": "As in `position` of an item.",
    "schema": {**NUMBER, "minimum": 1},
}
SLUG: Schema = {
    "name": "slug",
    "in": "path",
    "required": True,
    "description": "As in `case` of an item.",
    "schema": {"type": "string", "pattern": "^[a-z0-9-]+$"},
}
