"""The records of a search as files."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from cases.exports import EXPORTS
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


def test_a_table_has_a_row_an_item_and_no_formula(capsys: pytest.CaptureFixture[str]) -> None:
    make_case(make_item("=1+1", body_parts=["neck"], citations=[make_citation()]), make_item("MRI", treatment="mri"))
    rows = list(csv.DictReader(io.StringIO(exported(capsys, "csv"))))
    assert [row["request"] for row in rows] == ["'=1+1", "MRI"]
    assert rows[0]["body_parts"] == "Neck (cervical spine)"
    assert rows[0]["reviewer_citations"].startswith("mtus-chronic-pain")


@pytest.mark.parametrize("form", EXPORTS)
def test_only_published_letters_leave_the_house(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    make_case(make_item("public"))
    make_case(make_item("secret"), status="held")
    assert "secret" not in exported(capsys, form)


@pytest.mark.parametrize("query", ["outcome=maybe", "colour=red"])
def test_a_query_that_the_page_would_mend_is_an_error_here(query: str) -> None:
    with pytest.raises(CommandError, match=r"maybe|colour"):
        call_command("export", query=query)
