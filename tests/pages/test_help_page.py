"""The help page in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.usefixtures("samples"), pytest.mark.django_db(transaction=True)]


def test_nothing_keeps_people_out(page: Page, serious_axe_findings: Callable[[Page], list[str]]) -> None:
    page.goto("/help/")
    assert serious_axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]  # type: ignore[index]


def test_an_example_is_a_click_away_from_its_results(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Help").click()
    page.get_by_role("link", name='rationale:"not medically necessary"').click()
    expect(page.locator("#q")).to_have_value('rationale:"not medically necessary"')
    expect(page.locator("#count")).to_have_attribute("data-count", "7")


def test_other_names_are_said_and_switched_off_without_script(page_without_script: Page) -> None:
    page = page_without_script
    page.goto("/help/")
    page.get_by_role("link", name="PT", exact=True).click()
    expect(page.get_by_text("Also searched: physical therapy")).to_be_visible()
    page.get_by_role("link", name="Search only for what I typed").click()
    expect(page.locator("#count")).to_have_attribute("data-count", "0")
    page.locator("#q").fill("physical therapy")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_text("Searched for what you typed")).to_be_visible()
    page.get_by_role("link", name="Search for these too").click()
    expect(page.get_by_text("Also searched: PT")).to_be_visible()
