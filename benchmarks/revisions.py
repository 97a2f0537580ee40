"""Times this tree and another revision in turn, in one run, each in a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CLOCK = Path(__file__).with_name("reader_clock.py")
ROUNDS = 5


def compare(revision: str, letters: Sequence[str]) -> tuple[float, float]:
    """Seconds to read the letters: here, and at the revision; the best of several rounds in turn."""
    with checked_out(revision) as other:
        pairs = [(_read(ROOT, letters), _read(other, letters)) for _ in range(ROUNDS)]
    return min(here for here, _ in pairs), min(there for _, there in pairs)


@contextmanager
def checked_out(revision: str) -> Iterator[Path]:
    """A worktree of the revision in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        _git("worktree", "add", "--detach", "--quiet", str(tree), revision)
        try:
            yield tree
        finally:
            _git("worktree", "remove", "--force", str(tree))


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=ROOT, check=True)


def _read(tree: Path, letters: Sequence[str]) -> float:
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    done = subprocess.run(
        [sys.executable, CLOCK],
        input=json.dumps(letters),
        env=environment,
        cwd=tree,
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout)
