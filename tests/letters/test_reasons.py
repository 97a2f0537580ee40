"""Reasons: every entry's own examples, and what tells talk of the case from talk of guidelines."""

import pytest

from cases.letters import taxonomy
from cases.letters.model import Span
from cases.letters.reasons import find_reasons

REASONS = taxonomy.reasons()
EXAMPLES = [(code, example) for code, reason in REASONS.items() for example in reason.examples]
COUNTER_EXAMPLES = [(code, example) for code, reason in REASONS.items() for example in reason.counter_examples]


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
