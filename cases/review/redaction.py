"""Taking words out of a letter: where they stand, the text without them, and their traces in what people wrote."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from cases.letters.model import Span
from cases.letters.text import folded
from cases.models import Case, CaseEvent, Correction, IntakeFile
from cases.models.choices import Status

BLOCK = "█"
"""Stands for each character that was taken out, so that all other words keep their places."""

FEWEST = 2
INK_RE = re.compile(r"\S")


def find_places(text: str, spans: Iterable[Span], words: Iterable[str]) -> list[Span]:
    """Every place of these words, and of the words at these spans, however they are written and broken into lines."""
    wanted = {folded(text[slice(*span)]) for span in spans} | {folded(each) for each in words}
    found = {Span(*span) for span in spans}
    for each in wanted:
        if len(each) >= FEWEST:
            found |= {Span(*match.span()) for match in _pattern(each).finditer(text)}
    return sorted(span for span in found if 0 <= span.start < span.end <= len(text))


def blacked(text: str, places: Iterable[Span]) -> str:
    """The text with a block for each character at these places; blanks and line ends stay."""
    pieces, at = [], 0
    for start, end in sorted(places):
        begin = max(start, at)
        pieces += [text[at:begin], INK_RE.sub(BLOCK, text[begin:end])]
        at = max(at, end)
    return "".join(pieces) + text[at:]


def scrub(case: Case, words: Sequence[str]) -> None:
    """Takes the words out of what is kept of the case beside its text: corrections, events, names of its file."""
    patterns = [_pattern(each) for each in words if len(each) >= FEWEST]
    corrections = list(Correction.objects.filter(case=case))
    for row in corrections:
        row.old, row.new = _scrubbed(row.old, patterns), _scrubbed(row.new, patterns)
        row.reason, row.request = _scrubbed(row.reason, patterns), _scrubbed(row.request, patterns)
    Correction.objects.bulk_update(corrections, ["old", "new", "reason", "request"], batch_size=200)
    events = list(CaseEvent.objects.filter(case=case))
    for event in events:
        event.reason = _scrubbed(event.reason, patterns)
        # Values are cut short there and may hold half a name.
        event.changes = [{**each, "old": "", "new": ""} if "field" in each else each for each in event.changes]
    CaseEvent.objects.bulk_update(events, ["reason", "changes"], batch_size=200)
    files = list(IntakeFile.objects.filter(Q(case=case) | Q(out_of_it__case=case)).distinct())
    for file in files:
        file.name, file.reason = _scrubbed(file.name, patterns), _scrubbed(file.reason, patterns)
    IntakeFile.objects.bulk_update(files, ["name", "reason"], batch_size=200)
    case.withdrawn_reason = _scrubbed(case.withdrawn_reason, patterns)
    case.source.name = _scrubbed(case.source.name, patterns)
    case.source.save(update_fields=["name"])


def was_public(case: Case) -> bool:
    """Whether a letter is or ever was published: then search keeps its words until it is made anew."""
    changes = CaseEvent.objects.filter(case=case, kind=CaseEvent.Kind.STATE, old=Status.PUBLISHED)
    return case.status == Status.PUBLISHED or changes.exists()


def _scrubbed(value: Any, patterns: Sequence[re.Pattern[str]]) -> Any:
    if isinstance(value, str):
        for pattern in patterns:
            value = pattern.sub(lambda match: INK_RE.sub(BLOCK, match.group()), value)
        return value
    if isinstance(value, list):
        return [_scrubbed(each, patterns) for each in value]
    if isinstance(value, dict):
        return {name: _scrubbed(each, patterns) for name, each in value.items()}
    return value


def _pattern(words: str) -> re.Pattern[str]:
    """The words as whole ones, whatever their case and wherever their lines break."""
    inside = r"\s+".join(map(re.escape, words.split()))
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    behind = r"(?!\w)" if words[-1:].isalnum() else ""
    return re.compile(before + inside + behind, re.IGNORECASE)
