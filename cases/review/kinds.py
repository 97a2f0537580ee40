"""The kinds of values that a person may correct: from what was typed to plain values for JSON, and into words."""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from cases.letters.dates import DATE, parse_date
from cases.letters.text import canonical, folded
from cases.letters.words import lower

Given = Mapping[str, Sequence[str]]
"""What was typed into each part of a field; most have one part, with an empty name."""

NOT_STATED = "not stated"
LONGEST_NAME = 200
DATE_RE = re.compile(DATE)
DIGITS_RE = re.compile(r"\d+")
NAMES_RE = re.compile(r"[;\n]+")


class BadValue(ValueError):
    """What was typed is no value of its field; the message says what would be."""


class Kind(Protocol):
    """One kind of values. `form` names the fragment of a page that asks for one."""

    form: ClassVar[str]
    parts: ClassVar[tuple[str, ...]]

    def parse(self, given: Given) -> Any:
        """The value that was typed. Raises BadValue."""
        ...

    def typed(self, value: Any) -> Any:
        """The value as a form shows it."""
        ...

    def sent(self, value: Any) -> Given:
        """What a form sends that shows the value and is left as it is."""
        ...

    def normal(self, given: Given) -> str:
        """What was typed, in one spelling: it is the same where nobody has typed anything."""
        ...

    def words(self, value: Any) -> str:
        """The value for people to read."""
        ...


class OnePart:
    """What all kinds with one input have in common."""

    parts: ClassVar[tuple[str, ...]] = ("",)

    def typed(self, value: Any) -> Any:
        """The value as a form shows it."""
        return "" if value is None else str(value)

    def sent(self, value: Any) -> Given:
        """What a form sends that shows the value."""
        return {"": [self.typed(value)]}

    def normal(self, given: Given) -> str:
        """The words that were typed."""
        return plain_words(_only(given))

    def words(self, value: Any) -> str:
        """The value for people to read."""
        return self.typed(value) or NOT_STATED


@dataclass(frozen=True, slots=True)
class Words(OnePart):
    """Words of the letter, white space folded; `shape` is what they match whole, in capitals, `like` an example."""

    longest: int = 2_000
    shape: re.Pattern[str] | None = None
    like: str = ""
    form: ClassVar[str] = "words"

    def parse(self, given: Given) -> str:
        """Folded words, or the empty string."""
        words = plain_words(_only(given))
        if len(words) > self.longest:
            raise BadValue(f"has {len(words):,} characters; at most {self.longest:,} can be kept.")
        if words and self.shape:
            words = words.upper()
            if not self.shape.fullmatch(words):
                raise BadValue(f"“{words[:40]}” does not look like one, such as {self.like}.")
        return words


@dataclass(frozen=True, slots=True)
class Passage(Words):
    """A long piece of the letter."""

    longest: int = 500_000
    form: ClassVar[str] = "passage"


