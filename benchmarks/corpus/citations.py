"""What each side of an item cites, by chapter, topic, section and page, and how it is written in each language."""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Literal

from benchmarks.corpus import mix
from benchmarks.corpus.chance import Choice, ranked
from benchmarks.corpus.requests import Asked
from benchmarks.corpus.tables import table
from benchmarks.corpus.truth import Cited

Language = Literal["determination", "prose", "page", "section"]
"""How 2013 writes in sentences, how late 2013 and 2014 do, by page to 11/2016, by section from 12/2016."""

NEW_CHAPTERS = 2018
OPIOIDS = "opioids"
PAGES_RE = re.compile(r"(\d+)(?:-(\d+))?")


@dataclass(frozen=True, slots=True)
class Field:
    """What one side says of its ground: the basis, the citations, and the words for what is in the MTUS and outside."""

    basis: str
    citations: tuple[Cited, ...]
    mtus: str = ""
    works: tuple[str, ...] = ()


def cite(rng: Random, asked: Asked, year: int, language: Language) -> tuple[Field, Field]:
    """The fields of the claims administrator and of the reviewer."""
    administrator = _field(rng, asked, year, language, "administrator")
    if rng.random() < _ground()["same"]:
        return administrator, administrator
    return administrator, _field(rng, asked, year, language, "reviewer")


def _field(rng: Random, asked: Asked, year: int, language: Language, side: str) -> Field:
    basis = _bases(side).at(rng.random())
    if side == "reviewer" and asked.treatment.kind == mix.ANCILLARY:
        basis = "none"
    mtus = _mtus(rng, asked, year, language) if basis in ("mtus", "both") else ()
    if basis in ("mtus", "both") and not mtus:
        basis = "non-mtus"
    free = _works(rng, asked) if basis in ("non-mtus", "both") else ()
    return Field(
        basis=basis,
        citations=(*mtus, *free),
        mtus=", and ".join(cited.text for cited in mtus),
        works=tuple(cited.text for cited in free),
    )


@functools.cache
def _bases(side: str) -> Choice[str]:
    return Choice.of(_ground()[side].items())


def _ground() -> Mapping[str, Any]:
    ground: Mapping[str, Any] = table("mix")["ground"]
    return ground


def _mtus(rng: Random, asked: Asked, year: int, language: Language) -> tuple[Cited, ...]:
    """One chapter of the MTUS or two; none where it has nothing about the request."""
    write = _new if year >= NEW_CHAPTERS else _WRITERS[language]
    own, topic = _own_chapter(asked), _topics().get(asked.treatment.code)
    chapter = _chapter(asked, year)
    found = [each for each in (own, topic, chapter) if each]
    if not found:
        return ()
    first = found[0] if rng.random() < 0.75 else found[-1]
    cited = write(rng, asked, first, year)
    if language != "section" or len(found) < 2 or rng.random() > 0.1:
        return (cited,)
    second = write(rng, asked, next(each for each in found if each is not first), year)
    return (cited, second) if second.guideline != cited.guideline else (cited,)


Source = Mapping[str, Any]
"""What is cited: a row of a chapter, of a topic of the chronic pain chapter, or of a chapter with a name alone."""


def _own_chapter(asked: Asked) -> Source | None:
    if asked.treatment.code == "acupuncture":
        return {"code": "mtus-acupuncture", "name": "Acupuncture", "year": 2007}
    if asked.words.lower().startswith("post-op") and "therapy" in asked.words:
        return {"code": "mtus-postsurgical", "name": "Postsurgical", "year": 2009}
    return None


@functools.cache
def _topics() -> Mapping[str, Source]:
    return {code: row for row in table("guidelines")["topic"] for code in row["treatments"]}


def _chapter(asked: Asked, year: int) -> Source | None:
    """The chapter about the part of the body, where it says something about this kind of treatment."""
    guidelines = table("guidelines")
    chapter: Source = guidelines["chapter"][table("parts")["part"][asked.part]["chapter"]]
    role = guidelines["roles"].get(asked.treatment.kind)
    return {**chapter, "role": role} if role and ("new" if year >= NEW_CHAPTERS else "old") in chapter else None


