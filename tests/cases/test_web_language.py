"""What the page, the API and the files do with a query: mended and named, or refused, but never an error page."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.http import urlencode

from cases.models import Case
from cases.search.sets.sealing import seal_if_due
from tests.cases.makers import make_case, make_item

pytestmark = pytest.mark.django_db

# What is typed, and whether the page has to mend it.
HOSTILE: dict[str, tuple[str, bool]] = {
    "ten thousand terms": ("mri " * 10_000, True),
    "a thousand brackets": ("(" * 1_000 + "mri" + ")" * 1_000, True),
    "a thousand minus signs": ("-" * 900 + "mri", False),
    "a thousand phrases": ('"a b"~9' * 140, True),
    "a thousand places": ("request:" * 120 + "mri", True),
    "one long word": ("x" * 5_000, True),
    "long prefixes": (" ".join(f"abc{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz" * 2), True),
    "many names": ("norco PT esi TENS mri ct emg ncv frp cbt dme uds fce " * 3, False),
    "right to left": ("\u202emri\u202c", True),
    "zero width": ("m\u200bri", True),
    "null": ("mri\0", True),
    "private use": ("\ue000mri\ue001", True),
    "SQL": ("'; DROP TABLE cases_case; --", False),
    "operators of PostgreSQL": ("a & b | !c <-> (ddd*)", False),
    "a quotation mark in a prefix": ("o'brien''* \\'abc*", False),
    "patterns": ("%_[a-z]+(?:x)*$ \\d{3,}", False),
    "backslashes": ("\\\\ abc\\*", False),
    "markup": ("<script>alert(1)</script>", False),
    "other scripts": ("físico 物理療法 علاج طبيعي", False),
}


@pytest.mark.parametrize(("text", "is_mended"), HOSTILE.values(), ids=HOSTILE)
def test_no_query_breaks_the_page_and_what_is_mended_is_named(client: Client, text: str, *, is_mended: bool) -> None:
    make_case()
    html = page(client, q=text)
    assert ("query-mended" in notices(html)) == is_mended
    assert "<script>alert" not in html


@pytest.mark.parametrize("path", ["/api/v1/items", "/api/v1/facets", "/export.csv", "/feed.atom"])
@pytest.mark.parametrize(("text", "is_mended"), HOSTILE.values(), ids=HOSTILE)
def test_programs_are_refused_what_a_page_mends(client: Client, path: str, text: str, *, is_mended: bool) -> None:
    make_case()
    response = client.get(f"{path}?{urlencode({'q': text})}")
    assert response.status_code == (400 if is_mended else 200)


def test_bytes_that_are_no_text_break_nothing(client: Client) -> None:
    make_case()
    for address in ("/?q=%ED%A0%80", "/?q=%ff%fe", "/api/v1/items?q=%ED%A0%80mri"):
        assert client.get(address).status_code == 200


def test_a_mended_query_is_run_and_the_words_as_they_stand_are_offered(client: Client) -> None:
    make_case(make_item("An mri"))
    html = page(client, q="(mri colour:red", outcome="upheld")
    assert notices(html) == ["query-mended", "query-mended"]
    assert 'value="mri colour red"' in html
    (offered,) = re.findall(r'href="([^"]*)">Search for the words as they stand', html)
    assert offered == "/?q=%22%28mri%22+%22colour%3Ared%22&amp;outcome=upheld"
    assert notices(client.get(offered.replace("&amp;", "&")).content.decode()) == []


@pytest.mark.parametrize(
    "text", ["CM15-0000042", "cm150000042", "cm15 42 therapy", "case:cm15-0000042", "mri OR cm15-42"]
)
def test_a_case_number_in_any_spelling_offers_its_letter(client: Client, text: str) -> None:
    make_case(case_number="CM15-0000042", slug="cm15-0000042")
    html = page(client, q=text)
    assert re.search(r'href="/cases/cm15-0000042/">\s*Open letter CM15-0000042', html)
    assert notices(html) == []


@pytest.mark.parametrize("status", ["held", "withdrawn", "in-review", None])
def test_a_number_of_which_nothing_is_published_is_said_so(client: Client, status: str | None) -> None:
    if status:
        make_case(case_number="CM15-0000042", status=status)
    html = page(client, q="cm15 42")
    assert notices(html) == ["no-such-letter"]
    assert "Open letter" not in html
    assert client.get("/api/v1/items?q=CM15-0000042").status_code == 200


def test_what_is_also_searched_is_shown_and_can_be_switched_off(client: Client) -> None:
    make_case(make_item("Physical therapy", rationale="x"), make_item("PT", rationale="x"))
    html = page(client, q="PT", sort="newest")
    assert "Also searched: physical therapy, physiotherapy (for “PT”)" in folded(html)
    assert count(html) == 2
    (off,) = re.findall(r'href="([^"]*)">Search only for what I typed', html)
    html = client.get(off.replace("&amp;", "&")).content.decode()
    assert count(html) == 1
    assert re.search(r'<input type="hidden" name="synonyms" value="off"', html)
    (on,) = re.findall(r'href="([^"]*)">Search for these too', html)
    assert on == "/?q=PT&amp;sort=newest"


@pytest.mark.parametrize("query", ["q=PT", "q=PT&synonyms=off", "q=norco+OR+request:ESI", "q=cm15+42"])
def test_page_api_file_and_feed_find_the_same(client: Client, query: str) -> None:
    make_case(make_item("Physical therapy"), make_item("PT"), make_item("Epidural steroid injection"))
    make_case(make_item("Hydrocodone"), case_number="CM15-0000042")
    number = count(client.get(f"/?{query}").content.decode())
    assert number
    assert client.get(f"/api/v1/items?{query}").json()["count"] == number
    assert len(b"".join(client.get(f"/export.csv?{query}").streaming_content).splitlines()) == number + 1  # type: ignore[attr-defined]
    assert client.get(f"/feed.atom?{query}").content.count(b"<entry>") == number


def test_a_misspelt_word_gets_a_suggestion_that_finds_something(client: Client) -> None:
    for _ in range(3):
        make_case(make_item("Acupuncture of the neck"))
    seal_if_due()
    html = page(client, q="accupunture neck", outcome="upheld")
    assert count(html) == 0
    (found,) = re.findall(r'Did you mean\s*<a href="([^"]*)"><strong>([^<]*)</strong></a>\s*\(3 items\)', html)
    assert found == ("/?q=acupuncture+neck&amp;outcome=upheld", "acupuncture neck")
    assert "Did you mean" not in page(client, q="accupunture", outcome="overturned")
    assert "Did you mean" not in page(client, q="acupuncture")
    Case.objects.update(status="withdrawn")
    assert "Did you mean" not in page(client, q="accupunture")


def page(client: Client, **asked: str) -> str:
    answer: Any = client.get(f"/?{urlencode(asked)}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def notices(html: str) -> list[str]:
    return re.findall(r'data-notice="([^"]+)"', html)


def count(html: str) -> int:
    found = re.search(r'data-count="(\d+)"', html)
    assert found
    return int(found[1])


def folded(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
