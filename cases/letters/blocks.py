"""How layouts write their items: each grammar cuts a letter into blocks, the places of what an item says."""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from cases.letters.headings import find_heading_start
from cases.letters.model import Fact, Problem, Span
from cases.letters.text import trimmed

OUTCOMES = ("upheld", "overturned")


@dataclass(frozen=True, slots=True)
class Block:
    """Where an item's parts lie: its heading without the outcome, and each field without its label."""

    heading: Span
    outcome: Fact[str] | None = None
    administrator: Span | None = None
    reviewer: Span | None = None
    rationale: Span | None = None


@dataclass(frozen=True, slots=True)
class Blocks:
    """The items of a letter in order, and what is odd about how they are written."""

    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()


class Grammar(Protocol):
    """A way of writing items."""

    def find_blocks(self, text: str, low: str, sections: Mapping[str, Span]) -> Blocks:
        """The blocks of a letter, given where its sections lie."""
        ...


@dataclass(frozen=True, slots=True)
class Mark:
    """A label's place."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Labelled:
    """A heading that ends in its outcome, then labelled fields: the grammar since 2014.

    The labels and the verdict are patterns for lower-case text; the verdict has
    groups `upheld` and `overturned`.
    """

    administrator: str
    reviewer: str
    rationale: str
    verdict: str

    def find_blocks(self, text: str, low: str, sections: Mapping[str, Span]) -> Blocks:
        """One block for each set of labels in the `issues` section."""
        section = sections.get("issues", Span(0, len(text)))
        groups = self._groups(low, section)
        is_gapped = sum("\n\n" in text[group[0].start - 2 : group[0].start] for group in groups) * 2 > len(groups)
        blocks: list[Block] = []
        start = section.start
        for group, stop in zip(groups, [*(g[0].start for g in groups[1:]), section.end], strict=False):
            heading, outcome = self._heading(text, low, start, group[0].start, is_gapped=is_gapped)
            if blocks:
                blocks[-1] = _cut(text, blocks[-1], heading.start)
            blocks.append(_block(text, heading, outcome, group, stop))
            start = group[-1].end
        return Blocks(tuple(blocks), self._problems(low, section, groups, blocks))

    def _groups(self, low: str, section: Span) -> list[list[Mark]]:
        """The labels of each item; an item begins at the first label that cannot belong to the one before."""
        groups: list[list[Mark]] = []
        for mark in self._marks(low, section):
            seen = [one.label for one in groups[-1]] if groups else []
            if not seen or mark.label == "administrator" or (mark.label in seen and mark.label == "reviewer"):
                groups.append([mark])
            elif mark.label not in seen:
                groups[-1].append(mark)
        return groups

    def _marks(self, low: str, section: Span) -> list[Mark]:
        labels = {"administrator": self.administrator, "reviewer": self.reviewer, "rationale": self.rationale}
        marks = [
            Mark(label, match.start(), match.end())
            for label, pattern in labels.items()
            for match in compiled(pattern).finditer(low, *section)
        ]
        return sorted(marks, key=lambda mark: mark.start)

    def _heading(self, text: str, low: str, start: int, end: int, *, is_gapped: bool) -> tuple[Span, Fact[str] | None]:
        """The heading that ends before the first label, and its outcome."""
        verdict = compiled(rf"[:;.–—\s-]\s{{0,9}}{self.verdict}[\s.]{{0,9}}\Z").search(low, max(start, end - 60), end)
        stop = verdict.start() if verdict else len(text[:end].rstrip())
        begin = find_heading_start(text, low, start, stop, is_gapped=is_gapped)
        return trimmed(text, begin, stop), _outcome(verdict) if verdict else None

    def _problems(
        self, low: str, section: Span, groups: Sequence[Sequence[Mark]], blocks: Sequence[Block]
    ) -> tuple[Problem, ...]:
        verdicts = compiled(rf":\s{{0,9}}{self.verdict}\s{{0,9}}(?:\n|\Z)").findall(low, *section)
        if len(verdicts) == len(groups) and all(len(group) == 3 for group in groups):
            return ()
        message = f"{len(verdicts)} outcomes stand against {len(groups)} sets of labels: an item may be missing or cut."
        return (Problem("label-count", message, section),)


def _block(text: str, heading: Span, outcome: Fact[str] | None, group: Sequence[Mark], stop: int) -> Block:
    ends = [mark.start for mark in group[1:]] + [stop]
    fields = {mark.label: trimmed(text, mark.end, end) for mark, end in zip(group, ends, strict=True)}
    return Block(heading, outcome, fields.get("administrator"), fields.get("reviewer"), fields.get("rationale"))


def _cut(text: str, block: Block, end: int) -> Block:
    """The block with its rationale ended where the next heading begins."""
    if block.rationale is None:
        return block
    rationale = trimmed(text, block.rationale.start, max(end, block.rationale.start))
    return Block(block.heading, block.outcome, block.administrator, block.reviewer, rationale)


def _outcome(verdict: re.Match[str]) -> Fact[str] | None:
    for value in OUTCOMES:
        if verdict[value]:
            return Fact(value, Span(*verdict.span(value)))
    return None


@functools.cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A declared pattern, compiled once."""
    return re.compile(pattern, re.MULTILINE)
