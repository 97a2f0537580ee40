"""Closed vocabularies as database constraints see them; codes are those of `cases.letters.taxonomy`."""

from collections.abc import Iterable

from django.db import models


class Status(models.TextChoices):
    """The publication state of a case; only `published` ones are found, counted, exported or shown to the public."""

    PUBLISHED = "published", "Published"
    IN_REVIEW = "in-review", "In review"
    HELD = "held", "Held: looks like it identifies a person"
    WITHDRAWN = "withdrawn", "Withdrawn"
    SUPERSEDED = "superseded", "Superseded by a newer version"


def one_of(field: str, codes: Iterable[str], *, empty: bool = False) -> models.CheckConstraint:
    """A constraint that `field` holds one of `codes` (or the empty string, where `empty`)."""
    allowed = [*codes, ""] if empty else list(codes)
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": allowed}), name=f"%(class)s_{field}_known")
