"""The queue page of reviewers: what waits, by state and by problem, the doubtful first."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.models import Case
from cases.review.doubts import DOUBTS, label_of
from cases.review.queue import STATES, Chosen, Counts, count_waiting, find_page, parse_place
from cases.web.access import Role, open_to


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to see less of the queue: its words, its number of letters, and where it leads."""

    label: str
    count: int
    query: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """One letter of the queue with its problems in words."""

    case: Case
    state: str
    problems: tuple[str, ...]


@open_to(Role.REVIEWER)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """One page of the queue."""
    chosen = read_chosen(request.GET)
    counts = count_waiting(chosen.state)
    cases, behind = find_page(chosen, parse_place(request.GET.get("after", "")))
    context = {
        "chosen": chosen,
        "query": query_of(chosen),
        "total": counts.total,
        "states": _states(chosen, counts),
        "problems": _problems(chosen, counts),
        "waiting": [_waiting(case) for case in cases],
        "next": query_of(chosen, after=str(behind)) if behind else "",
        "is_first": "after" not in request.GET,
    }
    return render(request, "cases/review_queue.html", context)


def read_chosen(data: QueryDict) -> Chosen:
    """The part of the queue that an address names; what is none of it counts for nothing."""
    state, problem = data.get("state", ""), data.get("problem", "")
    known = {doubt.code for doubt in DOUBTS}
    return Chosen(state if state in STATES else "", problem if problem in known else "")


def query_of(chosen: Chosen, **more: str) -> str:
    """The query string of a part of the queue."""
    pairs = {"state": chosen.state, "problem": chosen.problem, **more}
    return urlencode({name: value for name, value in pairs.items() if value})


def _states(chosen: Chosen, counts: Counts) -> list[Choice]:
    everything = Choice("All", counts.total, query_of(Chosen()), not chosen.state)
    return [
        everything,
        *(
            Choice(label, counts.by_state[code], query_of(Chosen(state=code)), chosen.state == code)
            for code, label in STATES.items()
        ),
    ]


def _problems(chosen: Chosen, counts: Counts) -> list[Choice]:
    offered = [
        Choice(label_of(code), n, query_of(Chosen(chosen.state, code)), chosen.problem == code)
        for code, n in counts.by_problem.items()
    ]
    return [Choice("Any problem", 0, query_of(Chosen(chosen.state)), not chosen.problem), *offered]


def _waiting(case: Case) -> Waiting:
    codes = dict.fromkeys(problem["code"] for problem in case.problems)
    return Waiting(case, STATES.get(case.status, case.status), tuple(map(label_of, codes)))
