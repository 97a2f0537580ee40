"""Redacting a letter: the words are taken out of its text, which is read again; the file as it came stays."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.db import transaction

from cases.ingest.reading import Reading
from cases.ingest.store import replace_reading
from cases.letters.fingerprint import fingerprint
from cases.letters.model import Span
from cases.letters.parse import parse_letter
from cases.letters.privacy import find_identities
from cases.letters.text import folded
from cases.models import Case, CaseEvent
from cases.review.correct import lock_rows
from cases.review.redaction import blacked, find_places, scrub
from cases.review.signing import Refused, check_version, needed_reason


@transaction.atomic
def redact(
    case: int, spans: Sequence[Span], words: Iterable[str], *, author: User, reason: str, version: str | None = None
) -> Case:
    """Takes the words at these spans, and these words wherever they stand, out of a letter and reads it again.

    The state stays: whoever has looked at the result publishes it. Raises Refused where the words stand
    nowhere, Conflict where the case is no longer at `version`.
    """
    reason = needed_reason(reason)
    found = lock_rows(case).case
    check_version(case, version)
    places = find_places(found.text, spans, words)
    if not places:
        raise Refused("None of these words stands in the letter.")
    taken = {folded(found.text[slice(*place)]) for place in places}
    text = blacked(found.text, places)
    found.is_redacted = True
    found.save(update_fields=["is_redacted"])
    # Before the new reading, so that corrections find what they were made of.
    scrub(found, sorted(taken, key=len, reverse=True))
    reading = Reading(parse_letter(text), found.source.media_type, find_identities(text))
    replace_reading(found, reading, fingerprint())
    CaseEvent.objects.create(
        case=found, kind=CaseEvent.Kind.REDACTION, reason=reason, author=author, new=f"{len(places)} places"
    )
    # The new reading differs from the old by what was taken out: that must not be told.
    scrub(found, list(taken))
    found.refresh_from_db()
    return found
