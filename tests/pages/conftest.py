"""What the tests of pages share: the five samples that come with the site, and a way in for who has an account."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from cases.ingest.reading import Reading, read
from cases.ingest.store import store
from cases.letters.fingerprint import fingerprint
from cases.models.roles import Role
from tests.cases.account_makers import make_user

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def samples(transactional_db: None) -> None:
    """The sample letters in the database, as `manage.py ingest samples` stores them."""
    for path in sorted(SAMPLES.iterdir()):
        reading = read(path.name, path.read_bytes())
        assert isinstance(reading, Reading)
        store(path.name, path.read_bytes(), reading, fingerprint())


@pytest.fixture
def enter(transactional_db: None, live_server: LiveServer) -> Callable[[Page, Role], str]:
    """Signs somebody of a role in, past the sign-in page; returns the name. The password is `password`."""

    def sign_in(page: Page, role: Role) -> str:
        user, client = make_user(role), Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return user.get_username()

    return sign_in


@pytest.fixture
def no_tries_before(transactional_db: None) -> None:
    """Tries to sign in are counted in a table that is not emptied between tests."""
    cache.clear()
