"""The commands `alias` and `enterprise`, as scripts call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.cli.main import main


def run(capsys: pytest.CaptureFixture[str], url: str, *words: str) -> tuple[int, dict[str, object]]:
    """Run a command; return its exit status and its JSON."""
    capsys.readouterr()
    status = main([*words, "--db", url, "--json"])
    out = capsys.readouterr().out
    return status, json.loads(out) if out else {}


@pytest.fixture
def url(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """A database with two bodies and two entries of one enterprise."""
    bodies, entries = tmp_path / "单位.csv", tmp_path / "企业.csv"
    bodies.write_text("单位编码,单位名称,层级\nYJ,市应急局,市级\nSF,市司法局,市级\n", "utf-8")
    entries.write_text(
        "企业名称,统一社会信用代码,其他编号,地区\n一厂,,E1,江阴市\n一厂,,E2,江阴市\n", "utf-8"
    )
    url = f"sqlite:///{tmp_path / 'l.sqlite'}"
    assert main(["import", str(bodies), "--kind", "bodies", "--db", url]) == 0
    assert main(["import", str(entries), "--kind", "enterprises", "--db", url]) == 0
    return url


def test_that_a_name_is_added_listed_and_removed(url, capsys):
    status, said = run(capsys, url, "alias", "add", "YJ", "市安监局")
    assert status == 0
    assert said["aliases"][0]["name"] == "市安监局"
    assert said["aliases"][0]["body"] == {"code": "YJ", "name": "市应急局"}
    assert run(capsys, url, "alias", "add", "SF", "市安监局")[0] == 1
    assert run(capsys, url, "alias", "list") == (0, said)
    assert run(capsys, url, "alias", "remove", "市安监局") == (0, {"aliases": []})
    assert run(capsys, url, "alias", "remove", "市安监局")[0] == 1
    assert run(capsys, url, "alias", "add", "YJ")[0] == 1


def test_that_candidates_are_merged_and_split(url, capsys):
    status, said = run(capsys, url, "enterprise", "candidates")
    assert status == 0
    (one,) = said["candidates"]
    assert {one["keep"]["code"], one["drop"]["code"]} == {"E1", "E2"}
    assert run(capsys, url, "enterprise", "merge", "E1", "E2")[0] == 1
    status, said = run(capsys, url, "enterprise", "merge", "E1", "E2", "--why", "同一家")
    assert (status, said["merges"][0]["undone"]) == (0, False)
    assert run(capsys, url, "enterprise", "candidates") == (0, {"candidates": []})
    assert run(capsys, url, "verify")[0] == 0
    status, said = run(capsys, url, "enterprise", "split", "1")
    assert (status, said["merges"][0]["undone"]) == (0, True)
    assert run(capsys, url, "enterprise", "split", "1")[0] == 1
    assert run(capsys, url, "enterprise", "split", "一")[0] == 1
