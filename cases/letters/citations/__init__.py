"""Guidelines that an item cites: in its two labelled fields, and in the prose of its rationale."""

from cases.letters.citations.fields import Cited, parse_citations
from cases.letters.citations.prose import find_rationale_citations

__all__ = ["Cited", "find_rationale_citations", "parse_citations"]
