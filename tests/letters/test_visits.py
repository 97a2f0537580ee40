"""The number of sessions a request asks for: one row a way of writing it."""

import pytest

from cases.letters.model import Span
from cases.letters.visits import count_visits, find_marks, says_sessions
from cases.letters.words import Words, fold

VISITS = [
    ("8 sessions", 8),
    ("2x/wk for 6 weeks", 12),
    ("3 times a week for 4 weeks", 12),
    ("2-3 times a week for 6 weeks", 18),
    ("PT 3x4", 12),
    ("2 x wk x 6 wks", 12),
    ("twice weekly for four weeks", 8),
    ("PT #12", 12),
    ("PT QTY 8", 8),
    ("PT QTY: 12", 12),
    ("Physical therapy, times 12", 12),
    ("post op PT 12-18 sessions", 18),
    ("Eight (8) Additional Physical Therapy sessions", 8),
    ("Ten chiropractic sessions, twice weekly, for the neck", 10),
    ("two sessions for A and eight sessions for B", 10),
    ("three physical therapy sessions for the neck and five sessions for the hip", 8),
    ("1 time a week for 4 weeks", 4),
    ("once a week x 6", 6),
    ("6 visits over 3 weeks", 6),
    ("daily for 2 weeks", 14),
    ("every other week for 12 weeks", 6),
    ("x 12 visits", 12),
    ("24 additional physical therapy sessions (2 times a week for 12 weeks)", 24),
    ("additional 12", 12),
    ("2 times a week for 3 months", 24),
    ("PT sessions, 12", 12),
    ("three times a week for two weeks of the right hip and foot", 6),
    ("PT 2xwk x 6wks L4-5", 12),
    ("PT 2x/weekx6weeks", 12),
    ("acupuncture 2 times a week", None),
    ("PT left knee CPT 97110, 97140", None),
    ("PT DOS 3/5/14-5/6/14", None),
    ("PT L5-S1", None),
    ("1-2x/week for 6-8 weeks", 16),
    ("Massage 1 session 2x4", 8),
    ("6 one-hour massage sessions", 6),
    ("3 45-minute sessions", 3),
    ("(2x6)", 12),
    ("two (2) times a week for six (6) weeks", 12),
    ("6 weeks of physical therapy 2 times per week", 12),
    ("2 times per week times 6 weeks to the left knee", 12),
    ("weekly for 6 weeks", 6),
    ("weekly x 6", 6),
    ("monthly for 6 months", 6),
    ("once a month for 6 months", 6),
    ("12 sessions (6 visits for each knee)", 12),
    ("physical therapy QTY: 12.00", 12),
    ("PT x6", 6),
    ("PT x 6", 6),
    ("Acupuncture (12)", 12),
    ("Acupuncture 6", 6),
    ("chiro 12x", 12),
    ("2 visits per week for 6 weeks", 12),
    ("2 sessions a week times 6", 12),
    ("twenty-four sessions", 24),
    ("twenty four (24) visits", 24),
    ("5 days a week for 2 weeks", 10),
    ("2x week x 4weeks left knee", 8),
    ("trial of 6 visits", 6),
    ("initial trial of 6", 6),
    ("3 times 4", 12),
    ("2 times a week for the right knee and ankle for 6 weeks", 12),
    ("2x6 then 1x4", 16),
    ("2 times a week for 6 weeks and 1 time a week for 4 weeks", 16),
    ("PT 2/week x 6", 12),
    ("PT 2 per week x 6 weeks", 12),
    ("1 time weekly for 6 weeks", 6),
    ("45 minutes, 8 sessions", 8),
    ("8 sessions of 45 minutes", 8),
    ("Post-op physical therapy 12 visits (3x4)", 12),
    ("QTY 1 of 12 sessions", 12),
    ("2 times weekly over 6 weeks", 12),
    ("2 to 3 x per week x 4 to 6 weeks", 18),
    ("biweekly for 6 weeks", 3),
]


def words(request: str) -> Words:
    return fold(request, Span(0, len(request)))


@pytest.mark.parametrize(("request_text", "number"), VISITS, ids=[text for text, _ in VISITS])
def test_the_number_of_visits_is_read(request_text: str, number: int | None) -> None:
    found = count_visits(words(request_text))
    assert (found.value if found else None) == number


def test_the_span_is_of_the_words_that_say_the_number() -> None:
    text = "Physical therapy,\n2 times a week\nfor 6 weeks, right knee"
    found = count_visits(words(text))
    assert found is not None
    assert text[found.span.start : found.span.end] == "2 times a week\nfor 6 weeks"


def test_bare_numbers_do_not_count_where_they_are_not_wanted() -> None:
    assert count_visits(words("2 leg wraps"), bare=False) is None
    assert count_visits(words("2 sessions"), bare=False) is not None


def test_sessions_are_said_only_with_their_word() -> None:
    assert says_sessions(words("10 half-day sessions"))
    assert not says_sessions(words("160 hours"))


@pytest.mark.parametrize("unit", ["1 visit ", "2x6 (", "2 x week for ", "one a b c d e f g h ", "1-", "(", "x 2"])
def test_long_input_is_read_mark_by_mark(unit: str) -> None:
    marks = find_marks(unit * 2_000)
    assert len(marks) <= 6_000
