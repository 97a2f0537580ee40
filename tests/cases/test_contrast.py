"""Overturned beside upheld: what is compared, that it is counted as SQL counts it, and what the page makes of it."""

import random
import re
from html import unescape
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from cases.search.finder import Finder, SqlFinder, asking_as_typed, matching
from cases.search.params import SearchParams, read_params
from cases.search.query import In, Phrase, Word
from cases.search.sets.current import current_finder
from cases.search.spoken import Saying, sayings_of
from cases.stats.contrast import Contrast, Feature, contrast, telling
from tests.cases.makers import make_case, make_citation, make_item
from tests.cases.test_counts import random_corpus

SEARCHES = {
    "everything": "",
    "a category": "treatment=rehabilitation",
    "a guideline and its pages": "guideline=mtus-chronic-pain",
    "one side and its sections": "guideline=odg&cited_by=reviewer",
    "a reason is chosen": "reason=trial-first",
    "values are left out": "reason=-trial-first&guideline=-odg-pain&basis=-none",
    "a side is left out": "cited_by=-administrator",
    "dates": "decided_after=2015-01-01&body_part=neck",
    "an outcome is put aside": "outcome=upheld&letter_outcome=mixed",
}
WAYS = {"by SQL": SqlFinder, "by sets": current_finder}


def params_of(query: str) -> SearchParams:
    return read_params(QueryDict(query))[0]


def counted(query: str) -> int:
    params, notices = read_params(QueryDict(query))
    assert not notices
    return int(matching(params).qs.count())


def items(params: SearchParams) -> set[int]:
    return set(matching(params).qs.values_list("pk", flat=True))


def features(found: Contrast) -> list[Feature]:
    return [feature for kind in found.kinds for feature in kind.features]


@pytest.mark.django_db
@pytest.mark.parametrize("query", SEARCHES.values(), ids=SEARCHES.keys())
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_every_number_is_that_of_its_search(query: str, way: Any) -> None:
    random_corpus(random.Random(3), letters=30)
    finder: Finder = way()
    found = contrast(params_of(query), finder)
    assert features(found)
    for outcome, given in found.given.items():
        for reason in given:
            assert counted(reason.side.search.to_query()) == reason.side.found
            assert counted(getattr(found, outcome).to_query()) == reason.side.whole
    for feature in features(found):
        for side, whole in ((feature.overturned, found.overturned), (feature.upheld, found.upheld)):
            assert counted(side.search.to_query()) == side.found, side.search.to_query()
            assert counted(whole.to_query()) == side.whole
            assert 0 <= side.found <= side.whole
            assert items(side.search) <= items(whole)


@pytest.mark.django_db
@pytest.mark.parametrize("query", SEARCHES.values(), ids=SEARCHES.keys())
def test_both_ways_of_finding_compare_the_same(query: str) -> None:
    random_corpus(random.Random(6), letters=30)
    assert contrast(params_of(query), SqlFinder()) == contrast(params_of(query), current_finder())


def therapies(number: int, outcome: str, rationale: str, **columns: Any) -> None:
    for _ in range(number):
        make_case(make_item(outcome=outcome, rationale=rationale, **columns))


@pytest.mark.django_db
def test_what_differs_comes_first_the_surest_before_the_others() -> None:
    therapies(25, "overturned", "The gait improved with a home exercise.", reasons=["improvement-shown"])
    therapies(30, "upheld", "A shoulder strain remains.", reasons=["trial-first"])
    found = contrast(SearchParams(), SqlFinder())
    kinds = {kind.name: kind.features for kind in found.kinds}
    assert "reason" not in kinds
    words = {one.label: (one.overturned.found, one.upheld.found) for one in kinds["word"]}
    assert words["“home exercise”"] == (25, 0)
    assert words["“shoulder strain”"] == (0, 30)
    assert "“exercise”" not in words  # the phrase says it
    assert [one.sureness for one in kinds["word"]] == sorted((one.sureness for one in kinds["word"]), reverse=True)
    assert found.compared == len(features(found))
    assert found.looked_at >= len(words)


@pytest.mark.django_db
def test_reasons_that_explain_one_outcome_alone_are_counted_there_and_not_compared() -> None:
    therapies(2, "overturned", "Walks.", reasons=["improvement-shown"])
    therapies(3, "upheld", "Rests.", reasons=["trial-first", "documentation-lacking"])
    therapies(1, "upheld", "Rests.", reasons=["trial-first"])
    therapies(1, "upheld", "Rests.", reasons=[])
    found = contrast(SearchParams(), SqlFinder())
    told = {outcome: [(one.label, one.side.found) for one in given] for outcome, given in found.given.items()}
    assert told == {
        "overturned": [("Objective improvement shown", 2)],
        "upheld": [("Trial first", 4), ("Documentation lacking", 3), ("None found", 1)],
    }
    assert "reason" not in {kind.name for kind in found.kinds}
    assert contrast(params_of("reason=trial-first"), SqlFinder()).given == {}


@pytest.mark.django_db
def test_what_was_kept_is_forgotten_when_something_changes() -> None:
    therapies(20, "overturned", "The gait improved.")
    therapies(20, "upheld", "A shoulder strain remains.")
    before = contrast(SearchParams(), current_finder())
    assert contrast(SearchParams(), current_finder()) == before
    therapies(5, "overturned", "The gait improved.")
    after = contrast(SearchParams(), current_finder())
    assert after == contrast(SearchParams(), SqlFinder())
    assert after.wholes == (25, 20)


