"""The help page: how to ask, with examples that are links, and tests."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.search.facets import FACETS, Facet
from cases.search.query import Field, to_text
from cases.search.query_parser import FARTHEST, LONGEST_QUERY, MOST_TERMS
from cases.web.access import Role, open_to


@dataclass(frozen=True, slots=True)
class Example:
    """What can be typed, and what it finds; in the sample letters nothing where `in_samples` is false."""

    query: str
    finds: str
    in_samples: bool = True

    @property
    def address(self) -> str:
        """The query string that runs it."""
        return urlencode({"q": self.query})


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page; `name` is its anchor."""

    name: str
    title: str
    text: str
    examples: tuple[Example, ...]


SECTIONS: tuple[Section, ...] = (
    Section(
        "words",
        "Words",
        "All words must stand in the request, the rationale or the summary of an item: in any order, in any "
        "form, in capitals or not. Little words count too.",
        (
            Example("exercise", "exercises, exercised and exercising too"),
            Example("home exercise", "both words, wherever they stand"),
            Example("L4-L5", "words with a hyphen, next to each other", in_samples=False),
        ),
    ),
    Section(
        "phrases",
        "Phrases, and words near each other",
        "Quotation marks keep words next to each other and in order. A tilde and a number behind them find "
        f"the same words in any order, the first and the last at most so many words apart (1 to {FARTHEST}).",
        (
            Example('"not medically necessary"', "these three words in a row"),
            Example('"home program"~3', "home exercise program, program at home"),
            Example('"functional improvement" -"home exercise"', "the first phrase without the second"),
        ),
    ),
    Section(
        "alternatives",
        "One or the other, and without",
        "OR, in capitals, stands between alternatives and binds looser than words side by side; brackets "
        "group. A minus sign before a word, a phrase or a bracket leaves it out; NOT does the same, and AND "
        "changes nothing.",
        (
            Example("shoulder OR spine", "either of them"),
            Example("exercise -shoulder", "the first without the second"),
            Example('(cervical OR lumbar) "home exercise"', "one of the two, and the phrase"),
            Example("therapy -(shoulder OR knee)", "the first without either of the others"),
        ),
    ),
    Section(
        "beginnings",
        "Beginnings of words",
        "A star behind three letters or more finds every word that begins so.",
        (
            Example("radicul*", "radiculopathy, radicular, radiculitis"),
            Example("request:cervic*", "the same in the request only"),
        ),
    ),
    Section(
        "places",
        "Where the words stand",
        "A place and a colon before a word, a phrase or a bracket look there only: the request as it was "
        "decided, the reviewer’s rationale, or the summary of the case.",
        (
            Example("request:lumbar", "in the request"),
            Example('rationale:"not medically necessary"', "in the rationale"),
            Example("request:(cervical OR lumbar) -rationale:exercise", "in the one, and not in the other"),
            Example("summary:fusion", "in the summary"),
        ),
    ),
    Section(
        "numbers",
        "Case numbers",
        "A case number may be typed in any spelling. The letter is offered at once if it is held here; where "
        "it is not, the page says so. Letters that name the number are found as well.",
        (
            Example("CM14-0095145", "offers the letter, and finds its items"),
            Example("cm14 95145", "the same, without dash and zeros"),
            Example("case:CM140095145", "the items of this letter and no others"),
        ),
    ),
    Section(
        "names",
        "Other names of the same thing",
        "Abbreviations and names of drugs are searched under their other names too, brand and generic. Above "
        "the results it says which, with a link to search only for what was typed. What stands in quotation "
        "marks, or behind a minus sign, is taken as it stands.",
        (
            Example("PT", "physical therapy too"),
            Example("ESI", "epidural steroid injections too"),
            Example("norco", "hydrocodone too"),
            Example('"PT"', "these two letters only", in_samples=False),
        ),
    ),
)

FIELD_EXAMPLES = {
    "outcome": "overturned",
    "treatment": "physical-therapy",
    "body_part": "neck",
    "guideline": "mtus-chronic-pain",
    "page": "98",
    "section": "physical medicine",
    "reason": "no-functional-improvement",
    "specialty": "Pain Management",
    "state": "California",
    "year": "2014",
}
"""What shows best what a field is asked like; for any other it is the first of its values."""

CITATION = (
    Example("guideline:mtus-chronic-pain page:98", "one citation of this guideline and this page"),
    Example("guideline:mtus-chronic-pain page:98 cited_by:administrator", "the same by the claims administrator"),
    Example("outcome:upheld -treatment:physical-therapy", "a value, and one that is left out"),
)


@open_to(Role.READER)
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to ask."""
    fields = [(facet, example) for facet in FACETS if (example := field_example(facet))]
    context = {"sections": SECTIONS, "fields": fields, "of_citation": CITATION}
    return render(request, "cases/help.html", {**context, "longest": LONGEST_QUERY, "most": MOST_TERMS})


def field_example(facet: Facet) -> str:
    """A query with a facet as its field; nothing for one whose values nobody can foresee."""
    value = FIELD_EXAMPLES.get(facet.name) or next(iter(facet.labels() if facet.labels else ()), "")
    return to_text(Field(facet.name, value)) if value else ""
