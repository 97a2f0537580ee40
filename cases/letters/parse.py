"""The order in which a letter is read, and nothing else."""

from dataclasses import replace

from cases.letters.blocks import Blocks
from cases.letters.checks import find_letter_problems
from cases.letters.formats import choose
from cases.letters.header import find_header
from cases.letters.items import read_items
from cases.letters.model import Fact, Letter, NotALetter
from cases.letters.narrative import with_narrative_dates
from cases.letters.patient import find_age, find_sex
from cases.letters.reviewer import find_reviewer
from cases.letters.sections import find_sections
from cases.letters.text import canonical, folded
from cases.letters.words import lower


def parse_letter(text: str) -> Letter:
    """Everything read out of a letter's text, which may be as extracted or canonical.

    Raises NotALetter where there is no text at all; whatever else is odd is a problem of the letter.
    """
    text = canonical(text)
    if not text:
        raise NotALetter("holds no text")
    low = lower(text)
    layout = choose(low)
    sections = find_sections(text, low, layout)
    header = with_narrative_dates(find_header(text, low, sections.header), low, sections.summary)
    reviewer = find_reviewer(text, low, sections.credentials)
    age = find_age(low, sections.summary)
    blocks = layout.grammar.find_blocks(text, low, sections.spans) if layout.grammar else Blocks(())
    read = list(read_items(text, low, blocks.blocks))
    letter = Letter(
        format=layout.name,
        text=text,
        **header.facts,
        states=reviewer.states,
        specialties=reviewer.specialties,
        age=age,
        sex=find_sex(low, sections.summary, age),
        summary=Fact(folded(text[slice(*sections.summary)]), sections.summary) if any(sections.summary) else None,
        items=tuple(item for item, _ in read),
    )
    of_citations = (problem for _, problems in read for problem in problems)
    problems = (*sections.problems, *header.problems, *reviewer.problems, *blocks.problems, *of_citations)
    return replace(letter, problems=(*problems, *find_letter_problems(letter, low, layout)))
