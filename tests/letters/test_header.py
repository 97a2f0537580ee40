"""The header's facts: beside their labels, apart from them, or told in the summary."""

import datetime
from typing import Any

import pytest

from cases.letters.dates import parse_date
from cases.letters.header import find_header
from cases.letters.model import Letter, Span
from cases.letters.parse import parse_letter
from tests.letters.makers import SUMMARY, make_header, make_letter

FACTS = {
    "case_number": "CM16-0000042",
    "priority": "standard",
    "injury_date": datetime.date(2016, 3, 14),
    "ur_denial_date": datetime.date(2016, 10, 11),
    "received_date": datetime.date(2016, 10, 20),
    "assigned_date": datetime.date(2016, 11, 2),
    "decision_date": datetime.date(2016, 12, 1),
}
LABELS_FIRST = """Case Number:
Date Assigned:
Decision Date:
Priority:
CM16-0000042
11/02/2016
12/01/2016
Standard
Date of Injury:
UR Denial Date:
Application
Received:
03/14/2016
10/11/2016
10/20/2016"""
VALUES_AMONG_LABELS = """Case Number:
Date Assigned:
Decision Date:
Priority:

CM16-0000042
11/02/2016
12/01/2016
Standard

03/14/2016
Date of Injury:
UR Denial Date:   10/11/2016
10/20/2016
Application
Received:"""
VALUE_BEFORE_ITS_LABEL = make_header().replace(
    "Application\nReceived:\n10/20/2016", "Application 10/20/2016\nReceived:"
)
ONE_A_LINE = (
    make_header()
    .replace(" Date of Injury", "\nDate of Injury")
    .replace(" UR Denial", "\nUR Denial")
    .replace(": ", ":\n")
)


def facts_of(header: str) -> dict[str, Any]:
    found = find_header(header, header.lower(), Span(0, len(header)))
    return {name: fact.value for name, fact in found.facts.items()}


def codes_of(letter: Letter) -> list[str]:
    return [problem.code for problem in letter.problems]


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(make_header(), id="two labels a line"),
        pytest.param(ONE_A_LINE, id="each value below its label"),
        pytest.param(" ".join(make_header().split()), id="all in one line"),
        pytest.param(make_header().replace("  ", "          "), id="in columns"),
        pytest.param(LABELS_FIRST, id="labels first"),
        pytest.param(VALUE_BEFORE_ITS_LABEL, id="a value before its label"),
        pytest.param(VALUES_AMONG_LABELS, id="values among labels"),
    ],
)
def test_a_header_is_read_in_any_order(header: str) -> None:
    assert facts_of(header) == FACTS


def test_dates_told_from_their_order_are_a_problem() -> None:
    assert "scrambled-header" in codes_of(parse_letter(make_letter(header=VALUES_AMONG_LABELS)))
    assert "scrambled-header" not in codes_of(parse_letter(make_letter(header=LABELS_FIRST)))


def test_every_fact_of_the_header_has_the_span_of_its_words() -> None:
    letter = parse_letter(make_letter())
    words = {name: letter.text[slice(*getattr(letter, name).span)] for name in FACTS}
    assert words["case_number"] == "CM16-0000042"
    assert words["priority"] == "Standard"
    assert words["received_date"] == "10/20/2016"


@pytest.mark.parametrize(
    ("values", "name", "value"),
    [
        ({"Priority": "Expedited"}, "priority", "expedited"),
        ({"Priority": "STANDARD"}, "priority", "standard"),
        ({"Case_Number": "cm15-0000042"}, "case_number", "CM15-0000042"),
        ({"Case_Number": "IMR 13-000004"}, "case_number", "IMR 13-000004"),
        ({"Date_of_Injury": "3/4/85"}, "injury_date", datetime.date(1985, 3, 4)),
        ({"Date_of_Injury": "03-04-2014"}, "injury_date", datetime.date(2014, 3, 4)),
        ({"Date_of_Injury": "March 4, 2014"}, "injury_date", datetime.date(2014, 3, 4)),
    ],
    ids=str,
)
def test_a_value_is_understood(values: dict[str, str], name: str, value: object) -> None:
    assert facts_of(make_header(**values))[name] == value


def test_a_blank_value_leaves_the_others_in_place() -> None:
    facts = facts_of(make_header(Date_of_Injury=""))
    assert facts == {name: value for name, value in FACTS.items() if name != "injury_date"}


def test_labels_of_2013_are_known() -> None:
    header = (
        "Dated: 10/25/2013\nEmployee:\nDate of UR Decision:   7/22/2013\nDate of Injury:   8/9/2012\n"
        "IMR Application Received:   8/2/2013\nMAXIMUS Case Number:   CM13-0000042"
    )
    assert facts_of(header) == {
        "case_number": "CM13-0000042",
        "decision_date": datetime.date(2013, 10, 25),
        "ur_denial_date": datetime.date(2013, 7, 22),
        "injury_date": datetime.date(2012, 8, 9),
        "received_date": datetime.date(2013, 8, 2),
    }


