"""Similar decisions for programs: what the page of an item shows, and nothing ignored."""

import html
import re
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from benchmarks.searching.fill import Corpus, copy_letters
from cases.models import DisputedItem
from cases.search.search import whole_items
from cases.search.similar.asked import PROGRAM_KEYS_OF_LIKES, read_program_order
from cases.search.similar.similar import ORDERS, find_similar
from cases.search.similar.subject import subject_of
from tests.cases.makers import make_case, make_item
from tests.cases.test_api import answer, valid

pytestmark = pytest.mark.django_db(transaction=True)  # entries follow commits

LETTERS = Corpus(seed=5, items=300)
SEARCHES = (
    "",
    "sort=overturned-first",
    "outcome=overturned",
    "outcome=-overturned&sort=balanced",
    "q=records&guideline=mtus&sort=overturned-first",
    "body_part=unknown&decided_after=2015-01-01",
    "year=1999",
)


def address_of(item: DisputedItem) -> str:
    return f"/api/v1/items/{item.case.slug}/{item.position}/similar"


def some_items() -> list[DisputedItem]:
    copy_letters(LETTERS.made(0, LETTERS.letters))
    return whole_items(list(DisputedItem.objects.published().order_by("pk").values_list("pk", flat=True)[::90]))


def shown_likes(page: str) -> list[tuple[str, list[str], int]]:
    """The decisions of a page: their ids, what they share, and how many are folded under them."""
    articles = re.findall(r'<article class="result" data-item="([^"]+)">(.*?)</article>', page, re.DOTALL)
    return [
        (
            name,
            [html.unescape(said) for said in re.findall(r"<li>([^<]*)</li>", text.partition('class="alike"')[2])],
            int((re.findall(r"and (\d+) more with nearly", text) or [0])[0]),
        )
        for name, text in articles
    ]


def told_likes(answered: dict[str, Any]) -> list[tuple[str, list[str], int]]:
    return [(each["item"]["id"], each["shared"], len(each["nearly_same"])) for each in answered["results"]]


def test_page_and_api_agree_in_decisions_order_and_reasons(client: Client) -> None:
    seen = 0
    for item in some_items():
        for query in SEARCHES:
            answered = answer(client, f"{address_of(item)}?{query}")
            page = client.get(f"{reverse('similar', args=[item.pk])}?{query}").content.decode()
            assert told_likes(answered) == shown_likes(page), query
            assert (f"{len(answered['same'])} more with the very same" in page) == bool(answered["same"])
            valid(client, "Similar", answered)
            seen += len(answered["results"])
    assert seen > 50


def test_the_points_are_those_of_the_order(client: Client) -> None:
    for item in some_items():
        points = [each["points"] for each in answer(client, address_of(item))["results"]]
        assert points == [like.points for like in find_similar(subject_of(item), *read_program_order_of("")).likes]
        assert points == sorted(points, reverse=True)
        assert all(points)


def read_program_order_of(query: str) -> tuple[Any, str]:
    return read_program_order(QueryDict(query), "balanced")[:2]


@pytest.mark.parametrize(
    ("query", "code", "named"),
    [
        ("sort=newest", "bad-value", "newest"),
        ("sort=balanced&sort=overturned-first", "repeated-parameter", "sort"),
        ("size=50", "unknown-parameter", "size"),
        ("after=20", "unknown-parameter", "after"),
        ("rows=compact", "page-only", "rows"),
        ("colour=red", "unknown-parameter", "colour"),
        ("outcome=maybe", "bad-value", "maybe"),
    ],
)
def test_what_is_wrong_is_refused_and_named(query: str, code: str, named: str, client: Client) -> None:
    make_case(slug="cm15-0000042")
    refusal = answer(client, f"/api/v1/items/cm15-0000042/1/similar?{query}", 400)
    valid(client, "Error", refusal)
    (notice,) = refusal["error"]["notices"]
    assert notice["code"] == code
    assert named in notice["message"]
    assert "ignored" not in refusal["error"]["message"]


@pytest.mark.parametrize(
    "path", ["cm15-0000042/2/similar", "cm15-0000042/0/similar", "cm15-0000001/1/similar", "cm15-0000042/1/similar/"]
)
def test_what_is_not_there_is_a_404_in_json(path: str, client: Client) -> None:
    make_case(slug="cm15-0000042")
    assert answer(client, f"/api/v1/items/{path}", 404)["error"]["code"] == "not-found"


def test_a_withdrawn_letter_says_so(client: Client) -> None:
    make_case(make_item(), slug="cm15-0000042", status="withdrawn", withdrawn_reason="Asked for by the worker.")
    refusal = answer(client, "/api/v1/items/cm15-0000042/1/similar", 410)
    assert refusal["error"]["message"] == "Asked for by the worker."


def test_the_description_names_every_parameter(client: Client) -> None:
    described = answer(client, "/api/v1/openapi.json")["paths"]["/items/{slug}/{position}/similar"]["get"]
    parameters = {each["name"]: each["schema"] for each in described["parameters"] if each["in"] == "query"}
    assert parameters.keys() == PROGRAM_KEYS_OF_LIKES
    assert parameters["sort"]["enum"] == sorted(ORDERS)
