"""The guidelines' data files: every example is claimed by its guideline alone, every pattern has an example."""

import re
from collections.abc import Callable

import pytest

from cases.letters.citations import parse_citations
from cases.letters.citations.guideline_names import END, START, mtus_names, odg_chapters, short_mtus_names, source_names
from cases.letters.citations.section_names import find_sections
from cases.letters.model import Span
from cases.letters.taxonomy import Guideline, guidelines
from cases.letters.words import Words, lower

GUIDELINES = tuple(guidelines().values())
CODES = [g.code for g in GUIDELINES]
LABELS = {"mtus": "Decision based on ", "non-mtus": "Decision based on Non-MTUS Citation "}


def cited_codes(example: str, family: str) -> set[str]:
    text = LABELS[family] + example
    return {citation.guideline for citation in parse_citations(text, Span(0, len(text)), "reviewer").citations}


@pytest.mark.parametrize("guideline", GUIDELINES, ids=CODES)
def test_every_example_is_claimed_by_its_guideline_and_by_no_other(guideline: Guideline) -> None:
    claimed = {example: cited_codes(example, guideline.family) for example in guideline.examples}
    assert claimed == {example: {guideline.code} for example in guideline.examples}


@pytest.mark.parametrize("guideline", GUIDELINES, ids=CODES)
def test_no_counter_example_is_claimed(guideline: Guideline) -> None:
    wrong = [
        (example, family)
        for example in guideline.counter_examples
        for family in LABELS
        if guideline.code in cited_codes(example, family)
    ]
    assert wrong == []


@pytest.mark.parametrize("guideline", GUIDELINES, ids=CODES)
def test_every_guideline_has_at_least_two_examples(guideline: Guideline) -> None:
    assert len(set(guideline.examples)) >= 2


@pytest.mark.parametrize("guideline", GUIDELINES, ids=CODES)
def test_every_pattern_has_an_example(guideline: Guideline) -> None:
    examples = [lower(example) for example in guideline.examples]
    patterns = {p: re.compile(f"{START}(?:{p}){END}") for p in guideline.patterns + guideline.short_patterns}
    assert [p for p, compiled in patterns.items() if not any(map(compiled.search, examples))] == []


@pytest.mark.parametrize("guideline", GUIDELINES, ids=CODES)
def test_the_section_names_of_a_guideline_are_unique(guideline: Guideline) -> None:
    names = [lower(name) for name in guideline.sections]
    assert [name for name in names if names.count(name) > 1] == []


@pytest.mark.parametrize("guideline", GUIDELINES, ids=CODES)
def test_aliases_and_page_tables_speak_of_known_sections(guideline: Guideline) -> None:
    assert {*guideline.aliases.values(), *guideline.pages} <= set(guideline.sections)
    assert all(0 < first <= last for first, last in guideline.pages.values())


@pytest.mark.parametrize("guideline", GUIDELINES, ids=CODES)
def test_every_section_name_is_found_whole_whatever_separators_it_contains(guideline: Guideline) -> None:
    words = Words(name := "; ".join(guideline.sections), lower(name))
    found = find_sections(words, 0, len(words.text), guideline.code)
    assert [words.text[start:end] for start, end in found] == list(guideline.sections)


def test_a_chapter_number_belongs_to_one_guideline() -> None:
    numbers = [number for guideline in GUIDELINES for number in guideline.chapters]
    assert sorted(numbers) == list(range(1, 17))


@pytest.mark.parametrize("names", [mtus_names, short_mtus_names, odg_chapters, source_names])
def test_a_pattern_has_no_group_of_its_own(names: Callable[[], re.Pattern[str]]) -> None:
    assert set(names().groupindex.values()) == set(range(1, names().groups + 1))
