"""Makes the text of pictures readable: a PDF without a text layer goes through the program `ocrmypdf`."""

import importlib.util
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cases.ingest.extract import NoTextLayer
from cases.ingest.reading import SCANNED, Reading, Refused

Read = Callable[[str, bytes], Reading | Refused]

OCRMYPDF = (sys.executable, "-m", "ocrmypdf", "--quiet", "--rotate-pages", "--output-type=pdf")
SECONDS = 15 * 60
"""For the pictures of one file."""


@dataclass(frozen=True, slots=True)
class Ocr:
    """A program that is called with two more arguments: a PDF of pictures, and where to write it with its text."""

    command: Sequence[str] = OCRMYPDF
    seconds: int = SECONDS

    def read(self, name: str, data: bytes, read: Read) -> Reading | Refused:
        """What `read` finds in the PDF once its pictures have text; marked as read from pictures."""
        made = self._with_text(data)
        if isinstance(made, Refused):
            return made
        reading = read(name, made)
        if isinstance(reading, Refused):
            no_text = reading.code == NoTextLayer.code
            return _refused("no text was found in them") if no_text else reading
        return replace(reading, media_type=SCANNED)

    def _with_text(self, data: bytes) -> bytes | Refused:
        with tempfile.TemporaryDirectory(prefix="imr-ocr-") as folder:
            given, made = Path(folder) / "given.pdf", Path(folder) / "made.pdf"
            given.write_bytes(data)
            try:
                done = subprocess.run(
                    [*self.command, str(given), str(made)], timeout=self.seconds, capture_output=True, check=False
                )
            except subprocess.TimeoutExpired:
                return _refused(f"it took longer than {self.seconds} seconds")
            if done.returncode or not made.exists():
                # Its words may hold some of the letter's, so only the status is told.
                return _refused(f"the program ended with status {done.returncode}")
            return made.read_bytes()


def find_ocr() -> Ocr | None:
    """The program, where the extra `ocr` is installed."""
    return Ocr() if importlib.util.find_spec("ocrmypdf") else None


def _refused(why: str) -> Refused:
    return Refused(f"is a PDF of pictures whose text could not be made readable: {why}", NoTextLayer.code)
