"""The overview: every figure is a direct count, and leads to what it counts."""

import random
import re
from html import unescape
from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cases.models import Case
from cases.search.finder import Finder, SqlFinder, matching
from cases.search.params import SearchParams
from cases.search.sets.current import current_finder
from cases.stats.breakdown import breakdown
from cases.stats.cross import cross
from cases.stats.letters import in_letters
from tests.cases.makers import make_case, make_citation, make_item
from tests.cases.shown_figures import check_figures
from tests.cases.test_counts import random_corpus

pytestmark = pytest.mark.django_db


def page_of(client: Client, address: str = "/trends/") -> str:
    response = client.get(address)
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


@pytest.mark.parametrize("narrowed", ["", "year=2014", "guideline=odg&treatment=mri", "all=specialty&body_part=-neck"])
def test_every_figure_is_a_direct_count(narrowed: str, client: Client) -> None:
    random_corpus(random.Random(7), letters=30)
    assert check_figures(page_of(client, f"/trends/?{narrowed}")) > 15


@pytest.mark.parametrize("way", ["by SQL", "by sets"])
def test_a_cell_is_counted_as_sql_counts_it(way: str) -> None:
    random_corpus(random.Random(11), letters=30)
    finder: Finder = SqlFinder() if way == "by SQL" else current_finder()
    params = SearchParams(chosen={"body_part": ("neck",)})
    rows, heads = breakdown("treatment", params, finder), breakdown("guideline", params, finder)
    lines = cross(("treatment", rows), ("guideline", heads), params, finder)
    for row, line in zip(rows, lines, strict=True):
        for head, cell in zip(heads, line.cells, strict=True):
            both = matching(params.only("treatment", row.value).only("guideline", head.value)).qs
            told = (cell.found, cell.overturned) if cell else (0, 0)
            assert told == (both.count(), both.filter(outcome="overturned").count())


@pytest.mark.parametrize("way", ["by SQL", "by sets"])
def test_letters_are_counted_once_in_their_year(way: str) -> None:
    random_corpus(random.Random(12), letters=30)
    finder: Finder = SqlFinder() if way == "by SQL" else current_finder()
    for year in in_letters(breakdown("year", SearchParams(), finder), finder):
        cases = Case.objects.published()
        undated = year.part.value == "unknown"
        held = cases.filter(decision_date=None) if undated else cases.filter(decision_date__year=year.part.value)
        assert year.letters == held.count()


def test_a_year_with_few_items_has_no_point_and_ends_the_line(client: Client) -> None:
    for year, items in ((2014, 20), (2015, 20), (2016, 19), (2017, 20), (2018, 20)):
        make_case(*(make_item() for _ in range(items)), decision_date=f"{year}-05-01")
    html = page_of(client)
    assert html.count('class="chart-point"') == 4
    assert html.count('class="chart-line"') == 2


def test_a_cell_of_few_has_counts_alone(client: Client) -> None:
    make_case(*(make_item(citations=[make_citation("odg")]) for _ in range(19)))
    cell = page_of(client).partition('class="breakdown crossed"')[2].partition("</table>")[0]
    assert "%" not in cell
    assert "19 items" in cell
    make_case(make_item(citations=[make_citation("odg")]))
    assert "0.0%" in page_of(client).partition('class="breakdown crossed"')[2].partition("</table>")[0]


def test_what_a_table_is_not_narrowed_by_is_said(client: Client) -> None:
    make_case(make_item(citations=[make_citation("odg")], treatment="mri"))
    html = unescape(page_of(client, "/trends/?year=2015&treatment=mri&guideline=odg&q=pain"))
    assert "not narrowed by decided in: 2015" in html
    assert "not narrowed by treatment: MRI, guideline: ODG" in html
    assert re.findall(r'data-notice="([^"]*)"', html) == ["put-aside"]


def test_an_empty_site_says_so(client: Client) -> None:
    assert "No published item" in page_of(client)


def test_nothing_is_asked_for_each_line(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    random_corpus(random.Random(3), letters=30)
    page_of(client)
    with django_assert_max_num_queries(3):
        page_of(client)
