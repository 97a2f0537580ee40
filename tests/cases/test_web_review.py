"""The pages of reviewers, by their addresses and forms."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from cases.models import Case, Correction, DisputedItem
from cases.models.choices import Status
from cases.models.roles import Role
from cases.review.fields import ITEM_FIELDS, LETTER_FIELDS
from tests.cases.account_makers import make_user, signed_in
from tests.cases.letter_makers import LETTER, store_letter
from tests.cases.makers import make_case, make_citation, make_item
from tests.cases.test_web_search import folded

pytestmark = pytest.mark.django_db

NAMED = LETTER.replace("The patient is a", "SSN: 523-45-6781. The patient is a")
Fields = dict[str, list[str]]


@pytest.fixture
def alice() -> Client:
    return signed_in(Role.REVIEWER)


def form_of(html: str, name: str = "corrections") -> Fields:
    """What a browser would send of a form that nobody has touched."""
    match = re.search(rf'<form id="{name}".*?</form>', html, re.DOTALL)
    assert match
    sent: Fields = {}
    for tag in re.finditer(
        r"<(input|select|textarea)\b([^>]*)>(.*?)(?=<input|<select|<textarea|$)", match[0], re.DOTALL
    ):
        kind, attributes, inside = tag.groups()
        given = {key: unescape(value) for key, value in re.findall(r'([\w@-]+)="([^"]*)"', attributes)}
        if "name" not in given or (given.get("type") == "checkbox" and not re.search(r"\bchecked\b", attributes)):
            continue
        sent.setdefault(given["name"], []).append(_value(kind, given, inside))
    return sent


def _value(kind: str, attributes: Mapping[str, str], inside: str) -> str:
    if kind == "textarea":
        return unescape(inside.partition("</textarea>")[0]).removeprefix("\n")
    if kind == "select":
        chosen = re.search(r'<option value="([^"]*)"\s+selected', inside.partition("</select>")[0])
        first = re.search(r'<option value="([^"]*)"', inside)
        assert first
        return unescape((chosen or first)[1])
    return attributes.get("value", "")


def page(client: Client, case: Case, query: str = "") -> str:
    answer = client.get(f"/review/{case.slug}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def save(client: Client, case: Case, changed: Mapping[str, Any], query: str = "", html: str = "") -> Any:
    """Sends the form of the page with some fields changed."""
    return client.post(f"/review/{case.slug}/{query}", {**form_of(html or page(client, case)), **changed})


def test_the_queue_shows_what_waits_by_state_and_problem(alice: Client) -> None:
    make_case(status="in-review", case_number="CM15-0000042")
    problems = [{"code": "closing-disagrees", "message": "Item 1 …", "span": [0, 3]}]
    make_case(problems=problems, case_number="CM15-0000043")
    make_case(case_number="CM15-0000044")
    text = folded(alice.get("/review/").content.decode())
    assert "CM15-0000042 In review" in text
    assert "CM15-0000043 Published, with problems" in text
    assert "Rationale ends otherwise" in text
    assert "CM15-0000044" not in text
    only = folded(alice.get("/review/?state=in-review").content.decode())
    assert "CM15-0000042" in only
    assert "CM15-0000043" not in only
    assert "Nothing waits here." in folded(alice.get("/review/?problem=no-items").content.decode())


@pytest.mark.parametrize("query", ["?state=nonsense", "?problem=nonsense", "?after=1.2", "?after=x", "?state=%00"])
def test_nonsense_in_the_address_of_the_queue_counts_for_nothing(alice: Client, query: str) -> None:
    assert alice.get(f"/review/{query}").status_code == 200


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


@pytest.mark.parametrize(
    ("status", "step", "now"),
    [
        ("published", "withdraw", "withdrawn"),
        ("published", "hold", "held"),
        ("in-review", "publish", "published"),
        ("held", "release", "published"),
        ("withdrawn", "review", "in-review"),
    ],
)
def test_a_reviewer_changes_the_state(alice: Client, status: str, step: str, now: str) -> None:
    case = make_case(status=status)
    version = form_of(page(alice, case))["version"][0]
    sent = {"step": step, "reason": "The worker asked for it.", "version": version}
    assert alice.post(f"/review/{case.slug}/state/", sent).status_code == 302
    case.refresh_from_db()
    assert case.status == now
    gone = Client().get(f"/cases/{case.slug}/")
    assert gone.status_code == {"published": 200, "withdrawn": 410}.get(now, 404)
    assert ("The worker asked for it." in gone.content.decode()) == (now == "withdrawn")
    assert "The worker asked for it." in alice.get(f"/review/{case.slug}/history/").content.decode()


def test_a_state_that_another_changed_first_is_left(alice: Client) -> None:
    case = make_case()
    version = form_of(page(alice, case))["version"][0]
    for step in ("withdraw", "hold"):
        alice.post(f"/review/{case.slug}/state/", {"step": step, "reason": "So.", "version": version})
    case.refresh_from_db()
    assert case.status == "withdrawn"
    assert "Nothing was done" in page(alice, case)


def test_the_held_words_are_told_by_kind_and_place_and_redacted_after_a_preview(alice: Client) -> None:
    case = store_letter(NAMED)
    html = page(alice, case)
    assert "Looks like a social security number." in html
    form = form_of(
        alice.get(f"/review/{case.slug}/redact/").content.decode().replace("<form method", '<form id="r" method'), "r"
    )
    assert len(form["suspect"]) == 1
    address = f"/review/{case.slug}/redact/"
    preview = alice.post(address, {**form, "words": "Cervical", "then": "preview"}).content.decode()
    assert "SSN: <span" in preview
    assert "523-45-6781" not in preview
    assert "523-45-6781" in Case.objects.get().text
    again = form_of(preview.replace("<form method", '<form id="r" method'), "r")
    assert alice.post(address, {**again, "then": "redact", "reason": ""}).status_code == 422
    assert alice.post(address, {**again, "then": "redact", "reason": "A number."}).status_code == 302
    case = Case.objects.get()
    assert (case.is_redacted, case.status, "523-45-6781" in case.text, "ervical" in case.text) == (
        True,
        "held",
        False,
        False,
    )
    assert "523-45-6781" not in page(alice, case)
    assert "523-45-6781" not in alice.get(f"/review/{case.slug}/history/").content.decode()


def test_words_that_stand_nowhere_are_said_so(alice: Client) -> None:
    case = store_letter()
    answer = alice.post(f"/review/{case.slug}/redact/", {"words": "Rumpelstiltskin", "then": "preview"})
    assert answer.status_code == 422
    assert "None of these words" in answer.content.decode()


def test_the_file_as_it_came_is_for_reviewers_and_once_redacted_for_administrators(alice: Client) -> None:
    case = store_letter(NAMED, "a letter.txt")
    default_storage.delete(case.source.file)
    default_storage.save(case.source.file, ContentFile(NAMED.encode()))
    answer = alice.get(f"/review/{case.slug}/original")
    assert b"".join(answer.streaming_content) == NAMED.encode()  # type: ignore[attr-defined]
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="a letter.txt"'
    Case.objects.update(is_redacted=True)
    assert alice.get(f"/review/{case.slug}/original").status_code == 403
    assert signed_in(Role.ADMINISTRATOR).get(f"/review/{case.slug}/original").status_code == 200
    assert "/original" not in page(alice, case)


def test_a_correction_is_withdrawn_on_the_history_page(alice: Client) -> None:
    case = store_letter()
    save(alice, case, {"1.treatment": "acupuncture", "reason": "Needles."})
    html = alice.get(f"/review/{case.slug}/history/").content.decode()
    assert "Needles." in html
    names = ("version", "correction")
    sent = {name: re.search(rf'name="{name}"\s+value="([^"]+)"', html)[1] for name in names}  # type: ignore[index]
    alice.post(f"/review/{case.slug}/history/", {**sent, "reason": "No needles."})
    assert DisputedItem.objects.get().treatment == "physical-therapy"
    html = alice.get(f"/review/{case.slug}/history/").content.decode()
    assert "No needles." in html
    assert "withdrawn by" in html


@pytest.mark.parametrize("key", ["", "0", "x", "9" * 30, "²"])
def test_a_correction_that_is_none_is_not_withdrawn(alice: Client, key: str) -> None:
    case = make_case()
    assert alice.post(f"/review/{case.slug}/history/", {"correction": key, "reason": "So."}).status_code == 302
    assert "This correction is here no more." in alice.get(f"/review/{case.slug}/history/").content.decode()


def test_a_request_that_no_rule_knows_is_mended_everywhere_and_undone(alice: Client) -> None:
    for _ in range(3):
        make_case(make_item("Gizmo frobnication", treatment="unclassified"))
    assert "gizmo frobnication" in alice.get("/review/treatments/").content.decode()
    preview = folded(alice.get("/review/treatments/?request=gizmo+frobnication").content.decode())
    assert "3 items have this request and no treatment" in preview
    sent = {"request": "gizmo frobnication", "treatment": "mri", "expected": "3", "reason": "They are MRIs."}
    assert alice.post("/review/treatments/", {**sent, "expected": "2"}).status_code == 422
    assert alice.post("/review/treatments/", sent).status_code == 302
    html = alice.get("/review/treatments/").content.decode()
    assert "3 items: MRI" in html
    assert DisputedItem.objects.filter(treatment="mri").count() == 3
    batch = re.search(r'name="batch"\s+value="([^"]+)"', html)
    assert batch
    alice.post("/review/treatments/undo/", {"batch": batch[1], "reason": "They are not."})
    assert DisputedItem.objects.filter(treatment="unclassified").count() == 3
    assert "3 corrections withdrawn" in alice.get("/review/treatments/").content.decode()


@pytest.mark.parametrize("batch", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_what_was_never_done_is_not_undone(alice: Client, batch: str) -> None:
    assert alice.post("/review/treatments/undo/", {"batch": batch, "reason": "So."}).status_code == 302


ADDRESSES = ["", "history/", "redact/", "original"]


@pytest.mark.parametrize(
    "address", ["/review/", "/review/treatments/", *(f"/review/cm15-0000042/{a}" for a in ADDRESSES)]
)
@pytest.mark.parametrize("role", [Role.ANYONE, Role.READER, Role.UPLOADER])
def test_nobody_but_reviewers_comes_in(role: Role, address: str) -> None:
    make_case(case_number="CM15-0000042")
    assert signed_in(role).get(address).status_code == (302 if role is Role.ANYONE else 403)


def test_forms_need_their_token() -> None:
    case, client = make_case(), Client(enforce_csrf_checks=True)
    client.force_login(make_user(Role.REVIEWER))
    for address in ("", "state/", "history/", "redact/"):
        assert client.post(f"/review/{case.slug}/{address}", {"reason": "So."}).status_code == 403
    for address in ("/review/treatments/", "/review/treatments/undo/"):
        assert client.post(address, {"reason": "So."}).status_code == 403


def test_a_letter_of_many_items_is_corrected_ten_at_a_time(alice: Client) -> None:
    cited = [make_citation(), make_citation("odg", cited_by="administrator")] * 3
    case = make_case(*(make_item(f"Request {number}", citations=cited) for number in range(1, 36)))
    assert "11–20" in page(alice, case)
    html = page(alice, case, "?item=23")
    assert re.findall(r'id="part-(\d+)"', html) == [str(number) for number in range(21, 31)]
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


def test_user_names_stay_when_an_account_is_closed(alice: Client) -> None:
    case = store_letter()
    save(alice, case, {"1.treatment": "acupuncture", "reason": "Needles."})
    User.objects.update(is_active=False)
    assert (
        f"by {User.objects.get().username}"
        in signed_in(Role.REVIEWER).get(f"/review/{case.slug}/history/").content.decode()
    )
