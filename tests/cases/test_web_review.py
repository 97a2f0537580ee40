"""The pages of reviewers, by their addresses and forms."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from cases.models import Correction, DisputedItem
from cases.models.choices import Status
from cases.models.roles import Role
from cases.review.fields import ITEM_FIELDS, LETTER_FIELDS
from tests.cases.account_makers import signed_in
from tests.cases.letter_makers import LETTER, store_letter
from tests.cases.makers import make_case, make_citation, make_item
from tests.cases.review_forms import form_of, page, save
from tests.cases.test_web_search import folded

pytestmark = pytest.mark.django_db

NAMED = LETTER.replace("The patient is a", "SSN: 523-45-6781. The patient is a")


@pytest.fixture
def alice() -> Client:
    return signed_in(Role.REVIEWER)


@pytest.mark.parametrize("status", Status)
def test_a_letter_in_any_state_can_be_reviewed(alice: Client, status: Status) -> None:
    assert "The letter’s own text" in page(alice, make_case(status=status))


def test_a_form_that_nobody_touched_changes_nothing(alice: Client) -> None:
    odd = make_item(
        "Odd  <request> & more",
        treatment="a-code-that-was",
        body_parts=["neck", "a-part-that-was"],
        reasons=["no-reason-any-more"],
        rationale="One.\n\nTwo.",
        citations=[
            make_citation(pages=[(99, 99), (3, 4)], sections=["One; two", "Three"], edition=2009),
            make_citation("odg", cited_by="administrator"),
        ],
    )
    for case in (store_letter(), make_case(odd, specialties=["A, b", "C"], states=["Nowhere"], sex="female", age=40)):
        answer = save(alice, case, {"reason": "None."})
        assert answer.status_code == 422
        assert "Nothing was changed" in answer.content.decode()
    assert not Correction.objects.exists()


def test_several_facts_are_corrected_in_one_save(alice: Client) -> None:
    case = store_letter()
    answer = save(
        alice,
        case,
        {
            "1.treatment": "acupuncture",
            "1.body_parts": ["neck", "knee"],
            "1.retrospective": "yes",
            "decision_date": "December 18, 2014",
            "specialties": "neurology\nPain Medicine",
            "1.visits": "9 sessions",
            "reason": "All of it misread.",
        },
    )
    assert answer.status_code == 302
    assert len(set(Correction.objects.values_list("batch", flat=True))) == 1
    assert set(Correction.objects.values_list("reason", flat=True)) == {"All of it misread."}
    item = DisputedItem.objects.get()
    assert (item.treatment, item.body_parts, item.retrospective, item.visits) == (
        "acupuncture",
        ["neck", "knee"],
        True,
        9,
    )
    case.refresh_from_db()
    assert (str(case.decision_date), case.specialties) == ("2014-12-18", ["Neurology", "Pain Medicine"])
    assert "6 corrections saved" in page(alice, case)


def test_citations_are_added_changed_and_removed(alice: Client) -> None:
    case = store_letter()
    sent = form_of(page(alice, case))
    rows = {
        part: list(sent[f"1.citations.{part}"])
        for part in ("cited_by", "guideline", "edition", "pages", "sections", "text")
    }
    rows["guideline"][0] = ""
    rows["pages"][1] = "98-99, 102"
    rows["cited_by"][2], rows["guideline"][2], rows["pages"][2], rows["edition"][2] = "reviewer", "odg", "7", "2014"
    assert (
        save(alice, case, {**{f"1.citations.{k}": v for k, v in rows.items()}, "reason": "Missed one."}).status_code
        == 302
    )
    first, second = DisputedItem.objects.get().citations.filter(cited_in="field").order_by("position")
    assert (first.cited_by, first.page_ranges, first.pages) == ("reviewer", [[98, 99], [102, 102]], [98, 99, 102])
    assert (first.start, first.end) != (0, 0)
    assert (second.guideline, second.edition, second.page_ranges) == ("odg", 2014, [[7, 7]])
    assert save(alice, case, {"reason": "Again."}).status_code == 422


WRONG = {
    "no day": ({"decision_date": "2/30/2014"}, "Decided “2/30/2014” is no day"),
    "no number": ({"age": "old"}, "“old” is not one whole number"),
    "too old": ({"age": "200"}, "at most 120"),
    "no such treatment": ({"1.treatment": "magic"}, "Item 1: Treatment “magic” is none of the choices"),
    "no such part": ({"1.body_parts": ["tail"]}, "“tail” is none of the choices"),
    "no case number": ({"case_number": "12"}, "such as CM15-0000042"),
    "no pages": ({"1.citations.pages": ["x", "98", "", ""]}, "“x” are no pages"),
    "pages backwards": ({"1.citations.pages": ["99-98", "", "", ""]}, "are no pages"),
    "no edition": ({"1.citations.edition": ["soon", "", "", ""]}, "“soon” is no edition"),
    "no reason": ({"1.treatment": "mri", "reason": " "}, "Say why"),
}


@pytest.mark.parametrize(("changed", "said"), WRONG.values(), ids=WRONG)
def test_what_is_no_value_is_named_and_what_was_typed_is_kept(
    alice: Client, changed: dict[str, Any], said: str
) -> None:
    case = store_letter()
    answer = save(alice, case, {"reason": "Misread.", "sex": "female", **changed})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in folded(html)
    assert not Correction.objects.exists()
    again = form_of(html)
    for name, value in {"sex": "female", **changed}.items():
        if name != "reason" and value not in ("magic", ["tail"]):
            assert again[name][: len(value)] == (value if isinstance(value, list) else [value])


def test_the_second_of_two_editors_is_shown_what_the_first_did_and_keeps_the_input(alice: Client) -> None:
    bob, case = signed_in(Role.REVIEWER), store_letter()
    seen = page(bob, case)
    save(alice, case, {"1.treatment": "acupuncture", "1.visits": "3", "reason": "It is."})
    answer = save(bob, case, {"1.treatment": "mri", "sex": "female", "reason": "No."}, html=seen)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "changed this letter while you had it open" in html
    assert "Physical therapy → Acupuncture" in html
    assert DisputedItem.objects.get().treatment == "acupuncture"
    again = form_of(html)
    assert (again["1.treatment"], again["sex"], again["1.visits"], again["reason"]) == (
        ["mri"],
        ["female"],
        ["3"],
        ["No."],
    )
    assert bob.post(f"/review/{case.slug}/", again).status_code == 302
    item = DisputedItem.objects.get()
    assert (item.treatment, item.visits) == ("mri", 3)
    assert Correction.objects.filter(reason="No.").count() == 2


def test_who_has_mistyped_is_told_of_the_other_editor_all_the_same(alice: Client) -> None:
    bob, case = signed_in(Role.REVIEWER), store_letter()
    seen = page(bob, case)
    save(alice, case, {"1.treatment": "acupuncture", "reason": "It is."})
    html = save(bob, case, {"age": "old", "reason": "No."}, html=seen).content.decode()
    again = form_of(html)
    assert again["1.treatment"] == ["acupuncture"]
    assert save(bob, case, {"age": "50"}, html=html).status_code == 409


@pytest.mark.parametrize("version", ["", "x", "1.2.3", "99999999.99999999", "²"])
def test_a_version_that_is_none_saves_nothing(alice: Client, version: str) -> None:
    answer = save(alice, store_letter(), {"1.treatment": "mri", "reason": "So.", "version": version})
    assert answer.status_code == 409
    assert "Somebody changed this letter" in answer.content.decode()
    assert not Correction.objects.exists()


def test_a_letter_is_corrected_and_published_at_once_and_the_next_follows(alice: Client) -> None:
    half = store_letter(LETTER[: LETTER.index("MAXIMUS guideline")])
    other = make_case(status="in-review")
    answer = save(alice, half, {"1.rationale": "None given.", "then": "publish", "reason": "That is all."})
    assert answer.headers["Location"] == f"/review/{other.slug}/"
    half.refresh_from_db()
    assert (half.status, half.items.get().rationale) == (Status.PUBLISHED, "None given.")


def test_a_problem_is_accepted_with_a_reason(alice: Client) -> None:
    problem = {"code": "truncated", "message": "The letter breaks off.", "span": [0, 3]}
    case = make_case(problems=[problem], text="The letter")
    match = re.search(r'name="accept"\s+value="([^"]+)"', page(alice, case))
    assert match
    assert save(alice, case, {"accept": match[1], "reason": "It was written so."}).status_code == 302
    case.refresh_from_db()
    assert case.problems == []


def test_a_letter_of_many_items_is_corrected_some_at_a_time(alice: Client) -> None:
    cited = [make_citation(), make_citation("odg", cited_by="administrator")] * 5
    parts = ["neck", "knee", "hip", "foot"]
    items = [make_item(f"Request {number}", citations=cited, body_parts=parts) for number in range(1, 36)]
    case = make_case(*items)
    shown: list[int] = []
    for first in re.findall(r"item=(\d+)", page(alice, case)):
        html = page(alice, case, f"?item={first}")
        assert sum(map(len, form_of(html).values())) < 1_000
        shown += map(int, re.findall(r'id="part-(\d+)"', html))
    assert shown == list(range(1, 36))
    html = page(alice, case, "?item=23")
    assert save(alice, case, {"23.treatment": "mri", "reason": "So."}, "?item=23", html).status_code == 302
    assert list(DisputedItem.objects.filter(treatment="mri").values_list("position", flat=True)) == [23]


@pytest.mark.parametrize("query", ["?item=0", "?item=99", "?item=x", "?item=%00", "?item=99999999999"])
def test_an_item_that_is_none_counts_for_nothing(alice: Client, query: str) -> None:
    assert 'id="part-1"' in page(alice, make_case(), query)


def test_markup_in_a_letter_is_shown_and_never_obeyed(alice: Client) -> None:
    nasty = '"><script>alert(1)</script>'
    case = make_case(
        make_item(nasty, rationale=nasty, authorized=nasty), text=nasty, summary=nasty, specialties=[nasty]
    )
    for address in ("", "history/", "redact/"):
        assert "<script>alert" not in alice.get(f"/review/{case.slug}/{address}").content.decode()


def test_no_two_things_on_the_page_have_one_name(alice: Client) -> None:
    names = re.findall(r'\sid="([^"]+)"', page(alice, store_letter(NAMED)))
    assert len(names) == len(set(names))


@pytest.mark.parametrize("field", [*LETTER_FIELDS, *ITEM_FIELDS], ids=lambda field: field.name)
def test_every_field_has_an_input_and_words(alice: Client, field: Any) -> None:
    html = page(alice, store_letter())
    assert re.search(rf'data-fact="(1\.)?{field.name}"', html)
    assert field.label in unescape(html)
