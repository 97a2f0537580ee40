"""The filter panel: every facet with its values in groups, the long ones cut short, the chosen ones always in sight."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.search.counts import FacetBlock, FacetValue, uncounted
from cases.search.facets import FACETS, by_name
from cases.search.params import SearchParams
from cases.search.search import Results

SHORT = 8
"""Values shown of a long facet before "show more"."""
LONG = SHORT + 2
"""Values that are shown at once: a click that shows two more is not worth it."""
MOST = 60
"""Values that a panel holds of a facet without groups; the page of the facet has all of them."""
OPEN = frozenset({"outcome", "treatment", "body_part", "guideline", "page", "cited_by", "reason"})
"""The panels that are open before anything of them is chosen."""
TYPED = frozenset({"page", "year"})
"""The panels with text boxes of their own, which are there even when no value is."""
MARK = "\0"


@dataclass(frozen=True, slots=True)
class Values:
    """A list of values: those shown at once, and the rest."""

    head: tuple[FacetValue, ...]
    rest: tuple[FacetValue, ...] = ()


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
    """One facet as the form shows it; `typed` are the values of its text boxes, where it has any.

    `leave_out` is the query of the search without a value more: what stands before the value, and behind it.
    `number` is how many values there are, `shown` how many of them the panel holds.
    """

    name: str
    label: str
    groups: tuple[Group, ...]
    chosen: int
    is_open: bool
    is_counted: bool
    leave_out: tuple[str, str]
    number: int
    shown: int
    typed: tuple[str, ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether there are so many values that one would rather type than read."""
        return self.number > LONG

    @property
    def is_cut(self) -> bool:
        """Whether there are more values than are shown."""
        return self.number > self.shown


def panels_of(results: Results) -> tuple[Panel, ...]:
    """Every facet in the order of the registry; one that is not counted too where something of it is chosen."""
    blocks = {block.name: block for block in results.facets}
    offered = [blocks.get(facet.name) or uncounted(facet, results.params) for facet in FACETS]
    return tuple(panel_of(block, results.params) for block in offered if block.values or block.name in TYPED)


def panel_of(block: FacetBlock, params: SearchParams, most: int = MOST) -> Panel:
    """One facet, of whose values at most so many are shown where they stand in no groups."""
    is_typed = block.name == "page" and not block.is_counted
    groups = () if is_typed else _groups(block, most)
    return Panel(
        name=block.name,
        label=block.label,
        groups=groups,
        chosen=block.chosen,
        is_open=block.is_open or block.name in OPEN or (block.name == "year" and _has_dates(params)),
        is_counted=block.is_counted,
        leave_out=_around(block.name, params),
        number=len(block.values),
        shown=sum(group.size + bool(group.value) for group in groups),
        # Pages that are counted have boxes to tick; what was typed would only say the same once more.
        typed=(params.choices(block.name) if is_typed else ()) or ("",),
    )


def narrowed(block: FacetBlock, containing: str) -> FacetBlock:
    """The block with only those values whose words, or those of their group, have all words of a text."""
    facet = by_name()[block.name]
    groups = facet.groups() if facet.groups else {}
    words = containing.casefold().split()

    def is_meant(value: FacetValue) -> bool:
        said = f"{value.label} {facet.label_of(groups.get(value.value, ''))}".casefold()
        return value.selected or all(word in said for word in words)

    return FacetBlock(
        block.name, block.label, tuple(filter(is_meant, block.values)), block.chosen, is_counted=block.is_counted
    )


def _has_dates(params: SearchParams) -> bool:
    return bool(params.decided_after or params.decided_before)


def _around(name: str, params: SearchParams) -> tuple[str, str]:
    """The query of the search that leaves one value more out, before that value and behind it."""
    before, _, behind = params.excluding(name, MARK).to_query().rpartition("%00")
    return before, behind


def _groups(block: FacetBlock, most: int) -> tuple[Group, ...]:
    """What is left out, then the groups with something chosen, then the others."""
    left_out = [value for value in block.values if value.is_excluded]
    kept = [value for value in block.values if not value.is_excluded]
    first = [Group(None, Values(tuple(left_out)), is_open=True)] if left_out else []
    if not any(value.level for value in kept):
        return (*first, Group(None, _cut(kept, most), is_open=True))
    groups: list[Group] = []
    shown = 0
    for value, members in _families(kept, block.name):
        is_open = shown < SHORT or any(member.selected for member in members)
        groups.append(Group(value, _cut(members, len(members)), is_open))
        shown += 1 + (len(groups[-1].members.head) if is_open else 0)
    return (*first, *groups)


def _families(values: Sequence[FacetValue], name: str) -> Sequence[tuple[FacetValue | None, list[FacetValue]]]:
    """Each group with its members; a member whose group is not offered follows in a group without a value."""
    facet = by_name()[name]
    group_of = facet.groups() if facet.groups else {}
    families: list[tuple[FacetValue | None, list[FacetValue]]] = []
    for value in values:
        last = families[-1][0] if families else None
        if not value.level:
            families.append((value, []))
        elif last and last.value == group_of[value.value]:
            families[-1][1].append(value)
        else:
            families.append((None, [value]))
    return sorted(families, key=lambda family: not _has_choice(*family))


def _has_choice(value: FacetValue | None, members: Sequence[FacetValue]) -> bool:
    return any(each.selected for each in (*members, *([value] if value else ())))


def _cut(values: Sequence[FacetValue], most: int) -> Values:
    """The chosen values first where not all are seen at once; shorter lists keep their order under the hand."""
    if len(values) <= LONG:
        return Values(tuple(values))
    chosen = [value for value in values if value.selected]
    others = [value for value in values if not value.selected]
    return Values((*chosen, *others[:SHORT]), tuple(others[SHORT : max(most - len(chosen), SHORT)]))
