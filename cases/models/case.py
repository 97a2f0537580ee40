"""A case: the stored record of one letter."""

import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse

from cases.letters import taxonomy
from cases.models.choices import Status, one_of
from cases.models.source import Source
from cases.models.words import words_of


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases, by what may be done with them."""

    def published(self) -> "CaseQuerySet":
        """Those that the public may find."""
        return self.filter(status=Status.PUBLISHED)

    def stale(self, fingerprint: str) -> "CaseQuerySet":
        """Those read under other rules than the ones of `fingerprint`."""
        return self.exclude(fingerprint=fingerprint)


class Case(models.Model):
    """One letter as it was read. `text` is canonical and immutable: all spans point into it.

    `spans` maps a fact to `[start, end]`, a list of facts to a list of those;
    `problems` is a list of `{"code", "message", "span"}`. The columns hold the reading with the
    accepted corrections on top; `reading` keeps what was read where a correction stands on it
    (see `cases.review.effective`). Of a redacted letter `text_sha256` is still that of the text
    as it came, so that the same letter is known again.
    """

    slug = models.SlugField(max_length=40, unique=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="cases")
    supersedes = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="superseded_by"
    )
    status = models.CharField(max_length=12, choices=Status.choices)
    withdrawn_reason = models.TextField(blank=True, default="", help_text="shown to the public at the letter's address")
    format = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64, help_text="of the reading rules")
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64, db_index=True)

    case_number = models.CharField(max_length=20, blank=True)
    priority = models.CharField(max_length=20, blank=True)
    received_date = models.DateField(null=True, blank=True)
    assigned_date = models.DateField(null=True, blank=True)
    decision_date = models.DateField(null=True, blank=True)
    injury_date = models.DateField(null=True, blank=True)
    ur_denial_date = models.DateField(null=True, blank=True)
    states = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    specialties = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    age = models.PositiveSmallIntegerField(null=True, blank=True, help_text="whole years, as stated")
    sex = models.CharField(max_length=6, blank=True)
    summary = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    spans = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    stored_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(auto_now=True)
    reading = models.JSONField(default=dict, db_default={}, blank=True)
    is_redacted = models.BooleanField(default=False, db_default=False)
    summary_words = words_of("summary")

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case_number"],
                condition=models.Q(status=Status.PUBLISHED) & ~models.Q(case_number=""),
                name="case_number_published_once",
            ),
            one_of("outcome", taxonomy.LETTER_OUTCOMES, empty=True),
            one_of("status", Status.values),
            one_of("sex", taxonomy.SEXES, empty=True),
        ]
        indexes = [
            GinIndex(fields=["specialties"], name="case_specialties"),
            models.Index(fields=["case_number"], name="case_number"),
            models.Index(fields=["decision_date", "id"], name="case_decision_date"),
            models.Index(fields=["id"], name="case_unpublished", condition=~models.Q(status=Status.PUBLISHED)),
            models.Index(
                fields=["status", "id"],
                name="case_waiting",
                condition=models.Q(status__in=(Status.HELD, Status.IN_REVIEW))
                | (models.Q(status=Status.PUBLISHED) & ~models.Q(problems=[])),
            ),
        ]

    def __str__(self) -> str:
        return self.case_number or self.slug

    def get_absolute_url(self) -> str:
        return reverse("case", args=[self.slug])

    @property
    def title(self) -> str:
        """What a person calls the letter."""
        return self.case_number or f"Letter {self.slug}"

    def newest(self) -> "Case":
        """The version that stands for this letter today: itself, or what superseded it last."""
        newest = self
        while newer := newest.superseded_by.filter(pk__gt=newest.pk).order_by("-pk").first():
            newest = newer
        return newest

    def dates(self) -> dict[str, datetime.date | None]:
        """The five dates of the header, in the order of events."""
        names = ("injury_date", "ur_denial_date", "received_date", "assigned_date", "decision_date")
        return {name: getattr(self, name) for name in names}
