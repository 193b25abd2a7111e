"""The 双随机 draw from the command line, from its promise to a file anyone can check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from console.cli.main import main
from tests.drawing.anew import draw_anew

DAY = "2026-11-30"
OBJECTS = "统一社会信用代码,企业名称,信用等级,风险等级\n" + "".join(
    f"X{place:03d},企业{place},{'ABCD'[place % 4]},{'高中低'[place % 3]}\n" for place in range(60)
)
OFFICERS = "执法证号,姓名,单位\n" + "".join(f"Z{n},人员{n},市应急局\n" for n in range(6))
AVOID = "执法人员,企业\nZ1,X003\n人员2,企业7\n"


@pytest.fixture
def run(town, tmp_path, capsys):
    """Run a command on the town; return its JSON."""
    for name, text in (("对象", OBJECTS), ("人员", OFFICERS), ("回避", AVOID)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")

    def call(*words, status=0, day=DAY, db=True):
        capsys.readouterr()
        where = ("--db", f"sqlite:///{town.folder / '台账.sqlite'}") if db else ()
        given = [str(word) for word in (*words, *where)]
        assert main([*given, "--today", day, "--json"]) == status
        told = capsys.readouterr()
        return json.loads(told.out)

    town.db.close()
    return call


@pytest.fixture
def commit(run, tmp_path):
    def call(*words):
        return run("draw", "commit", "--title", "年末抽查", "--objects", tmp_path / "对象.csv",
                   "--officers", tmp_path / "人员.csv", "--avoid", tmp_path / "回避.csv",
                   *words)  # fmt: skip

    return call


def test_that_a_draw_goes_from_its_promise_to_a_checked_certificate(run, commit, tmp_path):
    before = commit("--size", 12, "--most", 5)
    assert (before["number"], before["quota"], before["state"]) == ("2026-001", 12, "待抽取")
    assert (before["seed"], len(before["seed_hash"])) == ("", 64)
    promise = run("draw", "certificate", "2026-001", "--out", tmp_path / "承诺")["files"]
    text = pdf_text(promise[0])
    assert "抽取承诺书" in text
    assert before["seed_hash"] in text.replace("\n", "")
    after = run("draw", "run", "2026-001")
    assert (len(after["drawn"]), after["seed_hash"]) == (12, before["seed_hash"])
    files = run("draw", "certificate", "2026-001", "--out", tmp_path / "证明")["files"]
    assert [path.rpartition(".")[2] for path in files] == ["pdf", "docx", "xlsx", "json"]
    text = pdf_text(files[0]).replace("\n", "")
    assert after["seed"] in text
    assert all(one["name"] in text for one in after["drawn"])
    certificate = json.loads(Path(files[3]).read_text(encoding="utf-8"))
    assert draw_anew(certificate) == [[one["code"], [who["badge"] for who in one["officers"]]]
                                      for one in after["drawn"]]  # fmt: skip
    for words in (("draw", "--verify", files[3]), ("draw", "verify", files[3])):
        assert run(*words, db=False)["holds"] is True
    assert run("draw", "verify", "2026-001")["holds"] is True
    assert run("verify")["ok"] is True


def pdf_text(path):
    return "".join(page.extract_text() for page in PdfReader(path).pages)


def test_that_a_forged_certificate_is_refused_without_a_database(run, commit, tmp_path):
    commit()
    run("draw", "run", "2026-001")
    (path,) = [one for one in run("draw", "certificate", "2026-001", "--out", tmp_path)["files"]
               if one.endswith(".json")]  # fmt: skip
    content = json.loads(Path(path).read_text(encoding="utf-8"))
    content["drawn"][0]["code"] = "X999"
    forged = tmp_path / "改.json"
    forged.write_text(json.dumps(content), encoding="utf-8")
    told = run("draw", "verify", forged, status=1, db=False)
    assert told["holds"] is False
    assert "X999" in told["problems"][0]
    forged.write_text("不是", encoding="utf-8")
    assert "不是有效的 JSON" in run("draw", "verify", forged, status=1, db=False)["error"]


def test_that_odd_names_and_long_titles_hold_no_certificate_back(run, tmp_path):
    odd = tmp_path / "怪.csv"
    rows = "Y1,无锡（半个括号公司\nY2,=1+1\nY3,{某}\n"
    odd.write_text(f"统一社会信用代码,企业名称\n{rows}", encoding="utf-8")
    title = "很长的名称" * 24
    run("draw", "commit", "--title", title, "--objects", odd, "--ratios", "未评级=100%")
    run("draw", "run", "2026-001")
    files = run("draw", "certificate", "2026-001", "--out", tmp_path / "出")["files"]
    assert len(files) == 4
    assert all("2026-001" in Path(path).name for path in files)
    assert run("draw", "verify", files[3], db=False)["drawn"] == 3
    sheet = load_workbook(files[2])["抽取结果"]
    names = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"无锡（半个括号公司", "=1+1", "{某}"} <= names


def test_that_a_dry_run_tells_quotas_and_what_will_lack_and_writes_nothing(run, commit):
    told = commit("--dry-run", "--size", 20, "--most", 2)
    assert told["quota"] == 20
    assert told["warnings"] == [
        "市应急局可抽 6 人，每人最多 2 户，共 12 人次；抽 20 户需 40 人次，至少缺 28 人次。"
        "每人最多户数至少应为 7。"
    ]
    assert run("draw", "list")["draws"] == []


def test_that_what_is_short_is_told_with_numbers(run, commit):
    commit("--size", 20, "--most", 2)
    told = run("draw", "run", "2026-001")
    sent = sum(len(one["officers"]) for one in told["drawn"])
    assert sent == 12
    assert len(told["short"]) >= 14
    assert "需 2 人" in told["short"][0]


def test_that_draws_are_listed_shown_and_saved(run, commit, tmp_path):
    commit("--size", 5)
    commit("--size", 5)
    run("draw", "abandon", "2026-001", "--reason", "名单有误")
    run("draw", "run", "2026-002")
    assert [one["state"] for one in run("draw", "list")["draws"]] == ["已抽取", "已作废"]
    run("draw", "list", "--out", tmp_path / "一览.xlsx")
    run("draw", "show", "2026-002", "--out", tmp_path / "结果.xlsx")
    assert rows(tmp_path / "一览.xlsx")[2][9] == "名单有误"
    assert len(rows(tmp_path / "结果.xlsx")) == 6
    assert "名单有误" in pdf_text(
        run("draw", "certificate", "2026-002", "--out", tmp_path)["files"][0]
    )


def rows(path):
    return list(load_workbook(path)["数据"].iter_rows(values_only=True))


def test_that_rules_are_kept_for_draws_to_come(run, commit):
    assert run("draw", "rules")["actor"] == "默认值（参考）"
    told = run("draw", "rules", "--ratios", "A=100%", "--factors", "低=100%",
               "--actor", "李四")  # fmt: skip
    assert (told["actor"], told["rules"]["抽查比例"][:6]) == ("李四", "A 100%")
    strata = commit()["strata"]
    assert all(one["quota"] == one["size"] for one in strata if one["credit"] == "A")


def test_that_the_register_is_drawn_from_where_no_list_is_given(run):
    told = run("draw", "commit", "--title", "登记企业", "--region", "江阴市", "--size", "1")
    assert (told["objects"], told["quota"]) == (2, 1)
    assert "没有执法人员名单" in told["warnings"][-1]
    assert len(run("draw", "run", "2026-001")["drawn"]) == 1


def test_that_forms_of_the_lists_are_written(run, tmp_path):
    for kind in ("objects", "officers", "avoid"):
        assert run("draw", "template", kind, "--out", tmp_path / f"{kind}.xlsx", db=False)["file"]
    run("draw", "template", "rules", "--out", tmp_path / "x.xlsx", status=1, db=False)


@pytest.mark.parametrize(("words", "said"), [
    (("run", "2026-009"), "没有抽取"), (("run",), "请写明抽取的编号"),
    (("commit", "--title", "", "--size", "1"), "请写明抽取的名称"),
    (("commit", "--title", "x", "--size", "99"), "要抽 99 户"),
    (("commit", "--title", "（未完"), "没有配对的后括号"),
    (("commit", "--title", "长" * 121), "超过 120 个字"),
    (("commit", "--title", "x", "--factors", "高=20000%"), "0 至 10000%"),
    (("certificate", "2026-001"), "--out"),
    (("commit", "--title", "x", "--objects", "没有.csv"), "没有"),
])  # fmt: skip
def test_that_wrong_input_is_told(run, words, said):
    assert said in run("draw", *words, status=1)["error"]


def test_that_a_substitute_stands_in_and_what_was_drawn_becomes_targets_of_a_plan(
    run, commit, town, tmp_path
):
    plans = tmp_path / "计划.csv"
    plans.write_text("计划编号,任务名称,牵头部门,检查类型,检查事项\nP9,年末,市应急局,双随机,J-1\n",
                     encoding="utf-8")  # fmt: skip
    run("import", plans, "--kind", "plans")
    commit("--size", 12)
    after = run("draw", "run", "2026-001")
    gone = after["drawn"][0]["code"]
    run("draw", "substitute", "2026-001", gone, status=1)
    told = run("draw", "substitute", "2026-001", gone, "--reason", "已停业")
    (one,) = told["substitutes"]
    assert (one["code"], one["reason"]) == (gone, "已停业")
    assert told["standing"][0]["code"] == one["found"]
    files = run("draw", "certificate", "2026-001", "--out", tmp_path / "证")["files"]
    assert "替补1次" in pdf_text(files[0]).replace("\n", "")
    assert run("draw", "verify", files[-1], db=False)["holds"]
    run("draw", "targets", "2026-001", "--plan", "YJ:没有", status=1)
    report = run("draw", "targets", "2026-001", "--plan", "YJ:P9")
    assert report["taken"] == 12
    assert run("plans", "--plan", "YJ:P9")["targets"] == 12
    again = run("draw", "targets", "2026-001", "--plan", "YJ:P9", status=1)
    assert "请先撤回" in str(again)
    run("undo", report["batch"])
    assert not run("plans", "--plan", "YJ:P9")["targets"]
