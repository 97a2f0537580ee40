"""Mending in bulk: the same request in many letters, in one go that can be undone."""

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict

from cases.models import Case, Correction, DisputedItem
from cases.models.roles import Role
from cases.review.bulk import compared, find_items, find_mends, find_unclassified, mend, undo
from cases.review.correct import Change, correct
from cases.review.rows import Key
from cases.review.signing import Refused
from cases.search.params import read_params
from cases.search.search import find
from tests.cases.account_makers import make_user
from tests.cases.letter_makers import reread_all, store_letter
from tests.cases.makers import make_case, make_item

WHY = "All of them are braces."


@pytest.fixture
def alice(db: None) -> User:
    return make_user(Role.REVIEWER, "alice")


def unknown(request: str) -> dict[str, object]:
    return make_item(request, treatment="unclassified")


def treatments() -> list[str]:
    return list(DisputedItem.objects.order_by("case", "position").values_list("treatment", flat=True))


def found(query: str) -> int:
    return find(read_params(QueryDict(query))[0]).total


@pytest.mark.django_db
def test_the_same_request_is_counted_whatever_its_case_and_end() -> None:
    make_case(unknown("Gizmo brace."), unknown("GIZMO BRACE"))
    make_case(unknown("gizmo brace"), make_item("Gizmo brace", treatment="mri"), unknown("Another gizmo"))
    assert [(each.words, each.items) for each in find_unclassified()] == [("gizmo brace", 3), ("another gizmo", 1)]
    assert find_items("Gizmo brace:").count() == 3


@pytest.mark.django_db(transaction=True)  # entries follow commits
def test_all_of_them_are_mended_in_one_go_and_undone_in_one_go(alice: User) -> None:
    for _ in range(3):
        make_case(unknown("Gizmo brace."), unknown("Another gizmo"), unknown("gizmo brace"))
    batch = mend("gizmo brace", "mri", author=alice, reason=WHY, expected=6)
    assert treatments() == ["mri", "unclassified", "mri"] * 3
    assert found("treatment=mri") == 6
    assert Correction.objects.filter(batch=batch, is_bulk=True).count() == 6
    (done,) = find_mends()
    assert (done.treatment, done.items, done.in_force, done.author) == ("mri", 6, 6, "alice")
    assert undo(batch, author=alice, reason="They are not.") == 6
    assert treatments() == ["unclassified"] * 9
    assert (found("treatment=mri"), find_mends()[0].in_force) == (0, 0)
    with pytest.raises(Refused, match="Nothing of this is in force"):
        undo(batch, author=alice, reason="Again.")


@pytest.mark.django_db
def test_what_somebody_corrected_since_stays_when_a_mend_is_undone(alice: User) -> None:
    case = make_case(unknown("Gizmo brace"))
    make_case(unknown("Gizmo brace"))
    batch = mend("gizmo brace", "mri", author=alice, reason=WHY)
    correct(case.pk, [Change(Key(1, "treatment"), "ct")], author=alice, reason="This one is a CT.")
    undo(batch, author=alice, reason="They are not.")
    assert treatments() == ["ct", "unclassified"]


@pytest.mark.django_db
def test_a_mend_stays_when_letters_are_read_again(alice: User) -> None:
    case = store_letter()
    correct(case.pk, [Change(Key(1, "treatment"), "unclassified")], author=alice, reason="For the test.")
    Correction.objects.all().delete()
    Case.objects.update(reading={})
    mend(case.items.get().request, "acupuncture", author=alice, reason=WHY)
    reread_all()
    assert treatments() == ["acupuncture"]


@pytest.mark.django_db
def test_a_problem_that_a_mend_answers_is_settled(alice: User) -> None:
    problem = {"code": "unclassified-treatment", "message": "Item 1 asks for …", "span": [0, 3]}
    case = make_case(unknown("Gizmo brace"), problems=[problem])
    batch = mend("gizmo brace", "mri", author=alice, reason=WHY)
    case.refresh_from_db()
    assert case.problems == []
    undo(batch, author=alice, reason="No.")
    case.refresh_from_db()
    assert case.problems == [problem]


REFUSED = {
    "no treatment": ("gizmo brace", "unclassified", None, "Choose a treatment"),
    "an unknown treatment": ("gizmo brace", "magic", None, "Choose a treatment"),
    "nothing to mend": ("brace", "mri", None, "No item has this request"),
    "another number than previewed": ("gizmo brace", "mri", 2, "By now 1 items"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("words", "treatment", "expected", "why"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_mended_is_refused(
    alice: User, words: str, treatment: str, expected: int | None, why: str
) -> None:
    make_case(unknown("Gizmo brace"))
    with pytest.raises(Refused, match=why):
        mend(words, treatment, author=alice, reason=WHY, expected=expected)
    assert treatments() == ["unclassified"]


@pytest.mark.django_db
def test_database_and_program_compare_requests_alike() -> None:
    requests = ["Gizmo; brace -", "  .GIZMO: brace,", "Gizmo; brace"]
    make_case(*map(unknown, requests))
    assert {compared(each) for each in requests} == {each.words for each in find_unclassified()}
