"""One report corrected or voided by a person: everything follows, and all of it goes back."""

from __future__ import annotations

from datetime import date

import pytest

from data.intake.mending.reports import correct, restore
from data.intake.resting import resting_on
from data.rows.enums import Code
from data.rows.errors import InvalidInput
from data.rows.period import day_number
from tests.ledger.mending import (
    TODAY,
    WHY,
    canonical,
    corrected,
    edits,
    report_of,
    taken_back,
    voided,
)
from tests.ledger.town import Row, Town, visit

FOUR: tuple[Row, ...] = tuple(
    visit(检查编号=f"A{place}", 检查日期=f"2026-07-{place + 5:02d}", 执法人员数=2,
          到达时间=f"2026-07-{place + 5:02d} 09:00", 亮码时间=f"2026-07-{place + 5:02d} 08:50")
    for place in range(1, 5)
)  # fmt: skip


def test_that_a_corrected_date_moves_visit_tally_and_finding(town: Town) -> None:
    town.visits(*FOUR)
    assert "R1:E1:2026-07" in town.judged("R1")
    assert town.share("M9", "2026-07") == (4, None)
    edit = corrected(town, "A4", 检查日期="2026-08-03", 到达时间="9:00", 亮码时间="08:50")
    assert town.share("M9", "2026-07") == (3, None)
    assert town.share("M9", "2026-08") == (1, None)
    assert town.judged("R1")["R1:E1:2026-07"] == "提示"
    assert town.verified() == []
    (told,) = edits(town)
    assert (told.id, told.kind.label, told.actor, told.why) == (edit, "更正", "张三", WHY)
    shown = {change.header: (change.before, change.after) for change in told.changes}
    assert shown["检查日期"] == ("2026-07-09", "2026-08-03")
    assert shown["到达时间"] == ("2026-07-09 09:00", "2026-08-03 09:00")


def test_that_taking_a_correction_back_leaves_the_ledger_as_it_was(town: Town) -> None:
    town.visits(*FOUR)
    before = canonical(town)
    edit = corrected(town, "A4", 检查日期="2026-08-03", 企业="E2", 检查事项="J-2",
                     检查结果="责令改正", 亮码时间="", 执法人员数="1")  # fmt: skip
    assert canonical(town) != before
    assert town.verified() == []
    taken_back(town, edit, "来函有误")
    assert canonical(town) == before
    assert town.verified() == []
    (told,) = edits(town)
    assert (told.undone, told.back_actor, told.back_why) == (True, "李四", "来函有误")


def test_that_a_new_enterprise_brings_its_region(town: Town) -> None:
    town.visits(visit(检查编号="A1"))
    corrected(town, "A1", 企业="二厂")
    regions = {row["id"]: row["name"] for row in town.rows("region")}
    (row,) = town.rows("visit")
    assert regions[row["region_id"]] == "宜兴市"


def test_that_code_times_decide_the_code_again(town: Town) -> None:
    town.visits(visit(检查编号="A1", 到达时间="2026-07-06 09:00"))
    assert town.rows("visit")[0]["code"] == Code.UNKNOWN
    corrected(town, "A1", 亮码时间="2026-07-08 10:00", 补码原因="设备故障")
    (row,) = town.rows("report")
    assert (row["code"], row["delay"]) == (Code.LATE, 2)
    corrected(town, "A1", 亮码时间="2026-07-06 08:59")
    assert town.rows("visit")[0]["code"] == Code.ON_TIME
    corrected(town, "A1", 亮码时间="")
    assert town.rows("visit")[0]["code"] == Code.NONE
    assert town.verified() == []


def test_that_a_line_is_named_where_a_report_has_several(town: Town) -> None:
    town.visits(visit(检查编号="A1"), visit(检查编号="A1", 检查事项="J-2"))
    with pytest.raises(InvalidInput, match="写明更正第几行"):
        corrected(town, "A1", 检查结果="责令改正")
    corrected(town, "A1", 2, 检查结果="责令改正", 检查事项="J-3")
    items = {row["id"]: row["code"] for row in town.rows("item")}
    assert [items[row["item_id"]] for row in town.rows("report_line")] == ["J-1", "J-3"]
    assert town.rows("visit")[0]["found"] == 1
    assert town.verified() == []


