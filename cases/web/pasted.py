"""The page that takes a denial, finds similar decisions, and forgets it: nothing of it is stored or logged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from cases.ingest.limits import LIMITS
from cases.ingest.reading import Reading, read
from cases.letters import taxonomy
from cases.letters.model import Letter
from cases.models import Case
from cases.search.facets import by_name
from cases.search.kinds import UNKNOWN
from cases.search.pages import BadPages, parse_pages
from cases.search.params import SearchParams
from cases.search.search import chips_of
from cases.search.similar.asked import read_order
from cases.search.similar.pasted import subject_of_letter, subject_of_text
from cases.search.similar.similar import ORDERS, find_similar
from cases.search.similar.subject import Relied, Subject
from cases.web.access import Role, open_to
from cases.web.similar import search_of

LARGEST_FILE = 2_000_000
LONGEST_TEXT = 200_000
TOO_LARGE = "The file is larger than 2 MB. Paste the text of the letter instead."
TOO_LONG = f"The text is longer than {LONGEST_TEXT:,} characters. Paste the part that matters."
NOTHING = "Paste a text, or choose a file with one."
MOST_PAGES = 60
MOST_VISITS = 1_000
MOST_SHOWN = 6
"""Values of one kind that are understood."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that was understood, as a choice of all that it could be; `value` is empty for one to add."""

    name: str
    label: str
    values: Sequence[tuple[str, str]]
    value: str
    pages: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """The text that came in, the letter that it is, and what is wrong with it."""

    text: str = ""
    letter: Letter | None = None
    identities: tuple[tuple[str, str], ...] = ()
    error: str = ""


class InMemory(MemoryFileUploadHandler):
    """Keeps a file in memory, or not at all: none is ever written to disk."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803
        content_length: int,
        *rest: Any,
        **named: Any,
    ) -> None:
        """Django's own limit is another setting's business."""
        self.activated = content_length <= LARGEST_FILE


@open_to(Role.READER)
@csrf_exempt  # only until the way of the file is decided: the form itself is protected below
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def pasted(request: HttpRequest) -> HttpResponse:
    """A text or a file in, similar decisions out; the address may carry filters of the search page."""
    request.upload_handlers = [InMemory(request)]
    return _answer(request)


@csrf_protect
def _answer(request: HttpRequest) -> HttpResponse:
    params, order, notices = read_order(_filters(request), "overturned-first")
    context: dict[str, Any] = {"params": params, "order": order, "orders": ORDERS.items(), "notices": notices}
    if request.method == "POST":
        given = _given(request)
        context |= {"given": given} if given.error else _similar(given, request.POST, params, order=order)
    return render(request, "cases/pasted.html", context)


def _filters(request: HttpRequest) -> QueryDict:
    filters = request.GET.copy()
    if sort := request.POST.get("sort"):
        filters["sort"] = sort
    return filters


@sensitive_variables()
def _given(request: HttpRequest) -> Given:
    """The text of the box, or of the file where one came."""
    file = request.FILES.get("file")
    if file:
        return _read(str(file.name), file.read())
    text = request.POST.get("text", "")
    if not text.strip():
        is_cut = int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_FILE
        return Given(error=TOO_LARGE if is_cut else NOTHING)
    if len(text) > LONGEST_TEXT:
        return Given(error=TOO_LONG)
    return _read("The text", text.encode())


@sensitive_variables()
def _read(name: str, data: bytes) -> Given:
    reading = read(name, data, replace(LIMITS, file=LARGEST_FILE, pages=MOST_PAGES, characters=LONGEST_TEXT))
    if not isinstance(reading, Reading):
        return Given(error=f"{name} {reading.reason}.")
    letter = reading.letter
    kinds = taxonomy.identities()
    found = ((kinds[each.kind].label, letter.text[slice(*each.span)]) for each in reading.identities)
    return Given(letter.text[:LONGEST_TEXT], letter if letter.items else None, tuple(dict.fromkeys(found)))


@sensitive_variables()
def _similar(given: Given, data: QueryDict, params: SearchParams, *, order: str) -> dict[str, Any]:
    """What was understood, or what was made of it, and the decisions that are like it."""
    position = data.get("item", "")
    item = int(position) if position.isascii() and position.isdigit() and len(position) < 4 else 1
    subject = subject_of_letter(given.letter, item) if given.letter else subject_of_text(given.text)
    if data.get("go") == "change":
        subject = changed(subject, data)
    found = find_similar(subject, params, order)
    return {
        "given": given,
        "item": item,
        "found": found,
        "understood": list(chips_for(subject)),
        "visits": subject.visits,
        "chips": chips_of(params),
        "own": Case.objects.published().filter(pk=found.own).first() if found.own else None,
        "amounts_to": search_of(subject, params).to_query(),
    }


def changed(subject: Subject, data: QueryDict) -> Subject:
    """The subject with what a person chose in place of what was understood; what cannot be is left out."""
    pages = dict(enumerate(data.getlist("pages")))
    cited = ((value, pages.get(number, "")) for number, value in enumerate(data.getlist("guideline")))
    visits = data.get("visits", "")
    return replace(
        subject,
        treatment=next(iter(_known("treatment", data)), ""),
        body_parts=_known("body_part", data),
        visits=int(visits) if visits.isascii() and visits.isdigit() and 0 < int(visits[:5]) < MOST_VISITS else None,
        reasons=_known("reason", data),
        relied=tuple(_relied(subject, value, text) for value, text in cited if value in by_name()["guideline"].known()),
    )


def chips_for(subject: Subject) -> Iterator[Chip]:
    """What was understood, and of each kind but the treatment one more to add."""
    yield _chip("treatment", subject.treatment)
    for part in (*subject.body_parts[:MOST_SHOWN], ""):
        yield _chip("body_part", part)
    for reason in (*subject.reasons[:MOST_SHOWN], ""):
        yield _chip("reason", reason)
    for relied in (*subject.relied[:MOST_SHOWN], Relied("")):
        yield replace(_chip("guideline", relied.guideline), pages=", ".join(map(str, relied.pages)))


def _chip(name: str, value: str) -> Chip:
    facet = by_name()[name]
    label = facet.label if value or name == "treatment" else f"Another {facet.label.lower()}"
    return Chip(name, label, tuple(facet.known().items()), value)


def _known(name: str, data: QueryDict) -> tuple[str, ...]:
    known = by_name()[name].known()
    return tuple(dict.fromkeys(value for value in data.getlist(name) if value in known and value != UNKNOWN))


def _relied(subject: Subject, guideline: str, text: str) -> Relied:
    """A guideline with the pages as they were typed; sections and side stay as they were understood of it."""
    before = next((each for each in subject.relied if each.guideline == guideline), Relied(guideline))
    return replace(before, pages=tuple(_pages(text)))


def _pages(text: str) -> Iterator[int]:
    for part in filter(str.strip, text.split(",")):
        try:
            first, last = parse_pages(part)
        except BadPages:
            continue
        yield from range(first, last + 1)
