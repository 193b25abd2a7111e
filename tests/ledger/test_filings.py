"""备案台账: plans received, returned, taken; what is refused, listed and counted."""

from __future__ import annotations

from datetime import date

import pytest

from data.intake.mending.edits import list_edits, take_back
from data.records.filings import count_filings, filing_clocks, history_of, list_filings
from data.rows.errors import InvalidInput, Refused
from data.rows.filings import FilingState, Receiver
from data.rows.period import Period, day_number
from data.rows.plans import PlanFilter
from tests.ledger.filing import (
    TODAY,
    UNFILED,
    day,
    filed,
    planned,
    received,
    returned,
    taken,
    undone,
)
from tests.ledger.mending import canonical
from tests.ledger.planning import DECOY, plan
from tests.ledger.town import Town

KEY = "YJ:P1"
P1 = plan("P1", **UNFILED)
SHORT = plan("P1", **UNFILED, 抽查比例="", 参与部门="")
YEAR = Period.parse("2026")


def the_plan(town: Town, number: str = "P1") -> dict[str, object]:
    """Return the stored row of a plan."""
    return next(row for row in town.rows("plan") if row["number"] == number)


# -- the life ------------------------------------------------------------------------------


def test_that_a_plan_is_received_returned_comes_back_in_a_file_and_is_taken(town: Town) -> None:
    planned(town, SHORT)
    assert filed(town, KEY).state is FilingState.UNSEEN
    row = received(town, KEY, "03-02", sender="应急局张三")
    assert (row.state, row.receipt, row.sender) == (
        FilingState.RECEIVED, "锡司收备〔2026〕1号", "应急局张三",
    )  # fmt: skip
    assert (row.receiver, row.handler) == (Receiver.JUSTICE, "王收")
    row = returned(town, KEY, "03-03", reason="请按双随机比例填写")
    assert (row.state, row.lacks) == (FilingState.RETURNED, ("ratio", "partners"))
    assert (row.asked, row.due) == ("缺抽查比例、参与部门；请按双随机比例填写", day("03-10"))
    assert row.overdue and row.word == "逾期未补正"
    planned(town, P1)
    row = filed(town, KEY)
    assert (row.state, row.plan.lacks, row.overdue) == (FilingState.AMENDED, (), False)
    row = taken(town, KEY, "03-12", filed=day("03-11"))
    assert (row.state, row.filing, row.returns) == (FilingState.TAKEN, "锡司备〔2026〕1号", 1)
    assert (row.filed, row.taken, row.handler) == (day("03-11"), day("03-12"), "李批")
    stored = the_plan(town)
    assert (stored["filed"], stored["accepted"], stored["filing"]) == (
        day_number(day("03-11")), day_number(day("03-12")), "锡司备〔2026〕1号",
    )  # fmt: skip
    assert town.verified() == []


def test_that_a_plan_coming_back_by_hand_keeps_its_receipt(town: Town) -> None:
    planned(town, SHORT)
    received(town, KEY, "03-02", number="第7件")
    returned(town, KEY, "03-03", due=day("03-20"))
    with pytest.raises(Refused, match="退回补正，请先登记补正收件，再受理"):
        taken(town, KEY, "03-04")
    with pytest.raises(InvalidInput, match="不另编号"):
        received(town, KEY, "03-05", number="第8件")
    with pytest.raises(InvalidInput, match="收件日期 2026-03-02 早于退回日期 2026-03-03"):
        received(town, KEY, "03-02")
    row = received(town, KEY, "03-05")
    assert (row.state, row.receipt, row.back) == (FilingState.RECEIVED, "第7件", day("03-05"))
    with pytest.raises(InvalidInput, match="受理日期 2026-03-04 早于补正收件日期 2026-03-05"):
        taken(town, KEY, "03-04")
    with pytest.raises(InvalidInput, match="缺抽查比例、参与部门，请退回补正"):
        taken(town, KEY, "03-06")
    row = taken(town, KEY, "03-06", note="纸质方案已补")
    assert (row.state, row.note) == (FilingState.TAKEN, "纸质方案已补")


def test_that_every_step_is_on_record_and_goes_back_as_it_came(town: Town) -> None:
    planned(town, plan("P1", 备案日期="2026-02-01", 受理日期="", 备案编号="自编1", 抽查比例=""))
    assert filed(town, KEY).state is FilingState.CLAIMED
    dumps = [canonical(town)]
    received(town, KEY, "03-02")
    dumps.append(canonical(town))
    returned(town, KEY, "03-03")
    dumps.append(canonical(town))
    received(town, KEY, "03-09")
    dumps.append(canonical(town))
    taken(town, KEY, "03-10", note="同意")
    with town.db.reading() as session:
        told = history_of(session, int(str(the_plan(town)["id"])))
    assert [(one.subject.partition("：")[2].split(" ")[0], one.actor) for one in told] == [
        ("收件", "王收"), ("退回补正", "王收"), ("补正收件", "王收"), ("受理", "李批"),
    ]  # fmt: skip
    assert told[0].subject == "市应急局 计划 P1：收件 锡司收备〔2026〕1号"
    for before in reversed(dumps):
        undone(town, KEY)
        assert canonical(town) == before
    with pytest.raises(InvalidInput, match="没有可撤回的备案登记"):
        undone(town, KEY)


