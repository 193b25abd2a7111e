"""Every kind of the exchange contract: its columns, and a repeat, a correction, an undo of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.intake.committing import TAKERS
from data.intake.importer import ImportOptions
from data.records.registers import counts
from data.rows.errors import InvalidInput
from data.rows.kinds import KINDS
from tests.ledger.town import FILE, Row, Town, copied, differences, visit

CONTRACT = {
    "bodies": "单位编码 单位名称 层级 · 条线 角色 简称 地区 上级单位编码 曾用名 是否检查主体",
    "contacts": "单位编码 姓名 · 职务 电话 备用联络员",
    "enterprises": "企业名称 · 统一社会信用代码 其他编号 地区 街道（镇） 行业门类 行业代码 "
    "对象类别 信用等级 专业风险等级 标签 迁入日期 迁出地",
    "items": "事项编码 事项名称 · 实施单位 检查依据 实施层级 检查方式 类别 领域 状态 合并自 "
    "职责边界",
    "plans": "计划编号 任务名称 牵头部门 · 检查类型 计划周期 检查事项 场景编号 检查对象范围 "
    "抽查比例 抽查数量 开始日期 结束日期 是否联合 参与部门 检查依据 对象基数 检查方式 实施层级 "
    "地区 同一企业频次上限 备案日期 备案编号 受理日期 批准文号 公布日期 是否可预告 是否涉企 "
    "责任处室 备注",
    "targets": "计划编号 企业 · 企业名称 参与部门",
    "tasks": "任务编号 牵头部门 状态 · 计划编号 参与部门 检查类型",
    "visits": "检查单位 企业 检查日期 · 检查编号 任务编号 计划编号 检查事项 检查类型 来源 检查事由 "
    "线索编号 配合部门 实到部门 业务条线 检查方式 入企类型 到达时间 离开时间 执法人员数 执法证号 "
    "检查结果 整改要求 整改期限 超频次依据 依据批准人 依据日期 采用结果编号 检验报告编号 是否紧急 "
    "状态 结果录入日期 结果公示日期 行政行为码 亮码时间 补码原因 企业扫码时间 评价 层级 地区",
    "codes": "行政行为码 · 检查编号 任务编号 检查单位 企业 亮码时间 亮码人 地点 企业扫码时间 评价 "
    "评价内容 补码原因",
    "usage": "单位编码 月份 · 登录人数 上传计划数 录入结果数",
    "caps": "单位编码 年度 上限 · 事项编码 依据",
    "capacity": "单位编码 月份 可入企次数",
    "officers": "执法证号 单位编码 · 姓名 有效期起 有效期止 类别 状态",
    "whitelist": "企业 领域 监管方式 · 有效期起 有效期止 依据",
    "scenarios": "场景编号 场景名称 牵头单位 检查事项 检查内容 · 配合单位 适用对象",
    "selfchecks": "企业 检查事项 提交日期 · 审核结果 审核日期",
    "fines": "单位编码 月份 金额（元）",
    "complaints": "编号 日期 被反映单位 · 类别 企业 渠道 内容 办理状态",
    "audits": "检查编号 检查单位 核查日期 核查结果 · 核查人 说明",
    "progress": "任务序号 单位编码 进展 · 佐证 问题 典型做法",
    "confirmations": "核对编号 单位编码 核对结果 · 更正值 说明",
    "replies": "通知编号 单位编码 反馈日期 内容 · 附件",
}
"""Key columns, then the others; a task or visit number of a code is asked for by its taker."""
EXAMPLES: dict[str, tuple[str, Row, Row]] = {
    "contacts": (
        "contact",
        {"单位编码": "YJ", "姓名": "张三", "职务": "处长", "电话": "0510-1"},
        {"电话": "0510-2"},
    ),
    "officers": (
        "officer",
        {"执法证号": "10020001", "单位编码": "YJ", "姓名": "李四", "有效期止": "2028-12-31",
         "类别": "行政执法", "状态": "有效"},
        {"状态": "注销"},
    ),
    "scenarios": (
        "scenario",
        {"场景编号": "C1", "场景名称": "加油站", "牵头单位": "市应急局", "检查事项": "J-1、J-2",
         "检查内容": "储存", "配合单位": "市生态环境局"},
        {"配合单位": "市生态环境局、市市场监管局"},
    ),
    "whitelist": (
        "whitelist",
        {"企业": "E1", "领域": "生态环境", "监管方式": "非现场", "有效期起": "2026-01-01"},
        {"监管方式": "触发式"},
    ),
    "codes": (
        "code_record",
        {"行政行为码": "X1", "检查编号": "A1", "亮码时间": "2026-07-06 09:00", "亮码人": "李四"},
        {"亮码时间": "2026-07-06 08:00"},
    ),
    "caps": ("cap", {"单位编码": "YJ", "年度": "2026", "上限": "2"}, {"上限": "3"}),
    "capacity": ("capacity", {"单位编码": "YJ", "月份": "2026-07", "可入企次数": 40},
                 {"可入企次数": 41}),
    "usage": ("usage", {"单位编码": "YJ", "月份": "2026年7月", "登录人数": 3, "上传计划数": ""},
              {"上传计划数": 2}),
    "fines": ("fine", {"单位编码": "YJ", "月份": "202607", "金额（元）": "1,234.56"},
              {"金额（元）": "1234.57"}),
    "selfchecks": (
        "selfcheck",
        {"企业": "E1", "检查事项": "J-1", "提交日期": "2026-05-01", "审核结果": "待审核"},
        {"审核结果": "通过"},
    ),
    "complaints": (
        "complaint",
        {"编号": "T-1", "日期": "2026-07-08", "被反映单位": "市应急局", "类别": "差评",
         "企业": "E1", "渠道": "12345", "内容": "反复检查", "办理状态": "办理中"},
        {"被反映单位": "江阴市应急局"},
    ),
    "audits": (
        "audit",
        {"检查编号": "A1", "检查单位": "市应急局", "核查日期": "2026-08-01", "核查结果": "属实"},
        {"核查结果": "不属实"},
    ),
    "progress": (
        "progress",
        {"任务序号": "4", "单位编码": "YJ", "进展": "已启动", "问题": "人手不足"},
        {"进展": "已完成"},
    ),
    "confirmations": (
        "confirmation",
        {"核对编号": "H1", "单位编码": "YJ", "核对结果": "更正", "更正值": "2"},
        {"更正值": "3"},
    ),
    "replies": (
        "reply",
        {"通知编号": "锡督〔2026〕1号", "单位编码": "YJ", "反馈日期": "2026-08-01", "内容": "甲"},
        {"内容": "乙"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_that_a_kind_has_the_columns_of_the_contract(name: str) -> None:
    first, _, rest = CONTRACT[name].partition(" · ")
    assert [col.header for col in KINDS[name].keys] == first.split()
    assert set(rest.split()) <= {col.header for col in KINDS[name].columns}


def test_that_every_kind_has_a_place_and_a_taker() -> None:
    assert set(KINDS) == set(CONTRACT) == {*TAKERS, "visits", "codes"} == {*EXAMPLES, *REGISTERS}
    order = sorted(KINDS.values(), key=lambda kind: kind.order)
    names = [kind.name for kind in order]
    assert len({kind.order for kind in order}) == len(order)
    ends = [names.index(one) for one in ("items", "plans", "targets", "tasks", "visits", "codes")]
    assert ends == sorted(ends)
    assert names.index("officers") < names.index("plans")


REGISTERS = ("bodies", "enterprises", "items", "plans", "targets", "tasks", "visits")


@pytest.fixture(scope="module")
def of_one_visit(registered: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed database file of a town with one visit, whose file told no codes."""
    folder = tmp_path_factory.mktemp("visited")
    town = copied(registered, folder)
    town.visits(visit(检查编号="A1", 到达时间="2026-07-06 09:30"))
    town.db.close()
    return folder / FILE


