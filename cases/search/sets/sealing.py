"""When what has come lately is stored in sets, and how all of them are made anew."""

from cases.search.sets.stored import current_state, last_entry, rebuild, seal
from cases.search.sets.stored_words import rebuild_words, seal_words
from cases.search.vocabulary import recount_words, refresh_words

UNSEALED = 8_192
"""Entries that processes read one by one before it pays to seal them."""


def seal_if_due() -> None:
    """Stores the newest entries in the sets, and their words, where enough have come; counts their spellings."""
    if last_entry() - current_state().sealed >= UNSEALED:
        seal()
    seal_words()
    refresh_words()


def rebuild_all() -> None:
    """Makes facet values and words anew from the truth while the old ones serve; killed, it goes on where it was."""
    rebuild()
    rebuild_words()
    recount_words()