def test_that_an_earlier_step_does_not_go_back_before_a_later_one(town: Town) -> None:
    planned(town, P1)
    received(town, KEY, "03-02")
    taken(town, KEY, "03-03")
    with town.db.reading() as session:
        later, first = (row.id for row in list_edits(session))
    with (
        pytest.raises(InvalidInput, match=f"请先撤回第 {later} 号更改"),
        town.db.writing("李四", "") as session,
    ):
        take_back(session, first, "", TODAY)


def test_that_a_returned_plan_is_not_filed_whatever_its_own_file_claims(town: Town) -> None:
    claims = plan("P1", 抽查比例="", 备案日期="2026-02-01", 受理日期="2026-02-02", 备案编号="自1")
    planned(town, claims)
    received(town, KEY, "03-02")
    returned(town, KEY, "03-03")
    row = filed(town, KEY)
    assert (row.state, row.plan.filed, row.plan.accepted) == (FilingState.RETURNED, None, None)
    report = town.take("plans", [{**DECOY, "受理日期": "2019-12-02", "备案编号": "旧1"},
                                 {**claims, "抽查比例": "10%"}])  # fmt: skip
    words = {(one.column, one.level.label) for one in report.issues}
    assert words == {("备案日期", "警告"), ("受理日期", "警告"), ("备案编号", "警告")}
    assert "以台账为准" in report.issues[0].message
    row = filed(town, KEY)
    assert (row.state, row.plan.filed, row.filing) == (FilingState.AMENDED, None, "")


def test_that_a_later_file_with_empty_cells_does_not_wipe_out_what_was_registered(
    town: Town,
) -> None:
    planned(town, P1)
    received(town, KEY, "03-02")
    taken(town, KEY, "03-03", number="司备1")
    again = town.take("plans", [{**P1, "备注": "改了备注"}])
    assert [one.level.label for one in again.issues] == []
    assert (the_plan(town)["filing"], the_plan(town)["note"]) == ("司备1", "改了备注")
    assert the_plan(town)["filed"] == day_number(day("03-03"))


# -- numbers -------------------------------------------------------------------------------


def test_that_each_receiver_has_a_series_of_its_own_and_a_number_is_never_given_twice(
    town: Town,
) -> None:
    rows = [plan(f"P{one}", **UNFILED) for one in (1, 2, 3, 4)]
    planned(town, *rows, plan("随", **UNFILED, 检查类型="双随机"))
    assert received(town, KEY, "03-02").receipt == "锡司收备〔2026〕1号"
    assert received(town, "YJ:P2", "03-02", number="锡司收备〔2026〕5号").filing == ""
    assert received(town, "YJ:P3", "03-02").receipt == "锡司收备〔2026〕6号"
    random = received(town, "YJ:随", "03-02")
    assert (random.receipt, random.receiver) == ("锡市监收备〔2026〕1号", Receiver.MARKET)
    assert taken(town, "YJ:随", "03-02").filing == "锡市监备〔2026〕1号"
    undone(town, "YJ:P3")
    assert received(town, "YJ:P3", "03-02").receipt == "锡司收备〔2026〕7号"
    with pytest.raises(Refused, match="收件编号“锡司收备〔2026〕1号”已经用过"):
        received(town, "YJ:P4", "03-02", number="锡司收备〔2026〕1号")
    taken(town, KEY, "03-03", number="A-1")
    with pytest.raises(Refused, match="备案编号“A-1”已经用过"):
        taken(town, "YJ:P2", "03-03", number="A-1")


# -- refusals ------------------------------------------------------------------------------


def test_that_what_cannot_be_is_refused_in_words(town: Town) -> None:
    planned(town, P1)
    with pytest.raises(InvalidInput, match="没有计划“YJ:无”"):
        received(town, "YJ:无", "03-02")
    with pytest.raises(Refused, match="未收件，请先登记收件，再受理"):
        taken(town, KEY, "03-02")
    with pytest.raises(Refused, match="未收件，请先登记收件，再退回补正"):
        returned(town, KEY, "03-02", reason="缺印章")
    with pytest.raises(InvalidInput, match="收件日期 2026-12-02 晚于今天 2026-12-01"):
        received(town, KEY, "12-02")
    with pytest.raises(InvalidInput, match="报送人超过 64 个字"):
        received(town, KEY, "03-02", sender="长" * 65)
    received(town, KEY, "03-02")
    with pytest.raises(Refused, match="待审查（锡司收备〔2026〕1号），不能再登记收件"):
        received(town, KEY, "03-03")
    with pytest.raises(InvalidInput, match="五项要素不缺，退回须选择要补正的要素或写明理由"):
        returned(town, KEY, "03-03")
    with pytest.raises(InvalidInput, match="没有要素“价格”，可用：事项或场景"):
        returned(town, KEY, "03-03", lacks=("价格",))
    with pytest.raises(InvalidInput, match="退回日期 2026-03-01 早于收件日期 2026-03-02"):
        returned(town, KEY, "03-01", reason="缺印章")
    with pytest.raises(InvalidInput, match="补正期限 2026-03-03 应在退回日期"):
        returned(town, KEY, "03-03", reason="缺印章", due=day("03-03"))
    with pytest.raises(InvalidInput, match="备案日期 2026-03-01 早于收件日期"):
        taken(town, KEY, "03-03", filed=day("03-01"))
    taken(town, KEY, "03-03")
    with pytest.raises(Refused, match="已受理，备案编号 锡司备〔2026〕1号，不能再登记退回补正"):
        returned(town, KEY, "03-04", reason="缺印章")


