"""Whole letters: every span holds, nothing but NotALetter is raised, and every problem is explained."""

import ast
import dataclasses
import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.letters.fingerprint import RULES, fingerprint
from cases.letters.formats import FORMATS
from cases.letters.formats.base import Format
from cases.letters.model import Citation, Fact, Letter, NotALetter
from cases.letters.parse import parse_letter
from cases.letters.text import canonical, folded
from tests.letters.makers import (
    Item,
    doubled,
    make_2013,
    make_2013_b,
    make_header,
    make_letter,
    make_professional_review,
)

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "reading.md"
READERS = [*RULES.rglob("*.py"), *(ROOT / "cases" / "ingest").rglob("*.py")]
QUOTED = ("case_number", "summary", "request", "original_request", "authorized", "rationale")


def facts_of(thing: object) -> Iterator[tuple[str, Fact[object] | Citation]]:
    """Name and value of every fact of a letter, its items and their citations."""
    assert dataclasses.is_dataclass(thing)
    for field in dataclasses.fields(thing):
        value = getattr(thing, field.name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Fact | Citation):
                yield field.name, one
            elif dataclasses.is_dataclass(one) and field.name == "items":
                yield from facts_of(one)


def check_spans(letter: Letter) -> None:
    for name, fact in facts_of(letter):
        words = letter.text[slice(*fact.span)]
        assert words.strip() or getattr(fact, "value", "") in ("", "unclassified"), (name, fact)
        if isinstance(fact, Citation):
            assert folded(words) == fact.text
        elif name in QUOTED:
            assert folded(words) == fact.value
    for problem in letter.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(letter.text)


LETTERS = [
    make_letter(Item(), Item("X-ray", "Overturned")),
    make_letter(header="", credentials="", summary=None),
    doubled(make_letter(Item("Physical therapy 2 times a week for 6 weeks"))),
    make_2013(Item(outcome="is not medically necessary"), Item("X-ray", "is medically necessary")),
    make_2013_b(Item(outcome="is not medically necessary")),
    make_professional_review(Item(outcome="NOT ")),
    make_letter(header=make_header(Date_of_Injury="13/13/2013")) * 2,
]


@pytest.mark.parametrize("text", LETTERS, ids=range(len(LETTERS)))
def test_every_span_quotes_its_own_words(text: str) -> None:
    letter = parse_letter(text)
    assert letter.text == canonical(text)
    assert letter.items
    check_spans(letter)


@pytest.mark.parametrize("text", LETTERS, ids=range(len(LETTERS)))
def test_canonical_text_is_read_the_same_again(text: str) -> None:
    letter = parse_letter(text)
    assert parse_letter(letter.text) == letter


@pytest.mark.parametrize("text", ["", " \n ", "\x00\x07"])
def test_no_text_is_no_letter(text: str) -> None:
    with pytest.raises(NotALetter):
        parse_letter(text)


