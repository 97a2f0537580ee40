"""The filter panel: every facet with its values in groups, the long ones cut short, the chosen ones always in sight."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote_plus

from django.urls import reverse
from django.utils.text import slugify

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
class Offer:
    """A value as its row shows it; `number` is its count in writing, `leave_out` the address that leaves it out.

    Its box, once it is left out, has the id that the link to leave it out had: there the focus goes.
    """

    value: str
    label: str
    count: int
    selected: bool
    id: str
    not_id: str
    number: str
    counted: str
    leave_out: str


@dataclass(frozen=True, slots=True)
class Values:
    """A list of values: those shown at once, and the rest."""

    head: tuple[Offer, ...]
    rest: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A value with those that stand under it; `value` is `None` for values that stand under none."""

    value: Offer | None
    members: Values
    is_open: bool

    @property
    def size(self) -> int:
        """How many values stand under it."""
        return len(self.members.head) + len(self.members.rest)


@dataclass(frozen=True, slots=True)
class Panel:
    """One facet as the form shows it; `typed` are the values of its text boxes, where it has any.

    `number` is how many values there are, `shown` how many of them the panel holds.
    """

    name: str
    label: str
    groups: tuple[Group, ...]
    chosen: int
    is_open: bool
    is_counted: bool
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
    groups = () if is_typed else _groups(block, most, _offering(block, params))
    return Panel(
        name=block.name,
        label=block.label,
        groups=groups,
        chosen=block.chosen,
        is_open=block.is_open or block.name in OPEN or (block.name == "year" and _has_dates(params)),
        is_counted=block.is_counted,
        number=len(block.values),
        shown=sum(group.size + bool(group.value) for group in groups),
        # Pages that are counted have boxes to tick; what was typed would only say the same once more.
        typed=(params.choices(block.name) if is_typed else ()) or ("",),
    )


def narrowed(block: FacetBlock, containing: str) -> FacetBlock:
    """Only those values whose words, or those of their group, have all words of a text; in no groups.

    What is chosen or left out stays in sight.
    """
    facet = by_name()[block.name]
    groups = facet.groups() if facet.groups else {}
    words = containing.casefold().split()

    def is_meant(value: FacetValue) -> bool:
        said = f"{value.label} {facet.label_of(groups.get(value.value, ''))}".casefold()
        return value.selected or all(word in said for word in words)

    found = [replace(value, level=0) for value in block.values if is_meant(value)]
    if not facet.in_natural_order:
        found.sort(key=lambda value: (not value.is_excluded, not value.selected, -value.count))
    return replace(block, values=tuple(found))


def _has_dates(params: SearchParams) -> bool:
    return bool(params.decided_after or params.decided_before)


def _offering(block: FacetBlock, params: SearchParams) -> Callable[[FacetValue], Offer]:
    """What makes rows of values; the addresses of hundreds of them differ in the value alone."""
    before, _, behind = params.excluding(block.name, MARK).to_query().rpartition("%00")
    before = f"{reverse('search')}?{before}"

    def offer(value: FacetValue) -> Offer:
        minus = "−" if value.is_excluded and value.count else ""
        key = f"{block.name}-{slugify(value.value)}"
        return Offer(
            value=value.value,
            label=value.label,
            count=value.count,
            selected=value.selected,
            id=f"not-{key}" if value.is_excluded else f"choice-{key}",
            not_id=f"not-{key}",
            number=f"{minus}{value.count:,}",
            counted=f"{'item' if value.count == 1 else 'items'}{' left out' if value.is_excluded else ''}",
            leave_out="" if value.selected else f"{before}{quote_plus(value.value)}{behind}",
        )

    return offer


def _groups(block: FacetBlock, most: int, offer: Callable[[FacetValue], Offer]) -> tuple[Group, ...]:
    """What is left out, then the groups with something chosen, then the others."""
    left_out = [value for value in block.values if value.is_excluded]
    kept = [value for value in block.values if not value.is_excluded]
    first = [Group(None, _cut(list(map(offer, left_out)), len(left_out)), is_open=True)] if left_out else []
    if not any(value.level for value in kept):
        return (*first, Group(None, _cut(list(map(offer, kept)), most), is_open=True))
    groups: list[Group] = []
    shown = 0
    for value, members in _families(kept, block.name):
        is_open = shown < SHORT or any(member.selected for member in members)
        groups.append(Group(offer(value) if value else None, _cut(list(map(offer, members)), len(members)), is_open))
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


def _cut(values: Sequence[Offer], most: int) -> Values:
    """The chosen values first where not all are seen at once; shorter lists keep their order under the hand."""
    if len(values) <= LONG:
        return Values(tuple(values))
    chosen = [value for value in values if value.selected]
    others = [value for value in values if not value.selected]
    return Values((*chosen, *others[:SHORT]), tuple(others[SHORT : max(most - len(chosen), SHORT)]))
