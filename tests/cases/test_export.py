"""The records of a search as files."""

import csv
import datetime
import io
import json

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from cases.exports import found
from cases.exports.columns import COLUMNS, NAMES
from cases.management.commands.export import TEXTS
from cases.search.facets import FACETS
from cases.search.sets.current import current_finder
from tests.cases.makers import make_case, make_citation, make_item

pytestmark = pytest.mark.django_db


def exported(capsys: pytest.CaptureFixture[str], form: str, query: str = "") -> str:
    call_command("export", format=form, query=query)
    return capsys.readouterr().out


def test_json_lines_hold_every_letter_of_the_search_whole(capsys: pytest.CaptureFixture[str]) -> None:
    make_case(make_item(citations=[make_citation(pages=[(98, 99)])]), make_item("MRI", treatment="mri"))
    make_case(make_item("CT", treatment="ct"))
    (record,) = map(json.loads, exported(capsys, "jsonl", "treatment=mri").splitlines())
    assert [item["position"] for item in record["items"]] == [1, 2]
    assert record["items"][0]["citations"][0]["pages"] == [[98, 99]]
    assert record["items"][0]["url"] == f"{record['url']}#item-1"


def test_records_come_in_the_order_of_the_search_each_once(capsys: pytest.CaptureFixture[str]) -> None:
    make_case(make_item("a"), make_item("b"), slug="old", decision_date=datetime.date(2014, 1, 1))
    make_case(make_item("c"), make_item("d"), slug="new", decision_date=datetime.date(2016, 1, 1))
    for sort, slugs in (("newest", ["new", "old"]), ("oldest", ["old", "new"])):
        records = map(json.loads, exported(capsys, "jsonl", f"sort={sort}").splitlines())
        assert [record["slug"] for record in records] == slugs


def test_a_table_has_a_row_an_item_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    make_case(make_item(body_parts=["neck"], visits=8, citations=[make_citation()]), make_item("MRI", treatment="mri"))
    rows = list(csv.DictReader(io.StringIO(exported(capsys, "csv", "sort=oldest"))))
    assert [row["request"] for row in rows] == ["Physical therapy, 12 sessions, lumbar spine", "MRI"]
    assert (rows[0]["body_parts"], rows[0]["outcome"], rows[0]["visits"]) == ("Neck (cervical spine)", "Upheld", "8")
    assert rows[0]["reviewer_citations"].startswith("mtus-chronic-pain")
    assert (rows[0]["decision_date"], rows[0]["patient_age"]) == ("2015-03-01", "")
    assert tuple(rows[0]) == NAMES


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(start: str, capsys: pytest.CaptureFixture[str]) -> None:
    make_case(make_item(start, rationale=start))
    (row,) = csv.DictReader(io.StringIO(exported(capsys, "csv"), newline=""))
    assert (row["request"], row["rationale"]) == (f"'{start}", f"'{start}")


@pytest.mark.parametrize("name", [facet.name for facet in FACETS])
def test_every_facet_can_be_seen_in_a_column(name: str) -> None:
    assert any(name in column.facets for column in COLUMNS)


def test_files_are_written_in_chunks_that_lose_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found, "CHUNK", 2)
    monkeypatch.setattr(found, "SLICE", 5)
    cases = [make_case(make_item(), make_item(), make_item()) for _ in range(4)]
    rows = list(csv.DictReader(io.StringIO(exported(capsys, "csv", "sort=oldest"))))
    assert [(row["case_number"], row["item"]) for row in rows] == [
        (case.case_number, str(position)) for case in cases for position in (1, 2, 3)
    ]
    records = [json.loads(line) for line in exported(capsys, "jsonl", "sort=oldest").splitlines()]
    assert [record["case_number"] for record in records] == [case.case_number for case in cases]


def test_a_letter_costs_no_query_of_its_own(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(20):
        make_case(make_item(citations=[make_citation()]), make_item())
    current_finder()
    with django_assert_max_num_queries(8):
        call_command("export", format="jsonl", stdout=io.StringIO())


@pytest.mark.parametrize("form", TEXTS)
def test_only_published_letters_leave_the_house(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    make_case(make_item("public"))
    make_case(make_item("secret"), status="held")
    assert "secret" not in exported(capsys, form)


@pytest.mark.parametrize("query", ["outcome=maybe", "colour=red"])
def test_a_query_that_the_page_would_mend_is_an_error_here(query: str) -> None:
    with pytest.raises(CommandError, match=r"maybe|colour"):
        call_command("export", query=query)
