"""Finding by sets: every facet value and every word is a set of entries, a search is set algebra.

An entry is a published item under a dense number; a set is a roaring bitmap of
such numbers. PostgreSQL keeps the sets by segments, each process holds them in
memory and learns what is newer entry by entry.
"""
