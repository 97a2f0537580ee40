"""Corrections: in force at once, on top of whatever the rules read, and gone without a trace once withdrawn."""

import random
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from cases.ingest.check import find_damage
from cases.models import Case, CaseEvent, Correction, DisputedItem
from cases.models.roles import Role
from cases.review.correct import Change, correct, withdraw
from cases.review.effective import find_outdated, lay_over, recompute
from cases.review.rows import Key, Rows, Stated, facts_of, load_rows
from cases.review.signing import Conflict, Refused, version_of
from cases.search.params import read_params
from cases.search.search import find
from tests.cases.account_makers import make_user
from tests.cases.letter_makers import LETTER, reread, reread_all, store_letter
from tests.cases.makers import make_case, make_item

WHY = "The letter says so."
TREATMENT = Key(1, "treatment")


@pytest.fixture
def alice(db: None) -> User:
    return make_user(Role.REVIEWER, "alice")


def facts(case: Case) -> dict[str, Stated]:
    return {str(key): stated for key, stated in facts_of(load_rows([case.pk])[0])}


def change(case: Case, by: User, **values: Any) -> list[Correction]:
    """Corrections of facts of the letter, and of its first item."""
    of_letter = {field.name for field in Case._meta.fields}
    changes = [
        Change(Key(None if name in of_letter and name != "outcome" else 1, name), v) for name, v in values.items()
    ]
    return correct(case.pk, changes, author=by, reason=WHY)


def found(query: str) -> int:
    return find(read_params(QueryDict(query))[0]).total


def count_of(facet: str, value: str) -> int:
    blocks = find(read_params(QueryDict(""))[0]).facets
    return next((v.count for block in blocks if block.name == facet for v in block.values if v.value == value), 0)


@pytest.mark.django_db(transaction=True)  # entries follow commits
def test_a_correction_is_found_and_counted_at_once(alice: User) -> None:
    case = store_letter()
    assert (found("treatment=mri"), found("q=kayaking"), count_of("outcome", "overturned")) == (0, 0, 0)
    change(case, alice, treatment="mri", outcome="overturned", request="MRI of the neck after kayaking")
    assert (found("treatment=mri"), found("q=kayaking"), count_of("outcome", "overturned")) == (1, 1, 1)
    assert found("treatment=physical-therapy") == 0
    assert Case.objects.get().outcome == "overturned"
    for made in Correction.objects.all():
        withdraw(made.pk, author=alice, reason="Misread by me.")
    assert (found("treatment=mri"), found("q=kayaking"), count_of("outcome", "overturned")) == (0, 0, 0)


@pytest.mark.django_db
def test_a_correction_stays_when_the_letter_is_read_again_and_withdrawn_shows_what_is_read_now(alice: User) -> None:
    case = store_letter()
    (made,) = change(case, alice, treatment="mri")
    reread_all()
    assert facts(case)["1.treatment"].value == "mri"
    reread(case, treatment="acupuncture")
    assert facts(case)["1.treatment"].value == "mri"
    withdraw(made.pk, author=alice, reason="A slip of mine.")
    assert facts(case)["1.treatment"].value == "acupuncture"
    assert Case.objects.get().reading == {}


@pytest.mark.django_db
def test_what_is_withdrawn_leaves_the_reading_as_it_was(alice: User) -> None:
    case = store_letter()
    before, problems = facts(case), Case.objects.get().problems
    cited = [{**before["1.citations"].value[0], "guideline": "odg", "pages": [[3, 4]]}]
    made = change(case, alice, decision_date="2015-01-02", outcome="overturned", visits=None, citations=cited, age=58)
    assert facts(case) != before
    for each in made:
        withdraw(each.pk, author=alice, reason="Back.")
    assert facts(case) == before
    assert Case.objects.get().problems == problems
    assert Case.objects.get().outcome == "upheld"


@pytest.mark.django_db
def test_of_two_corrections_the_later_is_in_force_and_under_it_lies_the_first(alice: User) -> None:
    case = store_letter()
    change(case, alice, treatment="mri")
    (second,) = change(case, alice, treatment="ct")
    assert facts(case)["1.treatment"].value == "ct"
    withdraw(second.pk, author=alice, reason="No.")
    assert facts(case)["1.treatment"].value == "mri"


@pytest.mark.django_db
def test_other_citations_are_found_and_mean_another_basis(alice: User) -> None:
    case = store_letter()
    cited = facts(case)["1.citations"].value
    change(
        case, alice, citations=[cited[0], {**cited[1], "guideline": "odg-pain", "pages": [[12, 14]], "sections": []}]
    )
    assert found("guideline=odg-pain&page=13&cited_by=reviewer") == 1
    assert (facts(case)["1.reviewer_basis"].value, found("basis=non-mtus")) == ("non-mtus", 1)
    assert [damage for damage in find_damage() if "span" in damage] == []


