"""What runs on a server names only files, commands, addresses and variables that exist."""

import ast
import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands
from django.urls import resolve

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
IMAGE_VARIABLES = {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}  # read by others than us


def instructions(name: str) -> list[str]:
    """The arguments of every such instruction of the Dockerfile, continued lines joined."""
    joined = DOCKERFILE.replace("\\\n", " ")
    return re.findall(rf"^(?:HEALTHCHECK.* )?{name} (.+)$", joined, re.MULTILINE)


def read_variables() -> set[str]:
    """The names of the environment variables that the code reads."""
    sources = [*(ROOT / "imr_site").glob("*.py"), ROOT / "deploy" / "gunicorn.conf.py"]
    found: set[str] = set()
    for source in sources:
        for call in ast.walk(ast.parse(source.read_text())):
            if isinstance(call, ast.Call) and ast.unparse(call.func).startswith(("env.", "os.environ.get")):
                found.update(str(each.value) for each in call.args[:1] if isinstance(each, ast.Constant))
    return found


def assert_command_exists(command: list[str]) -> None:
    """A command of the image: every file it names is there, every module can be found."""
    program, *arguments = command
    assert program in {"python", "gunicorn"}
    for option, argument in zip(["", *arguments], arguments, strict=False):
        if option == "-m" or argument.startswith("imr_site"):
            assert find_spec(argument), argument
        elif not argument.startswith("-"):
            assert (ROOT / argument).is_file() or argument in get_commands(), argument


def test_every_copied_file_exists_and_is_not_ignored() -> None:
    kept = (ROOT / ".dockerignore").read_text().split()
    copied = [path for line in instructions("COPY") if not line.startswith("--from") for path in line.split()[:-1]]
    assert copied
    for path in copied:
        assert (ROOT / path).exists(), path
        assert f"!{path}" in kept, path


@pytest.mark.parametrize("command", [json.loads(each) for each in instructions("CMD")], ids=" ".join)
def test_the_images_commands_exist(command: list[str]) -> None:
    assert_command_exists(command)


def test_the_image_runs_as_nobody_in_particular_and_watches_its_health() -> None:
    assert instructions("USER") == ["imr"]
    address = re.findall(r'"(/\w+)"', (ROOT / "deploy" / "healthcheck.py").read_text())
    assert [resolve(each).route for each in address] == ["healthz"]


def test_the_image_installs_only_locked_packages() -> None:
    assert [each for each in instructions("RUN") if "pip install" in each and "--require-hashes" not in each] == []


def test_every_variable_of_the_image_is_read() -> None:
    given = {name for line in instructions("ENV") for name in re.findall(r"(\w+)=", line)}
    assert given - IMAGE_VARIABLES <= read_variables()


@pytest.mark.parametrize("name", OURS)
def test_our_services_build_here_and_are_told_only_what_is_read(name: str) -> None:
    service = OURS[name]
    assert (ROOT / service["build"] / "Dockerfile").is_file()
    assert set(service["environment"]) <= read_variables()
    if "command" in service:
        assert_command_exists(service["command"])


@pytest.mark.parametrize("name", SERVICES)
def test_services_use_volumes_and_services_that_are_declared(name: str) -> None:
    service = SERVICES[name]
    assert {volume.split(":")[0] for volume in service.get("volumes", [])} <= set(COMPOSE["volumes"])
    assert set(service.get("depends_on", {})) <= set(SERVICES)


def test_the_database_is_the_one_that_the_site_is_told() -> None:
    database = SERVICES["database"]
    given = database["environment"]
    password = given["POSTGRES_PASSWORD"]
    assert database["image"] == "postgres:18"
    assert {each["environment"]["DATABASE_URL"] for each in OURS.values()} == {
        f"postgresql://{given['POSTGRES_USER']}:{password}@database:5432/{given['POSTGRES_DB']}"
    }


def test_the_published_port_is_the_one_that_gunicorn_binds() -> None:
    bound = re.findall(r"BIND=\S+:(\d+)", DOCKERFILE)
    assert [each.rsplit(":", 1)[1] for each in SERVICES["web"]["ports"]] == bound == ["8000"]


def test_every_variable_that_is_read_is_explained() -> None:
    explained = set(re.findall(r"`([A-Z][A-Z_]+)=?`", (ROOT / "docs" / "operating.md").read_text()))
    assert read_variables() <= explained
