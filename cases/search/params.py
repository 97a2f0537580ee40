"""What is asked for, between address and search: the only place that spells an address's keys."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from cases.search.facets import EXCLUDED, FACETS, by_name, split
from cases.search.filterset import filled_form
from cases.search.meaning import Meaning, meaning_of
from cases.search.order import PAGE_SIZE, VIEWS, default_sort
from cases.search.query import And, Field, In, Node, Not, Or, terms, to_text
from cases.search.query_parser import literal, parse_query

DATES = ("decided_after", "decided_before")
VIEW = ("per", "rows")
"""How a page shows its results: nothing that a program could ask for."""
PROGRAM_KEYS = frozenset({"q", "synonyms", "sort", "size", "after", *DATES, *by_name()})
KEYS = PROGRAM_KEYS.union(VIEW)
ONCE = ("q", "synonyms", *DATES, "sort", *VIEW, "size", "after")
OFF = "off"
DEEPEST = 10_000_000
IGNORED = "It was ignored."


@dataclass(frozen=True, slots=True)
class Notice:
    """Something in the parameters that is wrong: a stable code, a sentence, and how a page goes on all the same.

    `literal` searches for what was typed as plain words, where a query had to be mended.
    """

    code: str
    reason: str
    remedy: str = ""
    literal: "SearchParams | None" = None

    @property
    def message(self) -> str:
        """What a person reads on a page."""
        return f"{self.reason} {self.remedy}".rstrip()


@dataclass(frozen=True, slots=True)
class SearchParams:
    """A search that can be run; `chosen` maps a facet to its values, `excluded` to those it must not have.

    A value that is left out has a minus sign before it wherever a choice is named. `typed` is the tree of `q`; `tree`
    is what is searched for it, with other names of its words unless switched off. A page has `size` rows: items, or
    letters with their items where `per` is `letter`; `after` counts those before it.
    """

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    decided_after: datetime.date | None = None
    decided_before: datetime.date | None = None
    sort: str = ""
    per: str = ""
    rows: str = ""
    size: int = PAGE_SIZE
    after: int = 0
    typed: Node | None = None
    with_synonyms: bool = True

    @property
    def meaning(self) -> Meaning:
        """What the query is searched as."""
        return meaning_of(self.typed, with_synonyms=self.with_synonyms)

    @property
    def tree(self) -> Node | None:
        """The tree that is searched."""
        return self.meaning.tree

    @property
    def has_words(self) -> bool:
        """Whether words or phrases are looked for: what can be ranked and marked."""
        return any(True for _ in terms(self.tree))

    @property
    def order(self) -> str:
        """The order in force."""
        return self.sort or default_sort(has_words=self.has_words)

    @property
    def is_by_letter(self) -> bool:
        """Whether a row of a page is a letter with its items."""
        return self.per == "letter"

    @property
    def is_empty(self) -> bool:
        """Whether everything is asked for."""
        return not (self.q or self.chosen or self.excluded or self.decided_after or self.decided_before)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The canonical parameters, in a fixed order."""
        yield from (("q", self.q),) if self.q else ()
        yield from () if self.with_synonyms else (("synonyms", OFF),)
        for facet in FACETS:
            yield from ((facet.name, value) for value in self.choices(facet.name))
        for name in DATES:
            if day := getattr(self, name):
                yield name, day.isoformat()
        yield from self._of_pages()

    def _of_pages(self) -> Iterator[tuple[str, str]]:
        """Order, way of showing and place, where they are not the usual ones."""
        size = str(self.size) if self.size != PAGE_SIZE else ""
        after = str(self.after) if self.after else ""
        given = (("sort", self.sort), ("per", self.per), ("rows", self.rows), ("size", size), ("after", after))
        yield from ((name, value) for name, value in given if value)

    def to_query(self) -> str:
        """The canonical query string."""
        return urlencode(list(self.pairs()))

    def filter_data(self) -> QueryDict:
        """The parameters as a FilterSet takes them."""
        return QueryDict(self.to_query())

    def choices(self, name: str) -> tuple[str, ...]:
        """The values of a facet as an address has them: those chosen, then those left out."""
        return (*self.chosen.get(name, ()), *(f"{EXCLUDED}{value}" for value in self.excluded.get(name, ())))

    def choosing(self, name: str, value: str) -> "SearchParams":
        """With one more value of a facet, from the first result on."""
        return self._with(name, (*self.choices(name), value))

    def excluding(self, name: str, value: str) -> "SearchParams":
        """With one more value of a facet left out, and not chosen where it was."""
        return self.without(name, value).choosing(name, f"{EXCLUDED}{value}")

    def without(self, name: str, value: str | None = None) -> "SearchParams":
        """Without a value of a facet, or without the parameter whatever it says; from the first result on."""
        if name in by_name():
            return self._with(name, tuple(v for v in self.choices(name) if value is not None and v != value))
        if name == "q":
            sort = "" if self.sort == "relevance" else self.sort
            return replace(self, q="", typed=None, with_synonyms=True, sort=sort, after=0)
        if name == "decided_after":
            return replace(self, decided_after=None, after=0)
        return replace(self, decided_before=None, after=0)

    def unchosen(self, name: str) -> "SearchParams":
        """Without the chosen values of a facet, but those that it leaves out; from the first result on."""
        if name not in self.chosen and not self.after:
            return self
        kept = {key: values for key, values in self.chosen.items() if key != name}
        return replace(self, chosen=kept, after=0)

    def without_part(self, part: Node) -> "SearchParams":
        """Without one of the parts of the query that must all be found."""
        kept = tuple(node for node in self.typed.nodes if node != part) if isinstance(self.typed, And) else ()
        if not kept:
            return self.without("q")
        without = self.asking(kept[0] if len(kept) == 1 else And(kept))
        return without if without.has_words or self.sort != "relevance" else replace(without, sort="")

    def only(self, name: str, value: str) -> "SearchParams":
        """With `value` as the one value of a facet."""
        return self._with(name, (value,))

    def bare(self) -> "SearchParams":
        """What is found, in which order; not how a page shows it."""
        return replace(self, per="", rows="", size=PAGE_SIZE, after=0)

    def cleared(self) -> "SearchParams":
        """All decisions, shown as these are."""
        return SearchParams(
            sort="" if self.sort == "relevance" else self.sort, per=self.per, rows=self.rows, size=self.size
        )

    def asking(self, typed: Node) -> "SearchParams":
        """With another query, from the first result on."""
        return replace(self, q=to_text(typed), typed=typed, after=0)

    def switching_synonyms(self) -> "SearchParams":
        """With the other names of words searched too, or no longer; from the first result on."""
        return replace(self, with_synonyms=not self.with_synonyms, after=0)

    def at(self, after: int) -> "SearchParams":
        """Another page of the same results."""
        return replace(self, after=max(after, 0))

    def _with(self, name: str, choices: Iterable[str]) -> "SearchParams":
        chosen, excluded = split({**{key: self.choices(key) for key in by_name()}, name: tuple(choices)})
        return replace(self, chosen=chosen, excluded=excluded, after=0)


