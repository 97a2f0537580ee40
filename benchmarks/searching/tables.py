"""Tables of figures as text: a name at the left, numbers at the right, a mark at what misses its goal."""

from collections.abc import Sequence

MISSED = "!"


def figure(value: float, goal: float | None = None) -> str:
    """A number in about three digits; marked where it is above its goal."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 0.1 else 4
    return f"{value:,.{digits}f}{MISSED if goal is not None and value > goal else ' '}"


def goal_of(value: float | None) -> str:
    """A goal beside its figure; empty where there is none."""
    return f"≤ {value:g}" if value is not None else ""


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """The first column stands at the left, the others at the right."""
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    for row in (head, *rows):
        first, *others = row
        cells = [each.rjust(width) for each, width in zip(others, widths[1:], strict=True)]
        print("  ".join([first.ljust(widths[0]), *cells]).rstrip())
