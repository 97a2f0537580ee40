"""Whether ours and the peers say the same: figures of different work would say nothing."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.searching import ours
from benchmarks.searching.peers import Peer
from benchmarks.searching.searches import Search


def differences(search: Search, peers: Sequence[Peer]) -> Iterator[str]:
    """A sentence for each total, count or list of newest items in which a peer differs from us."""
    mine = ours.page(search)
    for peer in peers:
        theirs = peer.page(search)
        if theirs.total != mine.total:
            yield f"{search.name}: {mine.total:,} items, {theirs.total:,} in {peer.NAME}"
        if search.sort != "relevance" and theirs.keys != mine.keys:
            yield f"{search.name}: other items on the page of {peer.NAME}"
        for facet, counts in mine.counts.items():
            if wrong := _unlike(counts, theirs.counts[facet]):
                yield f"{search.name}: counts of {facet} in {peer.NAME}: {wrong}"


def _unlike(ours_: Mapping[str, int], theirs: Mapping[str, int]) -> list[str]:
    """The first few values that are counted otherwise."""
    return sorted({value for value, _ in ours_.items() ^ theirs.items()})[:3]
