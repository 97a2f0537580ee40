"""`make run` serves a whole site, stops all of it however it is stopped, and starts again after any death."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
PLAIN_ENVIRONMENT = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}  # no DATABASE_URL
RUN = (sys.executable, "-m", "imr_site.run")
MAKE_RUN = ("make", f"VENV={sys.prefix}", f"--old-file={sys.prefix}/.installed", "run")
PATIENCE = 120  # seconds; only a site that never answers takes them all


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the sites of these tests keep their data; shared, as the first start takes the longest."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(autouse=True)
def interrupts_are_heard() -> Iterator[None]:
    """Where the tests run in the background of a shell, SIGINT is ignored, and children would inherit that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts sites in that folder; nothing of them is left afterwards, whatever the test did."""
    started: list[subprocess.Popen[str]] = []

    def run(port: int, command: tuple[str, ...] = RUN, **variables: str) -> subprocess.Popen[str]:
        environment = {**PLAIN_ENVIRONMENT, "VAR": str(folder), "PORT": str(port), **variables}
        site = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        started.append(site)
        return site

    yield run
    for process in running(folder):
        process.kill()
    for site in started:
        site.wait()
        site.stdout.close()  # type: ignore[union-attr]


@pytest.fixture
def port() -> int:
    return free_port()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def running(folder: Path) -> list[psutil.Process]:
    """Every process of a site in this folder: its starter, its web server and the children of that, its database."""
    found = []
    for process in psutil.process_iter():
        try:
            known = [*process.cmdline(), process.environ().get("VAR", "")]
        except psutil.Error:
            continue
        if any(str(folder) in each for each in known) and process.pid != os.getpid():
            found.append(process)
    return found


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


def get(port: int, path: str) -> tuple[int, str]:
    """Status and body; status 0 where nobody answers."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        asking.request("GET", path)
        answer = asking.getresponse()
        return answer.status, answer.read().decode()
    except OSError:
        return 0, ""
    finally:
        asking.close()


def wait_until_ready(site: subprocess.Popen[str]) -> str:
    """What the site said until it was ready."""
    assert site.stdout is not None
    said = ""
    for line in site.stdout:
        said += line
        if "ready at" in line:
            return said
    raise AssertionError(f"ended instead of serving:\n{said}")


def stop_group(site: subprocess.Popen[str]) -> None:
    """What a terminal does at Ctrl-C."""
    os.killpg(site.pid, signal.SIGINT)


def test_a_site_says_where_it_is_and_serves_what_a_server_would(
    start: Callable[..., subprocess.Popen[str]], port: int, folder: Path
) -> None:
    site = start(port)
    assert f"http://127.0.0.1:{port}/" in wait_until_ready(site)
    assert get(port, "/readyz") == (200, '{"status": "ready", "missing": []}')
    page = get(port, "/")
    assert page[0] == 200
    stop_group(site)
    assert site.communicate()[0].strip() == "Stopped."
    assert site.returncode == 0
    assert running(folder) == []


