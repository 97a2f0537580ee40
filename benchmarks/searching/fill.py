"""Fills a database with a made corpus, by COPY, in ranges of letters side by side; killed, it goes on where it was."""

import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model

from benchmarks.corpus import generate
from benchmarks.corpus.generate import Made
from benchmarks.scratch import kept_database, scratch_database, use
from benchmarks.searching.planted import plant
from benchmarks.searching.rows import TABLES, Rows, columns
from cases.models import SearchEntry
from imr_site.embedded import SETTINGS

FILLING = 1
"""Raised with every change of what is filled in: databases filled otherwise are filled anew."""

BATCH = 1_000
"""Letters a transaction."""

ITEMS_OF_A_LETTER = 1.77
OF_A_SESSION = ("work_mem", "maintenance_work_mem", "effective_cache_size", "random_page_cost", "jit")
"""Settings of the embedded server that a database can have of its own: the same queries on every server."""

PREPARE = """
CREATE TABLE benchmark_filling (statement text);
INSERT INTO benchmark_filling VALUES ('-- all is filled in');
INSERT INTO benchmark_filling
    SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '%USING gin%';
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '%USING gin%' LOOP
        EXECUTE 'DROP INDEX ' || name;
    END LOOP;
END $$;
"""


LAST = "-- all is filled in"


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus by its seed and about how many items it has."""

    seed: int
    items: int

    @property
    def letters(self) -> int:
        """How many letters have about so many items."""
        return max(round(self.items / ITEMS_OF_A_LETTER), 1)

    @property
    def name(self) -> str:
        """Of its database, where that is kept."""
        return f"bench_{written(self.items)}{f'_seed{self.seed}' if self.seed != 1 else ''}"

    @property
    def about(self) -> str:
        """Says what a database is filled with."""
        return f"benchmarks: filling {FILLING}, seed {self.seed}, {self.letters} letters"

    def made(self, start: int, count: int) -> Iterator[tuple[int, Made]]:
        """Letters from a place on, with their keys; those behind the corpus are newer ones."""
        for place, (text, truth) in enumerate(generate(self.seed, count, start=start), start):
            yield place + 1, Made(text, plant(truth, place=place, letters=self.letters))


def written(items: int) -> str:
    """A number of items as it is written in names and options: 300, 10k, 1m."""
    for unit, size in (("m", 1_000_000), ("k", 1_000)):
        if items >= size and items % size == 0:
            return f"{items // size}{unit}"
    return str(items)


@contextmanager
def filled_database(corpus: Corpus, *, keep: bool) -> Iterator[str]:
    """Django's connection on a database with the corpus, whose name is given; it stays where it is to be kept."""
    with kept_database(corpus.name, corpus.about) if keep else scratch_database() as filled:
        fill(corpus)
        call_command("reindex", if_due=True)  # where the sets were stored under other names
        _execute("VACUUM ANALYZE")
        yield str(filled.settings_dict["NAME"])


def fill(corpus: Corpus) -> None:
    """Puts the corpus into the database of the connection, and all that searches are answered from."""
    if _value("SELECT to_regclass('benchmark_filling')") is None:
        _prepare()
    if _value("SELECT count(*) FROM benchmark_filling"):
        _copy_all(corpus)
        _finish()


def copy_letters(letters: Iterable[tuple[int, Made]]) -> None:
    """Writes the rows of letters, all or none; the triggers of the tables are as they are."""
    rows = Rows.made(letters)
    # No savepoint: for the triggers that give entries, all of a transaction must be of one transaction.
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        for model in TABLES:
            names = ", ".join(f'"{name}"' for name in columns(model))
            with cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy:  # noqa: SLF001
                for row in rows.complete(model):
                    copy.write_row(row)


def _prepare() -> None:
    """Leaves indexes of words and the entries for the end: one by one they cost many times as much."""
    settings = "; ".join(
        f"ALTER DATABASE {connection.settings_dict['NAME']} SET {name} = '{SETTINGS[name]}'" for name in OF_A_SESSION
    )
    tables: tuple[type[Model], ...] = (*TABLES, SearchEntry)
    triggers = "; ".join(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER" for model in tables)  # noqa: SLF001
    _execute(f"{settings}; {triggers}; {PREPARE}")
    connection.close()  # the settings hold from the next one on


def _copy_all(corpus: Corpus) -> None:
    """Every range of letters that is not there yet; one is there when its last letter is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cases_case")
        there = {key for (key,) in cursor.fetchall()}
    ranges = [(start, min(BATCH, corpus.letters - start)) for start in range(0, corpus.letters, BATCH)]
    missing = [each for each in ranges if sum(each) not in there]
    if len(missing) == 1:
        _copy_range(corpus, missing[0])
    elif missing:
        # Not forked: a connection cannot be shared.
        name = connection.settings_dict["NAME"]
        with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), _begin, (name,)) as pool:
            list(pool.map(_copy_range, [corpus] * len(missing), missing))


def _begin(name: str) -> None:
    use(name)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A process of a pool would wait for work for ever after its parent was killed."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _copy_range(corpus: Corpus, letters: tuple[int, int]) -> None:
    _execute("SET synchronous_commit = off")
    copy_letters(corpus.made(*letters))


def _finish() -> None:
    """What was left for the end; a step that was done is not done again."""
    while statement := _value("SELECT statement FROM benchmark_filling WHERE statement <> %s LIMIT 1", LAST):
        with transaction.atomic():
            _execute(str(statement))
            _execute("DELETE FROM benchmark_filling WHERE statement = %s", str(statement))
    for table in (model._meta.db_table for model in TABLES):  # noqa: SLF001
        _execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        _execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")  # noqa: S608
    _execute("VACUUM ANALYZE")
    call_command("reindex")
    _execute("ALTER TABLE cases_searchentry ENABLE TRIGGER USER")
    _execute("DELETE FROM benchmark_filling")


def _value(query: str, *values: str) -> object:
    """The first value of the first row; None where there is no row."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
        return row[0] if row else None


def _execute(statement: str, *values: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
