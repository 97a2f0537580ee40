"""Filters in a browser: leaving out, narrowing a long list, on a desk and a phone, with script and without."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cases.letters import taxonomy
from tests.cases.makers import make_case, make_citation, make_item

pytestmark = pytest.mark.django_db(transaction=True)

Axe = Callable[[Page], list[str]]
ADDRESSES = {
    "something left out": "/?treatment=-mri&guideline=-odg&outcome=upheld",
    "a long facet": "/facets/treatment/?outcome=upheld&treatment=-mri",
    "a narrowed facet": "/facets/treatment/?containing=therapy&colour=red",
    "a facet that needs another": "/facets/page/",
}


@pytest.fixture(autouse=True)
def many_treatments() -> None:
    """Two items of each treatment that is no drug: enough for long lists."""
    codes = [e.code for e in taxonomy.treatments().values() if e.parent not in ("pharmaceuticals", "other")][:30]
    for code in codes:
        cited = [make_citation(pages=[(98, 99)], sections=["Physical Medicine"])]
        make_case(make_item(f"Request for {code}", treatment=code, citations=cited), make_item(treatment=code))


def row(page: Page, facet: str, value: str) -> str:
    return f'.filters .value:has([data-facet="{facet}"][data-value="{value}"])'


def open_filters(page: Page) -> None:
    summary = page.locator("#filters > summary")
    if summary.is_visible() and page.locator("#filters").get_attribute("open") is None:
        summary.click()


def expect_count(page: Page, number: int) -> None:
    expect(page.locator("#count")).to_have_attribute("data-count", str(number))


def narrow(page: Page, text: str) -> None:
    page.get_by_label("Narrow Treatment by typing").press_sequentially(text)


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_nothing_keeps_people_out(page: Page, serious_axe_findings: Axe, address: str) -> None:
    page.goto(address)
    open_filters(page) if address.startswith("/?") else None
    assert serious_axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]  # type: ignore[index]


def test_a_value_is_left_out_in_place_and_taken_back(page: Page) -> None:
    page.goto("/?outcome=upheld")
    expect_count(page, 60)
    open_filters(page)
    value = page.locator(row(page, "treatment", "mri"))
    value.hover()
    value.get_by_role("link", name="not MRI").click()
    expect_count(page, 58)
    expect(page).to_have_url(re.compile(r"/\?outcome=upheld&treatment=-mri$"))
    expect(page.locator(".chip")).to_have_text([re.compile("Upheld"), re.compile("Treatment: not MRI")])
    left_out = page.locator(row(page, "treatment", "-mri")).get_by_role("checkbox")
    expect(left_out).to_be_checked()
    expect(left_out).to_be_focused()
    page.keyboard.press("Space")
    expect_count(page, 60)
    expect(page.get_by_role("link", name="not MRI")).to_be_focused()
    page.go_back()
    expect_count(page, 58)


def test_a_value_is_left_out_without_script(page_without_script: Page) -> None:
    page = page_without_script
    page.goto("/")
    page.locator(row(page, "treatment", "mri")).hover()
    page.get_by_role("link", name="not MRI").click()
    expect_count(page, 58)
    page.locator(row(page, "treatment", "diagnostic-testing")).get_by_role("checkbox").check()
    page.get_by_role("button", name="Apply filters").click()
    expect(page).to_have_url(re.compile("treatment=-mri"))
    diagnostic = [e for e in taxonomy.treatments().values() if e.parent == "diagnostic-testing"]
    expect_count(page, 2 * (len(diagnostic) - 1))
    page.locator(row(page, "treatment", "-mri")).get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="Apply filters").click()
    expect_count(page, 2 * len(diagnostic))


@pytest.mark.parametrize("page", [1280], indirect=True)
def test_keys_reach_what_leaves_a_value_out_and_it_shows_itself(page: Page) -> None:
    page.goto("/")
    box = page.locator(row(page, "outcome", "upheld")).get_by_role("checkbox")
    box.focus()
    link = page.get_by_role("link", name="not Upheld")
    assert link.evaluate("each => getComputedStyle(each).opacity") == "0"
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    assert link.evaluate("each => getComputedStyle(each).opacity") == "1"
    page.keyboard.press("Enter")
    expect_count(page, 0)


def test_a_finger_sees_what_leaves_a_value_out(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 700}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto("/")
    page.locator("#filters > summary").tap()
    link = page.get_by_role("link", name="not Upheld")
    assert link.evaluate("each => getComputedStyle(each).opacity") == "1"
    box = link.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    link.tap()
    expect_count(page, 0)
    context.close()


def test_a_long_facet_is_narrowed_in_place(page: Page) -> None:
    page.goto("/")
    open_filters(page)
    expect(page.locator(row(page, "treatment", "physical-therapy"))).to_be_hidden()
    narrow(page, "physical th")
    expect(page.locator("#values-treatment .value:visible")).to_have_count(1)
    expect(page.locator("#status")).to_have_text(re.compile(r"^\s*1 of \d+ values\s*$"))
    expect(page.get_by_label("Narrow Treatment by typing")).to_be_focused()
    expect(page).to_have_url(re.compile(r"/$"))
    page.keyboard.press("Enter")
    page.locator(row(page, "treatment", "physical-therapy")).get_by_role("checkbox").check()
    expect_count(page, 2)
    expect(page).to_have_url(re.compile(r"/\?treatment=physical-therapy$"))
    first = page.locator("#values-treatment .value").nth(1)  # its group stands above it
    expect(first.get_by_role("checkbox")).to_be_checked()
    narrow(page, "zzz")
    expect(page.locator("#values-treatment .value")).to_have_count(1)
    page.get_by_label("Narrow Treatment by typing").clear()
    expect(page.locator(row(page, "treatment", "diagnostic-testing"))).to_be_visible()


def test_a_long_facet_is_narrowed_without_script_on_its_own_page(page_without_script: Page) -> None:
    page = page_without_script
    page.goto("/?outcome=upheld&per=letter")
    box = page.get_by_label("Narrow Treatment by typing")
    box.fill("mri")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/facets/treatment/\?.*containing=mri"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Treatment")
    expect(page.locator(".line")).to_have_count(1)
    page.get_by_label("Only those with the words").fill("ct")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="CT scan", exact=True).click()
    expect_count(page, 2)
    expect(page).to_have_url(re.compile(r"/\?outcome=upheld&treatment=ct&per=letter$"))


@pytest.mark.parametrize("page", [1280], indirect=True)
def test_all_values_of_a_facet_are_a_click_away(page: Page) -> None:
    page.goto("/?outcome=upheld")
    page.locator("#facet-treatment").get_by_role("link", name=re.compile(r"^All \d+ values$")).click()
    expect(page).to_have_url(re.compile(r"/facets/treatment/\?outcome=upheld$"))
    page.get_by_role("link", name="not MRI").click()
    expect(page).to_have_url(re.compile(r"/\?outcome=upheld&treatment=-mri$"))
    expect_count(page, 58)


@pytest.mark.parametrize("page", [360], indirect=True)
def test_on_a_phone_the_button_that_shows_the_results_stays_at_hand(page: Page) -> None:
    page.goto("/")
    open_filters(page)
    button = page.locator(".apply button")
    expect(button).to_be_in_viewport(ratio=1)
    page.locator(row(page, "treatment", "rehabilitation")).scroll_into_view_if_needed()
    expect(button).to_be_in_viewport(ratio=1)
    page.locator(row(page, "treatment", "rehabilitation")).get_by_role("checkbox").check()
    expect(button).to_have_text(re.compile(r"Show \d+ results"))
    button.click()
    expect(page).to_have_url(re.compile(r"/\?treatment=rehabilitation#count$"))
    expect(page.locator("#count")).to_be_in_viewport()


def test_sections_and_pages_of_the_chosen_guideline_are_offered_and_left_out(page: Page) -> None:
    page.goto("/?guideline=mtus-chronic-pain")
    expect_count(page, 30)
    open_filters(page)
    page.locator("#facet-section > summary").click()
    expect(page.locator(row(page, "section", "physical medicine"))).to_contain_text("Physical medicine")
    page.locator(row(page, "page", "98")).hover()
    page.get_by_role("link", name="not 98").click()
    expect_count(page, 0)
    expect(page.locator(".chip").last).to_have_text(re.compile("Page: not 98"))
