"""Writes a corpus into a folder: the letters as text, one by one or in a zip archive, and the truth beside them."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from benchmarks.corpus.generate import generate

NAME = "corpus"
HELP = "invented letters as files, with truth.jsonl beside them"


def add_arguments(parser: ArgumentParser) -> None:
    """How many letters, of which seed, and where to."""
    parser.add_argument("--letters", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="index of the first letter, to make ranges side by side")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--zip", action="store_true", help="one archive instead of files")
    parser.add_argument("--gold", action="store_true", help="the truth as one JSON file a letter too, in FOLDER/gold")


def run(options: Namespace) -> bool:
    """Writes the letters one at a time, whatever their number."""
    options.out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        write = _writer(stack, options.out, in_archive=options.zip)
        truths = stack.enter_context((options.out / "truth.jsonl").open("w", encoding="utf-8"))
        for text, truth in generate(options.seed, options.letters, start=options.start):
            gold = json.dumps(truth.to_gold(), ensure_ascii=False)
            write(f"{truth.name}.txt", text)
            truths.write(f"{gold}\n")
            if options.gold:
                _write_file(options.out / "gold" / f"{truth.name}.json", gold)
    print(f"{options.letters} letters in {options.out}")
    return True


def _writer(stack: ExitStack, folder: Path, *, in_archive: bool) -> Callable[[str, str], None]:
    if not in_archive:
        return lambda name, text: _write_file(folder / name, text)
    return stack.enter_context(ZipFile(folder / "letters.zip", "w", ZIP_DEFLATED)).writestr


def _write_file(path: Path, words: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(words, encoding="utf-8", newline="\n")
