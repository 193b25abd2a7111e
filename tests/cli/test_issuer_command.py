"""The command `issuer`, as scripts call it."""

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
    status = main(["issuer", *words, "--db", url, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_that_an_issuer_is_changed_and_listed_as_it_stands(url, capsys):
    assert run(capsys, url, "set", "联席会议", "telephone", "8182 0000")[0] == 0
    assert run(capsys, url, "set", "联席会议", "names", "无锡市发展和改革委员会")[0] == 0
    status, said = run(capsys, url, "list")
    found = {one["id"]: one for one in said["issuers"]}
    assert status == 0
    assert found["联席会议"]["telephone"] == "8182 0000"
    assert found["联席会议"]["names"] == ["无锡市发展和改革委员会"]
    assert found["联席会议"]["sealed"] is False


def test_that_what_cannot_be_set_changes_nothing(url, capsys):
    before = run(capsys, url, "list")[1]
    for words in (("司法局", "code", "SF"), ("司法局", "sealed", "也许"), ("法司", "code", "锡"),
                  ("司法局", "colour", "红"), ("司法局", "code")):
        status, said = run(capsys, url, "set", *words)
        assert (status, "error" in said) == (1, True)
    assert run(capsys, url, "list")[1] == before
