"""The commands by which people mend the ledger, as scripts call them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from console.cli.main import main

HEAD = "检查单位,企业,检查日期,检查事项,检查编号,来源,执法人员数,配合部门\n"
ROWS = (
    "市应急局,一厂,2026-02-02,安全,A1,计划内,2,市司法局\n"
    "市司法局,一厂,2026-02-02,普法,B1,计划内,2,\n"
    "市应急局,一厂,2026-02-09,安全,A2,计划内,2,\n"
)
Said = dict[str, Any]


def run(capsys: pytest.CaptureFixture[str], url: str, *words: str) -> tuple[int, Said]:
    """Run a command on 20 March 2026; return its exit status and its JSON."""
    capsys.readouterr()
    day = () if "--today" in words else ("--today", "2026-03-20")
    status = main([*words, "--db", url, "--json", *day])
    out = capsys.readouterr().out
    return status, json.loads(out) if out else {}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A ledger filled on 1 March 2026, its February closed on the 5th."""
    folder = tmp_path_factory.mktemp("mending")
    url = f"sqlite:///{folder / 'l.sqlite'}"
    files = {
        "单位.csv": ("bodies", "单位编码,单位名称,层级\nYJ,市应急局,市级\nSF,市司法局,市级\n"),
        "企业.csv": ("enterprises", "企业名称,其他编号,地区\n一厂,E1,江阴市\n"),
        "检查.csv": ("visits", HEAD + ROWS),
    }
    for name, (kind, text) in files.items():
        path = folder / name
        path.write_text(text, "utf-8")
        take = ["import", str(path), "--kind", kind, "--today", "2026-03-01"]
        assert main([*take, "--db", url]) == 0
    close = ["close", "2026-02", "--note", "上报", "--actor", "王五", "--today", "2026-03-05"]
    assert main([*close, "--db", url]) == 0
    return url


def visits(capsys: pytest.CaptureFixture[str], url: str, *words: str) -> int:
    """Return how many visits there are."""
    said = run(capsys, url, "measures", "--period", "2026-02", "--id", "M9", *words)[1]
    return int(said["measures"][0]["numerator"])


def test_that_a_report_is_corrected_voided_and_restored(url, capsys):
    set_people = ("--set", "执法人员数=3", "--reason", "来函")
    status, said = run(capsys, url, "visit", "correct", "YJ:A2", *set_people, "--actor", "张三")
    assert status == 0
    (edit,) = said["edits"]
    assert (edit["kind"], edit["actor"], edit["reason"]) == ("更正", "张三", "来函")
    assert edit["changes"] == [
        {"table": "检查报告", "field": "执法人员数", "before": "2", "after": "3"}
    ]
    assert run(capsys, url, "visit", "void", "YJ:A2")[0] == 1  # without a reason
    assert run(capsys, url, "visit", "void", "YJ:A2", "--reason", "重复")[0] == 0
    assert visits(capsys, url) == 2
    for _ in range(2):
        assert run(capsys, url, "visit", "restore", "YJ:A2")[0] == 0
    status, said = run(capsys, url, "visit", "history", "YJ:A2")
    assert {one["state"] for one in said["edits"]} == {"已撤回"}
    assert visits(capsys, url) == 3
    assert run(capsys, url, "verify")[0] == 0


def test_that_ones_own_last_edit_is_taken_back_without_its_number(url, capsys):
    own = ("--actor", "李四")
    assert run(capsys, url, "edits", "undo", "last", *own)[0] == 1  # nothing of 李四 yet
    people = ("--set", "执法人员数=4", "--reason", "来函")
    assert run(capsys, url, "visit", "correct", "YJ:A1", *people, *own)[0] == 0
    capsys.readouterr()
    words = ["edits", "undo", "last", *own, "--db", url, "--today", "2026-03-20"]
    assert main(words) == 0
    assert "执法人员数恢复为2" in capsys.readouterr().err
    said = run(capsys, url, "edits", "list")[1]
    (mine,) = [one for one in said["edits"] if one["actor"] == "李四"]
    assert mine["state"] == "已撤回"
    assert run(capsys, url, "edits", "undo", "last", *own)[0] == 1
    capsys.readouterr()
    assert main(["edits", "redo", "last", *words[3:]]) == 0
    assert "执法人员数再改为4" in capsys.readouterr().err
    said = run(capsys, url, "edits", "list")[1]
    again, first = [one for one in said["edits"] if one["actor"] == "李四"]
    assert (again["redo_of"], first["redone_by"]) == (first["id"], again["id"])
    assert again["changes"] == first["changes"]
    assert first["state"] == f"已撤回，第 {again['id']} 号重做"
    assert run(capsys, url, "edits", "redo", "last", *own)[0] == 1
    assert run(capsys, url, "verify")[0] == 0
    assert run(capsys, url, "edits", "undo", str(again["id"]), *own)[0] == 0


def test_that_a_proposed_joining_is_accepted_told_and_taken_back(url, capsys):
    status, said = run(capsys, url, "join", "list", "--period", "2026-02")
    assert (status, said["count"]) == (0, 1)
    pair = [str(one["report"]) for one in said["proposals"][0]["reports"]]
    status, said = run(capsys, url, "join", "accept", *pair)
    number = str(said["edits"][0]["id"])
    assert visits(capsys, url) == 2
    # The state before is that of the day before, and the closed month tells what changed since.
    assert visits(capsys, url, "--as-of", "2026-03-19") == 3
    (closing,) = run(capsys, url, "closings")[1]["closings"]
    (words,) = closing["corrections"]
    assert "2026年2月数据已于2026年3月5日封账" in words
    assert "由3变为2" in words
    assert run(capsys, url, "join", "undo", number, "--today", "2026-03-25")[0] == 0
    assert visits(capsys, url) == 3
    assert visits(capsys, url, "--as-of", "2026-03-20") == 2
    later = run(capsys, url, "closings", "--today", "2026-03-25")[1]["closings"]
    assert later[0]["corrections"] == []


def test_that_an_enterprise_moves_and_the_edit_is_listed_and_undone(url, capsys):
    moved = ("enterprise", "move", "E1", "宜兴市", "2026-02-05", "--why", "迁址")
    status, said = run(capsys, url, *moved)
    assert status == 0
    assert said["edits"][0]["kind"] == "企业迁移"
    regions = ("measures", "--period", "2026-02", "--id", "M9", "--by", "region")
    groups = run(capsys, url, *regions)[1]["measures"][0]["groups"]
    assert sorted((one["name"], one["numerator"]) for one in groups if one["numerator"]) == [
        ("宜兴市", 1), ("江阴市", 2),
    ]  # fmt: skip
    assert run(capsys, url, "edits", "undo", str(said["edits"][0]["id"]))[0] == 0
    assert run(capsys, url, "edits", "list")[1]["edits"][0]["state"] == "已撤回"
    assert run(capsys, url, "enterprise", "move", "E1", "宜兴市", "二月")[0] == 1


def test_that_a_month_is_reopened_with_a_reason(url, capsys):
    assert run(capsys, url, "reopen", "2026-02")[0] == 1
    assert run(capsys, url, "reopen", "2026-02", "--reason", "补报")[1] == {"closings": []}
    assert run(capsys, url, "close", "2026-02", "--today", "2026-03-05")[0] == 0


def test_that_only_sample_data_is_removed_and_only_when_confirmed(url, capsys):
    assert run(capsys, url, "sample", "remove", "--yes")[0] == 1
    assert visits(capsys, url) == 3
