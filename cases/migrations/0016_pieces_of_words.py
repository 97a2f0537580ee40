"""Serves storing words by pieces: those of a segment are found by an index of their own when they go.

Tombstones are asked for the newest number that any entry had.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_corrections"),
    ]

    operations = [
        migrations.AlterField(
            model_name="searchtombstone",
            name="entry",
            field=models.IntegerField(db_index=True),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=models.Index(condition=models.Q(("segment__lt", 0)), fields=["epoch"], name="search_word_piece"),
        ),
    ]
