"""What a prefix may be the beginning of where stemming cuts more than was written: `stimulat*` wants "stimulation".

Texts are kept as stems, and the stem of "stimulation" is "stimul", which does
not begin with "stimulat". So where a prefix ends within an ending of English
that stemming cuts off, the words with the whole ending are asked for as well.
"""

from collections.abc import Iterator

ENDINGS = tuple(
    """
    able ably ability al ally alize alized alization ance ances ant ants ate ated ates ating ation ational
    ations ative atively ator ators ed edly ement ements ence ences ency ent ently ents er ers es ful fully fulness
    ible ibly ibility ic ical ically icate icity ied ies ing ingly ings ion ions ism isms ity ive ively iveness ivity
    ize ized izes izing ization less lessly ly ment ments ness ous ously ousness tion tional tions
    """.split()
)


def completions(prefix: str) -> Iterator[str]:
    """`prefix` made whole for each of ENDINGS that it ends within; what comes of it need not be a word."""
    lowered = prefix.lower()
    for ending in ENDINGS:
        for cut in range(1, len(ending)):
            if lowered.endswith(ending[:cut]):
                yield prefix + ending[cut:]
