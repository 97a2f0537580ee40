"""Compares all that is kept with what it should be."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from cases.ingest.check import find_damage
from cases.search.sets.check import find_differences


class Command(BaseCommand):
    """Prints a line for each difference and ends with 1 where there is any."""

    help = "Checks files against their hashes, values against their spans, and sets and counts against the tables."

    def handle(self, **options: Any) -> None:
        found = 0
        for difference in (*find_damage(), *find_differences()):
            found += 1
            self.stdout.write(difference)
        self.stdout.write(f"differences={found}")
        if found:
            sys.exit(1)
