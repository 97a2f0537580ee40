"""SQLite with FTS5, asked as Datasette asks: indexed link tables, one GROUP BY a facet."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from benchmarks.searching.documents import FIELDS, Document
from benchmarks.searching.peers import PAGE_SIZE, Answer, Counted, counted
from benchmarks.searching.searches import Search

TABLES = """
CREATE TABLE item (key INTEGER PRIMARY KEY, newest INTEGER);
CREATE VIRTUAL TABLE words USING fts5(request, rationale, summary, content='', tokenize='porter unicode61');
"""
TABLE_OF_FACET = "CREATE TABLE of_{0} (value TEXT, item INTEGER, PRIMARY KEY (value, item)) WITHOUT ROWID;"
INDEXES = "CREATE INDEX item_newest ON item (newest); INSERT INTO words (words) VALUES ('optimize'); ANALYZE;"
INDEX_OF_FACET = "CREATE INDEX of_{0}_item ON of_{0} (item, value);"

Condition = tuple[str, tuple[str, ...]]


class SqlitePeer:
    """One table a facet; a condition is `key IN (SELECT …)`."""

    NAME = "SQLite"

    def __init__(self, folder: Path) -> None:
        file = folder / "sqlite.db"
        is_new = not file.exists()
        self.connection = sqlite3.connect(file, isolation_level=None)
        self.connection.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000;"
        )
        if is_new:
            self.connection.executescript(TABLES + "".join(TABLE_OF_FACET.format(name) for name in FIELDS))

    def add(self, documents: Sequence[Document]) -> None:
        run = self.connection
        run.execute("BEGIN")
        run.executemany("INSERT INTO item VALUES (?, ?)", [(each.key, each.newest) for each in documents])
        run.executemany(
            "INSERT INTO words (rowid, request, rationale, summary) VALUES (?, ?, ?, ?)",
            [(each.key, *each.texts) for each in documents],
        )
        for name in FIELDS:
            links = [(value, each.key) for each in documents for value in each.values.get(name, ())]
            run.executemany(f"INSERT INTO of_{name} VALUES (?, ?)", sorted(links))  # noqa: S608 - the names are ours
        run.execute("COMMIT")

    def finish(self) -> None:
        self.connection.executescript("".join(INDEX_OF_FACET.format(name) for name in FIELDS) + INDEXES)

    def page(self, search: Search) -> Answer:
        conditions = _conditions(search)
        where, values = _where(conditions, "key")
        total = self.connection.execute(f"SELECT count(*) FROM item {where}", values).fetchone()[0]  # noqa: S608
        counts = {each.facet: self._count(each, search) for each in counted(search)}
        return Answer(total, self._keys(search), counts)

    def _keys(self, search: Search) -> tuple[int, ...]:
        if search.sort == "relevance":
            # The plus keeps SQLite from asking for the words of one row at a time.
            where, values = _where(_conditions(search, with_words=False), "+rowid", "AND")
            query = f"SELECT rowid FROM words WHERE words MATCH ? {where} ORDER BY rank"  # noqa: S608
            values = (search.words, *values)
        else:
            where, values = _where(_conditions(search), "key")
            query = f"SELECT key FROM item {where} ORDER BY newest DESC"  # noqa: S608
        found = self.connection.execute(f"{query} LIMIT {PAGE_SIZE} OFFSET {search.after}", values)
        return tuple(key for (key,) in found)

    def _count(self, each: Counted, search: Search) -> dict[str, int]:
        where, values = _where(_conditions(search, but=each.facet), "item")
        if each.beginning:
            where = f"{where} AND value >= ? AND value < ?" if where else "WHERE value >= ? AND value < ?"
            values = (*values, each.beginning, each.beginning + "\U0010ffff")
        query = f"SELECT value, count(*) FROM of_{each.field} {where} GROUP BY value"  # noqa: S608
        found = self.connection.execute(query, values)
        return {value[len(each.beginning) :]: count for value, count in found}


def _conditions(search: Search, but: str = "", *, with_words: bool = True) -> list[Condition]:
    found: list[Condition] = []
    if search.words and with_words:
        found.append(("SELECT rowid FROM words WHERE words MATCH ?", (search.words,)))
    for name, values in search.chosen.items():
        if name != but:
            marks = ", ".join("?" * len(values))
            found.append((f"SELECT item FROM of_{name} WHERE value IN ({marks})", values))  # noqa: S608
    return found


def _where(conditions: Sequence[Condition], key: str, first: str = "WHERE") -> tuple[str, tuple[str, ...]]:
    if not conditions:
        return "", ()
    joined = " AND ".join(f"{key} IN ({query})" for query, _ in conditions)
    return f"{first} {joined}", tuple(value for _, values in conditions for value in values)
