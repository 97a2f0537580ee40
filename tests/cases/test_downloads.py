"""The current search as a file and as a feed."""

import csv
import datetime
import io
import json
import re
import zipfile
from dataclasses import replace
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils.html import escape

from cases.exports import EXPORTS, workbook
from cases.web import downloads, search
from tests.cases.makers import make_case, make_citation, make_item

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def downloaded(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return answer.getvalue()


def rows_of(client: Client, query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(downloaded(client, f"/export.csv?{query}").decode(), newline="")))


def sheets_of(client: Client, query: str = "") -> list[list[list[str]]]:
    with zipfile.ZipFile(io.BytesIO(downloaded(client, f"/export.xlsx?{query}"))) as book:
        shared = [node.findtext(f"{SHEET}t") or "" for node in _tree(book, "xl/sharedStrings.xml").iter(f"{SHEET}si")]
        return [_rows(_tree(book, f"xl/worksheets/sheet{number}.xml"), shared) for number in (1, 2)]


def _tree(book: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(book.read(name)) if name in book.namelist() else ET.Element("none")


def _rows(sheet: ET.Element, shared: list[str]) -> list[list[str]]:
    return [[_text(cell, shared) for cell in row.iter(f"{SHEET}c")] for row in sheet.iter(f"{SHEET}row")]


def _text(cell: ET.Element, shared: list[str]) -> str:
    assert cell.find(f"{SHEET}f") is None, "a formula"
    value = cell.findtext(f"{SHEET}v") or ""
    return shared[int(value)] if cell.get("t") == "s" else value or cell.findtext(f"{SHEET}is/{SHEET}t") or ""


def entries_of(client: Client, query: str = "") -> list[ET.Element]:
    return ET.fromstring(downloaded(client, f"/feed.atom?{query}")).findall(f"{ATOM}entry")


@pytest.mark.parametrize("form", EXPORTS)
def test_a_file_says_what_it_is_and_is_saved_under_a_name(form: str, client: Client) -> None:
    make_case()
    answer = client.get(f"/export.{form}")
    assert answer["Content-Type"] == EXPORTS[form].media_type
    assert re.fullmatch(
        rf'attachment; filename="imr-decisions-\d{{4}}-\d\d-\d\d\.{form}"', answer["Content-Disposition"]
    )
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert len(answer.getvalue()) > 100


def test_a_file_holds_the_whole_search_from_whatever_page_it_is_asked(client: Client) -> None:
    for _ in range(15):
        make_case(make_item("MRI", treatment="mri"), make_item("MRI again", treatment="mri"), make_item())
    assert len(rows_of(client, "treatment=mri&after=20")) == 30
    assert len(downloaded(client, "/export.jsonl?treatment=mri").splitlines()) == 15
    assert len(sheets_of(client, "treatment=mri")[0]) == 31


@pytest.mark.parametrize("query", ["colour=red", "outcome=maybe", "q=%22home", "outcome=upheld&year=14", "q=a&q=b"])
@pytest.mark.parametrize("address", [*(f"/export.{form}" for form in EXPORTS), "/feed.atom"])
def test_what_a_page_would_mend_is_refused_with_the_reason(query: str, address: str, client: Client) -> None:
    answer = client.get(f"{address}?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert len(answer.content.decode().splitlines()) == 1


@pytest.mark.parametrize("form", EXPORTS)
def test_the_head_of_a_file_is_no_work(form: str, client: Client) -> None:
    make_case()
    answer = client.head(f"/export.{form}")
    assert (answer.status_code, answer.getvalue()) == (200, b"")


@pytest.mark.parametrize("address", [*(f"/export.{form}" for form in EXPORTS), "/feed.atom"])
def test_only_published_letters_leave_the_house(address: str, client: Client) -> None:
    make_case(make_item("public"))
    for status in ("held", "in-review", "withdrawn"):
        make_case(make_item("secret"), status=status)
    if address.endswith("xlsx"):
        assert "secret" not in str(sheets_of(client))
    else:
        assert b"secret" not in downloaded(client, address)


def test_addresses_in_a_file_can_be_opened(client: Client) -> None:
    case = make_case()
    assert rows_of(client)[0]["address"] == f"http://testserver/cases/{case.slug}/#item-1"
    record = json.loads(downloaded(client, "/export.jsonl"))
    assert record == json.loads(downloaded(client, urlsplit(record["url"]).path.rstrip("/") + ".json"))


def test_a_workbook_has_typed_cells_and_no_formula(client: Client) -> None:
    make_case(make_item("=1+1", visits=8, rationale="x" * 40_000, citations=[make_citation()]))
    (names, row), _ = sheets_of(client)
    cells = dict(zip(names, row, strict=False))
    assert (names[:4], cells["request"]) == (["case_number", "item", "decision_date", "request"], "=1+1")
    assert cells["decision_date"] == str((datetime.date(2015, 3, 1) - datetime.date(1899, 12, 30)).days)
    assert "8" in row
    assert any(len(cell) == workbook.LONGEST_CELL and cell.endswith("x…") for cell in row)


def test_the_second_sheet_says_what_was_asked_when_and_of_what(client: Client) -> None:
    make_case(make_item("MRI", treatment="mri"))
    make_case(decision_date=None)
    about = dict(sheets_of(client, "treatment=mri&q=mri")[1])
    assert about["Treatment"] == "MRI"
    assert about["Words"] == "mri"
    assert about["Order"] == "Best match"
    assert about["Address"] == "http://testserver/?q=mri&treatment=mri"
    assert about["Items"] == "1"
    assert about["Letters on this site"] == ("2, decided from 2015-03-01 to 2015-03-01; 1 without a decision date")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d P[DS]T", about["Made on"])


def test_a_search_too_great_for_a_workbook_is_refused_and_never_cut(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = {**EXPORTS, "xlsx": replace(EXPORTS["xlsx"], most=2)}
    monkeypatch.setattr(downloads, "EXPORTS", small)
    monkeypatch.setattr(search, "EXPORTS", small)
    make_case(make_item("MRI", treatment="mri"), make_item("MRI", treatment="mri"), make_item())
    refused = client.get("/export.xlsx")
    assert (refused.status_code, b"holds 2 items and this search has 3" in refused.content) == (400, True)
    assert b"/export.xlsx" not in client.get("/").content
    assert len(sheets_of(client, "treatment=mri")[0]) == 3
    assert b"/export.xlsx" in client.get("/?treatment=mri").content


def test_a_feed_is_valid_atom(client: Client) -> None:
    make_case(make_item("Sleep study", outcome="overturned", treatment="mri"), slug="cm15-0000007")
    answer = client.get("/feed.atom?outcome=overturned&sort=oldest")
    feed = ET.fromstring(answer.content)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert {"max-age=900"} == set(answer["Cache-Control"].split(", "))
    assert feed.tag == f"{ATOM}feed"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == "http://testserver/feed.atom?outcome=overturned"
    assert links["alternate"] == "http://testserver/?outcome=overturned"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Overturned: Sleep study"
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/cases/cm15-0000007/#item-1"  # type: ignore[union-attr]
    for element in (feed, entry):
        for needed in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{needed}")
    assert feed.findtext(f"{ATOM}author/{ATOM}name")


def test_a_feed_has_the_newest_in_whatever_order_the_page_is(client: Client) -> None:
    for year in range(2010, 2017):
        for _ in range(5):
            make_case(make_item(f"of {year}"), make_item(f"of {year}"), decision_date=datetime.date(year, 1, 1))
    titles = [entry.findtext(f"{ATOM}title") for entry in entries_of(client, "sort=oldest&after=20")]
    assert titles == [f"Upheld: of {year}" for year in (2016, 2015, 2014, 2013, 2012) for _ in range(10)]


def test_an_entry_keeps_its_id_under_every_search_and_host(client: Client) -> None:
    make_case(make_item("MRI of the knee", treatment="mri"), make_item())
    ids = {entry.findtext(f"{ATOM}id") for entry in entries_of(client)}
    assert len(ids) == 2
    (again,) = entries_of(client, "treatment=mri")
    assert again.findtext(f"{ATOM}id") in ids
    moved = ET.fromstring(client.get("/feed.atom", headers={"host": "localhost"}).content)
    assert {entry.findtext(f"{ATOM}id") for entry in moved.findall(f"{ATOM}entry")} == ids


def test_a_feed_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    make_case()
    first = client.get("/feed.atom")
    assert client.get("/feed.atom", headers={"if-none-match": first["ETag"]}).status_code == 304


def test_what_xml_cannot_hold_is_no_error(client: Client) -> None:
    make_case(make_item("MRI\x01 of <b>the</b>\x0b knee"), decision_date=None)
    (entry,) = entries_of(client, "q=MRI")
    assert entry.findtext(f"{ATOM}title") == "Upheld: MRI  of <b>the</b>  knee"


def test_the_page_leads_to_the_files_of_its_search(client: Client) -> None:
    for _ in range(25):
        make_case(make_item(rationale="home exercise"))
    html = client.get("/?q=home+exercise&outcome=upheld&after=20").content.decode()
    for address in (*(f"/export.{form}" for form in EXPORTS), "/feed.atom", "/api/v1/items"):
        assert f'href="{escape(f"{address}?q=home+exercise&outcome=upheld")}"' in html
    assert '<link rel="alternate"\n        type="application/atom+xml"' in html
    assert "All 25 as" in html
