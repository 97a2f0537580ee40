"""The page on coverage and method: what is held, how full and how well read it is, and what a rate means."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.search.coverage import Fullness, coverage, holdings
from cases.stats.scores import load_scores
from cases.stats.shares import FEWEST, Share, share_of
from cases.web.access import Role, open_to


@dataclass(frozen=True, slots=True)
class Full:
    """How full a field is, and the share; `None` where there are too few to speak of one."""

    fact: Fullness
    share: Share | None


@open_to(Role.READER)
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this site holds, and how far it can be relied on."""
    held = holdings()
    full = {"letters": _shares(held.of_letters), "items": _shares(held.of_items)}
    context = {"held": held, "coverage": coverage(), "full": full, "scores": load_scores(), "fewest": FEWEST}
    return render(request, "cases/about.html", context)


def _shares(facts: Iterable[Fullness]) -> list[Full]:
    return [Full(fact, share_of(fact.stated.number, fact.whole)) for fact in facts]
