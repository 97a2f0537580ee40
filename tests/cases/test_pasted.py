"""A pasted denial: what is understood of it, what can be changed, and that nothing of it stays."""

import logging
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.reasons import facts_of_subject, false_reasons
from benchmarks.searching.fill import copy_letters
from cases.letters.text import canonical
from cases.models import DisputedItem
from cases.search.params import SearchParams
from cases.search.similar.pasted import subject_of_text
from cases.search.similar.similar import find_similar
from cases.search.similar.subject import Relied
from tests.cases.makers import make_case, make_item
from tests.cases.test_similar import LETTERS, category, random_items
from tests.pages.conftest import SAMPLES

pytestmark = pytest.mark.django_db(transaction=True)  # entries follow commits

DENIAL = """The request for physical therapy 2 times a week for 6 weeks for the left ankle was denied.
The worker is a roofer. MTUS Chronic Pain Medical Treatment Guidelines, page 98, allow a home exercise program."""
SECRET = "xylophonist"
TEXTS = [
    pytest.param("MRI of the lumbar spine", "mri", ("lower-back",), id="a bare request"),
    pytest.param("Utilization review denied: acupuncture x 6, neck.", "acupuncture", ("neck",), id="denied"),
    pytest.param(
        "He had acupuncture before. The doctor requested authorization for an MRI of the left knee.",
        "mri",
        ("knee",),
        id="what is asked for, not what was had",
    ),
    pytest.param(
        "The worker was prescribed opioids. An MRI was requested.\n\nAcupuncture x 6, neck",
        "acupuncture",
        ("neck",),
        id="a line by itself behind a summary",
    ),
    pytest.param(
        "The worker has pain that\nacupuncture did not ease. The doctor requested\nan MRI of the left knee.",
        "mri",
        ("knee",),
        id="a line of a paragraph",
    ),
    pytest.param("These were denied:\n- MRI of the left knee\n- Acupuncture", "mri", ("knee",), id="a list"),
    pytest.param("The worker feels unwell.", "", (), id="nothing"),
]


def paste(client: Client, text: str, **fields: object) -> str:
    answer = client.post(reverse("pasted"), {"text": text, **fields})
    return answer.content.decode()


@pytest.mark.parametrize(("text", "treatment", "parts"), TEXTS)
def test_a_text_is_understood(text: str, treatment: str, parts: tuple[str, ...]) -> None:
    subject = subject_of_text(canonical(text))
    assert (subject.treatment, subject.body_parts) == (treatment, parts)


def test_a_denial_s_visits_and_pages_are_understood() -> None:
    subject = subject_of_text(canonical(DENIAL))
    assert subject.visits == 12
    assert subject.relied == (Relied("mtus-chronic-pain", "", (98,)),)


@pytest.mark.parametrize("is_first", [True, False], ids=["request first", "summary first"])
def test_what_a_known_letter_asks_for_finds_its_like_and_not_itself(is_first: bool) -> None:
    copy_letters(LETTERS.made(0, LETTERS.letters))
    for item in random.Random(2).sample(random_items(), 8):
        own = DisputedItem.objects.select_related("case").get(pk=item.pk)
        texts = (own.request, own.case.summary) if is_first else (own.case.summary, own.request)
        subject = subject_of_text(canonical("\n\n".join(texts)))
        found = find_similar(subject, SearchParams())
        likes = found.likes[:10]
        items = [like.row.item for like in likes]
        assert found.own == own.case_id
        assert sum(category(each) == category(own) for each in items) >= 8
        assert sum(each.treatment == own.treatment for each in items) >= 7
        assert own.case_id not in {each.case_id for each in items}
        assert own.rationale not in {each.rationale for each in items}
        assert [r for like in likes for r in false_reasons(like, facts_of_subject(subject))] == []


SUMMARY = (
    "The worker is a roofer of forty who fell from a ladder, and asked for an MRI of the neck and for acupuncture."
)


