"""Two facets crossed: of each value of one, how the items fare that have a value of the other too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cases.search.finder import Finder
from cases.search.params import SearchParams
from cases.stats.breakdown import Part, breakdown


@dataclass(frozen=True, slots=True)
class Crossed:
    """A line: all items with a value, then those with the value of each column too; `None` where there are none."""

    whole: Part
    cells: tuple[Part | None, ...]


def cross(
    rows: tuple[str, Sequence[Part]], columns: tuple[str, Iterable[Part]], params: SearchParams, finder: Finder
) -> tuple[Crossed, ...]:
    """The lines of a table; a row and a column are a facet and those of its parts that are shown.

    What the search chooses of either facet is put aside.
    """
    (row_facet, wholes), (column_facet, heads) = rows, columns
    by_column = [
        {part.value: part for part in breakdown(row_facet, params.only(column_facet, head.value), finder)}
        for head in heads
    ]
    return tuple(Crossed(whole, tuple(parts.get(whole.value) for parts in by_column)) for whole in wholes)