@pytest.mark.parametrize("text", LETTERS, ids=range(len(LETTERS)))
@pytest.mark.parametrize("share", range(5, 100, 10))
def test_any_part_of_a_letter_gives_a_record(text: str, share: int) -> None:
    check_spans(parse_letter(text[: len(text) * share // 100]))
    check_spans(parse_letter(text[len(text) * share // 100 :]))


WORDS = st.sampled_from(
    [
        *("HOW THE IMR FINAL DETERMINATION WAS MADE", "CLINICAL CASE SUMMARY", "IMR ISSUES, DECISIONS AND RATIONALES"),
        *("Claims Administrator guideline:", "MAXIMUS guideline:", "Decision rationale:", "Case Number: CM16-0000042"),
        *("Date of Injury:", "UR Denial Date:", "Received:", "11/03/2016", "13/45/2016", "on 1/2/3", "Priority:"),
        *("MRI: Upheld", ": Overturned", "Upheld", "X was the original request.", "the remaining IMR eligible portion"),
        *("of the original request, Y is: Upheld", "is not medically necessary.", "1) Regarding the request for z:"),
        *("1) MAXIMUS Federal Services, Inc. has determined the request for z", "ISSUE AT DISPUTE:", "Page(s): 9-8"),
        *("State(s) of Licensure: Texas,Ohio", "Certification(s)/Specialty:", "Rationale for the Decision:", "-", "İ"),
        *("RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS NOT MEDICALLY NECESSARY:", "40 year old man", "é"),
        *(
            "Decision based on MTUS",
            "Low Back Complaints 2004, Section(s): Special Studies.",
            "\u00ad",
            "\ufffe",
            "\x00",
        ),
    ]
)
BREAKS = st.sampled_from([" ", "\n", "\n\n", "  ", "\f", ".", ". ", "-\n"])


@given(st.lists(st.tuples(WORDS, BREAKS), max_size=40))
def test_any_order_of_a_letters_words_gives_a_record_or_no_letter(pieces: list[tuple[str, str]]) -> None:
    text = "".join(word + end for word, end in pieces)
    try:
        check_spans(parse_letter(text))
    except NotALetter:
        assert not canonical(text)


@given(st.text())
def test_any_text_gives_a_record_or_no_letter(text: str) -> None:
    try:
        check_spans(parse_letter(text))
    except NotALetter:
        assert not canonical(text)


def test_sixty_items_and_an_endless_rationale_are_read() -> None:
    rationale = "There are no red flags. " * 12_000 + "The request is not medically necessary."
    letter = parse_letter(
        make_letter(*(Item(f"X-ray of finger {number}") for number in range(60)), Item(rationale=rationale))
    )
    assert len(letter.items) == 61
    assert letter.items[59].request.value == "X-ray of finger 59"
    assert letter.items[60].rationale
    assert letter.items[60].rationale.value == rationale
    assert len({item.request.span for item in letter.items}) == 61


def test_letters_outcome_is_mixed_where_its_items_differ() -> None:
    assert parse_letter(make_letter(Item(), Item())).outcome == "upheld"
    assert parse_letter(make_letter(Item(outcome="Overturned"))).outcome == "overturned"
    assert parse_letter(make_letter(Item(), Item(outcome="Overturned"))).outcome == "mixed"
    assert parse_letter(make_letter(Item(outcome="", separator=""))).outcome is None


def test_marks_of_other_languages_do_not_move_the_spans() -> None:
    letter = parse_letter(make_letter(summary="İ İ İ The patient is a 40 year old man, İ.", header=""))
    check_spans(letter)
    assert letter.age
    assert letter.text[slice(*letter.age.span)] == "40 year old"


def codes_in_the_source() -> set[str]:
    """The first argument of each `Problem(...)`, and the codes that an exception carries."""
    codes: set[str] = set()
    for path in READERS:
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Name(id="Problem"), args=[ast.Constant(value=str(code)), *_]):
                    codes.add(code)
                case ast.Assign(targets=[ast.Name(id="code")], value=ast.Constant(value=str(code))):
                    codes.add(code)
    return codes


@functools.cache
def explained() -> set[str]:
    problems = GUIDE.read_text().partition("\n## Problems\n")[2]
    return {line.removeprefix("### ").strip("`") for line in problems.splitlines() if line.startswith("### ")}


def test_every_problem_is_explained() -> None:
    assert codes_in_the_source() >= {"missing-header", "not-a-letter", "no-text-layer"}
    assert codes_in_the_source() - explained() == set()


def test_every_problem_that_is_explained_is_one() -> None:
    source = "".join(path.read_text() for path in READERS)
    assert {code for code in explained() if f'"{code}"' not in source} == set()


@given(st.lists(st.tuples(WORDS, BREAKS), min_size=5, max_size=40))
def test_no_other_problem_comes_up(pieces: list[tuple[str, str]]) -> None:
    letter = parse_letter(f"{make_letter()} {''.join(word + end for word, end in pieces)} end.")
    assert {problem.code for problem in letter.problems} <= explained()


@pytest.mark.parametrize("layout", FORMATS, ids=lambda layout: layout.name)
def test_every_layout_is_described(layout: Format) -> None:
    assert f"### `{layout.name}`" in GUIDE.read_text()


def test_the_fingerprint_changes_with_the_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in RULES.rglob("*.toml"):
        copy = tmp_path / path.relative_to(RULES)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    monkeypatch.setattr("cases.letters.fingerprint.RULES", tmp_path)
    before = fingerprint.__wrapped__()
    assert before == fingerprint.__wrapped__()
    (tmp_path / "data" / "specialties.toml").write_text("# changed\n")
    changed = fingerprint.__wrapped__()
    (tmp_path / "data" / "specialties.toml").rename(tmp_path / "data" / "species.toml")
    assert len({before, changed, fingerprint.__wrapped__()}) == 3


def test_the_fingerprint_is_short_and_stays() -> None:
    assert fingerprint() == fingerprint()
    assert len(fingerprint()) == 16
