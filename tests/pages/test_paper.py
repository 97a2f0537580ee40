"""Pages on paper: what is read stays, what is clicked goes, and each says where it stands."""

import re

import pytest
from playwright.sync_api import Page, expect

from cases.models import DisputedItem

pytestmark = [pytest.mark.usefixtures("samples"), pytest.mark.django_db(transaction=True)]

WIDTH = 700
"""Of a letter-size page with its margins."""
CLICKED = (
    "nav, button, form select, input:not([type=hidden]), .to-words, .to-section, .cross, .clear, .downloads, .pager"
)
ADDRESSES = [
    pytest.param("/?outcome=upheld&q=exercise", id="results"),
    pytest.param("/cases/cm14-0095145/?outcome=upheld", id="letter"),
    pytest.param("/items/{item}/similar/?outcome=upheld", id="similar"),
    pytest.param("/about/", id="about"),
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_paper_has_nothing_to_click_and_says_where_it_is_from(page: Page, address: str) -> None:
    page.set_viewport_size({"width": WIDTH, "height": 900})
    page.goto(address.format(item=DisputedItem.objects.earliest("pk").pk))
    page.emulate_media(media="print")
    expect(page.locator(CLICKED).locator("visible=true")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") == WIDTH
    path = re.escape(address.partition("?")[0].partition("{")[0])
    expect(page.locator(".print-only", has_text=re.compile(rf"^\s*http://[^/]+{path}"))).to_be_visible()


def test_the_filters_of_a_search_are_on_its_paper(page: Page) -> None:
    page.goto("/?outcome=upheld&q=exercise")
    page.emulate_media(media="print")
    expect(page.locator(".chips")).to_contain_text("Outcome: Upheld")
    expect(page.locator(".results .print-only")).to_contain_text("?q=exercise&outcome=upheld")


def test_similar_decisions_say_on_paper_of_which_item(page: Page) -> None:
    item = DisputedItem.objects.get(case__slug="cm14-0095145")
    page.goto(f"/items/{item.pk}/similar/")
    page.emulate_media(media="print")
    expect(page.get_by_text("CM14-0095145, item 1").locator("visible=true")).to_have_count(1)
