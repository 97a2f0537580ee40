"""Sets of entries in numbers: how many letters they are of, how they ended, and when they were decided."""

import datetime

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from cases.letters.taxonomy import OUTCOMES
from cases.search.population import Population, Tally
from cases.search.sets.bitmaps import numbers
from cases.search.sets.membership import value_name
from cases.search.sets.snapshot import NOTHING, Snapshot
from cases.search.sets.sorting import Numbers


def population_of(found: BitMap, snapshot: Snapshot) -> Population:
    """What a set of living entries is, in numbers."""
    by_outcome = {outcome: found & snapshot.get(value_name("outcome", outcome)) for outcome in OUTCOMES}
    members = numbers(found)
    days, cases = snapshot.days[members], snapshot.cases[members]
    dated = days[days >= 0]
    all_found, decided = Tally(len(found), _how_many(cases)), BitMap.union(NOTHING, *by_outcome.values()) & found
    return Population(
        found=all_found,
        decided=all_found if decided == found else _tally(decided, snapshot),
        overturned=_tally(by_outcome["overturned"], snapshot),
        first=datetime.date.fromordinal(int(dated.min())) if len(dated) else None,
        last=datetime.date.fromordinal(int(dated.max())) if len(dated) else None,
        undated=_how_many(cases[days < 0]),
    )


def _tally(members: BitMap, snapshot: Snapshot) -> Tally:
    return Tally(len(members), _how_many(snapshot.cases[numbers(members)]))


def _how_many(cases: Numbers) -> int:
    return int(np.count_nonzero(_flags(cases)))


def _flags(cases: Numbers) -> npt.NDArray[np.bool_]:
    """Whether each key up to the greatest is there: many times quicker than to sort them."""
    flags = np.zeros(int(cases.max(initial=0)) + 1, np.bool_)
    flags[cases] = True
    return flags
