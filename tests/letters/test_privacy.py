"""Identities: every kind's own examples, what is not identity, and where the words stand."""

import pytest

from cases.letters import taxonomy
from cases.letters.privacy import Identity, find_identities

KINDS = taxonomy.identities()
EXAMPLES = [(code, example) for code, kind in KINDS.items() for example in kind.examples]
COUNTER_EXAMPLES = [(code, example) for code, kind in KINDS.items() for example in kind.counter_examples]


def named(table: list[tuple[str, str]]) -> list[str]:
    return [f"{code}: {text[:40]}" for code, text in table]


def kinds_of(text: str) -> list[str]:
    return [identity.kind for identity in find_identities(text)]


@pytest.mark.parametrize(("code", "example"), EXAMPLES, ids=named(EXAMPLES))
def test_an_example_is_its_kind_and_no_other(code: str, example: str) -> None:
    assert kinds_of(example) == [code]


@pytest.mark.parametrize(("code", "example"), COUNTER_EXAMPLES, ids=named(COUNTER_EXAMPLES))
def test_a_counter_example_identifies_nobody(code: str, example: str) -> None:
    assert find_identities(example) == ()
