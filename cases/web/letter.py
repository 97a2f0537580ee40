"""The letter page, and the letter as data and as plain text."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.exports.record import record_of
from cases.models import Case
from cases.models.choices import Status
from cases.search.highlight import marked_texts
from cases.search.neighbours import neighbours_of
from cases.search.params import read_params
from cases.web.access import Role, open_to, visitor_role
from cases.web.deadlines import deadlines_of
from cases.web.letter_hits import Hits
from cases.web.letter_text import find_marks, flowing, marked_text
from cases.web.presentation import facts_of, item_cards, paragraphs_of, problems_of
from cases.web.published import gone_json, gone_page, gone_text, of_letter

MOST_LINKED = 40
"""Hits that are linked to by their numbers."""


@open_to(Role.READER)
@require_safe
@of_letter(gone_page)
def case(request: HttpRequest, shown: Case) -> HttpResponse:
    """One letter; the parameters of the search that led here keep the way back."""
    params, _ = read_params(request.GET)
    marks = find_marks(shown)
    anchors = frozenset(mark.anchor for mark in marks)
    address = request.build_absolute_uri(shown.get_absolute_url())
    hits = Hits(marked_texts([item.pk for item in shown.items.all()], params.tree))
    context: dict[str, Any] = {
        "case": shown,
        "newest": shown.newest() if shown.status == Status.SUPERSEDED else None,
        "older": shown.supersedes if visitor_role(request) >= Role.REVIEWER else None,
        "cards": item_cards(shown, anchors, address=address, hits=hits),
        "facts": facts_of(shown, anchors),
        "deadlines": deadlines_of(shown),
        "problems": problems_of(shown, anchors),
        "summary": hits.in_summary(paragraphs_of(shown.summary)),
        "summary_anchor": "words-summary" if "words-summary" in anchors else "",
        "text": marked_text(flowing(shown.text), marks),
        "neighbours": neighbours_of(shown.pk, params) if request.GET else None,
        "query": params.to_query(),
        "kept": sum(name not in ("sort", "after") for name, _ in params.pairs()),
        "address": address,
    }
    context |= {"hits": hits.count, "hit_numbers": range(1, min(hits.count, MOST_LINKED) + 1)}
    return render(request, "cases/case.html", context)


@open_to(Role.READER)
@require_safe
@of_letter(gone_json)
def as_json(request: HttpRequest, shown: Case) -> JsonResponse:
    """The letter record."""
    record = record_of(shown, request.build_absolute_uri("/")[:-1])
    return JsonResponse(record, json_dumps_params={"ensure_ascii": False})


@open_to(Role.READER)
@require_safe
@of_letter(gone_text)
def as_text(request: HttpRequest, shown: Case) -> HttpResponse:
    """The canonical text that every span points into."""
    return HttpResponse(shown.text, content_type="text/plain; charset=utf-8")
