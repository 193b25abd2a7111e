"""The ladder from the command line: from a quarter's findings to closed matters."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from console.cli.main import main
from console.operations.notices import NoticeDesk, issue_notice
from data.oversight.notices.entering import By
from data.rows.errors import Refused
from data.store.database import Database

PERIOD, DAY = "2026-Q3", "2026-10-12"
Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def run(tiny_city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on a copy of the city, on a day; return its exit status and its JSON."""
    copy = tmp_path / "city.sqlite"
    shutil.copy(tiny_city, copy)

    def call(*words: str, day: str = DAY) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        status = main([*words, "--db", f"sqlite:///{copy}", "--today", day, "--json"])
        return status, json.loads(capsys.readouterr().out)

    return call


def done(answer: tuple[int, dict[str, Any]]) -> dict[str, Any]:
    """Return what a command said that did what it was asked."""
    assert answer[0] == 0, answer[1]
    return answer[1]


def fill_in(path: Path, disputed: int, note: str) -> None:
    """Answer a 核对单: all 属实 but one row."""
    book = openpyxl.load_workbook(path)
    sheet = book["数据"]
    heads = [cell.value for cell in sheet[1]]
    verdict, words = heads.index("核对结果") + 1, heads.index("说明") + 1
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, verdict).value = "有异议" if row == disputed else "属实"
        if row == disputed:
            sheet.cell(row, words).value = note
    book.save(path)


def issued(run: Run, number: int, day: str = DAY) -> dict[str, Any]:
    """Sign a paper by another person than its drafter and issue it."""
    done(run("notice", "sign", str(number), "--actor", "李处", day=day))
    return dict(done(run("notice", "issue", str(number), "--actor", "文印", day=day))["notice"])


