"""Literal terms in text: spellings, plurals, sides and small misspellings."""

import pytest

from cases.letters.terms import Speller, TermIndex, find_tokens

INDEX = TermIndex(
    [[("physical therapy", "pt"), ("pre-op EKG", "ekg")], [("therapy", "any"), ("physical therapy", "never")]],
    same=[["pre-op", "preoperative"], ["EKG", "electrocardiogram"]],
)


def found(text: str) -> list[str]:
    return [hit.payload for hit in INDEX.find(find_tokens(text).texts)]


@pytest.mark.parametrize(
    ("text", "payloads"),
    [
        ("physical therapy", ["pt"]),
        ("physical (left) therapies", []),
        ("physical, the left therapys", ["pt"]),
        ("therapy therapy", ["any", "any"]),
        ("preoperative electrocardiograms", ["ekg"]),
        ("pre- op ekg", ["ekg"]),
        ("", []),
    ],
)
def test_the_longest_term_is_found_in_any_spelling(text: str, payloads: list[str]) -> None:
    assert found(text) == payloads


def test_tokens_keep_their_places_and_the_punctuation_before_them() -> None:
    text = "mri, left knee (two views): upheld"
    tokens = find_tokens(text)
    assert [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)] == [
        "mri",
        "knee",
        "two",
        "views",
        "upheld",
    ]
    assert tokens.stops == ["", ",", "(", "", ")"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("tramdol", "tramadol"),
        ("tramadoll", "tramadol"),
        ("tramodol", "tramadol"),
        ("lumbarr", "lumbar"),
        ("lumba", "lumbar"),
        ("lumbax", "lumbax"),
        ("dental", "dental"),
        ("denial", "denial"),
        ("zzzzzz", "zzzzzz"),
        ("l4", "l4"),
        ("braces", "brace"),
        ("tens", "tens"),
    ],
)
def test_one_slip_in_a_long_word_is_mended(word: str, meant: str) -> None:
    assert Speller.of(["tramadol", "lumbar", "dental"], ["denial"]).spell(word) == meant
