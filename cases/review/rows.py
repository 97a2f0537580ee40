"""A case with its items and citations in memory: facts by key, and what of them must be saved."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Prefetch

from cases.models import Case, DisputedItem, GuidelineCitation
from cases.models.citation import names_for_finding, pages_for_finding
from cases.review.fields import fields_by_name

PROBLEMS = "problems"
CITATIONS = "citations"
CHUNK = 200


class Key(NamedTuple):
    """A fact of a letter, or of the item at `position`."""

    position: int | None
    field: str

    def __str__(self) -> str:
        return self.field if self.position is None else f"{self.position}.{self.field}"

    @property
    def is_known(self) -> bool:
        """Whether there is such a field."""
        return (self.position is not None, self.field) in fields_by_name()


def parse_key(text: str) -> Key:
    """The key that is written `2.treatment` or `decision_date`."""
    position, dot, name = text.partition(".")
    return Key(int(position), name) if dot and position.isdecimal() else Key(None, text)


@dataclass(frozen=True, slots=True)
class Stated:
    """A value, plain for JSON, and its span or spans in the text, None where it stands nowhere."""

    value: Any
    span: Any = None


@dataclass(slots=True)
class Rows:
    """A case and what belongs to it. `put` changes it in memory; `save` writes what changed."""

    case: Case
    items: dict[int, DisputedItem]
    citations: dict[int, list[GuidelineCitation]]
    case_columns: set[str] = field(default_factory=set)
    item_columns: dict[int, set[str]] = field(default_factory=dict)
    recited: set[int] = field(default_factory=set)

    def has(self, key: Key) -> bool:
        """Whether the letter has such a fact: its items may be fewer."""
        return key.position is None or key.position in self.items

    def get(self, key: Key) -> Stated:
        """What a column holds now."""
        if key.field == CITATIONS and key.position:
            return Stated([_plain_citation(each) for each in self.citations[key.position] if each.cited_in == "field"])
        row = self._row(key)
        value = getattr(row, key.field)
        return Stated(value.isoformat() if isinstance(value, datetime.date) else value, row.spans.get(key.field))

    def read_request(self, position: int) -> Stated:
        """The request of an item as it was read: by it the item is known."""
        key = Key(position, "request")
        was = self.case.reading.get(str(key))
        return Stated(was["value"], was["span"]) if was else self.get(key)

    def put(self, key: Key, stated: Stated) -> None:
        """Gives a column another value, and the span where the letter says so."""
        if self.get(key) == stated:
            return
        if key.field == CITATIONS and key.position:
            self._recite(key.position, stated.value)
            return
        row = self._row(key)
        is_day = key.field.endswith("_date") and stated.value
        setattr(row, key.field, datetime.date.fromisoformat(stated.value) if is_day else stated.value)
        self._touch(key.position, key.field)
        if key.field != PROBLEMS and row.spans.get(key.field) != stated.span:
            others = {name: span for name, span in row.spans.items() if name != key.field}
            row.spans = others | ({key.field: stated.span} if stated.span else {})
            self._touch(key.position, "spans")

    def derive_outcome(self) -> None:
        """The outcome of the letter, which is that of its items."""
        outcomes = {item.outcome for item in self.items.values() if item.outcome}
        outcome = "mixed" if len(outcomes) > 1 else next(iter(outcomes), "")
        if self.items and self.case.outcome != outcome:
            self.case.outcome = outcome
            self._touch(None, "outcome")

    def keep_reading(self, reading: dict[str, Any]) -> None:
        """Remembers what was read where corrections stand on it."""
        if self.case.reading != reading:
            self.case.reading = reading
            self._touch(None, "reading")

    def _row(self, key: Key) -> Case | DisputedItem:
        return self.case if key.position is None else self.items[key.position]

    def _touch(self, position: int | None, column: str) -> None:
        columns = self.case_columns if position is None else self.item_columns.setdefault(position, set())
        columns.add(column)

    def _recite(self, position: int, cited: Sequence[dict[str, Any]]) -> None:
        item = self.items[position]
        told = [each for each in self.citations[position] if each.cited_in != "field"]
        rows = [*(_citation(item, each) for each in cited), *told]
        for place, row in enumerate(rows):
            row.position = place
        self.citations[position] = rows
        self.recited.add(position)


def load_rows(keys: Iterable[int], *, lock: bool = False) -> list[Rows]:
    """The cases with these primary keys, in order; with `lock` nobody else changes them before the transaction ends."""
    citations = Prefetch("citations", queryset=GuidelineCitation.objects.order_by("position"))
    items = DisputedItem.objects.order_by("position").defer("request_words", "rationale_words")
    cases = Case.objects.filter(pk__in=keys).order_by("pk").defer("summary_words")
    if lock:
        cases = cases.select_for_update()
    found = cases.prefetch_related(Prefetch("items", queryset=items.prefetch_related(citations)))
    return [_rows(case) for case in found]


def save_rows(changed: Sequence[Rows]) -> None:
    """Writes what changed, in as few statements as may be."""
    letters = {column for rows in changed for column in rows.case_columns}
    if letters:
        Case.objects.bulk_update([r.case for r in changed if r.case_columns], sorted(letters), batch_size=CHUNK)
    items = [(rows.items[place], columns) for rows in changed for place, columns in rows.item_columns.items()]
    if columns := {column for _, columns in items for column in columns}:
        DisputedItem.objects.bulk_update([item for item, _ in items], sorted(columns), batch_size=CHUNK)
    recited = [(rows.items[place], rows.citations[place]) for rows in changed for place in sorted(rows.recited)]
    if recited:
        GuidelineCitation.objects.filter(item__in=[item for item, _ in recited]).delete()
        for row in (every := [row for _, rows in recited for row in rows]):
            row.pk = None
        GuidelineCitation.objects.bulk_create(every)


def facts_of(rows: Rows) -> Iterator[tuple[Key, Stated]]:
    """Every fact that may be corrected, with its value."""
    for of_item, name in fields_by_name():
        for position in sorted(rows.items) if of_item else [None]:
            yield Key(position, name), rows.get(Key(position, name))


def _rows(case: Case) -> Rows:
    items = list(case.items.all())
    return Rows(case, {i.position: i for i in items}, {i.position: list(i.citations.all()) for i in items})


def _plain_citation(row: GuidelineCitation) -> dict[str, Any]:
    return {
        "cited_by": row.cited_by,
        "guideline": row.guideline,
        "edition": row.edition,
        "sections": row.sections,
        "pages": row.page_ranges,
        "text": row.text,
        "span": [row.start, row.end] if row.start < row.end else None,
    }


def _citation(item: DisputedItem, cited: dict[str, Any]) -> GuidelineCitation:
    start, end = cited["span"] or (0, 0)
    return GuidelineCitation(
        item=item,
        cited_by=cited["cited_by"],
        cited_in="field",
        guideline=cited["guideline"],
        edition=cited["edition"],
        sections=cited["sections"],
        section_names=names_for_finding(cited["guideline"], cited["sections"]),
        pages=pages_for_finding(cited["pages"]),
        page_ranges=cited["pages"],
        text=cited["text"],
        start=start,
        end=end,
    )
