"""The letters that the tests of pages read: the five samples that come with the site."""

from pathlib import Path

import pytest

from cases.ingest.reading import Reading, read
from cases.ingest.store import store
from cases.letters.fingerprint import fingerprint

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def samples(transactional_db: None) -> None:
    """The sample letters in the database, as `manage.py ingest samples` stores them."""
    for path in sorted(SAMPLES.iterdir()):
        reading = read(path.name, path.read_bytes())
        assert isinstance(reading, Reading)
        store(path.name, path.read_bytes(), reading, fingerprint())
