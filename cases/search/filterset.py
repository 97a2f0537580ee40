"""The plain-SQL meaning of a search: one FilterSet made from the facet registry.

It validates parameters for every page and program, and its queryset is the
oracle that any faster way of finding is held to.
"""

import functools
from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict

from cases.models import DisputedItem, GuidelineCitation
from cases.search.cited import ITEM_FACETS, Parts, chosen_parts, conditions, field_parts, others, together
from cases.search.conditions import cited, condition_of
from cases.search.facets import FACETS, Facet, split
from cases.search.order import SORTS, VIEWS
from cases.search.query import Node

MOST_VALUES = 100


class FacetField(forms.Field):
    """The chosen and excluded values of one facet: a tuple of canonical spellings.

    Each value it cannot have is an error of its own, with the value in its
    params, and with `mended` where another spelling is meant.
    """

    widget = forms.SelectMultiple

    def __init__(self, *, facet: Facet, **kwargs: Any) -> None:
        self.facet = facet
        super().__init__(**kwargs)

    def clean(self, value: Any) -> tuple[str, ...]:
        asked = list(dict.fromkeys(v.strip() for v in value or () if v.strip()))
        if len(asked) > MOST_VALUES:
            raise ValidationError(f"has more than {MOST_VALUES} values", params={"values": asked[MOST_VALUES:]})
        cleaned, errors = [], []
        for raw in asked:
            try:
                cleaned.append(self.facet.clean_choice(raw))
            except ValueError as error:
                errors.append(ValidationError(str(error), params={"values": [raw]}))
        if errors:
            raise ValidationError(errors)
        return tuple(dict.fromkeys(cleaned))


class FacetFilter(django_filters.Filter):
    """One facet; the FilterSet applies all of them together."""

    field_class = FacetField

    def filter(self, qs: "QuerySet[DisputedItem]", value: Any) -> "QuerySet[DisputedItem]":
        return qs


class ItemFilterSet(django_filters.FilterSet):
    """All published items that fulfil the parameters: values of a facet are alternatives, facets are not."""

    decided_after = django_filters.DateFilter("case__decision_date", "gte", label="Decided on or after")
    decided_before = django_filters.DateFilter("case__decision_date", "lte", label="Decided on or before")
    sort = django_filters.ChoiceFilter(choices=SORTS, method="keep", label="Order")
    per = django_filters.ChoiceFilter(choices=VIEWS["per"], method="keep", label="One row for each")
    rows = django_filters.ChoiceFilter(choices=VIEWS["rows"], method="keep", label="Rows")
    size = django_filters.ChoiceFilter(choices=VIEWS["size"], method="keep", label="Results on a page")

    def __init__(self, data: Any = None, *, tree: Node | None = None) -> None:
        super().__init__(data, queryset=DisputedItem.objects.published())
        self.tree = tree

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        facets = {f.name: FacetFilter(label=f.label, facet=f, required=False) for f in FACETS}
        return {**super().get_filters(), **facets}

    def filter_queryset(self, queryset: "QuerySet[DisputedItem]") -> "QuerySet[DisputedItem]":
        queryset = self.regardless_of_citations()
        asked = conditions(self.parts())
        return queryset.filter(cited(asked)) if asked else queryset

    def regardless_of_citations(self) -> "QuerySet[DisputedItem]":
        """The items that fulfil everything but the citation facets."""
        assert self.queryset is not None
        found: QuerySet[DisputedItem] = super().filter_queryset(self.queryset.all())
        chosen, excluded = split(self.form.cleaned_data)
        found = found.filter(*(_of_item(f, chosen[f.name]) for f in ITEM_FACETS if f.name in chosen))
        found = found.filter(*(~_of_item(f, excluded[f.name]) for f in FACETS if f.name in excluded))
        return found.filter(*map(condition_of, others(self.tree)))

    def citations(self) -> "QuerySet[GuidelineCitation]":
        """The citations for which the items of this search are found."""
        labelled = GuidelineCitation.objects.filter(cited_in="field", item__in=self.regardless_of_citations())
        return labelled.filter(*conditions(self.parts()))

    def parts(self) -> Parts:
        """What one citation of an item must have."""
        chosen, _ = split(self.form.cleaned_data)
        return together(chosen_parts(chosen), field_parts(self.tree))

    def keep(self, queryset: "QuerySet[DisputedItem]", name: str, value: str) -> "QuerySet[DisputedItem]":
        """Neither an order nor a way to show results is a condition."""
        return queryset


def filled_form(data: QueryDict) -> forms.Form:
    """The form of all filters, filled in."""
    return _form_class()(data)


@functools.cache
def _form_class() -> type[forms.Form]:
    # To make the class, and the filters that it is made of, costs more than to check an address with it.
    made: type[forms.Form] = ItemFilterSet().get_form_class()
    return made


def _of_item(facet: Facet, values: Sequence[str]) -> Q:
    """That an item, or any of its citations, has one of `values`."""
    condition = facet.kind.condition(values)
    return cited([condition]) if facet.kind.of_citation else condition