def read_params(data: QueryDict) -> tuple[SearchParams, tuple[Notice, ...]]:
    """The search that `data` asks for, and a notice for each thing in it that had to be mended or left out."""
    notices = [
        Notice("unknown-parameter", f"“{key[:60]}” is not a parameter.", IGNORED) for key in data if key not in KEYS
    ]
    notices += [
        Notice("repeated-parameter", f"“{key}” can be given once only.", "The last one counts.")
        for key in ONCE
        if len([value for value in data.getlist(key) if value.strip()]) > 1
    ]
    kept = QueryDict(mutable=True)
    for key in KEYS & data.keys():
        kept.setlist(key, data.getlist(key))
    values = _valid(kept, notices)
    mended: list[Notice] = []
    typed, q = _asked(data.get("q", ""), mended)
    chosen, excluded = split(values)
    params = SearchParams(
        q=q,
        typed=typed,
        with_synonyms=_with_synonyms(data.get("synonyms", ""), notices),
        chosen=chosen,
        excluded=excluded,
        decided_after=values.get("decided_after"),
        decided_before=values.get("decided_before"),
        sort=values.get("sort") or "",
        per=_unless_default("per", values),
        rows=_unless_default("rows", values),
        size=int(values.get("size") or PAGE_SIZE),
        after=_after(data.get("after", ""), notices),
    )
    notices += _offering(data.get("q", ""), mended, params)
    if params.sort == "relevance" and not params.has_words:
        notices.append(Notice("no-relevance", "Best match needs words to match.", "The newest come first."))
        params = replace(params, sort="")
    return params, tuple(notices)


