"""The state of a case: what people make of it, what a new reading may change, and that all of it is written down."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import QueryDict
from django.test import Client

from cases.ingest.redact import redact
from cases.letters.model import Span
from cases.models import Case, CaseEvent, Correction, DisputedItem, Intake, IntakeFile, Source
from cases.models.choices import Status
from cases.models.roles import Role
from cases.review.correct import Change, correct
from cases.review.history import find_history
from cases.review.redaction import blacked, find_places
from cases.review.rows import Key, load_rows
from cases.review.signing import Conflict, Refused, version_of
from cases.review.states import STEPS, lacks, steps_from, take_step
from cases.search.params import read_params
from cases.search.search import find
from tests.cases.account_makers import make_user
from tests.cases.letter_makers import LETTER, reread_all, store_letter
from tests.cases.makers import make_case, make_item

WHY = "Looked at it."
NAMED = LETTER.replace("The patient is a", "SSN: 523-45-6781. The patient is a")


@pytest.fixture
def alice(db: None) -> User:
    return make_user(Role.REVIEWER, "alice")


def found(query: str = "") -> int:
    return find(read_params(QueryDict(query))[0]).total


def is_anywhere(client: Client, slug: str) -> bool:
    """Whether anything that the public may ask tells of a letter."""
    files = [client.get(address) for address in ("/export.csv", "/export.jsonl", "/feed.atom", "/api/v1/items")]
    told = b"".join(b"".join(each) if each.streaming else each.content for each in files).decode()
    pages = [client.get(f"/cases/{slug}{ending}").status_code for ending in ("/", ".json", ".txt")]
    return slug in told or found() > 0 or 200 in pages or client.get(f"/api/v1/cases/{slug}").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("status", [status for status in Status if status != Status.SUPERSEDED])
def test_a_state_can_be_left_and_every_change_is_in_the_history(alice: User, status: Status) -> None:
    for step in steps_from(status):
        case = make_case(status=status)
        assert take_step(case.pk, step.code, author=alice, reason=WHY).status == step.target
        event = CaseEvent.objects.get(case=case)
        assert (event.old, event.new, event.author, event.reason) == (status, step.target, alice, WHY)
    assert steps_from(status)


@pytest.mark.django_db
@pytest.mark.parametrize("status", Status)
def test_no_other_way_leads_out_of_a_state(alice: User, status: Status) -> None:
    for step in STEPS:
        if status not in step.sources:
            with pytest.raises(Refused, match="cannot go that way"):
                take_step(make_case(status=status).pk, step.code, author=alice, reason=WHY)


@pytest.mark.django_db
def test_a_change_that_nobody_signed_is_in_the_history_too(alice: User) -> None:
    case = make_case()
    Case.objects.update(status=Status.HELD)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET status = 'withdrawn'")
    events = CaseEvent.objects.filter(case=case).order_by("pk")
    assert [(each.old, each.new, each.author) for each in events] == [
        ("published", "held", None),
        ("held", "withdrawn", None),
    ]
    take_step(case.pk, "publish", author=alice, reason=WHY)
    Case.objects.update(status=Status.HELD)
    assert [each.author for each in events.all()[2:]] == [alice, None]


@pytest.mark.django_db
def test_a_step_needs_a_reason_and_nobody_faster(alice: User) -> None:
    case = make_case()
    version = version_of(case.pk)
    with pytest.raises(Refused, match="Say why"):
        take_step(case.pk, "hold", author=alice, reason="")
    take_step(case.pk, "hold", author=alice, reason=WHY, version=version)
    with pytest.raises(Conflict):
        take_step(case.pk, "release", author=alice, reason=WHY, version=version)


@pytest.mark.django_db
def test_a_held_letter_is_nowhere_until_it_is_released(alice: User, client: Client) -> None:
    case = store_letter(NAMED)
    assert case.status == Status.HELD
    assert not is_anywhere(client, case.slug)
    take_step(case.pk, "release", author=alice, reason="An invented number.")
    assert is_anywhere(client, case.slug)
    assert Case.objects.get().problems == []
    reread_all()
    assert Case.objects.get().status == Status.PUBLISHED


@pytest.mark.django_db
def test_what_the_rules_find_after_the_release_holds_the_letter_again(alice: User) -> None:
    case = store_letter(NAMED)
    take_step(case.pk, "release", author=alice, reason="An invented number.")
    Correction.objects.update(old={"code": "identity", "message": "Looks like a phone.", "span": [0, 3]})
    reread_all()
    assert Case.objects.get().status == Status.HELD


@pytest.mark.django_db
def test_a_redacted_letter_holds_the_words_nowhere_but_in_its_file(alice: User, client: Client) -> None:
    case = store_letter(NAMED, "523-45-6781.txt")
    (span,) = [problem["span"] for problem in case.problems if problem["code"] == "identity"]
    correct(case.pk, [Change(Key(None, "summary"), "No. 523-45-6781 is ill")], author=alice, reason="523-45-6781")
    intake = Intake.objects.create(via="upload")
    IntakeFile.objects.create(intake=intake, position=0, name="523-45-6781.txt", case=case, size=1)
    redact(case.pk, [Span(*span)], [], author=alice, reason="It is a number.")
    for name in ("case", "disputeditem", "guidelinecitation", "correction", "caseevent", "source", "intakefile"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT string_agg(each::text, ' ') FROM cases_{name} each")  # noqa: S608
            assert "523-45" not in (cursor.fetchone()[0] or "")
    case = Case.objects.get()
    assert (case.status, case.is_redacted) == (Status.HELD, True)
    assert not is_anywhere(client, case.slug)
    take_step(case.pk, "release", author=alice, reason="Redacted.")
    assert is_anywhere(client, case.slug)
    assert "SSN: ███████████. The patient is a" in client.get(f"/cases/{case.slug}.txt").content.decode()


@pytest.mark.django_db
def test_the_spans_of_a_redacted_letter_are_right(alice: User) -> None:
    case = store_letter(NAMED)
    redact(case.pk, [], ["home exercise", "Physical therapy"], author=alice, reason=WHY)
    case = Case.objects.get()
    for item in case.items.all():
        for name in ("request", "rationale"):
            assert " ".join(case.text[slice(*item.spans[name])].split()) == getattr(item, name)
    assert "home exercise" not in case.text.lower()


@pytest.mark.django_db
def test_the_same_file_or_text_again_brings_nothing_back(alice: User) -> None:
    case = store_letter(NAMED)
    redact(case.pk, [], ["523-45-6781"], author=alice, reason=WHY)
    for text in (NAMED, NAMED.replace("\n", "\r\n")):
        assert store_letter(text) == case
    reread_all()
    assert "523-45" not in Case.objects.get().text
    assert Source.objects.count() == 2


@pytest.mark.django_db
def test_words_that_stand_nowhere_are_not_redacted(alice: User) -> None:
    with pytest.raises(Refused, match="None of these words"):
        redact(store_letter().pk, [], ["Rumpelstiltskin"], author=alice, reason=WHY)
    assert not Case.objects.get().is_redacted


PLACES = {
    "whatever the case": ("Ann SMITH met smith.", ["Smith"], "Ann █████ met █████."),
    "whole words": ("Smith and Smithson", ["smith"], "█████ and Smithson"),
    "over a line end": ("John\nSmith ran", ["john smith"], "████\n█████ ran"),
    "marks at the ends": ("(415) 555-0100.", ["(415) 555-0100"], "█████ ████████."),
    "overlapping": ("Ann Smith Lee", ["Ann Smith", "Smith Lee"], "███ █████ ███"),
}


@pytest.mark.parametrize(("text", "words", "shown"), PLACES.values(), ids=PLACES)
def test_words_are_blacked_out_wherever_they_stand(text: str, words: list[str], shown: str) -> None:
    assert blacked(text, find_places(text, [], words)) == shown


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["hold", "withdraw"])
def test_a_new_version_of_what_a_person_took_out_waits_for_a_person(alice: User, code: str) -> None:
    older = store_letter()
    take_step(older.pk, code, author=alice, reason=WHY)
    newer = store_letter(LETTER.replace("Eight (8)", "Nine (9)"))
    assert (newer.status, newer.supersedes) == (Status.IN_REVIEW, None)
    reread_all()
    assert found() == 0
    take_step(newer.pk, "publish", author=alice, reason="Corrected by the state.")
    newer.refresh_from_db()
    older.refresh_from_db()
    assert (newer.slug, newer.supersedes) == ("cm14-0095145", older)
    assert older.status == Status.SUPERSEDED
    assert older.slug != newer.slug


@pytest.mark.django_db
def test_what_a_person_published_or_put_to_review_stays_so_when_read_again(alice: User) -> None:
    half = store_letter(LETTER[: LETTER.index("MAXIMUS guideline")])
    assert half.status == Status.IN_REVIEW
    take_step(half.pk, "publish", author=alice, reason="That is all there is.")
    reread_all()
    assert Case.objects.get().status == Status.PUBLISHED
    take_step(half.pk, "review", author=alice, reason="Or is it?")
    Case.objects.update(text=LETTER)
    reread_all()
    assert Case.objects.get().status == Status.IN_REVIEW


@pytest.mark.django_db
def test_what_nobody_has_looked_at_is_published_once_it_is_read_whole() -> None:
    store_letter(LETTER[: LETTER.index("MAXIMUS guideline")])
    Case.objects.update(text=LETTER)
    reread_all()
    assert Case.objects.get().status == Status.PUBLISHED
    assert [event.kind for event in CaseEvent.objects.order_by("pk")] == ["state", "reading"]


@pytest.mark.django_db
def test_half_a_letter_that_is_read_whole_does_not_push_the_published_one_out() -> None:
    store_letter()
    half = store_letter(LETTER[: LETTER.index("MAXIMUS guideline")])
    Case.objects.filter(pk=half.pk).update(text=LETTER.replace("Eight (8)", "Nine (9)"))
    reread_all()
    half.refresh_from_db()
    assert (half.status, Case.objects.published().count()) == (Status.IN_REVIEW, 1)


@pytest.mark.django_db
def test_a_letter_with_words_that_identify_somebody_is_not_published_by_the_way(alice: User) -> None:
    case = store_letter(NAMED)
    Case.objects.update(status=Status.IN_REVIEW)
    with pytest.raises(Refused, match="release or redact"):
        take_step(case.pk, "publish", author=alice, reason=WHY)


@pytest.mark.django_db
def test_the_history_tells_who_what_old_new_and_why(alice: User) -> None:
    case = store_letter()
    correct(
        case.pk, [Change(Key(1, "treatment"), "mri"), Change(Key(None, "age"), 58)], author=alice, reason="Misread."
    )
    take_step(case.pk, "withdraw", author=alice, reason="The worker asked for it.")
    withdrawn, corrected, received = find_history(Case.objects.get())
    assert (withdrawn.who, withdrawn.what, withdrawn.why) == ("alice", "State", "The worker asked for it.")
    assert [(each.old, each.new) for each in withdrawn.details] == [("Published", "Withdrawn")]
    assert [(each.what, each.old, each.new) for each in corrected.details] == [
        ("Item 1: treatment", "Physical therapy", "MRI"),
        ("Age of the patient", "57", "58"),
    ]
    assert (corrected.why, received.what) == ("Misread.", "Received")


@pytest.mark.django_db
def test_what_a_letter_lacks_is_said_in_words() -> None:
    case = make_case(make_item(outcome="", rationale=""), format="unknown")
    assert list(lacks(load_rows([case.pk])[0])) == [
        "Its layout is unknown: nothing but its text was read.",
        "Item 1 has no outcome.",
        "Item 1 has no rationale.",
    ]
    DisputedItem.objects.all().delete()
    assert "It has no items: nobody would find it by what it decides." in lacks(load_rows([case.pk])[0])