@pytest.fixture
def visited(of_one_visit: Path, tmp_path: Path) -> Iterator[Town]:
    """A town with one visit."""
    town = copied(of_one_visit, tmp_path)
    yield town
    town.db.close()


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_that_a_repeat_is_unchanged_and_a_correction_updates(visited: Town, kind: str) -> None:
    table, row, correction = EXAMPLES[kind]
    first = visited.take(kind, [row])
    assert (first.taken, first.unchanged, first.rejected) == (1, 0, 0)
    assert [issue.message for issue in first.issues] == []
    again = visited.take(kind, [row, {**row, "备忘": "多一列"}])
    assert (again.taken, again.unchanged + again.skipped) == (0, 2)
    corrected = visited.take(kind, [{**row, **correction}])
    assert (corrected.taken, corrected.unchanged) == (1, 0)
    stored = visited.rows(table)
    assert len(stored) == (2 if kind == "progress" else 1)
    assert visited.verified() == []
    with visited.db.reading() as session:
        assert counts(session)[kind] == len(stored)


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_that_an_undo_brings_everything_back(visited: Town, kind: str) -> None:
    _, row, correction = EXAMPLES[kind]
    empty = visited.dump()
    first = visited.take(kind, [row])
    filled = visited.dump()
    assert differences(empty, filled) != {}
    second = visited.take(kind, [{**row, **correction}])
    assert differences(filled, visited.dump()) != {}
    visited.undo(second)
    assert differences(filled, visited.dump()) == {}
    visited.undo(first)
    assert differences(empty, visited.dump()) == {}
    assert visited.verified() == []
    assert visited.db.foreign_key_check() == []


