"""Wrong usage ends with 2 and says what would be right; nothing is made or taken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.cli.main import main
from tests.cli.test_commands import is_chinese


@pytest.mark.parametrize(
    "words",
    [
        ["template", "没有的表", "表.xlsx"],
        ["import", "表.csv", "--kind", "没有的表"],
        ["dump", "--db", "没有的地址"],
        ["dump", "--db", "oracle://某处/某库"],
    ],
    ids=["template", "kind", "address", "engine"],
)
def test_that_wrong_usage_ends_with_two(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIANXI_DB", f"sqlite:///{tmp_path / '库.sqlite'}")
    (tmp_path / "表.csv").write_text("单位编码,单位名称,层级\nYJ,市应急局,市级\n", "utf-8")
    assert main(words) == 2
    said = capsys.readouterr()
    assert "没有的表" in said.err or "数据库" in said.err
    assert sorted(one.name for one in tmp_path.iterdir()) == ["表.csv"]


@pytest.mark.parametrize(
    "words",
    [
        "measures --period 昨天",
        "measures --period 2026-09..2026-01",
        "measures --period 2026 --id M99",
        "measures --period 2026 --by planet",
        "measures --period 2026 --by body,body",
        "measures --period 2026 --basis 次",
        "findings --period 2026 --rule R99",
        "findings --period 2026 --state 挺好",
        "findings --period 2026 --body 没有的局",
        "records --period 2026",
        "records --measure M99 --period 2026",
        "records --measure M9",
        "records --measure M9 --period 2026 --by body",
        "records --measure M9 --period 2026 --by body --group 没有的局",
        "records --measure M9 --period 2026 --by level,month --group 市级",
        "records --measure M9 --period 2026 --part 分子",
    ],
)
def test_that_a_question_about_what_is_not_there_ends_with_two(
    words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / '库.sqlite'}"
    assert main(["init", "--db", url]) == 0
    capsys.readouterr()
    assert main([*words.split(), "--db", url, "--json"]) == 2
    said = capsys.readouterr()
    assert is_chinese(said.err) and set(json.loads(said.out)) == {"error"}
