"""The pages of guidelines: every figure is a direct count, and leads to what it counts."""

import random
import re
from collections import Counter
from html import unescape
from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cases.models import DisputedItem, GuidelineCitation
from cases.search.finder import Finder, SqlFinder
from cases.search.params import SearchParams
from cases.search.sets.current import current_finder
from cases.stats.breakdown import Part
from cases.stats.editions import editions_of
from cases.stats.sides import sides_of
from cases.web.figure_tables import LINES
from cases.web.page_strips import strips_of
from tests.cases.makers import make_case, make_citation, make_item
from tests.cases.shown_figures import check_figures
from tests.cases.test_counts import random_corpus

GUIDELINES = ("mtus-not-stated", "mtus-chronic-pain", "mtus-low-back-complaints", "odg", "odg-pain", "other-evidence")
CHRONIC_PAIN = "/guidelines/mtus-chronic-pain/"


def page_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


def cited(*pages: int, guideline: str = "mtus-chronic-pain", **columns: str) -> dict[str, object]:
    return make_item(citations=[make_citation(guideline, pages=[(page, page) for page in pages])], **columns)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "narrowed", ["", "?year=2014", "?cited_by=reviewer&body_part=-neck", "?all=page&treatment=mri"]
)
def test_every_figure_of_a_guideline_is_a_direct_count(narrowed: str, client: Client) -> None:
    random_corpus(random.Random(7), letters=30)
    seen = sum(check_figures(page_of(client, f"/guidelines/{code}/{narrowed}")) for code in GUIDELINES)
    assert seen > 60


@pytest.mark.django_db
@pytest.mark.parametrize("narrowed", ["", "?page=98", "?specialty=Neurology"])
def test_every_figure_of_the_list_is_a_direct_count(narrowed: str, client: Client) -> None:
    random_corpus(random.Random(8), letters=30)
    assert check_figures(page_of(client, f"/guidelines/{narrowed}")) >= len(GUIDELINES)


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["by SQL", "by sets"])
@pytest.mark.parametrize("code", ["mtus-not-stated", "mtus-chronic-pain", "odg"])
def test_sides_are_told_apart_as_the_citations_say(code: str, way: str) -> None:
    random_corpus(random.Random(9), letters=40)
    finder: Finder = SqlFinder() if way == "by SQL" else current_finder()
    stored = "mtus" if code == "mtus-not-stated" else code
    rows = GuidelineCitation.objects.filter(
        cited_in="field", guideline=stored, item__in=DisputedItem.objects.published()
    )
    sides = {item: set[str]() for item in rows.values_list("item", flat=True)}
    for item, side in rows.values_list("item", "cited_by"):
        sides[item].add(side)
    expected = Counter("both" if len(each) == 2 else f"only-{min(each)}" for each in sides.values())
    expected += Counter(side for each in sides.values() for side in each)
    found = sides_of(code, SearchParams(chosen={"guideline": (code,)}), finder)
    assert {part.value: part.found for part in found} == expected
    assert {part.value: part.found for part in found} == {p.value: SqlFinder().total(p.search) for p in found}


@pytest.mark.django_db
def test_both_sides_are_not_compared_for_a_page() -> None:
    make_case(cited(98))
    params = SearchParams(chosen={"guideline": ("mtus-chronic-pain",), "page": ("98",)})
    assert [part.value for part in sides_of("mtus-chronic-pain", params, SqlFinder())] == ["reviewer"]


@pytest.mark.django_db
def test_editions_are_those_of_published_letters() -> None:
    for edition in (2009, 2009, 2017, None):
        make_case(make_item(citations=[make_citation(edition=edition)]))
    make_case(make_item(citations=[make_citation(edition=2009), make_citation("odg", edition=2016)]), status="held")
    make_case(make_item(citations=[make_citation(edition=2009, cited_in="rationale")]))
    found = editions_of("mtus-chronic-pain", current_finder())
    assert {each.year: each.citations for each in found} == {2009: 2, None: 1, 2017: 1}
    assert found[0].year == 2009


