"""The page on coverage and method in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.usefixtures("samples"), pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_keeps_people_out(page: Page, serious_axe_findings: Callable[[Page], list[str]], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/about/")
    assert serious_axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_it_is_a_click_away_and_its_numbers_lead_to_as_many_results(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="About").click()
    row = page.get_by_role("row", name="Outcome of the letter")
    row.get_by_role("link").first.click()
    expect(page.locator("#count")).to_contain_text("5 letters")


def test_it_says_the_same_without_script(page_without_script: Page) -> None:
    page = page_without_script
    page.goto("/about/")
    link = page.get_by_role("row", name="Visits asked for").get_by_role("link").first
    number = link.get_attribute("data-count")
    link.click()
    expect(page.locator("#count")).to_have_attribute("data-count", str(number))


def test_in_print_there_is_the_text_and_nothing_to_click(page: Page) -> None:
    page.goto("/about/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="What a rate means")).to_be_visible()
    for hidden in (".site-header nav", ".help-contents"):
        expect(page.locator(hidden)).to_be_hidden()
