"""For any address: each count shown is what the click gives, the rows of the CSV, and what the API says."""

import csv
import io
import json
import random
import re
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client

from cases.search.counts import FacetBlock, FacetValue, count_facets
from cases.search.facets import FACETS
from cases.search.finder import Finder, SqlFinder
from cases.search.params import SearchParams, read_params
from cases.search.sets.current import current_finder
from tests.cases.test_counts import random_corpus

pytestmark = pytest.mark.django_db

ADDRESSES = 50
"""For each of the seeds."""
WORDS = (
    "exercise",
    "-exercise",
    '"some improvement"',
    "no radiculopathy",
    "outcome:upheld",
    "-(page:98 cited_by:reviewer)",
)


@pytest.mark.parametrize("seed", range(4))
def test_each_count_of_a_random_address_is_kept_everywhere(seed: int, client: Client) -> None:
    rng = random.Random(seed)
    random_corpus(rng, letters=25)
    finder = current_finder()
    offered = [*count_facets(SearchParams(), finder), *count_facets(asked("guideline=mtus"), finder)]
    for query in [random_address(rng, offered) for _ in range(ADDRESSES)]:
        params = asked(query)
        total = SqlFinder().total(params)
        html = client.get(f"/?{query}").content.decode()
        assert shown_total(html) == counted_by_api(client, query) == rows_of_csv(client, query) == total, query
        blocks = count_facets(params, finder)
        assert shown(html) == facets_of_api(client, query) == marks(blocks), query
        assert_kept(blocks, params, finder)
        assert_kept(rng.sample(blocks, 2), params, SqlFinder())


def random_address(rng: random.Random, offered: list[FacetBlock]) -> str:
    """A search by some of the values that are offered, some of them left out, sometimes with words and days."""
    pairs = [("q", rng.choice(WORDS))] if rng.random() < 0.3 else []
    for block in rng.sample(offered, rng.randint(0, 4)):
        chosen = rng.sample(block.values, min(len(block.values), rng.randint(1, 3)))
        pairs += [(block.name, f"{'-' if rng.random() < 0.35 else ''}{value.value}") for value in chosen]
    if rng.random() < 0.1:
        pairs.append(("decided_after", "2015-01-01"))
    return urlencode(pairs)


def assert_kept(blocks: tuple[FacetBlock, ...] | list[FacetBlock], params: SearchParams, finder: Finder) -> None:
    for block in blocks:
        for value in block.values:
            assert value.count == after_click(params, block.name, value, finder), (params.to_query(), block.name, value)


def after_click(params: SearchParams, facet: str, value: FacetValue, finder: Finder) -> int:
    """The results with a value as the facet's one choice; of an exclusion, what comes back without it."""
    if value.is_excluded:
        return finder.total(params.without(facet, value.value)) - finder.total(params)
    return finder.total(params.unchosen(facet).choosing(facet, value.value))


def asked(query: str) -> SearchParams:
    params, notices = read_params(QueryDict(query))
    assert notices == (), notices
    return params


def shown_total(html: str) -> int:
    found = re.search(r'id="count"\s+data-count="(\d+)"', html)
    assert found
    return int(found[1])


def counted_by_api(client: Client, query: str) -> int:
    return int(json.loads(client.get(f"/api/v1/items?{query}").content)["count"])


def rows_of_csv(client: Client, query: str) -> int:
    return sum(1 for _ in csv.DictReader(io.StringIO(client.get(f"/export.csv?{query}").getvalue().decode())))


Mark = tuple[str, str, int, bool]


def shown(html: str) -> set[Mark]:
    tags = re.findall(r'<label[^>]*data-facet="([^"]*)"\s+data-value="([^"]*)"\s+data-count="(\d+)"([^>]*)>', html)
    return {(facet, value, int(count), "data-selected" in rest) for facet, value, count, rest in tags}


def facets_of_api(client: Client, query: str) -> set[Mark]:
    answered = json.loads(client.get(f"/api/v1/facets?{query}").content)
    return {(name, v["value"], v["count"], v["selected"]) for name, values in answered.items() for v in values}


def marks(blocks: tuple[FacetBlock, ...]) -> set[Mark]:
    return {(block.name, v.value, v.count, v.selected) for block in blocks for v in block.values}


def test_random_addresses_ask_for_every_facet() -> None:
    rng = random.Random(0)
    random_corpus(rng, letters=25)
    finder = current_finder()
    offered = [*count_facets(SearchParams(), finder), *count_facets(asked("guideline=mtus"), finder)]
    addresses = "&".join(random_address(rng, offered) for _ in range(4 * ADDRESSES))
    assert [f.name for f in FACETS if f"{f.name}=" not in addresses or f"{f.name}=-" not in addresses] == []
