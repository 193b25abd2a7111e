"""Changing a rule: what is refused, what is judged anew, what the past keeps."""

from __future__ import annotations

from datetime import date

import pytest

from data.measures.rulebook import published, rule_book
from data.models import Setting
from data.oversight.caps import caps_of
from data.rows.errors import Cancelled, InvalidInput, NotFound
from data.rows.period import Period, day_number
from data.rows.rulesets import SWITCH, RuleChange, composed
from data.rules.changing import Wish, change, rule_changes
from data.rules.freshening import REJUDGING
from data.rules.maintenance import rebuild
from data.rules.reevaluation import Preview, pending, preview, reevaluate
from tests.ledger.planning import DECOY, plan
from tests.ledger.town import Town, visit

TODAY = date(2026, 11, 1)
CAP = "visits_per_month"


def three_in(*months: str) -> list[dict[str, object]]:
    """Return three visits to E1 in each month, on items of their own."""
    return [
        dict(visit(**{"检查编号": f"{month}-{day}", "检查日期": f"2026-{month}-{day:02d}",
                      "检查事项": f"J-{day % 3 + 1}", "亮码时间": f"2026-{month}-{day:02d} 08:00",
                      "执法人员数": 2}))
        for month in months
        for day in (5, 6, 7)
    ]  # fmt: skip


def enter(
    town: Town, rule: str, name: str, value: float, effective: str, reason: str = "收紧"
) -> None:
    """Enter a change, without judging anew."""
    with town.db.writing("张三", "修改规则") as session:
        change(session, Wish(rule, name, value, date.fromisoformat(effective)), "张三", reason,
               TODAY)  # fmt: skip


def caps(town: Town) -> dict[str, tuple[str, str]]:
    """Return severity and rule set of R1 by month."""
    return {row.period: (row.severity.label, row.ruleset) for row in town.findings("R1")}


def beyond(town: Town, month: str) -> tuple[int, int]:
    """Return enterprise-months beyond the cap, all and bare, of a month."""
    return town.share("M6", f"2026-{month}")[0], town.share("M6.bare", f"2026-{month}")[0]


@pytest.fixture
def quarter(town: Town) -> Town:
    """A town with three visits to one enterprise in each month from June to September."""
    town.visits(*three_in("06", "07", "08", "09"))
    return town


def test_that_a_lower_cap_changes_only_months_that_begin_on_or_after_its_day(
    quarter: Town,
) -> None:
    old = caps(quarter)
    assert {severity for severity, _ in old.values()} == {"提示"}
    enter(quarter, "R1", CAP, 2, "2026-07-15")
    assert reevaluate(quarter.db, "张三")
    now = caps(quarter)
    assert {month: now[month] for month in ("2026-06", "2026-07")} == {
        month: old[month] for month in ("2026-06", "2026-07")
    }
    assert now["2026-08"] == now["2026-09"] == ("红", "2026-02-01+1")
    assert [beyond(quarter, month) for month in ("06", "07", "08", "09")] == [
        (0, 0), (0, 0), (1, 1), (1, 1),
    ]  # fmt: skip
    assert quarter.verified() == []


def test_that_a_change_on_the_first_of_a_month_holds_in_that_month(quarter: Town) -> None:
    enter(quarter, "R1", CAP, 2, "2026-08-01")
    reevaluate(quarter.db, "张三")
    assert [caps(quarter)[f"2026-{month}"][0] for month in ("07", "08")] == ["提示", "红"]


def test_that_judging_in_slices_comes_to_what_a_rebuild_comes_to(quarter: Town) -> None:
    enter(quarter, "R1", CAP, 2, "2026-07-01")
    enter(quarter, "R3", "visits_per_item_year", 2, "2026-01-01")
    enter(quarter, "R7", "overdue_days", 5, "2026-07-01")
    reevaluate(quarter.db, "张三", size=1)
    sliced = quarter.dump()
    with quarter.db.writing("", "") as session:
        rebuild(session)
    assert quarter.dump() == sliced
    assert quarter.verified() == []
    assert quarter.share("M7", "2026")[0] == 3


