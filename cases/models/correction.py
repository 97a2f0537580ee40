"""A correction: what a person changed in a case, kept beside the reading."""

from django.conf import settings
from django.db import models

from cases.models.case import Case


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Corrections, by whether they are in force."""

    def accepted(self) -> "CorrectionQuerySet":
        """Those in force, in the order in which they stand on top of one another."""
        return self.filter(state=Correction.State.ACCEPTED).order_by("pk")


class Correction(models.Model):
    """One field of a letter, or of one of its items, as a person has it.

    `position` is the item's, and null for a fact of the letter. As a new reading
    makes new items, `request` and `request_span` tell as well which item is
    meant, by what its reading was. `old` and `new` are plain values for JSON;
    `span` is where the letter says so, null where it does not.
    """

    class State(models.TextChoices):
        """Whether a correction is in force."""

        ACCEPTED = "accepted", "In force"
        WITHDRAWN = "withdrawn", "Withdrawn"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="corrections")
    position = models.PositiveSmallIntegerField(null=True, blank=True)
    request = models.TextField(blank=True)
    request_span = models.JSONField(null=True, blank=True)
    field = models.CharField(max_length=40)
    old = models.JSONField(null=True, blank=True)
    new = models.JSONField(null=True, blank=True)
    span = models.JSONField(null=True, blank=True)
    reason = models.TextField()
    # Who is answerable for a correction can be locked out, but not forgotten.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="corrections")
    made_at = models.DateTimeField(auto_now_add=True)
    batch = models.UUIDField(db_index=True, help_text="the same for all that was done in one go")
    is_bulk = models.BooleanField(default=False, help_text="done for many letters in one go")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACCEPTED)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="accepted", withdrawn_at=None)
                | models.Q(state="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="correction_withdrawn_by_somebody",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="correction_has_a_reason"),
        ]
        indexes = [models.Index(fields=["case", "id"], name="correction_case")]

    def __str__(self) -> str:
        return f"{self.field} of {self.case_id}" + (f"/{self.position}" if self.position else "")