def test_that_a_quarter_goes_from_findings_to_closed_matters(run, tmp_path):
    sheets = tmp_path / "核对"
    sent = done(run("notice", "confirm", "--period", PERIOD, "--actor", "张三", "--out",
                    str(sheets)))
    assert sent["sent"] == sent["items"] > 126 and len(sent["files"]) > 20
    first = Path(sent["files"][0])
    for path in map(Path, sent["files"]):
        rows = openpyxl.load_workbook(path)["数据"].max_row
        fill_in(path, rows if path == first else 0, "亮码记录在另一系统")
    taken = done(run("import", str(sheets), day="2026-10-15"))
    assert sum(batch["taken"] for batch in taken["batches"]) == sent["items"]
    settled = done(run("notice", "confirm", "--period", PERIOD, "--settle", "--actor", "张三",
                       day="2026-10-15"))["settled"]
    assert settled["disputed"] == 1 and settled["waiting"] == 0
    asked = done(run("notice", "items", "--period", PERIOD, day="2026-10-15"))["bodies"]
    assert sum(one["answered"] for one in asked) == sent["items"] and len(asked) > 20
    assert [sum(one[name] for one in asked) for name in ("disputed", "waiting", "overdue")] == [
        1, 0, 0,
    ]  # fmt: skip
    disputed = done(run("findings", "--period", PERIOD, "--state", "有异议"))["findings"]
    assert len(disputed) == 1

    day = "2026-10-16"
    steps = done(run("notice", "propose", "--period", PERIOD, day=day))["notices"]
    urging = [one for one in steps if one["paper"] == "urging"]
    reminders = [one for one in steps if one["paper"] == "reminder"]
    assert urging and reminders and {one["paper"] for one in steps} >= {"circular"}
    assert all(one["reason"] for one in steps)
    assert disputed[0]["key"] not in {key for one in urging + reminders for key in one["findings"]}

    bodies = [one["body"]["code"] for one in urging[:3] + reminders[:1]]
    drafts = done(run("notice", "draft", "--period", PERIOD, "--body", ",".join(bodies),
                      "--actor", "王五", day=day))["notices"]
    assert len(drafts) == 4 and {one["state"] for one in drafts} == {"拟稿"}
    status, said = run("notice", "sign", str(drafts[0]["id"]), "--actor", "王五", day=day)
    assert status == 3 and "签发人不能是拟稿人" in said["error"]
    out = [issued(run, one["id"], day) for one in drafts]
    letters = [one["number"] for one in out]
    assert letters == [f"锡司函〔2026〕{n}号" for n in range(1, 5)]
    assert {one["deadline"] for one in out} == {"2026-10-23", "2026-10-30"}
    again = done(run("notice", "propose", "--period", PERIOD, day=day))["notices"]
    told = {key for one in out for key in one["findings"]}
    assert not told & {key for one in again if one["body"] for key in one["findings"]}

    circular = done(run("notice", "draft", "--period", PERIOD, "--paper", "circular",
                        "--actor", "王五", day=day))["notice"]
    status, said = run("notice", "sign", str(circular["id"]), "--actor", "李处", day=day)
    assert status == 3 and "市场监督管理局会签" in said["error"]
    done(run("notice", "submit", str(circular["id"]), "--actor", "王五", day=day))
    done(run("notice", "cosign", str(circular["id"]), "--reason", "无锡市市场监督管理局", "--actor",
             "赵六", day=day))
    assert issued(run, circular["id"], day)["number"] == "锡司发〔2026〕1号"

    late, extended, third, fourth = (one["id"] for one in out)
    done(run("notice", "receive", *(str(one["id"]) for one in out), "--actor", "收发", day=day))
    done(run("notice", "extend", str(extended), "--to", "2026-11-06", "--reason", "需现场核实",
             "--actor", "宜兴", day="2026-10-20"))
    held = done(run("notice", "extend", str(extended), "--grant", "--actor", "李处",
                    day="2026-10-21"))["notice"]
    assert held["deadline"] == "2026-11-06"
    for number in (extended, third, fourth):
        done(run("notice", "reply", str(number), "--reason", "已整改", "--actor", "单位",
                 day="2026-10-22"))
    returned = done(run("notice", "return", str(third), "--reason", "未附证明", "--to",
                        "2026-10-30", "--actor", "张三", day="2026-10-23"))["notice"]
    assert returned["state"] == "已退回" and returned["deadline"] == "2026-10-30"
    done(run("notice", "reply", str(third), "--reason", "补报", "--actor", "单位",
             day="2026-10-26"))
    for number in (extended, third, fourth):
        closed = done(run("notice", "close", str(number), "--actor", "张三", day="2026-10-27"))
        assert closed["notice"]["state"] == "已办结"
    overdue = done(run("notice", "list", "--overdue", day="2026-11-02"))["notices"]
    assert [one["id"] for one in overdue] == [late]
    soon = done(run("notice", "list", "--due", "5", day="2026-10-27"))["notices"]
    assert [one["id"] for one in soon] == [late]
    key = out[0]["findings"][0]
    assert [one["id"] for one in done(run("notice", "list", "--keys", key))["notices"]] == [
        circular["id"], late,
    ]  # fmt: skip
    following = [one for one in done(run("notice", "propose", "--period", PERIOD,
                                         day="2026-11-02"))["notices"] if one["previous"]]
    assert [(one["previous"], one["paper"]) for one in following] == [(late, "named")]
    late_ones = done(run("findings", "--period", "2026-10", "--rule", "R21",
                         day="2026-11-02"))["findings"]  # fmt: skip
    assert [(one["key"], one["severity"], one["force"]) for one in late_ones] == [
        (f"R21:{letters[0]}", "红", "有据")
    ]
    rests = done(run("records", "--finding", f"R21:{letters[0]}", day="2026-11-02"))
    assert [one["number"] for one in rests["records"]] == [letters[0]]
    asked = ("--period", "2026-10", "--by", "body")
    (m19,) = [one for one in done(run("measures", *asked, "--id", "M19",
                                      day="2026-11-02"))["measures"] if one["id"] == "M19"]
    assert (m19["numerator"], m19["denominator"]) == (1, 3)
    assert m19["value"] == pytest.approx(1 / 3)
    (days,) = [one for one in done(run("measures", *asked, "--id", "M19",
                                       day="2026-11-02"))["measures"] if one["id"] == "M19.days"]
    # Two of October's papers are closed, both on the 27th after the 16th.
    assert (days["numerator"], days["denominator"], days["value"]) == (22, 2, 11)
    for group in m19["groups"]:
        behind = done(run("records", "--measure", "M19", *asked, "--group", group["key"][0],
                          "--part", "denominator", day="2026-11-02"))  # fmt: skip
        assert behind["count"] == group["denominator"]
    assert done(run("verify", day="2026-11-02"))["ok"]
    told = done(run("notice", "stats", "--period", "2026-10", day="2026-11-02"))["papers"]
    counts = {one["paper"]: (one["issued"], one["closed"], one["overdue"], one["granted"])
              for one in told}  # fmt: skip
    assert counts["urging"] == (3, 2, 1, 1) and counts["circular"][:2] == (1, 0)
    raised = done(run("notice", "escalate", str(late), "--actor", "王五",
                      day="2026-11-02"))["notice"]
    assert raised["previous"] == late and raised["paper"] == "named"
    life = done(run("notice", "show", str(late), day="2026-11-02"))["notice"]["events"]
    deeds = [one["deed"] for one in life]
    assert deeds == ["立项", "送审", "审核", "签发", "印发", "签收", "升级办理"]


