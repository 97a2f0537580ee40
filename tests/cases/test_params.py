"""Addresses to searches and back."""

import pytest
from django.http import QueryDict

from cases.search.params import read_params


def codes(query: str) -> list[str]:
    return [notice.code for notice in read_params(QueryDict(query))[1]]


CANONICAL = [
    "",
    "q=home+exercise",
    "outcome=upheld&outcome=overturned&treatment=mri",
    "guideline=mtus-chronic-pain&page=98-99&cited_by=reviewer",
    "specialty=Physical+Medicine+%26+Rehabilitation&year=2014&year=unknown",
    "q=mri&decided_after=2014-01-01&decided_before=2014-12-31&sort=relevance&after=20",
    "outcome=upheld&sort=oldest&per=letter&rows=compact&size=50&after=50",
]


@pytest.mark.parametrize("query", CANONICAL, ids=[query or "nothing" for query in CANONICAL])
def test_a_canonical_address_is_its_own_search(query: str) -> None:
    params, notices = read_params(QueryDict(query))
    assert params.to_query() == query
    assert notices == ()


@pytest.mark.parametrize(
    ("query", "mended"),
    [
        ("treatment=mri&outcome=upheld", "outcome=upheld&treatment=mri"),
        ("page=p.+98", "page=98"),
        ("page=99-98", "page=98-99"),
        ("outcome=upheld&outcome=upheld", "outcome=upheld"),
        ("outcome=&q=", ""),
        ("q=+mri+", "q=mri"),
        ("per=item&rows=detailed&size=20", ""),
    ],
)
def test_another_spelling_of_a_search_has_the_same_canonical_address(query: str, mended: str) -> None:
    params, notices = read_params(QueryDict(query))
    assert params.to_query() == mended
    assert notices == ()


@pytest.mark.parametrize(
    ("query", "code", "named", "left"),
    [
        ("colour=red", "unknown-parameter", "colour", ""),
        ("outcome=maybe&outcome=upheld", "bad-value", "maybe", "outcome=upheld"),
        ("page=abc", "bad-value", "abc", ""),
        ("page=0-99999999", "bad-value", "0-99999999", ""),
        ("year=14", "bad-value", "14", ""),
        ("decided_after=yesterday", "bad-value", "yesterday", ""),
        ("decided_after=+x+", "bad-value", "x", ""),
        ("sort=random", "bad-value", "random", ""),
        ("per=page", "bad-value", "page", ""),
        ("rows=huge", "bad-value", "huge", ""),
        ("size=1000", "bad-value", "1000", ""),
        ("sort=relevance", "no-relevance", "words", ""),
        ("after=-5", "bad-value", "-5", ""),
        ("after=99999999999", "bad-value", "99999999999", ""),
        ("q=outcome:maybe+mri", "bad-value", "maybe", "q=mri"),
        ("q=mri&q=ct", "repeated-parameter", "“q”", "q=ct"),
        ("q=%22home", "query-mended", "quotation", "q=%22home%22"),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_is_kept(query: str, code: str, named: str, left: str) -> None:
    params, notices = read_params(QueryDict(query))
    assert [(notice.code, named in notice.message) for notice in notices] == [(code, True)]
    assert params.to_query() == left


def test_too_many_values_of_a_facet_are_cut_and_named() -> None:
    query = "&".join(f"specialty=s{number}" for number in range(200))
    params, notices = read_params(QueryDict(query))
    assert len(params.chosen["specialty"]) == 100
    assert [notice.code for notice in notices] == ["bad-value"]


def test_taking_a_value_away_and_adding_it_again_is_the_same_search() -> None:
    params, _ = read_params(QueryDict("outcome=upheld&treatment=mri&after=40"))
    again = params.without("outcome", "upheld").choosing("outcome", "upheld")
    assert again == params.at(0)


def test_best_match_goes_with_the_words_it_needs() -> None:
    params, _ = read_params(QueryDict("q=mri&sort=relevance"))
    assert params.without("q").to_query() == ""
