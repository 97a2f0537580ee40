"""The letter record: its keys, its plain values, and its spans beside them."""

import json

from cases.letters.parse import parse_letter
from cases.letters.record import Origin, record_of_unreadable, to_record
from cases.letters.text import folded
from tests.letters.makers import Item, make_letter

ORIGIN = Origin("letter.txt", "ab" * 32, "text/plain")
KEYS = (
    "source format case_number priority received_date assigned_date decision_date injury_date ur_denial_date reviewer "
    "patient summary outcome items spans problems text"
).split()
ITEM_KEYS = (
    "position request original_request authorized outcome treatment body_parts visits retrospective citations "
    "administrator_basis reviewer_basis rationale reasons spans"
).split()
BY_PAGE = "Decision based on MTUS Chronic Pain Treatment Guidelines Physical Medicine Page(s): 98-99."
PARTIAL = (
    "12 visits was the original request. 6 visits was authorized by the Claims Administrator. The remaining IMR "
    "eligible portion of the original request, physical therapy of the neck for 6 visits is"
)


def test_a_record_holds_plain_values() -> None:
    items = (Item(PARTIAL, administrator=BY_PAGE), Item("X-ray", "Overturned", rationale="There is a mass."))
    record = to_record(parse_letter(make_letter(*items)), ORIGIN)
    assert list(record) == KEYS
    assert record["source"] == {"name": "letter.txt", "sha256": "ab" * 32, "media_type": "text/plain"}
    assert (record["case_number"], record["priority"], record["outcome"]) == ("CM16-0000042", "standard", "mixed")
    assert (record["decision_date"], record["ur_denial_date"]) == ("2016-12-01", "2016-10-11")
    assert record["reviewer"] == {"states": ["California"], "specialties": ["Family Practice"]}
    assert record["patient"] == {"age": 45, "sex": "female"}
    assert record["problems"] == []
    assert json.loads(json.dumps(record)) == record


def test_an_item_holds_plain_values() -> None:
    record = to_record(parse_letter(make_letter(Item(PARTIAL, administrator=BY_PAGE))), ORIGIN)
    (item,) = record["items"]
    assert list(item) == ITEM_KEYS
    assert item["request"] == "physical therapy of the neck for 6 visits"
    assert (item["original_request"], item["authorized"]) == ("12 visits", "6 visits")
    assert (item["position"], item["outcome"], item["visits"]) == (1, "upheld", 6)
    assert (item["treatment"], item["body_parts"], item["retrospective"]) == ("physical-therapy", ["neck"], False)
    assert (item["administrator_basis"], item["reviewer_basis"]) == ("mtus", "mtus")
    assert item["citations"][0] == {
        "cited_by": "administrator",
        "guideline": "mtus-chronic-pain",
        "edition": None,
        "sections": ["Physical Medicine"],
        "pages": [[98, 99]],
        "text": "MTUS Chronic Pain Treatment Guidelines Physical Medicine Page(s): 98-99",
    }


def test_spans_stand_beside_what_they_are_of() -> None:
    record = to_record(parse_letter(make_letter(Item(PARTIAL, administrator=BY_PAGE))), ORIGIN)
    (item,) = record["items"]
    words = {
        name: folded(record["text"][slice(*span)]) for name, span in item["spans"].items() if isinstance(span[0], int)
    }
    assert words["request"] == item["request"]
    assert words["authorized"] == item["authorized"]
    assert words["outcome"] == "Upheld"
    assert words["rationale"] == item["rationale"]
    quoted = [folded(record["text"][slice(*span)]) for span in item["spans"]["citations"]]
    assert quoted == [citation["text"] for citation in item["citations"]]
    assert [record["text"][slice(*span)] for span in record["spans"]["states"]] == ["California"]
    assert {"case_number", "decision_date", "summary", "age", "sex", "specialties"} <= record["spans"].keys()


def test_absent_facts_are_null_or_empty_and_never_missing() -> None:
    record = to_record(parse_letter("A letter of another kind."), ORIGIN)
    assert list(record) == KEYS
    assert record["items"] == []
    assert record["summary"] is record["case_number"] is record["outcome"] is record["patient"]["age"] is None
    assert [problem["code"] for problem in record["problems"]] == ["unknown-format"]


def test_a_file_that_is_no_letter_has_a_record_that_says_so() -> None:
    record = record_of_unreadable(ORIGIN, "not-a-letter", "The file is empty.")
    assert list(record) == KEYS
    assert (record["format"], record["text"]) == ("unknown", "")
    assert record["problems"] == [{"code": "not-a-letter", "message": "The file is empty.", "span": [0, 0]}]


def test_what_a_rationale_cites_is_kept_apart() -> None:
    rationale = (
        "As stated on page 46 of the MTUS Chronic Pain Medical Treatment Guidelines, it is not medically necessary."
    )
    letter = parse_letter(make_letter(Item(rationale=rationale)))
    record = to_record(letter, ORIGIN)
    assert [citation.pages for citation in letter.items[0].citations if citation.cited_in == "rationale"] == [
        ((46, 46),)
    ]
    assert [citation["pages"] for citation in record["items"][0]["citations"]] == [[]]
    assert len(record["items"][0]["spans"]["citations"]) == 1
