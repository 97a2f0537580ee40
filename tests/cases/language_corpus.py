"""A small made corpus for tests of the query language: each item has a name to be found by."""

import datetime
from typing import Any

from cases.models import DisputedItem
from tests.cases.makers import make_case, make_citation, make_item

ADMINISTRATOR = "administrator"

Item = tuple[str, str, str, dict[str, Any]]
"""Name, request, rationale and other columns."""

LETTERS: tuple[tuple[dict[str, Any], tuple[Item, ...]], ...] = (
    (
        {
            "summary": "A 45 year old worker with neck pain after a fall.",
            "case_number": "CM15-0000001",
            "age": 45,
            "sex": "female",
            "specialties": ["Pain Management"],
        },
        (
            (
                "therapy",
                "Eight physical therapy sessions for the cervical spine",
                "A home exercise program was never tried. The request is not medically necessary.",
                {
                    "treatment": "physical-therapy",
                    "body_parts": ["neck"],
                    "visits": 8,
                    "reasons": ["trial-first"],
                    "citations": [
                        make_citation(pages=[(98, 99)], sections=["Physical Medicine"]),
                        make_citation(pages=[(60, 60)], cited_by=ADMINISTRATOR),
                    ],
                },
            ),
        ),
    ),
    (
        {
            "summary": "A roofer with low back pain.",
            "case_number": "CM15-0000002",
            "outcome": "mixed",
            "decision_date": datetime.date(2014, 5, 1),
            "states": ["Texas"],
        },
        (
            (
                "pt",
                "PT 2x6 lumbar",
                "Exercise at home suffices.No functional improvement is shown, see CM15-0000001.",
                {
                    "outcome": "overturned",
                    "treatment": "physical-therapy",
                    "visits": 12,
                    "authorized": "PT 1x3",
                    "reviewer_basis": "non-mtus",
                    "citations": [make_citation("odg-low-back", cited_by=ADMINISTRATOR), make_citation("odg-low-back")],
                },
            ),
            (
                "mri",
                "MRI of the lumbar spine",
                "There are no red flags, and radiculopathy was not shown on examination.",
                {
                    "treatment": "mri",
                    "retrospective": True,
                    "citations": [make_citation("odg-low-back", pages=[(98, 98)], cited_by=ADMINISTRATOR)],
                },
            ),
        ),
    ),
    (
        {
            "summary": "The workers' clinic saw neurological signs; the C5-C6 disc was normal.",
            "case_number": "IMR 15-000009",
            "priority": "expedited",
            "decision_date": None,
        },
        (
            (
                "knee",
                "Magnetic resonance imaging of the knee",
                "The symptoms are necessarily those of a vertebral fracture.",
                {"treatment": "mri", "body_parts": ["knee"]},
            ),
        ),
    ),
    (
        {"summary": "A driver with vertebroplasty in the past.", "case_number": "CM15-0000004"},
        (
            (
                "norco",
                "Norco 10/325 mg #60",
                "Hydrocodone/APAP is an opioid; medication was used for years. A pain contract is wanted.",
                {"treatment": "opioids"},
            ),
            (
                "wave",
                "H-wave device, purchase",
                "A trial of the H wave unit gave some relief. Medical necessity was not shown.",
                {"treatment": "electrical-stimulation-devices"},
            ),
        ),
    ),
    (
        {"summary": "A nurse with numb arms and radiculopathies.", "case_number": "CM15-0000005"},
        (
            ("emg", "EMG/NCV of both arms", "Numbness of the arms was not examined.", {"treatment": "emg-ncs"}),
            (
                "esi",
                "Epidural steroid injection at L4-L5",
                "The home program of exercise failed, and the nerve roots want stimulation.",
                {"treatment": "epidural-steroid-injection"},
            ),
        ),
    ),
    ({"status": "held"}, (("held", "MRI of a stranger", "Home exercise is not medically necessary.", {}),)),
)


def make_corpus() -> dict[int, str]:
    """Stores the corpus; the names of its published items by their keys."""
    names = {request: name for _, items in LETTERS for name, request, _, _ in items}
    for columns, items in LETTERS:
        made = [make_item(request, rationale=rationale, **others) for _, request, rationale, others in items]
        make_case(*made, **columns)
    return {item.pk: names[item.request] for item in DisputedItem.objects.published()}