def test_the_letter_that_a_text_quotes_is_left_out_with_what_says_the_same(client: Client) -> None:
    said = "Needles were not shown to help a roofer."
    make_case(
        make_item("MRI of the neck", treatment="mri"),
        make_item("Acupuncture", treatment="acupuncture", rationale=said),
        summary=SUMMARY,
        slug="quoted",
    )
    make_case(make_item("Acupuncture, neck", treatment="acupuncture", rationale=said), slug="twin")
    make_case(make_item("Acupuncture, arm", treatment="acupuncture", rationale="Something else."), slug="other")
    found = find_similar(subject_of_text(canonical(f"{SUMMARY}\n\nAcupuncture")), SearchParams())
    assert [like.row.item.case.slug for like in found.likes] == ["other"]
    assert [same.case.slug for same in found.same] == ["twin"]
    page = paste(client, f"{SUMMARY}\n\nAcupuncture")
    assert 'data-notice="own"' in page
    assert "/cases/quoted/" in page


def test_a_short_summary_quotes_no_letter(client: Client) -> None:
    make_case(make_item(rationale="One was said."), summary="A roofer.")
    assert 'data-notice="own"' not in paste(client, "A roofer.\n\nPhysical therapy")


def test_overturned_ones_come_first(client: Client) -> None:
    make_case(make_item("Upheld therapy", rationale="One was said.", body_parts=["ankle"]))
    make_case(make_item("Overturned therapy", rationale="Two.", body_parts=["ankle"], outcome="overturned"))
    page = paste(client, DENIAL)
    assert page.index("Overturned therapy") < page.index("Upheld therapy")
    assert "treatment=physical-therapy" in page


def test_what_was_understood_can_be_changed(client: Client) -> None:
    make_case(make_item("Needles", treatment="acupuncture", rationale="One was said."))
    make_case(make_item("Exercise", rationale="Two were said."))
    page = paste(client, DENIAL, go="change", treatment="acupuncture", visits="none", body_part="no such", pages="x")
    assert "same treatment: acupuncture" in page
    assert "same treatment: physical therapy" not in page


def test_a_file_is_read_like_a_text(client: Client) -> None:
    make_case(make_item("Exercise", rationale="Two were said."))
    file = SimpleUploadedFile("denial.txt", DENIAL.encode())
    page = client.post(reverse("pasted"), {"file": file}).content.decode()
    assert "same treatment: physical therapy" in page


def test_a_letter_is_read_as_a_letter_and_itself_left_out(client: Client) -> None:
    text = (SAMPLES / "CM14-0095145.txt").read_text()
    make_case(make_item("Its own item", rationale="Two were said."), case_number="CM14-0095145")
    make_case(make_item("Another's item", rationale="Three were said."))
    page = paste(client, text)
    assert 'data-notice="own"' in page
    assert "Its own item" not in page
    assert "Another&#x27;s item" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({"text": " "}, "Paste a text", id="nothing"),
        pytest.param({"text": "x" * 200_001}, "longer than 200,000", id="a long text"),
        pytest.param({"file": SimpleUploadedFile("big.txt", b"x" * 2_100_000)}, "larger than 2 MB", id="a large file"),
        pytest.param({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 no")}, "a.pdf", id="a damaged PDF"),
    ],
)
def test_what_cannot_be_read_is_named(client: Client, fields: dict[str, object], said: str) -> None:
    assert said in client.post(reverse("pasted"), fields).content.decode()


def test_who_somebody_is_is_pointed_out(client: Client) -> None:
    page = paste(client, f"{DENIAL}\nPhone: (555) 123-4567")
    assert 'data-notice="identity"' in page
    assert "<q>(555) 123-4567</q>" in page


def test_nothing_is_kept_of_it(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    make_case(make_item(rationale="Two were said."))
    paste(client, "Physical therapy")  # the first search of a process may write the state of the sets
    with caplog.at_level(logging.INFO), CaptureQueriesContext(connection) as queries:
        answer = client.post(reverse("pasted"), {"text": f"{DENIAL} {SECRET}"})
    assert SECRET not in caplog.text
    assert not any(query["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "COPY")) for query in queries)
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_form_of_another_site_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("pasted"), {"text": DENIAL}).status_code == 403
    client.get(reverse("pasted"))
    token = client.cookies["csrftoken"].value
    assert client.post(reverse("pasted"), {"text": DENIAL, "csrfmiddlewaretoken": token}).status_code == 200