def _new(rng: Random, asked: Asked, source: Source, year: int) -> Cited:
    """A chapter of the set of 12/2017, in the edition of the year."""
    if "new" in source:
        editions = [edition for edition in source["new"]["years"] if edition <= year]
        name, code, edition = source["new"]["name"], source["new"]["code"], max(editions)
        sections = (table("guidelines")["sections"][source["role"]][1],)
    elif "topics" in source and asked.treatment.code == OPIOIDS:
        name, code, edition, sections = "Opioids", "mtus-opioids", 2017, ("Treatment Recommendations",)
    elif "topics" in source:
        name, code, edition, sections = "Chronic Pain", "mtus-chronic-pain", 2017, ("Treatment Recommendations",)
    else:
        return _by_section(rng, asked, source, year)
    return _sectioned(rng, f"MTUS {name} {edition}", Cited(code, "", edition, sections))


def _by_section(rng: Random, asked: Asked, source: Source, year: int) -> Cited:
    """Chapter, year and section: the language from 12/2016 on."""
    if "old" in source:
        old = source["old"]
        sections = (table("guidelines")["sections"][source["role"]][0],)
        return _sectioned(rng, f"MTUS {old['name']} {old['year']}", Cited(old["code"], "", old["year"], sections))
    if "opioid" in source and rng.random() < 0.5:
        words, edition, code = "MTUS Opioid Treatment 2016", 2016, "mtus-opioids"
        return _sectioned(rng, words, Cited(code, "", edition, (ranked(source["opioid"], rng.random()),)))
    if "topics" in source:
        edition = 2016 if rng.random() < 0.7 else 2009
        words = f"MTUS Chronic Pain Medical Treatment {edition}"
        sections = (ranked(source["sections"], rng.random()),)
        return _sectioned(rng, words, Cited("mtus-chronic-pain", "", edition, sections))
    return _sectioned(
        rng, f"MTUS {source['name']} Treatment {source['year']}", Cited(source["code"], "", source["year"])
    )


def _sectioned(rng: Random, words: str, cited: Cited) -> Cited:
    if rng.random() < 0.15:
        words += " Guidelines"
    if not cited.sections or rng.random() < 0.12:
        return replace(cited, text=words, sections=())
    return replace(cited, text=f"{words}, Section(s): {', '.join(cited.sections)}")


def _by_page(rng: Random, asked: Asked, source: Source, year: int) -> Cited:
    """Topic and pages: the language to 11/2016."""
    if "old" in source:
        old, pages = source["old"], source["pages"][source["role"]]
        words = ranked(("MTUS ACOEM Chapter {number} {name}", "MTUS {name}", "MTUS ACOEM {name}"), rng.random())
        return _paged(rng, words.format_map(old), Cited(old["code"], ""), pages)
    if "topics" in source:
        topic, pages = ranked(source["topics"], rng.random())
        topic = topic.upper() if rng.random() < mix.rate("capital_topic") else topic
        words = "MTUS Chronic Pain Treatment Guidelines"
        if rng.random() < 0.1:
            return _paged(rng, words, Cited("mtus-chronic-pain", ""), pages)
        return _paged(rng, f"{words} {topic}", Cited("mtus-chronic-pain", "", None, (topic,)), pages)
    words = f"MTUS {source['name']} Treatment Guidelines"
    return Cited(source["code"], words)


def _paged(rng: Random, words: str, cited: Cited, pages: str) -> Cited:
    if rng.random() < 0.1:
        return replace(cited, text=words)
    single = "page " if pages.isdigit() and rng.random() < 0.2 else ""
    written = pages.replace("-", "–") if rng.random() < mix.rate("dashed_pages") else pages
    return replace(cited, text=f"{words} Page(s): {single}{written}", pages=parse_pages(pages))


