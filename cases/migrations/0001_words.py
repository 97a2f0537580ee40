"""Serves full-text search: English stemming without stop words, so that "not medically necessary" finds its "not"."""

from django.db import migrations

CREATE = """
CREATE TEXT SEARCH DICTIONARY imr_stem (TEMPLATE = snowball, LANGUAGE = english);
CREATE TEXT SEARCH CONFIGURATION imr (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION imr
    ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH imr_stem;
"""
DROP = """
DROP TEXT SEARCH CONFIGURATION imr;
DROP TEXT SEARCH DICTIONARY imr_stem;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunSQL(CREATE, DROP)]
