"""A filled database holds what its corpus says and works as any other; peers say of it what we say."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from benchmarks.scratch import kept_database, scratch_database
from benchmarks.searching import fill
from benchmarks.searching.answers import differences
from benchmarks.searching.documents import Document, documents
from benchmarks.searching.fill import Corpus, copy_letters
from benchmarks.searching.peers import Answer, Peer
from benchmarks.searching.planted import COMMON, FREQUENT, MEDIUM, PHRASE, RARE
from benchmarks.searching.searches import Search, mix
from benchmarks.searching.sqlite_peer import SqlitePeer
from benchmarks.searching.tantivy_peer import TantivyPeer
from cases.models import Case, DisputedItem
from cases.search.sets.check import find_differences

CORPUS = Corpus(3, 250)
OF_RANGES = 40


@pytest.fixture(scope="module", autouse=True)
def filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database with the corpus; it is begun by hand, as one that was killed while it was filled."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), scratch_database():
        patch.setattr(fill, "BATCH", OF_RANGES)
        fill._prepare()
        copy_letters(CORPUS.made(0, OF_RANGES))
        fill.fill(CORPUS)
        yield


def rows(query: str) -> Sequence[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall()) if cursor.description else []


def indexes() -> Sequence[tuple]:
    return rows("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename LIKE 'cases%' ORDER BY 1")


def test_it_holds_what_the_corpus_says() -> None:
    made = [truth for _, (_, truth) in CORPUS.made(0, CORPUS.letters)]
    assert list(Case.objects.order_by("pk").values_list("summary", flat=True)) == [truth.summary for truth in made]
    assert list(DisputedItem.objects.order_by("pk").values_list("rationale", flat=True)) == [
        item.rationale for truth in made for item in truth.items
    ]


def test_its_sets_say_what_its_tables_say() -> None:
    assert list(find_differences()) == []


def test_its_tables_are_as_they_were_before() -> None:
    filled_ones = indexes()
    with scratch_database():
        assert indexes() == filled_ones
    assert rows("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'O'") == []
    assert rows("SELECT nextval(pg_get_serial_sequence('cases_case', 'id'))") == [(CORPUS.letters + 1,)]


@pytest.mark.parametrize("word", [RARE, MEDIUM, COMMON, *FREQUENT, *PHRASE])
def test_no_stemmer_changes_a_planted_word(word: str) -> None:
    assert rows(f"SELECT ts_lexize('imr_stem', '{word}')") == [([word],)]


def test_peers_answer_as_we_do_and_a_difference_is_told(tmp_path: Path) -> None:
    peers: list[Peer] = [TantivyPeer(tmp_path), SqlitePeer(tmp_path)]
    batch = [document for batch in documents() for document in batch]
    for peer in peers:
        peer.add(batch)
        peer.finish()
    assert [each for search in mix(CORPUS.items) for each in differences(search, peers)] == []
    search = Search("upheld", chosen={"outcome": ("upheld",)})
    assert list(differences(search, [Forgetful(peers[0])])) == [
        f"upheld: {peers[0].page(search).total} items, 7 in Forgetful",
        "upheld: other items on the page of Forgetful",
        "upheld: counts of outcome in Forgetful: ['overturned', 'upheld']",
    ]


class Forgetful:
    """A peer that says something else."""

    NAME = "Forgetful"

    def __init__(self, other: Peer) -> None:
        self.other = other

    def add(self, documents: Sequence[Document]) -> None:
        raise NotImplementedError

    def finish(self) -> None:
        raise NotImplementedError

    def page(self, search: Search) -> Answer:
        known = self.other.page(search)
        return replace(known, total=7, keys=known.keys[1:], counts={**known.counts, "outcome": {"overturned": 0}})


def test_a_kept_database_is_there_for_the_next_run() -> None:
    name = f"{connection.settings_dict['NAME']}_kept"
    try:
        with kept_database(name, "letters"):
            rows("CREATE TABLE mark ()")
        with kept_database(name, "letters"):
            assert rows("SELECT to_regclass('mark')::text") == [("mark",)]
        with kept_database(name, "other letters"):
            assert rows("SELECT to_regclass('mark')::text") == [(None,)]
    finally:
        rows(f"DROP DATABASE IF EXISTS {name}")