@pytest.mark.django_db
def test_columns_that_are_not_reading_and_corrections_are_found(alice: User) -> None:
    case = store_letter()
    change(case, alice, treatment="mri", decision_date="2015-01-02", citations=[])
    assert list(find_outdated()) == []
    DisputedItem.objects.update(treatment="ct")
    assert list(find_outdated()) == [case.slug]
    assert [damage for damage in find_damage() if "on top" in damage]


WORDS = {
    "of the letter": ("authorized", "the claims administrator", True),
    "of nobody": ("authorized", "words that stand nowhere", False),
    "over a line end": ("summary", " ".join(LETTER.split()[40:60]), True),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "words", "stands"), WORDS.values(), ids=WORDS)
def test_words_of_the_letter_are_found_there(alice: User, field: str, words: str, stands: bool) -> None:
    case = store_letter()
    case.refresh_from_db()
    words = next((case.text[at : at + len(words)] for at in [case.text.lower().find(words)] if at >= 0), words)
    (made,) = change(case, alice, **{field: words})
    assert (made.span is not None) == stands
    if stands:
        assert " ".join(case.text[slice(*made.span or ())].split()) == words
    key = field if field == "summary" else f"1.{field}"
    assert facts(case)[key].span == made.span


@pytest.mark.django_db
def test_a_day_is_found_however_the_letter_writes_it(alice: User) -> None:
    case = store_letter(LETTER.replace("12/19/2014", "December 19, 2014"))
    (made,) = change(case, alice, decision_date="2014-12-19", age=44)[:1]
    assert case.text[slice(*made.span or ())] == "December 19, 2014"


@pytest.mark.django_db
def test_the_second_of_two_editors_overwrites_nothing(alice: User) -> None:
    bob, case = make_user(Role.REVIEWER, "bob"), store_letter()
    version = version_of(case.pk)
    correct(case.pk, [Change(TREATMENT, "mri")], author=alice, reason=WHY, version=version)
    with pytest.raises(Conflict):
        correct(case.pk, [Change(TREATMENT, "ct")], author=bob, reason=WHY, version=version)
    assert facts(case)["1.treatment"].value == "mri"
    correct(case.pk, [Change(TREATMENT, "ct")], author=bob, reason=WHY, version=version_of(case.pk))
    assert facts(case)["1.treatment"].value == "ct"


@pytest.mark.django_db
def test_a_correction_needs_a_reason_and_a_change(alice: User) -> None:
    case = store_letter()
    with pytest.raises(Refused, match="Say why"):
        correct(case.pk, [Change(TREATMENT, "mri")], author=alice, reason=" \n")
    with pytest.raises(Refused, match="Nothing was changed"):
        correct(case.pk, [], author=alice, reason=WHY)
    with pytest.raises(Refused, match="There is no 9"):
        correct(case.pk, [Change(Key(9, "treatment"), "mri")], author=alice, reason=WHY)
    assert not Correction.objects.exists()


@pytest.mark.django_db
def test_a_published_letter_cannot_take_another_s_number(alice: User) -> None:
    make_case(case_number="CM15-0000042")
    case = store_letter()
    with pytest.raises(Refused, match="CM15-0000042 is the number of another published letter"):
        change(case, alice, case_number="CM15-0000042")


@pytest.mark.django_db
def test_a_correction_follows_its_item_to_another_position(alice: User) -> None:
    case = make_case(make_item("MRI of the neck", treatment="unclassified"), make_item("Physical therapy"))
    change(case, alice, treatment="mri")
    first, second = case.items.order_by("position")
    for item, position in ((second, 9), (first, 2), (second, 1)):
        item.position = position
        item.treatment = "unclassified"
        item.save()
    Case.objects.update(reading={})
    relay(case)
    assert facts(case)["2.treatment"].value == "mri"
    assert facts(case)["1.treatment"].value == "unclassified"
    assert Correction.objects.get().position == 2


@pytest.mark.django_db
def test_a_correction_whose_item_is_no_more_is_a_problem_and_comes_back_with_its_item(alice: User) -> None:
    case = make_case(make_item("MRI of the neck"), make_item("Physical therapy"))
    change(case, alice, treatment="ct")
    DisputedItem.objects.filter(position=1).update(request="Something else", treatment="unclassified")
    Case.objects.update(reading={})
    relay(case)
    (problem,) = Case.objects.get().problems
    assert problem["code"] == "lost-correction"
    assert "treatment of item 1" in problem["message"]
    DisputedItem.objects.filter(position=1).update(request="MRI of the neck")
    relay(case)
    assert Case.objects.get().problems == []
    assert facts(case)["1.treatment"].value == "ct"


def relay(case: Case) -> None:
    """What a new reading ends with."""
    recompute(load_rows([case.pk]))


