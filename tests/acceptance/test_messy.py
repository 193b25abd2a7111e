"""Workbooks nobody cleaned: each ends in seconds with the right kind of answer, nothing taken."""

from __future__ import annotations

import csv
import json
import re
import time
from pathlib import Path

import pytest

from console.cli.main import main
from data.models import Batch
from data.store.database import Database

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "realdata" / "messy"
MANIFEST = FOLDER / "MANIFEST.csv"
HEADERS = "不是可识别的表。看到的表头：.+(最接近|可导入的表有)"
ANSWERS = {
    "encrypted": "是加密的工作簿",
    "bomb": "DTD|压缩炸弹",
    "fuzz": "已损坏|结构异常",
    "corrupt": "已损坏|不是电子表格",
    "empty": "工作表都是空的",
    "odd-zip": "重名部件",
}
"""What the answer says to a category of files; to the others that the table is of no known kind."""
OWN_ANSWERS = {
    "poi__testEXCEL_4.xls": "旧格式",
    "poi__DBCSSheetName.xls": "工作表都是空的",
}


def manifest() -> list[dict[str, str]]:
    if not MANIFEST.exists():
        return []
    with MANIFEST.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


FILES = manifest()
needs_files = pytest.mark.skipif(not FILES, reason="the real files are not on this computer")


@needs_files
@pytest.mark.parametrize("entry", FILES, ids=lambda entry: entry["file"])
def test_that_a_messy_file_is_answered_in_seconds_and_nothing_is_taken(
    entry: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / '库.sqlite'}"
    began = time.monotonic()
    status = main(["import", str(FOLDER / entry["file"]), "--db", url, "--json"])
    seconds = time.monotonic() - began
    said = json.loads(capsys.readouterr().out)
    expected = OWN_ANSWERS.get(entry["file"]) or ANSWERS.get(entry["category"], HEADERS)
    assert status == 1
    assert [batch["id"] for batch in said["batches"]] == [None]
    (issue,) = said["issues"]
    assert issue["level"] == "错误"
    assert entry["file"] in issue["message"]
    assert re.search(expected, issue["message"], re.S), issue["message"]
    assert seconds < 15
    with Database.open(url) as db, db.reading() as session:
        assert session.query(Batch).count() == 0


@needs_files
def test_that_every_category_is_met() -> None:
    assert {entry["category"] for entry in FILES} >= set(ANSWERS)
