"""The published records, under the same parameters as the search page."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict

from cases.exports import EXPORTS
from cases.exports.found import Found
from cases.search.params import read_program_params
from cases.search.sets.current import current_finder

TEXTS = [name for name, export in EXPORTS.items() if export.is_text]


class Command(BaseCommand):
    """Writes to standard output; a parameter that the search page would only notice is an error here."""

    help = "Writes the published records to standard output, all of them or those of a search."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=TEXTS, default="jsonl")
        parser.add_argument("--query", default="", help="the parameters of a search: 'outcome=upheld&treatment=mri'")

    def handle(self, *, format: str, query: str, **options: Any) -> None:
        params, notices = read_program_params(QueryDict(query.removeprefix("?")))
        if notices:
            raise CommandError("--query: " + " ".join(notice.reason for notice in notices))
        for lines in EXPORTS[format].write(Found(params, current_finder())):
            self.stdout.write(str(lines), ending="")
