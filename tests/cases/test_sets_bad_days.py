"""Finding by sets on bad days: killed while storing, cut off from the database, two that write at once."""

import ast
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from cases.models import Case
from cases.search.finder import SqlFinder
from cases.search.sets import check_words, stored, stored_words
from cases.search.sets.check import find_differences
from cases.search.sets.current import Process
from tests.cases.ingest_makers import ROOT, database_url
from tests.cases.test_counts import asked, random_corpus

pytestmark = pytest.mark.django_db(transaction=True)

QUERIES = ("", "q=exercise", 'q="home+exercise"', "outcome=overturned", "guideline=mtus-chronic-pain&page=98")
SEGMENT, PIECE = 8, 2
BEGIN = f"""
import django; django.setup()
import random, sys
from cases.models import Case
from cases.search.sets import stored, stored_words
from cases.search.sets.sealing import rebuild_all
stored.SEGMENT, stored_words.SEGMENT, stored_words.PIECE = {SEGMENT}, {SEGMENT}, {PIECE}
"""
REBUILD = f"{BEGIN}print('ready', flush=True); rebuild_all()"
CHANGE = f"""{BEGIN}
rng = random.Random(int(sys.argv[1]))
for _ in range(60):
    case = Case.objects.get(pk=rng.choice(list(Case.objects.values_list("pk", flat=True))))
    Case.objects.filter(pk=case.pk).update(status=rng.choice(("published", "held")), summary=f"Words {{rng.random()}}")
    if rng.random() < 0.1:
        stored.seal(); stored_words.seal_words()
"""


@pytest.fixture(autouse=True)
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (stored, stored_words, check_words):
        monkeypatch.setattr(module, "SEGMENT", SEGMENT)
    monkeypatch.setattr(stored_words, "PIECE", PIECE)


def start(code: str, var: Path, *arguments: str) -> "subprocess.Popen[str]":
    """Python that runs `code` on the database of this test."""
    own = {"DATABASE_URL": database_url(), "VAR": str(var), "DJANGO_SETTINGS_MODULE": "imr_site.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, env=os.environ | own, text=True, stdout=subprocess.PIPE
    )


def assert_as_sql(process: Process) -> None:
    for query in QUERIES:
        params = asked(query)
        assert process.finder().keys(params, 0, 500) == SqlFinder().keys(params, 0, 500), query


def test_killed_while_storing_at_any_moment_nothing_is_lost_and_the_next_goes_on(tmp_path: Path) -> None:
    random_corpus(random.Random(1), letters=60)
    rng, serving = random.Random(2), Process()
    for _ in range(4):
        with start(REBUILD, tmp_path) as running:
            assert running.stdout is not None
            running.stdout.readline()
            time.sleep(rng.random() / 2)
            running.kill()
        assert_as_sql(serving)
        assert_as_sql(Process())
    with start(REBUILD, tmp_path) as last:
        last.communicate()
    assert last.returncode == 0
    assert list(find_differences()) == []
    assert_as_sql(serving)


def test_two_that_change_and_store_at_once_leave_what_the_tables_say(tmp_path: Path) -> None:
    random_corpus(random.Random(3), letters=30)
    serving = Process()
    assert_as_sql(serving)
    both = [start(CHANGE, tmp_path, str(seed)) for seed in (1, 2)]
    while any(each.poll() is None for each in both):
        assert serving.finder().total(asked("")) <= 200
    for each in both:
        each.communicate()
    assert [each.returncode for each in both] == [0, 0]
    assert_as_sql(serving)
    assert list(find_differences()) == []


def test_a_process_goes_on_after_its_database_was_restarted() -> None:
    random_corpus(random.Random(4), letters=5)
    serving = Process()
    assert_as_sql(serving)
    with connection.cursor() as cursor, pytest.raises(Exception, match="terminating connection"):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    connection.close()  # as at the end of a request
    Case.objects.filter(pk=Case.objects.order_by("pk")[0].pk).update(status="held")
    assert_as_sql(serving)


def test_what_is_newer_is_told_by_numbers_never_by_a_clock() -> None:
    modules = list((ROOT / "cases" / "search" / "sets").glob("*.py"))
    assert len(modules) > 10
    for module in modules:
        tree = ast.parse(module.read_text())
        imported = {each.name for node in ast.walk(tree) if isinstance(node, ast.Import) for each in node.names}
        assert "time" not in imported, module
        assert not {"now", "today", "utcnow"} & {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}, module
