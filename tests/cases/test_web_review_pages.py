"""The pages of reviewers around the letter: queue, states, redaction, history, mending in bulk, and who comes in."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from cases.models import Case, DisputedItem
from cases.models.roles import Role
from tests.cases.account_makers import make_user, signed_in
from tests.cases.letter_makers import LETTER, store_letter
from tests.cases.makers import make_case, make_item
from tests.cases.review_forms import form_of, page, save
from tests.cases.test_web_search import folded

pytestmark = pytest.mark.django_db

NAMED = LETTER.replace("The patient is a", "SSN: 523-45-6781. The patient is a")


@pytest.fixture
def alice() -> Client:
    return signed_in(Role.REVIEWER)


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


def test_user_names_stay_when_an_account_is_closed(alice: Client) -> None:
    case = store_letter()
    save(alice, case, {"1.treatment": "acupuncture", "reason": "Needles."})
    User.objects.update(is_active=False)
    assert (
        f"by {User.objects.get().username}"
        in signed_in(Role.REVIEWER).get(f"/review/{case.slug}/history/").content.decode()
    )
