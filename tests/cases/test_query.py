"""The query language: text to tree and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.search.meaning import meaning_of
from cases.search.query import (
    And,
    CaseNumber,
    Field,
    In,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    placed_terms,
    terms,
    to_text,
)
from cases.search.query_parser import literal, parse_query

FIELDS = frozenset({"outcome", "page", "specialty"})

TREES: list[tuple[str, Node | None]] = [
    ("", None),
    ("   ", None),
    ("exercise", Word("exercise")),
    ("home exercise", And((Word("home"), Word("exercise")))),
    ('"not medically necessary"', Phrase("not medically necessary")),
    ("-surgery", Not(Word("surgery"))),
    ("mri -surgery", And((Word("mri"), Not(Word("surgery"))))),
    ('-"home exercise"', Not(Phrase("home exercise"))),
    ("mri OR ct", Or((Word("mri"), Word("ct")))),
    ("mri or ct", And((Word("mri"), Word("or"), Word("ct")))),
    ("mri OR ct scan", Or((Word("mri"), And((Word("ct"), Word("scan")))))),
    ("(mri OR ct) spine", And((Or((Word("mri"), Word("ct"))), Word("spine")))),
    ("-(mri OR ct)", Not(Or((Word("mri"), Word("ct"))))),
    ("C5-C6", Word("C5-C6")),
    ("outcome:overturned", Field("outcome", "overturned")),
    ("OUTCOME:overturned", Field("outcome", "overturned")),
    ("outcome:overturned page:98", And((Field("outcome", "overturned"), Field("page", "98")))),
    ('specialty:"Pain Management"', Field("specialty", "Pain Management")),
    ("-outcome:upheld", Not(Field("outcome", "upheld"))),
    ("outcome:-upheld", Not(Field("outcome", "upheld"))),
    ("--- !!! ...", None),
    ("mri NOT ct AND spine", And((Word("mri"), Not(Word("ct")), Word("spine")))),
    ("vertebr*", Prefix("vertebr")),
    ("-h-wav*", Not(Prefix("h-wav"))),
    ('"home exercise"~5', Near("home exercise", 5)),
    ('"home exercise" ~5', And((Phrase("home exercise"), Word("~5")))),
    ("request:mri", In("request", Word("mri"))),
    ("Rationale:(mri OR inject*)", In("rationale", Or((Word("mri"), Prefix("inject"))))),
    ('summary:"a fall"~3', In("summary", Near("a fall", 3))),
    ("request:-mri", Not(In("request", Word("mri")))),
    ("request:(rationale:mri -ct)", In("request", And((In("rationale", Word("mri")), Not(Word("ct")))))),
    ("case:cm150000042", CaseNumber("CM15-0000042")),
    ('case:"IMR 15-000042"', CaseNumber("IMR 15-000042")),
    ("case:-CM15-42", Not(CaseNumber("CM15-0000042"))),
    ("patient's", Word("patient")),
    ("patient’s's", Word("patient")),
    ("summary:(:x)", In("summary", Word(":x"))),
    ('specialty:"-x"', Field("specialty", "-x")),
    ('specialty:":x"', Field("specialty", ":x")),
    ('specialty:"page:98"', Field("specialty", "page:98")),
    ("NOT --x", Not(Word("--x"))),
    ("AND", None),
    ('"AND"', Phrase("AND")),
]

MENDED = [
    ('"home exercise', Phrase("home exercise"), "quotation mark"),
    ("mri)", Word("mri"), "closing bracket"),
    ("(mri", Word("mri"), "no closing one"),
    ("OR mri", Word("mri"), "OR wants"),
    ("colour:red", And((Word("colour"), Word("red"))), "not a field"),
    ('outcome:"" mri', Word("mri"), "has no value"),
    ("outcome:upheld)", Field("outcome", "upheld"), "no opening one"),
    ("((mri", Word("mri"), "2 brackets have no closing one"),
    ("ve* mri", And((Word("ve"), Word("mri"))), "three letters"),
    ("OR*", Phrase("OR"), "three letters"),
    ('"home"~5', Phrase("home"), "two words or more"),
    ('"a b"~0', Near("a b", 1), "The nearest"),
    ('"a b"~999', Near("a b", 50), "The farthest"),
    ('specialty:"a b"~5', Field("specialty", "a b"), "A distance says nothing"),
    ("request:outcome:upheld", Field("outcome", "upheld"), "wants a word"),
    ("case:42 mri", Word("mri"), "no case number"),
    ("outcome: mri", And((Word("outcome"), Word("mri"))), "right behind the colon"),
    ("outcom:mri", And((Word("outcom"), Word("mri"))), "Did you mean “outcome:”?"),
    ("(mri -) ct", And((Word("mri"), Word("ct"))), "left out is missing"),
    ("NOT", None, "left out is missing"),
    ("ther\u200bapy", Word("therapy"), "cannot be seen"),
    ("mri\0ct", And((Word("mri"), Word("ct"))), "cannot be seen"),
]


@pytest.mark.parametrize(("text", "tree"), TREES, ids=[text or "empty" for text, _ in TREES])
def test_a_query_has_its_tree_and_no_hint(text: str, tree: Node | None) -> None:
    query = parse_query(text, FIELDS)
    assert query.tree == tree
    assert query.hints == ()
    assert tree is None or parse_query(to_text(tree), FIELDS).tree == tree


@pytest.mark.parametrize(("text", "tree", "hint"), MENDED, ids=[ascii(text) for text, _, _ in MENDED])
def test_what_is_wrong_is_mended_and_named(text: str, tree: Node | None, hint: str) -> None:
    query = parse_query(text, FIELDS)
    assert query.tree == tree
    assert hint in " ".join(f"{each.reason} {each.remedy}" for each in query.hints)


def test_a_long_query_is_cut_and_says_so() -> None:
    query = parse_query("word " * 10_000, FIELDS)
    assert any("cut" in hint.remedy for hint in query.hints)
    assert any("first 50" in hint.remedy for hint in query.hints)
    assert isinstance(query.tree, And)
    assert len(query.tree.nodes) == 50


def test_a_thousand_brackets_are_no_recursion() -> None:
    assert any("deeper" in hint.remedy for hint in parse_query("(" * 990 + "mri", FIELDS).hints)


def test_more_than_a_few_mistakes_are_not_told_one_by_one() -> None:
    hints = parse_query(" ".join(f"field_{letter}:x" for letter in "abcdefghijkl"), FIELDS).hints
    assert len(hints) == 7
    assert hints[-1].reason == "More of the query is not understood."


def test_terms_know_the_places_they_are_looked_for_in() -> None:
    tree = parse_query("mri request:(inject* OR rationale:spine) -knee", FIELDS).tree
    everywhere = ("request", "rationale", "summary")
    assert list(placed_terms(tree)) == [
        (Word("mri"), everywhere),
        (Prefix("inject"), ("request",)),
        (Word("spine"), ("rationale",)),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("(mri", '"(mri"'),
        ("outcome:maybe -mri OR", '"outcome:maybe" "-mri" "OR"'),
        ('"home exercise" * ct', '"home" "exercise" "ct"'),
        ("!!! ...", None),
    ],
)
def test_a_query_can_be_taken_word_for_word(text: str, words: str | None) -> None:
    tree = literal(text)
    assert (to_text(tree) if tree else None) == words


pieces = st.sampled_from(
    """mri|ct |spine's|"|-|(|)| OR | AND |NOT |outcome:|colour:|request:|Summary:(|case:|CM15-0000042|cm15 42|:| |*
    |vertebr*|~5|"a b"~9|/|’s|_|é|\0|\u202e|\u200b|\ud800|“|”|.The""".split("|")
)


@given(st.one_of(st.lists(pieces, max_size=30).map("".join), st.text(max_size=60)))
def test_any_text_has_a_tree_whose_text_has_the_same_tree(text: str) -> None:
    tree = parse_query(text, FIELDS).tree
    if tree is not None:
        assert parse_query(to_text(tree), FIELDS).tree == tree


@given(st.one_of(st.lists(pieces, max_size=30).map("".join), st.text(max_size=60)))
def test_any_text_has_a_meaning_and_can_be_taken_word_for_word(text: str) -> None:
    for with_synonyms in (True, False):
        meaning = meaning_of(parse_query(text, FIELDS).tree, with_synonyms=with_synonyms)
        assert all(term.text.strip() for term in terms(meaning.tree))
    words = literal(text)
    if words is not None:
        again = parse_query(to_text(words), FIELDS)
        assert (again.tree, again.hints) == (words, ())
