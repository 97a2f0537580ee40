"""The letter page, and the letter as data and as plain text."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cases.exports.record import record_of, whole_cases
from cases.models import Case
from cases.search.params import read_params
from cases.web.access import Role, open_to
from cases.web.letter_text import find_marks, flowing, marked_text
from cases.web.presentation import facts_of, item_cards, paragraphs_of, problems_of


@open_to(Role.READER)
@require_safe
def case(request: HttpRequest, slug: str) -> HttpResponse:
    """One letter; the parameters of the search that led here keep the way back."""
    shown = _published(slug)
    params, _ = read_params(request.GET)
    marks = find_marks(shown)
    anchors = frozenset(mark.anchor for mark in marks)
    context = {
        "case": shown,
        "cards": item_cards(shown, anchors),
        "facts": facts_of(shown, anchors),
        "problems": problems_of(shown, anchors),
        "summary": paragraphs_of(shown.summary),
        "summary_anchor": "words-summary" if "words-summary" in anchors else "",
        "text": marked_text(flowing(shown.text), marks),
        "query": params.to_query(),
        "kept": sum(name not in ("sort", "after") for name, _ in params.pairs()),
        "address": request.build_absolute_uri(shown.get_absolute_url()),
    }
    return render(request, "cases/case.html", context)


@open_to(Role.READER)
@require_safe
def as_json(request: HttpRequest, slug: str) -> JsonResponse:
    """The letter record."""
    record = record_of(_published(slug), request.build_absolute_uri("/")[:-1])
    return JsonResponse(record, json_dumps_params={"ensure_ascii": False})


@open_to(Role.READER)
@require_safe
def as_text(request: HttpRequest, slug: str) -> HttpResponse:
    """The canonical text that every span points into."""
    return HttpResponse(_published(slug).text, content_type="text/plain; charset=utf-8")


def _published(slug: str) -> Case:
    return get_object_or_404(whole_cases(), slug=slug)
