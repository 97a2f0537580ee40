"""Serves the work of reviewers: corrections, and the events of a case.

A trigger writes an event for every change of state, whoever makes it: who and
why come from `imr.author` and `imr.reason`, set for the transaction.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

CREATE = """
CREATE FUNCTION imr_state_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cases_caseevent (case_id, kind, old, new, reason, author_id)
    VALUES (
        NEW.id, 'state', OLD.status, NEW.status,
        coalesce(current_setting('imr.reason', true), ''),
        nullif(current_setting('imr.author', true), '')::bigint
    );
    RETURN NULL;
END $$;

CREATE TRIGGER state_changed AFTER UPDATE OF status ON cases_case
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION imr_state_changed();
"""

DROP = """
DROP TRIGGER state_changed ON cases_case;
DROP FUNCTION imr_state_changed;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_intake"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="is_redacted",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="case",
            name="reading",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("state", "State"),
                            ("reading", "Read again"),
                            ("redaction", "Redacted"),
                            ("withdrawal", "Correction withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("old", models.CharField(blank=True, db_default="", max_length=64)),
                ("new", models.CharField(blank=True, db_default="", max_length=64)),
                ("changes", models.JSONField(db_default=[], default=list)),
                ("reason", models.TextField(blank=True, db_default="")),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="cases.case"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "id"], name="event_case")],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("request", models.TextField(blank=True)),
                ("request_span", models.JSONField(blank=True, null=True)),
                ("field", models.CharField(max_length=40)),
                ("old", models.JSONField(blank=True, null=True)),
                ("new", models.JSONField(blank=True, null=True)),
                ("span", models.JSONField(blank=True, null=True)),
                ("reason", models.TextField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("batch", models.UUIDField(db_index=True, help_text="the same for all that was done in one go")),
                ("is_bulk", models.BooleanField(default=False, help_text="done for many letters in one go")),
                (
                    "state",
                    models.CharField(
                        choices=[("accepted", "In force"), ("withdrawn", "Withdrawn")],
                        default="accepted",
                        max_length=10,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="corrections", to="cases.case"
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "id"], name="correction_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), ("withdrawn_at", None)),
                            models.Q(
                                ("state", "withdrawn"), ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="correction_withdrawn_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="correction_has_a_reason"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(
                    ("status__in", ("held", "in-review")),
                    models.Q(("status", "published"), models.Q(("problems", []), _negated=True)),
                    _connector="OR",
                ),
                fields=["status", "id"],
                name="case_waiting",
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
