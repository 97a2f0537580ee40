"""Reads stored letters again where the rules of reading have changed since."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.ingest.reparse import reparse
from cases.letters.fingerprint import fingerprint


class Command(BaseCommand):
    """Prints how many letters were read again, and how many of those now read differently."""

    help = "Reads stored letters again where the rules have changed since; can be killed and started again."

    def handle(self, **options: Any) -> None:
        read, changed = reparse(fingerprint())
        self.stdout.write(f"read={read} changed={changed}")
