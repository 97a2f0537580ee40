"""Makers of letters: text in each layout, put together from parts, and what extractors do to it."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

PROCESS = (
    "MAXIMUS Federal Services sent the complete case file to an expert reviewer. He/she has no affiliation with the "
    "employer, employee, providers or the claims administrator. He/she has been in active clinical practice for more "
    "than five years and is currently working at least 24 hours a week in active practice. The expert reviewer was "
    "selected based on his/her clinical experience, education, background, and expertise in the same or similar "
    "specialties that evaluate and/or treat the medical condition and disputed items/Service."
)
SUMMARY = (
    "The injured worker is a 45 year old female, who sustained an industrial injury on 3-14-2016. She was treated with "
    "ice, rest and medications. The physical examination showed tenderness of the paraspinal muscles. The utilization "
    "review dated 10-11-2016 denied the request."
)
SUMMARY_INTRO = (
    "The expert reviewer developed the following clinical case summary based on a review of the case file, including "
    "all medical records:"
)
ISSUES_INTRO = "The Final Determination was based on decisions for the disputed items/services set forth below:"

HEADER = {
    "Case Number": "CM16-0000042",
    "Date Assigned": "11/02/2016",
    "Date of Injury": "03/14/2016",
    "Decision Date": "12/01/2016",
    "UR Denial Date": "10/11/2016",
    "Priority": "Standard",
    "Application Received": "10/20/2016",
}


@dataclass(frozen=True)
class Item:
    """The words of one item."""

    request: str = "MRI of the lumbar spine"
    outcome: str = "Upheld"
    administrator: str = "The Claims Administrator did not cite any medical evidence for its decision."
    reviewer: str = "Decision based on MTUS Low Back Complaints 2004, Section(s): Special Studies."
    rationale: str = "There are no red flags. Therefore, the request is not medically necessary."
    separator: str = ": "


def make_header(**values: str) -> str:
    """The header as most extractors give it: two labels a line, the last one broken over lines."""
    header = HEADER | {name.replace("_", " "): value for name, value in values.items()}
    return (
        f"Case Number: {header['Case Number']}\n"
        f"Date Assigned: {header['Date Assigned']} Date of Injury:  {header['Date of Injury']}\n"
        f"Decision Date: {header['Decision Date']} UR Denial Date:  {header['UR Denial Date']}\n"
        f"Priority:  {header['Priority']} Application\nReceived:\n{header['Application Received']}"
    )


def make_credentials(states: str = "California", specialties: str = "Family Practice") -> str:
    """The block of the latest generation."""
    return (
        "The Expert Reviewer has the following credentials:\n"
        f"State(s) of Licensure: {states}\nCertification(s)/Specialty: {specialties}"
    )


def make_item(item: Item, *, width: int = 95) -> list[str]:
    """The paragraphs of an item in the layouts since 2014."""
    return [
        wrapped(f"{item.request}{item.separator}{item.outcome}", width),
        wrapped(f"Claims Administrator guideline: {item.administrator}", width),
        wrapped(f"MAXIMUS guideline: {item.reviewer}", width),
        wrapped(f"Decision rationale: {item.rationale}", width),
    ]


def make_letter(
    *items: Item,
    header: str | None = None,
    process: str = PROCESS,
    credentials: str | None = None,
    summary: str | None = SUMMARY,
    gap: str = "\n\n",
    width: int = 95,
) -> str:
    """A letter in the layouts since 2014: one item where none is given, an empty string leaves a part out."""
    header = make_header() if header is None else header
    credentials = make_credentials() if credentials is None else credentials
    parts = [header, f"HOW THE IMR FINAL DETERMINATION WAS MADE\n{wrapped(process, width)}", credentials]
    if summary is not None:
        parts += [f"CLINICAL CASE SUMMARY\n{wrapped(SUMMARY_INTRO, width)}", wrapped(summary, width)]
    parts.append(f"IMR ISSUES, DECISIONS AND RATIONALES\n{wrapped(ISSUES_INTRO, width)}")
    parts += [paragraph for item in items or (Item(),) for paragraph in make_item(item, width=width)]
    return gap.join(filter(None, parts)) + "\n"


def make_2013(*items: Item, dated: str = "10/25/2013") -> str:
    """A letter in the first layout of 2013: each decision twice, and a part for each."""
    decisions = "\n\n".join(
        wrapped(
            f"{number}) MAXIMUS Federal Services, Inc. has determined the request for {item.request} "
            f"{item.outcome} and appropriate."
        )
        for number, item in enumerate(items, 1)
    )
    parts = "\n\n".join(
        f"{number}) Regarding the request for {item.request}:\n\n"
        "Medical Treatment Guidelines Relied Upon by the Expert Reviewer to Make His/Her Decision:\n"
        f"{wrapped(f'{item.administrator} {item.reviewer}')}\n\n"
        f"Rationale for the Decision:\n{wrapped(item.rationale)}"
        for number, item in enumerate(items, 1)
    )
    return (
        "MAXIMUS FEDERAL SERVICES, INC.\n\nNotice of Independent Medical Review Determination\n"
        f"Dated: {dated}\n\nEmployee:\nClaim Number:\nDate of UR Decision:   7/22/2013\nDate of Injury:   8/9/2012\n"
        "IMR Application Received:   8/2/2013\nMAXIMUS Case Number:   CM13-0000042\n\n"
        f"{decisions}\n\nINDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE\n\n"
        "An application for Independent Medical Review was filed on 8/2/2013 disputing the Utilization Review Denial "
        "dated 7/22/2013. A decision has been made for each of the treatment and/or services that were in dispute:\n\n"
        f"{decisions}\n\nMedical Qualifications of the Expert Reviewer:\n"
        "The physician reviewer is Board Certified in Physical Medicine and Rehabilitation, has a subspecialty in Pain "
        "Medicine and is licensed to practice in California.\n\n"
        "Expert Reviewer Case Summary:\nDisclaimer: The following case summary was taken directly from the utilization "
        "review denial/modification dated July 22, 2013.\n\nThe patient is a 44 year-old male who fell.\n\n"
        "Documents Reviewed for Determination:\n• Application of Independent Medical Review\n\n"
        f"{parts}\n\nEffect of the Decision:\nThis determination is binding on all parties.\n"
    )


def make_2013_b(*items: Item) -> str:
    """A letter in the second layout of 2013: a cover page, numbered decisions in words."""
    body = "\n\n".join(
        "\n\n".join(
            (
                wrapped(f"{number}. {item.request} {item.outcome} and appropriate."),
                wrapped(item.administrator),
                wrapped(item.reviewer),
                f"The Physician Reviewer's decision rationale:\n{wrapped(item.rationale)}",
            )
        )
        for number, item in enumerate(items, 1)
    )
    return (
        "MAXIMUS FEDERAL SERVICES, INC.\nIndependent Medical Review\n\nDated: 12/20/2013\n\n"
        "IMR Case Number:  CM13-0000043  Date of Injury:  10/09/2011\n"
        "Claims Number:    UR Denial Date:  08/06/2013\nPriority:  STANDARD  Application Received:  08/19/2013\n"
        "Employee Name:\nProvider Name:\nTreatment(s) in Dispute Listed on IMR Application:\nTHERAPY\n\n"
        "Final Determination: UPHOLD. This means we decided that none of the disputed items/services are medically "
        "necessary and appropriate.\n\n"
        "HOW THE IMR FINAL DETERMINATION WAS MADE\nThe physician reviewer is Board Certified in Orthopedic Surgery, "
        "has a subspecialty in Hand Surgery, and is licensed to practice in California and Texas.\n\n"
        "DOCUMENTS REVIEWED\n☒ Utilization Review Determination\n\n"
        "CLINICAL CASE SUMMARY\nThe physician reviewer developed the following clinical case summary based on a review "
        "of the case file, including all medical records:\n\nThe patient is a 52 year old gentleman.\n\n"
        f"IMR DECISION(S) AND RATIONALE(S)\n{ISSUES_INTRO}\n\n{body}\n"
    )


def make_professional_review(item: Item) -> str:
    """A letter in the layout of the professional review; the outcome is `NOT ` or nothing."""
    return (
        f"\nMEDICAL PROFESSIONAL REVIEW\nISSUE AT DISPUTE:\n{item.request}\n"
        "CASE SUMMARY:\nThe patient is a 33-year-old woman with a date of injury of 3/4/2015.\n"
        "DOCUMENTS REVIEWED FOR DETERMINATION:\nRecords.\n"
        f"MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL\nREVIEWER AND WHY:\n{item.reviewer}\n"
        f"RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS {item.outcome}MEDICALLY\nNECESSARY:\n"
        f"{item.rationale}\nMEDICAL REVIEWER QUALIFICATIONS:\n"
        "The reviewer is Board Certified in Orthopaedic Surgery and is licensed to practice in New York.\n"
    )


def wrapped(words: str, width: int = 95) -> str:
    """The words broken into lines as a word processor does."""
    return textwrap.fill(words, width, break_long_words=False)


def doubled(text: str) -> str:
    """The text with every newline twice and each gap a line of one blank, as one common extractor leaves it."""
    lines = [line or " " for line in text.split("\n")]
    return "\n\n".join(f"{line} " if line.strip() else line for line in lines)


def with_page_breaks(text: str, lines: Sequence[int], mark: str = "\n\n") -> str:
    """The text with `mark` in place of the newline behind each of the numbered lines."""
    parts = text.split("\n")
    ends = [mark if number in lines else "\n" for number in range(len(parts))]
    return "".join(part + end for part, end in zip(parts, ends, strict=True)).rstrip("\n") + "\n"
