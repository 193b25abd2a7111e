"""Lists and figures: what each kind asks of its cells, and what is stored of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.intake.importer import ImportOptions
from data.intake.values.uscc import check_digit
from data.rows.issues import BatchReport
from data.rows.period import Period
from tests.ledger.town import Row, Town


def told(report: BatchReport) -> list[tuple[str, int | None, str]]:
    """Return level, row and column of each message."""
    return [(one.level.label, one.row, one.column) for one in report.issues]


def month(text: str) -> int:
    """Return the number months are stored by."""
    first = Period.parse(text).first
    return (first.year - 1970) * 12 + first.month - 1


USCC = "91320200MA1MTTXX0" + check_digit("91320200MA1MTTXX0")
OFFICER = {"执法证号": "10020001", "单位编码": "YJ", "姓名": "李四"}
ENTRY = {"企业": "E1", "领域": "生态环境", "监管方式": "非现场"}
SCENE = {"场景编号": "C1", "场景名称": "加油站", "牵头单位": "YJ", "检查事项": "J-1",
         "检查内容": "储存"}  # fmt: skip


def test_that_an_officer_is_one_by_the_number_and_moves_between_bodies(town: Town) -> None:
    town.take("officers", [OFFICER])
    (first,) = town.rows("officer")
    assert (first["category"], first["status"], first["valid_to"]) == (0, 1, None)
    town.take("officers", [{**OFFICER, "单位编码": "SC", "状态": "暂停"}])
    (again,) = town.rows("officer")
    assert again["id"] == first["id"]
    assert (again["body_id"] != first["body_id"], again["status"]) == (True, 2)


@pytest.mark.parametrize(("kind", "row"), [("officers", OFFICER), ("whitelist", ENTRY)])
def test_that_a_validity_that_ends_before_it_begins_is_an_error(
    town: Town, kind: str, row: Row
) -> None:
    days = {"有效期起": "2026-05-02", "有效期止": "2026-05-01"}
    assert told(town.take(kind, [{**row, **days}], ImportOptions())) == [("错误", 2, "有效期止")]
    town.take(kind, [{**row, "有效期起": "2026-05-01", "有效期止": "2026-05-01"}])


@pytest.mark.parametrize(
    ("kind", "row", "column"),
    [
        ("officers", {**OFFICER, "状态": "不详"}, "状态"),
        ("officers", {**OFFICER, "类别": "司机"}, "类别"),
        ("whitelist", {**ENTRY, "监管方式": "随便"}, "监管方式"),
        ("selfchecks", {"企业": "E1", "检查事项": "J-1", "提交日期": "2026-05-01",
                        "审核结果": "还行"}, "审核结果"),
        ("complaints", {"编号": "1", "日期": "2026-05-01", "被反映单位": "YJ", "类别": "夸奖"},
         "类别"),
        ("complaints", {"编号": "1", "日期": "2026-05-01", "被反映单位": "YJ", "渠道": "口信"},
         "渠道"),
        ("audits", {"检查编号": "A1", "检查单位": "YJ", "核查日期": "2026-05-01",
                    "核查结果": "可能"}, "核查结果"),
        ("confirmations", {"核对编号": "1", "单位编码": "YJ", "核对结果": "也许"}, "核对结果"),
        ("caps", {"单位编码": "YJ", "年度": "2026", "上限": "-1"}, "上限"),
        ("caps", {"单位编码": "YJ", "年度": "26", "上限": "1"}, "年度"),
        ("capacity", {"单位编码": "YJ", "月份": "2026-13", "可入企次数": "1"}, "月份"),
        ("capacity", {"单位编码": "YJ", "月份": "7月", "可入企次数": "1"}, "月份"),
        ("usage", {"单位编码": "YJ", "月份": "2026-07", "登录人数": "几人"}, "登录人数"),
        ("fines", {"单位编码": "YJ", "月份": "2026-07", "金额（元）": "1.005"}, "金额（元）"),
        ("fines", {"单位编码": "YJ", "月份": "2026-07", "金额（元）": "-3"}, "金额（元）"),
        ("progress", {"任务序号": "末", "单位编码": "YJ", "进展": "甲"}, "任务序号"),
    ],
)  # fmt: skip
def test_that_a_cell_that_cannot_be_read_is_an_error(
    town: Town, kind: str, row: Row, column: str
) -> None:
    found = told(town.take(kind, [row], ImportOptions()))
    assert ("错误", 2, column) in found


def test_that_items_of_a_scenario_nobody_knows_are_made_with_a_warning(town: Town) -> None:
    row = {**SCENE, "检查事项": "第1项、J-2，消防通道", "配合单位": "市生态环境局、无此局"}
    report = town.take("scenarios", [row])
    assert told(report) == [("警告", 2, "配合单位"), ("警告", 2, "检查事项")]
    made = [one["code"] for one in town.rows("item") if one["provisional"]]
    assert made == ["消防通道"]
    (stored,) = town.rows("scenario")
    codes = {one["id"]: one["code"] for one in town.rows("body")}
    assert [codes[int(one)] for one in str(stored["partners"]).split(",")] == ["HB"]
    assert stored["items"] == "第1项、J-2、消防通道"


def test_that_the_cap_of_an_item_stands_beside_the_cap_of_all(town: Town) -> None:
    row = {"单位编码": "YJ", "年度": "2026年度", "上限": "2", "事项编码": ""}
    town.take("caps", [row, {**row, "上限": "0", "事项编码": "J-1"}])
    assert [(one["item_id"] is None, one["year"], one["cap"]) for one in town.rows("cap")] == [
        (True, 2026, 2),
        (False, 2026, 0),
    ]
    assert town.take("caps", [{**row, "上限": "3"}]).taken == 1
    assert [one["cap"] for one in town.rows("cap")] == [3, 0]
    report = town.take("caps", [{**row, "事项编码": "新事项"}])
    assert told(report) == [("警告", 2, "事项编码")]


def test_that_empty_figures_of_usage_are_unknown_and_no_noughts(town: Town) -> None:
    town.take("usage", [{"单位编码": "YJ", "月份": "2026-07", "登录人数": "0", "上传计划数": ""}])
    (row,) = town.rows("usage")
    assert row["month"] == month("2026-07")
    assert (row["logins"], row["plans"], row["results"]) == (0, None, None)


@pytest.mark.parametrize("text", ["2026-07", "2026年7月", "202607", "2026/7", "2026-07-01"])
def test_that_a_month_is_one_however_it_is_written(town: Town, text: str) -> None:
    town.take("capacity", [{"单位编码": "市应急局", "月份": text, "可入企次数": "40次"}])
    assert [(one["month"], one["visits"]) for one in town.rows("capacity")] == [
        (month("2026-07"), 40)
    ]


def test_that_amounts_are_kept_to_the_cent(town: Town) -> None:
    amounts = {"YJ": "0.1", "SC": "￥1,234,567.89", "HB": "1.2万", "SF": "12345678901.23"}
    town.take("fines", [{"单位编码": body, "月份": "2026-07", "金额（元）": text}
                        for body, text in amounts.items()])  # fmt: skip
    assert [one["cents"] for one in town.rows("fine")] == [10, 123456789, 1200000, 1234567890123]


def test_that_amounts_in_another_unit_are_returned(town: Town) -> None:
    row = {"单位编码": "YJ", "月份": "2026-07", "罚没金额（万元）": "12"}
    report = town.take("fines", [row], ImportOptions())
    assert told(report) == [("错误", 2, "罚没金额（万元）")]
    assert "换算为元" in report.issues[0].message
    assert town.rows("fine") == []


def test_that_a_white_list_with_names_and_codes_takes_the_codes(town: Town) -> None:
    town.take("whitelist", [{"企业名称": "新厂", "统一社会信用代码": USCC,
                             "领域": "消防", "监管方式": "触发式"}])  # fmt: skip
    made = [one for one in town.rows("enterprise") if one["provisional"] and one["name"] == "新厂"]
    assert [one["uscc"] for one in made] == [USCC]


def test_that_lists_are_recognised_by_their_headers(town: Town) -> None:
    files = {
        "contacts": {"单位名称": "市应急局", "联络员": "张三", "联系电话": "1"},
        "officers": {"执法证件号": "1", "所属单位": "YJ", "姓名": "甲"},
        "fines": {"部门": "YJ", "年月": "2026-07", "罚没金额": "3"},
        "replies": {"文号": "一号", "单位": "YJ", "回复日期": "2026-07-01", "整改情况": "甲"},
    }
    for kind, row in files.items():
        path: Path = town.file([row])
        report = town.read(path)
        assert (report.kind, report.errors, report.taken) == (kind, 0, 1)
