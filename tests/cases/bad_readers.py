"""Readers that come to grief on a file whose bytes say how; all others they read."""

import os
import time

from cases.ingest.limits import Limits
from cases.ingest.reading import Reading, Refused, read


def grievous(name: str, data: bytes, limits: Limits) -> Reading | Refused:
    """Dies, hangs, fills memory or fails as `data` says."""
    if data == b"die":
        os._exit(1)
    if data == b"hang":
        time.sleep(600)
    if data == b"fill memory":
        return Refused(str(len(bytearray(1 << 40))))
    if data == b"fail":
        raise KeyError("the words of a letter")
    return read(name, data, limits)
