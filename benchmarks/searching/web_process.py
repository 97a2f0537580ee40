"""What one web process costs: run on its own with the name of a database, it says so as JSON."""

import json
import sys
import time

import psutil
from django.db import connection

from benchmarks.scratch import use
from benchmarks.searching.ours import ANOTHER, Site, site_settings
from benchmarks.searching.searches import mix
from cases.search.search import find

MB = 1_000_000


def main(name: str, items: int) -> None:
    """Asks as the first reader of a process would, then all searches of the mix, and weighs the process in between."""
    this = psutil.Process()
    use(name)
    site = Site()
    site.get("/healthz")
    before, started = _size(this), time.time() - this.create_time()
    first, second = _seconds(), _seconds()
    loaded = _size(this)
    for search in mix(items):
        site.ask(search)
    told = {
        "start": started,
        "first": first,
        "second": second,
        "before": before,
        "loaded": loaded,
        "whole": _size(this),
        "connection": _seconds_to_connect(),
    }
    print(json.dumps(told))


def _seconds_to_connect() -> float:
    connection.close()
    start = time.perf_counter()
    connection.ensure_connection()
    return time.perf_counter() - start


def _seconds() -> float:
    params = ANOTHER.params
    start = time.perf_counter()
    find(params)
    return time.perf_counter() - start


def _size(process: psutil.Process) -> float:
    return float(process.memory_info().rss / MB)


if __name__ == "__main__":
    with site_settings():
        main(sys.argv[1], int(sys.argv[2]))
