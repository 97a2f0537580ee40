"""The five questions a program can ask, and the answer to any other."""

from django.http import HttpRequest

from cases.api.answers import Json, Refused, answering
from cases.api.openapi import document
from cases.exports.record import citation_record, record_of, whole_cases
from cases.models import Case, DisputedItem
from cases.models.choices import Status
from cases.search.blocks import Row
from cases.search.counts import FacetBlock, count_facets
from cases.search.facets import FACETS
from cases.search.params import PROGRAM_KEYS, Notice, SearchParams, read_program_params
from cases.search.search import find_page, whole_items
from cases.search.sets.current import ask_current
from cases.search.similar.asked import PROGRAM_KEYS_OF_LIKES, read_program_order
from cases.search.similar.similar import Like, find_similar
from cases.search.similar.subject import subject_of


@answering
def items(request: HttpRequest) -> Json:
    """One page of the items of a search."""
    params = _asked(request)
    page = ask_current(lambda finder: find_page(params, finder))
    address = request.build_absolute_uri(request.path)
    return {
        "count": page.total,
        "next": f"{address}?{page.next.to_query()}" if page.next else None,
        "results": [_item(row, _site(request)) for row in page.rows],
    }


@answering
def similar(request: HttpRequest, slug: str, position: str) -> Json:
    """The decisions most like an item, as its page has them."""
    params, order, notices = read_program_order(request.GET, "balanced")
    if notices:
        raise _bad_parameters(notices, f"Parameters are {', '.join(sorted(PROGRAM_KEYS_OF_LIKES))}.")
    found = find_similar(subject_of(_whole_item(slug, int(position))), params, order)
    return {
        "compared": found.compared,
        "same": [_brief(item, _site(request)) for item in found.same],
        "results": [_like(like, _site(request)) for like in found.likes],
    }


@answering
def facets(request: HttpRequest) -> Json:
    """Every facet with its values, counted without its own choice; empty where it cannot be counted yet."""
    params = _asked(request)
    counted = {block.name: block for block in ask_current(lambda finder: count_facets(params, finder))}
    return {facet.name: _values(counted[facet.name]) if facet.name in counted else [] for facet in FACETS}


@answering
def case(request: HttpRequest, slug: str) -> Json:
    """The letter record."""
    _without_parameters(request)
    if found := whole_cases().filter(slug=slug).first():
        return record_of(found, _site(request))
    raise _no_letter(slug)


@answering
def openapi(request: HttpRequest) -> Json:
    """The description of all this, made from the registry of facets."""
    _without_parameters(request)
    return document(_site(request))


@answering
def missing(request: HttpRequest) -> Json:
    """Every other address below the API's."""
    raise Refused(404, "not-found", "There is nothing here; /api/v1/openapi.json says what there is.")


def _whole_item(slug: str, position: int) -> DisputedItem:
    keys = DisputedItem.objects.published().filter(case__slug=slug).values_list("position", "pk")
    if not keys:
        raise _no_letter(slug)
    if item := next(iter(whole_items([key for place, key in keys if place == position])), None):
        return item
    raise Refused(404, "not-found", f"The letter “{slug}” has no item {position}.")


def _no_letter(slug: str) -> Refused:
    """What became of a letter that once was public; of any other, nothing."""
    was = Case.objects.filter(slug=slug, status__in=(Status.WITHDRAWN, Status.SUPERSEDED)).first()
    if was and was.status == Status.WITHDRAWN:
        return Refused(410, "withdrawn", was.withdrawn_reason or "The letter was withdrawn; no reason was given.")
    newest = was.newest() if was else None
    if newest and newest.status == Status.PUBLISHED:
        return Refused(404, "superseded", f"“{slug}” is an older version of the letter “{newest.slug}”.")
    return Refused(404, "not-found", f"There is no published letter “{slug}”.")


def _asked(request: HttpRequest) -> SearchParams:
    params, notices = read_program_params(request.GET)
    if notices:
        raise _bad_parameters(notices, f"Parameters are {', '.join(sorted(PROGRAM_KEYS))}.")
    return params


def _without_parameters(request: HttpRequest) -> None:
    if request.GET:
        notices = [Notice("unknown-parameter", f"“{key[:60]}” is not a parameter.") for key in request.GET]
        raise _bad_parameters(notices, "There are none here.")


def _bad_parameters(notices: list[Notice] | tuple[Notice, ...], known: str) -> Refused:
    is_unknown = any(notice.code == "unknown-parameter" for notice in notices)
    reasons = [notice.reason for notice in notices] + [known] * is_unknown
    return Refused(400, "bad-parameters", " ".join(reasons), notices)


def _item(row: Row, site: str) -> Json:
    item, case = row.item, row.item.case
    return {
        "id": f"{case.slug}/{item.position}",
        "case": case.slug,
        "position": item.position,
        "request": item.request,
        "outcome": item.outcome or None,
        "treatment": item.treatment,
        "body_parts": item.body_parts,
        "visits": item.visits,
        "decision_date": case.decision_date.isoformat() if case.decision_date else None,
        "citations": [citation_record(citation) for citation in item.labelled_citations],  # type: ignore[attr-defined]
        "reasons": item.reasons,
        "snippet": "".join(text for text, _ in row.snippet.text),
        "url": site + item.get_absolute_url(),
    }


def _like(like: Like, site: str) -> Json:
    return {
        "item": _item(like.row, site),
        "points": like.points,
        "shared": list(like.reasons),
        "nearly_same": [_brief(item, site) for item in like.others],
    }


def _brief(item: DisputedItem, site: str) -> Json:
    """An item in few words."""
    return {
        "id": f"{item.case.slug}/{item.position}",
        "request": item.request,
        "url": site + item.get_absolute_url(),
    }


def _values(block: FacetBlock) -> list[Json]:
    return [
        {"value": each.value, "label": each.label, "count": each.count, "selected": each.selected}
        for each in block.values
    ]


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")[:-1]
