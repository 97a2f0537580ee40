"""The layout of 2013: decisions in sentences at the front, and behind them a numbered part for each."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from cases.letters.blocks import FIELDS, LETTER, Block, Blocks, compiled
from cases.letters.formats.base import Format
from cases.letters.model import Fact, Problem, Span
from cases.letters.text import trimmed

LONGEST_DECISION = 2_000
WHO = r"the\s+(?:expert|physician|independent)\s+(?:physician\s+|medical\s+)?reviewer"


@dataclass(frozen=True, slots=True)
class Decided:
    """Each request with its outcome in a sentence, given twice, and the fields in a part of the same number.

    Patterns are for lower-case text; `decision` and `part` have a group `number`, `verdict` has
    groups `upheld` and `overturned`; `relied` is the heading of the guidelines, below which they
    are the reviewer's where no sentence says whose they are; `same` tells a reviewer's field that only agrees with the
    guidelines of the claims administrator, which are then the reviewer's too.
    """

    decision: str
    verdict: str
    part: str
    administrator: str
    reviewer: str
    relied: str
    same: str
    rationale: str

    def find_blocks(self, text: str, low: str, sections: Mapping[str, Span]) -> Blocks:
        """One block for each number that decides something."""
        letter = sections[LETTER]
        parts = self._parts(low, sections.get("parts", letter))
        decisions = self._decisions(text, low, letter)
        blocks = tuple(
            Block(request, outcome, **self._fields(text, low, parts.get(number)))
            for number, (request, outcome) in sorted(decisions.items())
        )
        return Blocks(blocks, tuple(self._problems(decisions.keys(), parts)))

    def _decisions(self, text: str, low: str, letter: Span) -> dict[int, tuple[Span, Fact[str]]]:
        """Request and outcome by number, as they are given last; one without a number is the first."""
        decisions: dict[int, tuple[Span, Fact[str]]] = {}
        for match in compiled(self.decision).finditer(low, *letter):
            end = min(letter.end, match.end() + LONGEST_DECISION)
            if verdict := compiled(self.verdict).search(low, match.end(), end):
                value = "upheld" if verdict["upheld"] else "overturned"
                outcome = Fact(value, Span(*verdict.span(value)))
                decisions[int(match["number"] or 1)] = trimmed(text, match.end(), verdict.start()), outcome
        return decisions

    def _parts(self, low: str, region: Span) -> dict[int, Span]:
        starts = list(compiled(self.part).finditer(low, *region))
        stops = [*(match.start() for match in starts[1:]), region.end]
        return {int(m["number"] or 1): Span(m.end(), stop) for m, stop in zip(starts, stops, strict=False)}

    def _fields(self, text: str, low: str, part: Span | None) -> dict[str, Span]:
        """Where each field of a part begins; it ends where the next one does."""
        if part is None:
            return {}
        found = {name: compiled(getattr(self, name)).search(low, *part) for name in FIELDS}
        if found["administrator"] is found["reviewer"] is None:
            found["reviewer"] = compiled(self.relied).search(low, *part)
        marks = sorted((match.span(), name) for name, match in found.items() if match)
        stops = [*(place[0] for place, _ in marks[1:]), part.end]
        fields = {name: trimmed(text, place[1], stop) for (place, name), stop in zip(marks, stops, strict=False)}
        if "administrator" in fields and "reviewer" in fields and compiled(self.same).search(low, *fields["reviewer"]):
            fields["reviewer"] = fields["administrator"]
        return fields

    def _problems(self, decided: Set[int], parts: Mapping[int, Span]) -> Iterator[Problem]:
        if decided != parts.keys():
            message = f"The letter decides {len(decided)} requests and gives reasons for {len(parts)}."
            yield Problem("label-count", message)


FORMAT = Format(
    name="maximus-2013",
    unstated=frozenset({"priority", "assigned_date"}),
    signs=(
        ("notice of independent medical review determination",),
        ("independent medical review decision and rationale",),
        ("has determined the request for",),
        ("medical qualifications of the expert reviewer",),
        ("rationale for the decision", "regarding the request for"),
    ),
    title=r"independent\s+medical\s+review\s+decision\s+and\s+rationale",
    headings=(
        ("process", r"independent\s+medical\s+review\s+decision\s+and\s+rationale"),
        ("credentials", r"medical\s+qualifications\s+of\s+the\s+expert\s+reviewer\s?:?"),
        ("summary", r"(?:expert\s+reviewer\s+|clinical\s+)?case\s+summary\s?:?"),
        ("documents", r"documents\s+reviewed\s+for\s+determination\s?:?"),
        ("parts", r"^(?=\s{0,3}(?:1[.)]\s{1,3})?regarding\s+the\s+requests?\s+for)"),
        ("closing", r"effect\s+of\s+the\s+decision\s?:?"),
    ),
    grammar=Decided(
        decision=r"^\s{0,3}(?:(?P<number>\d{1,2})[.)]\s{1,3})?maximus\s+federal\s+services,?\s+inc\.?\s+has\s+determined\s+"
        r"(?:that\s+)?the\s+requests?\s+for\s",
        verdict=r"\s(?:is|are|was|were)\s{0,3}(?:(?P<upheld>not\s{0,3}medically\s{0,3}necessary)"
        r"|(?P<overturned>medically\s{0,3}necessary))",
        part=r"^\s{0,3}(?:(?P<number>\d{1,2})[.)]\s{1,3})?regarding\s+the\s+requests?\s+for\s",
        administrator=r"(?=\bthe\s+claims\s+administrator\s+(?:based|did\s+not|relied))",
        reviewer=rf"(?=\b{WHO}\s+(?:based|did\s+not|found|relied|determined|stated))",
        relied=r"\brelied\s+upon\s+by\s+the\s+expert\s+reviewer(?:\s+to\s+make\s+his/her\s+decision)?\s?:?",
        same=r"\bfound\s+(?:the|these)\s+(?:guidelines?|sections?|criteria)[^.]{0,120}\b(?:relevant|applicable|appropriate)",
        rationale=r"^\s{0,3}rationale\s+for\s+the\s+decision(?:\s?:|\s{0,3}$)",
    ),
)
