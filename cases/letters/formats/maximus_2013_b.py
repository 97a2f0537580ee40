"""The layout from late 2013 to mid 2014: a cover page, numbered decisions in words, guidelines in sentences."""

from cases.letters.blocks import Labelled
from cases.letters.formats.base import Format
from cases.letters.formats.maximus_2014 import BELOW, SUMMARY, TITLE

WHO = r"the\s+(?:physician|expert)\s+reviewer"

FORMAT = Format(
    name="maximus-2013-b",
    unstated=frozenset({"assigned_date"}),
    signs=(
        ("how the imr final determination",),
        ("clinical case summary",),
        ("imr decision(s) and rationale(s)", "imr decisions and rationales"),
        ("the physician reviewer",),
        ("reviewer's decision rationale", "reviewer’s decision rationale"),
        ("documents reviewed", "treatment(s) in dispute", "final determination: "),
    ),
    title=TITLE,
    headings=(
        ("process", TITLE),
        ("documents", r"documents\s+reviewed"),
        ("summary", SUMMARY),
        ("issues", rf"imr\s+decision(?:\(s\)|s)?\s+and\s+rationale(?:\(s\)|s)?(?:\s?:)?(?:\s+{BELOW})?"),
        ("issues", BELOW),
        ("closing", r"disclaimer\s?:(?=\s+maximus)"),
    ),
    grammar=Labelled(
        administrator=r"^(?=the\s+claims\s+administrator\s+(?:based|did\s+not))",
        reviewer=rf"^(?={WHO}\s+(?:based|did\s+not|found|relied))",
        rationale=rf"^{WHO}['’]s\s+decision\s+rationale\s?:",
        verdict=r"(?:is|are|was|were)\s{1,3}(?:(?P<upheld>not\s{0,3}medically\s{1,3}necessary)"
        r"|(?P<overturned>medically\s{1,3}necessary))(?:\s{1,3}and\s{1,3}appropriate)?",
        number=r"^(?P<number>\d{1,2})[.)]\s{1,3}(?:(?:decision|request)\s+for\s+)?(?=\S)",
    ),
)
