"""Serves counting the editions of a guideline: all citations by an index, less those of the few hidden letters."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_pieces_of_words"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status", "published"), _negated=True), fields=["id"], name="case_unpublished"
            ),
        ),
        migrations.AddIndex(
            model_name="guidelinecitation",
            index=models.Index(
                condition=models.Q(("cited_in", "field")), fields=["guideline", "edition"], name="citation_edition"
            ),
        ),
    ]
