"""The memory, the start and the catching up of a web process."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import partial

from django.db import transaction

from benchmarks.revisions import ROOT
from benchmarks.searching.fill import Corpus, copy_letters
from benchmarks.searching.searches import Search, mix
from benchmarks.searching.tables import figure
from benchmarks.searching.turns import Way, milliseconds
from cases.search.search import find
from cases.search.sets.current import this_process

MOST_MEMORY = 250.0
"""MB of a web process at a million items."""

NEW_LETTERS = (1, 1_000)


def print_process(name: str, corpus: Corpus) -> None:
    """A process of its own, weighed and timed."""
    told = measure_process(name, corpus)
    sets, goal = told["loaded"] - told["before"], MOST_MEMORY if corpus.items == 1_000_000 else None
    print(f"\nA web process: {figure(told['whole'], goal)}MB when it has answered the mix{_goal(goal)},")
    print(f"  {figure(told['before'])}MB before its first search, which takes {figure(sets)}MB more")
    print(f"  {figure(told['start'] * 1000)}ms to start, {figure(told['first'] * 1000)}ms for the first search", end="")
    print(f" ({figure(told['second'] * 1000).strip()} ms for the same again)")
    print(f"  {figure(told['connection'] * 1000)}ms for a connection to the database")


def measure_process(name: str, corpus: Corpus) -> Mapping[str, float]:
    """Seconds and megabytes, as `web_process` tells them."""
    command = [sys.executable, "-m", "benchmarks.searching.web_process", name, str(corpus.items)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    told: Mapping[str, float] = json.loads(done.stdout)
    return told


def print_catching_up(corpus: Corpus) -> None:
    """How long the first search takes after letters came in, and then the first one for a word, beside their usual."""
    no_filter, common = (search for search in mix(corpus.items) if search.name in ("no filter", "common word"))
    print("\nThe first searches after letters came in, in ms (and what they take else):")
    for letters in NEW_LETTERS:
        shown = catch_up(corpus, letters, (no_filter, common))
        print(f"  {letters:,} {'letters' if letters > 1 else 'letter'}: {', '.join(shown)}")


def catch_up(corpus: Corpus, letters: int, searches: Sequence[Search]) -> list[str]:
    """The letters are taken back afterwards, and never were in the corpus."""
    for search in searches:
        find(search.params)
    before = [_milliseconds(search) for search in searches]
    with transaction.atomic():
        copy_letters(corpus.made(corpus.letters, letters))
        after = [_milliseconds(search) for search in searches]
        transaction.set_rollback(True)
    this_process.forget()
    told = zip(searches, after, before, strict=True)
    return [f"{search.name} {figure(late).strip()} ({figure(usual).strip()})" for search, late, usual in told]


def _milliseconds(search: Search) -> float:
    return milliseconds(Way(search.name, partial(find, search.params)))


def _goal(goal: float | None) -> str:
    return f" (≤ {goal:g})" if goal else ""
