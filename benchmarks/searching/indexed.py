"""The peers with their indexes of the corpus, made in one pass over the tables, or kept from another run."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from benchmarks.searching.documents import documents, fingerprint
from benchmarks.searching.fill import Corpus
from benchmarks.searching.peers import Peer
from benchmarks.searching.sqlite_peer import SqlitePeer
from benchmarks.searching.tantivy_peer import TantivyPeer

PEERS: tuple[type[Peer], ...] = (TantivyPeer, SqlitePeer)


@contextmanager
def indexed_peers(corpus: Corpus, *, keep: bool) -> Iterator[Sequence[Peer]]:
    """Every peer, ready to be asked; where they are kept, beside the data of the site."""
    if keep:
        yield _indexed(settings.VAR / "benchmarks" / corpus.name, f"{corpus.about} {fingerprint()}")
        return
    with tempfile.TemporaryDirectory(dir=settings.VAR) as folder:
        yield _indexed(Path(folder), corpus.about)


def _indexed(folder: Path, about: str) -> Sequence[Peer]:
    """The peers on the indexes in a folder, which are made anew where they are not whole or hold something else."""
    mark = folder / "holds"
    is_whole = mark.exists() and mark.read_text() == about
    if not is_whole:
        shutil.rmtree(folder, ignore_errors=True)
    peers = [peer(_made(folder / peer.NAME)) for peer in PEERS]
    if not is_whole:
        for batch in documents():
            for peer in peers:
                peer.add(batch)
        for peer in peers:
            peer.finish()
        mark.write_text(about)
    return peers


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
