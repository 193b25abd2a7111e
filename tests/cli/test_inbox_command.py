"""The command `inbox`, as scripts call it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from console.cli.main import main


@pytest.fixture
def run(tmp_path, capsys):
    """Run a command on 20 November 2026; return its exit status and its JSON."""

    def call(*words: str, day: str = "2026-11-20") -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        url = f"sqlite:///{tmp_path / 'l.sqlite'}"
        status = main([*words, "--db", url, "--json", "--today", day])
        out = capsys.readouterr().out
        return status, json.loads(out) if out else {}

    assert call("init")[0] == 0
    assert call("board", "date", "4", "--due", "2026-11-18")[0] == 0
    assert call("board", "date", "6", "--due", "2026-11-25")[0] == 0
    return call


def test_that_entries_are_listed_read_and_put_off(run):
    status, said = run("inbox")
    assert (status, said["unread"], said["count"]) == (0, 2, 2)
    late, near = said["entries"]
    assert (late["status"], late["day"], late["kind"]) == ("红", "2026-11-19", "期限")
    assert (near["status"], near["day"]) == ("黄", "2026-11-18")
    assert run("inbox", "read", late["key"])[1]["unread"] == 1
    assert [one["key"] for one in run("inbox", "list", "--unread")[1]["entries"]] == [near["key"]]
    assert run("inbox", "unread", late["key"])[1]["unread"] == 2
    assert run("inbox", "snooze", near["key"], "--to", "2026-11-24")[1]["count"] == 1
    back = run("inbox", "--kind", "期限", day="2026-11-24")[1]["entries"][0]
    assert (back["key"], back["day"], back["unread"]) == (near["key"], "2026-11-24", True)
    assert run("inbox", "read", "all")[1]["unread"] == 0
    assert run("inbox", "list", "--actor", "另一人")[1]["unread"] == 2


def test_that_a_wrong_wish_is_told(run):
    for words in (("read",), ("read", "x"), ("snooze", "x"), ("list", "--kind", "x")):
        assert run("inbox", *words)[0] == 1
    key = run("inbox")[1]["entries"][0]["key"]
    assert run("inbox", "snooze", key)[0] == 1
    assert run("inbox", "snooze", key, "--to", "2026-11-20")[0] == 1
