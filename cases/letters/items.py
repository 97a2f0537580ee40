"""The blocks of a letter to items: what was asked for, what both sides cite, and why it was decided so."""

from collections.abc import Iterable, Iterator

from cases.letters.blocks import Block
from cases.letters.citations import Cited, find_rationale_citations, parse_citations
from cases.letters.classify import classify_request
from cases.letters.headings import split_request
from cases.letters.model import Fact, Item, Problem, Side, Span
from cases.letters.reasons import find_reasons
from cases.letters.text import folded

NOTHING = Cited("none", (), ())


def read_items(text: str, low: str, blocks: Iterable[Block]) -> Iterator[tuple[Item, tuple[Problem, ...]]]:
    """Each item of a letter with the problems of reading it."""
    for position, block in enumerate(blocks, 1):
        administrator = _cited(text, block.administrator, "administrator")
        reviewer = _cited(text, block.reviewer, "reviewer")
        yield _item(text, low, position, block, administrator, reviewer), administrator.problems + reviewer.problems


def _item(text: str, low: str, position: int, block: Block, administrator: Cited, reviewer: Cited) -> Item:
    request = split_request(text, low, block.heading)
    facts = classify_request(text, request.decided)
    outcome = block.outcome.value if block.outcome else None
    told = find_rationale_citations(text, block.rationale) if block.rationale else ()
    return Item(
        position=position,
        request=_words(text, request.decided),
        original_request=_words(text, request.original) if request.original else None,
        authorized=_words(text, request.authorized) if request.authorized else None,
        outcome=block.outcome,
        treatment=facts.treatment,
        body_parts=facts.body_parts,
        visits=facts.visits,
        retrospective=facts.retrospective,
        citations=administrator.citations + reviewer.citations + told,
        administrator_basis=administrator.basis,
        reviewer_basis=reviewer.basis,
        rationale=_words(text, block.rationale) if block.rationale else None,
        reasons=find_reasons(text, block.rationale, outcome) if block.rationale else (),
    )


def _cited(text: str, field: Span | None, side: Side) -> Cited:
    return parse_citations(text, field, side) if field else NOTHING


def _words(text: str, span: Span) -> Fact[str]:
    return Fact(folded(text[span.start : span.end]), span)
