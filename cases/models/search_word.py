"""What finding words by sets keeps: the words of older entries as sets, the texts of newer ones; all derived.

A trigger (migration 0006) keeps the texts of each new entry until their words
are stored as sets of a whole segment; see docs/architecture.md.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

PLACE = "0 the request, 1 the rationale, 2 the summary"


class SearchWord(models.Model):
    """The entries of one segment that have a lexeme in one place, and the positions it has there.

    The pieces of a segment that is not full yet have numbers below 0 (see search/sets/stored_words.py). Both are
    serialised roaring bitmaps. Positions count through all texts of the place in the segment, one after the other;
    the row of the empty lexeme says where each text begins.
    """

    id = models.BigAutoField(primary_key=True)
    epoch = models.IntegerField()
    place = models.SmallIntegerField(help_text=PLACE)
    lexeme = models.TextField(db_collation="C")
    segment = models.IntegerField()
    number = models.IntegerField(help_text="how many entries")
    entries = models.BinaryField()
    positions = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["epoch", "place", "lexeme", "segment"], name="search_word_once")]
        indexes = [models.Index(fields=["epoch"], name="search_word_piece", condition=models.Q(segment__lt=0))]

    def __str__(self) -> str:
        return f"{self.lexeme} {self.segment}"


class SearchWordState(models.Model):
    """Which epoch of words is in force, and up to which entry its words are stored."""

    epoch = models.IntegerField(unique=True)
    worded = models.IntegerField(default=0)
    is_current = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=models.Q(is_current=True), name="one_current_epoch_of_words"
            )
        ]

    def __str__(self) -> str:
        return f"epoch {self.epoch}"


class SearchText(models.Model):
    """The words of one text of entries that no segment has yet: of one item, or the summary of neighbouring ones."""

    id = models.BigAutoField(primary_key=True)
    place = models.SmallIntegerField(help_text=PLACE)
    first = models.IntegerField()
    last = models.IntegerField()
    words = SearchVectorField()

    class Meta:
        indexes = [
            models.Index(fields=["last"], name="search_text_last"),
            GinIndex(fields=["words"], name="search_text_request", condition=models.Q(place=0)),
            GinIndex(fields=["words"], name="search_text_rationale", condition=models.Q(place=1)),
            GinIndex(fields=["words"], name="search_text_summary", condition=models.Q(place=2)),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.first}-{self.last}"
