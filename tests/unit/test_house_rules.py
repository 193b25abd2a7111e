"""The house rules that tools can hold: style, types, floors, sizes, forbidden words."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("run.py", "console", "widgets", "reports", "data")
LONGEST_MODULE, LONGEST_FUNCTION = 400, 40
FORBIDDEN = re.compile(
    r"processEvents\(|QSortFilterProxyModel|SVGExporter|\bprint\("
    r"|# type: ignore$|\bTODO\b|\bFIXME\b|raise NotImplementedError"
)
SLEEP = re.compile(r"\bsleep\(")  # the window must not; a wait for a file lock may
# The two places where anything may go wrong and has to be told.
MAY_CATCH_ALL = ("console/errors.py", "console/operations/")


def modules(*names):
    """Every Python file below the named folders, with its path from the root."""
    for name in names:
        path = ROOT / name
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")


def run_tool(*command):
    """Run a checking tool on the whole project; fail with what it found."""
    line = [sys.executable, *command]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.fail(done.stdout + done.stderr, pytrace=False)


def catches_all(handler):
    """Say whether a handler takes every error and does not hand it on."""
    names = {
        node.id
        for node in ast.walk(handler.type or ast.Name("BaseException"))
        if isinstance(node, ast.Name)
    }
    last = handler.body[-1]
    hands_on = isinstance(last, ast.Raise) and last.exc is None
    return "Exception" in names or ("BaseException" in names and not hands_on)


def normal(requirement):
    """The bare name of a requirement, as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=;~! ]", requirement.strip())[0]).lower()


def test_that_ruff_finds_nothing():
    run_tool("-m", "ruff", "check", "--quiet", "--no-cache", ".")


def test_that_mypy_strict_finds_nothing():
    run_tool("-m", "mypy")


def test_that_imports_keep_to_the_floors():
    run_tool("-c", "from importlinter.cli import lint_imports_command as l; l()")


def test_that_reports_and_widgets_are_kept_from_every_floor_but_the_rows():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    rule = next(c for c in contracts if c["name"] == "Reports and widgets know data.rows alone")
    floors = {f"data.{folder.parent.name}" for folder in (ROOT / "data").glob("*/__init__.py")}
    assert set(rule["forbidden_modules"]) == floors - {"data.rows"}


def test_that_no_module_is_longer_than_400_lines():
    long = [name for name, text in modules(*PRODUCT, "tests") if text.count("\n") > LONGEST_MODULE]
    assert long == []


def test_that_no_function_is_longer_than_40_lines():
    long = []
    for name, text in modules(*PRODUCT):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    long.append(f"{name}:{node.lineno} {node.name} {lines}")
    assert long == []


def test_that_no_forbidden_word_is_in_the_program():
    found = []
    for name, text in modules(*PRODUCT):
        for number, line in enumerate(text.splitlines(), 1):
            sleeps = name.startswith(("console/", "widgets/")) and SLEEP.search(line)
            if sleeps or FORBIDDEN.search(line):
                found.append(f"{name}:{number}: {line.strip()}")
    assert found == []


def test_that_nothing_catches_every_error_outside_the_two_places_that_may():
    found = []
    for name, text in modules(*PRODUCT):
        for node in ast.walk(ast.parse(text)):
            caught = isinstance(node, ast.ExceptHandler) and catches_all(node)
            if caught and not name.startswith(MAY_CATCH_ALL):
                found.append(f"{name}:{node.lineno}")
    assert found == []


@pytest.mark.parametrize("file", ["requirements.in", "requirements.lock"])
def test_that_the_lock_names_everything_pyproject_asks_for(file):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {normal(name) for name in project["project"]["dependencies"]}
    asked |= {normal(name) for name in project["dependency-groups"]["dev"]}
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    pinned = {normal(line) for line in lines if re.match(r"\w[^ ]*==", line)}
    assert asked <= pinned


def test_that_the_lock_has_hashes_and_no_address():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    packages = re.findall(r"^\w\S*==\S+ \\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(packages) == len(re.findall(r"^\w\S*==", text, re.MULTILINE))
    assert not re.search(r"://|^--|trusted-host", text, re.MULTILINE)