@dataclass(frozen=True, slots=True)
class Choice(OnePart):
    """One code of a vocabulary; `labels` may come in groups. Empty only where `may_be_empty`."""

    labels: Callable[[], Mapping[str, str]]
    may_be_empty: bool = False
    groups: Callable[[], Sequence[tuple[str, Sequence[str]]]] | None = None
    form: ClassVar[str] = "choice"

    def parse(self, given: Given) -> str:
        """A code of the vocabulary."""
        code = _only(given).strip()
        if code not in self.labels() and not (self.may_be_empty and not code):
            raise BadValue(f"“{code[:40]}” is none of the choices." if code else "must have a value.")
        return code

    def words(self, value: Any) -> str:
        """The label of a code."""
        return self.labels().get(value, value) or NOT_STATED

    def grouped(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Code and label of each choice, by group; one group without a name where there are none."""
        labels = self.labels()
        groups = self.groups() if self.groups else [("", list(labels))]
        return [(name, [(code, labels[code]) for code in codes]) for name, codes in groups]


@dataclass(frozen=True, slots=True)
class Choices(OnePart):
    """Several codes of a vocabulary, in its order; codes the letter was read to have may come in another."""

    labels: Callable[[], Mapping[str, str]]
    form: ClassVar[str] = "choices"

    def parse(self, given: Given) -> list[str]:
        """Codes of the vocabulary, each once."""
        chosen = set(given.get("", ()))
        if unknown := chosen - set(self.labels()):
            raise BadValue(f"“{min(unknown)[:40]}” is none of the choices.")
        return [code for code in self.labels() if code in chosen]

    def typed(self, value: Any) -> list[str]:
        """The codes."""
        return list(value)

    def sent(self, value: Any) -> Given:
        """Those of the codes that are offered."""
        return {"": [code for code in value if code in self.labels()]}

    def normal(self, given: Given) -> str:
        """The codes, in one order."""
        return " ".join(sorted(set(given.get("", ()))))

    def words(self, value: Any) -> str:
        """The labels."""
        return ", ".join(self.labels().get(code, code) for code in value) or "none"


@dataclass(frozen=True, slots=True)
class Names(OnePart):
    """Several names as they are written, one a line or with a semicolon between them."""

    known: Callable[[], Sequence[str]]
    form: ClassVar[str] = "names"

    def parse(self, given: Given) -> list[str]:
        """Each name once, in the spelling that is known, where it is."""
        known = {name.lower(): name for name in self.known()}
        names = self.normal(given).split("\n")
        if long := [name for name in names if len(name) > LONGEST_NAME]:
            raise BadValue(f"“{long[0][:40]}…” is too long for a name.")
        return list(dict.fromkeys(known.get(name.lower(), name) for name in names if name))

    def typed(self, value: Any) -> str:
        """A name a line."""
        return "\n".join(value)

    def normal(self, given: Given) -> str:
        """A name a line, without white space around it."""
        return "\n".join(filter(None, map(plain_words, NAMES_RE.split(_only(given)))))

    def words(self, value: Any) -> str:
        """The names."""
        return ", ".join(value) or NOT_STATED


class Day(OnePart):
    """A day, typed as letters write it; kept as 2015-03-01."""

    form: ClassVar[str] = "day"

    def parse(self, given: Given) -> str | None:
        """The day in ISO form."""
        words = plain_words(_only(given))
        if not words:
            return None
        day = parse_date(lower(words)) if DATE_RE.fullmatch(lower(words)) else None
        if day is None:
            raise BadValue(f"“{words[:40]}” is no day; write it like 3/14/2015 or 2015-03-14.")
        return day.isoformat()

    def words(self, value: Any) -> str:
        """The day as people write it."""
        day = datetime.date.fromisoformat(value) if value else None
        return f"{day:%B} {day.day}, {day.year}" if day else NOT_STATED


@dataclass(frozen=True, slots=True)
class Number(OnePart):
    """A whole number up to `most`; of words such as "12 sessions" their only number."""

    most: int
    form: ClassVar[str] = "number"

    def parse(self, given: Given) -> int | None:
        """The number."""
        words = plain_words(_only(given))
        numbers = DIGITS_RE.findall(words)
        if not words:
            return None
        if len(numbers) != 1 or len(numbers[0]) > 9:
            raise BadValue(f"“{words[:40]}” is not one whole number.")
        if (number := int(numbers[0])) > self.most:
            raise BadValue(f"{number:,} is too much; at most {self.most:,}.")
        return number


class YesNo(OnePart):
    """Yes or no."""

    form: ClassVar[str] = "yes-no"

    def parse(self, given: Given) -> bool:
        """Whether yes was chosen."""
        return bool(_only(given))

    def typed(self, value: Any) -> bool:
        """Whether it is yes."""
        return bool(value)

    def sent(self, value: Any) -> Given:
        """A ticked box, or none."""
        return {"": ["yes"] if value else []}

    def words(self, value: Any) -> str:
        """Yes or no."""
        return "yes" if value else "no"


def plain_words(typed: str) -> str:
    """Typed words in the characters that the canonical text has, white space folded."""
    return folded(canonical(typed))


def _only(given: Given) -> str:
    return next(iter(given.get("", ())), "")
