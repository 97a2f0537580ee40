"""The pages of treatments in a browser: at both widths, without script, on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.cases.makers import make_case, make_citation, make_item

pytestmark = [pytest.mark.usefixtures("samples"), pytest.mark.django_db(transaction=True)]

Axe = Callable[[Page], list[str]]


@pytest.fixture
def both_sides(samples: None) -> None:
    """Enough decided both ways to be compared."""
    for year in (2014, 2015, 2017):
        for outcome, rationale in (("overturned", "The gait improved."), ("upheld", "A shoulder strain remains.")):
            cited = [make_citation(pages=[(98, 99)], sections=["Physical Medicine"])]
            reasons = ["improvement-shown" if outcome == "overturned" else "trial-first"]
            items = [
                make_item(outcome=outcome, rationale=rationale, reasons=reasons, citations=cited, body_parts=["neck"])
                for _ in range(20)
            ]
            make_case(*items, decision_date=f"{year}-03-01", outcome=outcome, specialties=["Neurology"])


def widths(page: Page) -> tuple[int, int]:
    return page.evaluate("document.documentElement.scrollWidth"), page.evaluate("window.innerWidth")


@pytest.mark.usefixtures("both_sides")
def test_nothing_keeps_people_out(page: Page, serious_axe_findings: Axe) -> None:
    for address in (
        "/treatments/",
        "/treatments/physical-therapy/",
        "/treatments/rehabilitation/?body_part=neck",
        "/treatments/physical-therapy/contrast/?guideline=mtus-chronic-pain",
        "/treatments/mri/contrast/",
        "/treatments/nonsense/",
    ):
        page.goto(address)
        assert serious_axe_findings(page) == [], address
        scrolled, inner = widths(page)
        assert scrolled <= inner, address


@pytest.mark.usefixtures("both_sides")
def test_from_the_menu_to_what_differs_and_to_its_decisions(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Treatments", exact=True).click()
    page.get_by_role("row", name="Physical therapy").get_by_role("link", name="Physical therapy", exact=True).click()
    expect(page.get_by_role("heading", name="Physical therapy", exact=True)).to_be_visible()
    page.get_by_role("link", name="What differs where it was overturned").click()
    expect(page.get_by_role("heading", name="More often where it was overturned")).to_be_visible()
    overturned = page.locator("#overturned")
    expect(overturned).to_contain_text("“gait improved”")
    overturned.get_by_role("link", name="60 overturned, “gait improved”").click()
    expect(page.locator("#count")).to_have_attribute("data-count", "60")


@pytest.mark.usefixtures("both_sides")
def test_figures_are_narrowed_without_script(page_without_script: Page) -> None:
    page = page_without_script
    page.goto("/treatments/physical-therapy/contrast/")
    page.get_by_text("Narrow these figures").click()
    page.get_by_label("Guideline").select_option("mtus-chronic-pain")
    page.get_by_label("Body part").select_option("neck")
    page.get_by_role("button", name="Narrow").click()
    expect(page.locator(".chip")).to_have_count(2)
    page.get_by_role("link", name="Remove filter Body part").click()
    expect(page.locator(".chip")).to_have_count(1)


@pytest.mark.usefixtures("both_sides")
@pytest.mark.parametrize("page", [1280], indirect=True)
def test_both_sides_stand_beside_each_other_where_there_is_room(page: Page) -> None:
    page.goto("/treatments/physical-therapy/contrast/")
    left, right = (page.locator(f"#{side}").bounding_box() for side in ("overturned", "upheld"))
    assert left
    assert right
    assert left["x"] + left["width"] <= right["x"]
    assert left["y"] == right["y"]


@pytest.mark.usefixtures("both_sides")
@pytest.mark.parametrize("page", [360], indirect=True)
def test_both_sides_are_stacked_on_a_telephone(page: Page) -> None:
    page.goto("/treatments/physical-therapy/contrast/")
    left, right = (page.locator(f"#{side}").bounding_box() for side in ("overturned", "upheld"))
    assert left
    assert right
    assert left["y"] + left["height"] <= right["y"]


def test_a_letter_leads_to_how_its_treatments_fare(page: Page) -> None:
    page.goto("/cases/cm14-0095145/")
    page.locator("#item-1").get_by_role("link", name="How it fares Physical therapy").click()
    expect(page).to_have_url("/treatments/physical-therapy/")
    page.go_back()
    page.locator("#item-1").get_by_role("link", name="Similar decisions").click()
    page.get_by_role("link", name="what differs where it was overturned").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Physical therapy: overturned beside upheld")
    expect(page.locator(".chip")).to_contain_text("Neck")


@pytest.mark.usefixtures("both_sides")
@pytest.mark.parametrize("page", [1280], indirect=True)
def test_what_is_folded_is_on_paper(page: Page) -> None:
    words = "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa"
    rationale = ". ".join(f"{word} {word}s" for word in words.split())
    make_case(*(make_item(outcome="overturned", rationale=rationale) for _ in range(30)))
    page.goto("/treatments/physical-therapy/contrast/")
    page.emulate_media(media="print")
    expect(page.locator(".similar-narrow")).to_be_hidden()
    assert page.locator(".figures-more table").count()
    for folded in page.locator(".figures-more table").all():
        expect(folded).to_be_visible()
