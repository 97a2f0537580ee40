"""The upload page takes what is whole and within bounds, says what is not, and leaves nothing half done."""

import re
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from cases.ingest.queue import announce_worker
from cases.models import Case, Intake, IntakeFile
from cases.models.choices import Status
from cases.models.roles import Role
from tests.cases.account_makers import make_user, signed_in
from tests.cases.ingest_makers import LETTER, make_letter
from tests.cases.intake_makers import HTML, NAMED, make_intake, make_zip, states, work
from tests.cases.pdf_makers import make_pdf

pytestmark = pytest.mark.django_db

UPLOAD = "/upload/"


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> Path:
    """Original files of a test go to a folder of its own."""
    use_storage(settings, "django.core.files.storage.FileSystemStorage", location=tmp_path / "files")
    return tmp_path / "files"


def use_storage(settings: Any, backend: str, **options: Any) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": backend, "OPTIONS": options}}


@pytest.fixture
def bob() -> Client:
    """Uploads letters."""
    return signed_in(Role.UPLOADER)


def form(*files: tuple[str, bytes], **fields: str) -> dict[str, Any]:
    """The upload form with these files chosen."""
    return {"files": [SimpleUploadedFile(name, data) for name, data in files], "whole": "yes", **fields}


def notice(html: str) -> str:
    """What the page says of the upload, in one line."""
    found = re.search(r'data-notice="(?:upload|too-large)">(.*?)</p>', html, re.DOTALL)
    return " ".join(re.sub("<[^>]+>", "", found[1]).split()) if found else ""


def test_files_are_kept_and_queued_and_the_answer_is_the_page_of_the_intake(bob: Client) -> None:
    answer = bob.post(UPLOAD, form(("one.txt", make_letter(1)), ("two.pdf", make_pdf(["A letter."]))))
    intake = Intake.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/upload/{intake.pk}/")
    assert states(intake) == {"one.txt": "waiting", "two.pdf": "waiting"}
    assert intake.received_by is not None
    assert not Case.objects.exists()


def test_an_archive_of_a_thousand_letters_is_answered_before_anything_is_read(bob: Client) -> None:
    letters = {f"{n}.txt": make_letter(n) for n in range(1_000)}
    answer = bob.post(UPLOAD, form(("letters.zip", make_zip(letters))), follow=True)
    assert (IntakeFile.objects.get().state, Case.objects.count()) == ("waiting", 0)
    html = answer.content.decode()
    assert "1 archive to be opened" in " ".join(html.split())
    assert 'data-finished="no"' in html


BAD_UPLOADS: dict[str, tuple[dict[str, Any], str]] = {
    "nothing chosen": ({"whole": "yes"}, "No file was chosen"),
    "no end": ({"files": [SimpleUploadedFile("a.txt", LETTER)]}, "ended before all of it had come"),
    "another field": ({"other": SimpleUploadedFile("a.txt", LETTER), "whole": "yes"}, "No file was chosen"),
    "too many": (form(*((f"{n}.txt", b"x") for n in range(4))), "too many files at once: pack them into a zip"),
    "too many fields": ({f"f{n}": "x" for n in range(1_100)}, "cannot be read"),
    "a field of megabytes": ({"field": "x" * 3_000_000}, "cannot be read"),
}


@pytest.mark.parametrize(("sent", "said"), BAD_UPLOADS.values(), ids=BAD_UPLOADS)
def test_a_bad_upload_is_refused_whole_and_says_why(
    bob: Client, settings: Any, storage: Path, sent: dict[str, Any], said: str
) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    answer = bob.post(UPLOAD, sent)
    assert answer.status_code == 400
    assert said in notice(answer.content.decode())
    assert (Intake.objects.count(), storage.exists()) == (0, False)


