"""Bitmaps from and to arrays of numbers, the quick way."""

from array import array

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap


def bitmap(numbers: npt.NDArray) -> BitMap:
    """The set of `numbers`, ascending; from an array of Python's own it is ten times quicker than from numpy's."""
    members = array("I")
    members.frombytes(numbers.astype(np.uint32).tobytes())
    return BitMap(members)


def numbers(members: BitMap) -> npt.NDArray[np.int64]:
    """The members of a set, ascending."""
    return np.frombuffer(members.to_array(), np.uint32).astype(np.int64)


def from_big_endian(stored: bytes | memoryview | None) -> BitMap:
    """The set of 32-bit numbers as PostgreSQL's `int4send` writes them."""
    return bitmap(np.sort(np.frombuffer(stored or b"", ">u4")))
