"""The search page in a browser: with script and without, with a mouse and with keys alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.cases.makers import make_case, make_citation, make_item

pytestmark = [pytest.mark.usefixtures("samples"), pytest.mark.django_db(transaction=True)]

Axe = Callable[[Page], list[str]]
SEARCHES = {
    "everything": "/",
    "filtered": "/?outcome=upheld&treatment=physical-therapy",
    "pages of a guideline": "/?guideline=mtus-chronic-pain&page=98-99&cited_by=reviewer",
    "words": "/?q=%22home+exercise%22+OR+mri&sort=newest",
    "nothing found": "/?outcome=overturned&treatment=physical-therapy",
    "notices": "/?page=abc&colour=red&q=%22open&decided_after=soon",
}


def choice(page: Page, facet: str, value: str) -> str:
    return f'[data-facet="{facet}"][data-value="{value}"]'


def open_filters(page: Page) -> None:
    summary = page.locator("#filters > summary")
    if summary.is_visible():
        summary.click()


def expect_count(page: Page, number: int) -> None:
    expect(page.locator("#count")).to_have_attribute("data-count", str(number))


def choose(page: Page, facet: str, value: str) -> None:
    page.locator(choice(page, facet, value)).click()


@pytest.mark.parametrize("address", SEARCHES.values(), ids=SEARCHES)
def test_nothing_keeps_people_out(page: Page, serious_axe_findings: Axe, address: str) -> None:
    page.goto(address)
    assert serious_axe_findings(page) == []
    open_filters(page)
    page.locator("#how > summary").click()
    assert serious_axe_findings(page) == []


@pytest.mark.parametrize("address", SEARCHES.values(), ids=SEARCHES)
def test_a_page_is_as_wide_as_its_screen(page: Page, address: str) -> None:
    make_case(make_item("x" * 300, rationale="y" * 300, authorized="z" * 300), specialties=["w" * 150])
    page.goto(address)
    open_filters(page)
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]  # type: ignore[index]


def test_filters_letter_and_back_with_all_filters_kept(page: Page) -> None:
    page.goto("/")
    expect_count(page, 10)
    open_filters(page)
    choose(page, "outcome", "upheld")
    expect(page).to_have_url(re.compile(r"/\?outcome=upheld$"))
    choose(page, "treatment", "physical-therapy")
    expect_count(page, 5)
    expect(page).to_have_url(re.compile(r"/\?outcome=upheld&treatment=physical-therapy$"))
    page.locator('[data-item="cm14-0095145/1"] h3 a').click()
    expect(page).to_have_url(re.compile(r"/cases/cm14-0095145/\?outcome=upheld&treatment=physical-therapy#item-1$"))
    page.get_by_role("link", name="Back to results").click()
    expect(page).to_have_url(re.compile(r"/\?outcome=upheld&treatment=physical-therapy$"))
    expect_count(page, 5)
    for facet, value in (("outcome", "upheld"), ("treatment", "physical-therapy")):
        expect(page.locator(f"{choice(page, facet, value)} input")).to_be_checked()


def test_filters_letter_and_back_without_script(page_without_script: Page) -> None:
    page = page_without_script
    page.goto("/")
    choose(page, "outcome", "upheld")
    choose(page, "treatment", "physical-therapy")
    page.get_by_role("button", name="Apply filters").click()
    expect_count(page, 5)
    page.locator('[data-item="cm14-0095145/1"] h3 a').click()
    expect(page.get_by_role("heading", level=1)).to_have_text("CM14-0095145")
    page.get_by_role("link", name="Back to results").click()
    expect_count(page, 5)
    expect(page.locator(".chip")).to_have_text(
        [re.compile("Outcome: Upheld"), re.compile("Treatment: Physical therapy")]
    )
    page.locator(".chip").first.click()
    expect(page.locator(".chip")).to_have_count(1)
    page.get_by_label("Order").select_option("oldest")
    page.get_by_role("button", name="Sort").click()
    expect(page).to_have_url(re.compile(r"sort=oldest"))


def test_without_script_a_phone_has_its_filters_too(page_without_script: Page) -> None:
    page = page_without_script
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto("/")
    expect(page.locator(choice(page, "outcome", "upheld"))).to_be_hidden()
    page.locator("#filters > summary").click()
    choose(page, "treatment", "mri")
    page.get_by_role("button", name="Apply filters").click()
    expect_count(page, 1)
    expect(page.locator("#count")).to_be_in_viewport()


def test_the_browser_s_own_way_back_goes_through_the_searches(page: Page) -> None:
    page.goto("/")
    open_filters(page)
    choose(page, "treatment", "physical-therapy")
    expect_count(page, 5)
    choose(page, "body_part", "neck")
    expect(page).to_have_url(re.compile("body_part=neck"))
    count = page.locator("#count").get_attribute("data-count")
    page.locator("[data-item] h3 a").first.click()
    expect(page).to_have_url(re.compile("/cases/"))
    page.go_back()
    expect_count(page, int(count or 0))
    expect(page.locator(f"{choice(page, 'body_part', 'neck')} input")).to_be_checked()
    page.go_back()
    expect_count(page, 5)
    expect(page.locator(f"{choice(page, 'body_part', 'neck')} input")).not_to_be_checked()
    page.go_back()
    expect_count(page, 10)
    expect(page.locator(f"{choice(page, 'treatment', 'physical-therapy')} input")).not_to_be_checked()


def test_a_change_in_place_keeps_focus_and_what_was_opened(page: Page) -> None:
    make_case(specialties=["Neurology"])
    page.goto("/")
    open_filters(page)
    page.locator("#facet-specialty > summary").click()
    page.locator("#facet-outcome > summary").click()
    box = page.locator(f"{choice(page, 'specialty', 'Neurology')} input")
    box.focus()
    page.keyboard.press("Space")
    expect_count(page, 1)
    expect(page.locator(f"{choice(page, 'specialty', 'Neurology')} input")).to_be_focused()
    expect(page.locator("#facet-specialty")).to_have_attribute("open", "")
    expect(page.locator("#facet-outcome")).not_to_have_attribute("open", "")
    assert "htmx-cache" not in page.evaluate("Object.keys(sessionStorage).concat(Object.keys(localStorage)).join()")


def test_the_number_of_results_is_told_politely_and_alone(page: Page) -> None:
    page.goto("/")
    page.evaluate("document.getElementById('status').dataset.same = 'element'")
    open_filters(page)
    choose(page, "treatment", "mri")
    status = page.get_by_role("status")
    expect(status).to_have_text("1 disputed item in 1 letter, newest first")
    expect(status).to_have_attribute("data-same", "element")
    expect(page.locator(".apply button")).to_have_text("Show 1 result")


def test_keys_alone_search_filter_and_open_a_letter(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the results")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("physical therapy")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=physical\+therapy"))
    page.locator(".downloads summary").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".chip")).to_be_focused()
    page.keyboard.press("Tab")  # "Clear all"
    page.keyboard.press("Tab")
    expect(page.locator("#sort")).to_be_focused()
    for _ in range(8):  # items or letters, detailed or compact, how many
        page.keyboard.press("Tab")
    expect(page.locator("[data-item] h3 a").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/cases/.*\?q=physical\+therapy#item-\d"))


def test_every_filter_can_be_reached_by_keys(page: Page) -> None:
    page.goto("/")
    if page.locator("#filters > summary").is_visible():
        page.locator("#filters > summary").focus()
        page.keyboard.press("Enter")
    page.locator("#facet-outcome > summary").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"/\?outcome=upheld$"))
    expect(page.locator(f"{choice(page, 'outcome', 'upheld')} input")).to_be_focused()


def test_a_page_is_typed_and_joined_with_guideline_and_side(page: Page) -> None:
    page.goto("/?guideline=mtus-chronic-pain")
    open_filters(page)
    page.get_by_label("Another page or range").fill("p. 98")
    page.get_by_label("Another page or range").press("Enter")
    expect_count(page, 4)
    open_filters(page)
    choose(page, "cited_by", "administrator")
    expect_count(page, 1)
    choose(page, "page", "98")
    expect(page).not_to_have_url(re.compile("page="))
    choose(page, "page", "99")
    expect_count(page, 2)


def test_days_are_chosen_in_a_calendar_box(page: Page) -> None:
    page.goto("/")
    open_filters(page)
    page.locator("#facet-year > summary").click()
    page.get_by_label("On or after").fill("2014-12-19")
    page.locator(".apply button").click()
    expect(page).to_have_url(re.compile(r"/\?decided_after=2014-12-19#count$"))
    expect_count(page, 1)


def test_the_order_changes_in_place(page: Page) -> None:
    make_case(make_item("The overturned one", outcome="overturned"))
    page.goto("/?sort=oldest")
    page.get_by_label("Order").select_option("overturned-first")
    expect(page.locator("[data-item] h3").first).to_have_text("The overturned one")
    page.get_by_label("Order").select_option("Newest first")
    expect(page).to_have_url(re.compile(r"/$"))


def test_when_a_change_in_place_fails_the_whole_page_is_asked_for(browser: Browser, live_server: LiveServer) -> None:
    page = browser.new_page(base_url=live_server.url)
    page.goto("/")
    page.route("**/*", lambda route: route.abort() if route.request.headers.get("hx-request") else route.continue_())
    choose(page, "treatment", "mri")
    expect_count(page, 1)
    expect(page).to_have_url(re.compile(r"/\?treatment=mri$"))
    page.close()


def test_targets_are_large_enough_to_touch(page: Page) -> None:
    make_case(make_item(citations=[make_citation(pages=[(98, 99)])]))
    page.goto("/?q=therapy&guideline=mtus-chronic-pain")
    open_filters(page)
    for target in page.locator(
        "main :is(summary, button, select, input:not([type=checkbox]), label.choice, .chip)"
    ).all():
        if target.is_visible():
            box = target.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 24, target.inner_html()
