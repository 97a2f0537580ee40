"""Finding by sets is finding by plain SQL: the same items, order and counts, whatever has happened before."""

import random
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from pyroaring import BitMap

from cases.models import (
    Case,
    DisputedItem,
    GuidelineCitation,
    SearchEntry,
    SearchSet,
    SearchState,
    SearchText,
    SearchWord,
    SearchWordState,
)
from cases.search.facets import FACETS
from cases.search.finder import Finder, SqlFinder
from cases.search.order import SORTS
from cases.search.sets import algebra, check_words, current, finder, stored, stored_words
from cases.search.sets.check import find_differences
from cases.search.sets.check_words import find_wrong_words
from cases.search.sets.current import Process
from cases.search.sets.snapshot import Outdated
from cases.search.sets.stored import rebuild, seal
from cases.search.sets.stored_words import rebuild_words, seal_words, segments_upto, span_of
from tests.cases.makers import make_case, make_citation, make_item
from tests.cases.test_counts import SEARCHES, asked, random_case, random_citation, random_corpus

pytestmark = pytest.mark.django_db(transaction=True)  # entries follow commits

QUERIES = (
    *SEARCHES,
    'q="some+improvement"',
    'q="no+exercise"+OR+outcome:overturned',
    'q="home+exercise+program"',
    'q="a+worker+with+low+back+pain"',
    'q="not+medically+necessary"+exercise&sort=relevance',
    "q=low-back+OR+necessary",
    "q=exerc*+-radicul*",
    "q=functio*+OR+low-ba*",
    'q="improvement+functional"~3',
    'q="exercise+home+not"~9+OR+"pain+low-back"~2',
    "q=request:exercise+rationale:(improvement+OR+exercise)",
    "q=exercise&sort=relevance",
    "q=improvement+OR+radiculopathy&sort=oldest",
    "q=-documentation&sort=overturned-first",
    "sort=oldest",
    "sort=overturned-first&guideline=mtus",
    "q=page:96+guideline:mtus&guideline=mtus-chronic-pain&guideline=odg",
    "page=95-100&cited_by=administrator&q=cited_by:reviewer",
    "decided_before=2015-01-01",
)
SOME = QUERIES[::4]
"""Enough to see that sets which were damaged or stopped half-way are whole; histories ask all of them in turn."""


