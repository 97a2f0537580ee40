"""The one door to finding: parameters, query language, facets, order, highlight."""
