"""The search for programs: the same figures as the page and the files, and nothing ignored."""

import csv
import io
import json
import random
import re
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from cases.search.facets import FACETS
from cases.search.order import SORTS
from cases.search.params import KEYS, PROGRAM_KEYS
from tests.cases.makers import make_case, make_citation, make_item
from tests.cases.test_counts import SEARCHES, random_corpus

pytestmark = pytest.mark.django_db

PATHS = ("/api/v1/items", "/api/v1/facets", "/api/v1/openapi.json", "/api/v1/cases/cm15-0000042")


def answer(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(address)
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)


def all_items(client: Client, query: str) -> list[dict[str, Any]]:
    """Every item of a search, page after page."""
    address = f"/api/v1/items?{query}"
    found: list[dict[str, Any]] = []
    while address:
        page = answer(client, address)
        assert len(page["results"]) == min(20, page["count"] - len(found))
        found += page["results"]
        address = page["next"]
    assert len(found) == page["count"]
    return found


def valid(client: Client, name: str, instance: Any) -> None:
    """Holds an answer to its shape in the API's own description."""
    described = answer(client, "/api/v1/openapi.json")
    schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(instance)


def random_search(rng: random.Random, offered: dict[str, list[dict[str, Any]]]) -> str:
    """A search by some of the values that are offered, sometimes with words and an order."""
    chosen = [
        f"{facet}={rng.choice(values)['value'].replace(' ', '+')}"
        for facet, values in offered.items()
        if values and rng.random() < 0.2
    ]
    words = [f"q={rng.choice(('exercise', 'improvement', '-exercise', 'no+radiculopathy', 'outcome:upheld'))}"]
    return "&".join((*chosen, *words * (rng.random() < 0.4), f"sort={rng.choice(SORTS[1:])[0]}"))


@pytest.mark.parametrize("seed", range(3))
def test_page_api_and_files_agree_in_total_order_and_every_count(seed: int, client: Client) -> None:
    rng = random.Random(seed)
    random_corpus(rng, letters=30)
    offered = answer(client, "/api/v1/facets?guideline=mtus")
    for query in (*SEARCHES, *(random_search(rng, offered) for _ in range(12))):
        html = client.get(f"/?{query}").content.decode()
        found = all_items(client, query)
        ids = [item["id"] for item in found]
        assert re.findall(r'data-item="([^"]+)"', html) == ids[:20]
        assert re.search(rf'id="count"\s+data-count="{len(ids)}"', html)
        rows = csv.DictReader(io.StringIO(client.get(f"/export.csv?{query}").getvalue().decode()))
        assert [f"{row['case_number'].lower()}/{row['item']}" for row in rows] == ids
        records = [json.loads(line) for line in client.get(f"/export.jsonl?{query}").getvalue().splitlines()]
        assert [record["slug"] for record in records] == list(dict.fromkeys(item["case"] for item in found))
        shown = shown_facets(html)
        assert shown == counted_facets(answer(client, f"/api/v1/facets?{query}"))
        assert len(shown) > 10 or not found


def shown_facets(html: str) -> set[tuple[str, str, int, bool]]:
    tags = re.findall(r'<label[^>]*data-facet="([^"]*)"\s+data-value="([^"]*)"\s+data-count="(\d+)"([^>]*)>', html)
    return {(facet, value, int(count), "data-selected" in rest) for facet, value, count, rest in tags}


def counted_facets(answered: dict[str, list[dict[str, Any]]]) -> set[tuple[str, str, int, bool]]:
    return {
        (facet, each["value"], each["count"], each["selected"]) for facet, values in answered.items() for each in values
    }


