"""Serves finding words by sets: a trigger keeps the texts of new entries until their words are stored as sets.

The indexes of words on items and cases go: what is older than the texts kept here is found by stored sets, and
words are indexed once, for at most a segment of entries.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

CREATE = """
-- The texts of living entries from one number to another: of each its place (0 request, 1 rationale, 2 summary), the
-- entries that have it, and its words. A summary belongs to the items of its letter: a row for each run of neighbours.
CREATE FUNCTION imr_texts(first_entry integer, last_entry integer)
RETURNS TABLE (place smallint, first integer, last integer, words tsvector) LANGUAGE sql STABLE AS $$
    SELECT 0::smallint, entry.id, entry.id, item.request_words
    FROM cases_searchentry entry JOIN cases_disputeditem item ON item.id = entry.item_id
    WHERE entry.id BETWEEN first_entry AND last_entry
    UNION ALL
    SELECT 1::smallint, entry.id, entry.id, item.rationale_words
    FROM cases_searchentry entry JOIN cases_disputeditem item ON item.id = entry.item_id
    WHERE entry.id BETWEEN first_entry AND last_entry
    UNION ALL
    SELECT 2::smallint, run.first, run.last, letter.summary_words
    FROM (
        SELECT case_id, min(id) AS first, max(id) AS last
        FROM (
            SELECT item.case_id, entry.id,
                   entry.id - row_number() OVER (PARTITION BY item.case_id ORDER BY entry.id) AS before
            FROM cases_searchentry entry JOIN cases_disputeditem item ON item.id = entry.item_id
            WHERE entry.id BETWEEN first_entry AND last_entry
        ) AS placed
        GROUP BY case_id, before
    ) AS run JOIN cases_case letter ON letter.id = run.case_id
$$;

-- Entries get their numbers under a lock: those of one statement have no others between them.
CREATE FUNCTION imr_entries_added() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    newest integer := (SELECT max(id) FROM added);
BEGIN
    INSERT INTO cases_searchtext (place, first, last, words)
    SELECT * FROM imr_texts((SELECT min(id) FROM added), newest) AS text WHERE text.words <> '' ORDER BY text.first;
    RETURN NULL;
END $$;

CREATE TRIGGER entries_added AFTER INSERT ON cases_searchentry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION imr_entries_added();

-- A changed item or case has other words: its entries are always new ones. Citations have no words: an entry that was
-- given in the same transaction stays.
CREATE FUNCTION imr_forget_entries(changed bigint[]) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(13120002);
    DELETE FROM cases_searchentry WHERE item_id = ANY(changed);
$$;

CREATE OR REPLACE FUNCTION imr_items_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    items bigint[] := array(SELECT id FROM changed);
BEGIN
    IF TG_OP = 'UPDATE' THEN
        PERFORM imr_forget_entries(items);
    END IF;
    PERFORM imr_renew_entries(items);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION imr_cases_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    items bigint[] := array(SELECT item.id FROM cases_disputeditem item JOIN changed ON changed.id = item.case_id);
BEGIN
    PERFORM imr_forget_entries(items);
    PERFORM imr_renew_entries(items);
    RETURN NULL;
END $$;

-- Words are looked up and ranked far more often than stored: unpacking them costs more than the room they take.
ALTER TABLE cases_searchtext ALTER COLUMN words SET STORAGE EXTERNAL;
ALTER TABLE cases_disputeditem ALTER COLUMN request_words SET STORAGE EXTERNAL;
ALTER TABLE cases_disputeditem ALTER COLUMN rationale_words SET STORAGE EXTERNAL;
ALTER TABLE cases_case ALTER COLUMN summary_words SET STORAGE EXTERNAL;

-- What was stored before.
INSERT INTO cases_searchwordstate (epoch, worded, is_current) VALUES (1, 0, true);
INSERT INTO cases_searchtext (place, first, last, words)
SELECT * FROM imr_texts(0, 2147483647) AS text WHERE text.words <> '' ORDER BY text.first;
"""

DROP = """
CREATE OR REPLACE FUNCTION imr_items_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM imr_renew_entries(array(SELECT id FROM changed));
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION imr_cases_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(13120002);
    DELETE FROM cases_searchentry USING cases_disputeditem item, changed
    WHERE item_id = item.id AND item.case_id = changed.id AND changed.status <> 'published';
    PERFORM imr_renew_entries(array(
        SELECT item.id FROM cases_disputeditem item JOIN changed ON changed.id = item.case_id
        WHERE changed.status = 'published'
    ));
    RETURN NULL;
END $$;
DROP TRIGGER entries_added ON cases_searchentry;
DROP FUNCTION imr_entries_added, imr_texts, imr_forget_entries;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_section_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchText",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("place", models.SmallIntegerField(help_text="0 the request, 1 the rationale, 2 the summary")),
                ("first", models.IntegerField()),
                ("last", models.IntegerField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("epoch", models.IntegerField()),
                ("place", models.SmallIntegerField(help_text="0 the request, 1 the rationale, 2 the summary")),
                ("lexeme", models.TextField(db_collation="C")),
                ("segment", models.IntegerField()),
                ("number", models.IntegerField(help_text="how many entries")),
                ("entries", models.BinaryField()),
                ("positions", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchWordState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("epoch", models.IntegerField(unique=True)),
                ("worded", models.IntegerField(default=0)),
                ("is_current", models.BooleanField(default=False)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_summary_words",
        ),
        migrations.RemoveIndex(
            model_name="disputeditem",
            name="item_request_words",
        ),
        migrations.RemoveIndex(
            model_name="disputeditem",
            name="item_rationale_words",
        ),
        migrations.AddIndex(
            model_name="searchtext",
            index=models.Index(fields=["last"], name="search_text_last"),
        ),
        migrations.AddIndex(
            model_name="searchtext",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("place", 0)), fields=["words"], name="search_text_request"
            ),
        ),
        migrations.AddIndex(
            model_name="searchtext",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("place", 1)), fields=["words"], name="search_text_rationale"
            ),
        ),
        migrations.AddIndex(
            model_name="searchtext",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("place", 2)), fields=["words"], name="search_text_summary"
            ),
        ),
        migrations.AddConstraint(
            model_name="searchword",
            constraint=models.UniqueConstraint(fields=("epoch", "place", "lexeme", "segment"), name="search_word_once"),
        ),
        migrations.AddConstraint(
            model_name="searchwordstate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)), fields=("is_current",), name="one_current_epoch_of_words"
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
