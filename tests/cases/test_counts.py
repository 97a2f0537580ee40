"""The promise of every facet: the count shown is the number of results after the click."""

import datetime
import random
from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict

from cases.letters import taxonomy
from cases.models import Case, DisputedItem
from cases.search.counts import FacetValue, count_facets
from cases.search.facets import FACETS
from cases.search.finder import Finder, SqlFinder, matching
from cases.search.params import SearchParams, read_params
from cases.search.search import find
from cases.search.sets.current import current_finder
from tests.cases.makers import make_case, make_citation, make_item

pytestmark = pytest.mark.django_db

TREATMENTS = ("physical-therapy", "acupuncture", "mri", "opioids", "transportation", "unclassified")
GUIDELINES = ("mtus", "mtus-chronic-pain", "mtus-low-back-complaints", "odg", "odg-pain", "other-evidence")
WORDS = ("exercise", "radiculopathy", "improvement", "documentation")


def random_citation(rng: random.Random) -> dict[str, Any]:
    first = rng.randint(95, 100)
    return make_citation(
        rng.choice(GUIDELINES),
        cited_by=rng.choice(("administrator", "reviewer")),
        cited_in=rng.choice(("field", "field", "field", "rationale")),
        pages=rng.choice(((), ((first, first),), ((first, first + 2),))),
        sections=rng.choice(((), ("Physical Medicine",), ("Physical Medicine", "Special Studies"))),
    )


def random_item(rng: random.Random) -> dict[str, Any]:
    return make_item(
        f"Request with {rng.choice(WORDS)}",
        outcome=rng.choice(("upheld", "upheld", "overturned")),
        treatment=rng.choice(TREATMENTS),
        body_parts=rng.sample(("neck", "lower-back", "knee"), rng.randint(0, 2)),
        reviewer_basis=rng.choice(tuple(taxonomy.BASES)),
        reasons=rng.sample(("documentation-lacking", "trial-first"), rng.randint(0, 2)),
        rationale=f"There is no {rng.choice(WORDS)} and some {rng.choice(WORDS)}.",
        visits=rng.choice((None, None, 0, 6, 7, 12, 13, 24, 25, 60)),
        retrospective=rng.random() < 0.2,
        authorized=rng.choice(("", "", "Six sessions")),
        citations=[random_citation(rng) for _ in range(rng.randint(0, 3))],
    )


def random_corpus(rng: random.Random, letters: int = 12) -> None:
    for _ in range(letters):
        random_case(rng)


def random_case(rng: random.Random) -> None:
    make_case(
        *(random_item(rng) for _ in range(rng.randint(1, 3))),
        status=rng.choice(("published",) * 5 + ("in-review", "held", "withdrawn")),
        decision_date=rng.choice((None, datetime.date(2014, 12, 19), datetime.date(2016, 2, 29))),
        specialties=rng.sample(("Pain Management", "Neurology"), rng.randint(0, 2)),
        states=rng.sample(("California", "Texas"), rng.randint(0, 2)),
        summary=f"A worker with {rng.choice(WORDS)}.",
        outcome=rng.choice(("", "upheld", "overturned", "mixed")),
        priority=rng.choice(("", "standard", "expedited")),
        age=rng.choice((None, 17, 29, 30, 45, 59, 60, 69, 70, 101)),
        sex=rng.choice(("", "female", "male")),
    )


SEARCHES = (
    "",
    "outcome=upheld",
    "outcome=overturned&treatment=rehabilitation&treatment=mri",
    "guideline=mtus&page=98",
    "guideline=mtus-chronic-pain&guideline=odg&page=96-98&cited_by=reviewer",
    "guideline=mtus-not-stated&cited_by=administrator",
    "q=exercise",
    "q=exercise+-radiculopathy&basis=both&basis=none",
    "q=exercise+OR+outcome:overturned&body_part=neck",
    "q=page:98+improvement&guideline=non-mtus",
    "q=-page:98&guideline=mtus&specialty=Neurology&year=2014&year=unknown",
    "q=-(improvement+guideline:mtus)&reason=trial-first&state=Texas",
    "decided_after=2015-01-01&cited_by=reviewer",
    "guideline=mtus&section=special+studies&page=97",
    "q=section:%22Physical+Medicine%22&guideline=non-mtus&guideline=mtus-chronic-pain",
    "visits=7-12&visits=unknown&age=under-30&age=60-69&age=-unknown&retrospective=-yes",
    "compared=reviewer-more&partly_authorized=yes&sex=female&sex=unknown",
    "compared=-same&priority=-expedited&letter_outcome=mixed&letter_outcome=unknown",
    "q=compared:administrator-more+-visits:unknown+OR+sex:male&body_part=unknown&body_part=neck&body_part=-knee",
    "treatment=rehabilitation&treatment=-acupuncture&guideline=-odg&reason=-unknown&year=-2014",
    "guideline=mtus&guideline=-mtus-not-stated&page=-98&page=96-99&section=-physical+medicine",
    "page=unknown&guideline=mtus&guideline=odg&cited_by=-administrator&specialty=unknown",
    "section=unknown&guideline=mtus-chronic-pain&page=-unknown&state=-Texas&basis=-both&outcome=-upheld",
)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("make_finder", [SqlFinder, current_finder], ids=["sql", "sets"])
def test_each_count_is_the_number_of_results_after_the_click(seed: int, make_finder: Callable[[], Finder]) -> None:
    rng = random.Random(seed)
    random_corpus(rng)
    finder = make_finder()
    offered = 0
    for query in SEARCHES:
        params = asked(query)
        for block in count_facets(params, finder):
            for value in block.values:
                assert value.count == promised(params, block.name, value), (query, block.name, value)
                assert value.selected == (value.value in params.choices(block.name))
                offered += 1
    assert offered > 400


def promised(params: SearchParams, facet: str, value: FacetValue) -> int:
    """The number of results with a value as the one choice, or by how many there are more without an exclusion."""
    if value.is_excluded:
        return SqlFinder().total(params.without(facet, value.value)) - SqlFinder().total(params)
    return SqlFinder().total(params.unchosen(facet).choosing(facet, value.value))


def test_every_facet_of_the_registry_offers_something() -> None:
    random_corpus(random.Random(1), letters=30)
    offered = {block.name for block in count_facets(asked("guideline=mtus"), current_finder()) if block.values}
    assert offered == {facet.name for facet in FACETS}


def test_several_values_of_a_facet_are_alternatives_and_facets_add_up() -> None:
    random_corpus(random.Random(2))
    either = items("outcome=upheld&outcome=overturned")
    assert either == items("outcome=upheld") | items("outcome=overturned")
    both = items("outcome=upheld&treatment=mri")
    assert both == items("outcome=upheld") & items("treatment=mri")


def test_only_published_letters_are_counted() -> None:
    make_case(make_item(treatment="mri"))
    make_case(make_item(treatment="mri"), status="held")
    make_case(make_item(treatment="mri"), status="in-review")
    assert Case.objects.count() == 3
    assert find(asked("treatment=mri")).total == 1
    assert find(asked("q=therapy")).total == 1


def items(query: str) -> set[DisputedItem]:
    return set(matching(asked(query)).qs)


def asked(query: str) -> SearchParams:
    params, notices = read_params(QueryDict(query))
    assert notices == (), notices
    return params
