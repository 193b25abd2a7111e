"""The command `settings`, as scripts call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.cli.main import main


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A new database."""
    url = f"sqlite:///{tmp_path / 'l.sqlite'}"
    assert main(["init", "--db", url, "--json"]) == 0
    return url


def run(capsys: pytest.CaptureFixture[str], url: str, *words: str) -> tuple[int, dict[str, object]]:
    """Run a command; return its exit status and its JSON."""
    capsys.readouterr()
    status = main(["settings", *words, "--db", url, "--json"])
    out = capsys.readouterr().out
    return status, json.loads(out) if out else {}


def test_that_a_setting_is_set_and_listed_as_it_stands(url, capsys):
    status, said = run(capsys, url, "list")
    assert status == 0
    values = {one["key"]: one["value"] for one in said["settings"]}
    built_in = {"ranking.minimum": 20, "ranking.quality": 0.95, "lamp.near": 0.1, "demand.days": 10}
    assert built_in.items() <= values.items()
    assert all(one["actor"] is None for one in said["settings"])
    status, said = run(capsys, url, "set", "ranking.quality", "90%")
    assert (status, said["setting"]["value"], said["setting"]["actor"]) == (0, 0.9, "命令行")
    _, said = run(capsys, url, "list")
    assert {one["key"]: one["value"] for one in said["settings"]}["ranking.quality"] == 0.9


@pytest.mark.parametrize("words", [
    ("set", "ranking.minimum", "0"), ("set", "lamp.near", "多"), ("set", "lamp.far", "1"),
    ("set", "lamp.near"), ("list", "lamp.near"),
])  # fmt: skip
def test_that_what_cannot_be_set_changes_nothing(url, capsys, words):
    before = run(capsys, url, "list")[1]
    status, said = run(capsys, url, *words)
    assert (status, "error" in said) == (1, True)
    assert run(capsys, url, "list")[1] == before