def test_that_a_circular_is_not_issued_before_the_right_of_reply(run):
    made = done(run("notice", "draft", "--period", PERIOD, "--paper", "circular", "--issuer",
                    "司法局", "--actor", "王五"))["notice"]
    done(run("notice", "sign", str(made["id"]), "--actor", "李处"))
    status, said = run("notice", "issue", str(made["id"]), "--actor", "文印")
    assert status == 3 and "点名通报前应先核对" in said["error"]
    assert done(run("issued", "list"))["issued"] == []


def test_that_a_withdrawn_paper_is_withdrawn_by_another_that_names_it(run):
    code = done(run("notice", "propose", "--period", PERIOD))["notices"][-1]["body"]["code"]
    made = done(run("notice", "draft", "--period", PERIOD, "--paper", "reminder", "--body", code,
                    "--actor", "王五"))["notice"]
    old = issued(run, made["id"])
    letter = done(run("notice", "withdraw", str(old["id"]), "--reason", "数据有误", "--actor",
                      "王五"))["notice"]
    assert letter["paper"] == "withdrawal" and letter["previous"] == old["id"]
    assert done(run("notice", "show", str(old["id"])))["notice"]["state"] == "已印发"
    new = issued(run, letter["id"])
    assert old["number"] in new["title"]
    shown = done(run("notice", "show", str(old["id"])))["notice"]
    assert shown["state"] == "已撤回" and new["number"] in shown["events"][-1]["note"]
    assert done(run("issued", "verify", old["number"]))["issued"]["number"] == old["number"]


def test_that_an_answer_from_a_workbook_answers_the_paper(run, tmp_path):
    steps = done(run("notice", "propose", "--period", PERIOD))["notices"]
    code = steps[-1]["body"]["code"]
    made = done(run("notice", "draft", "--period", PERIOD, "--paper", "reminder", "--body", code,
                    "--actor", "王五"))["notice"]
    old = issued(run, made["id"])
    path = tmp_path / "整改反馈.csv"
    path.write_text(f"通知编号,单位编码,反馈日期,内容\n{old['number']},{code},2026-10-14,已整改\n",
                    encoding="utf-8")
    done(run("import", str(path), "--kind", "replies", day="2026-10-14"))
    shown = done(run("notice", "show", str(old["id"]), day="2026-10-30"))["notice"]
    assert shown["state"] == "已反馈" and shown["overdue"] is False
    assert shown["replied_on"] == "2026-10-14"
    closed = done(run("notice", "close", str(old["id"]), "--actor", "张三", day="2026-10-15"))
    assert closed["notice"]["state"] == "已办结"


