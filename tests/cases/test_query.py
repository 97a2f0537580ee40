"""The query language: text to tree and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.search.query import And, Field, Node, Not, Or, Phrase, Word, to_text
from cases.search.query_parser import parse_query

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
    ("--- !!! ...", None),
]

MENDED = [
    ('"home exercise', Phrase("home exercise"), "quotation mark"),
    ("mri)", Word("mri"), "closing bracket"),
    ("(mri", Word("mri"), "bracket is not closed"),
    ("OR mri", Word("mri"), "OR wants"),
    ("colour:red", And((Word("colour"), Word("red"))), "not a field"),
    ('outcome:"" mri', Word("mri"), "has no value"),
]


@pytest.mark.parametrize(("text", "tree"), TREES, ids=[text or "empty" for text, _ in TREES])
def test_a_query_has_its_tree_and_no_hint(text: str, tree: Node | None) -> None:
    query = parse_query(text, FIELDS)
    assert query.tree == tree
    assert query.hints == ()


@pytest.mark.parametrize(("text", "tree", "hint"), MENDED, ids=[text for text, _, _ in MENDED])
def test_what_is_wrong_is_mended_and_named(text: str, tree: Node, hint: str) -> None:
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


pieces = st.sampled_from(
    ["mri", "ct ", '"', "-", "(", ")", " OR ", "outcome:", "colour:", ":", " ", "*", "_", "é", "\0", "\u202e"]
)


@given(st.one_of(st.lists(pieces, max_size=30).map("".join), st.text(max_size=60)))
def test_any_text_has_a_tree_whose_text_has_the_same_tree(text: str) -> None:
    tree = parse_query(text, FIELDS).tree
    if tree is not None:
        assert parse_query(to_text(tree), FIELDS).tree == tree
