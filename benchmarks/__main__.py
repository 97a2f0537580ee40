"""`python -m benchmarks`: everything, quickly; with a name, one of them and its options."""

import sys
from argparse import ArgumentParser, Namespace
from typing import Protocol

from benchmarks import ingest, reading, scaling, similar
from benchmarks.corpus import files
from benchmarks.searching import pages


class Benchmark(Protocol):
    """A module that measures something; its defaults are those of the quick run."""

    NAME: str
    HELP: str

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Its options."""

    def run(self, options: Namespace) -> bool:
        """Prints what it measures; whether all is as it must be."""


BENCHMARKS: tuple[Benchmark, ...] = (reading, ingest, scaling, similar, pages)
TOOLS: tuple[Benchmark, ...] = (files,)


def main(arguments: list[str] | None = None) -> int:
    """Runs what the command line names, or all benchmarks; the exit status is 1 where one found a fault."""
    parser = ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parsers = parser.add_subparsers(dest="name", metavar="NAME")
    by_name = {each.NAME: each for each in BENCHMARKS + TOOLS}
    for name, each in by_name.items():
        each.add_arguments(parsers.add_parser(name, help=each.HELP, description=each.__doc__))
    options = parser.parse_args(arguments)
    if options.name:
        return 0 if by_name[options.name].run(options) else 1
    faults = [each.NAME for each in BENCHMARKS if not _run_quickly(each)]
    return 1 if faults else 0


def _run_quickly(benchmark: Benchmark) -> bool:
    parser = ArgumentParser()
    benchmark.add_arguments(parser)
    print(f"\n== {benchmark.NAME}: {benchmark.HELP}")
    return benchmark.run(parser.parse_args([]))


if __name__ == "__main__":
    sys.exit(main())
