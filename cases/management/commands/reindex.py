"""Makes all that finding by sets keeps anew from the truth, while the site serves."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from cases.search.sets.check import mend_entries
from cases.search.sets.stored import rebuild


class Command(BaseCommand):
    """Can be killed and started again: it goes on with the segment where it was."""

    help = "Makes all that searches are answered from anew, while the site serves; can be killed and resumed."

    def handle(self, **options: Any) -> None:
        with transaction.atomic():
            mend_entries()
        rebuild()
