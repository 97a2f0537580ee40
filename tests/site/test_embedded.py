"""The embedded server is shared by its users, survives every way to die, and starts only where it is needed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psutil
import psycopg
import pytest

from imr_site import embedded
from imr_site.embedded import Server
from imr_site.postgresql.programs import EmbeddedServerError

ROOT = Path(__file__).resolve().parents[2]
PLAIN_ENVIRONMENT = {"PATH": os.environ["PATH"]}  # no DATABASE_URL
USER = """
import sys; from pathlib import Path; from imr_site.embedded import Server
from imr_site.postgresql.programs import EmbeddedServerError
print(Server(Path(sys.argv[1])).use(), flush=True); sys.stdin.read()
"""  # uses the server until its standard input ends


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of a server that has run once; making one takes the most time of all."""
    data = tmp_path_factory.mktemp("embedded") / "postgres"
    server = Server(data)
    server.use()
    server.leave()
    yield data
    server.leave()


@pytest.fixture
def server(made: Path) -> Iterator[Server]:
    server = Server(made)
    yield server
    server.leave()


def make_user(data: Path) -> subprocess.Popen[str]:
    """Another process that uses the server; closing its standard input lets it leave."""
    user = subprocess.Popen(
        [sys.executable, "-c", USER, str(data)], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert user.stdout is not None
    assert user.stdout.readline()
    return user


def postmaster(data: Path) -> psutil.Process | None:
    """The running server of this folder, if any."""
    found = [each for each in psutil.process_iter(["cmdline"]) if str(data) in (each.info["cmdline"] or [])]
    return next((each for each in found if each.name() == "postgres"), None)


def connect(server: Server) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(host=str(server.use()), port=embedded.PORT, user=embedded.NAME, dbname=embedded.NAME)


def answer(server: Server, query: LiteralString) -> str:
    with connect(server) as database:
        row = database.execute(query).fetchone()
    assert row
    return str(row[0])


def test_the_last_user_stops_the_server_and_no_other(made: Path) -> None:
    first, second = make_user(made), make_user(made)
    first.communicate()
    assert postmaster(made)
    second.communicate()
    assert not postmaster(made)


def test_a_killed_user_is_not_counted(made: Path) -> None:
    killed, living = make_user(made), make_user(made)
    killed.kill()
    killed.communicate()
    living.communicate()
    assert not postmaster(made)


def test_a_server_whose_users_were_all_killed_serves_and_obeys_the_next(made: Path, server: Server) -> None:
    user = make_user(made)
    user.kill()
    user.communicate()
    orphan = postmaster(made)
    assert orphan
    assert answer(server, "SELECT 1") == "1"
    assert postmaster(made) == orphan
    server.leave()
    assert not postmaster(made)


def test_a_killed_server_recovers_what_was_committed(made: Path, server: Server) -> None:
    with connect(server) as database:
        database.execute("CREATE TABLE kept AS SELECT 7 AS number")
    running = postmaster(made)
    assert running
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert answer(server, "SELECT number FROM kept") == "7"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"{os.getpid()}\n/data\n1\n5432\n/data\n\n\nready\n", id="a number that went to another program"),
        pytest.param("999999999\n/data\n1\n5432\n/data\n\n\nready\n", id="a number of nobody"),
        pytest.param(f"{os.getpid()}\n", id="half written"),
        pytest.param("", id="empty"),
        pytest.param("nonsense", id="nonsense"),
    ],
)
def test_what_a_crash_left_of_the_process_number_is_no_server(made: Path, server: Server, content: str) -> None:
    (made / "postmaster.pid").write_text(content)
    assert answer(server, "SELECT 1") == "1"


def test_a_half_made_folder_is_made_anew(tmp_path: Path) -> None:
    half = tmp_path / "postgres.half"
    half.mkdir()
    half.joinpath("PG_VERSION").write_text("18")
    server = Server(tmp_path / "postgres")
    assert answer(server, "SELECT datcollate || current_setting('server_encoding') FROM pg_database LIMIT 1") == "CUTF8"
    server.leave()
    assert not half.exists()


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    data = tmp_path / ("a" * 90) / "postgres"
    server = Server(data)
    socket_folder = server.use()
    assert len(os.fsencode(socket_folder)) < embedded.SOCKET_PATH_LIMIT
    assert answer(server, "SHOW data_directory") == str(data)
    server.leave()
    assert not socket_folder.exists()


def test_a_failed_start_says_why(made: Path, server: Server) -> None:
    version = made / "PG_VERSION"
    version.write_text("11\n")
    try:
        with pytest.raises(EmbeddedServerError, match="database files are incompatible with server"):
            server.use()
    finally:
        version.write_text("18\n")


@pytest.mark.parametrize(
    "command", [["check"], ["collectstatic", "--noinput"], ["help"], ["parse", "samples/seed-001.txt"]]
)
def test_a_command_that_needs_no_database_starts_none(tmp_path: Path, command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**PLAIN_ENVIRONMENT, "VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert not tmp_path.joinpath("postgres").exists()


def test_commands_of_several_shells_share_one_server(tmp_path: Path) -> None:
    ask = [sys.executable, "manage.py", "shell", "--no-imports", "--command"]
    code = "from django.db import connection; connection.ensure_connection(); print('connected')"
    run = {"cwd": ROOT, "env": {**PLAIN_ENVIRONMENT, "VAR": str(tmp_path)}, "text": True}
    shells = [subprocess.Popen([*ask, code], stdout=subprocess.PIPE, **run) for _ in range(3)]  # type: ignore[call-overload]
    assert [shell.communicate()[0] for shell in shells] == ["connected\n"] * 3
    assert not postmaster(tmp_path / "postgres")
