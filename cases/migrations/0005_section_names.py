"""Serves the section facet: names of sections for finding, beside those as written."""

import django.contrib.postgres.fields
from django.db import migrations, models

FILL = """
UPDATE cases_guidelinecitation
SET section_names = ARRAY(SELECT DISTINCT lower(name) FROM unnest(sections) AS name)
WHERE sections <> '{}'
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_entries")]
    operations = [
        migrations.AddField(
            model_name="guidelinecitation",
            name="section_names",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), blank=True, default=list, size=None
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
