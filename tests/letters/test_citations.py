"""Guideline fields and rationales: bases, citations with edition, sections and pages, spans, problems, growth."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.letters.citations import Cited, find_rationale_citations, parse_citations
from cases.letters.model import Citation, Span

FIELDS = tomllib.loads(Path(__file__).with_name("citation_fields.toml").read_text(encoding="utf-8"))["field"]


def cited(field: str) -> Cited:
    return parse_citations(field, Span(0, len(field)), "reviewer")


def in_rationale(text: str) -> tuple[Citation, ...]:
    return find_rationale_citations(text, Span(0, len(text)))


def plain(citation: Citation) -> dict[str, Any]:
    """The citation as the table writes it."""
    row: dict[str, Any] = {"guideline": citation.guideline}
    if citation.edition:
        row["edition"] = citation.edition
    if citation.sections:
        row["sections"] = list(citation.sections)
    if citation.pages:
        row["pages"] = [list(pages) for pages in citation.pages]
    return row


@pytest.mark.parametrize("field", FIELDS, ids=[field["text"][:90] for field in FIELDS])
def test_a_field_is_read_as_a_careful_reader_would(field: dict[str, Any]) -> None:
    read = cited(field["text"])
    assert [plain(citation) for citation in read.citations] == field["citations"]
    assert read.basis == field["basis"]


@pytest.mark.parametrize("field", FIELDS, ids=[field["text"][:90] for field in FIELDS])
def test_every_citation_stands_at_its_span_word_for_word(field: dict[str, Any]) -> None:
    text = "Claims Administrator guideline: \n " + field["text"].replace(" ", "  \n") + " \nMAXIMUS guideline:"
    span = Span(text.index(":") + 1, text.rindex("\n"))
    for citation in parse_citations(text, span, "administrator").citations:
        assert " ".join(text[citation.span.start : citation.span.end].split()) == citation.text
        assert not citation.text.endswith((".", ",", " ", ";"))
        assert citation.cited_by == "administrator"


def test_a_citation_begins_at_the_words_of_its_guideline() -> None:
    read = cited(
        "The Claims Administrator did not base their decision on the MTUS. Decision based on Non-MTUS Citation "
        "ACOEM Chapter 7, page 127; Official Disability Guidelines (ODG), Low Back Chapter, MRI."
    )
    assert [citation.text for citation in read.citations] == [
        "ACOEM Chapter 7, page 127",
        "Official Disability Guidelines (ODG), Low Back Chapter, MRI",
    ]


def test_a_guideline_named_twice_is_one_citation_with_the_sections_and_pages_of_both() -> None:
    read = cited("Decision based on Non-MTUS Citation ODG Pain, Opioids, page 3; ODG Shoulder; ODG Pain, Massage.")
    assert [plain(citation) for citation in read.citations] == [
        {"guideline": "odg-pain", "sections": ["Opioids", "Massage"], "pages": [[3, 3]]},
        {"guideline": "odg-shoulder"},
    ]


def test_editions_of_one_guideline_are_two_citations() -> None:
    read = cited("Decision based on MTUS Chronic Pain Medical Treatment 2009, and Chronic Pain Medical Treatment 2016.")
    assert [citation.edition for citation in read.citations] == [2009, 2016]


@pytest.mark.parametrize(
    ("field", "code", "words"),
    [
        ("", "no-citation", ""),
        ("Decision based on MTUS Beyond Known Chapters 2004.", "unknown-guideline", "MTUS Beyond Known Chapters 2004"),
        ("Decision based on Non-MTUS Citation None.", "unknown-guideline", "None."),
        (
            "Decision based on MTUS Chronic Pain Treatment Guidelines Page(s): 99-98.",
            "reversed-pages",
            "MTUS Chronic Pain Treatment Guidelines Page(s): 99-98",
        ),
    ],
    ids=["empty field", "unknown chapter", "no source", "reversed range"],
)
def test_what_a_person_should_look_at_is_named_with_its_place(field: str, code: str, words: str) -> None:
    (problem,) = cited(field).problems
    assert problem.code == code
    assert field[problem.span.start : problem.span.end] == words


def test_only_odd_fields_have_a_problem() -> None:
    odd = [field["text"] for field in FIELDS if cited(field["text"]).problems]
    assert odd == [
        "Decision based on MTUS Chronic Pain Treatment Guidelines Page(s): 99-98.",
        "Decision based on MTUS Foo and Bar Conditions 2004.",
        "Decision based on Non-MTUS Citation Not applicable.",
    ]


RATIONALES = [
    (
        "As stated on pages 98-99 of the California MTUS Chronic Pain Medical Treatment Guidelines, it fades.",
        "mtus-chronic-pain",
        [(98, 99)],
        "pages 98-99 of the California MTUS Chronic Pain Medical Treatment Guidelines",
    ),
    (
        "The MTUS Chronic Pain Guidelines, page 111, advise otherwise.",
        "mtus-chronic-pain",
        [(111, 111)],
        "MTUS Chronic Pain Guidelines, page 111",
    ),
    (
        "ACOEM Chapter 10, Table 2, page 13 lists it.",
        "mtus-elbow-complaints",
        [(13, 13)],
        "ACOEM Chapter 10, Table 2, page 13",
    ),
    (
        "ACOEM Guidelines Chapter 7, page 127 allow a referral.",
        "acoem",
        [(127, 127)],
        "ACOEM Guidelines Chapter 7, page 127",
    ),
    ("See the ODG low back chapter on this.", "odg-low-back", [], "ODG low back chapter"),
    (
        "Official Disability Guidelines (ODG), Neck & Upper Back (Acute & Chronic), differ.",
        "odg-neck-and-upper-back",
        [],
        "Official Disability Guidelines (ODG), Neck & Upper Back (Acute & Chronic)",
    ),
    (
        "They may consult the MTUS Opioids Treatment Guidelines.",
        "mtus-opioids",
        [],
        "MTUS Opioids Treatment Guidelines",
    ),
    ("The ACOEM Shoulder Disorders chapter differs.", "acoem", [], "The ACOEM Shoulder Disorders chapter"),
]


@pytest.mark.parametrize(("text", "code", "pages", "words"), RATIONALES, ids=[row[0][:60] for row in RATIONALES])
def test_a_rationale_cites_by_chapter_or_page(text: str, code: str, pages: list[tuple[int, int]], words: str) -> None:
    (citation,) = in_rationale(text)
    assert (citation.guideline, list(citation.pages), citation.text) == (code, pages, words)
    assert text[citation.span.start : citation.span.end] == words
    assert (citation.cited_in, citation.cited_by) == ("rationale", "reviewer")


@pytest.mark.parametrize(
    "text",
    [
        "MTUS is silent on this topic, and so is ACOEM.",
        "ODG does not recommend it.",
        "According to the MTUS guidelines for neck pain, nothing follows.",
        "Per ODG, pain relief must be shown; 98 pages were reviewed.",
        "The patient has low back complaints and chronic pain.",
        "The utilization review dated 8/19/2014 cites guidelines.",
    ],
)
def test_talk_of_guidelines_is_no_citation(text: str) -> None:
    assert in_rationale(text) == ()


def test_a_guideline_is_cited_once_in_a_rationale_with_all_its_pages() -> None:
    text = "MTUS Chronic Pain Guidelines, page 46, and again MTUS Chronic Pain Guidelines, pages 98-99."
    assert [plain(citation) for citation in in_rationale(text)] == [
        {"guideline": "mtus-chronic-pain", "pages": [[46, 46], [98, 99]]}
    ]


PHRASES = [field["text"] for field in FIELDS] + [text for text, *_ in RATIONALES] + ["İ", "\n\n", "Page(s): 9-8"]


@given(st.lists(st.sampled_from(PHRASES) | st.text(max_size=40), max_size=6).map(" ".join))
def test_any_text_at_all_is_read_and_every_span_holds(text: str) -> None:
    found = (*cited(text).citations, *in_rationale(text))
    assert [citation for citation in found if not citation.text] == []
    for citation in found:
        assert " ".join(text[citation.span.start : citation.span.end].split()) == citation.text
        assert all(0 < first <= last for first, last in citation.pages)


def test_a_field_beyond_all_measure_is_read_at_its_beginning() -> None:
    read = cited("Decision based on MTUS Low Back Complaints 2004. " + "neck, " * 50_000)
    assert read.citations[0].guideline == "mtus-low-back-complaints"
    assert max(citation.span.end for citation in read.citations) <= 5_000


@pytest.mark.parametrize("field", ["The", "the ", ".", "Decision based on"])
def test_a_field_cut_before_it_names_anything_cites_nothing(field: str) -> None:
    assert parse_citations(field, Span(0, len(field)), "reviewer").citations == ()


def test_that_a_guideline_is_part_of_the_mtus_is_no_section_of_it() -> None:
    field = "Chronic Pain Medical Treatment Guidelines, Physical Medicine, pages 98-99, part of the MTUS"
    (citation,) = parse_citations(field, Span(0, len(field)), "reviewer").citations
    assert (citation.guideline, citation.sections) == ("mtus-chronic-pain", ("Physical Medicine",))
