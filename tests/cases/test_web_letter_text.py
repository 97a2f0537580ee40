"""The shown text of a letter is the letter's text, whatever is marked in it."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.web.letter_text import Mark, flowing, marked_text

places = st.tuples(st.integers(0, 60), st.integers(0, 60)).filter(lambda place: place[0] < place[1])


def in_order(*spans: tuple[int, int]) -> list[Mark]:
    marks = [Mark(start, end, f"mark-{number}") for number, (start, end) in enumerate(spans)]
    return sorted(marks, key=lambda mark: (mark.start, -mark.end))


@given(text=st.text(min_size=60, max_size=80), spans=st.lists(places, max_size=12))
def test_marking_changes_no_character_and_closes_what_it_opens(text: str, spans: list[tuple[int, int]]) -> None:
    shown = marked_text(text, in_order(*spans))
    assert html.unescape(re.sub(r"<span[^>]*>|</span>", "", shown)) == text
    depth = 0
    for tag in re.findall(r"<span|</span", shown):
        depth += 1 if tag == "<span" else -1
        assert depth >= 0
    assert depth == 0
    assert shown.count("<span") == len(spans)


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        pytest.param([(0, 3), (4, 7)], "[one] [two] six", id="side by side"),
        pytest.param([(0, 7), (4, 7)], "[one [two]] six", id="one in the other"),
        pytest.param([(0, 5), (4, 7)], "[one [t]]wo six", id="overlapping: the later one is cut"),
        pytest.param([(0, 3), (0, 3)], "[[one]] two six", id="the same words twice"),
        pytest.param([(0, 3), (3, 7)], "[one][ two] six", id="touching"),
    ],
)
def test_marks_nest(spans: list[tuple[int, int]], shown: str) -> None:
    marked = marked_text("one two six", in_order(*spans))
    assert re.sub(r"<span[^>]*>", "[", marked).replace("</span>", "]") == shown


@given(st.text(alphabet=st.sampled_from("ab \n"), max_size=400))
def test_flowing_text_keeps_every_place(text: str) -> None:
    shown = flowing(text)
    assert len(shown) == len(text)
    assert all(new == old or (old, new) == ("\n", " ") for old, new in zip(text, shown, strict=True))


def test_only_full_lines_flow() -> None:
    full = "a line of a paragraph that goes on to the edge of the page, where it"
    assert flowing(f"{full}\nbreaks.\n\nDate: today\nPriority: high\n{full}\n\nA paragraph.") == (
        f"{full} breaks.\n\nDate: today\nPriority: high\n{full}\n\nA paragraph."
    )
