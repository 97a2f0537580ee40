"""The list of results in a browser: shown by item or letter, long and short, completed and walked through by keys."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.cases.makers import make_case, make_citation, make_item

pytestmark = pytest.mark.django_db(transaction=True)

Axe = Callable[[Page], list[str]]
ONE_WIDTH = pytest.mark.parametrize("page", [1280], indirect=True)
PAGES = {
    "by letter": "/?per=letter",
    "compact": "/?rows=compact&size=50",
    "compact by letter": "/?per=letter&rows=compact",
    "found by words and page": "/?q=therapy+OR+necessary&page=98",
    "a share": "/?size=100&sort=oldest",
    "in the middle": "/?after=20",
    "nothing found": "/?q=therapy+xylophone&outcome=overturned",
}


@pytest.fixture
def letters() -> None:
    """45 items of 22 letters; the newest letter has three that were decided in the same words."""
    citation = make_citation(pages=[(98, 99)], sections=["Physical Medicine"])
    for number in range(20):
        rationales = [f"Case {'abcdefghij'[number % 10] * 3} of {word} was looked at for itself." for word in "xy"]
        make_case(*(make_item(rationale=text, citations=[citation]) for text in rationales))
    make_case(
        make_item("Opioids for the month", treatment="opioids", rationale="Weaning is due.", outcome="overturned")
    )
    make_case(make_item("First alike"), make_item("Second alike"), make_item("Third alike"), make_item("Fourth alike"))


def expect_rows(page: Page, number: int) -> None:
    expect(page.locator("[data-item]")).to_have_count(number)


def options(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


def current(page: Page, group: str) -> str:
    return page.get_by_role("list", name=group).locator("[aria-current]").inner_text()


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_every_way_to_show_results_keeps_nobody_out_and_fits(
    page: Page, serious_axe_findings: Axe, address: str
) -> None:
    page.goto(address)
    for folded in page.locator(".folded > summary").all():
        folded.click()
    assert serious_axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]  # type: ignore[index]


def walk_through_the_views(page: Page) -> None:
    page.goto("/")
    expect_rows(page, 20)
    page.get_by_role("link", name="Letters", exact=True).click()
    expect(page.locator("#count")).to_contain_text("22 letters")
    expect_rows(page, 4 + 1 + 18 * 2)
    page.get_by_role("link", name="Compact").click()
    expect(page.locator(".snippet")).to_have_count(0)
    page.get_by_role("link", name="Items", exact=True).click()
    page.get_by_role("link", name="50", exact=True).click()
    expect_rows(page, 45)
    assert [current(page, name) for name in ("One row for each", "Rows", "Results on a page")] == [
        "Items",
        "Compact",
        "50",
    ]
    page.locator("#q").fill("opioids")
    page.get_by_role("button", name="Search", exact=True).click()
    expect_rows(page, 1)
    assert [current(page, name) for name in ("Rows", "Results on a page")] == ["Compact", "50"]
    page.get_by_role("link", name="Clear all").click()
    expect(page).to_have_url(re.compile(r"/\?rows=compact&size=50$"))


@pytest.mark.usefixtures("letters")
def test_results_are_shown_by_letter_short_and_long(page: Page) -> None:
    walk_through_the_views(page)


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("width", [360, 1280])
def test_results_are_shown_by_letter_short_and_long_without_script(page_without_script: Page, width: int) -> None:
    page_without_script.set_viewport_size({"width": width, "height": 800})
    walk_through_the_views(page_without_script)


def walk_through_the_pages(page: Page) -> None:
    page.goto("/?outcome=upheld&sort=oldest")
    page.get_by_role("link", name="Next page").click()
    expect(page.locator(".pager .hint")).to_have_text("21 to 40 of 44 items")
    page.get_by_role("link", name="Next page").click()
    expect_rows(page, 4)
    expect(page.locator(".pager [aria-current]")).to_have_text("Page 3")
    page.get_by_role("link", name="Previous page").click()
    expect(page).to_have_url(re.compile(r"/\?outcome=upheld&sort=oldest&after=20$"))
    page.go_back()
    expect_rows(page, 4)


@pytest.mark.usefixtures("letters")
def test_pages_lead_on_and_back(page: Page) -> None:
    walk_through_the_pages(page)
    if page.viewport_size and page.viewport_size["width"] > 1000:
        page.get_by_role("link", name="Page 1", exact=True).click()
        expect_rows(page, 20)


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_lead_on_and_back_without_script(page_without_script: Page, width: int) -> None:
    page_without_script.set_viewport_size({"width": width, "height": 800})
    walk_through_the_pages(page_without_script)


@pytest.mark.usefixtures("letters")
def test_rows_that_are_folded_open_by_a_click(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("link", name="Second alike")).to_be_hidden()
    page.get_by_text("and 3 more with nearly the same rationale").click()
    page.get_by_role("link", name="Second alike").click()
    expect(page).to_have_url(re.compile(r"#item-2$"))


@pytest.mark.usefixtures("letters")
def test_a_new_order_keeps_the_focus_and_is_told(page: Page) -> None:
    page.goto("/?per=letter&rows=compact")
    page.get_by_label("Order").focus()
    page.get_by_label("Order").select_option("overturned-first")
    expect(page.locator("[data-item]").first).to_contain_text("Overturned")
    expect(page).to_have_url(re.compile(r"/\?sort=overturned-first&per=letter&rows=compact$"))
    expect(page.get_by_role("status")).to_have_text("22 letters with 45 disputed items, overturned first")
    expect(page.get_by_label("Order")).to_be_focused()


@pytest.mark.usefixtures("letters")
def test_the_outcome_bar_follows_every_change_in_place(page: Page) -> None:
    page.goto("/")
    expect(page.locator(".bar")).to_contain_text("2.2% overturned")
    page.locator("#filters > summary").click() if page.locator("#filters > summary").is_visible() else None
    page.locator('[data-facet="treatment"][data-value="opioids"]').click()
    expect(page.locator(".bar")).to_contain_text("1 overturned, 0 upheld")
    expect(page.locator(".bar svg")).to_have_count(0)


@pytest.mark.usefixtures("letters")
def test_a_name_is_completed_and_chosen_by_keys(page: Page, serious_axe_findings: Axe) -> None:
    page.goto("/?outcome=upheld")
    box = page.locator("#q")
    expect(box).to_have_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("physical m")
    expect(options(page)).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    assert serious_axe_findings(page) == []
    box.press("ArrowDown")
    box.press("ArrowDown")
    section = page.get_by_role("option", name=re.compile("Physical Medicine"))
    expect(section).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", section.get_attribute("id") or "none")
    assert serious_axe_findings(page) == []
    box.press("ArrowDown")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    box.press("ArrowUp")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"outcome=upheld&guideline=mtus-chronic-pain&section=physical\+medicine$"))


@pytest.mark.usefixtures("letters")
def test_escape_closes_the_list_and_leaves_the_text(page: Page) -> None:
    page.goto("/")
    box = page.locator("#q")
    box.press_sequentially("opio")
    expect(page.get_by_role("listbox")).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("opio")
    box.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.locator("h1").click(position={"x": 1, "y": 1})
    page.locator("#sort").focus()
    expect(page.get_by_role("listbox")).to_be_hidden()


@pytest.mark.usefixtures("letters")
def test_a_completion_is_chosen_by_a_click_and_what_is_not_chosen_is_searched(page: Page) -> None:
    page.goto("/")
    page.locator("#q").press_sequentially("opio")
    page.get_by_role("option", name=re.compile("Opioids")).first.click()
    expect(page).to_have_url(re.compile(r"/\?treatment=opioids$"))
    page.goto("/")
    page.locator("#q").press_sequentially("opio")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.locator("#q").press("Enter")
    expect(page).to_have_url(re.compile(r"/\?q=opio$"))


def test_the_beginning_of_a_case_number_leads_to_the_letter(page: Page) -> None:
    make_case(case_number="CM15-0000042", slug="cm15-0000042")
    page.goto("/")
    page.locator("#q").press_sequentially("cm15 00000")
    expect(options(page)).to_have_count(1)
    page.locator("#q").press("ArrowDown")
    page.locator("#q").press("Enter")
    expect(page).to_have_url(re.compile(r"/cases/cm15-0000042/$"))


@pytest.mark.usefixtures("letters")
def test_without_script_the_box_is_a_plain_one_and_no_keys_are_promised(page_without_script: Page) -> None:
    page = page_without_script
    page.goto("/")
    expect(page.get_by_role("searchbox")).to_be_visible()
    expect(page.get_by_text("Keyboard shortcuts")).to_have_count(2)
    for words in page.get_by_text("Keyboard shortcuts").all():
        expect(words).to_be_hidden()
    page.locator("#q").fill("opioids")
    page.locator("#q").press("Enter")
    expect_rows(page, 1)


@ONE_WIDTH
@pytest.mark.usefixtures("letters")
def test_single_keys_lead_from_result_to_result_and_to_the_box(page: Page) -> None:
    page.goto("/")
    links = page.locator("[data-item] h3 a")
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(links.nth(4)).to_be_focused()  # those between are folded away
    page.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile(r"after=20$"))
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile(r"/$"))
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("j/k?np")
    expect(page.locator("#q")).to_have_value("j/k?np")


@ONE_WIDTH
@pytest.mark.usefixtures("letters")
def test_single_keys_do_nothing_while_an_order_is_chosen_or_with_another_key_held(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Order").focus()
    page.keyboard.press("j")
    expect(page.get_by_label("Order")).to_be_focused()
    page.locator(".downloads summary").focus()
    page.keyboard.press("Control+j")
    expect(page.locator(".downloads summary")).to_be_focused()


@ONE_WIDTH
def test_on_a_letter_keys_lead_from_item_to_item(page: Page) -> None:
    make_case(make_item(), make_item(), slug="cm15-0000042")
    page.goto("/cases/cm15-0000042/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#item-2 h2")).to_be_focused()
    page.keyboard.press("/")
    expect(page).to_have_url(re.compile(r"/$"))


def test_the_keys_are_listed_and_switched_off_for_good(page: Page, serious_axe_findings: Axe) -> None:
    make_case()
    page.goto("/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    assert serious_axe_findings(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_label("Use these keys when nothing is being typed").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    expect(page.locator("[data-item] h3 a").first).not_to_be_focused()
    page.reload()
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(page.get_by_label("Use these keys when nothing is being typed")).not_to_be_checked()


def test_a_server_that_does_not_answer_leaves_a_plain_box(browser: Browser, live_server: LiveServer) -> None:
    make_case(make_item("Opioids", treatment="opioids"))
    page = browser.new_page(base_url=live_server.url)
    page.goto("/")
    page.route("**/suggest/**", lambda route: route.abort())
    page.locator("#q").press_sequentially("opio")
    page.wait_for_timeout(300)
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "false")
    page.locator("#q").press("Enter")
    expect(page).to_have_url(re.compile(r"q=opio$"))
    page.close()
