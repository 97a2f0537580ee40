"""Reads the figures of a page and holds each to a direct count of what its link finds."""

import re
from html import unescape

from django.db.models import Q
from django.http import QueryDict

from cases.models import DisputedItem
from cases.search.finder import matching
from cases.search.params import read_params

FIGURES_RE = re.compile(
    r'data-found="(?P<found>\d+)"\s+data-decided="(?P<decided>\d+)"\s+data-overturned="(?P<overturned>\d+)"'
    r'.*?href="/\?(?P<query>[^"]*)"',
    re.DOTALL,
)
"""The numbers of a line or cell, and the first search that it links to."""
GIVEN_RE = re.compile(r'data-given="\w+"\s+data-found="(?P<found>\d+)".*?href="/\?(?P<query>[^"]*)"', re.DOTALL)
COLUMN_RE = re.compile(
    r'<a href="/\?(?P<query>[^"]*)"\s+tabindex="-1">\s*<title>[^:]*: (?P<found>[\d,]+) items?, (?P<overturned>[\d,]+)'
)


def check_figures(html: str) -> int:
    """Asserts that every line, cell and column is true of what its link finds; how many there were."""
    lines = [each.groupdict() for each in FIGURES_RE.finditer(html)]
    for line in lines:
        assert tuple(map(int, (line["found"], line["decided"], line["overturned"]))) == counted(line["query"]), line
    columns = [each.groupdict() for each in COLUMN_RE.finditer(html)]
    for column in columns:
        found, _, overturned = counted(column["query"])
        assert (column["found"], column["overturned"]) == (f"{found:,}", f"{overturned:,}"), column
    given = [each.groupdict() for each in GIVEN_RE.finditer(html)]
    for reason in given:
        assert int(reason["found"]) == counted(reason["query"])[0], reason
    return len(lines) + len(columns) + len(given)


def counted(query: str) -> tuple[int, int, int]:
    """The items that a search finds by plain SQL: all, those decided, those overturned."""
    params, notices = read_params(QueryDict(unescape(query)))
    assert notices == (), query
    items = DisputedItem.objects.filter(pk__in=matching(params).qs.values("pk"))
    return items.count(), items.filter(~Q(outcome="")).count(), items.filter(outcome="overturned").count()
