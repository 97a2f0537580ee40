"""A fingerprint of the rules of reading: it changes whenever a letter might be read differently."""

import functools
import hashlib
from pathlib import Path

RULES = Path(__file__).parent


@functools.cache
def fingerprint() -> str:
    """Sixteen hexadecimal digits over every module and data file of this package, by name and content."""
    digest = hashlib.sha256()
    for path in sorted(path for suffix in ("*.py", "*.toml") for path in RULES.rglob(suffix)):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(RULES).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]
