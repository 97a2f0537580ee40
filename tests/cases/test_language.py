"""The query language from end to end: a table of queries, what each is understood as, and what it finds."""

import pytest
from django.http import QueryDict

from cases.search.finder import SqlFinder
from cases.search.params import SearchParams, read_params
from cases.search.query import to_text
from cases.search.sets.current import current_finder
from tests.cases.language_corpus import make_corpus

pytestmark = pytest.mark.django_db

# The query, the items that are found, and the text of its tree where that is another one.
FOUND: list[tuple[str, ...]] = [
    # --- Words, in any form, anywhere ---
    ("exercise", "esi pt therapy"),
    ("EXERCISES", "esi pt therapy"),
    ("exercised", "esi pt therapy"),
    ("home exercise", "esi pt therapy"),
    ("Necessary", "therapy"),
    ("necessity", "wave"),
    ("not", "emg mri therapy wave"),
    ("the", "emg esi knee mri norco therapy wave"),
    ("no improvement", "pt"),
    ("radiculopathy", "emg esi mri"),
    ("radiculopathies", "emg esi mri"),
    ("C5-C6", "knee"),
    ("c5", "knee"),
    ("L4-L5", "esi"),
    ("10/325", "norco"),
    ("7.5mg", ""),
    ("45 year old", "therapy"),
    ("worker's", "knee therapy", "worker"),
    ("workers", "knee therapy"),
    ("zebra", ""),
    # --- Phrases ---
    ('"not medically necessary"', "therapy"),
    ('"medically necessary"', "therapy"),
    ('"necessary medically"', ""),
    ('"home exercise"', "therapy"),
    ('"home exercises"', "therapy"),
    ('"exercise home"', ""),
    ('"red flags"', "mri"),
    ("“red flags”", "mri", '"red flags"'),
    ('"no red flags" mri', "mri"),
    ('"C5-C6"', "knee"),
    ('"H-wave device"', "wave"),
    ('"physical therapy"', "therapy"),
    ('"10/325"', "norco"),
    ('"suffices. No"', "pt"),
    # --- Left out ---
    ("lumbar -mri", "pt"),
    ("lumbar NOT mri", "pt", "lumbar -mri"),
    ('-"home exercise" therapy', ""),
    ("--mri", "knee mri"),
    ("-(mri OR knee) spine", "therapy"),
    ("-outcome:upheld", "pt"),
    ("therapy -outcome:upheld", ""),
    # --- Alternatives and brackets ---
    ("mri OR device", "knee mri wave"),
    ("mri OR device OR knee", "knee mri wave"),
    ("mri or device", ""),
    ("spine mri OR device", "mri wave", "(spine mri) OR device"),
    ("spine (mri OR device)", "mri"),
    ("mri AND spine", "mri", "mri spine"),
    ("(mri)", "knee mri", "mri"),
    ("((mri spine) OR (device purchase))", "mri wave", "(mri spine) OR (device purchase)"),
    ("(mri OR device) -(knee OR purchase)", "mri"),
    ('"red flags" OR "home exercise"', "mri therapy"),
    ("mri OR -lumbar", "emg esi knee mri norco therapy wave"),
    # --- Beginnings of words ---
    ("vertebr*", "knee norco wave"),
    ("VERTEBR*", "knee norco wave"),
    ("vertebro*", "knee norco wave"),
    ("stimulat*", "esi"),
    ("medicat*", "norco therapy wave"),
    ("medica*", "norco therapy wave"),
    ("radicul*", "emg esi mri"),
    ("h-wav*", "wave"),
    ("exerc* home", "esi pt therapy"),
    ("exercise*", "esi pt therapy"),
    ("neuro*", "knee"),
    ("vertebr* -vertebroplasty", "knee"),
    # --- Nearness ---
    ('"home exercise"~1', "therapy"),
    ('"exercise home"~1', "therapy"),
    ('"home exercise"~3', "esi pt therapy"),
    ('"exercise program home"~3', "esi therapy"),
    ('"lumbar mri"~3', "mri"),
    ('"lumbar mri"~2', ""),
    ('"device h-wave"~1', "wave"),
    ('"not necessary"~2', "therapy"),
    ('"necessary not"~1', ""),
    ('"physical spine"~50', "therapy"),
    # --- Places ---
    ("request:mri", "knee mri"),
    ("rationale:mri", ""),
    ("summary:pain", "mri pt therapy"),
    ("request:pain", ""),
    ("request:(mri OR device)", "knee mri wave"),
    ("request:(lumbar -mri)", "pt"),
    ('rationale:"home exercise"', "therapy"),
    ("rationale:exerc*", "esi pt therapy"),
    ('rationale:"exercise home"~3', "esi pt therapy"),
    ("-request:lumbar spine", "therapy"),
    ("request:-lumbar spine", "therapy", "-request:lumbar spine"),
    ("request:lumbar rationale:flags", "mri"),
    ("rationale:(exercise OR request:knee)", "esi knee pt therapy"),
    ("summary:(neck OR back) -request:therapy", "mri pt"),
    ("REQUEST:knee", "knee", "request:knee"),
    # --- Case numbers ---
    ("case:CM15-0000001", "therapy"),
    ("case:cm150000001", "therapy", "case:CM15-0000001"),
    ('case:"cm15 1"', "therapy", "case:CM15-0000001"),
    ("case:cm15-1 OR knee", "knee therapy", "case:CM15-0000001 OR knee"),
    ("-case:CM15-0000001 spine", "mri"),
    ("case:CM15-0000099", ""),
    ('case:"IMR 15-000009"', "knee"),
    ("case:imr15-000009", "knee", 'case:"IMR 15-000009"'),
    ("CM15-0000001", "pt therapy"),
    ("cm15 0000001", "therapy"),
    ("cm150000001", "therapy"),
    ("CM15–0000001", "therapy"),
    ("cm15-0000001 exercise", "pt therapy"),
    ("see CM15-0000001", "pt"),
    ("imr 15-000009", "knee"),
    ('"CM15-0000001"', "pt"),
    ("CM15-0000099", ""),
    # --- Fields ---
    ("outcome:overturned", "pt"),
    ("OUTCOME:overturned", "pt", "outcome:overturned"),
    ("outcome:upheld outcome:overturned", ""),
    ("outcome:upheld OR outcome:overturned", "everything"),
    ("outcome:-overturned spine", "mri therapy", "-outcome:overturned spine"),
    ("treatment:mri", "knee mri"),
    ("treatment:rehabilitation", "pt therapy"),
    ("body_part:neck", "therapy"),
    ("body_part:unknown opioid", "norco"),
    ("visits:7-12", "pt therapy"),
    ("guideline:mtus-chronic-pain page:98", "therapy"),
    ("guideline:odg page:98", ""),
    ("page:98-99 cited_by:administrator", "mri"),
    ("page:98 OR guideline:odg", "mri therapy"),
    ("-(page:98 cited_by:reviewer) spine", "mri"),
    ('section:"Physical Medicine"', "therapy", 'section:"physical medicine"'),
    ('section:"physical medicine" page:98', "therapy"),
    ("cited_by:administrator guideline:mtus-chronic-pain", "therapy"),
    ("compared:same", "pt therapy"),
    ("basis:non-mtus", "pt"),
    ("reason:trial-first", "therapy"),
    ("partly_authorized:yes", "pt"),
    ("retrospective:yes", "mri"),
    ("letter_outcome:mixed", "mri pt"),
    ("priority:expedited", "knee"),
    ('specialty:"Pain Management"', "therapy"),
    ("state:Texas", "mri pt"),
    ("age:40-49", "therapy"),
    ("sex:female", "therapy"),
    ("year:2014", "mri pt"),
    ("year:unknown", "knee"),
    # --- Other names ---
    ("PT", "pt therapy"),
    ("pt lumbar", "pt"),
    ("physical therapy", "pt therapy"),
    ('"PT"', "pt"),
    ("-PT", "emg esi knee mri norco therapy wave"),
    ("physiotherapy", "pt therapy"),
    ("norco", "norco"),
    ("hydrocodone", "norco"),
    ("Vicodin", "norco"),
    ("opiate", "norco"),
    ("magnetic resonance imaging", "knee mri"),
    ("ESI", "esi"),
    ("epidural steroid injections", "esi"),
    ("H wave", "wave"),
    ("h-wave", "wave"),
    ("EMG", "emg"),
    ("NCV", "emg"),
    ("EMG/NCV", "emg"),
    ("emg/ncs", "emg"),
    ("request:PT", "pt therapy"),
    ("TENS", ""),
    ("LBP", "mri pt"),
    ("mri -", "knee mri", "mri"),
    ("-", "everything", ""),
    ("***", "everything", ""),
    ("?!", "everything", ""),
    ("a & b | !c", "", "a b !c"),
    ("'; DROP TABLE cases_case; --", "", "DROP TABLE cases_case;"),
    # --- Signs without a meaning ---
    ("mri\\", "knee mri"),
    ("%", "everything", ""),
]

