"""Letters and numbers of sets of entries: how many letters there are, in which order, and when they were decided."""

import datetime
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from cases.letters.taxonomy import OUTCOMES
from cases.search.population import Population, Tally
from cases.search.sets.membership import value_name
from cases.search.sets.snapshot import NOTHING, Snapshot

Numbers = npt.NDArray[np.int64]
"""Numbers of entries, keys of items or of cases, or keys to sort by."""


def population_of(found: BitMap, snapshot: Snapshot) -> Population:
    """What a set of living entries is, in numbers."""
    by_outcome = {outcome: found & snapshot.get(value_name("outcome", outcome)) for outcome in OUTCOMES}
    numbers = numbers_of(found)
    days, cases = snapshot.days[numbers], snapshot.cases[numbers]
    dated = days[days >= 0]
    return Population(
        found=Tally(len(found), _how_many(cases)),
        decided=_tally(BitMap.union(NOTHING, *by_outcome.values()), snapshot),
        overturned=_tally(by_outcome["overturned"], snapshot),
        first=datetime.date.fromordinal(int(dated.min())) if len(dated) else None,
        last=datetime.date.fromordinal(int(dated.max())) if len(dated) else None,
        undated=_how_many(cases[days < 0]),
    )


def numbers_of(members: BitMap) -> Numbers:
    """The members of a set, ascending."""
    return np.frombuffer(members.to_array(), np.uint32).astype(np.int64)


def best_keys(cases: Numbers, sort_keys: Numbers) -> tuple[Numbers, Numbers]:
    """Each case once, ascending, and the greatest of the keys that its entries are sorted by."""
    best = np.full(int(cases.max(initial=0)) + 1, np.iinfo(np.int64).min, np.int64)
    np.maximum.at(best, cases, sort_keys)
    each = np.flatnonzero(_flags(cases))
    return each, best[each]


def entries_by_case(chosen: Sequence[int], cases: Numbers, sort_keys: Numbers) -> list[Numbers]:
    """For each of the chosen cases the places of its entries, the one with the greatest key first."""
    of_chosen = np.flatnonzero(np.isin(cases, np.array(chosen, np.int64)))
    in_order = of_chosen[np.argsort(-sort_keys[of_chosen], kind="stable")]
    return [in_order[cases[in_order] == case] for case in chosen]


def _tally(members: BitMap, snapshot: Snapshot) -> Tally:
    return Tally(len(members), _how_many(snapshot.cases[numbers_of(members)]))


def _how_many(cases: Numbers) -> int:
    return int(np.count_nonzero(_flags(cases)))


def _flags(cases: Numbers) -> npt.NDArray[np.bool_]:
    """Whether each key up to the greatest is there: many times quicker than to sort them."""
    flags = np.zeros(int(cases.max(initial=0)) + 1, np.bool_)
    flags[cases] = True
    return flags
