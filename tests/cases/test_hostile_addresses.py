"""Addresses that nobody types by chance: a named notice on a page, a refusal for a program, never an error of ours."""

import random
import re
from urllib.parse import quote

import pytest
from django.http import QueryDict
from django.test import Client

from cases.letters import taxonomy
from cases.search.cited import CITATION_FACETS
from cases.search.facets import FACETS
from cases.search.finder import SqlFinder
from cases.search.params import read_params
from cases.search.sets.current import current_finder
from tests.cases.test_counts import random_corpus

pytestmark = pytest.mark.django_db

NAMES = [facet.name for facet in FACETS]
RTL, ZERO_WIDTH, NUL = "\u202eirm\u202c", "m\u200br\u200di\ufeff", "m\0ri"
SQL = "'; DROP TABLE cases_case; --"
REGEX = "(.*)+$[a-"
PAGES = ("/", "/facets/treatment/")
FIGURES = (
    "/guidelines/",
    "/guidelines/mtus-chronic-pain/",
    "/treatments/",
    "/treatments/physical-therapy/",
    "/treatments/physical-therapy/contrast/",
    "/trends/",
)
"""Pages that put some parameters aside, whatever they say."""
PROGRAMS = ("/api/v1/items", "/api/v1/facets", "/export.csv", "/feed.atom")

REFUSED = {
    "a page that is none": "page=0-99999999",
    "a page left out that is none": "page=-0-99999999",
    "pages in other digits": f"page={quote('٩٨')}",
    "a forged place": "after=1%20OR%201=1",
    "a place below none": "after=-20",
    "a place that is a letter": "after=eyJwIjoxfQ==",
    "a place beyond all": "after=99999999999999999999",
    "a year with signs": f"year={quote('２０１４')}",
    "a value from right to left": f"treatment={quote(RTL)}",
    "a value with hidden letters": f"treatment={quote(ZERO_WIDTH)}",
    "a value with a null": f"specialty={quote(NUL)}",
    "a value as long as a letter": f"specialty={'x' * 3_000}",
    "SQL for a code": f"outcome={quote(SQL)}",
    "SQL left out": f"treatment=-{quote(SQL)}",
    "a pattern for a code": f"body_part={quote(REGEX)}",
    "a day that is none": "decided_after=2014-02-31",
    "a name with a null": "%00=1",
    "two hundred values": "&".join(f"specialty=s{number}" for number in range(200)),
    "two hundred values left out": "&".join(f"state=-s{number}" for number in range(200)),
}
TAKEN = {
    "SQL for a name": f"specialty={quote(SQL)}&state=-{quote(SQL)}",
    "a pattern for a name": f"specialty={quote(REGEX)}&section={quote(REGEX)}&guideline=mtus",
    "a name from right to left": f"specialty={quote(RTL)}&state=-{quote(ZERO_WIDTH)}",
    "a place behind the last": "after=10000000",
    "signs of sets": f"section={quote('a|b||c=d')}&guideline=mtus&specialty={quote('x=y|z')}",
}


@pytest.mark.parametrize("query", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_named_on_a_page_and_refused_to_a_program(query: str, client: Client) -> None:
    random_corpus(random.Random(1), letters=3)
    for address in PAGES:
        response = client.get(f"{address}?{query}")
        assert response.status_code == 200
        assert re.search(r'data-notice="(bad-value|unknown-parameter)"', response.content.decode()), address
    for address in PROGRAMS:
        assert client.get(f"{address}?{query}").status_code == 400, address


@pytest.mark.parametrize("query", [*REFUSED.values(), *TAKEN.values()], ids=[*REFUSED, *TAKEN])
def test_figures_stand_whatever_is_asked(query: str, client: Client) -> None:
    random_corpus(random.Random(1), letters=3)
    for address in FIGURES:
        assert client.get(f"{address}?{query}").status_code == 200, address


@pytest.mark.parametrize("query", TAKEN.values(), ids=TAKEN)
def test_what_is_only_strange_is_looked_for(query: str, client: Client) -> None:
    random_corpus(random.Random(1), letters=3)
    params, notices = read_params(QueryDict(query))
    assert notices == ()
    assert current_finder().total(params) == SqlFinder().total(params)
    for address in (*PAGES, *PROGRAMS):
        response = client.get(f"{address}?{query}")
        assert response.status_code == 200, address
        b"".join(response)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("sign", ["", "-"], ids=["chosen", "left out"])
def test_every_facet_takes_any_text(name: str, sign: str, client: Client) -> None:
    random_corpus(random.Random(2), letters=3)
    for text in (RTL, ZERO_WIDTH, NUL, SQL, REGEX, "\\%", "é" * 80, "-", "1-2-3"):
        query = f"{name}={sign}{quote(text)}"
        assert client.get(f"/?{query}").status_code == 200
        assert client.get(f"/facets/{name}/?{query}&containing={quote(text)}").status_code == 200
        assert client.get(f"/api/v1/facets?{query}").status_code in (200, 400)


def test_everything_asked_of_a_citation_at_once_is_answered(client: Client) -> None:
    """Their combinations are ten million; those that there are, are few."""
    random_corpus(random.Random(3), letters=5)
    guidelines = [f"guideline={'mtus-not-stated' if code == 'mtus' else code}" for code in taxonomy.guidelines()]
    pages = [f"page={first}-{first + 199}" for first in range(1, 9_801, 200)]
    sections = [f"section=name+{number}" for number in range(98)]
    known = ["section=physical+medicine", "section=special+studies", "cited_by=reviewer", "cited_by=administrator"]
    params, notices = read_params(QueryDict("&".join((*guidelines, *pages, *sections, *known))))
    assert notices == ()
    sets, sql = current_finder(), SqlFinder()
    assert sets.total(params) == sql.total(params) > 0
    for facet in CITATION_FACETS:
        counted = sets.counts(facet, params.unchosen(facet.name))
        truly = sql.counts(facet, params.unchosen(facet.name))
        assert {v: n for v, n in counted.items() if n} == {v: n for v, n in truly.items() if n}, facet.name