def test_a_day_that_cannot_be_is_a_problem_and_no_date() -> None:
    letter = parse_letter(make_letter(header=make_header(Decision_Date="02/30/2016")))
    assert letter.decision_date is None
    assert {"impossible-date", "incomplete-header"} <= set(codes_of(letter))


def test_dates_out_of_order_stay_as_written_and_are_a_problem() -> None:
    letter = parse_letter(make_letter(header=make_header(Decision_Date="12/01/2006")))
    assert letter.decision_date
    assert letter.decision_date.value == datetime.date(2006, 12, 1)
    assert "dates-out-of-order" in codes_of(letter)


def test_a_letter_without_a_header_says_so_and_invents_no_decision() -> None:
    letter = parse_letter(make_letter(header=""))
    assert letter.case_number is None
    assert letter.decision_date is None
    assert "missing-header" in codes_of(letter)


NARRATIVES = [
    ("injury_date", "an industrial injury date of September 21, 2009.Medical records were reviewed.", "2009-09-21"),
    ("injury_date", "a 49-year-old male, with a reported date of injury of 08/07/2013.", "2013-08-07"),
    ("injury_date", "a patient who sustained an industrial injury on 01/05/2011.", "2011-01-05"),
    ("injury_date", "a worker who was injured on 10/15/2011 when she fell at work.", "2011-10-15"),
    ("injury_date", "a history of an occupational claim from 10/25/2016.", "2016-10-25"),
    ("injury_date", "back pain (DOI: 8/2/12) treated with rest.", "2012-08-02"),
    ("injury_date", "a worker who sustained a crush injury to the left hand on 4-5-16.", None),
    ("injury_date", "a work-related injury that occurred on June 3rd, 2015.", "2015-06-03"),
    ("injury_date", "The injured worker was seen on 4/5/2016.", None),
    ("injury_date", "She had surgery on 4/5/2016.", None),
    ("ur_denial_date", "pain.On 05/09/2014, Utilization Review (UR) denied the request.", "2014-05-09"),
    ("ur_denial_date", "Utilization review from June 5, 2014 denied the request.", "2014-06-05"),
    ("ur_denial_date", "Prior utilization review dated 08/19/2014 states the request is not certified.", "2014-08-19"),
    ("ur_denial_date", "The original utilization review (12-14-2016) non-certified the request.", "2016-12-14"),
    ("ur_denial_date", "The UR dated 1-3-17 non-certified the request.", "2017-01-03"),
    ("ur_denial_date", "On 12-01-2016 the request for ice was non-certified by utilization review.", "2016-12-01"),
    ("ur_denial_date", "The prior determination on 12/09/2016 denied the request.", "2016-12-09"),
    ("ur_denial_date", "A report reviewed by Utilization Review was dated 12-01-2016.", None),
    ("ur_denial_date", "The progress note dated 12-01-2016 shows pain.", None),
]


@pytest.mark.parametrize(("name", "words", "day"), NARRATIVES, ids=[words[:50] for _, words, _ in NARRATIVES])
def test_a_date_told_in_words_is_found(name: str, words: str, day: str | None) -> None:
    letter = parse_letter(make_letter(header="", summary=f"The patient is a 40 year old male. He is {words}"))
    fact = getattr(letter, name)
    assert (str(fact.value) if fact else None) == day
    told = [letter.text[slice(*problem.span)] for problem in letter.problems if problem.code == "date-from-narrative"]
    assert bool(told) == bool(day)


def test_the_header_goes_before_the_summary() -> None:
    letter = parse_letter(make_letter())
    assert "date-from-narrative" not in codes_of(letter)
    assert "dates-contradict" not in codes_of(letter)


@pytest.mark.parametrize(("right", "wrong"), [("3-14-2016", "3-15-2016"), ("10-11-2016", "10-12-2016")])
def test_a_summary_that_states_another_date_is_a_problem(right: str, wrong: str) -> None:
    letter = parse_letter(make_letter(summary=SUMMARY.replace(right, wrong)))
    assert [letter.text[slice(*p.span)] for p in letter.problems if p.code == "dates-contradict"] == [wrong]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("9/21/2009", datetime.date(2009, 9, 21)),
        ("09-21-09", datetime.date(2009, 9, 21)),
        ("11- 17-2016", datetime.date(2016, 11, 17)),
        ("2014-06-05", datetime.date(2014, 6, 5)),
        ("sept. 2nd, 2014", datetime.date(2014, 9, 2)),
        ("13/13/2013", None),
        ("february 30, 2014", None),
    ],
)
def test_a_day_is_read(words: str, day: datetime.date | None) -> None:
    assert parse_date(words) == day
