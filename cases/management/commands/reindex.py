"""Makes all that finding by sets keeps anew from the truth, while the site serves."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from cases.search.sets.check import mend_entries
from cases.search.sets.sealing import rebuild_all, seal_if_due


class Command(BaseCommand):
    """Can be killed and started again: it goes on with the segment where it was."""

    help = "Makes all that searches are answered from anew, while the site serves; can be killed and resumed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-due", action="store_true", help="only store what has come since, where that is much")

    def handle(self, *, if_due: bool, **options: Any) -> None:
        if if_due:
            seal_if_due()
            return
        with transaction.atomic():
            mend_entries()
        rebuild_all()
