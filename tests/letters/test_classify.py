"""Requests: what they ask for, for which parts of the body, and the words that say so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.letters import taxonomy
from cases.letters.classify import classify_request
from cases.letters.model import Span

BODY_PARTS = [
    ("MRI of the cervical and lumbar spine, left wrist/hand", "neck lower-back wrist hand"),
    ("MRI of bilateral brain", "head"),
    ("Chest x-ray", "chest"),
    ("2 leg wraps", "lower-extremity"),
    ("Right Shoulder Arthroscopy with biceps tenodesis", "shoulder"),
    ("Lumbar epidural steroid injection", "lower-back"),
    ("Chiropractic 2x6 for neck, back", "neck spine"),
    ("Home aide 4 hours a day when wife is working", ""),
    ("Hip pad", "hip"),
    ("Neurosurgeon evaluation for the Low back/Pelvis", "lower-back pelvis"),
    ("EMG/NCV BUE", "upper-extremity"),
    ("EMG/NCS of the bilateral upper and lower extremities", "upper-extremity lower-extremity"),
    ("EMG RLE", "lower-extremity"),
    ("NCV LUE", "upper-extremity"),
    ("SSEP of the lumbar and lower extremities", "lower-back lower-extremity"),
    ("X-ray C-spine and T-spine", "neck upper-back"),
    ("MRI L-spine", "lower-back"),
    ("C5-6 ESI", "neck"),
    ("Left L4-L5 TFESI", "lower-back"),
    ("Facet injection L5-S1", "lower-back"),
    ("T8-T9 epidural injection", "upper-back"),
    ("Mid back massage", "upper-back"),
    ("Upper and lower back massage", "upper-back lower-back"),
    ("Lumbosacral x-ray", "lower-back"),
    ("SI joint injection", "lower-back"),
    ("Coccyx injection", "lower-back"),
    ("Back brace", "spine"),
    ("Orthopedic spine specialist follow-up", "spine"),
    ("Spinal cord stimulator trial", ""),
    ("Physical therapy left hand/finger", "hand"),
    ("Right thumb spica splint", "hand"),
    ("Right great toe x-ray", "foot"),
    ("Right carpal tunnel release", "wrist"),
    ("Left cubital tunnel release", "elbow"),
    ("Trigger finger release, right ring finger", "hand"),
    ("Rotator cuff repair", "shoulder"),
    ("Medial meniscectomy", "knee"),
    ("ACL reconstruction", "knee"),
    ("Achilles tendon repair", "ankle"),
    ("Physical therapy for right shoulder, right elbow, right shoulder", "shoulder elbow"),
    ("MRI of the right upper arm", "upper-arm"),
    ("MRI of the right arm", "upper-extremity"),
    ("X-ray left forearm", "forearm"),
    ("Left tibia/fibula x-ray", "lower-leg"),
    ("X-ray right femur", "thigh"),
    ("Right inguinal hernia repair", "abdomen"),
    ("TMJ splint", "face-and-jaw"),
    ("Eye examination", "eye"),
    ("Hearing aids", ""),
    ("Head/neck CT", "head neck"),
    ("Hand held shower", ""),
    ("Norco 10/325mg, one tablet by mouth", ""),
    ("Urine drug screen", ""),
    ("Left hand therapy x 6", "hand"),
    ("Knee scooter", ""),
    ("PHYSICAL THERAPY CERVICAL SPINE 2X6", "neck"),
    ("Lumbar\n\nspine  MRI", "lower-back"),
    ("Right hip and foot physical therapy", "hip foot"),
    ("Left knee and ankle MRI", "knee ankle"),
    ("Chiropractic 1x6 cervical, thoracic, lumbar", "neck upper-back lower-back"),
    ("Rib x-rays", "chest"),
    ("Psychotherapy 6 sessions", ""),
    ("MRI of the bilateral wrists and hands", "wrist hand"),
    ("X-rays of the right knee, 3 views", "knee"),
    ("EMG/NCS of bilateral UE", "upper-extremity"),
    ("EMG/NCV BLE", "lower-extremity"),
    ("EMG/NCV bilateral upper extremities and lower extremities", "upper-extremity lower-extremity"),
    ("NCV of the right upper extremity, EMG of the left upper extremity", "upper-extremity"),
    ("MRI of the right shoulder and cervical spine", "shoulder neck"),
    ("Physical therapy for the neck, mid back, and low back", "neck upper-back lower-back"),
    ("Physical therapy cervical/thoracic/lumbar 2x4", "neck upper-back lower-back"),
    ("Physical therapy C/S, T/S, L/S 2x4", "neck upper-back lower-back"),
    ("Physical therapy C-spine, L-spine and right shoulder", "neck lower-back shoulder"),
    ("Acupuncture for the head, neck and left arm", "head neck upper-extremity"),
    ("Left ring finger trigger release", "hand"),
    ("Left 4th digit flexor tendon repair", "hand"),
    ("Right index finger x-ray", "hand"),
    ("Bilateral thumb CMC injection", "hand"),
    ("Right first dorsal compartment release", "wrist"),
    ("Right lateral epicondyle injection", "elbow"),
    ("Left biceps tendon repair", "upper-arm"),
    ("Left distal biceps tendon repair at elbow", "elbow"),
    ("Right rotator cuff repair", "shoulder"),
    ("Left AC joint injection", "shoulder"),
    ("Left knee lateral meniscus repair", "knee"),
    ("Chondroplasty patella", "knee"),
    ("Right ankle lateral ligament reconstruction", "ankle"),
    ("Right heel cortisone injection", "foot"),
    ("Bilateral feet orthotics", "foot"),
    ("Custom orthotics", ""),
    ("Bilateral hip MRI", "hip"),
    ("MRI pelvis and left hip", "pelvis hip"),
    ("Right SI joint injection", "lower-back"),
    ("Coccyx x-ray", "lower-back"),
    ("MRI thoracolumbar spine", "upper-back lower-back"),
    ("Thoracic epidural T6-7", "upper-back"),
    ("L2-3, L3-4, L4-5 decompression", "lower-back"),
    ("C3-C4 ACDF", "neck"),
    ("CT head without contrast", "head"),
    ("MRI brain and cervical spine", "head neck"),
    ("Occipital nerve block", "head"),
    ("TMJ evaluation", "face-and-jaw"),
    ("CT maxillofacial", "face-and-jaw"),
    ("Chest CT", "chest"),
    ("Left rib x-rays", "chest"),
    ("Abdominal ultrasound", "abdomen"),
    ("Umbilical hernia repair", "abdomen"),
    ("Left groin ultrasound", "abdomen"),
    ("Ophthalmology evaluation of the right eye", "eye"),
    ("Physical therapy full spine", "spine"),
    ("Chiropractic for back and neck", "spine neck"),
    ("Back brace and knee brace", "spine knee"),
    ("Lumbar support", "lower-back"),
    ("Cervical collar", "neck"),
    ("Arm sling", "upper-extremity"),
    ("Left leg MRI", "lower-extremity"),
    ("Left lower leg x-ray", "lower-leg"),
    ("Right tibia ORIF", "lower-leg"),
    ("Femur x-ray", "thigh"),
    ("Hamstring MRI", "thigh"),
    ("Forearm x-ray", "forearm"),
    ("Humerus x-ray", "upper-arm"),
    ("Urine drug screen", ""),
    ("Gym membership", ""),
    ("Follow-up with spine surgeon", "spine"),
    ("Hand surgeon evaluation", "hand"),
    ("Foot specialist", "foot"),
    ("Psych evaluation", ""),
    ("Norco for low back pain", "lower-back"),
    ("Topical cream for knee pain", "knee"),
    ("Trigger point injections bilateral trapezius and cervical paraspinal muscles", "shoulder neck"),
    ("Ultrasound guided left subacromial injection", "shoulder"),
    ("Massage to upper back and shoulders", "upper-back shoulder"),
    ("EMG of the four extremities", "upper-extremity lower-extremity"),
    ("DME: back support", "spine"),
    ("L4-5 ESI", "lower-back"),
    ("Left C7 SNRB", "neck"),
    ("LESI", "lower-back"),
    ("Left knee/ankle physical therapy", "knee ankle"),
]


def body_parts_of(request: str) -> list[str]:
    return [part.value for part in classify_request(request, Span(0, len(request))).body_parts]


@pytest.mark.parametrize(("request_text", "codes"), BODY_PARTS, ids=[text for text, _ in BODY_PARTS])
def test_the_body_parts_are_read_in_their_order_once_each(request_text: str, codes: str) -> None:
    assert body_parts_of(request_text) == codes.split()


def test_spans_lie_in_the_letter_and_quote_the_words_that_earned_the_value() -> None:
    text = "ISSUE\n\nRetrospective Physical\n\ntherapy, 2x6, for the left\nlower  back: Upheld"
    facts = classify_request(text, Span(text.index("Retro"), text.index(": Upheld")))
    found = [facts.treatment, *facts.body_parts, facts.visits, facts.retrospective]
    assert [text[fact.span.start : fact.span.end] for fact in found if fact] == [
        "Physical\n\ntherapy",
        "lower  back",
        "2x6",
        "Retrospective",
    ]


def test_an_unknown_request_is_unclassified_with_its_whole_span() -> None:
    facts = classify_request("x: Frobnication of the widget: Upheld", Span(3, 29))
    assert (facts.treatment.value, facts.treatment.span) == (taxonomy.UNCLASSIFIED, Span(3, 29))


@pytest.mark.parametrize(
    "request_text",
    [
        "Retrospective urine drug screen",
        "Retro: MRI",
        "Norco #60 (DOS 11/11/2016)",
        "MRI, date of service 3/5/14",
    ],
)
def test_what_was_given_already_is_retrospective(request_text: str) -> None:
    assert classify_request(request_text, Span(0, len(request_text))).retrospective is not None


def test_what_is_asked_for_is_not_retrospective() -> None:
    assert classify_request("Prospective request for an MRI", Span(0, 30)).retrospective is None


@pytest.mark.parametrize(
    "request_text",
    ["MRI of the knee, 2 sessions", "Norco #60", "Follow up office visit x 2", "Home aide 5 times a week for 4 weeks"],
)
def test_what_is_not_given_in_sessions_has_no_visits(request_text: str) -> None:
    assert classify_request(request_text, Span(0, len(request_text))).visits is None


@pytest.mark.parametrize("request_text", ["", "   ", "\n\n", "İİİ MRI", "((((", "12"])
def test_odd_requests_are_read_without_a_fault(request_text: str) -> None:
    assert classify_request(request_text, Span(0, len(request_text))).treatment.value in taxonomy.treatments()


PIECES = st.sampled_from(
    ["MRI ", "2x6", " for the ", "L4-", "\n\n", "12 sessions", "(", "%", "İ", "lidocaine", ", ", "back", "#", "retro"]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join), st.integers(0, 20))
def test_any_text_is_read_and_every_span_lies_in_the_request(text: str, start: int) -> None:
    span = Span(min(start, len(text)), len(text))
    facts = classify_request(text, span)
    found = [facts.treatment, *facts.body_parts, facts.visits, facts.retrospective]
    assert all(span.start <= fact.span.start <= fact.span.end <= span.end for fact in found if fact)
