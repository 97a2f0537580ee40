"""Serves the address of a withdrawn letter, which says why there is nothing any more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_roles")]
    operations = [
        migrations.AddField(
            model_name="case",
            name="withdrawn_reason",
            field=models.TextField(blank=True, default="", help_text="shown to the public at the letter's address"),
        ),
    ]
