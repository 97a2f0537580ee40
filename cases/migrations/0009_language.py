"""Serves the query language: whether words stand near each other."""

from django.db import migrations

# A word of the text that PostgreSQL reads as several ("h-wave": h-wave, h, wave) takes as many positions, so the
# distance grows by what its words take more than one position each. All of them must stand within one stretch.
CREATE_NEAR = r"""
CREATE FUNCTION imr_reach(asked text, distance integer) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT distance + (SELECT sum(cardinality(positions)) FROM unnest(to_tsvector('imr', asked)))::integer - count(*)::integer
    FROM regexp_split_to_table(asked, '\s+') AS piece
    WHERE to_tsvector('imr', piece) <> ''::tsvector;
END;

CREATE FUNCTION imr_is_near(words tsvector, asked text, distance integer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000
BEGIN ATOMIC
    WITH wanted AS MATERIALIZED (
        SELECT lexeme FROM unnest(to_tsvector('imr', asked))
    ), reach AS MATERIALIZED (
        SELECT imr_reach(asked, distance) AS reach
    ), stands AS MATERIALIZED (
        SELECT each.lexeme, position
        FROM unnest(words) AS each, unnest(each.positions) AS position
        WHERE each.lexeme IN (SELECT lexeme FROM wanted)
    )
    SELECT EXISTS (
        SELECT FROM stands AS first, reach
        WHERE (SELECT count(*) FROM wanted) = (
            SELECT count(DISTINCT other.lexeme) FROM stands AS other
            WHERE other.position BETWEEN first.position AND first.position + reach.reach
        )
    );
END
"""
DROP_NEAR = "DROP FUNCTION imr_is_near(tsvector, text, integer), imr_reach(text, integer)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_words_as_sets")]
    operations = [migrations.RunSQL(CREATE_NEAR, DROP_NEAR)]