def _in_prose(rng: Random, asked: Asked, source: Source, year: int) -> Cited:
    """As a sentence of the first half of 2014 names it."""
    if "old" in source:
        old, pages = source["old"], source["pages"][source["role"]]
        words = f"the MTUS ACOEM Guidelines, Chapter {old['number']} ({old['name']}), pages {pages}"
        return Cited(old["code"], words, pages=parse_pages(pages))
    if "topics" in source:
        topic, pages = ranked(source["topics"], rng.random())
        words = f"the MTUS Chronic Pain Medical Treatment Guidelines, {topic}, {_pages(pages)}"
        return Cited("mtus-chronic-pain", words, None, (topic,), parse_pages(pages))
    return Cited(source["code"], f"the MTUS {source['name']} Medical Treatment Guidelines")


def _in_determination(rng: Random, asked: Asked, source: Source, year: int) -> Cited:
    """As a sentence of 2013 names it."""
    if "old" in source:
        old, pages = source["old"], source["pages"][source["role"]]
        edition = f"ACOEM Practice Guidelines, 2nd Edition (2004), Chapter {old['number']}"
        words = f"the {old['name']} ({edition}), {_pages(pages)}"
        return Cited(old["code"], words, 2004, pages=parse_pages(pages))
    if "topics" in source:
        topic, pages = ranked(source["topics"], rng.random())
        words = f"the Chronic Pain Medical Treatment Guidelines (2009), {topic}, {_pages(pages)}"
        return Cited("mtus-chronic-pain", words, 2009, (topic,), parse_pages(pages))
    words = f"the {source['name']} Medical Treatment Guidelines ({source['year']})"
    return Cited(source["code"], words, source["year"])


_WRITERS = {"section": _by_section, "page": _by_page, "prose": _in_prose, "determination": _in_determination}


def _pages(pages: str) -> str:
    return f"page {pages}" if pages.isdigit() else f"pages {pages}"


def parse_pages(pages: str) -> tuple[tuple[int, int], ...]:
    """Inclusive ranges: "30-32, 49" is ((30, 32), (49, 49))."""
    return tuple((int(first), int(last or first)) for first, last in PAGES_RE.findall(pages))


def _works(rng: Random, asked: Asked) -> tuple[Cited, ...]:
    """A work outside the MTUS, or two different ones."""
    first, second = _free(rng, asked), _free(rng, asked)
    is_one = rng.random() > mix.rate("two_works") or first.guideline == second.guideline
    return (first,) if is_one else (first, second)


def _free(rng: Random, asked: Asked) -> Cited:
    """A work outside the MTUS: mostly the ODG, by chapter and often by section."""
    guidelines, luck = table("guidelines"), rng.random()
    if luck < 0.04:
        text = ranked(guidelines["other"]["texts"], rng.random())
        return Cited("other-evidence", text.format(date=f"{1 + int(luck * 250)}/15/2016"))
    forms = guidelines["odg"]
    if luck < 0.16:
        return Cited("odg", ranked(forms["plain"], rng.random()))
    code, chapter = _odg_chapter(rng, asked)
    sections: Sequence[str] = guidelines["odg_sections"].get(asked.treatment.code, ())
    if not sections or luck < 0.5:
        return Cited(code, ranked(forms["with_chapter"], rng.random()).format(chapter=chapter))
    section = ranked(sections, rng.random())
    text = ranked(forms["with_section"], rng.random()).format(chapter=chapter, section=section)
    return Cited(code, text, None, (section,))


def _odg_chapter(rng: Random, asked: Asked) -> tuple[str, str]:
    guidelines = table("guidelines")
    if own := guidelines["odg_chapters"].get(asked.treatment.code):
        return own[0], own[1]
    row = guidelines["chapter"][table("parts")["part"][asked.part]["chapter"]]["odg"]
    return row["code"], ranked(row["names"], rng.random())
