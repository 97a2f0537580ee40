"""Similar decisions of a corpus: how often the likest share the treatment, and that nothing false is said of them.

Asked are random items as they are stored, and their summaries and requests as somebody pastes them; their own letters
must not be found. With a folder of real letters these are in the corpus too, and are asked besides.
"""

import os
import random
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.reasons import Facts, facts_of_item, facts_of_subject, false_reasons
from benchmarks.searching.fill import Corpus, filled_database
from cases.ingest.ingest import ingest
from cases.ingest.limits import LIMITS
from cases.ingest.reading import Reading, read
from cases.ingest.walk import find_files, open_files
from cases.letters import taxonomy
from cases.models import DisputedItem
from cases.search.params import SearchParams
from cases.search.search import whole_items
from cases.search.similar.pasted import subject_of_text
from cases.search.similar.similar import Like, find_similar
from cases.search.similar.subject import Subject, subject_of

NAME = "similar"
HELP = "what the decisions most like an item share with it, in 20,000 items (LETTERS=FOLDER: and real letters)"

LOOKED_AT = 10
"""Likest decisions of each item that are looked at."""
OF_CATEGORY, OF_TREATMENT = 8, 7
"""Of these so many share the category of the treatment, and the treatment, or all that there are if they are fewer."""
EVERYTHING = SearchParams()
REAL = "letters of the folder"


@dataclass(frozen=True, slots=True)
class Asked:
    """An item that was asked for, what its likest decisions share, in what they fall short and what is wrong."""

    item: DisputedItem
    shown: int
    of_category: int
    of_treatment: int
    short: Sequence[str]
    faults: Sequence[str]


@dataclass(frozen=True, slots=True)
class Way:
    """A way to ask for an item: what is made of it, and by which facts its reasons are checked."""

    name: str
    subject: Callable[[DisputedItem], Subject]
    facts: Callable[[DisputedItem, Subject], Facts]


@dataclass(frozen=True, slots=True)
class Treated:
    """How many published items there are by treatment and by category, and of each letter by treatment."""

    of: Mapping[str, int]
    of_letter: Mapping[tuple[int, str], int] = field(repr=False)

    @classmethod
    def counted(cls) -> "Treated":
        """All that is in the database now."""
        of: dict[str, int] = {}
        of_letter: dict[tuple[int, str], int] = {}
        for case, treatment in DisputedItem.objects.published().values_list("case", "treatment"):
            of[treatment] = of.get(treatment, 0) + 1
            of_letter[case, treatment] = of_letter.get((case, treatment), 0) + 1
        return cls(of, of_letter)

    def others(self, item: DisputedItem) -> int:
        """Items of the same treatment in other letters."""
        return self.of[item.treatment] - self.of_letter[item.case_id, item.treatment]


def add_arguments(parser: ArgumentParser) -> None:
    """How large the corpus is, how many items are asked for, and where real letters are."""
    parser.add_argument("--items", type=int, default=20_000, help="items of the corpus")
    parser.add_argument("--asked", type=int, default=100, help="items that are asked for")
    parser.add_argument("--seed", type=int, default=1)
    given = os.environ.get("LETTERS")
    parser.add_argument("--letters", type=_folder, default=given, help="a folder of real letters (or LETTERS=)")
    parser.add_argument("--list", action="store_true", help="names the items that fall short")


def run(options: Namespace) -> bool:
    """Prints a row for each way to ask; false where one misses a goal."""
    with filled_database(Corpus(options.seed, options.items), keep=False):
        groups = {"all": _keys()}
        if options.letters:
            add_letters(options.letters)
            groups = {"all": _keys(), REAL: sorted({*_keys()} - {*groups["all"]})}
        return measure(groups, options)


def add_letters(folder: Path) -> None:
    """Takes the letters of a folder into the database."""
    for result in ingest(open_files(list(find_files([folder])))):
        if result.reason:
            print(f"{result.name}: {result.result}: {result.reason}")


