"""Letters a second of the reading alone, step by step; of files with extraction; and against another revision."""

import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from benchmarks.clock import seconds
from benchmarks.corpus import generate
from benchmarks.revisions import ROOT, compare
from benchmarks.steps import time_steps
from cases.ingest.extract import extract
from cases.letters.parse import parse_letter

NAME = "reading"
HELP = "text to letter on one core"


def add_arguments(parser: ArgumentParser) -> None:
    """What is read, and what it is compared with."""
    parser.add_argument("--letters", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pdfs", type=Path, metavar="FOLDER", help="also times the command on these files")
    parser.add_argument("--against", metavar="REVISION", help="compares with this revision, in turns")


def run(options: Namespace) -> bool:
    """Prints the speed, the share of each step, and what else was asked for."""
    letters = [made.text for made in generate(options.seed, options.letters)]
    if options.against:
        _print_comparison(options.against, letters)
        return True
    _print_speed(letters)
    _print_steps(letters)
    if options.pdfs:
        _print_files(sorted(options.pdfs.glob("*.pdf")))
    return True


def _print_speed(letters: Sequence[str]) -> None:
    _read(letters[:50])
    taken, words = seconds(lambda: _read(letters)), seconds(lambda: [letter.lower().split() for letter in letters])
    size = sum(map(len, letters))
    print(f"{len(letters) / taken:,.0f} letters a second of {size / len(letters) / 1000:.1f} kB on average")
    print(f"{taken / words:.1f} times the cost of splitting them into words")


def _print_steps(letters: Sequence[str]) -> None:
    steps = list(time_steps(letters))
    whole = sum(spent for name, spent in steps if not name.startswith(" "))
    for name, spent in steps:
        print(f"{name:28} {spent / len(letters) * 1e6:7.0f} µs a letter {spent / whole:6.1%}")


def _print_files(paths: Sequence[Path]) -> None:
    files = [(path.read_bytes(), path.name) for path in paths]
    texts = [extract(*file).text for file in files]
    extracted, read = seconds(lambda: [extract(*file) for file in files]), seconds(lambda: _read(texts))
    command = [sys.executable, "manage.py", "parse", *(str(path.resolve()) for path in paths)]
    whole = seconds(lambda: subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL), rounds=2)
    print(f"{len(paths) / whole:,.0f} files a second by the command, its start included")
    print(f"extraction takes {extracted / read:.1f} times as long as reading")


def _print_comparison(revision: str, letters: Sequence[str]) -> None:
    here, there = compare(revision, letters)
    print(f"reading takes {here / there:.2f} times as long as at {revision} (below 1 is faster)")


def _read(letters: Sequence[str]) -> None:
    for letter in letters:
        parse_letter(letter)