def test_that_a_cancelled_run_goes_on_where_it_stood(quarter: Town) -> None:
    quarter.visits(*[dict(row, 企业="E2", 检查编号=f"B{place}")
                     for place, row in enumerate(three_in("08"))])  # fmt: skip
    enter(quarter, "R1", CAP, 2, "2026-07-01")
    heard: list[tuple[int, int, str]] = []

    def stop(done: int, total: int, label: str) -> None:
        heard.append((done, total, label))
        if len(heard) == 3:
            raise Cancelled()

    with pytest.raises(Cancelled):
        reevaluate(quarter.db, "张三", stop, 1)
    with quarter.db.reading() as session:
        stands = pending(session)
        assert session.get(Setting, REJUDGING) is not None
    assert stands is not None and stands.counts == {"R1": day_number(date(2026, 9, 1))}
    assert reevaluate(quarter.db, "张三")
    assert not reevaluate(quarter.db, "张三")
    assert quarter.verified() == []
    assert caps(quarter)["2026-08"][0] == "红"


def test_that_a_change_during_a_run_begins_anew(quarter: Town) -> None:
    enter(quarter, "R1", CAP, 2, "2026-09-01")
    entered = []

    def meanwhile(done: int, total: int, label: str) -> None:
        if not entered and done:
            entered.append(label)
            enter(quarter, "R1", CAP, 1, "2026-06-01")

    reevaluate(quarter.db, "张三", meanwhile, 1)
    assert entered
    assert quarter.verified() == []
    assert beyond(quarter, "06") == (1, 1)


def test_that_an_import_before_the_run_leaves_the_counts_right(quarter: Town) -> None:
    enter(quarter, "R1", CAP, 2, "2026-07-01")
    quarter.visits(dict(three_in("08")[0], 检查编号="新", 检查日期="2026-08-20"))
    reevaluate(quarter.db, "张三")
    assert quarter.verified() == []


def test_that_a_rule_switched_off_finds_nothing_from_its_day_on(quarter: Town) -> None:
    enter(quarter, "R1", SWITCH, 0, "2026-08-01", "暂停执行")
    reevaluate(quarter.db, "张三")
    assert sorted(caps(quarter)) == ["2026-06", "2026-07"]
    enter(quarter, "R1", SWITCH, 1, "2026-09-01", "恢复执行")
    reevaluate(quarter.db, "张三")
    assert sorted(caps(quarter)) == ["2026-06", "2026-07", "2026-09"]
    assert quarter.verified() == []


def test_that_the_versions_tell_author_and_reason_and_old_sets_stay(quarter: Town) -> None:
    enter(quarter, "R1", CAP, 2, "2026-08-01", "联席会议第三次会议议定")
    with quarter.db.reading() as session:
        (row,) = rule_changes(session)
        book = rule_book(session)
    assert (row.author, row.reason, row.value) == ("张三", "联席会议第三次会议议定", 2)
    assert book.limit("R1", CAP, day_number(date(2026, 7, 31))) == 3
    assert book.limit("R1", CAP, day_number(date(2026, 8, 1))) == 2
    assert book.title_of("2026-02-01+1").startswith("2026-02-01+1（")


@pytest.mark.parametrize(
    ("rule", "name", "value", "effective", "words"),
    [
        ("R99", CAP, 2, "2026-07-01", "没有规则“R99”"),
        ("R1", "visits", 2, "2026-07-01", "没有数值“visits”"),
        ("R1", CAP, 0, "2026-07-01", "应在 1 次至31 次之间"),
        ("R1", CAP, 2.5, "2026-07-01", "应为整数"),
        ("R1", CAP, 3, "2026-07-01", "没有改动"),
        ("R1", CAP, 2, "2024-07-04", "不能早于第一个规则集"),
        ("R10", "officers", 1, "2024-08-01", "自 2025-01-03 起才有"),
        ("R1", SWITCH, 1, "2026-07-01", "已是启用"),
        ("R20", "share", 1.5, "2026-07-01", "应在 0%至100%之间"),
        ("R1", CAP, float("nan"), "2026-07-01", "应在"),
    ],
)
def test_that_a_change_that_cannot_be_is_refused(
    town: Town, rule: str, name: str, value: float, effective: str, words: str
) -> None:
    with pytest.raises((InvalidInput, NotFound), match=words):
        enter(town, rule, name, value, effective)
    assert town.rows("rule_change") == []


def test_that_a_change_needs_author_and_reason(town: Town) -> None:
    wish = Wish("R1", CAP, 2, date(2026, 7, 1))
    with town.db.writing("", "") as session:
        for author, reason in ((" ", "收紧"), ("张三", "")):
            with pytest.raises(InvalidInput, match="修改人和理由"):
                change(session, wish, author, reason, TODAY)


