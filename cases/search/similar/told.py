"""What two decisions share, as a reader is told it."""

from collections.abc import Container, Iterator, Sequence

from cases.search.similar.features import NOWHERE, Feature
from cases.search.similar.words import root_of

MOST_WORDS = 6
PHRASES = {
    "treatment": "same treatment: {}",
    "body_part": "same body part: {}",
    "visits": "both ask for {} visits",
    "reason": "both: {}",
}


def told(shared: Sequence[Feature], roots: Container[str]) -> tuple[str, ...]:
    """What is shared, in words, the most telling word first; of each guideline all that is shared of it at once.

    A word is told if its root is among `roots`, those of the words of the decision.
    """
    words = [f"“{each.said}”" for each in shared if each.kind == "word" and root_of(each.said) in roots]
    share = f"share the word{'s' if len(words) > 1 else ''} {', '.join(words[:MOST_WORDS])}"
    return (*_of_request(shared), *_of_citations(shared), *([share] if words else []))


def _of_request(shared: Sequence[Feature]) -> Iterator[str]:
    for each in shared:
        if each.kind in PHRASES:
            # "Physical therapy" is no name, "MRI" and "CT scan" are.
            yield PHRASES[each.kind].format(
                each.said[0].lower() + each.said[1:] if each.said[:2].istitle() else each.said
            )


def _of_citations(shared: Sequence[Feature]) -> Iterator[str]:
    sides: dict[str, list[str]] = {}
    for guideline, side in dict.fromkeys(each.of for each in shared if each.of != NOWHERE):
        sides.setdefault(_cited([each for each in shared if each.of == (guideline, side)]), []).append(side)
    for cited, of in sides.items():
        by = " and ".join(filter(None, of))
        yield f"both cite {cited}{f' ({by})' if by else ''}"


def _cited(features: Sequence[Feature]) -> str:
    """What is shared of one citation: "MTUS Chronic Pain, “Physical Medicine”, p. 98, 99"."""
    pages = [feature.said for feature in features if feature.kind == "page"]
    sections = [feature.said for feature in features if feature.kind == "section"]
    return ", ".join([features[0].of[0], *sections, *([f"p. {', '.join(pages)}"] if pages else [])])
