"""What the beginning of a name is completed to."""

import datetime
import re

import pytest
from django.http import QueryDict
from django.test import Client

from cases.search.completions import LONGEST, MOST_SHOWN, Completions, completions_of
from cases.search.params import read_params
from cases.search.sets.current import current_finder
from tests.cases.makers import make_case, make_citation, make_item

pytestmark = pytest.mark.django_db


def completed(text: str, query: str = "") -> Completions:
    return completions_of(text, read_params(QueryDict(query))[0], current_finder())


def labels(text: str, query: str = "") -> list[tuple[str, str, str]]:
    return [(each.kind, each.label, each.params.to_query()) for each in completed(text, query).named]


def make_corpus() -> None:
    citation = make_citation(pages=[(98, 99)], sections=["Physical Medicine"])
    make_case(make_item(citations=[citation]), make_item("Norco", treatment="opioids", rationale="A home exercise."))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("physical th", [("treatment", "Physical therapy", "treatment=physical-therapy")], id="beginning"),
        pytest.param("ther phys", [("treatment", "Physical therapy", "treatment=physical-therapy")], id="in any order"),
        pytest.param("PHYSICAL TH", [("treatment", "Physical therapy", "treatment=physical-therapy")], id="capitals"),
        pytest.param(
            "norc",
            [("treatment", "Opioids", "treatment=opioids"), ("drug", "Norco", "q=Norco")],
            id="drug and its kind",
        ),
        pytest.param("lortab", [("treatment", "Opioids", "treatment=opioids")], id="a drug without results"),
        pytest.param(
            "home norc",
            [("treatment", "Opioids", "q=home&treatment=opioids"), ("drug", "Norco", "q=home+Norco")],
            id="words before",
        ),
        pytest.param("pharmac", [("treatment", "Pharmaceuticals", "treatment=pharmaceuticals")], id="category"),
        pytest.param(
            "chronic pain",
            [("guideline", "MTUS Chronic Pain Medical Treatment Guidelines", "guideline=mtus-chronic-pain")],
            id="guideline",
        ),
        pytest.param(
            "physical med",
            [
                ("treatment", "Physical therapy", "treatment=physical-therapy"),
                ("section", "Physical Medicine", "guideline=mtus-chronic-pain&section=physical+medicine"),
            ],
            id="section of its guideline",
        ),
        pytest.param("acupuncture", [], id="nothing without results"),
        pytest.param("p", [], id="too short"),
        pytest.param("", [], id="nothing"),
        pytest.param('"physical th', [], id="a phrase"),
        pytest.param("treatment:phys", [], id="a field"),
        pytest.param("home -phys", [], id="what must not be found"),
        pytest.param("xylophone", [], id="no name"),
        pytest.param("&&& ***", [], id="no word"),
    ],
)
def test_a_beginning_is_completed_to_searches_with_results(text: str, expected: list[tuple[str, str, str]]) -> None:
    make_corpus()
    assert labels(text) == expected


def test_another_name_is_shown_beside_the_one_it_leads_to() -> None:
    make_corpus()
    opioids, norco = completed("norc").named
    assert (opioids.detail, opioids.count) == ("norco", 1)
    assert (norco.detail, norco.count) == ("hydrocodone", 1)


def test_what_stands_before_the_name_stays_words_and_all_else_stays_in_force() -> None:
    make_corpus()
    query = "outcome=upheld&treatment=mri&sort=oldest&rows=compact&after=40"
    assert labels("home exercise opio", query) == [
        ("treatment", "Opioids", "q=home+exercise&outcome=upheld&treatment=opioids&sort=oldest&rows=compact")
    ]
    assert labels("home exercise physical th") == []


def test_a_count_is_the_number_of_results_after_the_click() -> None:
    make_corpus()
    make_case(make_item(outcome="overturned"))
    for query in ("", "outcome=upheld", "outcome=overturned"):
        for completion in completed("phy", query).named:
            assert completion.count == current_finder().total(completion.params) > 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cm15-0000042", ["CM15-0000042"]),
        ("CM150000042", ["CM15-0000042"]),
        ("cm15 42", ["CM15-0000042"]),
        ("15-0000042", ["CM15-0000042"]),
        ("cm15-00000", ["CM15-0000041", "CM15-0000042"]),
        ("cm15-0", ["CM15-0000041", "CM15-0000042"]),
        ("cm16", []),
        ("cm15-00000421", []),
        ("15", []),
    ],
)
def test_the_beginning_of_a_case_number_is_completed_to_letters(text: str, expected: list[str]) -> None:
    make_case(case_number="CM15-0000042")
    make_case(case_number="CM15-0000041")
    make_case(case_number="CM15-0000043", status="held")
    assert [case.case_number for case in completed(text).letters] == expected


def test_of_many_letters_the_first_few_are_shown() -> None:
    for number in range(9):
        make_case(case_number=f"CM15-000004{number}")
    assert len(completed("cm15-000004").letters) == MOST_SHOWN


def test_the_page_gets_options_that_lead_somewhere(client: Client) -> None:
    make_case(
        make_item(citations=[make_citation(sections=["Physical Medicine"])]),
        case_number="CM15-0000042",
        decision_date=datetime.date(2015, 3, 1),
    )
    html = client.get("/suggest/?q=physical+med&outcome=upheld").content.decode()
    assert re.findall(r'role="group" aria-label="([^"]+)"', html) == ["Treatments", "Sections of guidelines"]
    hrefs = [href.replace("&amp;", "&") for href in re.findall(r'role="option"\s+data-href="([^"]+)"', html)]
    assert hrefs == [
        "/?outcome=upheld&treatment=physical-therapy",
        "/?outcome=upheld&guideline=mtus-chronic-pain&section=physical+medicine",
    ]
    for href in hrefs:
        assert 'data-count="1"' in client.get(href).content.decode()
    letters = client.get("/suggest/?q=cm15").content.decode()
    assert letters.strip() == ""
    letters = client.get("/suggest/?q=cm15-00").content.decode()
    assert 'data-href="/cases/cm15-0000042/"' in letters
    assert "March 1, 2015" in letters


@pytest.mark.parametrize(
    "query", ["", "q=", "q=%00", "q=%ff", "q=" + "x" * 5_000, "q=a&q=b", "q=" + "a+" * 300, "q=phys&page=abc&junk=1"]
)
def test_no_text_is_an_error(client: Client, query: str) -> None:
    make_case()
    assert client.get(f"/suggest/?{query}").status_code == 200
    assert client.post(f"/suggest/?{query}").status_code == 405


def test_markup_is_never_obeyed(client: Client) -> None:
    make_case(make_item(treatment="mri"))
    assert (
        "<script"
        not in client.get("/suggest/?q=%3Cscript%3Ealert(1)%3C/script%3E+mri&specialty=%3Cb%3E").content.decode()
    )


def test_a_long_text_is_completed_by_its_first_characters() -> None:
    make_corpus()
    assert labels("physical th" + " " * LONGEST) == labels("physical th")
