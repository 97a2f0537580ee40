"""What is kept of letters: one subject a file."""

from cases.models.case import Case, CaseQuerySet
from cases.models.citation import GuidelineCitation
from cases.models.correction import Correction
from cases.models.event import CaseEvent
from cases.models.intake import Intake, IntakeFile
from cases.models.item import DisputedItem, DisputedItemQuerySet
from cases.models.search_entry import SearchEntry, SearchSet, SearchState, SearchTombstone
from cases.models.search_spelling import SearchSpelling, SearchSpellingState
from cases.models.search_word import SearchText, SearchWord, SearchWordState
from cases.models.source import Source

__all__ = [
    "Case",
    "CaseEvent",
    "CaseQuerySet",
    "Correction",
    "DisputedItem",
    "DisputedItemQuerySet",
    "GuidelineCitation",
    "Intake",
    "IntakeFile",
    "SearchEntry",
    "SearchSet",
    "SearchSpelling",
    "SearchSpellingState",
    "SearchState",
    "SearchText",
    "SearchTombstone",
    "SearchWord",
    "SearchWordState",
    "Source",
]
