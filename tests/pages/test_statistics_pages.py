"""The pages of guidelines and the overview in a browser: at both widths, without script, in print."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.cases.makers import make_case, make_citation, make_item

pytestmark = pytest.mark.django_db(transaction=True)

Axe = Callable[[Page], list[str]]
CHRONIC_PAIN = "/guidelines/mtus-chronic-pain/"
ADDRESSES = {
    "guidelines": "/guidelines/",
    "guidelines, narrowed, with notices": "/guidelines/?year=2015&q=pain&colour=red",
    "a guideline": CHRONIC_PAIN,
    "a guideline, narrowed, all pages": f"{CHRONIC_PAIN}?treatment=mri&all=page",
    "a guideline that nobody cites": "/guidelines/odg-hernia/",
    "no guideline": "/guidelines/chronic/",
    "trends": "/trends/",
    "trends, narrowed": "/trends/?year=2015",
}


@pytest.fixture(autouse=True)
def many_citations() -> None:
    """Items that cite thirty pages over two strips, in two years, by either side, some of them overturned."""
    for number in range(60):
        page, outcome = (number % 30) * 9 + 1, "overturned" if number % 7 == 0 else "upheld"
        citations = [
            make_citation(pages=[(page, page + 1)], sections=["Physical Medicine"], edition=2009),
            make_citation("odg", cited_by="administrator"),
        ]
        treatment = "mri" if number % 3 else "physical-therapy"
        item = make_item(outcome=outcome, citations=citations, treatment=treatment, reasons=["documentation-lacking"])
        make_case(item, decision_date=f"201{4 + number % 2}-05-01", specialties=["Pain Management"])


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES.keys())
def test_nothing_keeps_people_out(address: str, page: Page, serious_axe_findings: Axe) -> None:
    page.goto(address)
    assert serious_axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("page", [1280], indirect=True)
def test_a_column_leads_to_what_it_counts(page: Page) -> None:
    page.goto(CHRONIC_PAIN)
    column = page.locator(".strips a").first
    assert column.locator("title").text_content() == "Page 1: 2 items, 1 overturned"
    column.locator(".chart-hit").click()
    expect(page.locator("#count")).to_have_attribute("data-count", "2")
    assert "page=1" in page.url


def test_from_the_list_to_a_page_and_its_decisions_without_script(page_without_script: Page) -> None:
    page = page_without_script
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Guidelines").click()
    page.get_by_text("Narrow these figures").click()
    page.get_by_label("Decided in").select_option("2015")
    page.get_by_role("button", name="Narrow").click()
    page.get_by_role("link", name="MTUS Chronic Pain Medical Treatment Guidelines", exact=True).click()
    expect(page.locator(".chip")).to_contain_text("2015")
    page.get_by_role("link", name="Show all").first.click()
    page.locator("#by-page tbody a").first.click()
    expect(page.locator("#count")).to_have_attribute("data-count", "2")
    expect(page.locator(".chips")).to_contain_text("2015")


def test_results_lead_to_their_figures_and_back(page: Page) -> None:
    page.goto("/?guideline=mtus-chronic-pain&treatment=mri&outcome=upheld")
    page.get_by_role("link", name="by page and section of MTUS Chronic Pain").click()
    expect(page.locator(".chip")).to_have_count(1)
    page.get_by_role("link", name="Read the 40 decisions").click()
    expect(page.locator("#count")).to_have_attribute("data-count", "40")
    page.get_by_role("link", name="over the years").click()
    expect(page.get_by_role("heading", name="Trends")).to_be_visible()


@pytest.mark.parametrize("page", [1280], indirect=True)
def test_a_letter_leads_to_what_else_cites_its_guideline(page: Page) -> None:
    page.goto("/?page=1")
    page.locator(".result-list h3 a").first.click()
    page.get_by_role("link", name="What cites it MTUS Chronic Pain").first.click()
    expect(page.get_by_role("heading", name="MTUS Chronic Pain Medical Treatment Guidelines")).to_be_visible()


@pytest.mark.parametrize("page", [1280], indirect=True)
def test_paper_has_the_figures_without_what_only_a_screen_needs(page: Page) -> None:
    page.goto(CHRONIC_PAIN)
    page.emulate_media(media="print")
    expect(page.get_by_text("Narrow these figures")).to_be_hidden()
    expect(page.get_by_role("navigation", name="On this page")).to_be_hidden()
    expect(page.locator(".strips svg").first).to_be_visible()
    expect(page.locator("#by-page table")).to_be_visible()
