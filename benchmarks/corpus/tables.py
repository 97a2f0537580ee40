"""Reads the tables in `data/` once."""

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@functools.cache
def table(name: str) -> Mapping[str, Any]:
    """The table `data/<name>.toml`."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
