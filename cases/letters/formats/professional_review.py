"""The layout of the professional review: one issue a letter, its outcome told by the heading of the rationale."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.letters.blocks import LETTER, Block, Blocks, compiled
from cases.letters.formats.base import Format
from cases.letters.model import Fact, Problem, Span

RATIONALE = (
    r"rationale\s+for\s+why\s+the\s+requested\s+treatment/?\s*service\s+(?:is/was|is|was)\s+"
    r"(?:(?P<upheld>not\s{0,3}medically\s+necessary)|(?P<overturned>medically\s+necessary))\s?:?"
)


@dataclass(frozen=True, slots=True)
class Single:
    """One item, whose parts are sections of the letter; the rationale's heading has groups `upheld`, `overturned`."""

    rationale: str

    def find_blocks(self, text: str, low: str, sections: Mapping[str, Span]) -> Blocks:
        """The one block of the letter, where it states an issue."""
        issue = sections.get("issues")
        if issue is None or issue.start == issue.end:
            return Blocks(())
        heading = compiled(self.rationale).search(low, *sections[LETTER])
        outcome = None
        if heading:
            value = "upheld" if heading["upheld"] else "overturned"
            outcome = Fact(value, Span(*heading.span(value)))
        reviewer, rationale = sections.get("guidelines"), sections.get("rationale")
        block = Block(issue, outcome, reviewer=reviewer, rationale=rationale)
        if reviewer and rationale:
            return Blocks((block,))
        return Blocks((block,), (Problem("truncated", "The letter breaks off before its rationale ends.", issue),))


FORMAT = Format(
    name="professional-review",
    signs=(
        ("medical professional review",),
        ("issue at dispute",),
        ("documents reviewed for determination",),
        ("relied upon by professional",),
        ("rationale for why the",),
        ("medical reviewer qualifications",),
    ),
    title=r"issues?\s+at\s+dispute\s?:",
    headings=(
        ("issues", r"issues?\s+at\s+dispute\s?:"),
        ("summary", r"case\s+summary\s?:"),
        ("documents", r"documents\s+reviewed\s+for\s+determination\s?:"),
        (
            "guidelines",
            r"medical\s+treatment\s+guideline\(?s?\)?\s+relied\s+upon\s+by\s+professional\s+reviewer\s+and\s+why\s?:",
        ),
        ("rationale", RATIONALE),
        ("credentials", r"medical\s+reviewer\s+qualifications\s?:"),
    ),
    grammar=Single(rationale=RATIONALE),
)