# The same, and how the page says that it is not taken as it was typed.
MENDED = [
    ("(mri", "knee mri", "mri", "A bracket has no closing one: “(mri”."),
    ("mri)", "knee mri", "mri", "A bracket has no opening one: “)”."),
    ('"red flags', "mri", '"red flags"', 'A quotation mark is not closed: “"red'),
    ("colour:red", "", "colour red", "“colour:” is not a field."),
    ("outcom:overturned", "", "outcom overturned", "“outcom:” is not a field."),
    ("outcome:maybe mri", "knee mri", "mri", "outcome: “maybe” is not one of its"),
    ("outcome: overturned", "", "outcome overturned", "“outcome:” has no value right behind"),
    ("ve* mri", "", "ve mri", "“ve*” is too short to stand for all"),
    ("mri OR", "knee mri", "mri", "OR wants something on both sides."),
    ("OR", "everything", "", "OR wants something on both sides."),
    ('"mri"~5', "mri", '"mri"', "A distance wants two words or more:"),
    ('"lumbar mri"~99', "mri", '"lumbar mri"~50', 'A distance is 1 to 50 words: “"lumbar'),
    ("case:hello mri", "knee mri", "mri", "“hello” is no case number; one looks"),
    ("request: mri", "", "request mri", "“request:” has no value right behind"),
    (
        "request:outcome:upheld",
        "emg esi knee mri norco therapy wave",
        "outcome:upheld",
        "“request:” wants a word, a phrase or a",
    ),
    ("mri\u200b", "knee mri", "mri", "The query holds characters that cannot"),
    ("\u202emri", "knee mri", "mri", "The query holds characters that cannot"),
    ("mr\u00adi", "knee mri", "mri", "The query holds characters that cannot"),
    ("\u0000mri", "knee mri", "mri", "The query holds characters that cannot"),
    ("mri\ud800", "knee mri", "mri", "The query holds characters that cannot"),
    ("(((((((((((((((((((((((mri", "knee mri", "mri", "Brackets stand in brackets more than 20"),
]