@pytest.mark.parametrize(
    "body",
    [b"", b"--other\r\n", b"nonsense", encode_multipart(BOUNDARY, form(("a.txt", LETTER)))[:-900]],
    ids=["empty", "wrong", "nonsense", "cut in a file"],
)
def test_a_form_that_is_no_form_is_refused(bob: Client, body: bytes) -> None:
    answer = bob.generic("POST", UPLOAD, body, MULTIPART_CONTENT)
    assert answer.status_code == 400
    assert notice(answer.content.decode())
    assert not Intake.objects.exists()


def test_two_gigabytes_are_refused_before_any_of_them_is_read(bob: Client) -> None:
    class Unread:
        """A body that nobody may read."""

        def read(self, *size: int) -> bytes:
            raise AssertionError("was read")

        readline = read

    answer = bob.generic(
        "POST",
        UPLOAD,
        b"",
        MULTIPART_CONTENT,
        **{"CONTENT_LENGTH": str(2**31), "wsgi.input": Unread()},  # type: ignore[arg-type]
    )
    assert answer.status_code == 413
    assert notice(answer.content.decode()) == (
        "You sent 2,048 MB; this page takes at most 1,024 MB at once. Nothing of it was kept. Send it in several parts."
    )


def test_other_pages_take_no_more_than_a_form(client: Client) -> None:
    answer = client.post("/account/sign-in/", {"file": SimpleUploadedFile("a", b"x" * 3_000_000)})
    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["", "many", "-1"])
def test_an_odd_length_harms_nobody(bob: Client, length: str) -> None:
    assert bob.generic("POST", UPLOAD, b"", MULTIPART_CONTENT, CONTENT_LENGTH=length).status_code == 400


def test_on_a_full_disk_the_page_says_so_and_nothing_is_kept(bob: Client, settings: Any, storage: Path) -> None:
    use_storage(settings, "tests.cases.storages.FullDisk", location=storage, room=1)
    answer = bob.post(UPLOAD, form(("one.txt", make_letter(1)), ("two.txt", make_letter(2))))
    assert answer.status_code == 507
    assert notice(answer.content.decode()).startswith("Nothing was kept. The disk is full: make room")
    assert not Intake.objects.exists()
    assert [path for path in storage.rglob("*") if path.is_file()] == []


def test_a_name_leads_nowhere_and_shows_no_control_character(bob: Client) -> None:
    body = encode_multipart(BOUNDARY, form(("NAME", LETTER)))
    evil = body.replace(b'"NAME"', b'"../../..\\etc/pass\x1b[31mwd\x07.txt"')
    answer = bob.generic("POST", UPLOAD, evil, MULTIPART_CONTENT)
    assert answer.status_code == 302
    assert IntakeFile.objects.get().name == "pass[31mwd.txt"


def test_a_name_is_only_text_on_the_page(bob: Client) -> None:
    intake = make_intake({"<script>alert(1)</script>.txt": HTML})
    html = bob.get(intake.get_absolute_url()).content.decode()
    assert "<script>alert" not in html


