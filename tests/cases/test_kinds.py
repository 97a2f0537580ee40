"""What is stored, as values of facets."""

from typing import Any

import pytest

from cases.search.facets import FACETS, by_name
from cases.search.kinds import UNKNOWN, Elements, Ranges
from cases.search.sets import membership

ADMINISTRATOR, REVIEWER = "administrator", "reviewer"


@pytest.mark.parametrize(
    ("facet", "stored", "values"),
    [
        ("visits", None, {"unknown"}),
        ("visits", 0, {"6-or-fewer"}),
        ("visits", 6, {"6-or-fewer"}),
        ("visits", 7, {"7-12"}),
        ("visits", 12, {"7-12"}),
        ("visits", 13, {"13-24"}),
        ("visits", 24, {"13-24"}),
        ("visits", 25, {"25-or-more"}),
        ("visits", 900, {"25-or-more"}),
        ("age", 29, {"under-30"}),
        ("age", 30, {"30-39"}),
        ("age", 70, {"70-or-more"}),
        ("age", None, {"unknown"}),
        ("sex", "", {"unknown"}),
        ("sex", "female", {"female"}),
        ("letter_outcome", "mixed", {"mixed"}),
        ("retrospective", True, {"yes"}),
        ("retrospective", False, {"no"}),
        ("partly_authorized", "Six of twelve sessions", {"yes"}),
        ("partly_authorized", "", {"no"}),
        ("body_part", [], {"unknown"}),
        ("body_part", ["neck", "knee"], {"neck", "knee"}),
        ("page", [], {"unknown"}),
        ("page", [98, 99], {"98", "99"}),
        ("compared", [], {"none"}),
        ("compared", [(REVIEWER, "odg"), (ADMINISTRATOR, "odg")], {"same"}),
        ("compared", [(REVIEWER, "odg"), (REVIEWER, "odg")], {"reviewer-more"}),
        ("compared", [(ADMINISTRATOR, "odg")], {"administrator-more"}),
        ("compared", [(REVIEWER, "odg"), (ADMINISTRATOR, "odg"), (REVIEWER, "mtus")], {"reviewer-more"}),
        ("compared", [(REVIEWER, "odg"), (ADMINISTRATOR, "mtus")], {"reviewer-more", "administrator-more"}),
    ],
)
def test_a_stored_fact_has_its_values(facet: str, stored: Any, values: set[str]) -> None:
    assert set(by_name()[facet].kind.values(stored)) == values


@pytest.mark.parametrize("facet", [f for f in FACETS if f.kind.has_unknown], ids=lambda f: f.name)
def test_what_is_not_stated_can_be_asked_for_and_has_words(facet: Any) -> None:
    assert facet.clean(UNKNOWN) == UNKNOWN
    assert facet.label_of(UNKNOWN) not in ("", UNKNOWN)
    assert facet.label_of(f"-{UNKNOWN}") == f"not {facet.label_of(UNKNOWN)}"


@pytest.mark.parametrize("facet", [f for f in FACETS if not f.kind.has_unknown], ids=lambda f: f.name)
def test_where_something_is_always_stated_nothing_else_can_be_asked_for(facet: Any) -> None:
    with pytest.raises(ValueError, match="not"):
        facet.clean(UNKNOWN)


def test_ranges_meet_and_their_names_are_what_can_be_chosen() -> None:
    for facet in FACETS:
        if isinstance(facet.kind, Ranges):
            firsts = [first for _, first in facet.kind.starts]
            assert firsts == sorted(set(firsts))
            assert firsts[0] == 0
            assert [name for name, _ in facet.kind.starts] == list(facet.known())[:-1]


def test_sets_are_not_taken_for_those_of_another_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    before = membership.scheme.__wrapped__()
    others = tuple(f for f in FACETS if f.name != "state")
    for kind in (Elements("case__states", has_unknown=False), Elements("case__specialties")):
        monkeypatch.setattr(membership, "FACETS", (*others, type(FACETS[0])("state", "State", kind)))
        assert membership.scheme.__wrapped__() != before
