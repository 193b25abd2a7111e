"""The joint meeting's own work from the command line, and in its papers."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from console.cli.main import main

DAY = "2026-10-20"


@pytest.fixture
def run(tiny_city, tmp_path, capsys):
    """Run a command on a copy of the city; return its exit status and its JSON."""
    copy = tmp_path / "city.sqlite"
    shutil.copy(tiny_city, copy)

    def call(*words: str, day: str = DAY) -> dict[str, Any]:
        capsys.readouterr()
        status = main([*words, "--db", f"sqlite:///{copy}", "--today", day, "--json"])
        said = json.loads(capsys.readouterr().out)
        assert status == 0, said
        return dict(said)

    return call


def test_that_a_meeting_fills_its_papers_and_the_next_briefing(run, tmp_path):
    before = run("meeting", "add", "--title", "二季度例会", "--day", "2026-07-20", "--period",
                 "2026-Q2")["meeting"]["id"]  # fmt: skip
    run("meeting", "decide", str(before), "--title", "修订事项清单", "--body", "市司法局", "--due",
        "2026-09-30")  # fmt: skip
    run("meeting", "decide", str(before), "--title", "统一编码", "--due", "2026-12-31")
    late = run("meeting", "decisions", "--late")["decisions"]
    assert [(one["content"], one["word"]) for one in late] == [("修订事项清单", "逾期")]

    number = run("meeting", "add", "--title", "三季度例会", "--day", "2026-10-28", "--period",
                 "2026-Q3", "--clock", "14:30", "--place", "市民中心", "--host", "李四")["meeting"]
    one = str(number["id"])
    run("meeting", "agenda", one, "--title", "通报亮码情况", "--presenter", "市司法局")
    run("meeting", "attend", one, "--body", "市司法局", "--person", "王五", "--as", "列席")
    run("meeting", "decide", one, "--title", "十二月底前全部亮码", "--body", "市司法局", "--due",
        "2026-12-31")  # fmt: skip
    one_decision = str(run("meeting", "decisions")["decisions"][0]["id"])
    told = run("meeting", "amend", one_decision, "--title", "修订事项清单")["events"]
    assert told[-1]["is_amendment"] is True
    assert run("meeting", "decisions", "--late")["decisions"][0]["body"]["name"] == "市司法局"
    run("board", "date", "12", "--due", "2026-10-30")
    assert run("board", "show", "12")["task"]["lamp"]["word"] == "临近期限"

    files = run("meeting", "minutes", one, "--out", str(tmp_path / "out"))["files"]
    texts = {path.split("/")[-1].split("_")[0]: words(path) for path in files
             if path.endswith(".docx")}  # fmt: skip
    assert "通报亮码情况" in texts["会议议程"] and "市民中心" in texts["会议议程"]
    assert "李四在市民中心主持召开三季度例会" in texts["纪要"]
    assert "十二月底前全部亮码（责任单位：市司法局，完成期限：2026年12月31日）" in texts["纪要"]
    assert "王五（市司法局）" in texts["纪要"] and "列席" in texts["纪要"]

    brief = run("brief", "--period", "2026-Q3", "--papers", "briefing", "--out",
                str(tmp_path / "brief"))["files"]  # fmt: skip
    said = words(next(file["path"] for file in brief if file["path"].endswith(".docx")))
    assert "上次会议议定事项落实情况" in said
    assert "2026年7月20日召开的二季度例会议定事项2项，已完成0项，进行中2项，逾期1项。" in said
    assert "临近期限" in said and "2026-10-30" in said

    calendar = tmp_path / "日程.ics"
    assert run("clocks", "ics", "--month", "2026-Q4", "--out", str(calendar))["count"] == 4
    assert b"UID:task-12@lianxi\r\n" in calendar.read_bytes()
    months = [row["day"][:7] for row in run("clocks", "list", "--month", "2026-Q4")["clocks"]]
    assert months == ["2026-10", "2026-10", "2026-12", "2026-12"]


def words(path: str) -> str:
    """Return all text of a document, without its runs."""
    with zipfile.ZipFile(path) as packed:
        return re.sub(r"<[^>]+>", "", packed.read("word/document.xml").decode())


def test_that_a_call_and_a_case_go_from_opening_to_closing(run, tmp_path):
    letter = tmp_path / "方案.txt"
    letter.write_text("方案", encoding="utf-8")
    call = str(run("submission", "open", "--title", "三季度进展", "--due", "2026-10-25", "--kinds",
                   "任务进展,实施方案", "--bodies", "市司法局,市应急局")["call"]["id"])  # fmt: skip
    run("submission", "receive", call, "--body", "市司法局", "--kind", "实施方案", "--file",
        str(letter))  # fmt: skip
    text = run("submission", "remind", call, day="2026-10-26")["text"]
    assert "市司法局：任务进展" in text and "市应急局：任务进展、实施方案" in text
    missing = run("submission", "show", call, "--missing", day="2026-10-26")["bodies"]
    assert sorted(one["word"] for one in missing) == ["未报送", "部分未报"]
    kept = run("submission", "file", call, "--body", "市司法局", "--out", str(tmp_path / "kept"))
    assert Path(kept["file"]).read_text(encoding="utf-8") == "方案"
    assert run("submission", "close", call)["call"]["closed"] == DAY

    case = str(run("demand", "open", "--matter", "消防门开向", "--initiator", "市应急局", "--side",
                   "市应急局=向外开", "--side", "市生态环境局=向内开")["demand"]["id"])  # fmt: skip
    assert run("demand", "show", case)["demand"]["lead"] == "市司法局"
    run("demand", "opinion", case, "--opinion", "一律向外开", "--number", "锡应急函〔2026〕3号")
    assert run("demand", "close", case)["demand"]["word"] == "已办结"