def test_an_empty_site_gets_an_administrator_whose_password_is_said_once(
    start: Callable[..., subprocess.Popen[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    empty = str(tmp_path_factory.mktemp("empty"))
    said = []
    for _ in range(2):
        site = start(free_port(), VAR=empty)
        said.append(wait_until_ready(site))
        stop_group(site)
        site.communicate()
    assert ["password is shown this once only" in each for each in said] == [True, False]


@pytest.mark.parametrize(
    ("command", "stop"),
    [
        pytest.param(RUN, lambda site: site.send_signal(signal.SIGINT), id="SIGINT"),
        pytest.param(RUN, lambda site: site.send_signal(signal.SIGTERM), id="SIGTERM"),
        pytest.param(RUN, lambda site: site.send_signal(signal.SIGHUP), id="closed terminal"),
        pytest.param(MAKE_RUN, stop_group, id="make, Ctrl-C"),
        pytest.param(MAKE_RUN, lambda site: site.send_signal(signal.SIGINT), id="make alone, SIGINT"),
        pytest.param(MAKE_RUN, lambda site: site.send_signal(signal.SIGTERM), id="make, SIGTERM"),
        pytest.param(MAKE_RUN, lambda site: site.kill(), id="make, killed"),
        pytest.param(RUN, lambda site: site.kill(), id="killed"),
    ],
)
def test_however_it_is_stopped_nothing_of_it_is_left(
    start: Callable[..., subprocess.Popen[str]],
    port: int,
    folder: Path,
    command: tuple[str, ...],
    stop: Callable[[subprocess.Popen[str]], None],
) -> None:
    site = start(port, command)
    wait_until_ready(site)
    stop(site)
    wait_for(lambda: not running(folder))


def test_a_stop_while_it_starts_leaves_nothing(
    start: Callable[..., subprocess.Popen[str]], port: int, folder: Path
) -> None:
    site = start(port)
    assert site.stdout is not None
    assert "Preparing" in site.stdout.readline()
    stop_group(site)
    wait_for(lambda: not running(folder))


def test_a_site_killed_with_all_its_processes_starts_again(
    start: Callable[..., subprocess.Popen[str]], port: int, folder: Path
) -> None:
    wait_until_ready(start(port))
    for process in running(folder):
        process.kill()
    wait_for(lambda: not running(folder))
    again = start(port)
    wait_until_ready(again)
    assert get(port, "/readyz")[0] == 200


def test_a_killed_database_comes_back_under_a_running_site(
    start: Callable[..., subprocess.Popen[str]], port: int, folder: Path
) -> None:
    wait_until_ready(start(port))
    pid = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
    psutil.Process(pid).kill()
    wait_for(lambda: get(port, "/readyz")[0] == 200)
    assert int((folder / "postgres" / "postmaster.pid").read_text().split()[0]) != pid


def test_a_killed_worker_comes_back_under_a_running_site(
    start: Callable[..., subprocess.Popen[str]], port: int, folder: Path
) -> None:
    site = start(port)
    wait_until_ready(site)
    (killed,) = workers(folder)
    killed.kill()
    wait_for(lambda: [each for each in workers(folder) if each.pid != killed.pid])
    assert get(port, "/readyz")[0] == 200
    assert site.poll() is None


def workers(folder: Path) -> list[psutil.Process]:
    return [each for each in running(folder) if each.cmdline()[-1:] == ["worker"]]


def test_a_port_in_use_is_named_with_the_remedy(start: Callable[..., subprocess.Popen[str]], port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        site = start(port)
        said, _ = site.communicate(timeout=PATIENCE)
    assert site.returncode == 1
    assert f"Port {port} cannot be used" in said
    assert "make run PORT=" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("variable", "value", "remedy"),
    [
        ("PORT", "http", "a whole number, 1 or more"),
        ("PORT", "99999", "make run PORT="),
        ("DATABASE_URL", "mysql://a:secret@b/c", "postgresql://"),
        ("DATABASE_URL", "postgresql://imr:secret@127.0.0.1:1/imr", "refused"),
        ("HTTPS", "maybe", "1 or 0"),
    ],
)
def test_a_bad_variable_is_an_error_that_says_what_to_do(
    start: Callable[..., subprocess.Popen[str]], port: int, variable: str, value: str, remedy: str
) -> None:
    site = start(port, **{"command": RUN, variable: value})
    said, _ = site.communicate(timeout=PATIENCE)
    assert site.returncode == 1
    assert remedy in said
    assert "secret" not in said
    assert "Traceback" not in said


def test_two_sites_in_one_folder_share_the_database_until_the_last_stops(
    start: Callable[..., subprocess.Popen[str]], port: int, folder: Path
) -> None:
    first = start(port)
    wait_until_ready(first)
    other_port = free_port()
    second = start(other_port)
    wait_until_ready(second)
    stop_group(first)
    first.communicate()
    assert get(other_port, "/readyz")[0] == 200
    stop_group(second)
    second.communicate()
    assert running(folder) == []


def test_a_developers_site_reloads_and_shows_debug_pages(
    start: Callable[..., subprocess.Popen[str]], port: int, folder: Path
) -> None:
    site = start(port, DEV="1")
    wait_until_ready(site)
    status, page = get(port, "/no-such-page/")
    assert status == 404
    assert "DEBUG = True" in page
    stop_group(site)
    wait_for(lambda: not running(folder))
