"""Serves full-text search: "EMG/NCV" and "pain.The" are two words, not the path and the host PostgreSQL takes them for.

Slashes and missing blanks become control characters, which no canonical text has: a snippet can be turned back.
"""

import django.contrib.postgres.search
import django.db.models.functions.text
from django.db import migrations, models

CREATE = r"""
CREATE FUNCTION imr_apart(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN replace(
    regexp_replace(words, '([[:lower:][:digit:]])\.([[:upper:]])', E'\\1.\x1f\\2', 'g'), '/', E'\x1e'
);
"""
DROP = "DROP FUNCTION imr_apart"

COLUMNS = """
ALTER TABLE cases_disputeditem DROP COLUMN request_words, DROP COLUMN rationale_words;
ALTER TABLE cases_disputeditem
    ADD COLUMN request_words tsvector GENERATED ALWAYS AS
        (to_tsvector('imr', coalesce({apart}(left(request, 400000)), ''))) STORED,
    ADD COLUMN rationale_words tsvector GENERATED ALWAYS AS
        (to_tsvector('imr', coalesce({apart}(left(rationale, 400000)), ''))) STORED;
ALTER TABLE cases_case DROP COLUMN summary_words;
ALTER TABLE cases_case
    ADD COLUMN summary_words tsvector GENERATED ALWAYS AS
        (to_tsvector('imr', coalesce({apart}(left(summary, 400000)), ''))) STORED;
ALTER TABLE cases_disputeditem ALTER COLUMN request_words SET STORAGE EXTERNAL;
ALTER TABLE cases_disputeditem ALTER COLUMN rationale_words SET STORAGE EXTERNAL;
ALTER TABLE cases_case ALTER COLUMN summary_words SET STORAGE EXTERNAL;

-- What was kept of the words as they were.
DELETE FROM cases_searchword;
DELETE FROM cases_searchwordstate WHERE NOT is_current;
UPDATE cases_searchwordstate SET worded = 0;
DELETE FROM cases_searchtext;
INSERT INTO cases_searchtext (place, first, last, words)
SELECT * FROM imr_texts(0, 2147483647) AS text WHERE text.words <> '' ORDER BY text.first;
"""


def words_of(column: str) -> models.GeneratedField:
    apart = models.Func(
        django.db.models.functions.text.Left(column, 400_000), function="imr_apart", output_field=models.TextField()
    )
    return models.GeneratedField(
        db_persist=True,
        expression=django.contrib.postgres.search.SearchVector(apart, config="imr"),
        output_field=django.contrib.postgres.search.SearchVectorField(),
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_spelling")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(CREATE, DROP),
                migrations.RunSQL(COLUMNS.format(apart="imr_apart"), COLUMNS.format(apart="")),
            ],
            state_operations=[
                migrations.AlterField("disputeditem", "request_words", words_of("request")),
                migrations.AlterField("disputeditem", "rationale_words", words_of("rationale")),
                migrations.AlterField("case", "summary_words", words_of("summary")),
            ],
        )
    ]
