"""Our page: through the door of searching, and through Django with view and template."""

from typing import Any

from django.conf import settings
from django.test import Client
from django.test.utils import override_settings

from benchmarks.searching.peers import Answer
from benchmarks.searching.searches import Search
from cases.search.search import find
from cases.search.sets.current import this_process

ANOTHER = Search("not of the mix", chosen={"outcome": ("overturned",)})
HOST = "localhost"


def page(search: Search) -> Answer:
    """One page with rows, snippets and facets."""
    results = find(search.params)
    counts = {block.name: {each.value: each.count for each in block.values if each.count} for block in results.facets}
    return Answer(results.total, tuple(row.item.pk for row in results.rows), counts)


def forget() -> None:
    """Leaves the process as one that has just started and has answered another search: nothing of the mix is kept."""
    this_process.forget()
    find(ANOTHER.params)


def site_settings() -> override_settings:
    """Open to everybody; static files by their own names, from where they are written: nothing is collected before."""
    plain: dict[str, Any] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    storages = {**settings.STORAGES, "staticfiles": plain}
    return override_settings(SEARCH_PUBLIC=True, STORAGES=storages, STATIC_ROOT=settings.BASE_DIR / "static")


class Site:
    """The whole site in this process, asked as a browser asks."""

    def __init__(self) -> None:
        self.client = Client(SERVER_NAME=HOST)

    def ask(self, search: Search) -> None:
        """The search page as HTML."""
        self.get(f"/?{search.address}")

    def get(self, address: str) -> None:
        """Any page; one that fails is an error."""
        response = self.client.get(address)
        assert response.status_code == 200, f"{address} answers {response.status_code}"
        assert response.content
