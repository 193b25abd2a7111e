"""What the rules of an enterprise's history find (RULES.md, "Rules"), each case at its edges.

Written from the rules' words; every case has an enterprise of its own, and is named by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store.database import Database
from tests.ledger.conftest import registers
from tests.ledger.town import Row, Town, visit

HINT, YELLOW, ORANGE, RED = "提示", "黄", "橙", "红"
SAFETY, MARKET = "市应急局", "市市场监管局"


def came(case: str, number: int, day: str, **cells: object) -> Row:
    """Return a planned visit that breaks no rule by itself."""
    usual = {"企业": case, "检查编号": f"{case}-{number}", "检查日期": day, "计划编号": "P1",
             "牵头部门": SAFETY, "亮码时间": f"{day} 08:00", "执法人员数": 2, "检查事项": "J-1",
             "检查方式": "现场", "入企类型": "行政检查", "来源": "计划内", "检查结果": "未发现问题",
             "结果录入日期": day}  # fmt: skip
    return visit(**{**usual, **cells})


def joint(case: str, number: int, day: str, **cells: object) -> Row:
    """Return a visit on which two systems turned up together."""
    both = {"任务编号": f"T-{case}-{number}", "配合部门": MARKET, "实到部门": MARKET}
    return came(case, number, day, **{**both, **cells})


def unplanned(case: str, number: int, day: str, trigger: str, **cells: object) -> Row:
    """Return a visit for a clue with its number, entered into a plan afterwards."""
    clue = {"来源": trigger, "检查事由": "线索", "线索编号": f"X-{case}"}
    return came(case, number, day, **{**clue, **cells})


AFTER_JOINT: dict[str, tuple[list[Row], dict[int, str]]] = {
    "联后又查": ([joint("联后又查", 1, "2026-03-02"), came("联后又查", 2, "2026-05-06")], {2: RED}),
    "联后投诉": ([joint("联后投诉", 1, "2026-03-02"),
                 unplanned("联后投诉", 2, "2026-05-06", "投诉举报")], {2: ORANGE}),
    "联前单查": ([came("联前单查", 1, "2026-03-02"), joint("联前单查", 2, "2026-05-06")], {}),
    "联后别事": ([joint("联后别事", 1, "2026-03-02"),
                 came("联后别事", 2, "2026-05-06", 检查事项="J-2")], {}),
    "联后明年": ([joint("联后明年", 1, "2025-12-30"), came("联后明年", 2, "2026-01-05")], {}),
    "联后又联": ([joint("联后又联", 1, "2026-03-02"), joint("联后又联", 2, "2026-05-06")], {}),
    "单查两回": ([came("单查两回", 1, "2026-03-02"), came("单查两回", 2, "2026-05-06")], {}),
}  # fmt: skip
TESTS = {
    "联后再检": ([joint("联后再检", 1, "2026-03-02", 检验报告编号="B1"),
                 came("联后再检", 2, "2026-05-06", 检验报告编号="B2")], {2: YELLOW}),
    "同一报告": ([joint("同一报告", 1, "2026-03-02", 检验报告编号="B1"),
                 came("同一报告", 2, "2026-05-06", 检验报告编号="B1")], {}),
    "采用结果": ([joint("采用结果", 1, "2026-03-02", 检验报告编号="B1"),
                 came("采用结果", 2, "2026-05-06", 检验报告编号="B2",
                      采用结果编号="采用结果-1")], {}),
    "未再检验": ([joint("未再检验", 1, "2026-03-02", 检验报告编号="B1"),
                 came("未再检验", 2, "2026-05-06", 检验报告编号="")], {}),
    "检在联前": ([came("检在联前", 1, "2026-03-02", 检验报告编号="B1"),
                 joint("检在联前", 2, "2026-05-06", 检验报告编号="B2")], {}),
}  # fmt: skip
SERVICE = {
    "走访带责": ([came("走访带责", 1, "2026-03-02", 入企类型="走访调研", 整改要求="限期改正",
                     检查结果="责令改正")], {1: YELLOW}),
    "走访而已": ([came("走访而已", 1, "2026-03-02", 入企类型="走访调研", 检查结果="")], {}),
    "检查带责": ([came("检查带责", 1, "2026-03-02", 整改要求="限期改正", 检查结果="责令改正")], {}),
}  # fmt: skip
LATE = {
    # 2026-03-02 is a Monday: 20 working days later is 2026-03-30; 清明 comes after.
    "按时录入": ([came("按时录入", 1, "2026-03-02", 结果录入日期="2026-03-30")], {}),
    "晚录一日": ([came("晚录一日", 1, "2026-03-02", 结果录入日期="2026-03-31")], {1: HINT}),
}  # fmt: skip
NAME_ONLY = {
    "名联实单": ([joint("名联实单", 1, "2026-03-02", 计划编号="P3", 实到部门="无")], {1: YELLOW}),
    "名联实联": ([joint("名联实联", 1, "2026-03-02", 计划编号="P3")], {}),
    "本是单查": ([joint("本是单查", 1, "2026-03-02", 实到部门="无")], {}),
}  # fmt: skip
WHITE = {
    "白名单查": ([came("白名单查", 1, "2026-03-02")], {1: YELLOW}),
    "白名单诉": ([unplanned("白名单诉", 1, "2026-03-02", "投诉举报")], {}),
    "白名单远": ([came("白名单远", 1, "2026-03-02", 检查方式="非现场")], {}),
    "白名单别": ([came("白名单别", 1, "2026-03-02", 检查事项="J-2")], {}),
    "白名单过": ([came("白名单过", 1, "2026-07-01")], {}),
    "白名单末": ([came("白名单末", 1, "2026-06-30")], {1: YELLOW}),
    "提示性名": ([came("提示性名", 1, "2026-03-02")], {}),
}  # fmt: skip
CHECKED = {
    "自查通过": ([came("自查通过", 1, "2026-03-02")], {1: YELLOW}),
    "自查在后": ([came("自查在后", 1, "2026-01-05")], {}),
    "自查未过": ([came("自查未过", 1, "2026-03-02")], {}),
    "自查别事": ([came("自查别事", 1, "2026-03-02", 检查事项="J-2")], {}),
    "自查诉查": ([unplanned("自查诉查", 1, "2026-03-02", "投诉举报")], {}),
}  # fmt: skip
MOVED = {
    "迁后又查": ([came("迁后又查", 1, "2026-02-03", 检查单位="江阴市应急局", 地区="江阴市",
                     牵头部门="江阴市应急局", 计划编号="P2"),
                 came("迁后又查", 2, "2026-06-03", 地区="宜兴市")], {2: YELLOW}),
    "未迁又查": ([came("未迁又查", 1, "2026-02-03"), came("未迁又查", 2, "2026-06-03")], {}),
}  # fmt: skip
CASES = {"R4": AFTER_JOINT, "R14": WHITE, "R15": SERVICE, "R17": LATE, "R22": NAME_ONLY,
         "R26": TESTS, "R27": CHECKED, "R24": MOVED}  # fmt: skip
SWITCHED_OFF = ("R2", "R12", "R13")


def enterprises() -> list[Row]:
    """Return an entry for each case; one of them moved within the year."""
    names = [name for cases in CASES.values() for name in cases]
    rows = [{"企业名称": name, "其他编号": name, "地区": "宜兴市"} for name in names]
    return [
        {**row, "迁入日期": "2026-04-01", "迁出地": "江阴市"} if row["企业名称"] == "迁后又查"
        else row for row in rows
    ]  # fmt: skip


def lists(town: Town) -> None:
    """Take in the white list and the self-checks."""
    town.take("whitelist", [
        {"企业": name, "领域": "安全", "监管方式": "提示性" if name == "提示性名" else "免检免扰",
         "有效期起": "2026-01-01", "有效期止": "2026-06-30", "依据": "文件"}
        for name in WHITE
    ])  # fmt: skip
    verdicts = {"自查未过": "不通过"}
    town.take("selfchecks", [
        {"企业": name, "检查事项": "J-1", "提交日期": "2026-01-10",
         "审核结果": verdicts.get(name, "通过"), "审核日期": "2026-01-15"}
        for name in CHECKED
    ])  # fmt: skip


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town that knows all cases, taken in once."""
    folder = tmp_path_factory.mktemp("enterprises")
    with Database.open(f"sqlite:///{folder / '台账.sqlite'}") as db:
        town = Town(db, folder)
        registers(town)
        town.take("items", [{"事项编码": "J-1", "事项名称": "第1项", "领域": "安全"},
                            {"事项编码": "J-2", "事项名称": "第2项", "领域": "环保"}])  # fmt: skip
        town.take("plans", [{"计划编号": "P1", "牵头部门": SAFETY, "计划名称": "年度计划"},
                            {"计划编号": "P2", "牵头部门": "江阴市应急局",
                             "计划名称": "年度计划"},
                            {"计划编号": "P3", "牵头部门": SAFETY, "计划名称": "联合计划",
                             "是否联合": "是", "参与部门": MARKET}])  # fmt: skip
        town.take("enterprises", enterprises())
        lists(town)
        rows = [row for cases in CASES.values() for visits, _ in cases.values() for row in visits]
        report = town.trial(*rows)
        assert not report.errors, [one.message for one in report.issues]
        yield town


