"""How well each field of a letter is read, as it was measured on letters that people had read."""

import datetime
import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data" / "scores.toml"


@dataclass(frozen=True, slots=True)
class Exact:
    """A field that was read as a person read it in `right` of `whole` cases."""

    label: str
    right: int
    whole: int


@dataclass(frozen=True, slots=True)
class Several:
    """A field of several values: found as a person did, by the rules alone, and by the person alone."""

    label: str
    right: int
    wrong: int
    missed: int


@dataclass(frozen=True, slots=True)
class Scores:
    """What was measured, when, and on how many letters and items; `sample` says what letters they were."""

    measured: datetime.date
    letters: int
    items: int
    sample: str
    exact: tuple[Exact, ...]
    several: tuple[Several, ...]


@functools.cache
def load_scores() -> Scores:
    """The figures of the data file."""
    data = tomllib.loads(DATA.read_text())
    return Scores(
        measured=data["measured"],
        letters=data["letters"],
        items=data["items"],
        sample=data["sample"],
        exact=tuple(Exact(label, *numbers) for label, numbers in data["exact"].items()),
        several=tuple(Several(label, *numbers) for label, numbers in data["several"].items()),
    )
