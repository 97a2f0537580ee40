"""The list of results as a page shows it: blocks of rows, why each was found, and the way to other pages."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.template.defaultfilters import pluralize

from cases.letters import taxonomy
from cases.models import GuidelineCitation
from cases.search.blocks import Row
from cases.search.order import SORTS, VIEWS
from cases.search.params import SearchParams
from cases.search.search import Results
from cases.search.why import Why
from cases.web.presentation import Side, sides_of

NEAR = 2
"""Pages to which a pager leads on either side of this one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A citation that the search asks for, and the words for who cites the same pages."""

    citation: GuidelineCitation
    sides: str


@dataclass(frozen=True, slots=True)
class ResultCard:
    """One result; `found` says where its words are, `asked` are the citations that the search asks for.

    `before` and `after` the snippet stand dots where the text goes on.
    """

    row: Row
    sides: tuple[Side, ...]
    before: str
    after: str
    found: tuple[str, ...]
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class BlockCard:
    """A result and those that are shown with it."""

    card: ResultCard
    others: tuple[ResultCard, ...]

    @property
    def cards(self) -> tuple[ResultCard, ...]:
        """All of them."""
        return (self.card, *self.others)


@dataclass(frozen=True, slots=True)
class Way:
    """A link to the same search shown otherwise: its words, its address, and whether this is what is shown now."""

    words: str
    query: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Pager:
    """The way to the other pages; `None` among the pages stands for those that are left out."""

    number: int
    last: int
    pages: tuple[Way | None, ...]


def block_cards(results: Results) -> tuple[BlockCard, ...]:
    """One page of results."""
    return tuple(BlockCard(_card(block.row), tuple(map(_card, block.others))) for block in results.blocks)


def title_of(results: Results) -> str:
    """A search in words, for the title of its page: what is asked for, then how much there is."""
    if results.params.is_empty:
        return "Independent Medical Review decisions"
    asked = ", ".join(chip.said for chip in results.chips)
    return f"{asked}: {results.total:,} {'item' if results.total == 1 else 'items'}"


def said_of(results: Results) -> str:
    """What is said aloud of results: how many there are, and in which order."""
    letters = results.population.found.letters
    numbers = [f"{results.total:,} disputed item{pluralize(results.total)}", f"{letters:,} letter{pluralize(letters)}"]
    if not results.total:
        return "No disputed items"
    first, second = reversed(numbers) if results.params.is_by_letter else numbers
    between = "with" if results.params.is_by_letter else "in"
    return f"{first} {between} {second}, {dict(SORTS)[results.params.order].lower()}"


def views_of(params: SearchParams) -> dict[str, tuple[Way, ...]]:
    """For each way to show results its values as links, all from the first page on."""
    now = {"per": params.per, "rows": params.rows, "size": str(params.size)}
    return {
        name: tuple(
            Way(words, _showing(params, name, value), value == (now[name] or values[0][0])) for value, words in values
        )
        for name, values in VIEWS.items()
    }


def pager_of(results: Results) -> Pager | None:
    """The pages at either end and around this one; none where there is one page only."""
    params = results.params
    last = -(-results.places // params.size)
    number = params.after // params.size + 1
    if last < 2 or not results.rows:
        return None
    shown = sorted({1, last, *range(max(1, number - NEAR), min(last, number + NEAR) + 1)})
    return Pager(number, last, tuple(_pages(shown, number, params)))


def _pages(shown: list[int], here: int, params: SearchParams) -> Iterator[Way | None]:
    before = 0
    for number in shown:
        if number - before == 2:  # dots in the place of a single page would be no shorter
            yield _page(number - 1, here, params)
        elif number - before > 2:
            yield None
        yield _page(number, here, params)
        before = number


def _page(number: int, here: int, params: SearchParams) -> Way:
    return Way(f"{number:,}", params.at((number - 1) * params.size).to_query(), number == here)


def _showing(params: SearchParams, name: str, value: str) -> str:
    """The address with one of VIEWS otherwise; only where the rows stay the same, the page does."""
    chosen = "" if value == VIEWS[name][0][0] else value
    match name:
        case "size":
            return replace(params, size=int(value), after=0).to_query()
        case "per":
            return replace(params, per=chosen, after=0).to_query()
        case _:
            return replace(params, rows=chosen).to_query()


def _card(row: Row) -> ResultCard:
    shown = "".join(text for text, _ in row.snippet.text)
    whole = row.item.rationale if row.snippet.where == "rationale" else ""
    before = "" if whole.startswith(shown[:40]) else "…"
    after = "" if shown.endswith("…") or whole.endswith(shown[-40:]) else "…"
    return ResultCard(row, sides_of(row.item), before, after, tuple(_found(row.why)), _asked(row.why))


def _found(why: Why) -> Iterator[str]:
    """`“home exercise” and “mri” in the request and the rationale`, for each choice of places."""
    words: dict[tuple[str, ...], list[str]] = {}
    for hit in why.hits:
        words.setdefault(hit.places, []).append(f"“{hit.text}”{f' (for “{hit.typed}”)' if hit.typed else ''}")
    for places, found in words.items():
        yield f"{_all_of(found)} in {_all_of([f'the {place}' for place in places])}"


def _asked(why: Why) -> tuple[Asked, ...]:
    sides: dict[tuple[str, str], list[GuidelineCitation]] = {}
    for citation in why.citations:
        sides.setdefault((citation.guideline, str(citation.page_ranges)), []).append(citation)
    return tuple(
        Asked(same[0], _all_of(list(dict.fromkeys(taxonomy.SIDES[each.cited_by].lower() for each in same))))
        for same in sides.values()
    )


def _all_of(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
