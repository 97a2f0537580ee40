"""A disputed item: one treatment and what was decided about it; the unit of search."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from cases.letters import taxonomy
from cases.models.case import Case
from cases.models.choices import Status, one_of
from cases.models.words import words_of


class DisputedItemQuerySet(models.QuerySet["DisputedItem"]):
    """Items, by what may be done with them."""

    def published(self) -> "DisputedItemQuerySet":
        """Those whose letter the public may find."""
        return self.filter(case__status=Status.PUBLISHED)


class DisputedItem(models.Model):
    """One disputed treatment of a case. An outcome that could not be read is empty."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(help_text="1 is the first in the letter")
    request = models.TextField()
    original_request = models.TextField(blank=True)
    authorized = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    treatment = models.CharField(max_length=60)
    body_parts = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    visits = models.PositiveIntegerField(null=True, blank=True)
    retrospective = models.BooleanField(default=False)
    administrator_basis = models.CharField(max_length=10)
    reviewer_basis = models.CharField(max_length=10)
    rationale = models.TextField(blank=True)
    reasons = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    spans = models.JSONField(default=dict)
    request_words = words_of("request")
    rationale_words = words_of("rationale")

    objects = DisputedItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="item_position_once"),
            models.CheckConstraint(condition=models.Q(position__gte=1), name="item_position_from_one"),
            one_of("outcome", taxonomy.OUTCOMES, empty=True),
            one_of("administrator_basis", taxonomy.BASES),
            one_of("reviewer_basis", taxonomy.BASES),
        ]
        indexes = [
            GinIndex(fields=["body_parts"], name="item_body_parts"),
            GinIndex(fields=["reasons"], name="item_reasons"),
            models.Index(fields=["treatment", "outcome"], name="item_treatment_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.position} {self.request}"

    def get_absolute_url(self) -> str:
        return f"{self.case.get_absolute_url()}#item-{self.position}"
