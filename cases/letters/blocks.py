"""How layouts write their items: each grammar cuts a letter into blocks, the places of what an item says."""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from cases.letters.headings import find_heading_start
from cases.letters.model import Fact, Problem, Span
from cases.letters.text import trimmed

OUTCOMES = ("upheld", "overturned")
FIELDS = ("administrator", "reviewer", "rationale")
LETTER = "letter"
LONGEST_VERDICT = 80


@dataclass(frozen=True, slots=True)
class Block:
    """Where an item's parts lie: its heading without the outcome, and each field without its label."""

    heading: Span
    outcome: Fact[str] | None = None
    administrator: Span | None = None
    reviewer: Span | None = None
    rationale: Span | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the letter has each of the item's fields."""
        return None not in (self.administrator, self.reviewer, self.rationale)


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


class Mark(NamedTuple):
    """A label's place."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heading:
    """An item's heading: the words without number and outcome, the outcome, and where all of it begins."""

    begin: int
    words: Span
    outcome: Fact[str] | None


@dataclass(frozen=True, slots=True)
class Labelled:
    """A heading that ends in its outcome, then labelled fields.

    Labels and verdict are patterns for lower-case text; the verdict has groups
    `upheld` and `overturned`. `number` is what stands before a heading in
    layouts that number them.
    """

    administrator: str
    reviewer: str
    rationale: str
    verdict: str
    number: str = ""

    def find_blocks(self, text: str, low: str, sections: Mapping[str, Span]) -> Blocks:
        """One block for each set of labels in the `issues` section, and one for a last heading without any."""
        section = sections.get("issues") or sections[LETTER]
        groups = self._groups(low, section)
        if self._lone_verdict(low, Span(groups[-1][-1].end if groups else section.start, section.end)):
            groups.append([])
        starts = [section.start, *(group[-1].end for group in groups[:-1])]
        anchors = [group[0].start if group else section.end for group in groups]
        is_gapped = sum("\n\n" in text[anchor - 2 : anchor] for anchor in anchors) * 2 > len(anchors)
        headings = [
            self._heading(text, low, Span(start, anchor), position, is_gapped=is_gapped)
            for position, (start, anchor) in enumerate(zip(starts, anchors, strict=False), 1)
        ]
        stops = [*(heading.begin for heading in headings[1:]), section.end]
        blocks = tuple(map(functools.partial(_block, text), headings, groups, stops))
        return Blocks(blocks, tuple(self._problems(low, section, blocks)))

    def _groups(self, low: str, section: Span) -> list[list[Mark]]:
        """The labels of each item."""
        groups: list[list[Mark]] = []
        for mark in self._marks(low, section):
            if not groups or self._begins(low, groups[-1], mark):
                groups.append([mark])
            elif mark.label not in [one.label for one in groups[-1]]:
                groups[-1].append(mark)
        return groups

    def _marks(self, low: str, section: Span) -> list[Mark]:
        marks = [
            Mark(label, match.start(), match.end())
            for label in FIELDS
            for match in compiled(getattr(self, label)).finditer(low, *section)
        ]
        return sorted(marks, key=lambda mark: mark.start)

    def _begins(self, low: str, group: Sequence[Mark], mark: Mark) -> bool:
        """Whether a label begins the next item: the first label after others, or one again behind an outcome."""
        if mark.label == "administrator" and group[-1].label != "administrator":
            return True
        is_seen = mark.label in [one.label for one in group]
        return is_seen and self._verdict(low, Span(group[-1].end, mark.start)) is not None

    def _heading(self, text: str, low: str, region: Span, position: int, *, is_gapped: bool) -> Heading:
        """The heading at the end of a region."""
        verdict = self._verdict(low, region)
        stop = verdict.start() if verdict else region.start + len(text[slice(*region)].rstrip())
        outcome = _outcome(verdict) if verdict else None
        numbers = list(compiled(self.number).finditer(low, region.start, stop)) if self.number else []
        if own := [number for number in numbers if int(number["number"]) == position] or numbers:
            return Heading(own[-1].start(), trimmed(text, own[-1].end(), stop), outcome)
        start = find_heading_start(text, low, Span(region.start, stop), is_gapped=is_gapped, is_first=position == 1)
        return Heading(start, trimmed(text, start, stop), outcome)

    def _verdict(self, low: str, region: Span) -> re.Match[str] | None:
        """The outcome at the end of a region."""
        pattern = compiled(rf"[:;.,–—\s-]\s{{0,9}}{self.verdict}[\s.]{{0,9}}\Z")
        return pattern.search(low, max(region.start, region.end - LONGEST_VERDICT), region.end)

    def _lone_verdict(self, low: str, region: Span) -> re.Match[str] | None:
        """The outcome of a heading behind which a letter breaks off; a sentence that ends in the same words is none."""
        pattern = compiled(rf":\s{{0,9}}{self.verdict}\s{{0,9}}\Z")
        return None if self.number else pattern.search(low, max(region.start, region.end - LONGEST_VERDICT), region.end)

    def _problems(self, low: str, section: Span, blocks: Sequence[Block]) -> Iterator[Problem]:
        if blocks and not blocks[-1].is_whole:
            yield Problem("truncated", "The letter breaks off within its last item.", blocks[-1].heading)
        known = {block.outcome.span for block in blocks if block.outcome}
        lines = compiled(rf":\s{{0,9}}{self.verdict}\s{{0,9}}\n").finditer(low, *section) if not self.number else ()
        for outcome in filter(None, map(_outcome, lines)):
            if outcome.span not in known:
                yield Problem("label-count", "An outcome stands here without the labels of an item.", outcome.span)
        for block in blocks[:-1]:
            if not block.is_whole:
                yield Problem("label-count", "A label of this item is missing.", block.heading)


def _block(text: str, heading: Heading, group: Sequence[Mark], stop: int) -> Block:
    ends = [*(mark.start for mark in group[1:]), stop]
    fields = {mark.label: trimmed(text, mark.end, end) for mark, end in zip(group, ends, strict=False)}
    administrator, reviewer, rationale = (fields.get(name) for name in FIELDS)
    return Block(heading.words, heading.outcome, administrator, reviewer, rationale)


def _outcome(verdict: re.Match[str]) -> Fact[str] | None:
    for value in OUTCOMES:
        if verdict[value]:
            return Fact(value, Span(*verdict.span(value)))
    return None


@functools.cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A declared pattern, compiled once."""
    return re.compile(pattern, re.MULTILINE)
