"""Where the values of a facet stand, and so how they are asked for and counted in SQL.

A kind answers these questions: the condition for some chosen values, how many
items have each value, which values a stored column stands for (so that sets can
be kept of them), and whether it speaks of the item or of one of its citations.
Conditions of citation kinds must hold of one citation. What makes a kind is in
its fields: they name the sets that are kept, so another meaning is another field.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import Any, Protocol

from django.db.models import Case, CharField, Count, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, ExtractYear

from cases.letters import taxonomy
from cases.models import GuidelineCitation
from cases.search.pages import parse_pages

UNKNOWN = "unknown"
"""The value of what is not stated."""
CITED = "citations"
"""Stands for a column: the pairs of side and guideline that the labelled fields of an item cite."""
MTUS_NOT_STATED = "mtus-not-stated"
"""Offered for the guideline `mtus` ("chapter not stated"), as `mtus` in an address means the whole family."""


class Kind(Protocol):
    """What every kind of facet can do; `rows` are items, or citations where `of_citation`."""

    @property
    def of_citation(self) -> bool:
        """Whether it speaks of a citation, not of the item."""
        ...

    @property
    def has_unknown(self) -> bool:
        """Whether a row may state nothing, and so has the value UNKNOWN."""
        ...

    @property
    def column(self) -> str:
        """The column of the row that holds its values, or CITED."""
        ...

    def condition(self, values: Sequence[str]) -> Q:
        """What a row must fulfil to have any of `values`."""
        ...

    def values(self, stored: Any) -> Collection[str]:
        """The values that a stored column stands for; every value that can be chosen is one or a union of them."""
        ...

    def leaves(self, values: Collection[str]) -> Collection[str]:
        """The values of `values()` that choosing `values` means, as narrow as they come."""
        ...

    def count(self, rows: "QuerySet[Any]") -> Mapping[str, int]:
        """How many items have each value, among `rows`."""
        ...


class Unnest(Func):
    """The elements of an array column, a row each."""

    function = "unnest"
    arity = 1
    set_returning = True


@dataclass(frozen=True, slots=True)
class Column:
    """One value a row, in a column of the item; the empty string is no value."""

    column: str
    of_citation: bool = False
    has_unknown: bool = False

    def condition(self, values: Sequence[str]) -> Q:
        return Q(**{f"{self.column}__in": ["" if value == UNKNOWN else value for value in values]})

    def count(self, rows: "QuerySet[Any]") -> Mapping[str, int]:
        empty = Value(UNKNOWN if self.has_unknown else "")
        value = Case(When(**{self.column: ""}, then=empty), default=F(self.column), output_field=CharField())
        return _tally(rows, value, of_citation=self.of_citation)

    def values(self, stored: Any) -> Collection[str]:
        return (stored,) if stored else (UNKNOWN,) if self.has_unknown else ()

    def leaves(self, values: Collection[str]) -> Collection[str]:
        return values


@dataclass(frozen=True, slots=True)
class Elements:
    """Several values a row, in an array column of the item, its case or a citation."""

    column: str
    of_citation: bool = False
    has_unknown: bool = True

    def condition(self, values: Sequence[str]) -> Q:
        return _overlap(self.column, [value for value in values if value != UNKNOWN], or_empty=UNKNOWN in values)

    def count(self, rows: "QuerySet[Any]") -> Mapping[str, int]:
        counts = _tally(rows, Unnest(F(self.column), output_field=CharField()), of_citation=self.of_citation)
        return {**counts, **_count_unknown(self, rows)}

    def values(self, stored: Any) -> Collection[str]:
        return tuple(value for value in stored if value) or (UNKNOWN,)

    def leaves(self, values: Collection[str]) -> Collection[str]:
        return values


@dataclass(frozen=True, slots=True)
class Treatments:
    """A treatment or a whole category of them."""

    column: str = "treatment"
    of_citation: bool = False
    has_unknown: bool = False

    def condition(self, values: Sequence[str]) -> Q:
        entries = taxonomy.treatments().values()
        return Q(treatment__in=[entry.code for entry in entries if entry.code in values or entry.parent in values])

    def count(self, rows: "QuerySet[Any]") -> Mapping[str, int]:
        leaves = _tally(rows, F("treatment"), of_citation=self.of_citation)
        counts = dict(leaves)
        for category in taxonomy.treatment_categories():
            counts[category] = sum(
                leaves.get(entry.code, 0) for entry in taxonomy.treatments().values() if entry.parent == category
            )
        return counts

    def values(self, stored: Any) -> Collection[str]:
        return {stored, taxonomy.treatments()[stored].parent}

    def leaves(self, values: Collection[str]) -> Collection[str]:
        return values


@dataclass(frozen=True, slots=True)
class Guidelines:
    """A guideline, or with `mtus` / `non-mtus` a whole family."""

    column: str = "guideline"
    of_citation: bool = True
    has_unknown: bool = False

    def condition(self, values: Sequence[str]) -> Q:
        asked = {"mtus" if value == MTUS_NOT_STATED else value for value in values if value not in taxonomy.FAMILIES}
        codes = [g.code for g in taxonomy.guidelines().values() if g.code in asked or g.family in values]
        return Q(guideline__in=codes)

    def count(self, rows: "QuerySet[Any]") -> Mapping[str, int]:
        counts = dict(_tally(rows, F("guideline"), of_citation=self.of_citation))
        if "mtus" in counts:
            counts[MTUS_NOT_STATED] = counts.pop("mtus")
        for family in taxonomy.FAMILIES:
            # An item may cite two guidelines of a family: families are counted, never summed up.
            if number := rows.filter(self.condition([family])).aggregate(n=Count("item", distinct=True))["n"]:
                counts[family] = number
        return counts

    def values(self, stored: Any) -> Collection[str]:
        return (_own_value(stored), taxonomy.guidelines()[stored].family)

    def leaves(self, values: Collection[str]) -> Collection[str]:
        every = taxonomy.guidelines().values()
        return {own for g in every if (own := _own_value(g.code)) in values or g.family in values}


@dataclass(frozen=True, slots=True)
class Pages:
    """A page or range of pages of the cited guideline."""

    column: str = "pages"
    of_citation: bool = True
    has_unknown: bool = True

    def condition(self, values: Sequence[str]) -> Q:
        asked = {page for value in values if value != UNKNOWN for page in range(*_half_open(value))}
        return _overlap("pages", sorted(asked), or_empty=UNKNOWN in values)

    def count(self, rows: "QuerySet[Any]") -> Mapping[str, int]:
        counts = _tally(rows, Unnest(F("pages"), output_field=IntegerField()), of_citation=self.of_citation)
        return {**counts, **_count_unknown(self, rows)}

    def values(self, stored: Any) -> Collection[str]:
        return tuple(str(page) for page in stored) or (UNKNOWN,)

    def leaves(self, values: Collection[str]) -> Collection[str]:
        known = {str(page) for value in values if value != UNKNOWN for page in range(*_half_open(value))}
        return known | {UNKNOWN} if UNKNOWN in values else known


@dataclass(frozen=True, slots=True)
class Year:
    """The year of a date of the case; `unknown` where the letter has no such date."""

    column: str
    of_citation: bool = False
    has_unknown: bool = True

    def condition(self, values: Sequence[str]) -> Q:
        condition = Q(**{f"{self.column}__year__in": [int(value) for value in values if value != UNKNOWN]})
        return condition | Q(**{f"{self.column}__isnull": True}) if UNKNOWN in values else condition

    def count(self, rows: "QuerySet[Any]") -> Mapping[str, int]:
        year = Coalesce(Cast(ExtractYear(self.column), CharField()), Value(UNKNOWN))
        return _tally(rows, year, of_citation=self.of_citation)

    def values(self, stored: Any) -> Collection[str]:
        return (str(stored.year) if stored else UNKNOWN,)

    def leaves(self, values: Collection[str]) -> Collection[str]:
        return values


@dataclass(frozen=True, slots=True)
class Flag:
    """`yes` or `no`: whether a column of the item is anything but `empty`."""

    column: str
    empty: object = False
    of_citation: bool = False
    has_unknown: bool = False

    def condition(self, values: Sequence[str]) -> Q:
        is_empty = Q(**{self.column: self.empty})
        return reduce(or_, (is_empty if value == "no" else ~is_empty for value in values))

    def count(self, rows: "QuerySet[Any]") -> Mapping[str, int]:
        value = Case(When(self.condition(["no"]), then=Value("no")), default=Value("yes"), output_field=CharField())
        return _tally(rows, value, of_citation=self.of_citation)

    def values(self, stored: Any) -> Collection[str]:
        return ("no",) if stored == self.empty else ("yes",)

    def leaves(self, values: Collection[str]) -> Collection[str]:
        return values


@dataclass(frozen=True, slots=True)
class Ranges:
    """The range that a whole number lies in; `starts` gives each range and its first number, ascending from 0."""

    column: str
    starts: tuple[tuple[str, int], ...]
    of_citation: bool = False
    has_unknown: bool = True

    def condition(self, values: Sequence[str]) -> Q:
        return reduce(or_, map(self._within, values))

    def count(self, rows: "QuerySet[Any]") -> Mapping[str, int]:
        whens = [When(self._within(name), then=Value(name)) for name, _ in self.starts]
        value = Case(*whens, default=Value(UNKNOWN), output_field=CharField())
        return _tally(rows, value, of_citation=self.of_citation)

    def values(self, stored: Any) -> Collection[str]:
        if stored is None:
            return (UNKNOWN,)
        return ([name for name, first in self.starts if first <= stored][-1],)

    def leaves(self, values: Collection[str]) -> Collection[str]:
        return values

    def _within(self, value: str) -> Q:
        if value == UNKNOWN:
            return Q(**{f"{self.column}__isnull": True})
        first = dict(self.starts)[value]
        after = next((later for (name, _), (_, later) in pairwise(self.starts) if name == value), None)
        within = Q(**{f"{self.column}__gte": first})
        return within if after is None else within & Q(**{f"{self.column}__lt": after})


@dataclass(frozen=True, slots=True)
class Compared:
    """Whether a side cites a guideline that the other does not; an item where each does has two values."""

    column: str = CITED
    of_citation: bool = False
    has_unknown: bool = False

    def condition(self, values: Sequence[str]) -> Q:
        return reduce(or_, map(_compared, values))

    def count(self, rows: "QuerySet[Any]") -> Mapping[str, int]:
        codes = ("same", "reviewer-more", "administrator-more", "none")
        return {code: rows.filter(_compared(code)).count() for code in codes}

    def values(self, stored: Any) -> Collection[str]:
        cited: Iterable[tuple[str, str]] = stored
        of_side = {side: {guideline for by, guideline in cited if by == side} for side in taxonomy.SIDES}
        more = [f"{one}-more" for one, other in _PAIRS if of_side[one] - of_side[other]]
        return more or (["same"] if any(of_side.values()) else ["none"])

    def leaves(self, values: Collection[str]) -> Collection[str]:
        return values


_PAIRS = (("reviewer", "administrator"), ("administrator", "reviewer"))


def _compared(value: str) -> Q:
    cited = GuidelineCitation.objects.filter(item=OuterRef("pk"), cited_in="field")
    more = {f"{one}-more": Q(Exists(_not_of(other, cited.filter(cited_by=one)))) for one, other in _PAIRS}
    if value in more:
        return more[value]
    return ~Q(Exists(cited)) if value == "none" else Q(Exists(cited)) & ~reduce(or_, more.values())


def _not_of(side: str, citations: "QuerySet[GuidelineCitation]") -> "QuerySet[GuidelineCitation]":
    """Those of `citations` whose guideline `side` does not cite for the same item."""
    same = GuidelineCitation.objects.filter(item=OuterRef("item"), guideline=OuterRef("guideline"), cited_in="field")
    return citations.filter(~Exists(same.filter(cited_by=side)))


def _own_value(guideline: str) -> str:
    return MTUS_NOT_STATED if guideline == "mtus" else guideline


def _half_open(value: str) -> tuple[int, int]:
    first, last = parse_pages(value)
    return first, last + 1


def _overlap(column: str, values: Sequence[Any], *, or_empty: bool) -> Q:
    """That an array has one of `values`, or nothing in it."""
    condition = Q(**{f"{column}__overlap": values})
    return condition | Q(**{column: []}) if or_empty else condition


def _count_unknown(kind: Kind, rows: "QuerySet[Any]") -> Mapping[str, int]:
    items = Count("item" if kind.of_citation else "pk", distinct=True)
    number = rows.filter(kind.condition([UNKNOWN])).aggregate(n=items)["n"]
    return {UNKNOWN: number} if number else {}


def _tally(rows: "QuerySet[Any]", value: Any, *, of_citation: bool) -> Mapping[str, int]:
    items = Count("item" if of_citation else "pk", distinct=True)
    counted = rows.order_by().annotate(facet_value=value).values_list("facet_value").annotate(n=items)
    return {str(code): n for code, n in counted if code not in (None, "")}
