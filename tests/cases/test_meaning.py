"""What a typed query is searched as: letters by their numbers, and other names of the same thing."""

import tomllib

import pytest

from cases.letters.classify import classify_request
from cases.letters.model import Span
from cases.search.case_numbers import parse_case_number, spellings
from cases.search.meaning import MOST_EXPANDED, Also, meaning_of
from cases.search.query import to_text
from cases.search.query_parser import parse_query
from cases.search.synonyms import DATA, SynonymError, load_synonyms, make_synonyms

NUMBERS = [
    ("CM14-0095145", "CM14-0095145"),
    ("cm14-0095145", "CM14-0095145"),
    ("CM140095145", "CM14-0095145"),
    ("cm14 95145", "CM14-0095145"),
    ("CM14-95145", "CM14-0095145"),
    ("cm 14 - 0095145", "CM14-0095145"),
    ("CM14–0095145", "CM14-0095145"),
    ("Case No. CM14-0095145", "CM14-0095145"),
    ("IMR case number: CM14-0095145", "CM14-0095145"),
    ("cm15 42", "CM15-0000042"),
    ("IMR 15-000042", "IMR 15-000042"),
    ("imr15-000042", "IMR 15-000042"),
    ("cm15420", None),
    ("CM14-009514512", None),
    ("CM14", None),
    ("14-0095145", None),
    ("cm14 therapy", None),
    ("C5-C6", None),
    ("", None),
]

MEANT = [
    ("PT", 'PT OR "physical therapy" OR physiotherapy'),
    ("physical therapy lumbar", "((physical therapy) OR PT OR physiotherapy) lumbar"),
    ("request:PT", 'request:(PT OR "physical therapy" OR physiotherapy)'),
    ('"physical therapy"', '"physical therapy"'),
    ("-PT", "-PT"),
    ("PT*", 'PT OR "physical therapy" OR physiotherapy'),
    ("Norco", "Norco OR hydrocodone"),
    ("hydrocodone", "hydrocodone OR Norco OR Vicodin OR Lortab OR Lorcet OR Hysingla OR Zohydro"),
    ("APAP", "APAP OR acetaminophen OR Tylenol"),
    ("opiate", "opiate OR opioid"),
    ("h-wave", 'h-wave OR "H wave" OR Hwave'),
    ("h wave", "(h wave) OR Hwave"),
    ("epidural steroid injections", '(epidural steroid injections) OR ESI OR "epidural injection"'),
    ("steroid injections", "steroid injections"),
    ("hydrocodone/norco", '"hydrocodone norco"'),
    ("-EMG/NCV", '-"EMG NCV"'),
    ("CM15-0000042", "CM15-0000042 OR case:CM15-0000042"),
    ("see cm15 42 mri*", "see ((cm15 42) OR case:CM15-0000042) mri*"),
    ("request:CM15-0000042", "request:CM15-0000042"),
    ("-CM15-0000042", "-CM15-0000042"),
]


@pytest.mark.parametrize(("text", "number"), NUMBERS, ids=[text or "nothing" for text, _ in NUMBERS])
def test_a_case_number_is_known_in_any_spelling(text: str, number: str | None) -> None:
    assert parse_case_number(text) == number


@pytest.mark.parametrize("stored", ["CM14-0095145", "CM14-95145", "CM 14 - 0095145", "CM14- 00095145", "IMR 15-000042"])
def test_a_number_is_found_however_its_letter_writes_it(stored: str) -> None:
    number = parse_case_number(stored)
    assert number
    assert stored in spellings(number)


@pytest.mark.parametrize(("text", "meant"), MEANT, ids=[text for text, _ in MEANT])
def test_a_query_is_searched_with_other_names(text: str, meant: str) -> None:
    tree = meaning_of(parse_query(text, frozenset()).tree, with_synonyms=True).tree
    assert tree
    assert to_text(tree) == meant


def test_what_is_searched_beside_what_was_typed_is_told() -> None:
    typed = parse_query("PT OR (norco -esi)", frozenset()).tree
    assert meaning_of(typed, with_synonyms=True).also == (
        Also("PT", ("physical therapy", "physiotherapy")),
        Also("norco", ("hydrocodone",)),
    )
    assert meaning_of(typed, with_synonyms=False).also == ()


def test_a_query_of_very_many_names_is_expanded_in_part() -> None:
    typed = parse_query("PT ESI TENS MRI CT EMG NCV FRP CBT DME UDS FCE norco soma lyrica", frozenset()).tree
    assert len(meaning_of(typed, with_synonyms=True).also) == MOST_EXPANDED


def test_there_are_other_names_for_what_matters() -> None:
    data = tomllib.loads(DATA.read_text())
    assert len(data["same"]) >= 60
    assert len(data["drug"]) >= 60
    assert load_synonyms().longest >= 4


@pytest.mark.parametrize(
    "name", [n for e in tomllib.loads(DATA.read_text())["drug"] for n in (*e["names"], *e["brands"])]
)
def test_every_drug_is_known_to_those_who_read_letters(name: str) -> None:
    request = f"{name} 10mg #60"
    treatment = classify_request(request, Span(0, len(request))).treatment
    assert treatment
    assert treatment.value not in ("unclassified", "other-drugs")


def test_a_name_in_two_entries_is_a_fault() -> None:
    with pytest.raises(SynonymError, match="“norco” stands in two entries"):
        make_synonyms(
            {"drug": [{"names": ["hydrocodone"], "brands": ["Norco"]}, {"names": ["x"], "brands": ["NORCO"]}]}
        )
