"""Tables of figures on a page: the greatest lines of each, and all of the one that an address asks for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from cases.search.facets import Facet, by_name
from cases.search.finder import Finder
from cases.search.kinds import UNKNOWN
from cases.search.params import SearchParams
from cases.stats.breakdown import Part, breakdown

ALL = "all"
"""The parameter that names a table to be shown whole."""
LINES = 15
"""Of a table that is not."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A table by a facet: what stands over it, what a line of it is and counts, and how to read it.

    `unknown` are the words for the line of what states no value.
    """

    facet: str
    heading: str
    line: str
    caption: str
    hint: str = ""
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The lines that are shown of `of`, the greatest count among all, and what the page is narrowed by but this is not.

    A table that is not shown whole has the greatest lines first, and none of a group of them.
    """

    plan: Plan
    parts: tuple[Part, ...]
    of: int
    most: int
    put_aside: str

    @property
    def is_cut(self) -> bool:
        """Whether there are more lines than are shown."""
        return len(self.parts) < self.of

    @property
    def is_long(self) -> bool:
        """Whether more lines are shown than need be."""
        return len(self.parts) > LINES


def asked_whole(data: QueryDict, plans: Sequence[Plan]) -> tuple[str, QueryDict]:
    """The facet whose table an address asks for whole, and the rest of the address, to which nonsense is left."""
    whole = data.get(ALL, "")
    if whole not in ("", *(plan.facet for plan in plans)):
        return "", data
    kept = data.copy()
    kept.pop(ALL, None)
    return whole, kept


def table_of(plan: Plan, params: SearchParams, finder: Finder, *, whole: str) -> Table:
    """The table of a plan, whole where its facet is the one asked for or it is short."""
    parts = breakdown(plan.facet, params, finder)
    return table_from(plan, tuple(_told(part, plan) for part in parts), params, whole=whole)


def table_from(plan: Plan, parts: Sequence[Part], params: SearchParams, *, whole: str = "") -> Table:
    """The same of parts that are known."""
    facet = by_name()[plan.facet]
    shown = tuple(parts) if whole == plan.facet or len(parts) <= LINES else _greatest(parts, facet)
    most = max((part.found for part in shown), default=0)
    return Table(plan, shown, len(parts), most, put_aside(plan.facet, params))


def _told(part: Part, plan: Plan) -> Part:
    return replace(part, label=plan.unknown) if plan.unknown and part.value == UNKNOWN else part


def _greatest(parts: Sequence[Part], facet: Facet) -> tuple[Part, ...]:
    groups = set((facet.groups or dict)().values())
    members = [replace(part, level=0) for part in parts if part.value not in groups]
    return tuple(sorted(members, key=lambda part: -part.found)[:LINES])


def put_aside(name: str, params: SearchParams) -> str:
    """What a search chooses of a facet, in words: a table by this facet is not narrowed by it."""
    facet = by_name()[name]
    chosen = ", ".join(facet.label_of(value) for value in params.choices(facet.name))
    return f"{facet.label.lower()}: {chosen}" if chosen else ""
