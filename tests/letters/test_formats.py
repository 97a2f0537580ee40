"""Each layout knows its own letters, and no other layout is as sure of them."""

import pytest

from cases.letters.formats import FORMATS, UNKNOWN, choose
from cases.letters.parse import parse_letter
from tests.letters.makers import Item, make_2013, make_2013_b, make_letter, make_professional_review

BY_PAGE = "Decision based on MTUS Chronic Pain Treatment Guidelines Physical Medicine Page(s): 98-99."
LETTERS = {
    "maximus-2014": make_letter(Item(reviewer=BY_PAGE), header=""),
    "maximus-2016": make_letter(Item()),
    "maximus-2013-b": make_2013_b(Item(outcome="is not medically necessary")),
    "maximus-2013": make_2013(Item(outcome="is not medically necessary")),
    "professional-review": make_professional_review(Item(outcome="NOT ")),
}


def test_every_layout_has_a_letter_here_and_a_name_of_its_own() -> None:
    assert {layout.name for layout in FORMATS} == LETTERS.keys()
    assert len({layout.name for layout in FORMATS}) == len(FORMATS)


@pytest.mark.parametrize("name", LETTERS)
def test_a_layout_knows_its_letters(name: str) -> None:
    assert choose(LETTERS[name].lower()).name == name


@pytest.mark.parametrize("name", LETTERS)
def test_no_other_layout_is_as_sure(name: str) -> None:
    sureness = {layout.name: layout.sureness(LETTERS[name].lower()) for layout in FORMATS}
    own = sureness.pop(name)
    assert own > max(sureness.values())


@pytest.mark.parametrize("name", LETTERS)
def test_a_whole_letter_of_a_layout_is_read_whole(name: str) -> None:
    letter = parse_letter(LETTERS[name])
    assert letter.format == name
    assert letter.outcome == "upheld"
    assert [item.request.value for item in letter.items] == ["MRI of the lumbar spine"]
    assert letter.summary
    assert letter.states
    assert letter.specialties
    assert letter.age
    assert letter.items[0].rationale


@pytest.mark.parametrize(
    "text",
    ["Dear Sir or Madam, the meeting is on Monday.", "independent medical review", "x" * 2000],
    ids=["a letter of another kind", "a phrase", "noise"],
)
def test_other_text_is_in_no_known_layout(text: str) -> None:
    assert choose(text) is UNKNOWN
    letter = parse_letter(text)
    assert (letter.format, letter.items, letter.text) == ("unknown", (), text)
    assert [problem.code for problem in letter.problems] == ["unknown-format"]
