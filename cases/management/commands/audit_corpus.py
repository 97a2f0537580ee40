"""The corpus report on standard output."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.ingest.audit import report


class Command(BaseCommand):
    """Counts; changes nothing."""

    help = "Counts layouts, filled fields, problems and unclassified requests over all that is stored."

    def handle(self, **options: Any) -> None:
        for line in report():
            self.stdout.write(line)
