"""Pages of a mix of searches at several sizes: ours, through Django, and those of Tantivy and SQLite FTS5, in turns."""

import os
import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Mapping, Sequence
from functools import partial

from benchmarks.searching import ours
from benchmarks.searching.answers import differences
from benchmarks.searching.fill import Corpus, filled_database, written
from benchmarks.searching.indexed import indexed_peers
from benchmarks.searching.ours import Site, site_settings
from benchmarks.searching.peers import Peer
from benchmarks.searching.processes import print_catching_up, print_process
from benchmarks.searching.profiles import print_profile
from benchmarks.searching.report import Measured, print_growth, print_pages
from benchmarks.searching.searches import Search, mix
from benchmarks.searching.turns import PROCESSOR, WALL, Way, measure
from cases.search.search import find

NAME = "searching"
HELP = "the search page beside Tantivy and SQLite, at 10k and 100k items (SIZE=1m: a million too)"

SIZES = (10_000, 100_000, 1_000_000)
UNITS = {"": 1, "k": 1_000, "m": 1_000_000}
PATIENCE = 4.0
"""Seconds for one search and one way to answer it: what is slow is asked less often."""


def add_arguments(parser: ArgumentParser) -> None:
    """How large, how often, and whether what was filled in stays."""
    largest = os.environ.get("SIZE") or "100k"
    parser.add_argument(
        "--size", type=_size, default=largest, help="the largest corpus, after all smaller ones (or SIZE=)"
    )
    parser.add_argument("--only", action="store_true", help="none of the smaller ones")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--processor", action="store_true", help="counts the time of processors, where a Linux machine is busy"
    )
    parser.add_argument("--profile", action="store_true", help="tells what takes the time of searches that miss a goal")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="keeps databases and indexes for the next run")


def run(options: Namespace) -> bool:
    """Prints a table for each size and how they grow; false where a peer answers otherwise than we do."""
    smaller = [] if options.only else [size for size in SIZES if size < options.size]
    found: dict[int, Sequence[Measured]] = {}
    wrong: list[str] = []
    for size in (*smaller, options.size):
        corpus = Corpus(options.seed, size)
        print(f"\nFilling in {written(size)} items …", flush=True)
        with filled_database(corpus, keep=options.keep) as name, indexed_peers(corpus, keep=options.keep) as peers:
            wrong += [each for search in mix(size) for each in differences(search, peers)]
            with site_settings():
                found[size] = _measure(corpus, peers, options)
            print_process(name, corpus)
            print_catching_up(corpus)
    print_growth(found)
    for each in wrong:
        print(f"DIFFERENT: {each}")
    return not wrong


def _size(text: str) -> int:
    """A number of items as it is written: 300, 10k, 1m."""
    match = re.fullmatch(r"(\d+)([km]?)", text.lower())
    if not match or not int(match[1]):
        raise ArgumentTypeError(f"{text!r} is no number of items; write it like 300, 10k or 1m")
    return int(match[1]) * UNITS[match[2]]


def _measure(corpus: Corpus, peers: Sequence[Peer], options: Namespace) -> Sequence[Measured]:
    site = Site()
    measured = [Measured(search, _times(search, site, peers, options)) for search in mix(corpus.items)]
    print_pages(corpus, measured, (PROCESSOR if options.processor else WALL).unit)
    if options.profile:
        for each in measured:
            if each.misses(corpus.items):
                print_profile(each.search)
    return measured


def _times(search: Search, site: Site, peers: Sequence[Peer], options: Namespace) -> Mapping[str, float]:
    site.ask(search)  # templates are read once in the life of a process
    ways = [
        Way("first", partial(find, search.params), ours.forget),
        Way("again", partial(find, search.params)),
        Way("Django", partial(site.ask, search)),
        *(Way(peer.NAME, partial(peer.page, search)) for peer in peers),
    ]
    return measure(ways, PROCESSOR if options.processor else WALL, rounds=options.rounds, patience=PATIENCE)