def test_an_item_has_its_facts_and_leads_to_its_letter(client: Client) -> None:
    citations = [make_citation(pages=[(98, 99)], sections=["Physical Medicine"], edition=2009)]
    make_case(
        make_item(
            "MRI of the knee", treatment="mri", body_parts=["knee"], reasons=["trial-first"], citations=citations
        ),
        slug="cm15-0000042",
    )
    page = answer(client, "/api/v1/items?treatment=mri")
    assert page == {
        "count": 1,
        "next": None,
        "results": [
            {
                "id": "cm15-0000042/1",
                "case": "cm15-0000042",
                "position": 1,
                "request": "MRI of the knee",
                "outcome": "upheld",
                "treatment": "mri",
                "body_parts": ["knee"],
                "visits": None,
                "decision_date": "2015-03-01",
                "citations": [
                    {
                        "cited_by": "reviewer",
                        "guideline": "mtus-chronic-pain",
                        "edition": 2009,
                        "sections": ["Physical Medicine"],
                        "pages": [[98, 99]],
                        "text": "mtus-chronic-pain [(98, 99)]",
                    }
                ],
                "reasons": ["trial-first"],
                "snippet": "The records do not show functional improvement. The request is not medically necessary.",
                "url": "http://testserver/cases/cm15-0000042/#item-1",
            }
        ],
    }


def test_the_next_page_keeps_all_parameters(client: Client) -> None:
    for _ in range(25):
        make_case(make_item(rationale="home exercise"))
    page = answer(client, "/api/v1/items?q=home+exercise&outcome=upheld&sort=oldest")
    assert page["next"] == "http://testserver/api/v1/items?q=home+exercise&outcome=upheld&sort=oldest&after=20"
    assert answer(client, page["next"])["next"] is None


def test_a_program_may_ask_for_longer_pages(client: Client) -> None:
    make_case(*(make_item() for _ in range(60)))
    first = answer(client, "/api/v1/items?size=50")
    assert (first["count"], len(first["results"])) == (60, 50)
    assert len(answer(client, first["next"])["results"]) == 10


def test_every_facet_answers_and_one_that_needs_another_is_empty_without_it(client: Client) -> None:
    make_case(make_item(citations=[make_citation(pages=[(98, 98)])]), specialties=["Neurology"], states=["Texas"])
    facets = answer(client, "/api/v1/facets?outcome=upheld")
    assert list(facets) == [facet.name for facet in FACETS]
    assert facets["page"] == []
    assert facets["outcome"] == [{"value": "upheld", "label": "Upheld", "count": 1, "selected": True}]
    with_guideline = answer(client, "/api/v1/facets?guideline=mtus")
    assert with_guideline["page"] == [{"value": "98", "label": "98", "count": 1, "selected": False}]


def test_a_letter_is_the_record_of_its_page(client: Client) -> None:
    case = make_case(make_item(citations=[make_citation(pages=[(98, 99)])]), make_item("MRI", treatment="mri"))
    record = answer(client, f"/api/v1/cases/{case.slug}")
    assert record == answer(client, f"/cases/{case.slug}.json")
    assert record["items"][1]["url"] == f"http://testserver/cases/{case.slug}/#item-2"


@pytest.mark.parametrize("status", ["held", "in-review", "withdrawn"])
def test_only_published_letters_are_answered(status: str, client: Client) -> None:
    case = make_case(make_item("secret"), status=status)
    gone = status == "withdrawn"
    refusal = answer(client, f"/api/v1/cases/{case.slug}", 410 if gone else 404)
    assert refusal["error"]["code"] == ("withdrawn" if gone else "not-found")
    assert answer(client, "/api/v1/items")["count"] == 0
    assert not any(answer(client, "/api/v1/facets").values())


WRONG = [
    ("colour=red", "unknown-parameter", "colour"),
    ("page_size=100", "unknown-parameter", "page_size"),
    ("outcome=maybe", "bad-value", "maybe"),
    ("outcome=upheld&outcome=maybe", "bad-value", "maybe"),
    ("page=abc", "bad-value", "abc"),
    ("year=14", "bad-value", "14"),
    ("decided_after=2014-02-30", "bad-value", "2014-02-30"),
    ("sort=random", "bad-value", "random"),
    ("sort=relevance", "no-relevance", "words"),
    ("after=-1", "bad-value", "-1"),
    ("q=outcome:maybe", "bad-value", "maybe"),
    ("q=%22home", "query-mended", "quotation"),
    ("q=mri&q=ct", "repeated-parameter", "q"),
    ("sort=newest&sort=oldest", "repeated-parameter", "sort"),
    ("specialty=%00", "bad-value", "specialty"),
    ("size=1000", "bad-value", "1000"),
    ("per=letter", "page-only", "per"),
    ("rows=compact", "page-only", "rows"),
]


