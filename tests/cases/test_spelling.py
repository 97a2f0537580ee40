"""Suggesting another spelling: words of our letters, counted as they come."""

import pytest

from cases.models import SearchSpelling
from cases.search import vocabulary
from cases.search.params import SearchParams
from cases.search.query import And, In, Near, Not, Phrase, Word
from cases.search.sets.current import current_finder
from cases.search.sets.stored import last_entry
from cases.search.spelling import distance, suggestions
from cases.search.vocabulary import Known, looking_like, recount_words, refresh_words
from tests.cases.makers import make_case, make_item


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("therapy", "therapy", 0),
        ("therpy", "therapy", 1),
        ("theraapy", "therapy", 1),
        ("therepy", "therapy", 1),
        ("therayp", "therapy", 1),
        ("accupunture", "acupuncture", 2),
        ("", "abc", 3),
    ],
)
def test_slips_of_the_pen_are_counted(one: str, other: str, slips: int) -> None:
    assert (distance(one, other), distance(other, one)) == (slips, slips)


@pytest.mark.django_db
def test_words_are_counted_once_however_often_they_are_refreshed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "BATCH", 2)
    for _ in range(3):
        make_case(make_item("Acupuncture", rationale="acupuncture, EMG/NCV of 2x6.Then hydrocodone/APAP"))
    refresh_words()
    refresh_words()
    assert looking_like("acupunture") == [Known("acupuncture", 3)]
    assert looking_like("hydrocodon") == [Known("hydrocodone", 3)]
    make_case(make_item("Acupuncture"))
    refresh_words()
    assert looking_like("acupunture") == [Known("acupuncture", 4)]
    recount_words()
    assert looking_like("acupunture") == [Known("acupuncture", 4)]


@pytest.mark.django_db
def test_of_very_many_entries_some_tell_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    make_case(*(make_item("Acupuncture") for _ in range(8)))
    monkeypatch.setattr(vocabulary, "SAMPLE", last_entry() // 2)
    refresh_words()
    assert looking_like("acupunture") == [Known("acupuncture", 8)]


@pytest.mark.django_db
def test_what_stands_once_only_and_what_is_not_published_is_no_suggestion() -> None:
    make_case(make_item("Acupuncture"))
    for _ in range(3):
        make_case(make_item("Chiropractic"), status="held")
    refresh_words()
    assert SearchSpelling.objects.filter(word="acupuncture", items=1).exists()
    assert looking_like("acupunture") == []
    assert looking_like("chiropractc") == []


SUGGESTED = [
    (Word("accupunture"), ["acupuncture"]),
    (And((Word("accupunture"), Word("spien"))), ["acupuncture spine"]),
    (Phrase("cervcal spine"), ['"cervical spine"']),
    (Near("spine cervcal", 2), ['"spine cervical"~2']),
    (In("request", Word("accupunture")), ["request:acupuncture"]),
    (And((Word("spine"), Not(Word("accupunture")))), []),
    (Word("Spines"), []),
    (Word("neck"), []),
    (Word("lumbaar"), ["lumbar"]),
    (Word("knes"), ["knee"]),
    (Word("zzzzzzzz"), []),
    (And((Word("accupunture"), Word("knee"))), []),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "expected"), SUGGESTED, ids=[str(typed) for typed, _ in SUGGESTED])
def test_only_spellings_with_results_are_suggested(typed: Word, expected: list[str]) -> None:
    for _ in range(6):
        make_case(
            make_item("Acupuncture, cervical spine", rationale="neck"), make_item("Lumbar knee", rationale="neck")
        )
    refresh_words()
    params, finder = SearchParams().asking(typed), current_finder()
    found = suggestions(params, finder, finder.total(params))
    assert [suggestion.params.q for suggestion in found] == expected
    assert all(suggestion.count == finder.total(suggestion.params) == 6 for suggestion in found)


@pytest.mark.django_db
def test_a_rare_misspelling_in_letters_does_not_hide_the_word() -> None:
    for number in range(25):
        make_case(make_item("Acupunture" if number == 7 else "Acupuncture"))
    refresh_words()
    params, finder = SearchParams().asking(Word("acupunture")), current_finder()
    (suggestion,) = suggestions(params, finder, finder.total(params))
    assert (suggestion.params.q, suggestion.count) == ("acupuncture", 24)