def test_that_without_a_calendar_the_day_of_return_must_be_given(town: Town) -> None:
    planned(town, P1)
    with town.db.writing("王收", "") as session:
        from data.models import CalendarYear

        session.delete(session.get_one(CalendarYear, 2026))
    received(town, KEY, "03-02")
    with pytest.raises(InvalidInput, match="没有工作日历，请写明补正期限"):
        returned(town, KEY, "03-03", reason="缺印章")
    assert returned(town, KEY, "03-03", reason="缺印章", due=day("03-09")).due == day("03-09")


def test_that_a_batch_is_not_taken_back_from_under_the_register(town: Town) -> None:
    planned(town, DECOY)
    report = town.take("plans", [P1])
    received(town, KEY, "03-02")
    with pytest.raises(InvalidInput, match="1 条备案登记用到本批新建的检查计划"):
        town.undo(report)
    undone(town, KEY)
    town.undo(report)
    assert town.rows("filing") == [] and town.verified() == []


# -- lists, counts, clocks -----------------------------------------------------------------


def test_that_the_register_lists_the_year_and_whatever_waits(town: Town) -> None:
    planned(
        town, P1, plan("明年", **UNFILED, 开始日期="2027-01-01", 结束日期="2027-12-31"),
        plan("后年", **UNFILED, 开始日期="2028-01-01", 结束日期="2028-12-31"),
        plan("乙", "市生态环境局", **UNFILED, 开始日期="2027-01-01", 结束日期="2027-02-01"),
    )  # fmt: skip
    received(town, "YJ:明年", "11-20")
    received(town, "HB:乙", "11-20")

    def keys(wanted: PlanFilter) -> list[str]:
        with town.db.reading() as session:
            return [row.key for row in list_filings(session, wanted, TODAY)]

    assert keys(PlanFilter(YEAR)) == ["YJ:P1", "HB:乙", "YJ:明年"]
    assert keys(PlanFilter(YEAR, body="市应急局")) == ["YJ:P1", "YJ:明年"]
    assert keys(PlanFilter(YEAR, system="应急")) == ["YJ:P1", "YJ:明年"]


def test_that_counts_and_mean_working_days_are_those_of_the_period(town: Town) -> None:
    planned(town, P1, plan("P2", **UNFILED), plan("P3", **UNFILED), plan("P4", **UNFILED))
    received(town, KEY, "03-02")
    taken(town, KEY, "03-04")
    received(town, "YJ:P2", "03-06")
    taken(town, "YJ:P2", "03-09")
    received(town, "YJ:P3", "03-30")
    returned(town, "YJ:P3", "04-01", reason="缺印章", due=day("04-10"))
    received(town, "YJ:P4", "04-01")
    with town.db.reading() as session:
        (march,) = count_filings(session, Period.parse("2026-03"), day("04-12"))
        (april,) = count_filings(session, Period.parse("2026-04"), day("04-10"))
    assert (march.received, march.returned, march.taken, march.days) == (3, 0, 2, 1.5)
    assert (march.open, march.out, march.late) == (1, 1, 1)
    assert (april.received, april.returned, april.taken, april.days) == (1, 1, 0, None)
    assert april.late == 0
    assert march.sentence == (
        "市司法局收件3件，退回补正0件，受理2件（平均1.5个工作日）；"
        "待审查1件，待补正1件，其中逾期1件。"
    )


def test_that_a_return_stands_among_the_clocks_until_it_comes_back(town: Town) -> None:
    planned(town, SHORT)
    received(town, KEY, "03-02")
    returned(town, KEY, "03-03")

    def clocks(today: date) -> list[tuple[date, str, bool]]:
        with town.db.reading() as session:
            return [(one.day, one.state, one.overdue) for one in filing_clocks(session, today)]

    assert clocks(day("03-10")) == [(day("03-10"), "待办", False)]
    assert clocks(day("03-11")) == [(day("03-10"), "逾期", True)]
    planned(town, P1)
    assert clocks(day("03-11")) == []
