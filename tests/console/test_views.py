"""Saved views as files: kept, renamed, handed on, and refused where they cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console import folders
from console.cli.main import main
from console.filters import FilterState
from console.view_store import VIEWS, SavedView, dumps
from data.rows.errors import InvalidInput, NotFound

AUGUST = SavedView(
    "8月例会", "plans", FilterState("2026-08", body="YJ", system="应急管理", level=1),
    ("table", (1, True), ("a", ("b", 2))),
    {"检查计划": {"shown": {"效力": False}, "order": [["单位", True]], "filters": {}}},
    {"YJ": "市应急局"},
)  # fmt: skip


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Views of this test alone."""
    monkeypatch.setattr(folders, "data_folder", lambda: tmp_path / "home")
    return tmp_path / "home"


def test_that_a_view_comes_back_as_it_was_saved():
    path = VIEWS.save(AUGUST)
    assert path.name == "8月例会.json"
    found = VIEWS.find("8月例会").content
    assert found == AUGUST


def test_that_a_view_is_renamed_and_never_over_another():
    VIEWS.save(AUGUST)
    VIEWS.rename(VIEWS.find("8月例会"), "9月例会")
    assert [one.name for one in VIEWS.listed()] == ["9月例会"]
    VIEWS.save(AUGUST)
    with pytest.raises(InvalidInput, match="已有名为“9月例会”"):
        VIEWS.rename(VIEWS.find("8月例会"), "9月例会")


def test_that_what_this_database_lacks_is_named_as_it_was_called_there():
    assert AUGUST.unknown({"SH": "市生态环境局"}, frozenset()) == [
        "单位“市应急局”", "条线“应急管理”",
    ]  # fmt: skip
    assert AUGUST.unknown({"YJ": "市应急局"}, frozenset({"应急管理"})) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": "other"}, "不是视图文件"), ({"version": 99}, "较新的程序"),
        ({"filter": {"period": "昨天"}}, "筛选条件不能识别"), ({"filter": 3}, "内容不全"),
        ({"filter": {"period": "2026", "level": 77}}, "筛选条件不能识别"),
        ({"filter": {"period": "2026", "basis": "x"}}, "筛选条件不能识别"),
        ({"name": " "}, "内容不全"),
        ({"selection": None}, "内容不全"),
    ],
)  # fmt: skip
def test_that_a_file_that_is_no_view_is_refused_with_its_fault(tmp_path, change, says):
    file = tmp_path / "v.json"
    file.write_text(json.dumps({**json.loads(dumps(AUGUST)), **change}), "utf-8")
    with pytest.raises(InvalidInput, match=says):
        VIEWS.take(file)


def test_that_a_broken_file_is_listed_with_its_fault():
    (folders.view_folder() / "坏.json").write_text("{", "utf-8")
    (one,) = VIEWS.listed()
    assert one.content is None and "不是视图文件" in one.fault


def test_that_the_command_lists_exports_and_imports(tmp_path, capsys):
    VIEWS.save(AUGUST)
    out = tmp_path / "给同事.json"
    assert main(["view", "export", "8月例会", "--out", str(out), "--json"]) == 0
    assert main(["view", "remove", "8月例会", "--json"]) == 0
    capsys.readouterr()
    assert main(["view", "import", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["view"]["page"] == "plans"
    assert main(["view", "rename", "8月例会", "月例会"]) == 0
    assert main(["view", "list"]) == 0
    assert "月例会　plans" in capsys.readouterr().out
    assert main(["view", "export"]) == 1
    with pytest.raises(NotFound):
        VIEWS.find("8月例会")
