"""Where sections lie, whatever their headings look like, and where one letter of several ends."""

import itertools

import pytest

from cases.letters.formats import choose
from cases.letters.parse import parse_letter
from cases.letters.sections import Sections, find_sections
from cases.letters.text import canonical, folded
from tests.letters.makers import SUMMARY, Item, make_header, make_letter

FIXED = "The Final Determination was based on decisions for the disputed items/services set forth below:"


def sections_of(text: str) -> tuple[str, Sections]:
    text = canonical(text)
    return text, find_sections(text, text.lower(), choose(text.lower()))


@pytest.mark.parametrize(
    ("heading", "written"),
    [
        ("CLINICAL CASE SUMMARY", "CLINICAL CASE SUMMARY"),
        ("CLINICAL CASE SUMMARY", "CLINICAL CASE\nSUMMARY"),
        ("CLINICAL CASE SUMMARY", "Clinical Case Summary:"),
        ("IMR ISSUES, DECISIONS AND RATIONALES", "IMR Issues, Decisions and Rationales"),
        ("IMR ISSUES, DECISIONS AND RATIONALES", "IMR ISSUES, DECISIONS, AND RATIONALES"),
        ("IMR ISSUES, DECISIONS AND RATIONALES\n", ""),
        (FIXED, ""),
        ("HOW THE IMR FINAL DETERMINATION WAS MADE", "How the IMR Final Determination Was Made"),
    ],
    ids=["as usual", "broken", "mixed case", "mixed case too", "comma", "only its sentence", "no sentence", "title"],
)
def test_a_heading_is_found_as_it_is_written(heading: str, written: str) -> None:
    letter = parse_letter(make_letter(width=200).replace(heading, written))
    assert letter.summary
    assert letter.summary.value == SUMMARY
    assert [item.request.value for item in letter.items] == ["MRI of the lumbar spine"]


def test_the_words_of_a_heading_in_a_sentence_are_no_heading() -> None:
    summary = (
        f"{SUMMARY} The previous\nclinical case summary was lost. She knew how the imr final determination was made."
    )
    letter = parse_letter(make_letter(summary=summary))
    assert letter.summary
    assert letter.summary.value == folded(summary)


def test_sections_lie_in_the_order_of_the_letter_and_do_not_overlap() -> None:
    text, sections = sections_of(make_letter())
    spans = [span for name, span in sections.spans.items() if name != "letter"]
    assert list(sections.spans) == ["letter", "header", "process", "credentials", "summary", "issues"]
    assert all(first.end < second.start for first, second in itertools.pairwise(spans))
    assert text[slice(*sections.header)].startswith("Case Number")
    assert text[slice(*sections.summary)] == canonical(make_letter()).partition("records:\n\n")[2].partition("\n\n")[0]


def test_a_letter_without_a_summary_says_so() -> None:
    letter = parse_letter(make_letter(summary=None))
    assert letter.summary is None
    assert "missing-summary" in [problem.code for problem in letter.problems]


def test_of_two_letters_in_one_file_the_first_is_read() -> None:
    second = make_letter(Item("Knee brace", "Overturned"), header=make_header(Case_Number="CM16-0000043"))
    letter = parse_letter(make_letter(Item(), Item("X-ray")) + "\n" + second)
    assert [item.request.value for item in letter.items] == ["MRI of the lumbar spine", "X-ray"]
    assert letter.case_number
    assert letter.case_number.value == "CM16-0000042"
    assert letter.items[-1].rationale
    assert letter.items[-1].rationale.value == Item().rationale
    (problem,) = [problem for problem in letter.problems if problem.code == "several-letters"]
    assert letter.text[slice(*problem.span)].startswith("Case Number: CM16-0000043")


def test_two_letters_without_headers_are_told_apart_by_their_titles() -> None:
    letter = parse_letter(make_letter(header="") * 3)
    assert len(letter.items) == 1
    assert "3 letters" in next(problem.message for problem in letter.problems if problem.code == "several-letters")
