"""Case numbers in any spelling, and the spellings they may be stored in."""

import re

# As cases/letters/header.py reads them: "CM14-0095145", four to eight digits; "IMR 15-000123", six.
NUMBER_RE = re.compile(
    r"""
    (?: (?:imr\s+)? case \s* (?:number|no\.?|\#)? \s* :? \s* )?
    (?: (?P<cm>cm) [\s-]* (?P<year>\d\d) (?: [\s-]+ (?P<number>\d{1,8}) | (?P<glued>\d{4,8}) )
      | imr [\s-]* (?P<imr_year>\d\d) [\s-]* (?P<imr_number>\d{6}) )
    """,
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
DASH_RE = re.compile("[‐‑‒–—−]")
NARROWEST, WIDEST = 4, 8
"""Digits behind the year, as letters have them."""


def parse_case_number(text: str) -> str | None:
    """The number in its usual spelling (`CM14-0095145`, `IMR 15-000123`); None where `text` is none."""
    match = NUMBER_RE.fullmatch(DASH_RE.sub("-", text.strip()))
    if not match:
        return None
    if match["cm"]:
        return f"CM{match['year']}-{int(match['number'] or match['glued']):07d}"
    return f"IMR {match['imr_year']}-{match['imr_number']}"


def spellings(number: str) -> list[str]:
    """How a letter may have written a number that is given in its usual spelling."""
    head, _, digits = number.partition("-")
    series, year = head[:-2].strip(), head[-2:]
    if series != "CM":
        return [number]
    significant = digits.lstrip("0")
    counts = {significant.zfill(width) for width in range(NARROWEST, WIDEST + 1)}
    dashes = ("-", " -", "- ", " - ")
    return sorted(f"{series}{gap}{year}{dash}{count}" for gap in ("", " ") for dash in dashes for count in counts)
