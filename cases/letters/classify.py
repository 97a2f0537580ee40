"""Reads what a request asks for: treatment, body parts, number of sessions, and whether it was given already.

How the words of a request decide is explained where the words are: at the head
of `data/treatments.toml` and `data/body_parts.toml`.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cases.letters import taxonomy
from cases.letters.model import Fact, Span
from cases.letters.terms import Hit, Speller, TermIndex, Tokens, find_tokens, singular
from cases.letters.visits import count_visits, says_sessions
from cases.letters.words import Words, fold

STRONG, NAME, WEAK, IGNORED = 3, 2, 1, 0
RETROSPECTIVE_RE = re.compile(
    r"""
      \b retro (?: - | spective (?:ly)? )? \b
    | \b retroactive (?:ly)? \b
    | \b d\.?o\.?s\.? \b
    | \b dates? \s of \s (?: service | dispens\w+ )
    | \b (?: performed | rendered | dispensed | administered | provided | completed ) \s (?: on | between | from ) \b
    """,
    re.VERBOSE,
)
LONGEST_HEADING = 6  # words between a heading's name and its colon: "Labs to include: EKG"
# A turn may lead to a second ("dexamethasone" to an injection, that to one of a joint), never in circles.
MOST_TURNS = 4


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What one request asks for; an absent fact is `None` or empty, the treatment at least `unclassified`."""

    treatment: Fact[str]
    body_parts: tuple[Fact[str], ...]
    visits: Fact[int] | None
    retrospective: Fact[bool] | None


class Name(NamedTuple):
    """A treatment by one of its names, and how much that name decides."""

    code: str
    rank: int


class Turn(NamedTuple):
    """A turn of the data file and the treatment it leads to."""

    code: str
    when: taxonomy.Turn


@dataclass(frozen=True, slots=True)
class Rules:
    """The data files, ready to be applied."""

    treatments: TermIndex[Name]
    body_parts: TermIndex[tuple[str, ...]]
    speller: Speller
    grammar: taxonomy.Grammar
    headings: frozenset[str]
    turns: Mapping[str, tuple[Turn, ...]]
    ingredients: frozenset[str]


@dataclass(frozen=True, slots=True)
class Request:
    """One request and what has been found in it."""

    words: Words
    tokens: Tokens
    bag: frozenset[str]
    body_parts: tuple[Fact[str], ...]


def classify_request(text: str, span: Span) -> RequestFacts:
    """The facts of the request in `text[span.start:span.end]`, each with the words of `text` that earned it."""
    rules = _rules()
    words = fold(text, span)
    tokens = find_tokens(words.low, rules.speller)
    request = Request(words, tokens, frozenset(tokens.texts), _body_parts(rules, words, tokens))
    treatment = _treatment(rules, request) or Fact(taxonomy.UNCLASSIFIED, span)
    return RequestFacts(treatment, request.body_parts, _visits(treatment.value, words), _retrospective(words))


def _treatment(rules: Rules, request: Request) -> Fact[str] | None:
    hit = _decisive(rules, request.tokens)
    if hit is None:
        return None
    code = hit.payload.code
    if hit.payload.rank != STRONG:
        code = _turned(rules, request, code)
    return Fact(code, _span(request.words, request.tokens, hit.first, hit.last))


def _decisive(rules: Rules, tokens: Tokens) -> Hit[Name] | None:
    """The name that decides: a name before a weak word, the main clause before a circumstance, then the first."""
    best, best_weight = None, -1
    for hit, in_main_clause in _phrases(rules, tokens):
        weight = 2 * (hit.payload.rank >= NAME) + in_main_clause
        if weight > best_weight:
            best, best_weight = hit, weight
    return best


def _phrases(rules: Rules, tokens: Tokens) -> Iterator[tuple[Hit[Name], bool]]:
    """The deciding name of each phrase, and whether it stands in the main clause."""
    main, named, at = True, False, 0
    best: Hit[Name] | None = None
    while at < len(tokens.texts):
        word = tokens.texts[at]
        hit = rules.treatments.match(tokens.texts, at)
        ends = hit is None and (word in rules.grammar.connectors or word in rules.grammar.separators)
        if best and (ends or tokens.stops[at]):
            yield best, main
            best = None
        if hit is None:
            main = main and not (named and word in rules.grammar.connectors)
            at += 1
            continue
        at = hit.last + 1
        hit = _as_heading(rules, tokens, hit)
        if hit.payload.rank != IGNORED:
            named = True
            best = hit if best is None or hit.payload.rank >= best.payload.rank else best
    if best:
        yield best, main


def _as_heading(rules: Rules, tokens: Tokens, hit: Hit[Name]) -> Hit[Name]:
    """A name that only heads what follows a colon is weak ("Pre-op clearance: EKG")."""
    if hit.payload.code not in rules.headings:
        return hit
    follows = hit.last + 1
    stop = next((stop for stop in tokens.stops[follows : follows + LONGEST_HEADING] if stop), "")
    return hit._replace(payload=Name(hit.payload.code, WEAK)) if stop == ":" else hit


