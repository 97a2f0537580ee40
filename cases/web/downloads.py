"""The current search as a file, and as a feed of its newest items."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from cases.exports import EXPORTS
from cases.exports.found import Found
from cases.letters import taxonomy
from cases.search.blocks import Row
from cases.search.params import SearchParams, read_program_params
from cases.search.search import chips_of, find_page
from cases.search.sets.current import ask_current
from cases.web.access import Role, open_to

NEWEST = 50
"""Entries of a feed."""
TOO_MANY = "A file of this kind holds {most:,} items and this search has {total:,}: narrow it, or take /export.csv."
NOON = time(12)
"""The hour at which a day is the same in all of the United States."""
FRESH = 15 * 60
"""Seconds for which a feed may be kept."""


@open_to(Role.READER)
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """All items of a search in one of the forms of EXPORTS; a parameter that a page would only notice is refused."""
    params, notices = read_program_params(request.GET)
    if notices:
        return _refused(notice.reason for notice in notices)
    total, found = ask_current(lambda finder: _found(Found(params, finder, _site(request))))
    if not EXPORTS[form].holds(total):
        return _refused([TOO_MANY.format(most=EXPORTS[form].most, total=total)])
    # A server that is asked for the head alone would write the whole file and throw it away.
    pieces: Iterable[str] | Iterable[bytes] = EXPORTS[form].write(found) if request.method == "GET" else ()
    name = f"imr-decisions-{timezone.localdate():%Y-%m-%d}.{form}"
    return StreamingHttpResponse(
        pieces,
        content_type=EXPORTS[form].media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@open_to(Role.READER)
@require_safe
@conditional_page
@cache_control(max_age=FRESH)
def feed(request: HttpRequest) -> HttpResponse:
    """The newest items of a search, by the day of decision, as Atom."""
    params, notices = read_program_params(request.GET)
    if notices:
        return _refused(notice.reason for notice in notices)
    newest = replace(params.bare(), sort="newest")
    page = ask_current(lambda finder: find_page(newest, finder, NEWEST))
    made = _empty_feed(_site(request), params)
    for row in page.rows:
        _add(made, row, _site(request))
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _found(found: Found) -> tuple[int, Found]:
    """What was found, and how many: once it is counted, nothing of it is read late."""
    return found.total, found


def _empty_feed(site: str, params: SearchParams) -> Atom1Feed:
    query = replace(params.bare(), sort="").to_query()
    asked = ", ".join(chip.value for chip in chips_of(params)) or "all"
    return Atom1Feed(
        title=_printable(f"IMR decisions: {asked}"),
        link=f"{site}/?{query}".rstrip("?"),
        description="Independent Medical Review decisions, the newest of this search first.",
        feed_url=f"{site}/feed.atom?{query}".rstrip("?"),
        feed_guid=_lasting_id(f"search {query}"),
        author_name="IMR Search",
    )


def _add(made: Atom1Feed, row: Row, site: str) -> None:
    item, case = row.item, row.item.case
    outcome = taxonomy.OUTCOMES.get(item.outcome, "Outcome not read")
    decided = case.decision_date
    made.add_item(
        title=_printable(f"{outcome}: {item.request}"),
        link=site + item.get_absolute_url(),
        description=_printable("".join(text for text, _ in row.snippet.text)),
        unique_id=_lasting_id(f"item {case.slug}/{item.position}"),
        pubdate=datetime.combine(decided, NOON, UTC) if decided else None,
        updateddate=case.stored_at,
        categories=(item.treatment, *filter(None, (item.outcome,))),
    )


def _lasting_id(name: str) -> str:
    """An id that stays when the site moves to another host."""
    return uuid5(NAMESPACE_URL, f"imr {name}").urn


def _printable(text: str) -> str:
    """Text without line ends and without the control characters that XML cannot hold."""
    return "".join(character if character.isprintable() else " " for character in text)


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")[:-1]


def _refused(reasons: Iterable[str]) -> HttpResponse:
    text = "".join(f"{reason}\n" for reason in reasons)
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