def read_program_params(data: QueryDict) -> tuple[SearchParams, tuple[Notice, ...]]:
    """The same for programs, which have no page to show: what only a page can do is a notice too."""
    kept = data.copy()
    asked = [name for name in VIEW if any(value.strip() for value in kept.pop(name, []))]
    params, notices = read_params(kept)
    seen = [Notice("page-only", f"“{name}” says how a page shows its results; leave it out here.") for name in asked]
    return params, (*notices, *seen)


def _unless_default(name: str, values: Mapping[str, Any]) -> str:
    """The chosen way to show results; nothing for the first of them, so that addresses stay short."""
    value = values.get(name) or ""
    return "" if value == VIEWS[name][0][0] else str(value)


def _valid(data: QueryDict, notices: list[Notice]) -> dict[str, Any]:
    """The cleaned values; what is not valid is named in `notices` and left out."""
    form = filled_form(data)
    if form.is_valid():
        return dict(form.cleaned_data)
    for name, errors in form.errors.as_data().items():
        bad = [value for error in errors for value in (error.params or {}).get("values", data.getlist(name))]
        for error in errors:
            shown = ", ".join(f"“{v[:60]}”" for v in (error.params or {}).get("values", data.getlist(name))[:3])
            sentence = str(error.message) if name in by_name() else _expected(name)
            notices.append(Notice("bad-value", f"{form.fields[name].label}: {shown} {sentence}.", IGNORED))
        data.setlist(name, [v for v in data.getlist(name) if not {v, v.strip()} & set(bad)])
    return _valid(data, notices)


def _expected(name: str) -> str:
    if name in DATES:
        return "is not a date; write it like 2014-12-31"
    return "is not an order of results" if name == "sort" else f"is not one of {', '.join(dict(VIEWS[name]))}"


def _asked(text: str, notices: list[Notice]) -> tuple[Node | None, str]:
    query = parse_query(text, frozenset(by_name()))
    notices += [Notice("query-mended", hint.reason, hint.remedy) for hint in query.hints]
    tree = _with_known_values(query.tree, notices) if query.tree else None
    changed = tree != query.tree or query.hints
    return tree, (to_text(tree) if tree else "") if changed else text.strip()


def _offering(text: str, mended: list[Notice], params: SearchParams) -> list[Notice]:
    """The notices of a mended query, the last of which offers the words as they stand."""
    plain = literal(text)
    if not mended or plain is None or plain == params.typed:
        return mended
    return [*mended[:-1], replace(mended[-1], literal=params.asking(plain))]


def _with_synonyms(text: str, notices: list[Notice]) -> bool:
    if text.strip() not in ("", OFF):
        notices.append(Notice("bad-value", f"synonyms: “{text[:60]}” is not “{OFF}”.", IGNORED))
    return text.strip() != OFF


def _with_known_values(node: Node, notices: list[Notice]) -> Node | None:
    """The tree with every field value in its canonical spelling; fields whose value is no such value are left out."""
    match node:
        case Field(name, value):
            try:
                return Field(name, by_name()[name].clean(value))
            except ValueError as error:
                notices.append(Notice("bad-value", f"{name}: “{value[:60]}” {error}.", IGNORED))
                return None
        case Not(inner):
            known = _with_known_values(inner, notices)
            return Not(known) if known else None
        case In(place, inner):
            known = _with_known_values(inner, notices)
            return In(place, known) if known else None
        case And(nodes) | Or(nodes):
            kept = [known for inner in nodes if (known := _with_known_values(inner, notices))]
            return type(node)(tuple(kept)) if len(kept) > 1 else kept[0] if kept else None
        case _:
            return node


def _after(text: str, notices: list[Notice]) -> int:
    if text.isascii() and text.isdigit() and len(text) < 9 and int(text) <= DEEPEST:
        return int(text)
    if text:
        notices.append(
            Notice("bad-value", f"after: “{text[:60]}” is no position in these results.", "Here is the first page.")
        )
    return 0
