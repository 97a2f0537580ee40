"""The habits of the house that no linter knows: sizes, names, what each layer may see, whose letters may lie here."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIST_FILES = ("git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard")
FILES = [
    ROOT / name
    for name in subprocess.run(LIST_FILES, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    if (ROOT / name).is_file()
]
MODULES = [path for path in FILES if path.suffix == ".py" and "migrations" not in path.parts]
TREES = {path: ast.parse(path.read_text()) for path in MODULES}

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 60
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "services", "managers", "constants", "base"}
NAMED_BY_OTHERS = {"cases/letters/formats/base.py", "imr_site/postgresql/base.py"}  # the design, Django

DOCUMENTS = {".csv", ".doc", ".docx", ".json", ".jsonl", ".pdf", ".txt", ".zip"}
OUR_LETTERS = ("samples/", "tests/golden/")
NO_LETTERS = "templates/"  # mails and messages of accounts
SAMPLE_NUMBER = "CM14-0095145"
CASE_NUMBER_RE = re.compile(r"\bCM\d{2}-\d{7}\b", re.IGNORECASE)
INVENTED_RE = re.compile(r"CM\d\d-(0{4}\d{3}|(\d)\2{6}|0012345|1234567)")  # CM15-0000042, CM16-9999999, CM15-1234567
MACHINE_RE = re.compile(r"https?://(files\.pythonhosted|pypi)\.org|--(extra-)?index-url|--find-links|file:///")

NOT_FOR_FLOWS = {"django.conf", "django.contrib.postgres.search", "django.http", "django.shortcuts", "django.template"}
EXCEPTIONS = {
    "cases": {("django.http", "QueryDict")},  # the form of a search's address, not a request
    "cases/models": {
        ("django.conf", "settings"),  # for AUTH_USER_MODEL
        ("django.contrib.postgres.search", "SearchVector"),
        ("django.contrib.postgres.search", "SearchVectorField"),
    },
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def below(*folders: str) -> list[Path]:
    return [path for path in MODULES if name(path).startswith(tuple(f"{folder}/" for folder in folders))]


def functions(module: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(TREES[module]) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def imports(tree: ast.AST) -> set[tuple[str, str]]:
    """Every (module, name) that is imported; the name is empty for a plain import."""
    found: set[tuple[str, str]] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {(alias.name, "") for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {(node.module or "", alias.name) for alias in node.names}
    return found


def test_a_file_stays_short_enough_to_read() -> None:
    assert [name(each) for each in MODULES if len(each.read_text().splitlines()) > MOST_LINES_OF_A_FILE] == []


def test_a_function_stays_short_enough_to_see() -> None:
    lengths = {f"{name(m)}:{f.name}": (f.end_lineno or 0) - f.lineno + 1 for m in MODULES for f in functions(m)}
    assert {each: lines for each, lines in lengths.items() if lines > MOST_LINES_OF_A_FUNCTION} == {}


def test_a_module_is_named_by_what_it_does() -> None:
    assert {name(each) for each in MODULES if each.stem in FORBIDDEN_NAMES} <= NAMED_BY_OTHERS


def test_a_module_says_its_responsibility_first() -> None:
    assert [name(each) for each in MODULES if TREES[each].body and not ast.get_docstring(TREES[each])] == []


def test_nothing_is_imported_inside_a_function() -> None:
    assert [f"{name(m)}:{f.name}" for m in MODULES for f in functions(m) if imports(f)] == []


def test_no_signals_are_used() -> None:
    signals = ("django.dispatch", "django.db.models.signals", "django.core.signals")
    assert [name(m) for m in below("cases") for each, _ in imports(TREES[m]) if each.startswith(signals)] == []


def test_letters_are_read_with_the_standard_library_alone() -> None:
    used = {(name(m), each) for m in below("cases/letters") for each, _ in imports(TREES[m])}
    known = {(m, each) for m, each in used if each.partition(".")[0] in sys.stdlib_module_names}
    assert {(m, each) for m, each in used - known if not f"{each}.".startswith("cases.letters.")} == set()


def test_requests_templates_and_settings_stay_in_the_first_row() -> None:
    flows = ("cases/ingest", "cases/exports", "cases/review", "cases/stats", "cases/models")
    used = {(name(m), *each) for m in below(*flows, "cases/search") for each in imports(TREES[m])}
    seen = {(module, *each) for module, *each in used if each[0] in NOT_FOR_FLOWS}
    allowed = {
        (module, *each)
        for module, *each in seen
        for folder, exceptions in EXCEPTIONS.items()
        if module.startswith(f"{folder}/") and tuple(each) in exceptions
    }
    words = {each for each in seen if each[0].startswith("cases/search/") and each[1].endswith("postgres.search")}
    assert seen - allowed - words == set()


def test_the_import_contracts_are_kept() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_documents_lie_only_where_letters_of_our_own_do() -> None:
    allowed = (*OUR_LETTERS, NO_LETTERS)
    assert [name(p) for p in FILES if p.suffix in DOCUMENTS and not name(p).startswith(allowed)] == []


def test_no_letter_of_a_stranger_is_named() -> None:
    texts = [path for path in FILES if path.suffix in {".html", ".md", ".py", ".toml", ".txt"}]
    named = {(name(path), number.upper()) for path in texts for number in CASE_NUMBER_RE.findall(path.read_text())}
    assert {each for each in named if each[1] != SAMPLE_NUMBER and not INVENTED_RE.fullmatch(each[1])} == set()


def test_locked_packages_name_no_index_and_no_machine() -> None:
    assert [name(path) for path in FILES if path.suffix == ".lock" and MACHINE_RE.search(path.read_text())] == []
