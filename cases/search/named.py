"""The letters whose numbers a query names: those we hold, to be opened at once, and those we do not."""

from dataclasses import dataclass

from cases.models import Case
from cases.search.case_numbers import parse_case_number, spellings
from cases.search.params import SearchParams

MOST = 5
"""Numbers of a query that are looked up."""


@dataclass(frozen=True, slots=True)
class NamedLetters:
    """Published letters, and the numbers of which there is none."""

    held: tuple[Case, ...] = ()
    missing: tuple[str, ...] = ()


def named_letters(params: SearchParams) -> NamedLetters:
    """The letters that the query of `params` names, in its order; one query to the database, if any is named."""
    numbers = params.meaning.numbers[:MOST]
    if not numbers:
        return NamedLetters()
    written = [spelling for number in numbers for spelling in spellings(number)]
    found = Case.objects.published().filter(case_number__in=written).only("slug", "case_number")
    held = {parse_case_number(case.case_number): case for case in found}
    return NamedLetters(
        tuple(held[number] for number in numbers if number in held),
        tuple(number for number in numbers if number not in held),
    )
