"""Similar decisions: the likest of a made corpus, what is left out and folded, and that the shown reasons hold."""

import random
import re
from collections.abc import Iterable
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from benchmarks.reasons import facts_of_item, false_reasons, holds
from benchmarks.searching.fill import Corpus, copy_letters
from cases.letters import taxonomy
from cases.models import Case, DisputedItem
from cases.models.choices import Status
from cases.search.params import SearchParams, read_params
from cases.search.search import whole_items
from cases.search.sets.stored import seal
from cases.search.similar.similar import Like, find_similar
from cases.search.similar.subject import Subject, subject_of
from tests.cases.makers import make_case, make_citation, make_item

pytestmark = pytest.mark.django_db(transaction=True)  # entries follow commits

LETTERS = Corpus(seed=11, items=2_000)
ASKED, OFTEN = 15, 30
"""Items that are asked for, of treatments that so many items have."""
EVERYTHING = SearchParams()


def whole(item: DisputedItem) -> DisputedItem:
    return whole_items([item.pk])[0]


def likes_of(item: DisputedItem, order: str = "balanced", **chosen: str) -> list[Like]:
    params = read_params(QueryDict("&".join(f"{name}={value}" for name, value in chosen.items())))[0]
    return list(find_similar(subject_of(whole(item)), params, order).likes)


def requests_of(likes: Iterable[Like]) -> list[str]:
    return [like.row.item.request for like in likes]


def first(*items: dict[str, Any], **columns: Any) -> DisputedItem:
    return make_case(*items, **columns).items.get(position=1)


def therapy(request: str, rationale: str, **columns: Any) -> dict[str, Any]:
    return make_item(request, rationale=rationale, **columns)


def random_items() -> list[DisputedItem]:
    """Published items of treatments that many items have."""
    by_treatment: dict[str, list[int]] = {}
    for key, treatment in DisputedItem.objects.published().order_by("pk").values_list("pk", "treatment"):
        by_treatment.setdefault(treatment, []).append(key)
    keys = sorted(key for keys in by_treatment.values() if len(keys) >= OFTEN for key in keys)
    return whole_items(random.Random(1).sample(keys, ASKED))


def category(item: DisputedItem) -> str:
    return taxonomy.treatments()[item.treatment].parent


def test_the_likest_of_a_corpus_are_of_the_same_treatment_and_share_what_they_are_said_to() -> None:
    copy_letters(LETTERS.made(0, LETTERS.letters))
    for item in random_items():
        likes = likes_of(item)[:10]
        found = [like.row.item for like in likes]
        assert sum(category(each) == category(item) for each in found) >= 8
        assert sum(each.treatment == item.treatment for each in found) >= 7
        assert all(each.case_id != item.case_id for each in found)
        assert all(each.rationale != item.rationale for each in found)
        assert [reason for like in likes for reason in false_reasons(like, facts_of_item(item))] == []


def test_siblings_and_what_is_not_published_are_left_out() -> None:
    item = first(make_item("Acupuncture"), make_item("Acupuncture, 6 visits"), summary="A roofer.")
    make_case(therapy("Held back", "Not public."), status=Status.IN_REVIEW)
    make_case(therapy("Another letter", "Something else was said here."))
    assert requests_of(likes_of(item)) == ["Another letter"]


def test_what_says_the_very_same_is_left_out_and_named() -> None:
    item = first(therapy("The first", "The worker was seen by nobody at all."))
    make_case(therapy("The same", "The worker was seen  by nobody at all."))
    make_case(therapy("Another", "A gym was not shown to help a roofer with his knee."))
    found = find_similar(subject_of(whole(item)), EVERYTHING)
    assert requests_of(found.likes) == ["Another"]
    assert [each.request for each in found.same] == ["The same"]


def test_nearly_the_same_rationales_are_folded_into_one() -> None:
    item = first(therapy("Asked for", "Pool exercise was asked for."))
    said = "The worker has had {} visits of therapy before, and what they gained was not told by who saw them"
    for number in ("six", "nine", "twelve"):
        make_case(
            therapy(f"{number} visits", said.format(number) + ", and so there is nothing that speaks for any more")
        )
    (like,) = likes_of(item)
    assert len(like.others) == 2


def test_equal_words_of_another_outcome_are_not_folded() -> None:
    item = first(therapy("Asked for", "Pool exercise was asked for."))
    said = "The worker has had visits of therapy before, and what they gained was not told by anybody who saw him"
    make_case(therapy("No", said))
    make_case(therapy("Yes", said, outcome="overturned"))
    assert {*requests_of(likes_of(item))} == {"No", "Yes"}


def test_the_same_treatment_comes_before_the_same_words() -> None:
    item = first(
        therapy("Physical therapy for a zygapophyseal crackle", "A crackle was heard.", treatment="physical-therapy")
    )
    make_case(therapy("Zygapophyseal crackle", "The crackle is zygapophyseal.", treatment="chiropractic"))
    make_case(therapy("Physical therapy", "Nothing was told of it."))
    assert requests_of(likes_of(item)) == ["Physical therapy", "Zygapophyseal crackle"]


