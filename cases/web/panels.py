"""The filter panel: every facet with its values in groups, the long ones cut short, the chosen ones always in sight."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.search.counts import FacetBlock, FacetValue
from cases.search.facets import FACETS, by_name
from cases.search.search import Results

SHORT = 8
"""Values shown of a long facet before "show more"."""
OPEN = frozenset({"outcome", "treatment", "body_part", "guideline", "page", "cited_by", "reason"})
"""The panels that are open before anything of them is chosen."""


@dataclass(frozen=True, slots=True)
class Values:
    """A list of values: those shown at once, and the rest."""

    head: tuple[FacetValue, ...]
    rest: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A value with those that stand under it; `value` is `None` for values that stand under none."""

    value: FacetValue | None
    members: Values
    is_open: bool

    @property
    def size(self) -> int:
        """How many values stand under it."""
        return len(self.members.head) + len(self.members.rest)


@dataclass(frozen=True, slots=True)
class Panel:
    """One facet as the form shows it; `typed` are the values of its text boxes, where it has any."""

    name: str
    label: str
    groups: tuple[Group, ...]
    chosen: int
    is_open: bool
    typed: tuple[str, ...] = ()


def panels_of(results: Results) -> tuple[Panel, ...]:
    """Every facet in the order of the registry; pages also where no guideline is chosen and so none are counted."""
    blocks = {block.name: block for block in results.facets}
    uncounted = FacetBlock("page", by_name()["page"].label, (), len(results.params.chosen.get("page", ())))
    offered = [blocks.get(facet.name) or uncounted for facet in FACETS if facet.name in {*blocks, "page"}]
    return tuple(_panel(block, results) for block in offered if block.values or block.name in ("page", "year"))


def _panel(block: FacetBlock, results: Results) -> Panel:
    chosen = results.params.chosen.get(block.name, ())
    return Panel(
        name=block.name,
        label=block.label,
        groups=_groups(block),
        chosen=block.chosen,
        is_open=block.is_open or block.name in OPEN or (block.name == "year" and _has_dates(results)),
        # Pages that are counted have boxes to tick; what was typed would only say the same once more.
        typed=("",) if block.values else (*chosen,) or ("",),
    )


def _has_dates(results: Results) -> bool:
    return bool(results.params.decided_after or results.params.decided_before)


def _groups(block: FacetBlock) -> tuple[Group, ...]:
    if not any(value.level for value in block.values):
        return (Group(None, _cut(block.values), is_open=True),)
    groups: list[Group] = []
    shown = 0
    for value, members in _families(block):
        is_open = shown < SHORT or any(member.selected for member in members)
        groups.append(Group(value, _cut(members), is_open))
        shown += 1 + (len(groups[-1].members.head) if is_open else 0)
    return tuple(groups)


def _families(block: FacetBlock) -> Sequence[tuple[FacetValue | None, list[FacetValue]]]:
    """Each group with its members; a member whose group is not offered follows in a group without a value."""
    facet = by_name()[block.name]
    group_of = facet.groups() if facet.groups else {}
    families: list[tuple[FacetValue | None, list[FacetValue]]] = []
    for value in block.values:
        last = families[-1][0] if families else None
        if not value.level:
            families.append((value, []))
        elif last and last.value == group_of[value.value]:
            families[-1][1].append(value)
        else:
            families.append((None, [value]))
    return families


def _cut(values: Sequence[FacetValue]) -> Values:
    if len(values) <= SHORT + 2:  # a click that shows two more is not worth it
        return Values(tuple(values), ())
    head = tuple(value for place, value in enumerate(values) if place < SHORT or value.selected)
    return Values(head, tuple(value for value in values if value not in head))