def measure(groups: Mapping[str, Sequence[int]], options: Namespace) -> bool:
    """Asks for random items of each group in each way."""
    treated, good = Treated.counted(), True
    print(
        f"{'items of':24} {'asked as':14} {'items':>6} {'category':>9} {'treatment':>10} {'goal met':>9} {'faults':>7}"
    )
    for group, keys in groups.items():
        items = whole_items(random.Random(options.seed).sample(keys, min(options.asked, len(keys))))
        for way in WAYS:
            asked = [ask(item, way, treated) for item in items]
            _print_row(group, way, asked)
            good &= not any((*each.short, *each.faults) for each in asked)
            if options.list:
                _print_amiss(asked)
    return good


def ask(item: DisputedItem, way: Way, treated: Treated) -> Asked:
    """The likest decisions of an item, and what is wrong with them."""
    subject = way.subject(item)
    likes = find_similar(subject, EVERYTHING).likes[:LOOKED_AT]
    found = [like.row.item for like in likes]
    own = sum(each.treatment == item.treatment for each in found)
    kin = sum(category_of(each) == category_of(item) for each in found)
    short = _short(kin, own, shown=len(found), others=treated.others(item))
    return Asked(item, len(found), kin, own, list(short), list(_faults(item, likes, way.facts(item, subject))))


def category_of(item: DisputedItem) -> str:
    """The category of an item's treatment."""
    return taxonomy.treatments()[item.treatment].parent


def _short(kin: int, own: int, *, shown: int, others: int) -> Iterator[str]:
    if kin < min(OF_CATEGORY, shown) or not shown:
        yield f"{kin} of {shown} of the category"
    if own < min(OF_TREATMENT, others):
        yield f"{own} of {shown} of the treatment, of which there are {others} others"


def _faults(item: DisputedItem, likes: Sequence[Like], facts: Facts) -> Iterator[str]:
    for like in likes:
        if like.row.item.case_id == item.case_id:
            yield "a sibling"
        if plain(like.row.item.rationale) == plain(item.rationale):
            yield "a twin, word for word"
        yield from (f"not true: {reason}" for reason in false_reasons(like, facts))


def plain(text: str) -> str:
    """A text without its capitals and white space."""
    return "".join(text.lower().split())


def pasted(item: DisputedItem) -> Subject:
    """What is understood of the summary and the request of an item, without its number."""
    return understood(f"{item.case.summary}\n\n{item.request}")


def request_first(item: DisputedItem) -> Subject:
    """The same the other way round."""
    return understood(f"{item.request}\n\n{item.case.summary}")


def understood(text: str) -> Subject:
    """What is understood of a text as it is pasted."""
    reading = read("The text", text.encode(), LIMITS)
    assert isinstance(reading, Reading)
    return subject_of_text(reading.letter.text)


WAYS: tuple[Way, ...] = (
    Way("stored", subject_of, lambda item, subject: facts_of_item(item)),
    Way("pasted", pasted, lambda item, subject: facts_of_subject(subject)),
    Way("request first", request_first, lambda item, subject: facts_of_subject(subject)),
)


def _folder(text: str) -> Path:
    """A folder that is there: without its letters nothing would be said of them, and nothing amiss."""
    if not (folder := Path(text)).is_dir():
        raise ArgumentTypeError(f"{text!r} is no folder; name one with letters, .txt or .pdf")
    return folder


def _keys() -> list[int]:
    return list(DisputedItem.objects.published().order_by("pk").values_list("pk", flat=True))


def _print_row(group: str, way: Way, asked: Sequence[Asked]) -> None:
    shown = sum(each.shown for each in asked) or 1
    kin = sum(each.of_category for each in asked) / shown
    own = sum(each.of_treatment for each in asked) / shown
    met, faults = sum(not each.short for each in asked), sum(len(each.faults) for each in asked)
    print(f"{group:24} {way.name:14} {len(asked):6} {kin:9.1%} {own:10.1%} {met:9} {faults:7}", flush=True)


def _print_amiss(asked: Sequence[Asked]) -> None:
    for each in asked:
        for said in (*each.short, *each.faults):
            print(f"  item {each.item.pk}, {each.item.treatment}: {said}")
