"""The filter panel: groups, long lists cut short, what is chosen always in sight."""

import pytest
from django.http import QueryDict

from cases.letters import taxonomy
from cases.search.counts import count_facets
from cases.search.facets import FACETS
from cases.search.params import SearchParams, read_params
from cases.search.search import find
from cases.search.sets.current import current_finder
from cases.web.panels import MOST, SHORT, Panel, narrowed, panel_of, panels_of
from tests.cases.makers import make_case, make_citation, make_item

pytestmark = pytest.mark.django_db


def panels(query: str = "") -> dict[str, Panel]:
    params, _ = read_params(QueryDict(query))
    return {panel.name: panel for panel in panels_of(find(params))}


def test_every_value_of_every_block_is_in_its_panel_once() -> None:
    codes = [code for code, entry in taxonomy.treatments().items() if entry.parent != "other"][:40]
    make_case(*(make_item(treatment=code, body_parts=["neck"], citations=[make_citation("odg")]) for code in codes))
    params, _ = read_params(QueryDict("treatment=mri&guideline=non-mtus"))
    results = find(params)
    shown = {panel.name: panel for panel in panels_of(results)}
    for block in results.facets:
        values = []
        for group in shown[block.name].groups if block.values else ():
            values += [group.value] if group.value else []
            values += [*group.members.head, *group.members.rest]
        assert sorted(value.value for value in values) == sorted(value.value for value in block.values)


def test_a_long_list_is_cut_but_never_what_is_chosen() -> None:
    parts = list(taxonomy.body_parts())[:20]
    make_case(*(make_item(body_parts=parts[: number + 1]) for number in range(len(parts))))
    rare = parts[-1]
    cut = panels(f"body_part={rare}")["body_part"].groups[0].members
    assert [value.value for value in cut.head] == [rare, *parts[:SHORT]]
    assert len(cut.head) + len(cut.rest) == len(parts)


def test_a_list_a_little_longer_than_short_is_not_cut() -> None:
    parts = list(taxonomy.body_parts())[: SHORT + 2]
    make_case(make_item(body_parts=parts))
    assert panels()["body_part"].groups[0].members.rest == ()


def test_members_stand_under_their_group_and_a_group_with_a_choice_is_open() -> None:
    codes = list(taxonomy.treatments())[:30]
    make_case(*(make_item(treatment=code) for code in codes))
    groups = {group.value.value: group for group in panels()["treatment"].groups if group.value}
    last = list(groups)[-1]
    assert not groups[last].is_open
    member = groups[last].members.head[0].value
    assert taxonomy.treatments()[member].parent == last
    again = {group.value.value: group for group in panels(f"treatment={member}")["treatment"].groups if group.value}
    assert again[last].is_open


def test_pages_can_be_typed_before_any_guideline_is_chosen() -> None:
    make_case(make_item(citations=[make_citation(pages=[(98, 98)])]))
    assert panels()["page"].typed == ("",)
    assert panels("page=98&page=7")["page"].typed == ("98", "7")
    assert panels("page=98&guideline=mtus")["page"].typed == ("",)


def test_panels_keep_the_order_of_the_registry() -> None:
    make_case(make_item(citations=[make_citation(pages=[(98, 98)])], body_parts=["neck"], reasons=["trial-first"]))
    order = [facet.name for facet in FACETS]
    assert list(panels()) == [name for name in order if name in panels()]


def test_what_is_left_out_comes_first_in_its_panel_and_can_be_taken_back() -> None:
    make_case(*(make_item(treatment=code) for code in ("mri", "ct", "opioids")))
    shown = panels("treatment=-mri")["treatment"]
    (first,) = shown.groups[0].members.head
    assert (first.value, first.number, first.counted, first.selected) == ("-mri", "−1", "item left out", True)
    assert shown.chosen == 1


def test_every_value_that_is_not_chosen_has_the_address_that_leaves_it_out() -> None:
    make_case(make_item(), specialties=["Pain & Co", "Neurology"])
    chosen, other = sorted(
        panels("q=a&specialty=Neurology&year=2015")["specialty"].groups[0].members.head,
        key=lambda offer: not offer.selected,
    )
    assert chosen.leave_out == ""
    assert other.leave_out == "/?q=a&specialty=Neurology&specialty=-Pain+%26+Co&year=2015"


def test_a_panel_holds_so_many_values_and_says_how_many_there_are() -> None:
    make_case(make_item(citations=[make_citation(pages=[(1, MOST + 20)])]))
    page = panels("guideline=mtus")["page"]
    assert (page.shown, page.number, page.is_cut, page.is_long) == (MOST, MOST + 20, True, True)
    assert not panels()["outcome"].is_long


@pytest.mark.parametrize("query", ["section=special+studies", "section=-special+studies"])
def test_what_is_chosen_of_a_facet_that_cannot_be_counted_stays_in_the_form(query: str) -> None:
    make_case()
    panel = panels(query)["section"]
    assert not panel.is_counted
    assert [offer.value for offer in panel.groups[0].members.head] == [query.partition("=")[2].replace("+", " ")]


def test_a_facet_for_which_there_was_no_time_keeps_what_is_chosen() -> None:
    make_case(make_item(treatment="mri"))
    params, _ = read_params(QueryDict("treatment=mri&body_part=-neck"))
    blocks = count_facets(params, current_finder(), has_time=lambda: False)
    assert {(block.name, value.value) for block in blocks for value in block.values} == {
        ("treatment", "mri"),
        ("body_part", "-neck"),
    }
    assert not any(panel_of(block, params).is_counted for block in blocks)


@pytest.mark.parametrize(
    ("containing", "labels"),
    [
        ("mri", ["MRI"]),
        ("MRI", ["MRI"]),
        ("therapy phys", ["Physical therapy"]),
        ("rehab", ["Rehabilitation", "Physical therapy"]),
        ("nothing of it", []),
    ],
)
def test_a_facet_is_narrowed_by_all_words_of_a_value_or_its_group(containing: str, labels: list[str]) -> None:
    make_case(make_item(treatment="mri"), make_item(treatment="physical-therapy"))
    (block,) = (each for each in find(SearchParams()).facets if each.name == "treatment")
    assert [value.label for value in narrowed(block, containing).values] == labels


def test_narrowing_keeps_what_is_chosen_and_left_out_in_sight() -> None:
    make_case(*(make_item(treatment=code) for code in ("mri", "ct", "opioids")))
    params, _ = read_params(QueryDict("treatment=ct&treatment=-opioids"))
    (block,) = (each for each in find(params).facets if each.name == "treatment")
    assert [value.value for value in narrowed(block, "mri").values] == ["-opioids", "ct", "mri"]
