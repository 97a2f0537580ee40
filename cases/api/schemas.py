"""The shapes of the API's answers, as JSON Schema."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from cases.letters import taxonomy
from cases.search.facets import FACETS

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
YES_OR_NO: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
ADDRESS: Schema = {"type": "string", "format": "uri"}


def ref(name: str) -> Schema:
    """A shape of `SCHEMAS` by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def one_of(values: Iterable[str]) -> Schema:
    """One of some codes."""
    return {"type": "string", "enum": sorted(values)}


def list_of(shape: Schema) -> Schema:
    """Any number of a shape."""
    return {"type": "array", "items": shape}


def _object(description: str, **properties: Schema) -> Schema:
    """An object with all of these and no other: an absent fact is null, never a missing key."""
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _or_null(shape: Schema) -> Schema:
    return {"anyOf": [shape, {"type": "null"}]}


SPAN: Schema = {**list_of(NUMBER), "minItems": 2, "maxItems": 2, "description": "[start, end) in `text`"}
SPANS: Schema = {"type": "object", "description": "Where in `text` a fact is read from: a span, or a list of them."}
OUTCOME = one_of(taxonomy.OUTCOMES)
BASIS = one_of(taxonomy.BASES)

CITATION = _object(
    "One guideline that one side of an item relied on.",
    cited_by=one_of(taxonomy.SIDES),
    guideline=TEXT,
    edition=_or_null(NUMBER),
    sections=list_of(TEXT),
    pages={**list_of(SPAN), "description": "Inclusive ranges: 98-99 is [[98, 99]]."},
    text=TEXT,
)
ITEM = _object(
    "One disputed item that was found.",
    id={**TEXT, "description": "Slug of the letter and position in it; stays the same."},
    case={**TEXT, "description": "Slug of the letter, for `/cases/{slug}`."},
    position={**NUMBER, "minimum": 1},
    request=TEXT,
    outcome=_or_null(OUTCOME),
    treatment=TEXT,
    body_parts=list_of(TEXT),
    visits=_or_null(NUMBER),
    decision_date=_or_null(DAY),
    citations=list_of(ref("Citation")),
    reasons=list_of(TEXT),
    snippet={**TEXT, "description": "The words around what was found; without words the opening of the rationale."},
    url=ADDRESS,
)
ITEMS = _object(
    "One page of results.",
    count={**NUMBER, "description": "All items of the search, on this and other pages."},
    next={**_or_null(ADDRESS), "description": "The next page, with all parameters; null on the last."},
    results=list_of(ref("Item")),
)
BRIEF = _object("An item in few words.", id=TEXT, request=TEXT, url=ADDRESS)
LIKE = _object(
    "A decision that is like another.",
    item=ref("Item"),
    points={
        **NUMBER,
        "description": "For all that both share: the more, the liker; of another item they say something else.",
    },
    shared={**list_of(TEXT), "description": "What both share, in words."},
    nearly_same={**list_of(ref("Brief")), "description": "Decisions with nearly the same rationale, folded under it."},
)
SIMILAR = _object(
    "The decisions most like an item, the first of each rationale; none of its own letter.",
    compared={**NUMBER, "description": "Decisions on the same category of treatment that fulfil the parameters."},
    same={**list_of(ref("Brief")), "description": "Decisions with the very same rationale, left out of the results."},
    results=list_of(ref("Like")),
)
FACET_VALUE = _object(
    "One value of a facet.",
    value={**TEXT, "description": "As in a parameter: with a minus sign before it where it is left out."},
    label=TEXT,
    count={
        **NUMBER,
        "description": "Items with it as the facet's one choice, under all other parameters. "
        "Of a value that is left out: how many items more there are without it.",
    },
    selected=YES_OR_NO,
)
LETTER_ITEM = _object(
    "One disputed item of a letter.",
    position={**NUMBER, "minimum": 1},
    request=TEXT,
    original_request=_or_null(TEXT),
    authorized=_or_null(TEXT),
    outcome=_or_null(OUTCOME),
    treatment=TEXT,
    body_parts=list_of(TEXT),
    visits=_or_null(NUMBER),
    retrospective=YES_OR_NO,
    citations=list_of(ref("Citation")),
    administrator_basis=BASIS,
    reviewer_basis=BASIS,
    rationale=_or_null(TEXT),
    reasons=list_of(TEXT),
    spans=SPANS,
    url=ADDRESS,
)
LETTER = _object(
    "The record of one letter.",
    slug=TEXT,
    status=TEXT,
    url=ADDRESS,
    source=_object("The file as it came.", name=TEXT, sha256=TEXT, media_type=TEXT),
    format=TEXT,
    case_number=_or_null(TEXT),
    priority=_or_null(TEXT),
    **dict.fromkeys(
        ("injury_date", "ur_denial_date", "received_date", "assigned_date", "decision_date"), _or_null(DAY)
    ),
    reviewer=_object("Who decided.", states=list_of(TEXT), specialties=list_of(TEXT)),
    patient=_object("Whom it is about.", age=_or_null(NUMBER), sex=_or_null(one_of(taxonomy.SEXES))),
    summary=_or_null(TEXT),
    outcome=_or_null(one_of(taxonomy.LETTER_OUTCOMES)),
    items=list_of(ref("LetterItem")),
    spans=SPANS,
    problems=list_of({"type": "object"}),
    text={**TEXT, "description": "The one canonical text that every span points into."},
)
ERROR = _object(
    "What is wrong.",
    error=_object(
        "One shape for every error.",
        code=TEXT,
        message=TEXT,
        notices=list_of(_object("What is wrong with a parameter.", code=TEXT, message=TEXT)),
    ),
)

SCHEMAS: Mapping[str, Schema] = MappingProxyType(
    {
        "Items": ITEMS,
        "Item": ITEM,
        "Similar": SIMILAR,
        "Like": LIKE,
        "Brief": BRIEF,
        "Citation": CITATION,
        "Facets": _object("Every facet by its name.", **{f.name: list_of(ref("FacetValue")) for f in FACETS}),
        "FacetValue": FACET_VALUE,
        "Letter": LETTER,
        "LetterItem": LETTER_ITEM,
        "Error": ERROR,
    }
)
