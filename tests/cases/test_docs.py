"""The documents say what there is."""

from pathlib import Path

import pytest

from cases.search.facets import FACETS
from cases.search.order import SORTS

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("name", [facet.name for facet in FACETS])
def test_every_facet_has_its_heading_in_the_query_language(name: str) -> None:
    assert f"\n### {name}\n" in (DOCS / "query-language.md").read_text()


@pytest.mark.parametrize("sort", [value for value, _ in SORTS])
def test_every_order_is_named_in_the_query_language(sort: str) -> None:
    assert f"`{sort}`" in (DOCS / "query-language.md").read_text()