@pytest.mark.parametrize(
    ("asked", "other", "told"),
    [
        pytest.param("Crackles were heard.", "One crackle was heard.", True, id="another form"),
        pytest.param("Capsulitis was seen.", "The capsule was seen.", False, id="another word of the same stem"),
    ],
)
def test_a_word_is_told_where_it_is_the_same(asked: str, other: str, told: bool) -> None:
    item = first(therapy("Physical therapy", asked))
    make_case(therapy("Another therapy", other))
    (like,) = likes_of(item)
    word = asked.split(maxsplit=1)[0].lower()
    assert any(f"“{word}”" in reason for reason in like.reasons) == told


@pytest.mark.parametrize(
    "reason",
    [
        "same treatment: MRI",
        "same body part: neck",
        "both ask for 13–24 visits",
        "both: documentation lacking",
        "both cite MTUS Chronic Pain Medical Treatment Guidelines, p. 99 (reviewer)",
        "both cite MTUS Chronic Pain Medical Treatment Guidelines, p. 98 (claims administrator)",
        "both cite MTUS Chronic Pain Medical Treatment Guidelines, “Opioids” (reviewer)",
        "both cite MTUS Chronic Pain Medical Treatment Guidelines, p. 98 (claims administrator and reviewer)",
        "share the word “zarquob”",
        "both like dogs",
    ],
)
def test_a_reason_that_does_not_hold_is_found_out(reason: str) -> None:
    item = first(make_item(visits=12, citations=[make_citation(pages=[(98, 98)], sections=["Physical Medicine"])]))
    facts = facts_of_item(item)
    assert holds(
        "both cite MTUS Chronic Pain Medical Treatment Guidelines, “Physical Medicine”, p. 98 (reviewer)", facts
    )
    assert holds("both ask for 7–12 visits", facts)
    assert not holds(reason, facts)


def test_a_shared_page_is_told_with_who_cites_it() -> None:
    cited = [make_citation(pages=[(98, 99)]), make_citation("odg-low-back", cited_by="administrator")]
    item = first(make_item(citations=cited, rationale="One thing."))
    make_case(make_item(citations=[make_citation(pages=[(98, 98)])], rationale="Quite another thing."))
    (like,) = likes_of(item)
    assert "both cite MTUS Chronic Pain Medical Treatment Guidelines, p. 98 (reviewer)" in like.reasons
    assert not any("ODG" in reason for reason in like.reasons)


def test_overturned_ones_come_first_only_where_they_are_like_enough() -> None:
    item = first(therapy("Physical therapy", "One.", body_parts=["knee"]))
    make_case(therapy("Upheld knee", "Two was said.", body_parts=["knee"]))
    make_case(
        therapy("Overturned knee", "Three was said.", body_parts=["knee"], outcome="overturned"), decision_date=None
    )
    make_case(
        therapy("Overturned massage", "Four.", treatment="massage-therapy", outcome="overturned", body_parts=["knee"])
    )
    assert requests_of(likes_of(item))[0] == "Upheld knee"
    assert requests_of(likes_of(item, "overturned-first")) == ["Overturned knee", "Upheld knee", "Overturned massage"]


def test_filters_of_the_search_page_apply() -> None:
    item = first(therapy("Physical therapy", "One was said."))
    make_case(therapy("Upheld", "Two was told."))
    make_case(therapy("Overturned", "Three were seen.", outcome="overturned"))
    assert requests_of(likes_of(item, outcome="overturned")) == ["Overturned"]
    assert requests_of(likes_of(item, outcome="-overturned")) == ["Upheld"]


def test_it_is_the_same_from_stored_sets() -> None:
    copy_letters(LETTERS.made(0, 150))
    items = whole_items(list(DisputedItem.objects.published().order_by("pk").values_list("pk", flat=True)[:8]))
    before = [[like.reasons for like in likes_of(item)] for item in items]
    seal()
    assert [[like.reasons for like in likes_of(item)] for item in items] == before


def test_without_anything_to_compare_there_is_nothing() -> None:
    assert find_similar(Subject(), EVERYTHING).likes == ()
    assert find_similar(Subject(treatment="mri"), EVERYTHING).likes == ()


def test_the_page_shows_them_and_carries_the_filters(client: Client) -> None:
    item = first(therapy("Physical therapy", "One was said."))
    make_case(therapy("Kept", "Three were seen.", outcome="overturned"), specialties=["Pain Medicine"])
    make_case(therapy("Filtered away", "Two was told."))
    answer = client.get(reverse("similar", args=[item.pk]), {"outcome": "overturned", "specialty": "Pain Medicine"})
    page = answer.content.decode()
    assert "Kept" in page
    assert "Filtered away" not in page
    assert '<input type="hidden" name="specialty" value="Pain Medicine">' in page
    assert re.search(r'value="overturned"\s+selected', page)


def test_an_order_that_there_is_not_is_named(client: Client) -> None:
    item = first(make_item())
    answer = client.get(reverse("similar", args=[item.pk]), {"sort": "newest"})
    assert "“newest” is not one of balanced, overturned-first" in answer.content.decode()


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.HELD, Status.WITHDRAWN, Status.SUPERSEDED])
def test_an_item_that_is_not_public_has_no_page(client: Client, status: str) -> None:
    item = Case.objects.get(pk=make_case(status=status).pk).items.get()
    assert client.get(reverse("similar", args=[item.pk])).status_code == 404
