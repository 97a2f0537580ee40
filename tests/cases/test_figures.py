"""What pages of figures are asked, and the row of years they draw."""

import pytest
from django.http import QueryDict

from cases.search.params import SearchParams
from cases.stats.breakdown import Part
from cases.web.figures import read_figures, years_of

ASKED = {
    "nothing": ("", "", []),
    "filters stay": ("body_part=neck&guideline=odg&treatment=-mri", "treatment=-mri&body_part=neck&guideline=odg", []),
    "words": ("q=outcome:upheld&year=2015", "year=2015", ["put-aside"]),
    "outcomes": ("outcome=upheld&letter_outcome=-mixed", "", ["put-aside", "put-aside"]),
    "the facet of the page": ("reason=trial-first&body_part=neck", "body_part=neck", ["put-aside"]),
    "how a list is shown": ("sort=oldest&per=letter&size=50&after=20&synonyms=off", "", []),
    "nonsense": ("body_part=nose&foo=1&outcome=", "", ["unknown-parameter", "bad-value"]),
}


@pytest.mark.parametrize(("query", "kept", "notices"), ASKED.values(), ids=ASKED.keys())
def test_filters_are_kept_and_the_rest_is_named(query: str, kept: str, notices: list[str]) -> None:
    params, found = read_figures(QueryDict(query), own=("reason",))
    assert (params.to_query(), [notice.code for notice in found]) == (kept, notices)


def year(value: str) -> Part:
    return Part(value, value, SearchParams().only("year", value), found=1, decided=1, overturned=0)


def test_a_row_of_years_has_no_gap_and_no_unknown() -> None:
    row = years_of([year("2017"), year("2014"), year("unknown")], SearchParams(chosen={"body_part": ("neck",)}))
    assert [part.value for part in row] == ["2014", "2015", "2016", "2017"]
    assert (row[1].found, row[1].search.to_query()) == (0, "body_part=neck&year=2015")
    assert years_of([year("unknown")], SearchParams()) == []
