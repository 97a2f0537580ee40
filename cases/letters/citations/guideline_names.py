"""Compiles the names of the guidelines: which publisher or chapter stands at a place of a text in lower case."""

import functools
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from cases.letters.taxonomy import Guideline, guidelines

YEAR = r"(?:19|20)\d\d"
START = r"(?<![a-z0-9])"
CLEARLY_MTUS = r"(?:chronic pain|acupuncture|post-?surgical)(?: medical)? treatment guidelines?"
END = r"(?![a-z0-9])"


def code_of(group: str) -> str:
    """The guideline code of a pattern's group name (`mtus_eye` is `mtus-eye`)."""
    return group.replace("_", "-")


@functools.cache
def mtus_names() -> re.Pattern[str]:
    """What names the MTUS: a chapter (group = its code), the publishers `mtus` and `acoem`, `number` of a chapter."""
    chapters = (g for g in guidelines().values() if g.family == "mtus" and g.code != "mtus")
    groups = [_group(g.code, g.patterns) for g in chapters]
    groups += [_group("mtus", guidelines()["mtus"].patterns), _group("acoem", guidelines()["acoem"].patterns)]
    groups.append(r"(?P<number>ch(?:apters?|ap\.?|p\.?|\.)\ ?(?:no\.\ ?|\#)?\d{1,2})")
    return re.compile(rf"{START}(?:{'|'.join(groups)}){END}")


@functools.cache
def short_mtus_names() -> re.Pattern[str]:
    """Chapter names that count only right behind a publisher or a chapter number."""
    groups = (_group(g.code, g.short_patterns) for g in guidelines().values() if g.short_patterns)
    return re.compile(rf"(?:{'|'.join(groups)}){END}")


@functools.cache
def odg_chapters() -> re.Pattern[str]:
    """A chapter of the ODG (group = its code)."""
    groups = (_group(g.code, g.patterns) for g in guidelines().values() if g.code.startswith("odg-"))
    return re.compile(rf"{START}(?:{'|'.join(groups)}){END}")


@functools.cache
def source_names() -> re.Pattern[str]:
    """Who published what is cited in free text: groups `odg`, `acoem`, `mtus`, `other_evidence`."""
    named = [_group(code, guidelines()[code].patterns) for code in ("odg", "acoem", "other-evidence")]
    mtus = (*guidelines()["mtus"].patterns, CLEARLY_MTUS)
    return re.compile(rf"{START}(?:{'|'.join([_group('mtus', mtus), *named])}(?!-[a-z]|\.\d)){END}")


@functools.cache
def chapter_numbers() -> Mapping[int, str]:
    """The guideline code of each chapter number of ACOEM's second edition."""
    return MappingProxyType({number: g.code for g in guidelines().values() for number in g.chapters})


def knows_sections(guideline: Guideline) -> tuple[Guideline, ...]:
    """The guidelines whose section names count in this one: its own, and what all ODG chapters share."""
    return (guideline, guidelines()["odg"]) if guideline.code.startswith("odg-") else (guideline,)


def _group(code: str, patterns: Iterable[str]) -> str:
    return f"(?P<{code.replace('-', '_')}>{'|'.join(patterns)})"
