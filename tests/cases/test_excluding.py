"""Leaving values out: in an address, in what is found, in words, and back again."""

from urllib.parse import quote

import pytest
from django.http import QueryDict
from django.test import Client

from cases.search.facets import FACETS
from cases.search.finder import SqlFinder
from cases.search.params import SearchParams, read_params
from cases.search.search import chips_of, find
from cases.search.sets.current import current_finder
from tests.cases.makers import make_case, make_citation, make_item

pytestmark = pytest.mark.django_db


def asked(query: str) -> SearchParams:
    params, notices = read_params(QueryDict(query))
    assert notices == (), notices
    return params


def found(query: str) -> list[str]:
    """The requests that are found, in the order they were stored; the same both ways."""
    params = asked(query)
    keys = sorted(current_finder().keys(params, 0, 50))
    assert keys == sorted(SqlFinder().keys(params, 0, 50))
    return [row.item.request for row in sorted(find(params).rows, key=lambda row: row.item.pk)]


@pytest.mark.parametrize(
    ("query", "mended"),
    [
        ("treatment=-mri", "treatment=-mri"),
        ("treatment=-mri&treatment=ct", "treatment=ct&treatment=-mri"),
        ("treatment=-+mri&treatment=-mri", "treatment=-mri"),
        ("page=-p.+98-99&guideline=mtus", "guideline=mtus&page=-98-99"),
        ("section=-Physical++Medicine", "section=-physical+medicine"),
        ("specialty=-Pain+Management", "specialty=-Pain+Management"),
        ("year=-unknown", "year=-unknown"),
    ],
)
def test_an_exclusion_has_one_spelling_behind_what_is_chosen(query: str, mended: str) -> None:
    assert asked(query).to_query() == mended
    assert asked(mended) == asked(query)


@pytest.mark.parametrize("query", ["treatment=-", "treatment=--mri", "treatment=-maybe", "specialty=--x", "page=--98"])
def test_what_is_no_exclusion_is_named_and_left_away(query: str) -> None:
    params, notices = read_params(QueryDict(f"{query}&outcome=upheld"))
    assert [notice.code for notice in notices] == ["bad-value"]
    assert quote(query.partition("=")[2]) in notices[0].message
    assert params.to_query() == "outcome=upheld"


@pytest.mark.parametrize("name", [facet.name for facet in FACETS])
def test_every_facet_can_leave_out_each_of_its_values(name: str) -> None:
    make_case(
        make_item(
            body_parts=["neck"],
            reasons=["trial-first"],
            visits=8,
            citations=[make_citation(pages=[(98, 98)], sections=["Physical Medicine"])],
        ),
        make_item("Other", treatment="mri", outcome="overturned", reviewer_basis="none", authorized="x"),
        specialties=["Neurology"],
        states=["Texas"],
        age=40,
        sex="female",
        priority="standard",
    )
    facets = {
        block.name: block for block in find(asked("guideline=mtus" if name in ("page", "section") else "")).facets
    }
    for value in facets[name].values:
        with_it = set(found(f"{name}={quote(value.value)}"))
        without = set(found(f"{name}=-{quote(value.value)}"))
        assert with_it | without == set(found(""))
        assert not with_it & without


def test_all_exclusions_must_hold_beside_any_of_what_is_chosen() -> None:
    make_case(make_item("1", body_parts=["neck"]), make_item("2", body_parts=["neck", "knee"]))
    make_case(make_item("3", body_parts=["knee"]), make_item("4", body_parts=[]), make_item("5", body_parts=["wrist"]))
    assert found("body_part=-neck&body_part=-knee") == ["4", "5"]
    assert found("body_part=knee&body_part=wrist&body_part=-neck") == ["3", "5"]
    assert found("body_part=-unknown&body_part=-neck") == ["3", "5"]
    assert found("body_part=neck&body_part=-neck") == []


def test_an_excluded_citation_takes_the_item_away_whoever_cites_it_but_not_its_rationale() -> None:
    odg, mtus = make_citation("odg", cited_by="administrator"), make_citation("mtus-chronic-pain", pages=[(98, 99)])
    make_case(make_item("both", citations=[odg, mtus]), make_item("reviewer", citations=[mtus]))
    make_case(make_item("none"), make_item("told", citations=[make_citation("odg", cited_in="rationale")]))
    assert found("guideline=-odg") == ["reviewer", "none", "told"]
    assert found("guideline=-non-mtus&guideline=mtus") == ["reviewer"]
    assert found("page=-90-98") == ["none", "told"]
    assert found("cited_by=-administrator") == ["reviewer", "none", "told"]
    assert found("cited_by=reviewer&cited_by=-administrator") == ["reviewer"]
    assert found("guideline=-mtus&guideline=-non-mtus") == ["none", "told"] == found("compared=none")


def test_an_exclusion_counts_what_it_leaves_out_and_the_others_are_counted_without_it() -> None:
    make_case(make_item(body_parts=["neck"]), make_item(body_parts=["neck", "knee"]), make_item(body_parts=["knee"]))
    (block,) = (block for block in find(asked("body_part=-neck")).facets if block.name == "body_part")
    assert [(v.value, v.label, v.count, v.selected) for v in block.values] == [
        ("-neck", "not Neck (cervical spine)", 2, True),
        ("knee", "Knee", 1, False),
    ]


def test_an_exclusion_is_a_chip_that_takes_it_away() -> None:
    (chip,) = chips_of(asked("treatment=-mri"))
    assert (chip.label, chip.value, chip.without) == ("Treatment", "not MRI", SearchParams())


def test_what_is_left_out_is_no_longer_chosen() -> None:
    params = asked("treatment=mri&treatment=ct&after=20")
    assert params.excluding("treatment", "mri").to_query() == "treatment=ct&treatment=-mri"
    assert params.excluding("treatment", "mri").without("treatment", "-mri").to_query() == "treatment=ct"
    assert params.excluding("treatment", "mri").unchosen("treatment").to_query() == "treatment=-mri"
    assert params.excluding("treatment", "mri").without("treatment").is_empty


def test_feed_and_files_leave_out_what_the_page_does(client: Client) -> None:
    make_case(make_item("The picture", treatment="mri"), make_item("The exercise"))
    for address in ("/", "/feed.atom", "/export.csv", "/api/v1/items"):
        content = b"".join(client.get(f"{address}?treatment=-mri"))
        assert (b"The picture" in content, b"The exercise" in content) == (False, True), address