def test_that_a_preview_tells_what_would_change_and_changes_nothing(quarter: Town) -> None:
    before = quarter.dump()
    found = preview(quarter.db, Wish("R1", CAP, 2, date(2026, 8, 1)))
    assert found == Preview(before=4, graver=2)
    assert preview(quarter.db, Wish("R1", CAP, 4, date(2026, 8, 1))).removed == 2
    assert preview(quarter.db, Wish("R1", CAP, 1, date(2026, 6, 1))).graver == 4
    assert quarter.dump() == before
    with quarter.db.reading() as session:
        assert pending(session) is None


def test_that_a_preview_counts_what_a_rule_finds_of_plans_as_well(town: Town) -> None:
    june = {"检查类型": "双随机", "检查事项": "J-1", "开始日期": "2026-06-01",
            "结束日期": "2026-06-30", "任务名称": "抽查"}  # fmt: skip
    town.take(
        "plans",
        [{**june, "计划编号": "低", "牵头部门": "江阴市应急局", "抽查比例": "20%"},
         {**june, "计划编号": "高", "牵头部门": "市应急局", "抽查比例": "10%"}],
    )  # fmt: skip
    town.visits(visit(检查编号="1", 检查单位="江阴市应急局"),
                visit(检查编号="2", 检查日期="2026-07-20"))  # fmt: skip
    assert len(town.findings("R25")) == 2
    found = preview(town.db, Wish("R25", SWITCH, 0, date(2026, 6, 1)))
    assert found == Preview(before=2, removed=2)


def test_that_a_preview_can_be_stopped(quarter: Town) -> None:
    def stop(done: int, total: int, label: str) -> None:
        raise Cancelled()

    with pytest.raises(Cancelled):
        preview(quarter.db, Wish("R1", CAP, 2, date(2026, 8, 1)), stop)


def test_that_texts_and_sentences_tell_the_threshold_judged_by(town: Town) -> None:
    town.visits(
        visit(检查编号="1", 检查日期="2026-05-01"),
        visit(检查编号="2", 检查日期="2026-07-20", 检查单位="江阴市应急局"),
        visit(检查编号="3", 检查日期="2026-08-20", 检查单位="江阴市应急局", 企业="E2"),
        visit(检查编号="4", 检查日期="2026-09-30", 企业="E2"),
    )
    enter(town, "R5", "recent_days", 60, "2026-08-01")
    enter(town, "R1", CAP, 2, "2026-08-01")
    assert reevaluate(town.db, "张三")
    told = {row.key.split(":")[-2]: row.sentence for row in town.findings("R5")}
    assert {number: "此前90日内" in words for number, words in told.items()} == {
        "2": True, "4": False,
    }  # fmt: skip
    assert "此前60日内" in told["4"]
    with town.db.reading() as session:
        book = rule_book(session)
    before, after = (book.rule_text("R1", date(2026, *day)) for day in ((7, 31), (8, 1)))
    assert before is not None and after is not None and before.text.endswith("检查依据。")
    assert after.text == (
        f"{before.text}（自2026年8月1日起，每月次数改为2次，为本台设定。）"
    )


def test_that_a_deadline_on_a_day_the_month_has_not_is_its_last(town: Town) -> None:
    enter(town, "R16", "annual_month", 4, "2025-09-01")
    assert reevaluate(town.db, "张三")
    rows = [plan(number, 计划周期="年度", 开始日期="2026-06-01", 备案日期=filed)
            for number, filed in (("及时", "2026-04-30"), ("逾期", "2026-05-01"))]  # fmt: skip
    town.take("plans", [DECOY, *rows])
    assert [row.key for row in town.findings("R16")] == ["R16:YJ:逾期"]


@pytest.mark.parametrize(
    ("effective", "words", "month"),
    [
        ("2027-01-01", "原则上同一企业同一月内、同一企业同一事项全年接受检查均不超过3次",
         "超过3次"),
        ("2026-07-01", "原则上同一企业同一月内接受检查不超过2次，"
         "同一企业同一事项全年接受检查不超过3次", "超过2次"),
        ("2026-08-15", "原则上同一企业同一月内接受检查不超过2次、3次，"
         "同一企业同一事项全年接受检查不超过3次（按各月、各年所用规则集）", "超过规定次数"),
    ],
)  # fmt: skip
def test_that_documents_state_the_caps_of_their_period(
    effective: str, words: str, month: str
) -> None:
    day = day_number(date.fromisoformat(effective))
    book = composed(published(), [RuleChange(1, day, "R1", CAP, 2, "张三", "试行", "")])
    caps = caps_of(book, Period.parse("2026-Q3"))
    assert (caps.words, caps.beyond_month, caps.beyond_item) == (words, month, "超过3次")