@pytest.mark.django_db(transaction=True)
def test_a_browser_that_drops_the_connection_leaves_nothing(live_server: LiveServer, storage: Path) -> None:
    bob = signed_in(Role.UPLOADER)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', bob.get(UPLOAD).content.decode())
    assert token
    body = encode_multipart(
        BOUNDARY, {"csrfmiddlewaretoken": token[1], **form(("one.txt", make_letter(1)), ("two.txt", make_letter(2)))}
    )
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in bob.cookies.items())
    at = urlsplit(live_server.url)
    head = (
        f"POST {UPLOAD} HTTP/1.1\r\nHost: {at.netloc}\r\nCookie: {cookies}\r\n"
        f"Content-Type: {MULTIPART_CONTENT}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    for part in (len(body) // 2, len(body) - 100):
        with socket.create_connection((at.hostname, at.port), timeout=30) as browser:
            browser.sendall(head.encode() + body[:part])
            browser.shutdown(socket.SHUT_WR)
            assert " 400 " in browser.recv(100).decode().splitlines()[0]
    assert (Intake.objects.count(), storage.exists()) == (0, False)


# --- The page of an intake ---


def rows(html: str) -> dict[str, str]:
    """What the page says of each file, in one line, by name."""
    found = re.findall(r'<li id="file-\d+"\s+data-file="([^"]*)".*?>(.*?)</li>', html, re.DOTALL)
    return {name: " ".join(re.sub("<[^>]+>", " ", row).split()) for name, row in found}


@pytest.fixture
def intake() -> Intake:
    """One file of each fate."""
    make_intake({"held-already.txt": LETTER})
    work()
    return make_intake(
        {
            "new.txt": make_letter(1),
            "duplicate.txt": LETTER,
            "version.txt": LETTER.replace(b"Eight (8)", b"Nine (9)"),
            "page.html": HTML,
            "named.txt": NAMED,
            "odd.txt": b"Dear Sir or Madam,\n\nwe have received your application for a review.\n" * 5,
        }
    )


def test_the_page_says_what_became_of_each_file(bob: Client, intake: Intake) -> None:
    work()
    html = bob.get(intake.get_absolute_url()).content.decode()
    said = rows(html)
    assert "Added CM14-0000001" in said["new.txt"]
    assert "The same file is here already." in said["duplicate.txt"]
    assert "New version CM14-0095145" in said["version.txt"]
    assert "Failed This file is an HTML page" in said["page.html"]
    assert "Try again" in said["page.html"]
    assert "Held The letter" in said["named.txt"]
    assert "Needs review" in said["odd.txt"]
    assert "523-45" not in html
    assert 'href="/cases/cm14-0000001/"' in html
    assert "CM15-0000042" not in html
    assert {name for name, row in said.items() if "Try again" in row} == {"page.html"}


def test_a_duplicate_links_to_the_letter_it_equals(bob: Client) -> None:
    make_intake({"first.txt": LETTER})
    work()
    intake = make_intake({"again.txt": LETTER})
    work()
    assert 'href="/cases/cm14-0095145/"' in bob.get(intake.get_absolute_url()).content.decode()


def test_a_duplicate_of_a_letter_that_is_not_shown_says_so_and_links_nowhere(bob: Client) -> None:
    make_intake({"first.txt": NAMED})
    work()
    intake = make_intake({"again.txt": NAMED})
    work()
    html = bob.get(intake.get_absolute_url()).content.decode()
    assert "That letter is not shown: Held" in rows(html)["again.txt"]
    assert "/cases/" not in html


def test_a_letter_that_was_released_is_linked(bob: Client) -> None:
    intake = make_intake({"named.txt": NAMED})
    work()
    Case.objects.update(status=Status.PUBLISHED)
    said = rows(bob.get(intake.get_absolute_url()).content.decode())
    assert "Added after review" in said["named.txt"]
    assert "CM15-0000042" in said["named.txt"]


def test_reviewers_are_led_to_both_versions(intake: Intake) -> None:
    work()
    address = intake.get_absolute_url()
    html = signed_in(Role.REVIEWER).get(address).content.decode()
    older = Case.objects.get(status=Status.SUPERSEDED)
    assert f'href="/cases/{older.slug}/"' in html
    assert "The earlier version" in html
    assert "The earlier version" not in signed_in(Role.UPLOADER).get(address).content.decode()


def test_the_page_looks_again_until_all_is_read(bob: Client, intake: Intake) -> None:
    html = bob.get(intake.get_absolute_url()).content.decode()
    assert "0 of 6 files read" in " ".join(html.split())
    assert 'hx-trigger="every 2s"' in html
    work()
    part = bob.get(intake.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "All 6 files are done." in " ".join(part.split())
    assert "hx-trigger" not in part


def test_the_page_tells_when_no_worker_runs(bob: Client, intake: Intake) -> None:
    assert 'data-notice="no-worker"' in bob.get(intake.get_absolute_url()).content.decode()
    announce_worker()
    assert 'data-notice="no-worker"' not in bob.get(intake.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", 6),
        ("state=failed", 1),
        ("state=held", 1),
        ("state=nonsense", 6),
        ("page=99", 6),
        ("page=nonsense", 6),
    ],
)
def test_files_are_shown_by_state(bob: Client, intake: Intake, query: str, names: int) -> None:
    work()
    assert len(rows(bob.get(f"{intake.get_absolute_url()}?{query}").content.decode())) == names


def test_many_files_are_shown_in_pages(bob: Client) -> None:
    intake = make_intake({f"{n}.txt": HTML + b"%d" % n for n in range(150)})
    work()
    address = intake.get_absolute_url()
    first = bob.get(f"{address}?state=failed").content.decode()
    assert (len(rows(first)), "Page 1 of 2" in first) == (100, True)
    assert 'href="?state=failed&amp;page=2"' in first or 'href="?state=failed&page=2"' in first
    assert len(rows(bob.get(f"{address}?state=failed&page=2").content.decode())) == 50


def test_a_failed_file_or_all_of_them_are_tried_again(bob: Client) -> None:
    intake = make_intake({"a.html": HTML, "b.html": HTML + b"b", "good.txt": LETTER})
    work()
    address = reverse("intake-retry", args=[intake.pk])
    first = intake.files.get(name="a.html")
    assert bob.post(address, {"file": first.pk}).headers["Location"] == intake.get_absolute_url()
    assert states(intake) == {"a.html": "waiting", "b.html": "failed", "good.txt": "added"}
    work()
    bob.post(address)
    assert states(intake) == {"a.html": "waiting", "b.html": "waiting", "good.txt": "added"}


@pytest.mark.parametrize("file", ["nonsense", "0", "9" * 30, "²"])
def test_an_odd_file_to_be_tried_again_is_no_error(bob: Client, file: str) -> None:
    intake = make_intake({"good.txt": LETTER})
    work()
    assert bob.post(reverse("intake-retry", args=[intake.pk]), {"file": file}).status_code == 302
    assert states(intake) == {"good.txt": "added"}


@pytest.mark.parametrize("address", ["/upload/999999/", "/upload/99999999999999999999/", "/upload/999999/retry/"])
def test_an_intake_that_is_not_there_is_not_found(bob: Client, address: str) -> None:
    assert (bob.post if "retry" in address else bob.get)(address).status_code == 404


def test_the_upload_page_lists_what_came_in(bob: Client) -> None:
    user = make_user(Role.UPLOADER, "carol")
    make_intake({"one.txt": LETTER, "page.html": HTML}, by=user)
    work()
    html = " ".join(bob.get(UPLOAD).content.decode().split())
    assert "by carol" in html
    assert "Added 1" in html
    assert "Failed 1" in html


# --- What is held is held everywhere ---

EVERYWHERE = (
    "/",
    "/?q=cervical",
    "/export.csv",
    "/export.jsonl",
    "/feed.atom",
    "/api/v1/items",
    "/api/v1/facets",
)


@pytest.mark.parametrize("address", EVERYWHERE)
def test_a_held_letter_is_nowhere_but_on_the_page_of_its_intake(client: Client, address: str) -> None:
    make_intake({"named.txt": NAMED, "good.txt": LETTER})
    work()
    answer = client.get(address)
    said = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    assert answer.status_code == 200
    assert b"15-0000042" not in said.lower()
    assert b"523-45" not in said


@pytest.mark.parametrize("address", ["/cases/cm15-0000042/", "/cases/cm15-0000042.json", "/api/v1/cases/cm15-0000042"])
def test_a_held_letter_has_no_page(client: Client, address: str) -> None:
    make_intake({"named.txt": NAMED})
    work()
    assert client.get(address).status_code == 404
