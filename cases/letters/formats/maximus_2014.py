"""The layout from mid 2014 to 2016: an outcome word behind each heading, guidelines cited by page."""

from cases.letters.blocks import Labelled
from cases.letters.formats.base import Format

TITLE = r"how\s+the\s+imr\s+final\s+determination\s+was\s+made"

COMMON_SIGNS = (
    ("how the imr final determination",),
    ("clinical case summary",),
    ("imr issues, decisions",),
    ("maximus guideline:",),
    ("decision rationale:",),
)

BELOW = r"the\s+final\s+determination\s+was\s+based\s+on\s[^:]{0,200}below\s?:"

SUMMARY = (
    r"clinical\s+case\s+summary(?:\s?:)?"
    r"(?:\s+the\s+(?:expert|physician)\s+reviewer\s+developed\s[^:]{0,200}records\s?:)?"
)

HEADINGS = (
    ("process", TITLE),
    ("credentials", r"the\s+expert\s+reviewer\s+has\s+the\s+following\s+credentials\s?:"),
    ("summary", SUMMARY),
    ("issues", rf"imr\s+issues,?\s+decisions,?\s+and\s+rationales?(?:\s?:)?(?:\s+{BELOW})?"),
    ("issues", BELOW),
)

GRAMMAR = Labelled(
    administrator=r"claims\s+administrator(?:['’]s)?\s+guidelines?\s?:",
    reviewer=r"maximus(?:['’]s)?\s+guidelines?\s?:",
    rationale=r"decision\s+rationale\s?:",
    verdict=r"(?:(?P<upheld>uph[eo]ld)|(?P<overturned>overturn(?:ed)?))",
)

FORMAT = Format(
    name="maximus-2014",
    signs=(
        *COMMON_SIGNS,
        ("page(s):", "did not base their decision on the mtus", "board certified in", "cm14-", "cm15-"),
    ),
    title=TITLE,
    headings=HEADINGS,
    grammar=GRAMMAR,
)