BODY_COLUMN = {"codes": "检查单位", "scenarios": "牵头单位", "complaints": "被反映单位",
               "audits": "检查单位"}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(set(EXAMPLES) - {"whitelist", "selfchecks"}))
def test_that_an_unknown_body_is_an_error(visited: Town, kind: str) -> None:
    column = BODY_COLUMN.get(kind, "单位编码")
    before = visited.dump()
    row = {**EXAMPLES[kind][1], column: "无此局"}
    report = visited.take(kind, [row], ImportOptions())
    found = [(one.level.label, one.row, one.column) for one in report.issues]
    assert found == [("错误", 2, column)]
    assert "无此局" in report.issues[0].message
    assert differences(before, visited.dump()) == {}


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_that_an_empty_key_cell_is_an_error(visited: Town, kind: str) -> None:
    for col in KINDS[kind].keys:
        row = {**EXAMPLES[kind][1], col.header: ""}
        report = visited.take(kind, [row, EXAMPLES[kind][1]], ImportOptions())
        assert report.id is None
        wrong = [(one.row, one.column) for one in report.issues if one.level.label == "错误"]
        assert wrong == [(2, col.header)]


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_that_only_the_right_rows_are_taken_when_asked(visited: Town, kind: str) -> None:
    table, row, _ = EXAMPLES[kind]
    key = KINDS[kind].keys[0].header
    report = visited.take(kind, [{**row, key: ""}, row], ImportOptions(only_valid=True))
    assert (report.taken, report.rejected) == (1, 1)
    assert len(visited.rows(table)) == 1


def test_that_a_batch_whose_enterprise_others_use_is_not_undone(town: Town) -> None:
    made = town.take("whitelist", [{**EXAMPLES["whitelist"][1], "企业": "新厂"}], ImportOptions())
    assert [one.level.label for one in made.issues] == ["警告"]
    town.take("selfchecks", [{**EXAMPLES["selfchecks"][1], "企业": "新厂"}])
    with pytest.raises(InvalidInput, match="1 条自查材料"):
        town.undo(made)


def test_that_a_text_longer_than_its_column_is_an_error(town: Town) -> None:
    row = {**EXAMPLES["contacts"][1], "姓名": "张" * 65}
    report = town.take("contacts", [row], ImportOptions())
    assert [(one.column, "64" in one.message) for one in report.issues] == [("姓名", True)]


def test_that_two_different_rows_of_one_key_are_told_and_the_last_stands(town: Town) -> None:
    row = EXAMPLES["caps"][1]
    report = town.take("caps", [{**row, "上限": "5"}, row])
    assert [(one.level.label, one.row) for one in report.issues] == [("警告", 2)]
    assert [one["cap"] for one in town.rows("cap")] == [2]


def test_that_a_list_of_targets_without_a_right_row_is_no_batch(town: Town) -> None:
    report = town.take("targets", [{"计划编号": "P?", "企业": "E1"}], ImportOptions())
    assert (report.id, report.rejected, report.errors) == (None, 1, 1)
