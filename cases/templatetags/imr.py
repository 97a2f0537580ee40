"""Codes, pages and searches in words for templates; runs no query and makes no markup but `<mark>`."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cases.letters import taxonomy
from cases.models import GuidelineCitation
from cases.search.kinds import MTUS_NOT_STATED
from cases.search.params import SearchParams
from cases.stats.shares import Share

register = template.Library()

Labels = Mapping[str, str] | Mapping[str, taxonomy.Entry] | Mapping[str, taxonomy.Guideline]
VOCABULARIES: Mapping[str, Callable[[], Labels]] = {
    "outcome": lambda: taxonomy.LETTER_OUTCOMES,
    "basis": lambda: taxonomy.BASES,
    "side": lambda: taxonomy.SIDES,
    "treatment": taxonomy.treatments,
    "body_part": taxonomy.body_parts,
    "guideline": taxonomy.guidelines,
    "reason": taxonomy.reasons,
}


@register.filter
def label(code: str, vocabulary: str) -> str:
    """The words for a code of a vocabulary; the code itself where there are none."""
    entry = VOCABULARIES[vocabulary]().get(code, code)
    return entry if isinstance(entry, str) else entry.label


@register.filter
def labels(codes: Iterable[str], vocabulary: str) -> str:
    """The words for several codes, with commas between them."""
    return ", ".join(label(code, vocabulary) for code in codes)


@register.filter
def pages(ranges: Sequence[Sequence[int]]) -> str:
    """Ranges of pages as a lawyer writes them: `p. 98`, `p. 98–99`, `p. 30–32, 49`; nothing where there are none."""
    return f"p. {', '.join(_range(*each) for each in ranges)}" if ranges else ""


@register.filter
def citation_query(citation: GuidelineCitation) -> str:
    """The query string that finds what cites the same guideline on the same pages."""
    guideline = MTUS_NOT_STATED if citation.guideline == "mtus" else citation.guideline
    asked = tuple(_range(*each, dash="-") for each in citation.page_ranges)
    return SearchParams(chosen={"guideline": (guideline,), "page": asked}).to_query()


@register.filter
def value_query(value: str, facet: str) -> str:
    """The query string that finds one value of a facet."""
    return SearchParams(chosen={facet: (value,)}).to_query()


@register.filter
def percent(share: float) -> str:
    """A share as people write it: `11.2%`."""
    return f"{100 * share:.1f}%"


@register.filter
def interval(share: Share) -> str:
    """The interval of a share: `8.5–14.4%`."""
    return f"{100 * share.low:.1f}–{100 * share.high:.1f}%"


@register.filter
def bar_length(share: Share) -> str:
    """The length of a share in a drawing a hundred wide."""
    return f"{100 * share.value:.2f}"


@register.filter
def bracket(share: Share) -> str:
    """The interval of a share as a line with an end on either side, in a drawing a hundred wide and ten high."""
    low, high = f"{100 * share.low:.2f}", f"{100 * share.high:.2f}"
    return f"M{low} 5H{high}M{low} 2V8M{high} 2V8"


@register.filter
def marked(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """A snippet: each hit in a `<mark>`, everything escaped."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if hit else text,) for text, hit in pieces)
    )


@register.filter
def numbered(pieces: Iterable[tuple[str, int]]) -> SafeString:
    """A text whose hits can be linked to by their numbers, everything escaped."""
    return format_html_join(
        "", "{}", ((format_html('<mark id="hit-{}">{}</mark>', hit, text) if hit else text,) for text, hit in pieces)
    )


def _range(first: int, last: int, *, dash: str = "–") -> str:
    return f"{first}" if first == last else f"{first}{dash}{last}"
