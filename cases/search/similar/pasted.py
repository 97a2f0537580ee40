"""What is understood of a text that somebody pasted: a letter, or a denial, a request or a summary that is none."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from cases.letters import taxonomy
from cases.letters.citations.prose import find_rationale_citations
from cases.letters.classify import RequestFacts, classify_request
from cases.letters.model import Citation, Item, Letter, Span
from cases.letters.reasons import find_reasons
from cases.models import Case
from cases.search.case_numbers import NUMBER_RE, parse_case_number, spellings
from cases.search.similar.subject import Relied, Subject, facet_value

REQUEST_RE = re.compile(
    r"""
    \b (?: request(?:s|ed|ing)? (?:\ for | \ authorization\ (?:for|of) | \ is\ for )?
      | authoriz(?:ation|e|ed)\ (?:for|of) | treatment\ (?:requested|at\ issue|in\ dispute)
      | prescri(?:bed|ption\ (?:for|of))
      | (?:denied|denies|denying|non-?certified|modified) | service\ requested ) \b [:\s]*
    """,
    re.VERBOSE | re.IGNORECASE,
)
ALONE_RE = re.compile(
    r"""
    (?: \A | \n\n | (?<=[.:;])\n )             # what is before it has ended
    (?P<line> [^\n]{3,300} ) (?<! [.,:;] )      # it is no sentence, and no heading of what follows
    (?= \Z | \n\n | \n[-*•\d(] )               # what is behind it is another
    """,
    re.VERBOSE,
)
"""A line that stands by itself."""
SENTENCE_RE = re.compile(r"[^.\n]+(?:\.(?=\S)[^.\n]+)*")
LONGEST_REQUEST = 300
LONGEST_LINE = 160
"""Characters of a line that may be a request by itself."""
MOST_STRETCHES, MOST_LINES = 60, 600
MOST_PARTS = 2


def subject_of_letter(letter: Letter, position: int = 1) -> Subject:
    """One item of a letter that was read, the first where there is no such one."""
    item = next((each for each in letter.items if each.position == position), letter.items[0])
    rationale = item.rationale.value if item.rationale else ""
    return Subject(
        treatment=item.treatment.value,
        body_parts=tuple(part.value for part in item.body_parts),
        visits=item.visits.value if item.visits else None,
        reasons=tuple(reason.value for reason in item.reasons),
        relied=tuple(_relied(each, each.cited_by) for each in _labelled(item)),
        texts=(item.request.value, rationale, letter.summary.value if letter.summary else ""),
        case=known_case(letter.text, letter.case_number.value if letter.case_number else ""),
        rationale=rationale,
        pasted=letter.text,
    )


def subject_of_text(text: str) -> Subject:
    """What a canonical text speaks of, be it a denial, a request, or a clinical summary."""
    whole = Span(0, len(text))
    request = _request(text)
    parts = request.body_parts or classify_request(text, whole).body_parts[:MOST_PARTS]
    stretch = text[slice(*request.treatment.span)] if request.treatment.value != taxonomy.UNCLASSIFIED else ""
    return Subject(
        treatment="" if request.treatment.value == taxonomy.UNCLASSIFIED else request.treatment.value,
        body_parts=tuple(part.value for part in parts),
        visits=request.visits.value if request.visits else None,
        reasons=tuple(reason.value for reason in find_reasons(text, whole, None)),
        # A denial cites what the claims administrator relied on; who else cites the same is as welcome.
        relied=tuple(_relied(each, "") for each in find_rationale_citations(text, whole)),
        texts=(stretch, text),
        case=known_case(text),
        pasted=text,
    )


def known_case(text: str, number: str = "") -> int | None:
    """The key of the published letter that a text is, or names, so that it is not found as its own likeness."""
    named = number or next((match.group() for match in NUMBER_RE.finditer(text)), "")
    parsed = parse_case_number(named) if named else None
    if parsed is None:
        return None
    return Case.objects.published().filter(case_number__in=spellings(parsed)).values_list("pk", flat=True).first()


def _labelled(item: Item) -> Iterable[Citation]:
    return (each for each in item.citations if each.cited_in == "field")


def _relied(citation: Citation, side: str) -> Relied:
    pages = dict.fromkeys(page for first, last in citation.pages for page in range(first, min(last, first + 50) + 1))
    sections = tuple(section.lower() for section in citation.sections)
    return Relied(facet_value(citation.guideline), side, tuple(pages), sections)


def _request(text: str) -> RequestFacts:
    """The facts of the first stretch that names a treatment; of the whole text where none does."""
    facts = (classify_request(text, span) for span in _stretches(text))
    whole = Span(0, len(text))
    return next((each for each in facts if each.treatment.value != taxonomy.UNCLASSIFIED), None) or classify_request(
        text, whole
    )


def _stretches(text: str) -> Iterator[Span]:
    """Where a request may stand: in a line by itself, behind words that announce one, in any line, in a sentence."""
    alone = (Span(*match.span("line")) for match in ALONE_RE.finditer(text))
    announced = (SENTENCE_RE.match(text, match.end()) for match in REQUEST_RE.finditer(text))
    lines = (line for line in re.finditer(r"[^\n]+", text) if len(line[0]) < LONGEST_LINE and line[0][-1] != ".")
    yield from islice(alone, MOST_STRETCHES)
    yield from map(_beginning, filter(None, islice(announced, MOST_STRETCHES)))
    yield from (Span(*line.span()) for line in islice(lines, MOST_LINES))
    yield from map(_beginning, islice(SENTENCE_RE.finditer(text), MOST_STRETCHES))


def _beginning(sentence: re.Match[str]) -> Span:
    return Span(sentence.start(), min(sentence.end(), sentence.start() + LONGEST_REQUEST))
