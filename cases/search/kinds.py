"""Where the values of a facet stand, and so how they are asked for and counted in SQL.

A kind answers these questions: the condition for some chosen values, how many
items have each value, which values a stored column stands for (so that sets can
be kept of them), and whether it speaks of the item or of one of its citations.
Conditions of citation kinds must hold of one citation.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import CharField, Count, F, Func, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, ExtractYear

from cases.letters import taxonomy
from cases.search.pages import parse_pages

UNKNOWN = "unknown"
MTUS_NOT_STATED = "mtus-not-stated"
"""Offered for the guideline `mtus` ("chapter not stated"), as `mtus` in an address means the whole family."""


class Kind(Protocol):
    """What every kind of facet can do; `rows` are items, or citations where `of_citation`."""

    @property
    def of_citation(self) -> bool:
        """Whether it speaks of a citation, not of the item."""
        ...

    @property
    def column(self) -> str:
        """The column of the row that holds its values."""
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

    def condition(self, values: Sequence[str]) -> Q:
        return Q(**{f"{self.column}__in": list(values)})

    def count(self, rows: "QuerySet[Any]") -> Mapping[str, int]:
        return _tally(rows, F(self.column), of_citation=self.of_citation)

    def values(self, stored: Any) -> Collection[str]:
        return (stored,) if stored else ()

    def leaves(self, values: Collection[str]) -> Collection[str]:
        return values


@dataclass(frozen=True, slots=True)
class Elements:
    """Several values a row, in an array column of the item or its case."""

    column: str
    of_citation: bool = False

    def condition(self, values: Sequence[str]) -> Q:
        return Q(**{f"{self.column}__overlap": list(values)})

    def count(self, rows: "QuerySet[Any]") -> Mapping[str, int]:
        return _tally(rows, Unnest(F(self.column), output_field=CharField()), of_citation=self.of_citation)

    def values(self, stored: Any) -> Collection[str]:
        return tuple(value for value in stored if value)

    def leaves(self, values: Collection[str]) -> Collection[str]:
        return values


@dataclass(frozen=True, slots=True)
class Treatments:
    """A treatment or a whole category of them."""

    column: str = "treatment"
    of_citation: bool = False

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

    def condition(self, values: Sequence[str]) -> Q:
        asked = sorted({page for value in values for page in range(*_half_open(value))})
        return Q(pages__overlap=asked)

    def count(self, rows: "QuerySet[Any]") -> Mapping[str, int]:
        return _tally(rows, Unnest(F("pages"), output_field=IntegerField()), of_citation=self.of_citation)

    def values(self, stored: Any) -> Collection[str]:
        return tuple(str(page) for page in stored)

    def leaves(self, values: Collection[str]) -> Collection[str]:
        return {str(page) for value in values for page in range(*_half_open(value))}


@dataclass(frozen=True, slots=True)
class Year:
    """The year of a date of the case; `unknown` where the letter has no such date."""

    column: str
    of_citation: bool = False

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


def _own_value(guideline: str) -> str:
    return MTUS_NOT_STATED if guideline == "mtus" else guideline


def _half_open(value: str) -> tuple[int, int]:
    first, last = parse_pages(value)
    return first, last + 1


def _tally(rows: "QuerySet[Any]", value: Any, *, of_citation: bool) -> Mapping[str, int]:
    items = Count("item" if of_citation else "pk", distinct=True)
    counted = rows.order_by().annotate(facet_value=value).values_list("facet_value").annotate(n=items)
    return {str(code): n for code, n in counted if code not in (None, "")}
