"""An event: what happened to a case besides its corrections, with who did it and why."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from cases.models.case import Case


class CaseEvent(models.Model):
    """A change of state, a new reading, a redaction, or a correction withdrawn.

    `old` and `new` are codes: of two states, or the fingerprints of two readings.
    A trigger (migration 0015) writes the changes of state, so that no way of
    changing one can be forgotten; `author` is null where the site itself did it.
    `changes` lists what a new reading reads otherwise, long values cut short.
    """

    class Kind(models.TextChoices):
        """What happened."""

        STATE = "state", "State"
        READING = "reading", "Read again"
        REDACTION = "redaction", "Redacted"
        WITHDRAWAL = "withdrawal", "Correction withdrawn"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    old = models.CharField(max_length=64, blank=True, db_default="")
    new = models.CharField(max_length=64, blank=True, db_default="")
    changes = models.JSONField(default=list, db_default=[])
    reason = models.TextField(blank=True, db_default="")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="event_case")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.case_id}"
