"""Runs the benchmarks, or those named: `python -m benchmarks reading`."""

import sys

from benchmarks import reading

BENCHMARKS = {"reading": reading.run}

if __name__ == "__main__":
    for name in sys.argv[1:] or BENCHMARKS:
        print(BENCHMARKS[name](), flush=True)
