"""Identities: every kind's own examples, what is not identity, and where the words stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.letters import taxonomy
from cases.letters.privacy import find_identities

KINDS = taxonomy.identities()
EXAMPLES = [(code, example) for code, kind in KINDS.items() for example in kind.examples]
COUNTER_EXAMPLES = [(code, example) for code, kind in KINDS.items() for example in kind.counter_examples]

PUBLIC_LETTER = """MAXIMUS FEDERAL SERVICES, INC.
Independent Medical Review
P.O. Box 138009
Sacramento, CA 95813-8009
(855) 865-8873 Fax: (916) 605-4270
Notice of Independent Medical Review Determination
Dated: 9/26/2013
Employee:
Claim Number:
Date of UR Decision: 8/16/2013
Date of Injury: 3/4/2011
IMR Application Received: 8/22/2013
MAXIMUS Case Number: CM13-0012345
MAXIMUS Federal Services sent the complete case file to an expert reviewer. He/she has no
affiliation with the employer, employee, providers or the claims administrator.
The patient is a 45-year-old male who was injured on 3/4/2011. Mr.   stated that his neck pain is
8/10. Dr.   requested MS Contin 15 mg #60 and 12 visits (97110, 97140) at C5-C6 under ICD-9 729.1.
According to the progress report dated 10-20-12, De Quervain's tenosynovitis was found. See pages
98-99 (Airaksinen, 2006), section 4610.5(h) and http://www.example.com/a/2009.361.1234.
Sincerely,

Paul Manchester, MD, MPH
Medical Director
"""

PLACES = [
    ("SSN: 123-45-6789.", "123-45-6789"),
    ("Date of Birth: March 14, 1962, male", "march 14, 1962"),
    ("DOB:\n3/14/1962", "3/14/1962"),
    ("call (916) 555-0123 or", "(916) 555-0123"),
    ("to jane.roe@example.com.", "jane.roe@example.com"),
    ("at 1234 Elm Street, Fresno", "1234 elm street"),
    ("Claim Number:   WC-2013-4455 Date", "wc-2013-4455"),
    ("MRN: 00123456;", "00123456"),
    ("Employee: John Roe Claim Number: none", "john roe"),
    ("Employee Name:\nRoe, Jane\nDate", "roe, jane"),
    ("that Mr. Smith reported", "mr. smith"),
    ("that Mr.\nSmith reported", "mr.\nsmith"),
    ("per Dr. Patel dated", "dr. patel"),
    ("by Anna Lee, M.D., on", "anna lee, m.d."),
    ("Sincerely,\n\nJohn Roe\nAdjuster", "john roe"),
]

SEVERAL = "Employee: Jane Roe\nDOB: 3/14/1962\nSSN: 123-45-6789\nPhone: (916) 555-0123\nMs. Roe saw Dr. Patel."


def named(table: list[tuple[str, str]]) -> list[str]:
    return [f"{code}: {text[:40]}" for code, text in table]


def kinds_of(text: str) -> list[str]:
    return [identity.kind for identity in find_identities(text)]


def words_of(text: str) -> list[str]:
    return [text[identity.span.start : identity.span.end] for identity in find_identities(text)]


@pytest.mark.parametrize(("code", "example"), EXAMPLES, ids=named(EXAMPLES))
def test_an_example_is_its_kind_and_no_other(code: str, example: str) -> None:
    assert kinds_of(example) == [code]


@pytest.mark.parametrize(("code", "example"), COUNTER_EXAMPLES, ids=named(COUNTER_EXAMPLES))
def test_a_counter_example_identifies_nobody(code: str, example: str) -> None:
    assert find_identities(example) == ()


@pytest.mark.parametrize(("text", "words"), PLACES, ids=[words for _, words in PLACES])
def test_the_span_is_the_words_that_identify(text: str, words: str) -> None:
    assert [found.lower() for found in words_of(text)] == [words]


def test_a_letter_with_its_names_blanked_out_identifies_nobody() -> None:
    assert words_of(PUBLIC_LETTER) == []


def test_everything_that_identifies_is_found_in_text_order() -> None:
    assert kinds_of(SEVERAL) == [
        "person-name",
        "birth-date",
        "social-security-number",
        "phone",
        "person-name",
        "physician-name",
    ]


def test_a_name_in_the_middle_of_a_real_letter_is_found() -> None:
    assert kinds_of(PUBLIC_LETTER.replace("Mr.   stated", "Mr. Roe stated")) == ["person-name"]


def test_letters_that_grow_in_lower_case_do_not_move_spans() -> None:
    text = "İİİ SSN: 123-45-6789 İ claim number 55512345"
    assert words_of(text) == ["123-45-6789", "55512345"]


@given(st.lists(st.sampled_from([example for _, example in EXAMPLES + COUNTER_EXAMPLES]) | st.text(max_size=9)))
def test_spans_lie_in_the_text_in_order_and_apart(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    end = 0
    for identity in find_identities(text):
        assert identity.kind in KINDS
        assert end <= identity.span.start < identity.span.end <= len(text)
        end = identity.span.end


def test_the_address_in_a_letterhead_is_public_and_the_same_words_elsewhere_are_not() -> None:
    address = "P.O. Box 00000\nSacramento, CA 95899"
    assert kinds_of(f"MAXIMUS FEDERAL SERVICES, INC.\nIndependent Medical Review\n{address}\nDated: 1/2/2014") == []
    assert kinds_of(f"The injured worker now lives at {address}.") == ["street-address"]
