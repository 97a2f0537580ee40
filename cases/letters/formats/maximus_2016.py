"""The layout from 2016 on: as before, but guidelines cited by chapter, year and section, and partial approvals told.

Letters after November 2017 keep it and only cite newer chapters ("... Disorders 2019"),
which the guidelines know; they need no layout of their own.
"""

from cases.letters.formats.base import Format
from cases.letters.formats.maximus_2014 import COMMON_SIGNS, GRAMMAR, HEADINGS, TITLE

FORMAT = Format(
    name="maximus-2016",
    signs=(
        *COMMON_SIGNS,
        ("section(s):", "outside of the mtus", "imr eligible", "cm16-", "cm17-", "cm18-"),
    ),
    title=TITLE,
    headings=HEADINGS,
    grammar=GRAMMAR,
)
