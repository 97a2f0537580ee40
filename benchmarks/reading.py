"""How many letters one core reads in a second, from text; the yardstick is splitting the same texts into words."""

import time
from collections.abc import Callable
from pathlib import Path

from cases.letters.parse import parse_letter
from cases.letters.text import canonical, decode

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SECONDS = 2.0


def run() -> str:
    """One line of result."""
    texts = [canonical(decode(path.read_bytes())) for path in sorted(SAMPLES.glob("*.txt"))]
    parse_letter(texts[0])  # patterns are compiled on first use
    reading, splitting = pace(texts, parse_letter), pace(texts, str.split)
    return f"reading: {reading:,.0f} letters a second; one letter costs {splitting / reading:,.0f} times splitting it"


def pace(texts: list[str], work: Callable[[str], object]) -> float:
    """Texts a second, over at least SECONDS."""
    done, started = 0, time.perf_counter()
    while (spent := time.perf_counter() - started) < SECONDS:
        for text in texts:
            work(text)
        done += len(texts)
    return done / spent
