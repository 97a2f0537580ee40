"""Similar decisions, a pasted denial, and the letter as evidence in a browser: at both widths, without script."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.models import Case
from tests.cases.makers import make_case, make_item

pytestmark = [pytest.mark.usefixtures("samples"), pytest.mark.django_db(transaction=True)]

Axe = Callable[[Page], list[str]]
DENIAL = (
    "The request for physical therapy 2 times a week for 6 weeks for the low back was denied. Phone: (555) 123-4567"
)


def sample() -> Case:
    return Case.objects.get(case_number="CM14-0095145")


def width_of(page: Page) -> tuple[int, int]:
    return page.evaluate("document.documentElement.scrollWidth"), page.evaluate("window.innerWidth")


def test_nothing_keeps_people_out(page: Page, serious_axe_findings: Axe) -> None:
    item = sample().items.get(position=1)
    for address in (
        f"{reverse('similar', args=[item.pk])}?outcome=upheld",
        reverse("pasted"),
        f"{sample().get_absolute_url()}?q=therapy",
    ):
        page.goto(address)
        assert serious_axe_findings(page) == []
        assert width_of(page)[0] <= width_of(page)[1]


def test_from_a_letter_to_its_like_and_back(page: Page) -> None:
    page.goto(sample().get_absolute_url())
    page.locator("#item-1").get_by_role("link", name="Similar decisions").click()
    expect(page.get_by_role("heading", name="Similar decisions")).to_be_visible()
    expect(page.locator(".result-list .alike").first).to_contain_text("same treatment: physical therapy")
    page.get_by_role("link", name="Overturned first").click()
    expect(page.locator(".orders [aria-current]")).to_have_text("Overturned first")
    page.get_by_role("link", name="← CM14-0095145, item 1").click()
    expect(page.locator("#item-1")).to_be_in_viewport()


def test_similar_decisions_are_narrowed_without_script(page_without_script: Page) -> None:
    page = page_without_script
    make_case(make_item("Overturned therapy", outcome="overturned", rationale="Something else was said."))
    page.goto(reverse("similar", args=[sample().items.get(position=1).pk]))
    page.get_by_text("Narrow these").click()
    page.get_by_label("Outcome").select_option("overturned")
    page.get_by_role("button", name="Narrow").click()
    expect(page.locator(".result-list > li")).to_have_count(1)
    expect(page.locator(".chip")).to_contain_text("Overturned")


def paste(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Paste a denial").click()
    page.get_by_label("Text of a denial").fill(DENIAL)
    page.get_by_role("button", name="Find similar decisions").click()
    expect(page.get_by_label("Treatment", exact=True)).to_have_value("physical-therapy")
    expect(page.get_by_label("Visits asked for")).to_have_value("12")
    expect(page.locator("[data-notice=identity]")).to_contain_text("(555) 123-4567")
    expect(page.locator(".result-list > li").first).to_contain_text("same treatment: physical therapy")


def change(page: Page) -> None:
    page.get_by_label("Treatment", exact=True).select_option("mri")
    page.get_by_role("button", name="Find with these").click()
    expect(page.get_by_label("Treatment", exact=True)).to_have_value("mri")
    expect(page.locator(".similar")).not_to_contain_text("same treatment: physical therapy")


def test_a_denial_is_pasted_and_what_was_understood_changed(page: Page, serious_axe_findings: Axe) -> None:
    paste(page)
    assert serious_axe_findings(page) == []
    assert width_of(page)[0] <= width_of(page)[1]
    change(page)


def test_a_denial_is_pasted_without_script(page_without_script: Page) -> None:
    paste(page_without_script)
    change(page_without_script)


@pytest.mark.parametrize("page", [1280], indirect=True)
def test_a_file_is_dropped(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "denial.txt"
    file.write_text(DENIAL)
    page.goto(reverse("pasted"))
    page.get_by_label("Or a file").set_input_files(file)
    page.get_by_role("button", name="Find similar decisions").click()
    expect(page.get_by_label("Treatment", exact=True)).to_have_value("physical-therapy")


@pytest.mark.parametrize("page", [1280], indirect=True)
def test_hits_are_stepped_through(page: Page) -> None:
    page.goto(f"{sample().get_absolute_url()}?q=therapy")
    page.locator("#hits").get_by_role("button", name="Next").click()
    expect(page.locator("#hit-1")).to_be_in_viewport()
    page.locator("#hits").get_by_role("button", name="Next").click()
    expect(page).to_have_url(re.compile("#hit-2$"))
    page.locator("#hits").get_by_role("button", name="Previous").click()
    expect(page).to_have_url(re.compile("#hit-1$"))


def test_hits_and_neighbours_are_links_without_script(page_without_script: Page) -> None:
    page = page_without_script
    page.goto("/?q=therapy")
    page.locator(".result-list h3 a").first.click()
    page.locator("#hits").get_by_role("link", name="2", exact=True).click()
    expect(page.locator("#hit-2")).to_be_in_viewport()
    first = page.url.partition("?")[0]
    page.get_by_role("link", name="Next result").click()
    assert page.url.partition("?")[0] != first
    page.get_by_role("link", name="Previous result").click()
    assert page.url.partition("?")[0] == first
    page.get_by_role("link", name="Back to results").click()
    expect(page.locator("#q")).to_have_value("therapy")


@pytest.mark.parametrize("page", [1280], indirect=True)
def test_a_citation_is_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(sample().get_absolute_url())
    page.locator("#item-1").get_by_role("button", name="Copy citation").click()
    expect(page.locator("#item-1").get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(
        r"IMR Case No\. CM14-0095145 \([A-Z]\w+\.? \d+, \d{4}\), item 1, Upheld, http://\S+/cases/cm14-0095145/#item-1",
        copied,
    )
