"""The letter page in a browser: from a fact to its words, on a phone, on paper, and for everybody."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.models import Case
from tests.cases.makers import make_case, make_item

pytestmark = [pytest.mark.usefixtures("samples"), pytest.mark.django_db(transaction=True)]

Axe = Callable[[Page], list[str]]


def three_items() -> Case:
    return Case.objects.get(source__name="seed-003.txt")


def test_nothing_keeps_people_out(page: Page, serious_axe_findings: Axe) -> None:
    for case in (*Case.objects.all(), make_case(make_item(outcome="overturned", authorized="Half of it"))):
        page.goto(f"{case.get_absolute_url()}?outcome=upheld")
        assert serious_axe_findings(page) == []


@pytest.mark.parametrize("address", ["/cases/cm00-0000000/", "/no/such/page"])
def test_a_page_that_is_not_there_helps_on(page: Page, serious_axe_findings: Axe, address: str) -> None:
    page.goto(address)
    assert serious_axe_findings(page) == []
    page.get_by_role("link", name="Search all decisions").click()
    expect(page).to_have_url(re.compile(reverse("search") + "$"))


def test_a_page_is_as_wide_as_its_screen(page: Page) -> None:
    long = "x" * 300
    item = make_item(long, rationale=long, authorized=long, original_request=long)
    case = make_case(item, text=long, summary=long, specialties=["w" * 150], case_number="")
    page.goto(case.get_absolute_url())
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]  # type: ignore[index]


def test_an_item_s_anchor_leads_to_its_card(page: Page) -> None:
    page.goto(f"{three_items().get_absolute_url()}#item-3")
    expect(page.locator("#item-3 h2")).to_be_in_viewport()
    expect(page.locator("#item-1 h2")).not_to_be_in_viewport()


def test_a_fact_leads_to_its_words(page: Page) -> None:
    case = three_items()
    page.goto(case.get_absolute_url())
    item = case.items.get(position=2)
    page.locator("#item-2").get_by_role("link", name="Show the request in the letter").click()
    words = page.locator(":target")
    expect(words).to_be_in_viewport()
    assert " ".join(words.inner_text().split()) == item.request


def test_a_closed_letter_opens_for_its_words(page_without_script: Page) -> None:
    page = page_without_script
    page.goto(three_items().get_absolute_url())
    page.locator("#letter > summary").click()
    expect(page.locator(".letter-text")).to_be_hidden()
    page.locator("#item-1").get_by_role("link", name="Show the rationale in the letter").click()
    expect(page.locator(":target")).to_be_in_viewport()


def test_a_citation_leads_to_all_that_cite_the_same(page: Page) -> None:
    page.goto("/cases/cm14-0095145/")
    page.get_by_role("link", name="MTUS Chronic Pain Medical Treatment Guidelines, p. 98–99").click()
    expect(page.locator("#count")).to_have_attribute("data-count", "4")


def test_keys_alone_go_through_a_letter(page: Page) -> None:
    page.goto("/cases/cm14-0095145/?outcome=upheld")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Back to results")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Next result")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Item 1: Physical therapy")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#item-1 a").first).to_be_focused()


def test_paper_gets_letter_facts_and_address_and_nothing_to_click(page: Page) -> None:
    page.goto("/cases/cm14-0095145/?outcome=upheld")
    page.locator("#letter > summary").click()
    page.emulate_media(media="print")
    for shown in (".facts-section", ".letter-text", "#item-1 .sides", ".print-only"):
        expect(page.locator(shown).first).to_be_visible()
    expect(page.locator(".print-only")).to_have_text(re.compile(r"^http://[^/]+/cases/cm14-0095145/$"))
    for hidden in (".back", ".contents", ".to-words", ".site-header nav"):
        expect(page.locator(hidden).first).to_be_hidden()


SECTIONS = ("facts", "summary", "letter", "item-2-administrator", "item-2-reviewer", "item-2-rationale")


def test_every_section_has_a_link_that_is_copied_without_the_search(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    case = three_items()
    page.goto(f"{case.get_absolute_url()}?outcome=upheld")
    for section in SECTIONS:
        link = page.locator(f'.to-section[href="#{section}"]')
        link.click()
        expect(link.locator("+ .copied")).to_have_text("Link copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert re.fullmatch(rf"http://[^/]+{case.get_absolute_url()}#{section}", copied)


def test_a_link_to_a_section_leads_there_without_script(page_without_script: Page) -> None:
    page = page_without_script
    page.goto(three_items().get_absolute_url())
    page.get_by_role("link", name="Link to the rationale of item 3").click()
    expect(page.locator("#item-3-rationale h3")).to_be_in_viewport()
    ids = page.locator("[id]").evaluate_all("all => all.map(each => each.id)")
    links = page.locator(".to-section").evaluate_all("all => all.map(each => each.hash.slice(1))")
    assert len(ids) == len(set(ids))
    assert set(links) <= set(ids)
    assert len(links) > 12
