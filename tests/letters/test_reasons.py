"""Reasons: every entry's own examples, and what tells talk of the case from talk of guidelines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.letters import taxonomy
from cases.letters.model import Span
from cases.letters.reasons import find_reasons

REASONS = taxonomy.reasons()
EXAMPLES = [(code, example) for code, reason in REASONS.items() for example in reason.examples]
COUNTER_EXAMPLES = [(code, example) for code, reason in REASONS.items() for example in reason.counter_examples]

GUIDELINE_TALK = {
    "a guideline's condition": "The MTUS states that visits may continue only if there is functional improvement.",
    "a guideline's criteria": "According to the guidelines, patients without red flags do not need imaging.",
    "patients at large": "Patients with no gastrointestinal risk do not require omeprazole.",
    "a condition": "If there is no improvement in function, opioids should be discontinued.",
    "pasted paragraphs": (
        "Recommended as indicated below. Patients are expected to do home exercises. "
        "The frequency fades toward a self-directed home program. (Airaksinen, 2006) "
        "Arthritis: 9 visits over 8 weeks."
    ),
    "a list of criteria": "Criteria for the use of TENS: (1) Evidence that other care has been tried and failed.",
    "what guidelines have found": "The MTUS supports exercise. The device has not been shown to reduce pain.",
    "what most patients do": "Most patients recover in weeks, provided any red flags are ruled out.",
    "the conclusion alone": "As such, the request for six visits of physical therapy is not medically necessary.",
}

CASE_TALK = {
    "after a guideline": (
        "The ODG supports imaging for patients with red flags. In this case, no red flags were found.",
        ["no-red-flags"],
    ),
    "glued sentences": (
        "Therapy is recommended for pain.There is no documentation of functional gains.",
        ["documentation-lacking", "no-functional-improvement"],
    ),
    "several at once": (
        "There is no evidence of radiculopathy. The patient has not failed conservative care. There were no red flags.",
        ["no-neurologic-deficit", "first-line-care-not-tried", "no-red-flags"],
    ),
    "a finding right after a guideline": (
        "The ODG states that imaging is reserved for patients with red flags. The examination shows no radiculopathy.",
        ["no-neurologic-deficit"],
    ),
    "what was identified after a guideline": (
        "ACOEM reserves films for patients with red flags. The MTUS says the same. No red flag was identified.",
        ["no-red-flags"],
    ),
    "what has not been done after a guideline": (
        "The MTUS says that surgery can be an option. Conservative treatment has not been exhausted.",
        ["first-line-care-not-tried"],
    ),
    "the notes after a silent guideline": (
        "The MTUS is silent on the drug. The notes do not show any objective improvement.",
        ["guideline-silent", "no-functional-improvement"],
    ),
    "a guideline in a clause of measure": (
        "The MTUS lists acupuncture. The amount asked for exceeds what the guideline supports.",
        ["exceeds-guideline-quantity"],
    ),
    "nothing in the papers": ("Nothing in the chart raises a red flag.", ["no-red-flags"]),
    "a clause after a guideline": (
        "Since the guidelines support ten visits, another twelve are in excess of them.",
        ["exceeds-guideline-quantity"],
    ),
}

OPIOIDS = "There were no functional gains. Weaning is advised. There were no functional gains."


def reasons_of(rationale: str, outcome: str | None = None) -> list[str]:
    return [fact.value for fact in find_reasons(rationale, Span(0, len(rationale)), outcome)]


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_has_patterns_examples_and_counter_examples(code: str) -> None:
    assert REASONS[code].patterns
    assert REASONS[code].examples
    assert REASONS[code].counter_examples


@pytest.mark.parametrize(("code", "example"), EXAMPLES, ids=[f"{code}: {text[:40]}" for code, text in EXAMPLES])
def test_an_example_is_claimed_by_its_reason(code: str, example: str) -> None:
    assert code in reasons_of(example)


@pytest.mark.parametrize(
    ("code", "example"), COUNTER_EXAMPLES, ids=[f"{code}: {text[:40]}" for code, text in COUNTER_EXAMPLES]
)
def test_a_counter_example_is_not_claimed_by_its_reason(code: str, example: str) -> None:
    assert code not in reasons_of(example)


@pytest.mark.parametrize("rationale", GUIDELINE_TALK.values(), ids=GUIDELINE_TALK)
def test_what_a_guideline_says_is_no_reason(rationale: str) -> None:
    assert reasons_of(rationale, "upheld") == []


@pytest.mark.parametrize(("rationale", "codes"), CASE_TALK.values(), ids=CASE_TALK)
def test_what_is_said_of_the_case_is_a_reason(rationale: str, codes: list[str]) -> None:
    assert reasons_of(rationale, "upheld") == codes


@pytest.mark.parametrize("outcome", taxonomy.OUTCOMES)
def test_a_reason_explains_only_its_own_outcome(outcome: str) -> None:
    found = {code for _, example in EXAMPLES for code in reasons_of(example, outcome)}
    assert found == {code for code, reason in REASONS.items() if outcome in reason.outcomes}


def test_a_reason_is_named_once_and_in_the_order_of_its_words() -> None:
    assert reasons_of(OPIOIDS, "upheld") == ["no-functional-improvement", "opioid-tapering"]


def test_the_span_is_the_words_that_earned_it_wherever_lines_break() -> None:
    text = "Rationale: There is no\ndocumentation \n\n of a fall. The exam shows no red\nflags. Next item"
    span = Span(text.index("There"), text.index(" Next"))
    facts = find_reasons(text, span, "upheld")
    assert {fact.value: " ".join(text[slice(*fact.span)].split()) for fact in facts} == {
        "documentation-lacking": "no documentation",
        "no-red-flags": "no red flags",
    }


def test_nothing_outside_the_span_is_read() -> None:
    text = "No red flags were found. The request is not medically necessary. No red flags were found."
    assert find_reasons(text, Span(25, 65), "upheld") == ()


@given(
    st.lists(st.sampled_from([example for _, example in EXAMPLES + COUNTER_EXAMPLES]) | st.text(max_size=9)),
    st.sampled_from(["\n", " ", "", " \n\n"]),
    st.sampled_from(["upheld", "overturned", None]),
)
def test_spans_lie_in_the_rationale_whatever_the_text(pieces: list[str], glue: str, outcome: str | None) -> None:
    text = "head " + glue.join(pieces) + " tail"
    for fact in find_reasons(text, Span(5, len(text) - 5), outcome):
        assert fact.value in REASONS
        assert 5 <= fact.span.start < fact.span.end <= len(text) - 5


def test_a_run_of_full_stops_takes_time_by_its_length() -> None:
    rationale = f"The request {'.' * 200_000} is not supported by the records."
    assert find_reasons(rationale, Span(0, len(rationale)), "upheld") is not None
