"""What tests share: a database for each run, a real browser at two widths, and the accessibility check."""

import fcntl
import itertools
import os
import shutil
from collections.abc import Callable, Iterator

import hypothesis
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright
from pytest_django.live_server_helper import LiveServer

from cases.search.sets.current import this_process

# A loaded machine is no fault of an example; where everything is checked, everybody checks the same examples.
hypothesis.settings.register_profile("untimed", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("untimed")

WIDTHS = (360, 1280)  # a phone, a desk
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
NO_CHROMIUM = "no browser test ran: `apt-get install chromium` gets a browser, CHROMIUM=/path/to/it names another"


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """Gives this run (or this worker of it) a database of its own, so that several can run at once.

    The number is the first that no living run holds, so databases of killed runs are used again and never pile up.
    """
    for number in itertools.count(1):
        with (settings.VAR / f"database-{number}.lock").open("wb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = (
                f"test_{settings.DATABASES['default']['NAME']}_{number}"
            )
            yield
            return


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without one the tests that need it are skipped, or fail where a browser is required."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if not path:
        required = os.environ.get("CI") or os.environ.get("REQUIRE_BROWSER")
        (pytest.fail if required else pytest.skip)(NO_CHROMIUM)
    # Playwright runs an event loop in this thread, and Django would take our queries for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def page(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page of the running site, once a width; afterwards the browser must have had nothing to complain about.

    One width only: `@pytest.mark.parametrize("page", [1280], indirect=True)`.
    """
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": request.param, "height": 800}, reduced_motion="reduce"
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said) else None)
    page.on("response", lambda came: complaints.append(f"missing {came.url}") if _is_missing(came) else None)
    yield page
    context.close()
    assert not complaints


def _is_complaint(said: ConsoleMessage) -> bool:
    """An error of a script or of the content policy; a failed load is judged by its response."""
    return said.type == "error" and not said.text.startswith("Failed to load resource")


def _is_missing(response: Response) -> bool:
    """A part of the page that did not come; the page itself may be meant to be an error page."""
    return response.status >= 400 and response.request.resource_type not in ("document", "xhr", "fetch")


@pytest.fixture
def page_without_script(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page in a browser whose user has turned scripts off."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def serious_axe_findings() -> Callable[[Page], list[str]]:
    """What axe finds on a page that keeps people out: one line a finding, none on a good page."""

    def find(page: Page) -> list[str]:
        violations = Axe().run(page).response["violations"]
        return [
            f"{violation['id']}: {violation['help']}: {[node['target'] for node in violation['nodes']]}"
            for violation in violations
            if violation["impact"] in ("serious", "critical")
        ]

    return find


@pytest.fixture(autouse=True)
def no_memory_of_other_tests() -> Iterator[None]:
    """Every test begins with a process that knows nothing: what a rolled-back test stored was never there."""
    this_process.forget()
    yield
    this_process.forget()