@pytest.fixture(autouse=True)
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments of a few entries, so that a small corpus has many."""
    for module in (stored, stored_words, check_words, current):
        for name, value in (("SEGMENT", 8), ("PIECE", 2), ("LAGGING", 20)):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, value)


def answers(finder: Finder, query: str) -> list[object]:
    params = asked(query)
    counts = [
        (facet.name, {v: n for v, n in sorted(finder.counts(facet, params.unchosen(facet.name)).items()) if n})
        for facet in FACETS
        if not facet.needs or params.chosen.get(facet.needs)
    ]
    letters = [finder.letters(params, 0, 4), finder.letters(params, 3, 30)]
    return [finder.total(params), finder.keys(params, 0, 10), finder.keys(params, 7, 30), counts, *letters]


def assert_equal(process: Process, queries: Sequence[str] = SOME) -> None:
    finder = process.finder()
    for query in queries:
        assert answers(finder, query) == answers(SqlFinder(), query), query
        assert finder.population(asked(query)) == SqlFinder().population(asked(query)), query


def withdraw(rng: random.Random) -> None:
    Case.objects.filter(pk=some(rng, Case)).update(status=rng.choice(("withdrawn", "held", "published")))


def correct_item(rng: random.Random) -> None:
    item = DisputedItem.objects.filter(pk=some(rng, DisputedItem)).first()
    if item:
        item.treatment, item.outcome = rng.choice(("mri", "opioids")), rng.choice(("upheld", "overturned"))
        item.rationale += " More improvement."
        item.save()


def correct_citation(rng: random.Random) -> None:
    GuidelineCitation.objects.filter(pk=some(rng, GuidelineCitation)).update(guideline="odg", pages=[97])


def add_citation(rng: random.Random) -> None:
    if item := some(rng, DisputedItem):
        GuidelineCitation.objects.create(item_id=item, position=rng.randint(100, 10**4), **random_citation(rng))


def remove_citation(rng: random.Random) -> None:
    GuidelineCitation.objects.filter(pk=some(rng, GuidelineCitation)).delete()


def change_case(rng: random.Random) -> None:
    Case.objects.filter(pk=some(rng, Case)).update(specialties=["Neurology"], summary="Some radiculopathy.")


def remove(rng: random.Random) -> None:
    Case.objects.filter(pk=some(rng, Case)).delete()


def some(rng: random.Random, model: type[Case] | type[DisputedItem] | type[GuidelineCitation]) -> int:
    keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    return rng.choice(keys) if keys else 0


EVENTS: tuple[Callable[[random.Random], None], ...] = (
    random_case,
    random_case,
    withdraw,
    correct_item,
    correct_citation,
    add_citation,
    remove_citation,
    change_case,
    remove,
    lambda rng: seal(),
    lambda rng: seal_words(),
    lambda rng: rebuild(),
    lambda rng: rebuild_words(),
)


@pytest.mark.parametrize("seed", range(3))
def test_two_processes_taking_turns_agree_with_plain_sql_after_any_history(seed: int) -> None:
    rng = random.Random(seed)
    random_corpus(rng, letters=8)
    one, two = Process(), Process()
    for turn in range(8):
        for _ in range(rng.randint(1, 4)):
            rng.choice(EVENTS)(rng)
        if rng.random() < 0.2:
            one.forget()
        assert_equal(one if turn % 2 else two, rng.sample(QUERIES, 8))


def test_publishing_and_withdrawing_show_at_once() -> None:
    process = Process()
    case = make_case(make_item(treatment="mri"))
    assert process.finder().total(asked("treatment=mri")) == 1
    Case.objects.filter(pk=case.pk).update(status="withdrawn")
    assert process.finder().total(asked("treatment=mri")) == 0
    Case.objects.filter(pk=case.pk).update(status="published")
    assert process.finder().total(asked("treatment=mri")) == 1


def test_a_finder_stays_as_it_was_while_the_process_learns() -> None:
    process = Process()
    make_case(make_item(treatment="mri"))
    before = process.finder()
    make_case(make_item(treatment="mri"))
    assert process.finder().total(asked("treatment=mri")) == 2
    assert before.total(asked("treatment=mri")) == 1


def test_an_item_stored_with_its_citations_has_one_entry() -> None:
    make_case(make_item(citations=[make_citation(), make_citation("odg")]), make_item())
    assert SearchEntry.objects.count() == 2
    assert Process().finder().snapshot.seen - SearchEntry.objects.order_by("pk")[0].pk == 1


def test_a_rebuild_that_was_stopped_goes_on_and_serves_all_the_while(monkeypatch: pytest.MonkeyPatch) -> None:
    random_corpus(random.Random(5), letters=20)
    seal()
    serving = Process()
    assert_equal(serving, QUERIES)
    extend = stored._extend

    def stop_at_third(state: SearchState, upto: int) -> None:
        if state.sealed >= 16 + first:
            raise KeyboardInterrupt
        extend(state, upto)

    first = SearchEntry.objects.order_by("pk")[0].pk // 8 * 8
    monkeypatch.setattr(stored, "_extend", stop_at_third)
    with pytest.raises(KeyboardInterrupt):
        rebuild()
    assert_equal(serving)
    assert SearchState.objects.count() == 2
    monkeypatch.setattr(stored, "_extend", extend)
    rebuild()
    assert SearchState.objects.get().is_current
    assert set(SearchSet.objects.values_list("epoch", flat=True)) == {SearchState.objects.get().epoch}
    assert_equal(serving)


def test_an_old_snapshot_that_needs_a_set_of_an_epoch_gone_asks_for_a_new_one() -> None:
    make_case(make_item(citations=[make_citation(pages=[(98, 98)])]))
    seal()
    old = Process().finder()
    rebuild()
    with pytest.raises(Outdated):
        old.total(asked("guideline=mtus-chronic-pain&page=98"))
    assert Process().finder().total(asked("guideline=mtus-chronic-pain&page=98")) == 1


def test_a_question_is_asked_again_where_a_rebuild_came_in_between() -> None:
    make_case(make_item(citations=[make_citation(pages=[(98, 98)])]))
    seal()
    finders = []

    def total(finder: Finder) -> int:
        finders.append(finder)
        if len(finders) == 1:
            rebuild()
        return finder.total(asked("guideline=mtus-chronic-pain&page=98"))

    assert current.ask_current(total) == 1
    assert len(finders) == 2


def test_sets_of_another_scheme_are_not_understood_and_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    random_corpus(random.Random(4))
    seal()
    for module in (current, stored):
        monkeypatch.setattr(module, "scheme", lambda: "another")
    process = Process()
    assert_equal(process)
    assert SearchState.objects.filter(is_current=True).count() == 2
    rebuild()
    assert [state.scheme for state in SearchState.objects.all()] == ["another"]
    assert_equal(process)


@pytest.mark.parametrize("most", [0, 7])
def test_much_that_is_asked_of_citations_is_sought_among_the_sets_there_are(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(algebra, "MOST_GUESSED", most)
    monkeypatch.setattr(finder, "MOST_GUESSED", most)
    random_corpus(random.Random(11), letters=8)
    seal()
    random_corpus(random.Random(12), letters=3)
    assert_equal(Process(), [query for query in QUERIES if "guideline=" in query])


def test_every_order_and_facet_is_held_to_the_oracle() -> None:
    named = " ".join(QUERIES)
    assert [sort for sort, _ in SORTS if f"sort={sort}" not in named and sort != "newest"] == []
    assert [facet.name for facet in FACETS if facet.name not in named] == []


def test_one_cheap_query_says_that_nothing_is_new(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    random_corpus(random.Random(3))
    process = Process()
    process.finder()
    with django_assert_num_queries(1):
        process.finder().total(asked("outcome=upheld&treatment=mri"))


def test_reindex_mends_a_damaged_segment_and_a_lost_entry_that_check_data_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    random_corpus(random.Random(7))
    seal()
    assert list(find_differences()) == []
    SearchSet.objects.filter(name="outcome=upheld").update(members=BitMap([10**6]).serialize())
    SearchEntry.objects.order_by("pk")[0].delete()
    found = " ".join(find_differences())
    assert "outcome=upheld" in found
    assert "entries" in found
    call_command("reindex")
    assert list(find_differences()) == []
    assert_equal(Process())


def test_stored_words_that_are_damaged_are_named_by_check_data_and_mended_by_reindex() -> None:
    random_corpus(random.Random(8), letters=20)
    seal_words()
    DisputedItem.objects.filter(pk=some(random.Random(1), DisputedItem)).update(rationale="No word in common")
    Case.objects.filter(pk=some(random.Random(2), Case)).delete()
    assert SearchWord.objects.exists()
    assert list(find_wrong_words()) == []
    SearchWord.objects.filter(lexeme="exercis", place=1).update(positions=BitMap([1]).serialize())
    SearchWord.objects.filter(lexeme="request", place=0).update(entries=BitMap().serialize())
    newest = SearchEntry.objects.get(item__case=make_case())
    SearchText.objects.filter(first=newest.pk).delete()
    found = " ".join(find_wrong_words())
    assert "exercis" in found
    assert "request" in found
    assert "new entries" in found
    call_command("reindex")
    assert list(find_differences()) == []
    assert_equal(Process())


def test_a_rebuild_of_words_that_was_stopped_goes_on_and_serves_all_the_while(monkeypatch: pytest.MonkeyPatch) -> None:
    random_corpus(random.Random(5), letters=20)
    seal_words()
    copy = stored_words._copy
    first = SearchWord.objects.filter(segment__gte=0).order_by("segment")[0].segment

    def stop_at_third(epoch: int, segment: int, place: int) -> None:
        if segment >= first + 2:
            raise KeyboardInterrupt
        copy(epoch, segment, place)

    monkeypatch.setattr(stored_words, "_copy", stop_at_third)
    with pytest.raises(KeyboardInterrupt):
        rebuild_words()
    assert_equal(Process())
    assert SearchWordState.objects.count() == 2
    monkeypatch.setattr(stored_words, "_copy", copy)
    rebuild_words()
    assert SearchWordState.objects.count() == 1
    assert_equal(Process())
    assert list(find_wrong_words()) == []


@pytest.mark.parametrize("letters", [1, 4, 5, 8, 11, 16, 21])
def test_words_are_stored_by_pieces_until_their_segment_is_full(letters: int) -> None:
    for number in range(letters):
        make_case(make_item(rationale=f"Words of letter {number}"))
        seal_words()
    state = SearchWordState.objects.get()
    stored_now = SearchWord.objects.order_by().values_list("segment", flat=True).distinct()
    with_entries = {segment for segment in segments_upto(state.worded) if entries_of(segment)}
    assert set(stored_now) >= with_entries
    assert set(stored_now) <= set(segments_upto(state.worded))
    assert not SearchText.objects.filter(last__lte=state.worded).exists()
    assert stored.last_entry() - state.worded <= 2
    assert list(find_wrong_words()) == []
    assert Process().finder().total(asked("q=letter")) == letters


def entries_of(segment: int) -> bool:
    return SearchEntry.objects.filter(pk__range=span_of(segment)).exists()


def test_a_text_changed_twice_in_one_transaction_is_found_by_its_last_words() -> None:
    with transaction.atomic():
        case = make_case(make_item(rationale="First words"))
        case.items.update(rationale="Second words")
        Case.objects.filter(pk=case.pk).update(summary="Third words")
    finder = Process().finder()
    assert [finder.total(asked(f"q={word}")) for word in ("first", "second", "third")] == [0, 1, 1]


def test_a_database_that_went_back_is_begun_with_anew() -> None:
    process = Process()
    make_case(make_item(treatment="mri", rationale="Remembered words"))
    assert process.finder().total(asked("q=remembered")) == 1
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("TRUNCATE cases_searchentry, cases_searchtombstone, cases_searchtext RESTART IDENTITY CASCADE")
        cursor.execute("SET session_replication_role = DEFAULT")
    assert process.finder().total(asked("q=remembered")) == 0
    assert process.finder().total(asked("treatment=mri")) == 0


def test_what_was_asked_before_is_answered_without_a_query(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    random_corpus(random.Random(3))
    process = Process()
    params = asked("q=exercise&guideline=mtus-chronic-pain&page=98")
    first = answers(process.finder(), params.to_query())
    with django_assert_num_queries(1):
        assert answers(process.finder(), params.to_query()) == first
