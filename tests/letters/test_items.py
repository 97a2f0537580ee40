"""Items: where headings begin and end, what is decided in them, and the fields below."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.letters.model import Letter
from cases.letters.parse import parse_letter
from tests.letters.makers import (
    Item,
    doubled,
    make_2013,
    make_2013_b,
    make_letter,
    make_professional_review,
    with_page_breaks,
)

LONG = (
    "Lumbar epidural steroid injection L4-5 and L5-S1 under fluoroscopic guidance with conscious sedation, to be done "
    "at an outpatient surgery center, including pre-operative testing: CBC, CMP and EKG, and post-operative therapy "
    "twice weekly for four weeks, as well as transportation to and from all appointments for the length of treatment, "
    "with a home health aide 4 hours a day, 5 days a week, for the first two weeks thereafter, and a brace, QTY: 1"
)


def codes_of(letter: Letter) -> list[str]:
    return [problem.code for problem in letter.problems]


def requests_of(letter: Letter) -> list[str]:
    return [item.request.value for item in letter.items]


def outcomes_of(letter: Letter) -> list[str | None]:
    return [item.outcome.value if item.outcome else None for item in letter.items]


def rationales_of(letter: Letter) -> list[str | None]:
    return [item.rationale.value if item.rationale else None for item in letter.items]


@pytest.mark.parametrize(
    "request_words",
    [
        "Associated surgical service: EKG",
        "Labs to include: EKG",
        "Spine specialist follow up QTY: 2",
        "#60 day supply: 30",
        "Physical therapy 2 x wk. for 6 wks.",
        "Follow up with Dr. in pain management",
        "3 in 1 commode",
        "(unknown quantity) Zanaflex",
        "continuation for left hand therapy",
        "PHYSICAL THERAPY THORACIC SPINE QTY 12",
        LONG,
    ],
    ids=lambda words: words[:40],
)
@pytest.mark.parametrize("gap", ["\n\n", "\n"], ids=["gaps", "no gaps"])
def test_a_heading_is_read_whole(request_words: str, gap: str) -> None:
    items = (Item("X-ray"), Item(request_words), Item(request_words, "Overturned"))
    letter = parse_letter(make_letter(*items, gap=gap))
    assert requests_of(letter) == ["X-ray", request_words.rstrip("."), request_words.rstrip(".")]
    assert outcomes_of(letter) == ["upheld", "upheld", "overturned"]
    assert rationales_of(letter) == [Item().rationale] * 3


@pytest.mark.parametrize(
    ("separator", "outcome"),
    [(": ", "Upheld"), (":  ", "Upheld"), (" : ", "UPHELD"), (":\n", "Upheld"), (": ", "Upheld."), (" - ", "Uphold")],
)
def test_an_outcome_is_read_as_it_is_written(separator: str, outcome: str) -> None:
    letter = parse_letter(make_letter(Item(outcome=outcome, separator=separator), width=200))
    assert requests_of(letter) == ["MRI of the lumbar spine"]
    assert outcomes_of(letter) == ["upheld"]
    assert letter.items[0].outcome
    assert letter.text[slice(*letter.items[0].outcome.span)] == outcome.rstrip(".")


@pytest.mark.parametrize("line", range(12))
def test_a_page_break_may_stand_anywhere_in_a_heading(line: int) -> None:
    text = make_letter(Item("X-ray"), Item(LONG), width=60)
    at = text[: text.index("Lumbar epidural")].count("\n") - 1 + line
    for broken in (
        with_page_breaks(text, [at]),
        with_page_breaks(text, [at], "\f"),
        with_page_breaks(text, [at], "\n\f"),
    ):
        assert requests_of(parse_letter(broken)) == ["X-ray", LONG]


def test_a_gap_lost_at_the_end_of_a_page_does_not_join_rationale_and_heading() -> None:
    text = make_letter(Item("X-ray"), Item("Knee brace"), Item("TENS unit"))
    letter = parse_letter(text.replace("\n\nKnee brace", "\nKnee brace"))
    assert requests_of(letter) == ["X-ray", "Knee brace", "TENS unit"]
    assert rationales_of(letter) == [Item().rationale] * 3


def test_a_rationale_without_a_full_stop_ends_at_the_gap() -> None:
    letter = parse_letter(make_letter(Item(rationale="There are no red flags"), Item("Knee brace")))
    assert rationales_of(letter)[0] == "There are no red flags"
    assert requests_of(letter)[1] == "Knee brace"


def test_a_text_without_any_line_breaks_is_read() -> None:
    letter = parse_letter(" ".join(make_letter(Item("X-ray"), Item(partial())).split()))
    assert requests_of(letter) == ["X-ray", "6 visits"]
    assert rationales_of(letter) == [Item().rationale] * 2


def test_words_of_an_outcome_within_a_rationale_are_no_outcome() -> None:
    rationale = (
        "The prior denial was: upheld by the employer. The guideline rationale: none. It is not medically necessary."
    )
    letter = parse_letter(make_letter(Item(rationale=rationale), Item("X-ray")))
    assert rationales_of(letter) == [rationale, Item().rationale]
    assert "label-count" not in codes_of(letter)


MUTE = "The Expert Reviewer did not cite any medical evidence for its decision."
ORIGINAL, APPROVED, LEFT = "12 visits", "6 visits of therapy", "6 visits"


def partial(asked: str = ORIGINAL, approved: str = APPROVED, left: str = LEFT, *, end: str = " is") -> str:
    return (
        f"{asked} was the original request. {approved} was authorized by the Claims Administrator. The remaining IMR "
        f"eligible portion of the original request, {left}{end}"
    )


WHOLE = (
    f"Purchase of a chair was the original request. The Claims Administrator authorized {APPROVED}, leaving the "
    "original request IMR eligible. The original request, purchase of a chair is"
)
PARTIALS = {
    "remaining": (partial(), LEFT, ORIGINAL, APPROVED),
    "without is": (partial(end=""), LEFT, ORIGINAL, APPROVED),
    "several": (
        partial().replace("was the original request", "were the original request").replace("was auth", "were auth"),
        LEFT,
        ORIGINAL,
        APPROVED,
    ),
    "administrator first": (
        partial().replace(
            f"{APPROVED} was authorized by the Claims Administrator.",
            f"The Claims Administrator authorized {APPROVED}.",
        ),
        LEFT,
        ORIGINAL,
        APPROVED,
    ),
    "the whole left": (
        WHOLE,
        "purchase of a chair",
        None,
        APPROVED,
    ),
}


@pytest.mark.parametrize(("heading", "request_words", "original", "authorized"), PARTIALS.values(), ids=PARTIALS)
@pytest.mark.parametrize("width", [40, 70, 95])
@pytest.mark.parametrize("gap", ["\n\n", "\n"], ids=["gaps", "no gaps"])
def test_what_is_decided_of_a_request_approved_in_part(
    heading: str, request_words: str, original: str | None, authorized: str, width: int, gap: str
) -> None:
    letter = parse_letter(make_letter(Item("X-ray"), Item(heading, rationale=heading), gap=gap, width=width))
    item = letter.items[1]
    assert item.request.value == request_words
    assert (item.original_request.value if item.original_request else None) == original
    assert item.authorized
    assert item.authorized.value == authorized
    assert rationales_of(letter)[0] == Item().rationale


def test_a_partial_approval_told_in_a_rationale_is_not_the_next_heading() -> None:
    rationale = f"{partial(end='')} is not medically necessary."
    for gap in ("\n\n", "\n"):
        letter = parse_letter(make_letter(Item(partial(), rationale=rationale), Item("Gym membership"), gap=gap))
        assert requests_of(letter) == [LEFT, "Gym membership"]
        assert rationales_of(letter)[0] == rationale
        assert letter.items[1].original_request is None


def test_fields_are_those_of_their_item() -> None:
    by_page = "Decision based on MTUS Chronic Pain Treatment Guidelines Page(s): {}."
    items = [Item(administrator=by_page.format(number), reviewer=by_page.format(number + 1)) for number in (10, 20)]
    letter = parse_letter(make_letter(*items))
    pages = [[citation.pages for citation in item.citations] for item in letter.items]
    assert pages == [[((10, 10),), ((11, 11),)], [((20, 20),), ((21, 21),)]]
    assert [c.cited_by for c in letter.items[0].citations] == ["administrator", "reviewer"]


def test_a_heading_without_an_outcome_is_an_item_without_one() -> None:
    letter = parse_letter(make_letter(Item(outcome="", separator=""), Item("X-ray")))
    assert requests_of(letter) == ["MRI of the lumbar spine", "X-ray"]
    assert outcomes_of(letter) == [None, "upheld"]
    assert "item-without-outcome" in codes_of(letter)


@pytest.mark.parametrize("label", ["Claims Administrator guideline: ", "MAXIMUS guideline: "])
def test_a_missing_label_costs_its_field_only(label: str) -> None:
    text = make_letter(Item("X-ray"), Item("Knee brace"))
    letter = parse_letter(text.replace(label, "", 1))
    assert requests_of(letter)[-1] == "Knee brace"
    assert len(letter.items) == 2
    assert "label-count" in codes_of(letter)


def test_an_outcome_without_labels_is_a_problem() -> None:
    text = make_letter(Item("X-ray"), Item("TENS unit"))
    letter = parse_letter(text.replace("TENS unit: Upheld", "Knee brace: Overturned\n\nTENS unit: Upheld"))
    (problem,) = [problem for problem in letter.problems if problem.code == "label-count"]
    assert letter.text[slice(*problem.span)] == "Overturned"


@pytest.mark.parametrize(
    ("cut", "request_words"),
    [("\n\nClaims", "TENS unit"), ("\n\nMAXIMUS", "TENS unit"), ("\n\nDecision", "TENS unit")],
)
def test_a_letter_cut_short_keeps_what_it_has(cut: str, request_words: str) -> None:
    text = make_letter(Item("X-ray"), Item("TENS unit", "Overturned"))
    letter = parse_letter(text[: text.rindex(cut)])
    assert requests_of(letter) == ["X-ray", request_words]
    assert outcomes_of(letter) == ["upheld", "overturned"]
    assert rationales_of(letter) == [Item().rationale, None]
    assert {"truncated", "missing-rationale"} <= set(codes_of(letter))


def test_a_letter_that_breaks_off_in_mid_sentence_is_a_problem() -> None:
    assert "truncated" in codes_of(parse_letter(make_letter()[:-40]))
    assert "truncated" not in codes_of(parse_letter(make_letter()))


@pytest.mark.parametrize(
    ("outcome", "rationale", "disagrees"),
    [
        ("Upheld", "Therefore, the request is not medically necessary.", False),
        ("Upheld", "Therefore, the request is notmedically necessary.", False),
        ("Upheld", "The knee is bad. Therefore, the request is medically\nnecessary.", True),
        ("Overturned", "Therefore, the request is medically necessary.", False),
        ("Overturned", "It is determined to not be medically necessary.", True),
        ("Overturned", "This would be medically necessary if red flags were found.", False),
        ("Upheld", "Ice is medically necessary. The request is not medically necessary. See ODG.", False),
        ("Upheld", "There are no red flags.", False),
    ],
)
def test_a_closing_sentence_that_says_the_opposite_is_a_problem(outcome: str, rationale: str, disagrees: bool) -> None:
    letter = parse_letter(make_letter(Item(outcome=outcome, rationale=rationale)))
    assert ("closing-disagrees" in codes_of(letter)) == disagrees


def test_decisions_of_2013_are_read_once_with_their_parts() -> None:
    letter = parse_letter(
        make_2013(
            Item(
                "twelve (12) physical therapy sessions",
                "is not medically necessary",
                "The Claims Administrator based its decision on the Chronic Pain Guidelines, pages 98-99.",
                "The Expert Reviewer found the guidelines used by the Claims Administrator relevant and appropriate.",
            ),
            Item(
                "Norco 10/325mg #60",
                "is notmedically necessary",
                "The Claims Administrator did not cite any evidence.",
                MUTE,
            ),
            Item("a lumbar MRI", "is medically necessary", rationale="There is a deficit."),
        )
    )
    assert requests_of(letter) == ["twelve (12) physical therapy sessions", "Norco 10/325mg #60", "a lumbar MRI"]
    assert outcomes_of(letter) == ["upheld", "upheld", "overturned"]
    assert rationales_of(letter)[2] == "There is a deficit."
    assert [citation.pages for citation in letter.items[0].citations] == [((98, 99),)] * 2
    assert letter.items[1].administrator_basis == "none"
    assert "label-count" not in codes_of(letter)


def test_a_decision_of_2013_without_its_part_is_a_problem() -> None:
    text = make_2013(Item("x", "is not medically necessary"), Item("y", "is not medically necessary"))
    letter = parse_letter(text.replace("2) Regarding the request for", "Regarding"))
    assert requests_of(letter) == ["x", "y"]
    assert "label-count" in codes_of(letter)


def test_a_single_decision_of_2013_needs_no_number() -> None:
    text = make_2013(Item("a knee brace", "is medically necessary", "ODG, Knee Chapter.", "", "It is needed."))
    letter = parse_letter(text.replace("1) ", "").replace("Decision:\n", "Decision\n"))
    assert requests_of(letter) == ["a knee brace"]
    assert outcomes_of(letter) == ["overturned"]
    assert rationales_of(letter) == ["It is needed."]
    assert [(citation.cited_by, citation.guideline) for citation in letter.items[0].citations] == [
        ("reviewer", "odg-knee-and-leg")
    ]


def test_numbered_decisions_in_words_are_read() -> None:
    administrator = "The Claims Administrator based its decision on the MTUS Acupuncture Medical Treatment Guidelines."
    reviewer = "The Physician Reviewer based his/her decision on the Official Disability Guidelines (ODG)."
    items = (
        Item("Acupuncture 2 times a week for 6 weeks", "is not medically necessary", administrator, reviewer),
        Item("1 knee brace", "is medically necessary", administrator, reviewer, "1. It is needed.\n2. It is cheap."),
        Item("120 tablets of Norco", "are notmedically necessary", administrator, reviewer),
    )
    letter = parse_letter(make_2013_b(*items))
    assert requests_of(letter) == [item.request for item in items]
    assert outcomes_of(letter) == ["upheld", "overturned", "upheld"]
    assert rationales_of(letter) == [" ".join(item.rationale.split()) for item in items]
    assert (letter.items[0].administrator_basis, letter.items[0].reviewer_basis) == ("mtus", "non-mtus")


@pytest.mark.parametrize(("word", "outcome"), [("NOT ", "upheld"), ("", "overturned")])
def test_a_professional_review_decides_by_its_heading(word: str, outcome: str) -> None:
    letter = parse_letter(make_professional_review(Item("Knee brace", word, rationale="As stated above.")))
    assert requests_of(letter) == ["Knee brace"]
    assert outcomes_of(letter) == [outcome]
    assert rationales_of(letter) == ["As stated above."]
    assert [citation.cited_by for citation in letter.items[0].citations] == ["reviewer"]


def test_a_professional_review_cut_short_is_a_problem() -> None:
    text = make_professional_review(Item("Knee brace", "NOT "))
    letter = parse_letter(text[: text.index("RATIONALE")])
    assert requests_of(letter) == ["Knee brace"]
    assert {"truncated", "item-without-outcome"} <= set(codes_of(letter))


REQUESTS = st.sampled_from(
    [
        "X-ray",
        "Associated surgical service: EKG",
        "Norco 10/325mg #60 with 2 refills",
        "Physical therapy 2 x 6, lumbar spine (12 sessions)",
        "Pre-op labs: PT/PTT",
        "home health aide 4 hours a day",
        "3D MRI of the brain with and without contrast; neurology consult",
        LONG,
    ]
)
SENTENCES = st.sampled_from(
    [
        "There are no red flags.",
        "The doses (e.g. 5 mg) are not stated.",
        "Per ODG: Upheld by strong evidence.",
        "The guidelines recommend 9-10 visits over 8 weeks for myalgia, unspecified (ICD9 729.1).",
        "See page 98 ff.",
        "Therefore, the request is not medically necessary.",
    ]
)
ITEMS = st.builds(
    Item,
    request=st.one_of(REQUESTS, REQUESTS.map(lambda words: partial(words, f"{words} x 1", f"{words} x 2"))),
    outcome=st.sampled_from(["Upheld", "Overturned"]),
    rationale=st.lists(SENTENCES, min_size=1, max_size=8).map(" ".join),
    separator=st.sampled_from([": ", ":  ", " : "]),
)


@given(
    st.lists(ITEMS, min_size=1, max_size=5),
    st.sampled_from([70, 80, 95]),
    st.sampled_from(["plain", "doubled", "close"]),
)
def test_any_items_are_read_as_they_were_written(items: list[Item], width: int, layout: str) -> None:
    text = make_letter(*items, width=width, gap="\n" if layout == "close" else "\n\n")
    letter = parse_letter(doubled(text) if layout == "doubled" else text)
    decided = [re.sub(r".* of the original request, (.*) is", r"\1", item.request) for item in items]
    assert requests_of(letter) == decided
    assert outcomes_of(letter) == [item.outcome.lower() for item in items]
    assert rationales_of(letter) == [item.rationale for item in items]
    assert [item.position for item in letter.items] == list(itertools.islice(itertools.count(1), len(items)))
