"""What finding by sets keeps: derived from the truth, never edited, made anew by `manage.py reindex`.

Triggers (migration 0003) write entries and tombstones, so that no way of
changing a case can be forgotten; see docs/architecture.md.
"""

from django.db import models

from cases.models.item import DisputedItem


class SearchEntry(models.Model):
    """A published item under a dense number, given in order of storing; a changed item gets a new one."""

    id = models.AutoField(primary_key=True)
    item = models.OneToOneField(DisputedItem, on_delete=models.CASCADE, related_name="entry")

    def __str__(self) -> str:
        return str(self.pk)


class SearchTombstone(models.Model):
    """The number of an entry that is no more, in the order in which they went."""

    id = models.AutoField(primary_key=True)
    entry = models.IntegerField(db_index=True)  # the newest number may be one of these

    def __str__(self) -> str:
        return str(self.entry)


class SearchSet(models.Model):
    """The entries of one segment that belong to one set (`outcome=upheld`), as a serialised roaring bitmap."""

    epoch = models.IntegerField()
    name = models.TextField(db_collation="C")
    segment = models.IntegerField()
    members = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["epoch", "name", "segment"], name="search_set_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.segment}"


class SearchState(models.Model):
    """Which sets are in force for one scheme of names: their epoch, the last entry they hold, and from
    which tombstone on a process must bury what they still hold.
    """

    scheme = models.CharField(max_length=64)
    epoch = models.IntegerField(unique=True)
    sealed = models.IntegerField(default=0)
    buried = models.IntegerField(default=0)
    is_current = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme"], condition=models.Q(is_current=True), name="one_current_epoch")
        ]

    def __str__(self) -> str:
        return f"epoch {self.epoch}"
