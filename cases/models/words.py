"""How a column of text becomes the words that are searched."""

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Left

READ = 400_000
"""Characters of a text that are searched; no letter has more, and PostgreSQL's vectors end at a megabyte."""


def words_of(column: str) -> models.GeneratedField:
    """The words of a column; those that only a slash or a missing blank joins ("EMG/NCV", "pain.The") are several."""
    apart = models.Func(Left(column, READ), function="imr_apart", output_field=models.TextField())
    return models.GeneratedField(
        expression=SearchVector(apart, config="imr"), output_field=SearchVectorField(), db_persist=True
    )
