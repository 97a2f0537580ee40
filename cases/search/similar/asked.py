"""What an address asks of similar decisions: the filters of the search page, and an order of their own."""

from typing import cast

from django.http import QueryDict

from cases.search.params import PROGRAM_KEYS, Notice, SearchParams, read_params, read_program_params
from cases.search.similar.similar import ORDERS

PROGRAM_KEYS_OF_LIKES = PROGRAM_KEYS - {"size", "after"}
"""A program is given all that are shown at once: there are no pages."""


def read_order(data: QueryDict, usual: str) -> tuple[SearchParams, str, tuple[Notice, ...]]:
    """The filters of an address and one of ORDERS; pages and ways to show are no part of it."""
    kept = data.copy()
    order, wrong = _order(cast(list[str], kept.pop("sort", [])))
    params, notices = read_params(kept)
    return params.bare(), order or usual, (*notices, *wrong)


def read_program_order(data: QueryDict, usual: str) -> tuple[SearchParams, str, tuple[Notice, ...]]:
    """The same for programs, which are told of whatever is no part of it."""
    kept = data.copy()
    order, wrong = _order(cast(list[str], kept.pop("sort", [])))
    paged = [name for name in ("size", "after") if kept.pop(name, [])]
    params, notices = read_program_params(kept)
    unknown = [Notice("unknown-parameter", f"“{name}” is not a parameter here: there are no pages.") for name in paged]
    return params, order or usual, (*notices, *wrong, *unknown)


def _order(given: list[str]) -> tuple[str, list[Notice]]:
    """The order that was asked for, empty for none, and what is wrong with it."""
    asked = [value.strip() for value in given if value.strip()]
    wrong = [
        Notice("bad-value", f"sort: “{value[:60]}” is not one of {', '.join(ORDERS)}.", "It was ignored.")
        for value in asked[-1:]
        if value not in ORDERS
    ]
    if len(asked) > 1:
        wrong.append(Notice("repeated-parameter", "“sort” can be given once only.", "The last one counts."))
    return next((value for value in asked[-1:] if value in ORDERS), ""), wrong
