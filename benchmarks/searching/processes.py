"""The memory, the start and the catching up of a web process."""

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import partial

from django.db import transaction

from benchmarks.revisions import ROOT
from benchmarks.searching.fill import Corpus, copy_letters
from benchmarks.searching.ours import ask
from benchmarks.searching.searches import Search, mix
from benchmarks.searching.tables import figure
from benchmarks.searching.turns import Way, milliseconds
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
    """How long the first search takes after letters came in."""
    no_filter, common = (search for search in mix(corpus.items) if search.name in ("no filter", "common word"))
    print("\nThe first search after letters came in, in ms (and asked again before):")
    for letters in NEW_LETTERS:
        shown = [f"{search.name} {catch_up(corpus, letters, search)}" for search in (no_filter, common)]
        print(f"  {letters:,} letters: {', '.join(shown)}")


def catch_up(corpus: Corpus, letters: int, search: Search) -> str:
    """The letters are taken back afterwards, and never were in the corpus."""
    ask(search)
    before = milliseconds(Way("before", partial(ask, search)))
    with transaction.atomic():
        copy_letters(corpus.made(corpus.letters, letters))
        after = milliseconds(Way("after", partial(ask, search)))
        transaction.set_rollback(True)
    this_process.forget()
    return f"{figure(after).strip()} ({figure(before).strip()})"


def _goal(goal: float | None) -> str:
    return f" (≤ {goal:g})" if goal else ""
