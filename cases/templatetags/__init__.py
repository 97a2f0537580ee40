"""Template tags and filters: words for codes, never queries."""
