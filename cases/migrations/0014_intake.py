"""Serves taking in: what came together, and the queue of files that the worker reads."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_withdrawal"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Intake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "via",
                    models.CharField(
                        choices=[("upload", "Uploaded"), ("watch", "Found in a watched folder")], max_length=10
                    ),
                ),
                ("received_at", models.DateTimeField(auto_now_add=True)),
                (
                    "received_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IntakeFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_archive", models.BooleanField(default=False)),
                ("position", models.PositiveIntegerField(help_text="0 is the first of its intake")),
                ("name", models.CharField(max_length=255)),
                ("size", models.PositiveBigIntegerField(help_text="bytes")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "file",
                    models.CharField(blank=True, help_text="name in the storage of original files", max_length=200),
                ),
                ("members", models.PositiveIntegerField(default=0)),
                ("taken", models.PositiveIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("reading", "Reading"),
                            ("added", "Added"),
                            ("updated", "New version"),
                            ("unchanged", "Already here"),
                            ("review", "Needs review"),
                            ("held", "Held"),
                            ("failed", "Failed"),
                            ("unpacked", "Unpacked"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "archive",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="out_of_it",
                        to="cases.intakefile",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="intake_files",
                        to="cases.case",
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="cases.intake"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(("via__in", ["upload", "watch"])), name="intake_via_known"
            ),
        ),
        migrations.AddIndex(
            model_name="intakefile",
            index=models.Index(
                condition=models.Q(("state__in", ("waiting", "reading"))),
                fields=["attempts", "position", "id"],
                name="intake_file_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="intakefile",
            index=models.Index(fields=["intake", "state"], name="intake_file_state"),
        ),
        migrations.AddConstraint(
            model_name="intakefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["waiting", "reading", "added", "updated", "unchanged", "review", "held", "failed", "unpacked"],
                    )
                ),
                name="intakefile_state_known",
            ),
        ),
    ]