@pytest.mark.parametrize("path", PATHS[:2])
@pytest.mark.parametrize(("query", "code", "named"), WRONG, ids=[query for query, _, _ in WRONG])
def test_what_is_wrong_is_refused_and_named(path: str, query: str, code: str, named: str, client: Client) -> None:
    refusal = answer(client, f"{path}?{query}", 400)
    valid(client, "Error", refusal)
    (notice,) = refusal["error"]["notices"]
    assert (refusal["error"]["code"], notice["code"]) == ("bad-parameters", code)
    assert named.lower() in notice["message"].lower()
    assert notice["message"] in refusal["error"]["message"]
    assert "ignored" not in refusal["error"]["message"]


def test_a_parameter_that_is_unknown_is_told_those_that_there_are(client: Client) -> None:
    assert ", ".join(sorted(PROGRAM_KEYS)) in answer(client, "/api/v1/items?colour=red", 400)["error"]["message"]


@pytest.mark.parametrize("path", PATHS[2:])
def test_where_there_are_no_parameters_any_is_refused(path: str, client: Client) -> None:
    make_case(slug="cm15-0000042")
    assert answer(client, f"{path}?outcome=upheld", 400)["error"]["notices"][0]["code"] == "unknown-parameter"


@pytest.mark.parametrize(
    "path", ["", "itemz", "items/", "cases/", "cases/cm15-0000001", "cases/CM15-0000042", "cases/%00", "cases/a/b", "é"]
)
def test_an_unknown_address_is_a_404_in_json(path: str, client: Client) -> None:
    make_case(slug="cm15-0000042")
    refusal = answer(client, f"/api/v1/{path}", 404)
    valid(client, "Error", refusal)
    assert refusal["error"]["code"] == "not-found"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", PATHS)
def test_the_api_can_only_be_read(path: str, method: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert response.json()["error"]["code"] == "method-not-allowed"


def test_more_parameters_than_a_server_reads_are_refused(client: Client, settings: Any) -> None:
    query = "&".join(f"outcome={number}" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    assert answer(client, f"/api/v1/items?{query}", 400)["error"]["code"] == "bad-request"


BITS = ("%00", "%ff", "%F0%9F", "'", '"', "(", "-", "OR", ":", "page:", "98-", "unknown", "mtus", "é", "%25", "\\", "+")


@pytest.mark.parametrize("seed", range(20))
def test_no_address_whatever_is_an_error_of_ours(seed: int, client: Client) -> None:
    rng = random.Random(seed)
    names = (*sorted(KEYS), "%00", "x")
    for _ in range(20):
        pairs = [f"{rng.choice(names)}={''.join(rng.choices(BITS, k=rng.randint(0, 4)))}" for _ in range(3)]
        response = client.get(f"{rng.choice(PATHS[:2])}?{'&'.join(pairs)}")
        assert response.status_code == 200 or (response.status_code == 400 and response.json()["error"]["notices"])


def test_answers_have_the_shapes_that_the_description_gives(client: Client) -> None:
    random_corpus(random.Random(5), letters=30)
    items = answer(client, "/api/v1/items")
    valid(client, "Items", items)
    valid(client, "Facets", answer(client, "/api/v1/facets?guideline=mtus"))
    for item in items["results"]:
        valid(client, "Letter", answer(client, f"/api/v1/cases/{item['case']}"))


def test_the_description_names_every_parameter_and_every_value(client: Client) -> None:
    described = answer(client, "/api/v1/openapi.json")
    for path in ("/items", "/facets"):
        parameters = {each["name"]: each["schema"] for each in described["paths"][path]["get"]["parameters"]}
        assert parameters.keys() == PROGRAM_KEYS
        for facet in FACETS:
            if facet.labels and not facet.spelling:
                known = {*facet.labels(), *(["unknown"] if facet.kind.has_unknown else [])}
                named = set(parameters[facet.name]["items"]["enum"])
                assert named == known | {f"-{value}" for value in known}
    for schema in described["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
