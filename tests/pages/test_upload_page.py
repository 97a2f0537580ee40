"""Letters put in by the page, in a browser: what each becomes, while it is read and after, for everybody."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from cases.ingest.queue import announce_worker
from cases.models import Case, Intake
from cases.models.roles import Role
from tests.cases.ingest_makers import LETTER, make_letter
from tests.cases.intake_makers import HTML, NAMED, make_intake, make_zip, work

pytestmark = [pytest.mark.usefixtures("samples"), pytest.mark.django_db(transaction=True)]

Axe = Callable[[Page], list[str]]
Enter = Callable[[Page, Role], str]
FIVE = {
    "new.txt": make_letter(1),
    "duplicate.txt": LETTER,
    "page.html": HTML,
    "named.txt": NAMED,
    "version.txt": LETTER.replace(b"Eight (8)", b"Nine (9)"),
}


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> None:
    """Original files of a test go to a folder of its own."""
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}


@pytest.fixture
def uploader(page: Page, enter: Enter) -> Page:
    """The page of a browser in which Bob is signed in, who uploads letters."""
    enter(page, Role.UPLOADER)
    return page


def chosen(files: dict[str, bytes]) -> list[FilePayload]:
    return [{"name": name, "mimeType": "", "buffer": data} for name, data in files.items()]


def upload(page: Page, files: dict[str, bytes]) -> None:
    page.goto("/upload/")
    page.get_by_label("Letters (.txt, .pdf)").set_input_files(chosen(files))
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Intake of")


def states(page: Page) -> dict[str, str]:
    rows = page.locator("[data-file]").all()
    return {row.get_attribute("data-file") or "": row.get_attribute("data-state") or "" for row in rows}


def test_five_files_become_what_they_are_and_the_held_one_is_nowhere_else(
    uploader: Page, serious_axe_findings: Axe
) -> None:
    page = uploader
    page.goto("/upload/")
    assert serious_axe_findings(page) == []
    upload(page, FIVE)
    assert set(states(page).values()) == {"waiting"}
    assert serious_axe_findings(page) == []
    work()
    expect(page.locator("#progress")).to_have_text("All 5 files are done.", timeout=15_000)
    assert states(page) == {
        "new.txt": "added",
        "duplicate.txt": "unchanged",
        "page.html": "failed",
        "named.txt": "held",
        "version.txt": "updated",
    }
    assert serious_axe_findings(page) == []
    for address in ("/", "/?q=cervical", "/api/v1/items", "/api/v1/facets"):
        page.goto(address)
        assert "15-0000042" not in page.content().lower()
    for address in ("/export.csv", "/export.jsonl", "/feed.atom"):
        assert "15-0000042" not in page.request.get(address).text().lower()


def test_a_duplicate_leads_to_the_letter_that_is_held(uploader: Page) -> None:
    upload(uploader, {"duplicate.txt": LETTER})
    work()
    uploader.get_by_role("link", name="CM14-0095145").click()
    expect(uploader).to_have_url(re.compile("/cases/cm14-0095145/$"))


def test_files_that_are_dropped_are_added_to_those_that_were_chosen(uploader: Page) -> None:
    uploader.goto("/upload/")
    uploader.get_by_label("Letters (.txt, .pdf)").set_input_files(chosen({"a.txt": make_letter(1)}))
    dropped = uploader.evaluate_handle(
        "() => { const d = new DataTransfer(); d.items.add(new File(['x'], 'b.txt')); return d; }"
    )
    uploader.dispatch_event(".drop", "drop", {"dataTransfer": dropped})
    expect(uploader.locator("#upload-chosen")).to_contain_text("2 files")
    uploader.get_by_role("button", name="Upload").click()
    expect(uploader.locator("[data-file]")).to_have_count(2)


def test_what_is_too_much_is_told_before_it_is_sent(uploader: Page, settings: Any) -> None:
    settings.UPLOAD_LARGEST = 1_000
    uploader.goto("/upload/")
    uploader.get_by_label("Letters (.txt, .pdf)").set_input_files(chosen({"a.txt": LETTER}))
    expect(uploader.locator("#upload-chosen")).to_contain_text("send it in several parts")
    uploader.get_by_role("button", name="Upload").click()
    expect(uploader).to_have_url(re.compile("/upload/$"))
    assert not Intake.objects.exists()


def test_progress_is_told_while_a_zip_of_a_thousand_is_read(uploader: Page) -> None:
    letters = {f"{number}.txt": HTML + b"%d" % number for number in range(1_000)}
    upload(uploader, {"letters.zip": make_zip(letters)})
    expect(uploader.locator("#progress")).to_contain_text("1 archive to be opened")
    work(turns=30)
    expect(uploader.locator("#progress")).to_contain_text("29 of 1,000 files read", timeout=15_000)
    assert uploader.locator("progress").get_attribute("value") == "29"
    expect(uploader.locator("[data-state=failed][data-count]")).to_have_attribute("data-count", "29")


def test_a_failed_file_is_tried_again(uploader: Page) -> None:
    upload(uploader, {"page.html": HTML})
    work()
    uploader.get_by_role("button", name="Try page.html again").click(timeout=15_000)
    expect(uploader.locator("[data-file]")).to_have_attribute("data-state", "waiting")


def test_what_has_the_focus_keeps_it_while_the_page_looks_again(uploader: Page) -> None:
    intake = make_intake({"page.html": HTML})
    work()
    make_more_wait(intake)
    announce_worker()
    uploader.goto(intake.get_absolute_url())
    uploader.get_by_role("button", name="Try page.html again").focus()
    uploader.locator("#intake").evaluate("element => element.dataset.old = 'yes'")
    expect(uploader.locator("#intake:not([data-old])")).to_be_visible(timeout=15_000)
    expect(uploader.get_by_role("button", name="Try page.html again")).to_be_focused()


def make_more_wait(intake: Intake) -> None:
    """Another file of the intake that no worker has read yet."""
    intake.files.create(position=1, name="later.txt", size=1)


def test_without_script_it_works_as_well(browser: Browser, page_without_script: Page, enter: Enter) -> None:
    page = page_without_script
    enter(page, Role.UPLOADER)
    upload(page, {"new.txt": make_letter(1)})
    announce_worker()
    page.reload()
    work()
    page.get_by_role("link", name="Look again").click()
    expect(page.locator("#progress")).to_have_text("The file is done.")
    assert Case.objects.filter(case_number="CM14-0000001").exists()


def test_an_empty_form_is_refused_with_the_reason(page_without_script: Page, enter: Enter) -> None:
    enter(page_without_script, Role.UPLOADER)
    page_without_script.goto("/upload/")
    page_without_script.evaluate("document.getElementById('files').required = false")
    page_without_script.get_by_role("button", name="Upload").click()
    expect(page_without_script.get_by_role("alert")).to_contain_text("No file was chosen")


def test_pages_are_as_wide_as_their_screen(uploader: Page) -> None:
    intake = make_intake({"n" * 240 + ".html": HTML, **FIVE})
    work()
    for address in ("/upload/", intake.get_absolute_url()):
        uploader.goto(address)
        width = uploader.viewport_size["width"]  # type: ignore[index]
        assert uploader.evaluate("document.documentElement.scrollWidth") == width


def test_targets_are_large_enough_to_touch(uploader: Page) -> None:
    intake = make_intake({**FIVE, "other.html": HTML + b"x"})
    work()
    for address in ("/upload/", intake.get_absolute_url()):
        uploader.goto(address)
        for target in uploader.locator("main :is(button, input:not([type=hidden]), .tabs a, nav a)").all():
            box = target.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 24, target.inner_html()
