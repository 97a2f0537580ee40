"""What letters are about in each year: categories, classes of drugs, treatments, and how often they are overturned."""

import functools
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.corpus.chance import Choice, Curve
from benchmarks.corpus.grammar import Phrase, phrase
from benchmarks.corpus.tables import table

ANCHORS = (2015, 2019, 2024)
DRUGS = "pharmaceuticals"
ANCILLARY = "ancillary"


@dataclass(frozen=True, slots=True, eq=False)
class Treatment:
    """A treatment and how it is asked for, one object a row; `group` is its class of drugs, else its category."""

    code: str
    category: str
    group: str
    kind: str
    wordings: tuple[Phrase, ...]
    parts: tuple[str, ...]
    drugs: tuple[str, ...]
    body_parts: tuple[str, ...]
    named: Mapping[str, tuple[str, ...]]
    is_unsided: bool


@functools.cache
def years() -> Choice[int]:
    """The years of decisions by their letters."""
    return Choice.of((int(year), row["letters"]) for year, row in table("mix")["year"].items())


@functools.cache
def rate(name: str) -> float:
    """A rate by its name."""
    return float(table("mix")["rate"][name])


@functools.cache
def curve(group: str, name: str) -> Curve:
    """A distribution by its name."""
    return Curve.of(table("mix")[group][name])


@functools.cache
def choice(*path: str) -> Choice[str]:
    """A table of weights by the way to it."""
    row: Mapping[str, Any] = table("mix")
    for name in path:
        row = row[name]
    return Choice.of(row.items())


@functools.cache
def among_items(name: str) -> float:
    """A rate of how the items of a letter go together, by its name."""
    return float(table("mix")["items"][name])


@functools.cache
def share_of_men() -> float:
    """Of the patients."""
    return float(table("mix")["patient"]["male"])


@functools.cache
def specialty_typos() -> Mapping[str, str]:
    """Names of specialties with a slip that letters have them with."""
    typos: Mapping[str, str] = table("mix")["specialty_typo"]
    return typos


@functools.cache
def specialty_code(name: str) -> str:
    """The name by which a specialty is known."""
    return str(table("mix")["specialty_known_as"].get(name, name))


@functools.cache
def numbers_of_items() -> Choice[int]:
    """How many items letters have."""
    return Choice.of((int(count), weight) for count, weight in table("mix")["items"]["count"].items())


@functools.cache
def share(kind: str, name: str, year: int) -> float:
    """The share of a category or of a class of drugs in a year, straight between the anchors."""
    shares = table("mix")[kind][name]["shares"]
    if year <= ANCHORS[0]:
        return float(shares[0])
    if year >= ANCHORS[-1]:
        return float(shares[-1])
    after = bisect(ANCHORS, year)
    start, end = ANCHORS[after - 1], ANCHORS[after]
    return float(shares[after - 1] + (shares[after] - shares[after - 1]) * (year - start) / (end - start))


@functools.cache
def categories(year: int) -> Choice[str]:
    """What items are drawn from; what goes with surgeries comes on top of the surgeries drawn."""
    weights = {name: share("category", name, year) for name in table("mix")["category"]}
    weights["surgery"] *= among_items("surgery_drawn")
    return Choice.of(weights.items())


@functools.cache
def classes(year: int) -> Choice[str]:
    """The classes of drugs of a year."""
    return Choice.of((name, share("class", name, year)) for name in table("mix")["class"])


@functools.cache
def treatments(group: str) -> Choice[Treatment]:
    """The treatments of a category or class of drugs."""
    rows = [row for row in table("requests")["treatment"] if row.get("class", row["category"]) == group]
    return Choice.of((_treatment(row, group), row["share"]) for row in rows)


@functools.cache
def overturn_rate(year: int, group: str) -> float:
    """How often a category or class of drugs is overturned in a year: its own rate, at the level of the year."""
    mix = table("mix")
    own = (mix["class"].get(group) or mix["category"][group])["overturned"]
    return float(own * mix["year"][str(year)]["overturned"] / _mean_rate(year))


@functools.cache
def _mean_rate(year: int) -> float:
    mix = table("mix")
    rates = [(share("category", name, year), row["overturned"]) for name, row in mix["category"].items()]
    return float(sum(weight * rate for weight, rate in rates) / sum(weight for weight, _ in rates))


def _treatment(row: Mapping[str, Any], group: str) -> Treatment:
    return Treatment(
        code=row["code"],
        category=row["category"],
        group=group,
        kind=row["kind"],
        wordings=tuple(phrase(words) for words in row["wordings"]),
        parts=tuple(row.get("parts", ())),
        drugs=tuple(row.get("drugs", ())),
        body_parts=tuple(row.get("body_parts", ())),
        named={words: tuple(codes) for words, codes in row.get("named", {}).items()},
        is_unsided=row.get("unsided", False),
    )
