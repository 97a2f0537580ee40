"""Serves finding by sets: entries follow every change of a case, whoever makes it, in the order of commits.

An entry is born when an item is stored under a published case, and dies with it
or with the publication; a changed item, citation or case gets new entries. The
advisory lock is held to the end of the transaction, so that numbers become
visible in the order in which they were given.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION imr_lock_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(13120002);
    RETURN NULL;
END $$;

-- Gives the items new entries; those that were given one in this transaction already keep it.
CREATE FUNCTION imr_renew_entries(changed bigint[]) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(13120002);
    DELETE FROM cases_searchentry WHERE item_id = ANY(changed) AND xmin::text <> (pg_current_xact_id()::xid)::text;
    INSERT INTO cases_searchentry (item_id)
    SELECT item.id
    FROM cases_disputeditem item JOIN cases_case letter ON letter.id = item.case_id
    WHERE item.id = ANY(changed) AND letter.status = 'published'
      AND NOT EXISTS (SELECT FROM cases_searchentry entry WHERE entry.item_id = item.id)
    ORDER BY item.id;
$$;

CREATE FUNCTION imr_bury_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cases_searchtombstone (entry) SELECT id FROM gone ORDER BY id;
    RETURN NULL;
END $$;

CREATE FUNCTION imr_items_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM imr_renew_entries(array(SELECT id FROM changed));
    RETURN NULL;
END $$;

CREATE FUNCTION imr_citations_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM imr_renew_entries(array(SELECT DISTINCT item_id FROM changed));
    RETURN NULL;
END $$;

-- A case that is no longer published takes its entries with it, even those of this transaction.
CREATE FUNCTION imr_cases_changed() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER entries_lock BEFORE DELETE ON cases_searchentry
    FOR EACH STATEMENT EXECUTE FUNCTION imr_lock_entries();
CREATE TRIGGER entries_gone AFTER DELETE ON cases_searchentry
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION imr_bury_entry();
CREATE TRIGGER items_added AFTER INSERT ON cases_disputeditem
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION imr_items_changed();
CREATE TRIGGER items_changed AFTER UPDATE ON cases_disputeditem
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION imr_items_changed();
CREATE TRIGGER citations_added AFTER INSERT ON cases_guidelinecitation
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION imr_citations_changed();
CREATE TRIGGER citations_changed AFTER UPDATE ON cases_guidelinecitation
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION imr_citations_changed();
CREATE TRIGGER citations_gone AFTER DELETE ON cases_guidelinecitation
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION imr_citations_changed();
CREATE TRIGGER cases_changed AFTER UPDATE ON cases_case
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION imr_cases_changed();

-- What was stored before there were entries.
INSERT INTO cases_searchentry (item_id)
SELECT item.id FROM cases_disputeditem item JOIN cases_case letter ON letter.id = item.case_id
WHERE letter.status = 'published' ORDER BY item.id;
"""

DROP = """
DROP TRIGGER cases_changed ON cases_case;
DROP TRIGGER citations_gone ON cases_guidelinecitation;
DROP TRIGGER citations_changed ON cases_guidelinecitation;
DROP TRIGGER citations_added ON cases_guidelinecitation;
DROP TRIGGER items_changed ON cases_disputeditem;
DROP TRIGGER items_added ON cases_disputeditem;
DROP TRIGGER entries_gone ON cases_searchentry;
DROP TRIGGER entries_lock ON cases_searchentry;
DROP FUNCTION imr_cases_changed, imr_citations_changed, imr_items_changed, imr_bury_entry, imr_lock_entries;
DROP FUNCTION imr_renew_entries;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_sets")]
    operations = [migrations.RunSQL(CREATE, DROP)]
