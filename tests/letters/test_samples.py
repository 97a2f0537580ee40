"""The five sample letters, read to the last fact of their structure."""

from pathlib import Path
from typing import Any

import pytest

from cases.letters.parse import parse_letter
from cases.letters.record import Origin, to_record
from cases.letters.text import decode

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PAIN = "Physical Medicine & Rehabilitation"

EXPECTED: dict[str, dict[str, Any]] = {
    "CM14-0095145": {
        "dates": ("2009-09-21", "2014-06-05", "2014-06-23", "2014-07-25", "2014-12-19"),
        "reviewer": (["California"], []),
        "patient": (57, "male"),
        "requests": ["Eight (8) Additional Physical Therapy sessions, Cervical"],
    },
    "seed-001": {
        "dates": ("2013-08-07", "2014-05-09", None, None, None),
        "reviewer": (["Massachusetts"], [PAIN, "Pain Management"]),
        "patient": (49, "male"),
        "requests": [
            "Physical Therapy Sessions, 2x/wk for 6 weeks, for the Cervical Spine, Thoracic Spine, and Lumbar Spine"
        ],
    },
    "seed-002": {
        "dates": ("2011-01-05", "2015-01-07", None, None, None),
        "reviewer": (["Texas", "California"], ["Family Practice"]),
        "patient": (59, "male"),
        "requests": [
            "MRI (magnetic resonance imaging) of the cervical spine with or without contrast",
            "6 sessions of physical therapy to the cervical spine",
        ],
    },
    "seed-003": {
        "dates": ("2011-10-15", "2014-08-19", None, None, None),
        "reviewer": (["California"], [PAIN]),
        "patient": (49, "female"),
        "requests": [
            "Physical Therapy 3 times a week for 4 weeks for lumbar and cervical",
            "Massage Therapy 1 time a week for 4 weeks for neck and lumbar",
            "Zanaflex dosage, frequency, and quanity unknown",
        ],
    },
    "seed-004": {
        "dates": ("2002-04-05", "2014-04-02", None, None, None),
        "reviewer": (["California"], ["Occupational Medicine"]),
        "patient": (56, "female"),
        "requests": [
            "ORTHOPEDIC SPINE SPECIALIST FOLLOW UP OFFICE VISIT (CSP) QTY 1",
            "ACUPUNCTURE VISITS THORACIC SPINE QTY 12",
            "PHYSICAL THERAPY THORACIC SPINE QTY 12",
        ],
    },
}
DATES = ("injury_date", "ur_denial_date", "received_date", "assigned_date", "decision_date")


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_is_read_to_the_last_fact(name: str) -> None:
    letter = parse_letter(decode((SAMPLES / f"{name}.txt").read_bytes()))
    record = to_record(letter, Origin(f"{name}.txt", "", "text/plain"))
    assert {
        "dates": tuple(record[date] for date in DATES),
        "reviewer": (record["reviewer"]["states"], record["reviewer"]["specialties"]),
        "patient": (record["patient"]["age"], record["patient"]["sex"]),
        "requests": [item["request"] for item in record["items"]],
    } == EXPECTED[name]
    assert record["case_number"] == ("CM14-0095145" if name.startswith("CM") else None)
    assert record["format"] == "maximus-2014"
    assert record["outcome"] == "upheld"
    has_header = name.startswith("CM")
    codes = [problem["code"] for problem in record["problems"]]
    assert codes == ([] if has_header else ["date-from-narrative", "date-from-narrative", "missing-header"])
