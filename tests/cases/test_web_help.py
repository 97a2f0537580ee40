"""The help page: every example runs, is understood without mending, and finds what it says."""

import re
from itertools import chain

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.html import escape

from cases.search.facets import FACETS
from cases.web.help import CITATION, SECTIONS, Example, field_example

EXAMPLES: tuple[Example, ...] = (*chain.from_iterable(section.examples for section in SECTIONS), *CITATION)


@pytest.mark.django_db
def test_every_example_is_a_link_that_runs_and_finds_what_it_says_in_the_samples(client: Client) -> None:
    call_command("ingest", "samples", workers=1, verbosity=0)
    html = client.get("/help/").content.decode()
    for example in EXAMPLES:
        assert f'href="/?{escape(example.address)}"' in html, example
        answer = client.get(f"/?{example.address}").content.decode()
        assert "data-notice" not in answer, example
        (count,) = re.findall(r'id="count"\s+data-count="(\d+)"', answer)
        assert (int(count) > 0) == example.in_samples, example


@pytest.mark.django_db
def test_every_field_has_an_example_that_is_understood(client: Client) -> None:
    html = client.get("/help/").content.decode()
    for facet in FACETS:
        example = field_example(facet)
        assert example, facet.name
        assert f"<code>{escape(example)}</code>" in html
        assert client.get("/api/v1/items", {"q": example}).status_code == 200, example


def test_the_page_leads_everywhere_it_says(client: Client) -> None:
    html = client.get("/help/").content.decode()
    anchors = set(re.findall(r'href="#([^"]+)"', html)) - {"main"}
    assert anchors == set(re.findall(r'<h2 id="([^"]+)"', html)) - {"shortcuts-title"}
    assert client.post("/help/").status_code == 405
