"""The review pages in a browser: correct with and without script, by mouse and by keys, on a phone and on a desk."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import Case, Correction, DisputedItem
from cases.models.roles import Role
from tests.cases.account_makers import make_user
from tests.cases.letter_makers import LETTER, reread_all, store_letter
from tests.cases.makers import make_case, make_item

pytestmark = [pytest.mark.usefixtures("samples"), pytest.mark.django_db(transaction=True)]

Axe = Callable[[Page], list[str]]
NAMED = LETTER.replace("CM14-0095145", "CM15-0000042").replace("The patient is a", "SSN: 523-45-6781. The patient is a")
HALF = LETTER.replace("CM14-0095145", "CM15-0000043")[: LETTER.index("MAXIMUS guideline")]
SAMPLE = "/review/cm14-0095145/"


def sign_in(page: Page, server: LiveServer, name: str = "alice") -> Page:
    client = Client()
    client.force_login(make_user(Role.REVIEWER, name))
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": server.url}])
    return page


@pytest.fixture
def alice(page: Page, live_server: LiveServer) -> Page:
    """A page of a reviewer who is signed in."""
    return sign_in(page, live_server)


@pytest.fixture
def without_script(page_without_script: Page, live_server: LiveServer) -> Page:
    """The same without script."""
    return sign_in(page_without_script, live_server)


def correct(page: Page, fact: str) -> None:
    page.locator(f"#fact-{fact} > details > summary").click()


def save(page: Page, reason: str = "The letter says so.", button: str = "Save") -> None:
    page.get_by_label("Why", exact=True).first.fill(reason)
    page.get_by_role("button", name=button, exact=True).click()


def select(page: Page, words: str) -> None:
    """Selects words in the letter, as a mouse would."""
    page.evaluate(
        """words => {
            const letter = document.querySelector(".pane-text .letter-text");
            const walker = document.createTreeWalker(letter, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + words.length);
                document.getSelection().removeAllRanges();
                document.getSelection().addRange(range);
                return;
            }
            throw new Error("not in the letter: " + words);
        }""",
        words,
    )


def total(page: Page, query: str) -> str | None:
    page.goto(f"/?{query}")
    return page.locator("#count").get_attribute("data-count")


def test_nothing_keeps_reviewers_out(alice: Page, serious_axe_findings: Axe) -> None:
    held, half = store_letter(NAMED, "held.txt"), store_letter(HALF, "half.txt")
    make_case(make_item("Gizmo frobnication", treatment="unclassified"))
    addresses = [
        "/review/",
        "/review/?state=held",
        "/review/treatments/",
        "/review/treatments/?request=gizmo+frobnication",
    ]
    for slug in (held.slug, half.slug, "cm14-0095145"):
        addresses += [f"/review/{slug}/", f"/review/{slug}/history/", f"/review/{slug}/redact/"]
    for address in addresses:
        alice.goto(address)
        assert serious_axe_findings(alice) == [], address
        alice.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
        assert serious_axe_findings(alice) == [], address
        assert alice.evaluate("document.documentElement.scrollWidth") == alice.viewport_size["width"], address  # type: ignore[index]


def test_several_facts_are_corrected_in_one_save_and_found_at_once_and_after_a_new_reading(alice: Page) -> None:
    alice.goto(SAMPLE)
    correct(alice, "1-treatment")
    alice.locator("#input-1-treatment").select_option(label="Acupuncture")
    correct(alice, "1-body_parts")
    alice.locator("#fact-1-body_parts").get_by_label("Knee", exact=True).check()
    correct(alice, "decision_date")
    alice.locator("#input-decision_date").fill("12/18/2014")
    save(alice)
    expect(alice.get_by_text("3 corrections saved.")).to_be_visible()
    expect(alice.locator("#fact-decision_date .fact-value")).to_have_text("December 18, 2014")
    expect(alice.locator("#fact-1-treatment")).to_contain_text("Corrected by alice")
    query = "treatment=acupuncture&body_part=knee&decided_before=2014-12-18&decided_after=2014-12-18"
    assert total(alice, query) == "1"
    reread_all()
    assert total(alice, query) == "1"
    alice.goto(f"{SAMPLE}history/")
    made = alice.locator(".entry li", has_text="Item 1: treatment")
    made.locator("summary").click()
    made.get_by_label("Why").fill("A slip.")
    made.get_by_role("button", name="Withdraw").click()
    expect(alice.get_by_text("The correction is withdrawn")).to_be_visible()
    assert total(alice, query) == "0"


def test_a_fact_is_clicked_and_its_words_light_up_beside_it(alice: Page) -> None:
    alice.goto(SAMPLE)
    alice.locator("#fact-1-outcome a.fact-value").click()
    expect(alice.locator(":target")).to_have_text("Upheld")
    expect(alice.locator(":target")).to_be_in_viewport()
    expect(alice.locator("#fact-1-outcome")).to_be_in_viewport()


def test_words_selected_in_the_letter_fill_a_field(alice: Page) -> None:
    alice.goto(SAMPLE)
    correct(alice, "1-authorized")
    alice.locator("#input-1-authorized").focus()
    select(alice, "25 sessions of physical")
    alice.get_by_role("button", name="Use for Already authorized").click()
    expect(alice.locator("#input-1-authorized")).to_have_value("25 sessions of physical")
    save(alice)
    item = DisputedItem.objects.get(case__slug="cm14-0095145")
    text = Case.objects.get(slug="cm14-0095145").text
    assert " ".join(text[slice(*item.spans["authorized"])].split()) == item.authorized == "25 sessions of physical"
    alice.locator("#fact-1-authorized a.fact-value").click()
    expect(alice.locator(":target")).to_have_text("25 sessions of physical")


def test_words_selected_for_a_choice_choose_it_and_are_remembered(alice: Page) -> None:
    store_letter(LETTER.replace("CM14-0095145", "CM15-0000042").replace("male who", "worker, Female, who"))
    alice.goto("/review/cm15-0000042/")
    correct(alice, "sex")
    alice.locator("#input-sex").focus()
    select(alice, "Female")
    alice.keyboard.press("Escape")
    alice.get_by_role("button", name="Use for Sex").click()
    expect(alice.locator("#input-sex")).to_have_value("female")
    save(alice)
    case = Case.objects.get(slug="cm15-0000042")
    assert (case.sex, case.text[slice(*case.spans["sex"])]) == ("female", "Female")


def test_without_script_facts_are_corrected_and_their_words_found(without_script: Page) -> None:
    page = without_script
    page.goto(SAMPLE)
    correct(page, "1-authorized")
    page.locator("#input-1-authorized").fill("25 sessions of physical therapy")
    correct(page, "1-treatment")
    page.locator("#input-1-treatment").select_option("acupuncture")
    save(page)
    expect(page.get_by_text("2 corrections saved.")).to_be_visible()
    page.locator("#fact-1-authorized a.fact-value").click()
    expect(page.locator(":target")).to_be_in_viewport()
    assert " ".join(page.locator(":target").inner_text().split()) == "25 sessions of physical therapy"


def test_what_is_no_value_is_shown_where_it_stands(alice: Page) -> None:
    alice.goto(SAMPLE)
    correct(alice, "1-visits")
    alice.locator("#input-1-visits").fill("many")
    save(alice)
    expect(alice.locator("#errors")).to_be_focused()
    alice.get_by_role("link", name="Item 1: Visits asked for “many”").click()
    expect(alice.locator("#input-1-visits")).to_be_in_viewport()
    expect(alice.locator("#input-1-visits")).to_have_value("many")
    alice.locator("#input-1-visits").fill("9")
    alice.get_by_role("button", name="Save", exact=True).click()
    expect(alice.get_by_text("1 correction saved.")).to_be_visible()


@pytest.fixture
def bob(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """Another reviewer at another desk."""
    context = browser.new_context(base_url=live_server.url)
    yield sign_in(context.new_page(), live_server, "bob")
    context.close()


@pytest.mark.parametrize("page", [1280], indirect=True)
def test_the_second_of_two_editors_is_shown_what_the_first_did(
    alice: Page, bob: Page, serious_axe_findings: Axe
) -> None:
    bob.goto(SAMPLE)
    alice.goto(SAMPLE)
    correct(alice, "1-treatment")
    alice.locator("#input-1-treatment").select_option("acupuncture")
    save(alice, "Needles.")
    correct(bob, "1-treatment")
    bob.locator("#input-1-treatment").select_option("mri")
    save(bob, "Pictures.")
    expect(bob.locator("#conflict")).to_contain_text("alice changed this letter while you had it open")
    expect(bob.locator("#conflict")).to_contain_text("Needles.")
    expect(bob.locator("#fact-1-treatment")).to_contain_text("alice: Physical therapy → Acupuncture")
    expect(bob.locator("#input-1-treatment")).to_have_value("mri")
    assert serious_axe_findings(bob) == []
    bob.get_by_role("button", name="Save", exact=True).click()
    expect(bob.get_by_text("1 correction saved.")).to_be_visible()
    assert DisputedItem.objects.get(case__slug="cm14-0095145").treatment == "mri"


@pytest.mark.parametrize("page", [1280], indirect=True)
def test_keys_walk_through_facts_and_letters(alice: Page) -> None:
    store_letter(NAMED, "held.txt")
    store_letter(HALF, "half.txt")
    alice.goto("/review/")
    alice.get_by_role("link", name="Begin with the first").press("Enter")
    expect(alice).to_have_url(re.compile("cm15-0000042"))
    alice.keyboard.press("n")
    expect(alice).to_have_url(re.compile("cm15-0000043"))
    alice.keyboard.press("p")
    expect(alice).to_have_url(re.compile("cm15-0000042"))
    alice.keyboard.press("j")
    expect(alice.locator("#fact-case_number a.fact-value")).to_be_focused()
    expect(alice.locator(":target")).to_have_text("CM15-0000042")
    for _ in range(3):
        alice.keyboard.press("j")
    alice.keyboard.press("k")
    alice.keyboard.press("e")
    expect(alice.locator("#input-injury_date")).to_be_focused()
    alice.keyboard.press("Control+A")
    alice.keyboard.type("njk 9/22/2009"[4:])
    alice.keyboard.press("Tab")
    alice.keyboard.press("Shift+Tab")
    alice.locator("#part-letter > legend").click()
    alice.keyboard.press("w")
    alice.keyboard.type("Misread.")
    alice.keyboard.press("Control+Enter")
    expect(alice.get_by_text("1 correction saved.")).to_be_visible()
    assert Correction.objects.get().new == "2009-09-22"


@pytest.mark.parametrize("page", [1280], indirect=True)
def test_who_wants_no_single_keys_is_left_alone(alice: Page) -> None:
    store_letter(HALF, "half.txt")
    alice.goto("/review/cm15-0000043/")
    alice.get_by_role("button", name="Keyboard shortcuts").click()
    alice.locator("#shortcuts-on").uncheck()
    alice.reload()
    for key in ("j", "e", "w", "n"):
        alice.keyboard.press(key)
    expect(alice).to_have_url(re.compile("cm15-0000043/$"))
    expect(alice.locator("#reason")).not_to_be_focused()


def test_a_held_letter_is_redacted_and_released(alice: Page) -> None:
    store_letter(NAMED, "held.txt")
    assert total(alice, "q=CM15-0000042") == "0"
    alice.goto("/review/cm15-0000042/")
    expect(alice.locator("[data-problem=identity]")).to_contain_text("Looks like a social security number. line")
    alice.get_by_role("link", name="take them out").click()
    alice.get_by_role("button", name="Preview").click()
    expect(alice.locator(".preview .words")).to_have_text("███████████")
    alice.get_by_label("Why").fill("A number.")
    alice.get_by_role("button", name="Take the words out").click()
    expect(alice.get_by_text("the words are gone")).to_be_visible()
    expect(alice.locator(".pane-text")).not_to_contain_text("523-45")
    save(alice, "Redacted.", "Release and publish")
    expect(alice.get_by_text("CM15-0000042: published.")).to_be_visible()
    alice.goto("/cases/cm15-0000042/")
    expect(alice.locator("h1")).to_have_text("CM15-0000042")


def test_a_letter_is_withdrawn_and_its_address_says_why(alice: Page) -> None:
    alice.goto(SAMPLE)
    alice.get_by_text("Change the state").click()
    alice.get_by_label("Withdraw Nobody finds it.").check()
    alice.locator("#state-reason").fill("The worker asked for it.")
    alice.get_by_role("button", name="Change", exact=True).click()
    expect(alice.get_by_text("CM14-0095145: withdrawn.")).to_be_visible()
    alice.goto("/cases/cm14-0095145/")
    expect(alice.locator("main")).to_contain_text("The worker asked for it.")
    alice.goto(f"{SAMPLE}history/")
    expect(alice.locator(".entry").first).to_contain_text("Published")
    expect(alice.locator(".entry").first).to_contain_text("The worker asked for it.")


def test_a_request_is_mended_everywhere_and_undone(without_script: Page) -> None:
    page = without_script
    for _ in range(3):
        make_case(make_item("Gizmo frobnication", treatment="unclassified"))
    page.goto("/review/")
    page.get_by_role("link", name="Requests that no rule knows").click()
    page.get_by_role("link", name="gizmo frobnication").click()
    expect(page.locator(".requests li")).to_have_count(3)
    page.get_by_label("Treatment").select_option(label="MRI")
    page.get_by_label("Why").fill("They are MRIs.")
    page.get_by_role("button", name="Give all 3 this treatment").click()
    expect(page.get_by_text("3 items: MRI. It can be undone below.")).to_be_visible()
    page.locator("summary", has_text="Undo").click()
    page.get_by_label("Why").fill("They are not.")
    page.get_by_role("button", name="Undo all 3").click()
    expect(page.get_by_text("3 corrections withdrawn.")).to_be_visible()
    assert DisputedItem.objects.filter(treatment="unclassified").count() == 3
