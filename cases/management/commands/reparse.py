"""Reads stored letters again where the rules of reading have changed since."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cases.ingest.reparse import reparse
from cases.letters.fingerprint import fingerprint
from cases.models import Case
from cases.review.rereading import Noted


class Command(BaseCommand):
    """Prints a line for each letter that reads otherwise, a summary by field, and last the counts."""

    help = "Reads stored letters again where the rules have changed since; can be killed and started again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        summary = reparse(fingerprint(), dry_run=dry_run, on_change=None if dry_run else self._tell)
        for line in summary.lines():
            self.stdout.write(line)
        self.stdout.write(f"read={summary.read} changed={summary.changed}")

    def _tell(self, case: Case, noted: Noted) -> None:
        fields = ", ".join(sorted({str(change.key) for change in noted.changes}))
        state = f"{noted.old_state} → {noted.new_state}" if noted.old_state != noted.new_state else ""
        self.stdout.write(f"{case.slug}: {'; '.join(filter(None, (state, fields)))}")
