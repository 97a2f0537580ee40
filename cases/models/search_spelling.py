"""The words that letters hold, as they are spelt, for suggesting another spelling; all derived."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class SearchSpelling(models.Model):
    """A word, in about how many entries it stands, and it itself and what is left of it without any one letter.

    Two words that are one slip apart have one of `shorter` in common.
    """

    word = models.CharField(max_length=24, primary_key=True)
    items = models.IntegerField(help_text="about; those that are gone since are not taken off")
    shorter = ArrayField(models.CharField(max_length=24))

    class Meta:
        indexes = [GinIndex(fields=["shorter"], name="spelling_shorter", fastupdate=False)]

    def __str__(self) -> str:
        return self.word


class SearchSpellingState(models.Model):
    """Up to which entry words have been counted; one row."""

    counted = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"counted up to {self.counted}"
