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
    ("three times a week for two weeks of the left knee and ankle", 6),
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
    ("Physical therapy, 2 times a week for 6 weeks, 12 sessions, lumbar", 12),
    ("Physical therapy 12 additional sessions (2 x 6)", 12),
    ("PT: 2-3 x week x 4 weeks", 12),
    ("PT 3xWk x 4Wks, neck", 12),
    ("PT 2xwkx6wks", 12),
    ("Physical therapy 2 X a week X 4 weeks to left shoulder", 8),
    ("Physical therapy two times per week times six weeks", 12),
    ("Physical therapy 2 times per week for 4 to 6 weeks", 12),
    ("physical therapy to the low back 1-2 times per week for 12 visits", 12),
    ("physical therapy 8 visits over 4 weeks", 8),
    ("Physical therapy for the right ankle, twelve sessions", 12),
    ("Physical therapy (12 sessions)", 12),
    ("PT 12", 12),
    ("6 PT visits", 6),
    ("PT x 12 left knee", 12),
    ("Physical therapy, lumbar, #12", 12),
    ("Physical therapy quantity 8", 8),
    ("Physical therapy Qty: 6 sessions", 6),
    ("12 Physical Therapy Sessions for L4-5", 12),
    ("Physical therapy 2 x weekly x 3 weeks", 6),
    ("Physical therapy 2x/weekly for 5 weeks", 10),
    ("Physical therapy for 4 weeks at 2 times per week", 8),
    ("4 weeks of physical therapy, 3 times a week", 12),
    ("Physical therapy 3 days a week for 4 weeks", 12),
    ("Physical therapy once a week for eight weeks", 8),
    ("Physical therapy once weekly x 8 weeks", 8),
    ("Physical therapy 1 time per month for 6 months", 6),
    ("Chiropractic treatment 1 visit every 2 weeks for 8 weeks", 4),
    ("Chiropractic twice monthly for 3 months", 6),
    ("Acupuncture 6 sessions, once a week for 6 weeks", 6),
    ("Acupuncture x 6-8 visits", 8),
    ("Acupuncture 3-6 treatments", 6),
    ("Acupuncture; 1-3 times per week x 2 months", 24),
    ("Initial six sessions of acupuncture", 6),
    ("Acupuncture 2 times a week x 3 weeks for bilateral wrists and hands", 6),
    ("Acupuncture (1 time a week for 6 weeks) cervical spine", 6),
    ("Chiropractic 18 visits (3x6)", 18),
    ("Chiropractic: 2 times 6", 12),
    ("Chiropractic sessions, 12, lumbar spine", 12),
    ("Aquatic therapy for lumbar spine, 2x week for 3 weeks, then 1x week for 3 weeks", 9),
    ("Aquatic therapy 2-3x/wk x 6wks", 18),
    ("6-8 sessions of massage", 8),
    ("Massage, two one-hour sessions", 2),
    ("CBT 4-6 sessions", 6),
    ("Psychotherapy, 6-10 visits over 5-6 weeks", 10),
    ("ESWT 3 sessions", 3),
    ("ESWT 1 time a week for 3 weeks", 3),
    ("Occupational therapy 2 times a week, 6 weeks", 12),
    ("Occupational therapy (OT) twice/week for 4 weeks", 8),
    ("Work conditioning 3 times per week for 3 weeks, 4 hours per session", 9),
    ("Physical therapy 3 times a week for 4 weeks (12) to the cervical spine", 12),
    ("Physical therapy for cervical and lumbar spine; 12 visits, 97110, 97140", 12),
    ("Post op physical therapy 24 sessions, 3 times a week for 8 weeks", 24),
    ("Physical therapy once", None),
    ("Physical therapy 3 times a week", None),
    ("Physical therapy for 6 weeks", None),
    ("Physical therapy L5-S1 radiculopathy", None),
    ("Physical therapy DOS 4/1/2016", None),
    ("Retro PT DOS: 3/4/15, 3/6/15, 3/11/15", None),
    ("Physical therapy, lumbar spine, 97110 x 4 units", None),
    ("Continued physical therapy at 2x6", 12),
    ("Physical therapy 2x4x bilateral knees", 8),
    ("Physical therapy  2  times  a  week  for  4  weeks", 8),
    ("Physical therapy at two (2) times weekly for four (4) weeks", 8),
    ("Physical therapy one (1) time a week for six (6) weeks", 6),
    ("Eighteen (18) physical therapy visits", 18),
    ("sixteen visits of PT", 16),
    ("Physical therapy to right shoulder 12 times", 12),
    ("12x PT", 12),
    ("Additional post-operative physical therapy, eight visits", 8),
    ("Physical therapy for the left knee, additional 6", 6),
    ("2 PT sessions per week for 6 weeks", 12),
    ("one session of acupuncture per week for 6 weeks", 6),
    ("Physical therapy sessions 2 times a week for 6 weeks", 12),
    ("Physical therapy 2 sessions/wk x 6 wks", 12),
    ("Physical therapy 3x/week for 4 weeks and 2x/week for 4 weeks", 20),
    ("Chiropractic care: one to two times per week for six weeks", 12),
    ("physical therapy 2 times a week for 4-6 weeks, total of 12", 12),
    ("Physical therapy 1-2 per wk for 5 wks", 10),
    ("Physical therapy 6 visits, 2 body parts", 6),
    ("Hand therapy x8 right thumb", 8),
    ("Physical therapy for right 4th finger 2x4", 8),
    ("12 sessions of physical therapy and 6 sessions of acupuncture", 18),
    ("Physical therapy daily for 5 days", 5),
    ("PT evaluation and 6 visits", 6),
    ("1 PT evaluation and 12 PT treatments", 12),
    ("Physical therapy x 4 weeks", None),
    ("Physical therapy x 1 evaluation", None),
    ("Physical therapy re-evaluation x1", 1),
    ("Acupuncture 8 sessions (2 times per week for 4 weeks)", 8),
    ("Chiropractic/PT x 8", 8),
    ("Chiropractic 6 additional visits for flare-up, 2 per week", 6),
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
