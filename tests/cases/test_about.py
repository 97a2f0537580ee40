"""The page on coverage and method: every number on it is that of its search, and of SQL that knows nothing of ours."""

import html
import random
import re
from collections.abc import Mapping

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from cases.search.facets import FACETS
from cases.search.finder import SqlFinder
from cases.search.kinds import UNKNOWN
from cases.stats.scores import load_scores
from tests.cases.makers import make_case, make_item
from tests.cases.test_counts import asked, random_corpus

pytestmark = pytest.mark.django_db(transaction=True)  # entries follow commits

NUMBER_RE = re.compile(r'<a href="/(?:\?([^"]*))?"\s+data-count="(\d+)">([\d,]+)<')
PUBLISHED = "FROM cases_disputeditem item JOIN cases_case letter ON letter.id = case_id WHERE status = 'published' AND "
CITED = "FROM cases_guidelinecitation cited WHERE cited.item_id = item.id AND cited_in = 'field'"
LETTERS: Mapping[str, str] = {
    "letter_outcome=unknown": "letter.outcome = ''",
    "priority=unknown": "priority = ''",
    "specialty=unknown": "specialties = '{}'",
    "state=unknown": "states = '{}'",
    "age=unknown": "age IS NULL",
    "sex=unknown": "sex = ''",
    "year=unknown": "decision_date IS NULL",
    "year=2014": "decision_date BETWEEN '2014-01-01' AND '2014-12-31'",
    "": "true",
}
ITEMS: Mapping[str, str] = {
    "": "true",
    "year=2016": "decision_date BETWEEN '2016-01-01' AND '2016-12-31'",
    "outcome=unknown": "item.outcome = ''",
    "treatment=unclassified": "treatment = 'unclassified'",
    "treatment=-unclassified": "treatment <> 'unclassified'",
    "body_part=unknown": "body_parts = '{}'",
    "body_part=-unknown": "body_parts <> '{}'",
    "visits=unknown": "visits IS NULL",
    "reason=unknown": "reasons = '{}'",
    "compared=none": f"NOT EXISTS (SELECT {CITED})",
    "cited_by=administrator": f"EXISTS (SELECT {CITED} AND cited_by = 'administrator')",
    "cited_by=-reviewer": f"NOT EXISTS (SELECT {CITED} AND cited_by = 'reviewer')",
    "page=unknown": f"EXISTS (SELECT {CITED} AND pages = '{{}}')",
    "section=-unknown&compared=-none": f"EXISTS (SELECT {CITED}) AND NOT EXISTS (SELECT {CITED} AND sections = '{{}}')",
    "q=page:unknown section:unknown": f"EXISTS (SELECT {CITED} AND pages = '{{}}' AND sections = '{{}}')",
}


def corpus(seed: int) -> None:
    random_corpus(random.Random(seed), letters=25)
    make_case(make_item("A thing that no rule knows", treatment="unclassified"))


def numbers(client: Client) -> dict[str, int]:
    """Every counted number of the page by the query that it leads to; what is shown is what is counted."""
    found = NUMBER_RE.findall(client.get(reverse("about")).content.decode())
    assert all(int(shown.replace(",", "")) == int(number) for _, number, shown in found)
    return {html.unescape(query): int(number) for query, number, _ in found}


def direct(what: str, condition: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(DISTINCT {what}) {PUBLISHED} {condition}")
        return int(cursor.fetchone()[0])


def of_search(query: str) -> int:
    params = asked(query)
    found = SqlFinder().population(params).found
    return found.letters if params.is_by_letter else found.items


@pytest.mark.parametrize("seed", range(2))
def test_every_number_is_that_of_the_search_it_leads_to(client: Client, seed: int) -> None:
    corpus(seed)
    shown = numbers(client)
    assert len(shown) > 30
    assert shown == {query: of_search(query) for query in shown}


def test_every_number_is_counted_in_sql(client: Client) -> None:
    corpus(3)
    shown = {frozenset(asked(query).pairs()): number for query, number in numbers(client).items()}
    for query, condition in ITEMS.items():
        assert shown[frozenset(asked(query).pairs())] == direct("item.id", condition), query
    for query, condition in LETTERS.items():
        assert shown[frozenset(asked(f"{query}&per=letter").pairs())] == direct("letter.id", condition), query


def test_a_fact_is_stated_or_it_is_not(client: Client) -> None:
    corpus(4)
    shown = numbers(client)
    for facet in FACETS:
        if facet.kind.has_unknown and not facet.kind.of_citation:
            of_letter = facet.kind.column.startswith("case__")
            per = "&per=letter" if of_letter else ""
            both = shown[f"{facet.name}={UNKNOWN}{per}"] + shown[f"{facet.name}=-{UNKNOWN}{per}"]
            assert both == shown["per=letter" if of_letter else ""], facet.name


def test_few_letters_have_numbers_but_no_shares(client: Client) -> None:
    make_case()
    assert "%" not in re.findall(r"<table.*?</table>", client.get(reverse("about")).content.decode(), re.DOTALL)[1]
    assert numbers(client)["per=letter"] == 1


def test_the_page_of_an_empty_site_says_so(client: Client) -> None:
    assert "This site holds 0 letters" in client.get(reverse("about")).content.decode()


def test_the_scores_say_of_how_many_letters_and_what_they_are(client: Client) -> None:
    scores = load_scores()
    page = " ".join(client.get(reverse("about")).content.decode().split())
    assert f"on {scores.letters} letters with {scores.items} items" in page
    assert "These are development figures" in page
    assert {each.label for each in scores.exact} | {each.label for each in scores.several} <= {
        html.unescape(label) for label in re.findall(r'<th scope="row">(.*?)</th>', page)
    }


def test_no_score_is_better_than_all(client: Client) -> None:
    assert [each.label for each in load_scores().exact if not 0 < each.right <= each.whole] == []


def test_every_page_leads_there(client: Client) -> None:
    assert client.get("/").content.decode().count(f'href="{reverse("about")}"') == 2
