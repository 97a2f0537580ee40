"""Pages are measured with searches for known shares of a corpus, and told as tables."""

import pytest

from benchmarks.__main__ import main
from benchmarks.corpus import generate
from benchmarks.searching import processes
from benchmarks.searching.fill import Corpus, written
from benchmarks.searching.planted import COMMON, FREQUENT, MEDIUM, PHRASE, RARE, plant
from benchmarks.searching.searches import mix
from benchmarks.searching.tables import figure


@pytest.mark.parametrize(
    ("size", "name"), [(300, "300"), (1_500, "1500"), (10_000, "10k"), (250_000, "250k"), (1_000_000, "1m")]
)
def test_a_size_is_written_as_it_is_asked_for(size: int, name: str) -> None:
    assert written(size) == name


@pytest.mark.parametrize("asked", ["", "k", "0", "ten", "1g"])
def test_a_size_that_is_none_is_refused(asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["searching", "--size", asked])
    assert "write it like 300, 10k or 1m" in capsys.readouterr().err


def test_words_are_planted_at_the_rates_that_searches_ask_for() -> None:
    corpus = Corpus(1, 2_500)
    made = [truth for _, (_, truth) in corpus.made(0, corpus.letters)]
    items = [f"{item.rationale} {truth.summary}" for truth in made for item in truth.items]

    def share(*words: str) -> float:
        return sum(all(word in item for word in words) for item in items) / len(items)

    rates = {MEDIUM: 0.01, COMMON: 0.3, FREQUENT[0]: 0.6, FREQUENT[1]: 0.52, FREQUENT[2]: 0.45, " ".join(PHRASE): 0.02}
    assert {word: share(word) for word in rates} == pytest.approx(rates, abs=0.03)
    assert 0.005 < share(MEDIUM) < 0.015
    assert 0.015 < share(" ".join(PHRASE)) < 0.025
    assert share(*PHRASE) == pytest.approx(0.21, abs=0.03)
    assert sum(RARE in item for item in items) == 10


def test_what_is_planted_depends_on_the_letter_alone() -> None:
    truth = next(generate(1, 1)).truth
    assert plant(truth, place=0, letters=50) == plant(truth, place=0, letters=50)
    assert RARE not in str(plant(truth, place=50, letters=50))


@pytest.mark.django_db(transaction=True)
def test_searching_prints_its_tables(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(processes, "NEW_LETTERS", (1, 3))
    assert main(["searching", "--size", "60", "--only", "--rounds", "1"]) == 0
    printed = capsys.readouterr().out
    for search in mix(60):
        assert f"\n{search.name} " in printed
    assert "Django on top" in printed
    assert "A web process" in printed
    assert "3 letters: no filter" in printed


@pytest.mark.parametrize(
    ("value", "goal", "shown"),
    [(0.0213, 0.02, "0.0213!"), (0.02, 0.02, "0.0200 "), (12.34, None, "12.3 "), (1234.5, 1, "1,234!")],
)
def test_a_figure_above_its_goal_is_marked(value: float, goal: float | None, shown: str) -> None:
    assert figure(value, goal) == shown
