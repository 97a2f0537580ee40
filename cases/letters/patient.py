"""The patient's age and sex, as the summary states them."""

import re

from cases.letters.model import Fact, Span

OPENING = 1_200
"""Characters of a summary in which the patient is introduced."""

AGE_RE = re.compile(
    r"\b(?P<age>\d{1,3})[\s-]{0,9}(?:years?|yrs?)[\s-]{0,9}(?:of[\s-]age|old)"
    r"|\b(?P<short>\d{1,3})[\s-]{0,2}(?:y/o|yo|y\.o\.)(?![a-z])"
)
SEX_RE = re.compile(r"\b(?:(?P<female>female|woman|lady)|(?P<male>male|man|gentleman))\b")
PRONOUN_RE = re.compile(r"\b(?:(?P<female>she|her|hers|herself)|(?P<male>he|his|him|himself))\b")
OLDEST = 110


def find_age(low: str, span: Span) -> Fact[int] | None:
    """Whole years, where the summary first states them of the patient."""
    for match in AGE_RE.finditer(low, span.start, min(span.end, span.start + OPENING)):
        age = int(match["age"] or match["short"])
        if 0 < age <= OLDEST:
            return Fact(age, Span(match.start(), match.end()))
    return None


def find_sex(low: str, span: Span, age: Fact[int] | None) -> Fact[str] | None:
    """`female` or `male`: the word behind the age, else in the opening, else the pronoun where all agree."""
    opening = min(span.end, span.start + OPENING)
    if age and (near := _sex(SEX_RE.search(low, age.span.end, min(opening, age.span.end + 60)))):
        return near
    if word := _sex(SEX_RE.search(low, span.start, min(opening, span.start + 300))):
        return word
    pronouns = [_sex(match) for match in PRONOUN_RE.finditer(low, *span)]
    sexes = {pronoun.value for pronoun in pronouns if pronoun}
    return pronouns[0] if len(sexes) == 1 else None


def _sex(match: re.Match[str] | None) -> Fact[str] | None:
    return Fact(str(match.lastgroup), Span(*match.span())) if match else None
