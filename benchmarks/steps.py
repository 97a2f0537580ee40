"""How long each step of the reading takes: its functions are timed where the reading calls them."""

import inspect
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any
from unittest.mock import patch

from cases.letters import items, parse

STEPS: tuple[tuple[str, ModuleType], ...] = (("", parse), ("  ", items))
"""The modules that order steps, each with its indent: the second is a step of the first."""


def time_steps(letters: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Each step with its seconds over all letters, the longest of each module first."""
    spent: Counter[tuple[str, str]] = Counter()
    with _timed(spent):
        for letter in letters:
            parse.parse_letter(letter)
    for indent, module in STEPS:
        taken = [(spent[module.__name__, name], name) for name in _steps(module)]
        yield from ((f"{indent}{name}", each) for each, name in sorted(taken, reverse=True))


@contextmanager
def _timed(spent: Counter[tuple[str, str]]) -> Iterator[None]:
    with ExitStack() as stack:
        for _, module in STEPS:
            for name, step in _steps(module).items():
                stack.enter_context(patch.object(module, name, _clocked((module.__name__, name), step, spent)))
        yield


def _steps(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """The functions of other modules that a module calls."""
    return {
        name: value
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ != module.__name__ and value.__module__.startswith("cases.")
    }


def _clocked(name: tuple[str, str], step: Callable[..., Any], spent: Counter[tuple[str, str]]) -> Callable[..., Any]:
    is_lazy = inspect.isgeneratorfunction(step)

    def timed(*arguments: Any, **options: Any) -> Any:
        start = time.perf_counter()
        found = step(*arguments, **options)
        if is_lazy:
            found = list(found)
        spent[name] += time.perf_counter() - start  # type: ignore[assignment]
        return found

    return timed
