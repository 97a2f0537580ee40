"""Reading stored letters again: what would change, what did, and what stays."""

import pytest
from django.core.management import call_command

from cases.letters.fingerprint import fingerprint
from cases.models import Case, CaseEvent, DisputedItem
from cases.models.choices import Status
from tests.cases.letter_makers import LETTER, store_letter

pytestmark = pytest.mark.django_db


def make_stale(**columns: str) -> None:
    """One letter, whose item older rules are said to have read otherwise."""
    store_letter()
    Case.objects.update(fingerprint="older rules")
    DisputedItem.objects.update(**columns)


def reparse(capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    call_command("reparse", *options)
    return capsys.readouterr().out.splitlines()


def test_a_dry_run_says_what_would_change_and_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    make_stale(treatment="mri", outcome="overturned")
    lines = [" ".join(line.split()) for line in reparse(capsys, "--dry-run")]
    assert "1 treatment" in lines
    assert "cm14-0095145/1: “MRI” → “Physical therapy”" in lines
    assert lines[-1] == "read=1 changed=1"
    assert (DisputedItem.objects.get().treatment, Case.objects.get().fingerprint) == ("mri", "older rules")
    assert not CaseEvent.objects.exists()


def test_what_did_change_is_printed_and_kept_with_the_letter(capsys: pytest.CaptureFixture[str]) -> None:
    make_stale(treatment="mri")
    lines = reparse(capsys)
    assert lines[0] == "cm14-0095145: 1.treatment"
    assert lines[-1] == "read=1 changed=1"
    event = CaseEvent.objects.get()
    assert (event.kind, event.old, event.new) == ("reading", "older rules", fingerprint())
    assert event.changes == [{"position": 1, "field": "treatment", "old": "MRI", "new": "Physical therapy"}]
    assert reparse(capsys) == ["read=0 changed=0"]


def test_what_reads_the_same_is_read_and_leaves_no_trace(capsys: pytest.CaptureFixture[str]) -> None:
    make_stale()
    assert reparse(capsys) == ["read=1 changed=0"]
    assert not CaseEvent.objects.exists()


def test_no_words_of_a_letter_that_is_not_public_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    make_stale(request="MRI for 523-45-6781")
    Case.objects.update(status=Status.HELD)
    printed = "\n".join(reparse(capsys, "--dry-run"))
    assert "request" in printed
    assert "523-45" not in printed


def test_a_letter_that_comes_to_be_held_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    make_stale()
    Case.objects.update(text=LETTER.replace("The patient is a", "SSN: 523-45-6781. The patient is a"))
    lines = [" ".join(line.split()) for line in reparse(capsys, "--dry-run")]
    assert "1 published → held" in lines
    assert "523-45" not in "".join(lines)
