"""The sample letters, from file to page: the figures that the site promises over them."""

import re

import pytest
from django.core.management import call_command
from django.test import Client

FIGURES = {
    "": 10,
    "outcome=upheld&treatment=physical-therapy": 5,
    "guideline=mtus-chronic-pain&page=98": 4,
    "guideline=mtus-chronic-pain&page=98&cited_by=administrator": 1,
    "guideline=mtus-chronic-pain&page=99&cited_by=administrator": 2,
}


@pytest.mark.django_db
def test_the_sample_letters_are_found_as_promised(client: Client) -> None:
    call_command("ingest", "samples", workers=1, verbosity=0)
    for query, number in FIGURES.items():
        html = client.get(f"/?{query}").content.decode()
        assert re.findall(r'id="count"\s+data-count="(\d+)"', html) == [str(number)], query
        assert len(re.findall(r"data-item=", html)) == number, query