PROBLEMS = {
    "of its item": (
        {"code": "unclassified-treatment", "message": "Item 1 asks for a treatment that no rule knows."},
        {"treatment": "mri"},
        True,
    ),
    "of another item": (
        {"code": "unclassified-treatment", "message": "Item 2 asks for a treatment that no rule knows."},
        {"treatment": "mri"},
        False,
    ),
    "of another field": (
        {"code": "item-without-outcome", "message": "Item 1 states no outcome."},
        {"treatment": "mri"},
        False,
    ),
    "of one date": (
        {"code": "impossible-date", "message": "The date of injury is no day of the calendar."},
        {"injury_date": "2014-02-03"},
        True,
    ),
    "of another date": (
        {"code": "impossible-date", "message": "The date of injury is no day of the calendar."},
        {"decision_date": "2014-02-03"},
        False,
    ),
    "half of what a header lacks": (
        {"code": "incomplete-header", "message": "The letter does not state: case number, date of injury."},
        {"injury_date": "2014-02-03"},
        False,
    ),
    "all that a header lacks": (
        {"code": "incomplete-header", "message": "The letter does not state: case number, date of injury."},
        {"injury_date": "2014-02-03", "case_number": "CM15-0000042"},
        True,
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("problem", "values", "is_settled"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_correction_settles_the_problem_it_answers(
    alice: User, problem: dict[str, Any], values: dict[str, Any], is_settled: bool
) -> None:
    case = make_case(make_item(), make_item("Another"), problems=[{**problem, "span": [0, 0]}])
    change(case, alice, **values)
    assert Case.objects.get().problems == ([] if is_settled else [{**problem, "span": [0, 0]}])


@pytest.mark.django_db
def test_a_problem_that_somebody_accepted_does_not_come_back(alice: User) -> None:
    problem = {"code": "closing-disagrees", "message": "Item 1 is upheld, but …", "span": [3, 9]}
    case = make_case(problems=[problem])
    (made,) = correct(case.pk, [], author=alice, reason="It says so.", accepted=[problem])
    assert Case.objects.get().problems == []
    Case.objects.update(problems=[{**problem, "span": [4, 10]}], reading={})
    relay(case)
    assert Case.objects.get().problems == []
    withdraw(made.pk, author=alice, reason="Look again.")
    assert Case.objects.get().problems == [{**problem, "span": [4, 10]}]


@pytest.mark.django_db
def test_what_identifies_somebody_is_not_accepted_by_the_way(alice: User) -> None:
    problem = {"code": "identity", "message": "Looks like a phone.", "span": [0, 3]}
    case = make_case(problems=[problem], status="held")
    with pytest.raises(Refused):
        correct(case.pk, [], author=alice, reason=WHY, accepted=[problem])


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_after_any_history_a_fact_is_its_last_correction_in_force_or_what_was_read(alice: User, seed: int) -> None:
    rng, case = random.Random(seed), store_letter()
    read = {"treatment": facts(case)["1.treatment"].value, "visits": facts(case)["1.visits"].value}
    for _ in range(25):
        field = rng.choice(("treatment", "visits"))
        value = rng.choice(("mri", "ct", "opioids")) if field == "treatment" else rng.randint(1, 30)
        act = rng.choice(("correct", "correct", "withdraw", "read"))
        if act == "correct":
            change(case, alice, **{field: value})
        elif act == "read":
            read[field] = value
            reread(case, **read)
        elif made := list(Correction.objects.accepted()):
            withdraw(rng.choice(made).pk, author=alice, reason="No.")
        for name, value in read.items():
            last = Correction.objects.accepted().filter(field=name).last()
            assert facts(case)[f"1.{name}"].value == (last.new if last else value)
    assert CaseEvent.objects.filter(kind="withdrawal").count() == Correction.objects.filter(state="withdrawn").count()


TREATMENTS = st.sampled_from(("mri", "ct", "opioids"))
OUTCOMES = st.sampled_from(("upheld", "overturned", ""))
DAYS = st.dates().map(str) | st.none()
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from((1, 2)), st.just("treatment"), TREATMENTS),
        st.tuples(st.sampled_from((1, 2)), st.just("outcome"), OUTCOMES),
        st.tuples(st.none(), st.just("decision_date"), DAYS),
    ),
    max_size=8,
)


def unsaved() -> Rows:
    items = {n: DisputedItem(position=n, request=f"Request {n}", outcome="upheld", treatment="mri") for n in (1, 2)}
    return Rows(Case(slug="letter", outcome="upheld", problems=[]), items, {1: [], 2: []})


def corrections(changes: list[tuple[int | None, str, Any]]) -> list[Correction]:
    return [
        Correction(position=position, request=f"Request {position}" if position else "", field=field, new=value)
        for position, field, value in changes
    ]


def state(rows: Rows) -> tuple[Any, ...]:
    return dict(facts_of(rows)), rows.case.outcome, rows.case.problems


@given(first=CHANGES, then=CHANGES)
def test_effective_is_the_reading_with_the_corrections_in_force_on_top(first: list[Any], then: list[Any]) -> None:
    rows = unsaved()
    read = state(rows)
    lay_over(rows, corrections(first))
    lay_over(rows, corrections(then))
    wanted = {Key(position, field): value for position, field, value in then}
    for key, stated in facts_of(rows):
        assert stated.value == wanted.get(key, read[0][key].value)
    again = state(rows)
    lay_over(rows, corrections(then))
    assert state(rows) == again
    lay_over(rows, [])
    assert (state(rows), rows.case.reading) == (read, {})
