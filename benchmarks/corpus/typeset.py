"""Paragraphs to the text that extractors leave: lines, gaps, page breaks, and what goes wrong on the way."""

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

from benchmarks.corpus import mix

WIDTH = 95
LINES_A_PAGE = 46
LINE_RE = re.compile(rf"[^\n]{{1,{WIDTH}}}(?:(?<=-)(?=\w)|\s|\Z)|[^\n]{{{WIDTH}}}|\n")
JOINED = ("Non-MTUS", "Pre-operative", "Post-operative", "well-healed")

GAP, BREAK = "", "\f"


def typeset(rng: Random, paragraphs: Sequence[str]) -> str:
    """The text of a letter as one of several extractors writes it."""
    lines = list(_pages(rng, paragraphs))
    text = EXTRACTORS[mix.choice("extractor").at(rng.random())](lines)
    if rng.random() < mix.rate("stray_hyphen"):
        for word in JOINED:
            text = text.replace(word, word.replace("-", "- "))
    return text


def glue(rng: Random, words: str, most: int = 4) -> str:
    """A summary some sentences of which have lost the blank between them."""
    pieces = words.split(". ", most + 1)
    return ".".join(pieces[:-1]) + ". " + pieces[-1] if len(pieces) > 1 else words


def _pages(rng: Random, paragraphs: Sequence[str]) -> list[str]:
    """Every line, with gaps between paragraphs and breaks between pages."""
    lines: list[str] = []
    room = LINES_A_PAGE - int(rng.random() * 6)
    for paragraph in paragraphs:
        for line in LINE_RE.findall(paragraph):
            if room <= 0:
                lines.append(BREAK)
                room = LINES_A_PAGE
            lines.append(line.rstrip())
            room -= 1
        lines.append(GAP)
        room -= 1
    return lines


def _doubled(lines: Sequence[str]) -> str:
    """Every newline twice, a blank at each line's end, gaps as lines of a blank, page breaks as empty lines."""
    return " \n\n" + "".join("\n\n" if line == BREAK else f"{line} \n\n" for line in lines)


def _gapped(lines: Sequence[str]) -> str:
    """Gaps as empty lines, page breaks as form feeds."""
    return "\n".join(lines).replace(f"\n{BREAK}\n", BREAK).replace(f"{GAP}\n{BREAK}", BREAK)


def _plain(lines: Sequence[str]) -> str:
    """Gaps as empty lines, page breaks as empty lines too, wherever they fall."""
    return "\n".join(GAP if line == BREAK else line for line in lines)


def _marked(lines: Sequence[str]) -> str:
    """A blank at each line's end, gaps as lines of a blank, page breaks as empty lines."""
    return "".join("\n" if line == BREAK else f"{line} \n" for line in lines)


def _tight(lines: Sequence[str]) -> str:
    """Neither gaps nor page breaks."""
    return "\n".join(line for line in lines if line not in (GAP, BREAK))


EXTRACTORS: Mapping[str, Callable[[Sequence[str]], str]] = {
    "doubled": _doubled,
    "gapped": _gapped,
    "marked": _marked,
    "plain": _plain,
    "tight": _tight,
}