def test_that_hints_open_no_paper_and_a_handed_over_matter_is_seen_by_its_handlers(run):
    hints = done(run("findings", "--period", PERIOD, "--rule", "R20,R13,R2,R18"))["findings"]
    assert hints, "the city has hints of rules that are 参考"
    body = hints[0]["bodies"][0]["code"]
    status, said = run("notice", "draft", "--period", PERIOD, "--paper", "reminder", "--body", body,
                       "--keys", hints[0]["key"], "--actor", "王五")
    assert status == 1 and "不能开具文件" in said["error"]
    made = done(run("notice", "draft", "--period", PERIOD, "--paper", "handover", "--body", body,
                    "--handlers", "甲,乙", "--reason", "线索", "--actor", "甲"))["notice"]
    assert made["paper"] == "handover"
    assert done(run("notice", "list", "--actor", "丙"))["notices"] == []
    assert run("notice", "show", str(made["id"]), "--actor", "丙")[0] == 3
    assert len(done(run("notice", "list", "--actor", "乙"))["notices"]) == 1
    assert len(done(run("notice", "list", "--actor", "甲", "--mine"))["notices"]) == 1
    assert done(run("notice", "list", "--actor", "乙", "--mine"))["notices"] == []


def test_that_legal_instruments_have_a_series_and_words_of_their_own(run, tmp_path):
    code = done(run("notice", "propose", "--period", PERIOD))["notices"][-1]["body"]["code"]
    asked = ("notice", "draft", "--period", PERIOD, "--paper", "lawnotice", "--body", code,
             "--actor", "王五")
    assert "监督文书代字" in run(*asked)[1]["error"]
    assert run("issuer", "set", "司法局", "law_code", "锡司函")[0] == 1
    done(run("issuer", "set", "司法局", "law_code", "锡执监"))
    made = done(run(*asked))["notice"]
    done(run("notice", "sign", str(made["id"]), "--actor", "李处"))
    assert "依法拟定" in run("notice", "issue", str(made["id"]), "--actor", "文印")[1]["error"]
    done(run("notice", "send-back", str(made["id"]), "--reason", "补文字", "--actor", "李处"))
    done(run("notice", "edit", str(made["id"]), "--title", "关于规范检查的行政执法监督通知书",
             "--opening", "现就有关事项通知如下。", "--actor", "王五"))
    assert issued(run, made["id"])["number"] == "锡执监〔2026〕1号"


def test_that_of_two_who_issue_one_letter_the_slower_hears_that_it_went_out(run, tmp_path):
    steps = done(run("notice", "propose", "--period", PERIOD))["notices"]
    code = next(one["body"]["code"] for one in steps if one["paper"] == "reminder")
    words = ("notice", "draft", "--period", PERIOD, "--body", code, "--actor", "王五")
    number = done(run(*words))["notices"][0]["id"]
    done(run("notice", "sign", str(number), "--actor", "李处"))
    day = date.fromisoformat(DAY)
    with Database.open(f"sqlite:///{tmp_path / 'city.sqlite'}") as db:
        quick, slow = (NoticeDesk(db, number, day) for _ in range(2))
        assert quick.row.state is slow.row.state  # both have it before them as signed
        issue_notice(quick, By("文印", day))
        with pytest.raises(Refused, match="现为“已印发”"):
            issue_notice(slow, By("文印", day))
    kept = done(run("notice", "list"))["notices"]
    assert [one["number"] for one in kept if one["number"]] == ["锡司函〔2026〕1号"]
