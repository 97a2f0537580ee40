"""Serves suggestions of another spelling: the words that letters hold, as they are spelt."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_language")]
    operations = [
        migrations.CreateModel(
            name="SearchSpellingState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("counted", models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="SearchSpelling",
            fields=[
                ("word", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("items", models.IntegerField(help_text="about; those that are gone since are not taken off")),
                (
                    "shorter",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), size=None),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["shorter"], name="spelling_shorter"
                    )
                ],
            },
        ),
    ]
