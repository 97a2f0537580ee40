"""A benchmark's database is its own, and goes with it."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from benchmarks.scratch import FILES, scratch_database
from cases.models import Source


def make_source() -> Source:
    file = default_storage.save("a", ContentFile(b"a"))
    return Source.objects.create(sha256="a" * 64, name="a", media_type="text/plain", size=1, file=file)


def names() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_a_scratch_database_is_empty_and_leaves_nothing_behind(settings: Any, tmp_path: Path) -> None:
    default = {"BACKEND": FILES, "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    make_source()
    own = connection.settings_dict["NAME"]
    with scratch_database() as scratch:
        first = scratch.settings_dict["NAME"]
        assert Source.objects.count() == 0
        assert not default_storage.exists("a")
        make_source()
        with scratch_database() as another:
            second = another.settings_dict["NAME"]
            assert second not in (own, first)
            assert Source.objects.count() == 0
    assert (connection.settings_dict["NAME"], Source.objects.count()) == (own, 1)
    assert not {first, second} & names()  # others may come and go: the server is not ours alone
    assert default_storage.exists("a")


@pytest.mark.django_db(transaction=True)
def test_a_scratch_database_goes_when_its_benchmark_fails() -> None:
    used: list[str] = []

    def fail() -> None:
        with scratch_database() as scratch:
            used.append(scratch.settings_dict["NAME"])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not {*used} & names()