WRONG: tuple[tuple[dict[str, str], str], ...] = (
    ({"检查日期": "2026-13-01"}, "检查日期"),
    ({"检查日期": ""}, "不能为空"),
    ({"企业": "没有的厂"}, "没有监管对象"),
    ({"计划编号": "P404"}, "尚未导入"),
    ({"配合部门": "市没有局"}, "市没有局"),
    ({"检查单位": "市司法局"}, "没有可更正的"),
    ({"检查类型": "随便"}, "检查类型"),
    ({"执法人员数": "2"}, "没有更正"),
)


def test_that_a_wrong_value_is_refused_and_nothing_changes(town: Town) -> None:
    town.visits(visit(检查编号="A1", 执法人员数=2))
    before = canonical(town)
    for texts, words in WRONG:
        with pytest.raises(InvalidInput, match=words):
            corrected(town, "A1", **texts)
    assert canonical(town) == before
    assert edits(town) == []


def test_that_a_correction_needs_a_reason(town: Town) -> None:
    town.visits(visit(检查编号="A1"))
    with (
        pytest.raises(InvalidInput, match="理由"),
        town.db.writing("张三", "更正") as session,
    ):
        correct(session, report_of(town, "A1"), {"执法人员数": "3"}, " ", None, TODAY)


def test_that_a_voided_report_counts_nowhere_and_stays_void(town: Town) -> None:
    town.visits(*FOUR)
    before = canonical(town)
    edit = voided(town, "A4")
    assert town.share("M9", "2026-07") == (3, None)
    assert town.judged("R1")["R1:E1:2026-07"] == "提示"
    again = town.visits({**FOUR[3], "执法人员数": 3})
    assert town.share("M9", "2026-07") == (3, None)
    assert town.verified() == []
    with pytest.raises(InvalidInput, match=f"撤销批次 {again.id}"):
        taken_back(town, edit)
    town.undo(again)
    taken_back(town, edit)
    assert canonical(town) == before


def test_that_restoring_takes_the_last_edit_of_the_report_back(town: Town) -> None:
    town.visits(*FOUR)
    first = canonical(town)
    corrected(town, "A1", 执法人员数="5")
    second = canonical(town)
    voided(town, "A1")
    for expected in (second, first):
        with town.db.writing("张三", "恢复") as session:
            restore(session, report_of(town, "A1"), "误作废", TODAY)
        assert canonical(town) == expected
    with pytest.raises(InvalidInput, match="没有可撤回"), town.db.writing("张三", "") as session:
        restore(session, report_of(town, "A1"), "", TODAY)


def test_that_the_later_of_two_edits_goes_first(town: Town) -> None:
    town.visits(*FOUR)
    first = corrected(town, "A1", 执法人员数="5")
    second = corrected(town, "A1", 执法人员数="6")
    with pytest.raises(InvalidInput, match=f"撤回第 {second} 号"):
        taken_back(town, first)


def test_that_a_batch_with_an_edit_on_it_is_not_taken_back(town: Town) -> None:
    batch = town.visits(*FOUR)
    edit = corrected(town, "A1", 亮码时间="")
    assert batch.id is not None
    with town.db.reading() as session:
        (reason,) = resting_on(session, batch.id)
    assert f"第 {edit} 号" in reason.text
    with pytest.raises(InvalidInput, match="请先撤回"):
        town.undo(batch)
    taken_back(town, edit)
    town.undo(batch)
    assert town.rows("visit") == []


def test_that_the_same_row_sent_again_leaves_the_correction(town: Town) -> None:
    town.visits(*FOUR)
    corrected(town, "A1", 检查日期="2026-07-20")
    town.visits(*FOUR, visit(检查编号="A9", 检查日期="2026-09-01"))
    days = {row["number"]: row["day"] for row in town.rows("report")}
    assert days["A1"] == day_number(date(2026, 7, 20))
