"""Tantivy: an index of the same words and values, counted by its aggregations."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from benchmarks.searching.documents import FIELDS, Document
from benchmarks.searching.peers import PAGE_SIZE, Answer, Counted, Counts, counted
from benchmarks.searching.searches import Search

HEAP = 300_000_000
MOST_VALUES = 10_000


class TantivyPeer:
    """Facets are fast fields of whole values; request, rationale and summary are three values of one text field."""

    NAME = "Tantivy"

    def __init__(self, folder: Path) -> None:
        builder = tantivy.SchemaBuilder().add_text_field("words", tokenizer_name="en_stem")
        for name in FIELDS:
            builder = builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
        for name in ("newest", "key"):
            builder = builder.add_unsigned_field(name, fast=True)
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema, str(folder))
        self.writer: tantivy.IndexWriter | None = None
        self.searcher = self.index.searcher()

    def add(self, documents: Sequence[Document]) -> None:
        self.writer = self.writer or self.index.writer(HEAP)
        for document in documents:
            self.writer.add_document(_indexed(document))

    def finish(self) -> None:
        if self.writer:
            self.writer.commit()
            self.writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def page(self, search: Search) -> Answer:
        order = None if search.sort == "relevance" else "newest"
        found: Any = self.searcher.search(self._query(search), PAGE_SIZE, order_by_field=order, offset=search.after)
        keys: list[Any] = self.searcher.fast_field_values("key", [address for _, address in found.hits])
        return Answer(found.count, tuple(keys), self._counts(search))

    def _counts(self, search: Search) -> Counts:
        """One pass for all facets that nothing is chosen of, and one for each of the others."""
        asked = counted(search)
        passes = [(self._query(search), [each for each in asked if each.facet not in search.chosen])]
        passes += [(self._query(search, but=each.facet), [each]) for each in asked if each.facet in search.chosen]
        found: dict[str, dict[str, int]] = {}
        for query, facets in passes:
            results = self.searcher.aggregate(query, {each.facet: _terms(each) for each in facets})
            found |= {each.facet: _counted(each, results[each.facet]) for each in facets}
        return found

    def _query(self, search: Search, but: str = "") -> Query:
        must = [self.index.parse_query(search.words, ["words"], conjunction_by_default=True)] if search.words else []
        must += [self._any_of(name, values) for name, values in search.chosen.items() if name != but]
        if not must:
            return Query.all_query()
        return must[0] if len(must) == 1 else Query.boolean_query([(Occur.Must, each) for each in must])

    def _any_of(self, name: str, values: Sequence[str]) -> Query:
        terms = [Query.term_query(self.schema, name, value, "basic") for value in values]
        found = terms[0] if len(terms) == 1 else Query.boolean_query([(Occur.Should, each) for each in terms])
        return Query.const_score_query(found, 0.0)


def _indexed(document: Document) -> tantivy.Document:
    made = tantivy.Document()
    for text in document.texts:
        made.add_text("words", text)
    for name, values in document.values.items():
        for value in values:
            made.add_text(name, value)
    made.add_unsigned("newest", document.newest)
    made.add_unsigned("key", document.key)
    return made


def _terms(each: Counted) -> dict[str, Any]:
    """An aggregation of the values of a field, or of those that begin alike."""
    only = {"include": re.escape(each.beginning).replace("\\-", "-") + ".*"} if each.beginning else {}
    return {"terms": {"field": each.field, "size": MOST_VALUES, **only}}


def _counted(each: Counted, result: dict[str, Any]) -> dict[str, int]:
    assert not result["sum_other_doc_count"], each
    return {bucket["key"][len(each.beginning) :]: bucket["doc_count"] for bucket in result["buckets"]}
