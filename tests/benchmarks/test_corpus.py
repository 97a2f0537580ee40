"""The invented letters are as many, as long and as varied as real ones, and say what their truth says."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import pytest

from benchmarks.corpus import Made, generate, make_letter
from benchmarks.corpus.tables import table
from benchmarks.corpus.truth import TrueItem, Truth
from cases.letters import taxonomy
from cases.letters.text import canonical

LETTERS = 5_000


@pytest.fixture(scope="module")
def corpus() -> Sequence[Made]:
    return list(generate(1, LETTERS))


@pytest.fixture(scope="module")
def truths(corpus: Sequence[Made]) -> Sequence[Truth]:
    return [made.truth for made in corpus]


@pytest.fixture(scope="module")
def items(truths: Sequence[Truth]) -> Sequence[TrueItem]:
    return [item for truth in truths for item in truth.items]


def share(found: Iterable[object]) -> float:
    found = list(found)
    return sum(map(bool, found)) / len(found)


def category(item: TrueItem) -> str:
    return taxonomy.treatments()[item.treatment].parent


def test_a_letter_is_the_same_each_time_and_in_any_range() -> None:
    again = [make_letter(5, index) for index in range(20, 30)]
    assert again == list(generate(5, 10, start=20)) == list(generate(5, 30))[20:]


def test_another_seed_makes_other_letters() -> None:
    assert make_letter(1, 7).text != make_letter(2, 7).text


def test_no_two_letters_have_one_number(truths: Sequence[Truth]) -> None:
    numbers = [truth.case_number for truth in truths if truth.case_number]
    assert len(set(numbers)) == len(numbers)


def test_numbers_lie_above_those_of_real_letters(truths: Sequence[Truth]) -> None:
    assert {truth.case_number[5] for truth in truths if truth.case_number} == {"1"}


@pytest.mark.parametrize("year", [2014, 2016, 2018, 2021, 2024])
def test_letters_are_spread_over_the_years_as_published(truths: Sequence[Truth], year: int) -> None:
    years = table("mix")["year"]
    expected = years[str(year)]["letters"] / sum(row["letters"] for row in years.values())
    assert share(truth.year == year for truth in truths) == pytest.approx(expected, abs=0.015)


@pytest.mark.parametrize(("years", "place"), [((2014, 2016), 0), ((2018, 2020), 1), ((2023, 2025), 2)])
@pytest.mark.parametrize("name", list(table("mix")["category"]))
def test_categories_have_the_shares_of_their_era(
    truths: Sequence[Truth], years: tuple[int, int], place: int, name: str
) -> None:
    found = [category(item) == name for truth in truths if years[0] <= truth.year <= years[1] for item in truth.items]
    assert 100 * share(found) == pytest.approx(table("mix")["category"][name]["shares"][place], abs=3)


@pytest.mark.parametrize("name", list(table("mix")["category"]))
def test_categories_are_overturned_as_often_as_reported(items: Sequence[TrueItem], name: str) -> None:
    own = [item.outcome == "overturned" for item in items if category(item) == name]
    expected = table("mix")["category"][name]["overturned"]
    noise = 3 * (expected * (1 - expected) / len(own)) ** 0.5
    assert share(own) == pytest.approx(expected, abs=0.025 + noise)


def test_opioids_are_three_in_ten_drugs_and_fewer_of_late(truths: Sequence[Truth]) -> None:
    def opioids(years: range) -> float:
        drugs = [
            item
            for truth in truths
            if truth.year in years
            for item in truth.items
            if category(item) == "pharmaceuticals"
        ]
        return share(item.treatment == "opioids" for item in drugs)

    assert opioids(range(2014, 2020)) == pytest.approx(0.30, abs=0.03)
    assert opioids(range(2023, 2026)) == pytest.approx(0.24, abs=0.05)


def test_most_letters_have_one_item_and_few_have_many(truths: Sequence[Truth], items: Sequence[TrueItem]) -> None:
    counts = [len(truth.items) for truth in truths]
    assert share(count == 1 for count in counts) == pytest.approx(0.60, abs=0.03)
    assert share(count == 2 for count in counts) == pytest.approx(0.20, abs=0.03)
    assert share(count > 3 for count in counts) == pytest.approx(0.12, abs=0.02)
    assert 1.6 < len(items) / len(truths) < 1.9


def test_few_letters_are_mixed(truths: Sequence[Truth]) -> None:
    outcomes = Counter(frozenset(item.outcome for item in truth.items) for truth in truths)
    assert outcomes[frozenset({"upheld", "overturned"})] / LETTERS == pytest.approx(0.062, abs=0.02)
    assert outcomes[frozenset({"upheld"})] / LETTERS == pytest.approx(0.84, abs=0.04)


def test_one_rationale_in_nine_has_a_twin(items: Sequence[TrueItem]) -> None:
    times = Counter(item.rationale for item in items)
    assert share(times[item.rationale] > 1 for item in items) == pytest.approx(0.11, abs=0.025)


def test_one_late_item_in_nine_is_what_an_approval_left(truths: Sequence[Truth]) -> None:
    late = [item for truth in truths if truth.format == "maximus-2016" for item in truth.items]
    assert share(item.authorized for item in late) == pytest.approx(0.107, abs=0.02)


@pytest.mark.parametrize(
    ("words", "quartiles"),
    [
        pytest.param(lambda truth: [truth.summary], (190, 242, 320), id="summary"),
        pytest.param(lambda truth: [item.rationale for item in truth.items], (84, 116, 174), id="rationale"),
    ],
)
def test_texts_are_as_long_as_real_ones(
    truths: Sequence[Truth], words: Callable[[Truth], list[str]], quartiles: tuple[int, int, int]
) -> None:
    lengths = sorted(len(text.split()) for truth in truths for text in words(truth))
    found = tuple(lengths[len(lengths) * quarter // 4] for quarter in (1, 2, 3))
    assert found == pytest.approx(quartiles, rel=0.1)


def test_the_most_frequent_reason_is_missing_documentation(items: Sequence[TrueItem]) -> None:
    upheld = [item for item in items if item.outcome == "upheld"]
    reasons = Counter(reason for item in upheld for reason in item.reasons)
    assert reasons.most_common(1)[0][0] == "documentation-lacking"
    assert reasons["documentation-lacking"] / len(upheld) == pytest.approx(0.37, abs=0.04)


@pytest.mark.parametrize("side", ["administrator", "reviewer"])
def test_each_side_stands_on_the_mtus_as_often_as_in_real_letters(items: Sequence[TrueItem], side: str) -> None:
    bases = Counter(getattr(item, f"{side}_basis") for item in items)
    ground = table("mix")["ground"][side]
    inside = (ground["mtus"] + ground["both"]) / sum(ground.values())
    # What the MTUS has no chapter for can only be cited from elsewhere.
    assert (bases["mtus"] + bases["both"]) / len(items) == pytest.approx(inside, abs=0.08)


def test_every_layout_and_every_language_occurs(truths: Sequence[Truth]) -> None:
    formats = {truth.format for truth in truths}
    assert formats == {"maximus-2013", "maximus-2013-b", "maximus-2014", "maximus-2016", "professional-review"}
    cited = [cited for truth in truths for item in truth.items for cited in item.reviewer]
    assert any(each.pages for each in cited)
    assert any(each.edition and each.sections for each in cited)


def test_headers_are_often_missing_before_2016_only(truths: Sequence[Truth]) -> None:
    early = [truth for truth in truths if truth.format == "maximus-2014"]
    late = [truth for truth in truths if truth.format == "maximus-2016"]
    assert share(truth.decision_date is None for truth in early) == pytest.approx(0.35, abs=0.05)
    assert share(truth.decision_date is None for truth in late) < 0.01


def test_words_are_rare_medium_and_common(corpus: Sequence[Made]) -> None:
    letters = Counter(word for made in corpus for word in set(re.findall(r"[a-z]{3,}", made.text.lower())))
    shares = [count / LETTERS for count in letters.values()]
    assert sum(each > 0.02 for each in shares) > 500
    assert sum(0.001 < each < 0.02 for each in shares) > 500
    assert sum(each < 0.001 for each in shares) > 2_000


def test_every_code_is_one_of_the_vocabulary(truths: Sequence[Truth], items: Sequence[TrueItem]) -> None:
    assert {item.treatment for item in items} <= taxonomy.treatments().keys()
    assert {part for item in items for part in item.body_parts} <= taxonomy.body_parts().keys()
    assert {reason for item in items for reason in item.reasons} <= taxonomy.reasons().keys()
    assert {name for truth in truths for name in truth.specialties} <= taxonomy.specialties().keys()
    cited = {each.guideline for item in items for each in (*item.administrator, *item.reviewer)}
    assert cited <= taxonomy.guidelines().keys()


def test_the_words_of_the_truth_stand_in_the_letter(corpus: Sequence[Made]) -> None:
    for made in corpus[:300]:
        text = _folded(canonical(made.text))
        told = [(item.request, item.rationale, *_cited(item, made.truth)) for item in made.truth.items]
        words = [made.truth.summary, *itertools.chain(*told)]
        assert [each for each in words if _folded(each) not in text] == [], made.truth.name


def _cited(item: TrueItem, truth: Truth) -> Iterable[str]:
    sides = item.reviewer if item.reviewer_basis != item.administrator_basis else (*item.administrator, *item.reviewer)
    return [cited.text for cited in sides]


def _folded(words: str) -> str:
    """White space and the blank behind a hyphen do not count."""
    return re.sub(r"-\s+", "-", " ".join(words.split()))
