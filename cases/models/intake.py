"""An intake: files that came together, and what became of each; its rows are the queue of the worker."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from cases.models.case import Case
from cases.models.choices import one_of


class Via(models.TextChoices):
    """The way by which files came."""

    UPLOAD = "upload", "Uploaded"
    WATCH = "watch", "Found in a watched folder"


class State(models.TextChoices):
    """What became of a file. `waiting` and `reading` are the queue; an archive ends as `unpacked`."""

    WAITING = "waiting", "Waiting"
    READING = "reading", "Reading"
    ADDED = "added", "Added"
    UPDATED = "updated", "New version"
    UNCHANGED = "unchanged", "Already here"
    REVIEW = "review", "Needs review"
    HELD = "held", "Held"
    FAILED = "failed", "Failed"
    UNPACKED = "unpacked", "Unpacked"


UNFINISHED = (State.WAITING, State.READING)
RETRYABLE = (State.FAILED, State.REVIEW)


class Intake(models.Model):
    """Files that came together; `received_by` is empty for a watched folder."""

    via = models.CharField(max_length=10, choices=Via.choices)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [one_of("via", Via.values)]

    def __str__(self) -> str:
        return f"Intake {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("intake", args=[self.pk])


class IntakeFileQuerySet(models.QuerySet["IntakeFile"]):
    """Files, by how far they are."""

    def unfinished(self) -> "IntakeFileQuerySet":
        """Those that a worker has yet to finish."""
        return self.filter(state__in=UNFINISHED)

    def retryable(self) -> "IntakeFileQuerySet":
        """Those that may be read once more: nothing came of them, and their bytes are kept."""
        return self.filter(state__in=RETRYABLE, case=None).exclude(file="")


class IntakeFile(models.Model):
    """One file that came. `name` is fit to be shown, but to staff alone: it may hold a patient's. `file` is its name
    in storage, empty where nothing was kept.

    `position` is its place in the intake: the queue takes the first of each intake, then the second,
    so that a few letters need not wait for the ten thousand of somebody else. Of an archive,
    `members` are the files in it and `taken` those of them that have rows of their own.
    """

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="files")
    archive = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="out_of_it")
    is_archive = models.BooleanField(default=False)
    position = models.PositiveIntegerField(help_text="0 is the first of its intake")
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.CharField(max_length=200, blank=True, help_text="name in the storage of original files")
    members = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.TextField(blank=True)
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="intake_files")
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = IntakeFileQuerySet.as_manager()

    class Meta:
        constraints = [one_of("state", State.values)]
        indexes = [
            models.Index(
                fields=["attempts", "position", "id"],
                condition=models.Q(state__in=UNFINISHED),
                name="intake_file_queue",
            ),
            models.Index(fields=["intake", "state"], name="intake_file_state"),
        ]

    def __str__(self) -> str:
        return self.name
