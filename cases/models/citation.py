"""A guideline citation: one guideline, edition, sections and pages that one side relied on."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from cases.letters import taxonomy
from cases.models.case import Case
from cases.models.choices import Status, one_of
from cases.models.item import DisputedItem


class GuidelineCitationQuerySet(models.QuerySet["GuidelineCitation"]):
    """Citations, by what they cite."""

    def editions(self, guideline: str) -> Mapping[int | None, int]:
        """How many citations of a guideline, in the fields of published letters, give each year; `None` for none."""
        every = self.filter(guideline=guideline, cited_in="field")
        # Nearly all letters are published: all rows less the few is ten times as quick as a join with all letters.
        hidden = every.filter(item__case__in=Case.objects.exclude(status=Status.PUBLISHED).values("pk"))
        return _by_edition(every) - _by_edition(hidden)


class GuidelineCitation(models.Model):
    """One row of guideline, edition, sections, pages and side: filters on it hold of the same row.

    `sections` are as written; `section_names` the same for finding, in lower case and with other spellings
    of a name mended. `pages` holds every page of every range, for finding; `page_ranges` the
    inclusive ranges as `[[98, 99]]`, for showing. `cited_in` is `field` for the
    two labelled guideline fields of an item and `rationale` for what its prose cites.
    """

    item = models.ForeignKey(DisputedItem, on_delete=models.CASCADE, related_name="citations")
    position = models.PositiveSmallIntegerField(help_text="0 is the first of its item")
    cited_by = models.CharField(max_length=13)
    cited_in = models.CharField(max_length=9, default="field")
    guideline = models.CharField(max_length=60)
    edition = models.PositiveSmallIntegerField(null=True, blank=True)
    sections = ArrayField(models.TextField(), default=list, blank=True)
    section_names = ArrayField(models.TextField(), default=list, blank=True)
    pages = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    page_ranges = models.JSONField(default=list, blank=True)
    text = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    objects = GuidelineCitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], name="citation_position_once"),
            models.CheckConstraint(condition=~models.Q(pages__contains=[0]), name="citation_pages_positive"),
            models.CheckConstraint(condition=models.Q(end__gte=models.F("start")), name="citation_span_forward"),
            one_of("cited_by", taxonomy.SIDES),
            one_of("cited_in", ("field", "rationale")),
        ]
        indexes = [
            models.Index(fields=["guideline", "cited_by", "item"], name="citation_guideline"),
            GinIndex(fields=["pages"], name="citation_pages"),
            # Counting editions reads nothing but this.
            models.Index(
                fields=["guideline", "edition"], name="citation_edition", condition=models.Q(cited_in="field")
            ),
        ]

    def __str__(self) -> str:
        return self.text


def _by_edition(citations: GuidelineCitationQuerySet) -> Counter[int | None]:
    return Counter(dict(citations.values_list("edition").annotate(n=models.Count("*"))))


def names_for_finding(guideline: str, sections: Iterable[str]) -> list[str]:
    """`section_names` of a citation: its sections in lower case, other spellings of a name mended."""
    known = taxonomy.guidelines().get(guideline)
    aliases = known.aliases if known else {}
    return sorted({aliases.get(name.lower(), name).lower().replace("|", "/") for name in sections})


def pages_for_finding(ranges: Iterable[Sequence[int]]) -> list[int]:
    """`pages` of a citation: every page of every range."""
    return sorted({page for first, last in ranges for page in range(first, last + 1)})
