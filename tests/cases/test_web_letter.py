"""The letter page, its record and its text."""

import re
from typing import Any

import pytest
from django.test import Client

from cases.models import Case
from cases.models.choices import Status
from tests.cases.makers import make_case, make_citation, make_item
from tests.cases.test_web_search import folded

pytestmark = pytest.mark.django_db

TEXT = """Case Number: CM15-0000007
Decision Date: 03/01/2015

Physical therapy, 12 sessions: Upheld

Decision rationale: The records show no gains. The request is not medically necessary.
"""


def span_of(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


def make_letter(**columns: Any) -> Case:
    item = make_item(
        "Physical therapy, 12 sessions",
        rationale="The records show no gains. The request is not medically necessary.",
        reasons=["no-functional-improvement", "documentation-lacking"],
        citations=[
            make_citation("mtus", cited_by="administrator"),
            make_citation(pages=[(98, 99)], sections=["Physical Medicine"], edition=2009),
        ],
        administrator_basis="mtus",
        spans={
            "request": span_of("Physical therapy, 12 sessions"),
            "outcome": span_of("Upheld"),
            "rationale": span_of("The records show no gains. The request is not medically necessary."),
            "reasons": [span_of("no gains"), span_of("The records")],
        },
    )
    return make_case(
        item,
        **{
            "case_number": "CM15-0000007",
            "text": TEXT,
            "spans": {"case_number": span_of("CM15-0000007"), "states": [], "decision_date": span_of("03/01/2015")},
            **columns,
        },
    )


def letter_page(client: Client, case: Case, query: str = "") -> str:
    answer = client.get(f"{case.get_absolute_url()}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_unknown_letter_is_not_found(client: Client) -> None:
    answer = client.get("/cases/cm99-9999999/")
    assert answer.status_code == 404
    assert "Nothing is here" in answer.content.decode()


@pytest.mark.parametrize("status", [Status.HELD, Status.IN_REVIEW])
@pytest.mark.parametrize("ending", ["/", ".json", ".txt"])
def test_only_a_published_letter_is_shown(client: Client, status: Status, ending: str) -> None:
    case = make_case(status=status)
    assert client.get(f"/cases/{case.slug}{ending}").status_code == 404


@pytest.mark.parametrize("ending", ["/", ".json", ".txt"])
def test_head_is_answered_and_other_methods_are_not(client: Client, ending: str) -> None:
    case = make_case()
    assert client.head(f"/cases/{case.slug}{ending}").status_code == 200
    assert client.post(f"/cases/{case.slug}{ending}").status_code == 405


def test_each_item_is_a_card_with_its_anchor(client: Client) -> None:
    case = make_case(make_item("First request"), make_item("Second request", outcome="overturned"), outcome="mixed")
    html = letter_page(client, case)
    assert re.findall(r'<article class="item"\s+id="([^"]+)"', html) == ["item-1", "item-2"]
    shown = folded(html)
    assert "The denial stands for some items and not for others." in shown
    assert "2 disputed items" in shown


def test_the_way_back_keeps_the_search_and_says_how_much_of_it(client: Client) -> None:
    html = letter_page(
        client, make_letter(), "?q=therapy&outcome=upheld&treatment=mri&treatment=ct&sort=oldest&after=20"
    )
    back = "/?q=therapy&amp;outcome=upheld&amp;treatment=mri&amp;treatment=ct&amp;sort=oldest&amp;after=20"
    assert f'href="{back}"' in html
    assert "4 filters kept" in folded(html)


def test_without_a_search_the_way_back_leads_to_all_decisions(client: Client) -> None:
    shown = folded(letter_page(client, make_letter()))
    assert "← All decisions" in shown
    assert "kept" not in shown


def test_each_citation_leads_to_its_search(client: Client) -> None:
    html = letter_page(client, make_letter())
    assert 'href="/?guideline=mtus-chronic-pain&amp;page=98-99"' in html
    assert 'href="/?guideline=mtus-not-stated"' in html
    assert 'href="/?treatment=physical-therapy"' in html
    assert 'href="/?reason=no-functional-improvement"' in html


def test_both_sides_stand_side_by_side_with_sections_edition_and_pages(client: Client) -> None:
    html = letter_page(client, make_letter())
    sides = [folded(side) for side in re.findall(r'<section class="side".*?</section>', html, re.DOTALL)]
    assert len(sides) == 2
    assert sides[0].startswith("Claims administrator")
    assert "p. 98–99" in sides[1]
    assert "Physical Medicine (2009)" in sides[1]


def test_no_medical_evidence_is_stated_as_a_fact(client: Client) -> None:
    html = letter_page(client, make_case(make_item(administrator_basis="none")))
    assert "Cited no medical evidence." in folded(html)


def test_what_was_already_authorized_is_said(client: Client) -> None:
    item = make_item("6 visits", original_request="12 visits", authorized="The first 6 visits")
    shown = folded(letter_page(client, make_case(item)))
    assert "Originally requested 12 visits" in shown
    assert "Already authorized The first 6 visits" in shown


def test_each_fact_leads_to_its_words_in_the_letter(client: Client) -> None:
    html = letter_page(client, make_letter())
    leading = set(re.findall(r'class="to-words"\s+href="#([^"]+)"', html))
    marked = dict(re.findall(r'<span class="words" id="([^"]+)">([^<]*)', html))
    assert {
        "words-case_number",
        "words-decision_date",
        "words-1-request",
        "words-1-outcome",
        "words-1-reasons-2",
    } <= leading
    assert leading <= set(marked)
    assert marked["words-decision_date"] == "03/01/2015"
    assert marked["words-1-request"] == "Physical therapy, 12 sessions"
    assert marked["words-1-reasons-1"] == "no gains"


def test_no_two_things_on_a_page_have_one_name(client: Client) -> None:
    names = re.findall(r'\bid="([^"]+)"', letter_page(client, make_letter()))
    assert len(names) == len(set(names))


def test_a_fact_that_is_not_in_the_letter_is_not_stated(client: Client) -> None:
    case = make_case(case_number="", decision_date=None, summary="")
    shown = folded(letter_page(client, case))
    assert "Letter without a case number" in shown
    assert "Decision date not stated" in shown
    assert "Clinical summary" not in shown


def test_problems_of_the_reading_are_told(client: Client) -> None:
    problem = {
        "code": "date-from-narrative",
        "message": "The date of injury stands only in the summary.",
        "span": span_of("no gains"),
    }
    html = letter_page(client, make_letter(problems=[problem]))
    notice = re.search(r'data-notice="date-from-narrative">(.*?)</li>', html, re.DOTALL)
    assert notice
    assert "The date of injury stands only in the summary." in notice[1]
    assert "#words-problem-1" in notice[1]


def test_markup_in_a_letter_is_shown_and_never_obeyed(client: Client) -> None:
    nasty = "<script>alert(1)</script> & <img src=x>"
    problem = {"code": "odd", "message": nasty, "span": [0, 8]}
    case = make_case(
        make_item(nasty, rationale=nasty, authorized=nasty, original_request=nasty),
        text=f"{nasty}\n{nasty}",
        summary=nasty,
        specialties=[nasty],
        problems=[problem],
        spans={"summary": [3, 20]},
    )
    html = letter_page(client, case, f"?q={nasty}")
    assert "<script>alert" not in html
    assert "<img" not in html


def test_a_page_has_no_inline_script_and_no_inline_style(client: Client) -> None:
    assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son[a-z]+=", letter_page(client, make_letter()))


def test_the_record_and_the_text_are_a_link_away(client: Client) -> None:
    case = make_letter()
    html = letter_page(client, case)
    for ending in (".json", ".txt"):
        assert f'href="/cases/{case.slug}{ending}"' in html
    assert client.get(f"/cases/{case.slug}.json").json()["case_number"] == "CM15-0000007"
    text = client.get(f"/cases/{case.slug}.txt")
    assert text.content.decode() == TEXT
    assert text["Content-Type"] == "text/plain; charset=utf-8"


def test_a_rationale_of_one_block_is_set_in_paragraphs_and_loses_no_word(client: Client) -> None:
    rationale = " ".join(
        f"This is sentence number {number} of a long rationale vs. a short one." for number in range(60)
    )
    html = letter_page(client, make_case(make_item(rationale=rationale)))
    prose = re.search(r"Decision rationale.*?</section>", html, re.DOTALL)
    assert prose
    paragraphs = re.findall(r"<p>(.*?)</p>", prose[0])
    assert len(paragraphs) > 5
    assert " ".join(paragraphs) == rationale


def test_a_letter_of_sixty_items_is_shown_whole(client: Client) -> None:
    html = letter_page(client, make_case(*(make_item(f"Request {number}") for number in range(1, 61))))
    assert html.count('<article class="item"') == 60


def test_what_the_rationale_names_is_shown_apart_from_what_the_sides_cite(client: Client) -> None:
    told = make_citation("mtus-acupuncture", cited_in="rationale", pages=[(8, 9)])
    page = client.get(make_case(make_item(citations=[make_citation(), told])).get_absolute_url())
    text = " ".join(page.content.decode().split())
    assert "The rationale also names MTUS Acupuncture Medical Treatment Guidelines" in text
    assert text.count("MTUS Acupuncture") == 1
