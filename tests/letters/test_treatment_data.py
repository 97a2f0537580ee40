"""The data of treatments and body parts: every example, counter-example and term is held to what it says."""

import pytest

from cases.letters import taxonomy
from cases.letters.classify import classify_request
from cases.letters.model import Span

TREATMENTS = taxonomy.treatments()
BODY_PARTS = taxonomy.body_parts()


def treatment_of(request: str) -> str:
    return classify_request(request, Span(0, len(request))).treatment.value


def body_parts_of(request: str) -> list[str]:
    return [part.value for part in classify_request(request, Span(0, len(request))).body_parts]


@pytest.mark.parametrize("code", TREATMENTS)
def test_every_treatment_has_three_examples(code: str) -> None:
    assert len(TREATMENTS[code].examples) >= 3


@pytest.mark.parametrize("code", TREATMENTS)
def test_every_example_is_claimed_by_its_treatment_alone(code: str) -> None:
    wrong = {example: treatment_of(example) for example in TREATMENTS[code].examples}
    assert {example: found for example, found in wrong.items() if found != code} == {}


@pytest.mark.parametrize("code", TREATMENTS)
def test_no_counter_example_is_claimed_by_its_treatment(code: str) -> None:
    assert [example for example in TREATMENTS[code].counter_examples if treatment_of(example) == code] == []


@pytest.mark.parametrize("code", TREATMENTS)
def test_every_term_alone_is_its_treatment(code: str) -> None:
    entry = TREATMENTS[code]
    found = {term: treatment_of(term) for term in (*entry.strong, *entry.terms, *entry.weak)}
    assert {term: other for term, other in found.items() if other != code} == {}


@pytest.mark.parametrize("code", [code for code in TREATMENTS if code != taxonomy.UNCLASSIFIED])
def test_every_treatment_has_names_and_counter_examples(code: str) -> None:
    assert TREATMENTS[code].terms or TREATMENTS[code].strong
    assert TREATMENTS[code].counter_examples


def test_no_term_stands_twice() -> None:
    terms = [term for entry in TREATMENTS.values() for term in (*entry.strong, *entry.terms, *entry.weak)]
    assert sorted({term for term in terms if terms.count(term) > 1}) == []


@pytest.mark.parametrize("code", TREATMENTS)
def test_turns_speak_of_treatments_and_body_parts_that_exist(code: str) -> None:
    for turn in TREATMENTS[code].turns:
        assert turn.source <= TREATMENTS.keys() - {code}
        assert turn.parts <= BODY_PARTS.keys()
        assert turn.words or turn.parts or turn.sessions or turn.ingredients


@pytest.mark.parametrize("code", TREATMENTS)
def test_sessions_are_counted_always_or_where_stated(code: str) -> None:
    assert TREATMENTS[code].in_sessions in {"", "always", "stated"}


@pytest.mark.parametrize("code", BODY_PARTS)
def test_every_body_part_has_three_examples_and_a_counter_example(code: str) -> None:
    assert len(BODY_PARTS[code].examples) >= 3
    assert BODY_PARTS[code].counter_examples


@pytest.mark.parametrize("code", BODY_PARTS)
def test_every_term_and_example_names_its_body_part(code: str) -> None:
    entry = BODY_PARTS[code]
    assert [text for text in (*entry.terms, *entry.examples) if code not in body_parts_of(text)] == []


@pytest.mark.parametrize("code", BODY_PARTS)
def test_no_counter_example_names_its_body_part(code: str) -> None:
    assert [text for text in BODY_PARTS[code].counter_examples if code in body_parts_of(text)] == []