@pytest.mark.django_db
def test_the_chapter_not_stated_is_not_the_family(client: Client) -> None:
    make_case(make_item(citations=[make_citation("mtus")]), cited(98), cited(99))
    assert "1 published item in 1 letter" in page_of(client, "/guidelines/mtus-not-stated/")
    response = client.get("/guidelines/mtus/?year=2015")
    assert (response.status_code, response.headers["Location"]) == (302, "/guidelines/?year=2015#mtus")
    assert 'href="/?guideline=mtus-not-stated"' in page_of(client, "/guidelines/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "suggested"),
    [("chronic-pain", "mtus-chronic-pain"), ("odg-kne", "odg-knee-and-leg"), ("nothing-at-all-like-it-zz", None)],
)
def test_an_unknown_guideline_is_not_found_and_others_are_suggested(
    code: str, suggested: str | None, client: Client
) -> None:
    response = client.get(f"/guidelines/{code}/")
    html = response.content.decode()
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert ("Did you mean" in html) == (suggested is not None)
    assert suggested is None or f'href="/guidelines/{suggested}/"' in html


@pytest.mark.django_db
def test_words_outcomes_and_another_guideline_are_put_aside(client: Client) -> None:
    make_case(cited(98), cited(98, outcome="overturned"))
    html = page_of(client, f"{CHRONIC_PAIN}?q=outcome:upheld&outcome=upheld&guideline=odg&colour=red&sort=oldest")
    assert sorted(re.findall(r'data-notice="([^"]*)"', html)) == ["put-aside"] * 3 + ["unknown-parameter"]
    assert "2 published items in 1 letter" in html


@pytest.mark.django_db
def test_few_items_have_counts_and_no_share(client: Client) -> None:
    make_case(*(cited(98) for _ in range(19)))
    assert "19 decided, too few for a share" in page_of(client, CHRONIC_PAIN)
    make_case(cited(98, outcome="overturned"))
    html = page_of(client, CHRONIC_PAIN)
    assert "too few for a share" not in html.partition('id="by-page"')[2].partition("</section>")[0]
    assert "5.0%" in html


@pytest.mark.django_db
def test_a_long_table_has_the_greatest_lines_and_all_of_them_on_demand(client: Client) -> None:
    make_case(*(cited(page) for page in range(1, LINES + 11)), cited(LINES + 10))
    short, whole = page_of(client, CHRONIC_PAIN), page_of(client, f"{CHRONIC_PAIN}?all=page")
    lines = [re.findall(r'<tr data-value="(\d+)"', html.partition('id="by-section"')[0]) for html in (short, whole)]
    assert lines[0][0] == str(LINES + 10)
    assert len(lines[0]) == LINES
    assert lines[1] == [str(page) for page in range(1, LINES + 11)]
    assert f"Show all {LINES + 10}" in short


@pytest.mark.django_db
@pytest.mark.parametrize(("whole", "notices"), [("", 0), ("treatment", 0), ("colour", 1)])
def test_a_table_that_there_is_not_is_named(whole: str, notices: int, client: Client) -> None:
    assert page_of(client, f"{CHRONIC_PAIN}?all={whole}").count('data-notice="unknown-parameter"') == notices


@pytest.mark.django_db
def test_what_a_table_is_not_narrowed_by_is_said(client: Client) -> None:
    make_case(cited(98, treatment="mri"), cited(98, treatment="acupuncture"))
    html = page_of(client, f"{CHRONIC_PAIN}?treatment=mri")
    assert "this is not narrowed by treatment: MRI" in unescape(html)
    assert 'data-value="acupuncture"' in html


@pytest.mark.django_db
def test_a_guideline_that_nobody_cites_says_so(client: Client) -> None:
    assert "No published item" in page_of(client, "/guidelines/odg-hernia/")


@pytest.mark.django_db
def test_nothing_is_asked_for_each_line(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    random_corpus(random.Random(3), letters=30)
    page_of(client, CHRONIC_PAIN)
    for address in (CHRONIC_PAIN, "/guidelines/"):
        with django_assert_max_num_queries(3):
            page_of(client, address)


def page(number: int | str, found: int = 1) -> Part:
    return Part(str(number), str(number), SearchParams(), found=found, decided=found, overturned=0)


def test_strips_begin_at_the_ten_of_the_next_cited_page_and_name_what_is_skipped() -> None:
    strips = strips_of([page("unknown"), page(98, 4), page(99), page(141), page(298, 2)])
    assert [(strip.first, strip.last, strip.skipped) for strip in strips] == [
        (91, 140, None),
        (141, 190, None),
        (291, 340, 191),
    ]
    assert [[column.part.value for column in strip.drawing.columns] for strip in strips] == [
        ["98", "99"],
        ["141"],
        ["298"],
    ]
    assert [strip.drawing.columns[0].height for strip in strips] == ["100.00", "25.00", "50.00"]
    assert list(strips[0].ticks) == [91, 101, 111, 121, 131]


def test_no_page_is_no_strip() -> None:
    assert strips_of([page("unknown")]) == ()
