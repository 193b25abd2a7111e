"""Wrong usage ends with 2 and says what would be right; nothing is made or taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.cli.main import main


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
