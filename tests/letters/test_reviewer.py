"""Who decided, and about whom: states, specialties, age and sex as letters state them."""

import pytest

from cases.letters import taxonomy
from cases.letters.model import Letter
from cases.letters.parse import parse_letter
from tests.letters.makers import PROCESS, make_credentials, make_letter

EXAMPLES = [(code, words) for code, entry in taxonomy.specialties().items() for words in entry.examples]
BEFORE = "providers or the claims administrator."


def read(states: str = "Texas", specialties: str = "Family Practice") -> Letter:
    return parse_letter(make_letter(credentials=make_credentials(states, specialties)))


def codes_of(letter: Letter) -> list[str]:
    return [problem.code for problem in letter.problems]


@pytest.mark.parametrize(("code", "words"), EXAMPLES, ids=[words for _, words in EXAMPLES])
def test_an_example_of_a_specialty_is_it(code: str, words: str) -> None:
    letter = read(specialties=words)
    assert [fact.value for fact in letter.specialties] == [code]
    assert letter.text[slice(*letter.specialties[0].span)] == words


@pytest.mark.parametrize("code", taxonomy.specialties())
def test_every_other_spelling_of_a_specialty_has_an_example(code: str) -> None:
    entry = taxonomy.specialties()[code]
    assert code in entry.examples
    assert len(entry.examples) > len(entry.patterns)


LISTS = [
    ("Preventive Medicine, Occupational Medicine", "Preventive Medicine|Occupational Medicine"),
    ("Surgery,Surgical Critical Care", "Surgery|Surgical Critical Care"),
    ("Physical Medicine and Rehabilitation and Neurology", "Physical Medicine & Rehabilitation|Neurology"),
    ("Pain\nManagement, Hospice &\nPalliative Medicine", "Pain Management|Hospice & Palliative Medicine"),
    ("Public Health & General Preventive Medicine, Urology", "Public Health & General Preventive Medicine|Urology"),
    ("Orthopedic Surgery, Sports Medicinea", "Orthopedic Surgery|Sports Medicine"),
    ("Physical Medicine & Rehabn, Pain Mangement", "Physical Medicine & Rehabilitation|Pain Management"),
    ("Neurology / Psychiatry; Neurology", "Neurology|Psychiatry"),
]


@pytest.mark.parametrize(("words", "names"), LISTS, ids=[words[:40] for words, _ in LISTS])
def test_a_list_of_specialties_is_split_by_their_names(words: str, names: str) -> None:
    letter = read(specialties=words)
    assert "|".join(fact.value for fact in letter.specialties) == names
    assert "unknown-specialty" not in codes_of(letter)


def test_an_unknown_specialty_is_kept_as_written_and_named() -> None:
    letter = read(specialties="Space Medicine, Urology")
    assert [fact.value for fact in letter.specialties] == ["Space Medicine", "Urology"]
    named = [letter.text[slice(*p.span)] for p in letter.problems if p.code == "unknown-specialty"]
    assert named == ["Space Medicine"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Texas,New York,California", ["Texas", "New York", "California"]),
        ("California, North\nCarolina", ["California", "North Carolina"]),
        ("West Virginia, Virginia", ["West Virginia", "Virginia"]),
        ("Pensylvania", ["Pennsylvania"]),
    ],
)
def test_a_list_of_states_is_split_by_their_names(words: str, names: list[str]) -> None:
    assert [fact.value for fact in read(states=words).states] == names


def test_a_state_that_is_none_is_named() -> None:
    assert "unknown-state" in codes_of(read(states="Atlantis"))


SENTENCES = [
    ("California. ", ["California"], []),
    (
        "The expert reviewer is Board Certified in Neurology, and is licensed to practice in California. ",
        ["California"],
        ["Neurology"],
    ),
    (
        "The expert reviewer is Board Certified in Urology and Surgery and is licensed to practice in Ohio and Iowa. ",
        ["Ohio", "Iowa"],
        ["Urology", "Surgery"],
    ),
    (
        "He is Board Certified in Surgery, has a subspecialty in Hand Surgery, and is licensed to practice in Utah. ",
        ["Utah"],
        ["Surgery", "Hand Surgery"],
    ),
    (
        "The expert reviewer is Licensed in Chiropractic, and is licensed to practice in Utah. ",
        ["Utah"],
        ["Chiropractic"],
    ),
    ("", [], []),
]


@pytest.mark.parametrize(("sentence", "states", "specialties"), SENTENCES, ids=[words[:60] for words, *_ in SENTENCES])
def test_credentials_in_the_boilerplate_are_read(sentence: str, states: list[str], specialties: list[str]) -> None:
    process = PROCESS.replace(f"{BEFORE} ", f"{BEFORE} {sentence}")
    letter = parse_letter(make_letter(process=process, credentials=""))
    assert [fact.value for fact in letter.states] == states
    assert [fact.value for fact in letter.specialties] == specialties


@pytest.mark.parametrize(
    ("summary", "age", "sex"),
    [
        ("The patient is a 57-year-old male who fell.", 57, "male"),
        ("The injured worker is a(n) 32 year old female.", 32, "female"),
        ("This case involves a now 58-\nyear-old woman.", 58, "female"),
        ("The applicant is a 29 y/o right-handed gentleman.", 29, "male"),
        ("A female worker was hurt.", None, "female"),
        ("The patient is 40 years of age. She fell; her back hurts.", 40, "female"),
        ("The patient is 40 years of age. He and she fell.", 40, None),
        ("The worker fell 10 feet.", None, None),
        ("The worker is a 210 year old ghost.", None, None),
    ],
)
def test_age_and_sex_are_read_as_stated(summary: str, age: int | None, sex: str | None) -> None:
    letter = parse_letter(make_letter(summary=summary))
    assert (letter.age.value if letter.age else None) == age
    assert (letter.sex.value if letter.sex else None) == sex
