"""What takes the time of a search: the functions that most of it is spent in."""

import cProfile
import pstats
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.revisions import ROOT
from benchmarks.searching import ours
from benchmarks.searching.searches import Search
from cases.search.search import find

SHOWN = 12


def print_profile(search: Search) -> None:
    """Asked first and again, each with the functions of the longest own time."""
    ours.forget()
    params = search.params
    for name in ("first", "again"):
        print(f"\n{search.name}, {name}: ms of its own, ms in all, calls")
        for own, whole, calls, where in _profile(partial(find, params))[:SHOWN]:
            print(f"  {own * 1000:8.2f} {whole * 1000:8.2f} {calls:7,} {where}")


def _profile(work: Callable[[], object]) -> list[tuple[float, float, int, str]]:
    profile = cProfile.Profile()
    profile.runcall(work)
    rows = pstats.Stats(profile).get_stats_profile().func_profiles
    found = [
        (each.tottime, each.cumtime, int(str(each.ncalls).partition("/")[0]), f"{name} {_place(each)}")
        for name, each in rows.items()
    ]
    return sorted(found, reverse=True)


def _place(function: pstats.FunctionProfile) -> str:
    file = Path(function.file_name)
    known = file.relative_to(ROOT) if file.is_relative_to(ROOT) else Path(*file.parts[-2:])
    return f"{known}:{function.line_number}" if function.line_number else ""