AS_TYPED = [
    ("PT", "pt"),
    ("physical therapy", "therapy"),
    ("norco", "norco"),
    ("Vicodin", ""),
    ("H-wave", "wave"),
    ("cm15 0000001", "therapy"),
]


def found(params: SearchParams) -> str:
    """The names of the items that both ways of finding find."""
    names = make_corpus()
    by_sql = SqlFinder().keys(params, 0, 50)
    assert current_finder().keys(params, 0, 50) == by_sql
    shown = " ".join(sorted(names[key] for key in by_sql))
    return "everything" if len(by_sql) == len(names) else shown


def asked(text: str, **others: str) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update({"q": text, **others})
    return query


@pytest.mark.parametrize("row", FOUND, ids=[row[0] for row in FOUND])
def test_a_query_is_understood_and_finds(row: tuple[str, ...]) -> None:
    text, names, *canonical = row
    params, notices = read_params(asked(text))
    assert notices == ()
    assert (to_text(params.typed) if params.typed else "") == (canonical[0] if canonical else text)
    assert found(params) == names


@pytest.mark.parametrize(("text", "names", "mended", "reason"), MENDED, ids=[ascii(row[0]) for row in MENDED])
def test_what_is_not_understood_is_named_and_mended(text: str, names: str, mended: str, reason: str) -> None:
    params, notices = read_params(asked(text))
    assert notices[0].reason.startswith(reason)
    assert params.q == mended
    assert found(params) == names
    assert read_params(asked(params.q)) == (params, ())


@pytest.mark.parametrize(("text", "names"), AS_TYPED, ids=[text for text, _ in AS_TYPED])
def test_other_names_can_be_switched_off(text: str, names: str) -> None:
    params, notices = read_params(asked(text, synonyms="off"))
    assert notices == ()
    assert params.meaning.also == ()
    assert found(params) == names


def test_the_table_is_long_enough_to_learn_from() -> None:
    assert len({row[0] for row in FOUND}) > 150
