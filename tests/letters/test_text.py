"""Bytes to canonical text: encodings, what is no letter, and what extractors leave behind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.letters.model import NotALetter
from cases.letters.text import canonical, decode, folded, trimmed
from tests.letters.makers import doubled, make_letter, with_page_breaks

WORDS = "The patient’s flexion is 35° at C5-C6."


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"],
)
def test_an_encoding_is_recognised(encoding: str) -> None:
    assert canonical(decode(WORDS.encode(encoding))) == WORDS


def test_one_wrong_byte_does_not_spoil_the_others() -> None:
    assert decode(f"{WORDS} {WORDS}".encode()[:-3] + b"\x80").startswith(WORDS)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "is empty", id="nothing"),
        pytest.param(b" \r\n\t", "is empty", id="blanks"),
        pytest.param(bytes(range(256)) * 9, "binary", id="binary"),
        pytest.param(b"\x00" * 99, "binary", id="zeros"),
        pytest.param(b"PK\x03\x04" + bytes(range(32)) * 9, "binary", id="archive"),
        pytest.param(b"<!DOCTYPE html>\n<title>404 Not Found</title>", "HTML", id="html"),
        pytest.param(b'\n<?xml version="1.0"?>\n<HTML lang="en">', "HTML", id="xhtml"),
    ],
)
def test_what_is_no_letter_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(NotALetter, match=reason):
        decode(data)


def test_a_few_stray_zeros_do_not_make_a_letter_binary() -> None:
    assert canonical(decode(b"The Final\x00 Determination" + b" was made" * 99)).startswith("The Final Determination")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        pytest.param("a\r\nb\rc", "a\nb\nc", id="line ends"),
        pytest.param("a  \n\tb \n", "a\nb", id="blanks at line ends"),
        pytest.param("a\n\n\n\nb", "a\n\nb", id="one gap"),
        pytest.param("should be\n\ftapered", "should be\ntapered", id="page break by form feed"),
        pytest.param("a.\n\n\fB", "a.\n\nB", id="gap before a form feed"),
        pytest.param("C5-\nC6 and 1-\n2 times", "C5-C6 and 1-2 times", id="line hyphen"),
        pytest.param("anti-\n\ninflammatory", "anti-inflammatory", id="line hyphen before a page break"),
        pytest.param("Labs -\nCBC", "Labs -\nCBC", id="a dash is no hyphen"),
        pytest.param("guide\ufffelines", "guide-lines", id="line hyphen as pdfium writes it"),
        pytest.param("guide\u00ad\nlines re\u00adtold", "guidelines retold", id="soft hyphen"),
        pytest.param("C5\u2011C6 \ufb01ve\u00a0mg", "C5-C6 five mg", id="typography"),
        pytest.param("e\u0301", "é", id="composed"),
        pytest.param("a\u200bb\ufeffc\x07d", "abcd", id="what has no width"),
        pytest.param("a\ud800b", "a\ufffdb", id="half a character"),
    ],
)
def test_text_is_cleaned(raw: str, clean: str) -> None:
    assert canonical(raw) == clean


def test_doubled_newlines_are_undoubled_and_gaps_kept() -> None:
    assert canonical(doubled(make_letter())) == canonical(make_letter())


def test_page_breaks_vanish_where_gaps_are_marked() -> None:
    lines = [line or " " for line in make_letter().split("\n")]
    broken = with_page_breaks("\n".join(lines), range(0, len(lines), 7))
    assert canonical(broken) == canonical(make_letter())


def test_a_list_of_short_paragraphs_is_not_taken_for_doubled() -> None:
    text = "\n\n".join(f"Paragraph {number}." for number in range(20))
    assert canonical(text) == text


PIECES = st.sampled_from(
    [
        "\n",
        "\n\n",
        " \n",
        "\n \n",
        "-\n",
        "\f",
        "\r\n",
        "a",
        "the word",
        "C5",
        " ",
        "É",
        "\u0301",
        "\u00ad",
        "\ufffe",
        "\u2028",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=80).map("".join)))
def test_canonical_text_stays_as_it_is(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once


@given(st.lists(PIECES, min_size=1, max_size=5).map("".join), st.sampled_from([" \n", "\n\n", "\n\n\n"]))
def test_canonical_text_stays_as_it_is_when_repeated(piece: str, end: str) -> None:
    once = canonical((piece + end) * 30)
    assert canonical(once) == once


def test_folding_and_trimming() -> None:
    assert folded("  a \n b ") == "a b"
    assert trimmed("  a b \n", 0, 7) == (2, 5)
    assert trimmed("    ", 1, 3) == (1, 1)
