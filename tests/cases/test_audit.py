"""The corpus report."""

import re

import pytest
from django.core.management import call_command

from cases.models import Source
from tests.cases.makers import make_case, make_item

pytestmark = pytest.mark.django_db


def test_the_report_counts_what_was_read_and_what_was_not(capsys: pytest.CaptureFixture[str]) -> None:
    strange = make_item("Reiki by moonlight", treatment="unclassified", visits=6)
    make_case(strange, strange, make_item("MRI", treatment="mri"), problems=[{"code": "missing-header"}] * 2)
    make_case(decision_date=None, status="in-review", format="unknown")
    Source.objects.create(sha256="f" * 64, name="x", media_type="", size=0, file="x", refusal="holds no text")
    call_command("audit_corpus")
    lines = {re.sub(r" +", " ", line.strip()) for line in capsys.readouterr().out.splitlines()}
    assert "3 files, 2 letters, 4 items" in lines
    assert {"1 33.3% holds no text", "1 50.0% unknown", "1 50.0% in-review", "1 50.0% missing-header"} <= lines
    assert {"1 50.0% decision_date", "2 100.0% summary", "2 50.0% visits", "2 50.0% Reiki by moonlight"} <= lines