def _turned(rules: Rules, request: Request, code: str) -> str:
    """The treatment after all turns that hold of the request."""
    for _ in range(MOST_TURNS):
        turn = next((turn for turn in rules.turns.get(code, ()) if _holds(rules, request, turn.when)), None)
        if turn is None:
            break
        code = turn.code
    return code


def _holds(rules: Rules, request: Request, turn: taxonomy.Turn) -> bool:
    if turn.words and turn.words.isdisjoint(request.bag):
        return False
    if not turn.unless.isdisjoint(request.bag):
        return False
    if turn.parts and turn.parts.isdisjoint(part.value for part in request.body_parts):
        return False
    if turn.ingredients and len(rules.ingredients & request.bag) < turn.ingredients:
        return False
    return not turn.sessions or count_visits(request.words, bare=False) is not None


def _body_parts(rules: Rules, words: Words, tokens: Tokens) -> tuple[Fact[str], ...]:
    found: dict[str, Fact[str]] = {}
    before: Hit[tuple[str, ...]] | None = None
    for hit in rules.body_parts.find(tokens.texts):
        if hit.payload and not _only_adds_the_whole(tokens, before, hit):
            for code in hit.payload:
                found.setdefault(code, Fact(code, _span(words, tokens, hit.first, hit.last)))
        before = hit
    return tuple(found.values())


def _only_adds_the_whole(tokens: Tokens, part: Hit[tuple[str, ...]] | None, whole: Hit[tuple[str, ...]]) -> bool:
    """Whether a part and its whole stand side by side: "thoracolumbar spine", "LSO back brace"."""
    if part is None or whole.first != part.last + 1 or tokens.stops[whole.first]:
        return False
    wholes = {taxonomy.body_parts()[code].parent for code in part.payload}
    return wholes == set(whole.payload)


def _visits(code: str, words: Words) -> Fact[int] | None:
    how = taxonomy.treatments()[code].in_sessions
    if how == "always" or (how == "stated" and says_sessions(words)):
        return count_visits(words)
    return None


def _retrospective(words: Words) -> Fact[bool] | None:
    match = RETROSPECTIVE_RE.search(words.low)
    return Fact(value=True, span=words.span(match.start(), match.end())) if match else None


def _span(words: Words, tokens: Tokens, first: int, last: int) -> Span:
    return words.span(tokens.starts[first], tokens.ends[last])


@functools.cache
def _rules() -> Rules:
    entries = taxonomy.treatments().values()
    grammar = taxonomy.grammar("treatments.toml")
    treatments = TermIndex(_treatment_terms(), same=grammar.same)
    body_parts = TermIndex(_body_part_terms(), same=taxonomy.grammar("body_parts.toml").same)
    turns = [Turn(entry.code, _in_singular(turn)) for entry in entries for turn in entry.turns]
    ingredients = frozenset(singular(word) for entry in entries for word in entry.ingredients)
    return Rules(
        treatments=treatments,
        body_parts=body_parts,
        speller=Speller.of((*treatments.words, *body_parts.words, *sorted(ingredients)), grammar.plain),
        grammar=grammar,
        headings=frozenset(entry.code for entry in entries if entry.heading),
        turns={code: tuple(turn for turn in turns if code in turn.when.source) for code in taxonomy.treatments()},
        ingredients=ingredients,
    )


def _treatment_terms() -> Iterator[list[tuple[str, Name]]]:
    entries = taxonomy.treatments().values()
    yield [(term, Name("", IGNORED)) for term in taxonomy.grammar("treatments.toml").ignored]
    yield [(term, Name(entry.code, STRONG)) for entry in entries for term in entry.strong]
    yield [(term, Name(entry.code, NAME)) for entry in entries for term in entry.terms]
    yield [(term, Name(entry.code, WEAK)) for entry in entries for term in entry.weak]


def _body_part_terms() -> Iterator[list[tuple[str, tuple[str, ...]]]]:
    yield [(term, ()) for term in taxonomy.grammar("body_parts.toml").ignored]
    codes: dict[str, tuple[str, ...]] = {}
    for entry in taxonomy.body_parts().values():
        for term in (*entry.terms, *_levels(entry.ranges)):
            codes[term] = (*codes.get(term, ()), entry.code)
    yield list(codes.items())


def _levels(letters: tuple[str, ...]) -> Iterator[str]:
    """The vertebrae of a part of the spine: "l4", and "l 4 5" for "L 4-5"."""
    for letter in letters:
        for number in range(1, 13 if letter == "t" else 9):
            yield f"{letter}{number}"
            yield f"{letter} {number} {number + 1}"


def _in_singular(turn: taxonomy.Turn) -> taxonomy.Turn:
    return taxonomy.Turn(
        source=turn.source,
        words=frozenset(singular(word) for word in turn.words),
        unless=frozenset(singular(word) for word in turn.unless),
        parts=turn.parts,
        sessions=turn.sessions,
        ingredients=turn.ingredients,
    )