def found(town: Town, rule: str, case: str) -> dict[int, str]:
    """Return the severity of a rule's findings of a case by the number of the visit charged."""
    numbers = {}
    for row in town.findings(rule):
        if row.subject.name == case:
            number = row.key.split(":")[2].rpartition("-")[2]
            numbers[int(number)] = row.severity.label
    return numbers


@pytest.mark.parametrize(
    ("rule", "case"), [(rule, case) for rule, cases in CASES.items() for case in cases]
)
def test_that_a_rule_finds_the_case_that_breaks_it_alone(judged: Town, rule: str, case: str):
    assert found(judged, rule, case) == CASES[rule][case][1]


def test_that_rules_that_are_off_find_nothing(judged: Town):
    for rule in SWITCHED_OFF:
        assert judged.findings(rule) == []


def test_that_the_sentence_names_enterprise_body_and_day(judged: Town):
    for rule in CASES:
        for row in judged.findings(rule):
            assert row.subject.name in row.sentence and row.sentence.endswith("。")
            assert "2026年" in row.sentence and row.bodies


def test_that_what_was_found_agrees_with_the_facts(judged: Town):
    assert judged.verified() == []


def test_that_columns_no_file_has_accuse_nobody(town: Town, tmp_path: Path):
    bare = {"检查单位": SAFETY, "企业": "E1", "检查日期": "2026-03-02", "检查事项": "J-1"}
    town.visits({**bare, "检查编号": "A"}, {**bare, "检查编号": "B", "检查日期": "2026-05-06"})
    for rule in (*CASES, *SWITCHED_OFF, "R6", "R7", "R9", "R10", "R11"):
        assert town.findings(rule) == [], rule