@pytest.mark.parametrize("text", ["near", "case", "request", "summary", "outcome", "page", "home exercise"])
def test_words_that_mean_something_in_a_query_are_asked_for_as_words(text: str) -> None:
    node = In("rationale", Phrase(text) if " " in text else Word(text))
    asked = asking_as_typed(node, SearchParams(chosen={"outcome": ("upheld",)}))
    again, notices = read_params(QueryDict(asked.to_query()))
    assert not notices
    assert (again.typed, again.tree, again.with_synonyms) == (node, node, False)


@pytest.mark.django_db
def test_sections_and_pages_are_compared_within_a_chosen_guideline() -> None:
    cited = [make_citation(pages=[(98, 98)], sections=["Physical Medicine"])]
    therapies(20, "overturned", "Walks.", citations=cited)
    therapies(20, "upheld", "Rests.", citations=[make_citation(cited_by="administrator")])
    by_kind = {kind.name: kind for kind in contrast(params_of("guideline=mtus-chronic-pain"), SqlFinder()).kinds}
    assert list(by_kind) == ["section-reviewer", "page-reviewer", "word"]
    assert [(one.label, one.overturned.found) for one in by_kind["page-reviewer"].features] == [("p. 98", 20)]
    by_kind = {kind.name: kind for kind in contrast(SearchParams(), SqlFinder()).kinds}
    assert {"guideline-reviewer", "guideline-administrator"} <= set(by_kind)


@pytest.mark.django_db
@pytest.mark.parametrize(("number", "has_shares"), [(19, False), (20, True)])
def test_fewer_than_twenty_on_a_side_get_no_share(number: int, has_shares: bool) -> None:
    therapies(number, "overturned", "Walks.", reasons=["improvement-shown"])
    therapies(30, "upheld", "Rests.", reasons=["trial-first"])
    found = contrast(SearchParams(), SqlFinder())
    assert found.has_shares is has_shares
    assert all((one.difference is not None) is has_shares for one in features(found))


def test_words_and_pairs_of_words_are_counted_once_a_text_in_any_form() -> None:
    said = {each.node: each.texts for each in spoken(["Home exercises; home exercise. Knees", "A knee"], ["knee home"])}
    assert said[Word("knee")] == (2, 1)
    assert said[Phrase("home exercise")] == (1, 0)
    assert Phrase("exercise knees") not in said  # a full stop lies between


VERDICTS = (
    "The request is not medically necessary and was upheld.",
    "Medical necessity is established; the decision is overturned.",
    "This is supported, warranted, indicated, certified and approved.",
)


@pytest.mark.parametrize("text", VERDICTS)
def test_verdicts_and_the_talk_of_every_letter_are_no_words(text: str) -> None:
    assert spoken([text]) == []


def spoken(*groups: list[str]) -> list[Saying]:
    return sayings_of(groups)


@pytest.fixture(autouse=True)
def _dictionaries(db: None) -> None:
    """What a word is, is said by the database."""


def test_what_is_equally_frequent_tells_nothing() -> None:
    assert telling([Saying(Word("knee"), (40, 41)), Saying(Word("gait"), (40, 5))], (50, 50)) == [Word("gait")]


LINE_RE = re.compile(
    r'data-label="(?P<label>[^"]*)"\s+data-overturned="(?P<overturned>\d+)"\s+data-upheld="(?P<upheld>\d+)"(?P<cells>.*?)</tr>',
    re.DOTALL,
)


GIVEN_RE = re.compile(r'data-given="[a-z]+"\s+data-found="(?P<found>\d+)".*?href="/\?(?P<query>[^"]*)"', re.DOTALL)


def page_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def check_lines(html: str) -> int:
    lines = list(LINE_RE.finditer(html))
    for line in lines:
        found = [counted(unescape(query)) for query in re.findall(r'href="/\?([^"]*)"', line["cells"])]
        assert found == [number for side in ("overturned", "upheld") if (number := int(line[side]))], line["label"]
    given = list(GIVEN_RE.finditer(html))
    assert [counted(unescape(reason["query"])) for reason in given] == [int(reason["found"]) for reason in given]
    assert given
    return len(lines)


@pytest.mark.django_db
def test_the_page_shows_both_sides_in_two_columns_and_every_count_is_a_link(client: Client) -> None:
    therapies(25, "overturned", "The gait improved with a home exercise.", reasons=["improvement-shown"])
    therapies(30, "upheld", "A shoulder strain remains.", reasons=["trial-first"], body_parts=["neck"])
    html = page_of(client, "/treatments/physical-therapy/contrast/")
    overturned, upheld = html.split('<section id="overturned">')[1].split('<section id="upheld">')
    assert "“home exercise”" in overturned
    assert "“shoulder strain”" in upheld
    assert check_lines(html) > 2
    assert "+100.0" in overturned
    assert "−100.0" in upheld
    compared = contrast(SearchParams(chosen={"treatment": ("physical-therapy",)}), SqlFinder()).compared
    assert f"{compared} things were compared" in " ".join(html.split())
    assert "not what causes an outcome" in html


@pytest.mark.django_db
def test_a_side_of_few_is_shown_in_counts_alone(client: Client) -> None:
    random_corpus(random.Random(9), letters=20)
    html = page_of(client, "/treatments/rehabilitation/contrast/?body_part=neck")
    assert check_lines(html) > 3
    assert "contrast-columns" not in html
    assert "Difference" not in html
    assert all("%" not in re.sub("<[^>]*>", "", line["cells"]) for line in LINE_RE.finditer(html))


@pytest.mark.django_db
def test_a_page_without_results_says_so(client: Client) -> None:
    assert "No published item fulfils all of this." in page_of(client, "/treatments/mri/contrast/?body_part=knee")
