"""Where the sections of a letter lie, and where the letter itself ends when another follows in the same file."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.letters.blocks import LETTER, compiled
from cases.letters.formats.base import Format
from cases.letters.model import Problem, Span
from cases.letters.text import trimmed

HEADER = "header"
LONGEST_HEADER = 1_500
NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Sections:
    """Where the sections of the first letter in a text lie, by name, in order, and the whole `letter` itself.

    A section that the letter lacks is the empty span at its beginning.
    """

    spans: Mapping[str, Span]
    problems: tuple[Problem, ...] = ()

    @property
    def header(self) -> Span:
        """What stands before the first heading."""
        return self.spans.get(HEADER, NOWHERE)

    @property
    def credentials(self) -> Span:
        """What is said about the reviewer, in a section of its own or in the one on how the decision was made."""
        found = [self.spans[name] for name in ("process", "credentials") if name in self.spans]
        return Span(min(s.start for s in found), max(s.end for s in found)) if found else NOWHERE

    @property
    def summary(self) -> Span:
        """The clinical case summary."""
        return self.spans.get("summary", NOWHERE)


def find_sections(text: str, low: str, layout: Format) -> Sections:
    """Cuts a letter at the headings of its layout."""
    end, problems = _find_end(text, low, layout)
    headings = _find_headings(text, low, end, layout)
    starts = [start for _, start, _ in headings] + [end]
    header = trimmed(text, 0, starts[0] if headings else min(end, LONGEST_HEADER))
    spans = {LETTER: Span(0, end), HEADER: header}
    for (name, _, start), stop in zip(headings, starts[1:], strict=True):
        spans.setdefault(name, trimmed(text, start, stop))
    return Sections(spans, problems)


def _find_headings(text: str, low: str, end: int, layout: Format) -> list[tuple[str, int, int]]:
    """Name, start and end of each heading, in the letter's order."""
    found: dict[str, tuple[int, int]] = {}
    for name, pattern in layout.headings:
        if name in found:
            continue
        places = (match.span() for match in compiled(pattern).finditer(low, 0, end))
        if place := next((place for place in places if _is_heading(text, *place)), None):
            found[name] = place
    return sorted(((name, *place) for name, place in found.items()), key=lambda heading: heading[1])


def _find_end(text: str, low: str, layout: Format) -> tuple[int, tuple[Problem, ...]]:
    if not layout.title:
        return len(text), ()
    titles = [m.span() for m in compiled(layout.title).finditer(low) if _is_heading(text, m.start(), m.end())]
    if len(titles) < 2:
        return len(text), ()
    next_title = titles[1][0]
    header = low.rfind("case number", max(titles[0][1], next_title - LONGEST_HEADER), next_title)
    start = low.rfind("\n", 0, header) + 1 if header >= 0 else next_title
    message = (
        f"The file holds {len(titles)} letters, of which only the first was read; store each as a file of its own."
    )
    return start, (Problem("several-letters", message, Span(start, titles[1][1])),)


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether the words at the place are a heading: in capitals, or a whole line, or the label of one."""
    words = text[start:end]
    if words[:12].isupper():
        return True
    if text[text.rfind("\n", 0, start) + 1 : start].strip():
        return False
    line_end = text.find("\n", end)
    rest = text[end : line_end if line_end >= 0 else len(text)]
    return not words or "\n" in words or words.endswith(":") or not rest.strip(" :")
