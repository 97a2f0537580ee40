"""What a layout declares: its name, the wordings that give it away, its headings, and how it writes an item."""

from dataclasses import dataclass

from cases.letters.blocks import Grammar


@dataclass(frozen=True, slots=True)
class Format:
    """One layout of letters. All wordings are lower case.

    `signs` are groups of literals: the share of groups of which one literal
    stands in a text is how sure the layout is of it. `title` is the heading
    that stands once in every letter. `headings` are names of sections
    (`process`, `summary`, `issues` …) with the pattern of the heading and of
    the fixed sentence below it; a name given again has another pattern, for
    letters without the first. `unstated` are the facts that its header never
    states.
    """

    name: str
    signs: tuple[tuple[str, ...], ...]
    title: str = ""
    headings: tuple[tuple[str, str], ...] = ()
    grammar: Grammar | None = None
    unstated: frozenset[str] = frozenset()

    def sureness(self, low: str) -> float:
        """How sure the layout is that the lower-case text `low` is one of its letters, 0 to 1."""
        if not self.signs:
            return 0.0
        return sum(any(literal in low for literal in sign) for sign in self.signs) / len(self.signs)
