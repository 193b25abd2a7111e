"""Who has sent what: a month's board from what batches brought of each body and month."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from data.intake.importer import ImportOptions
from data.intake.received import (
    deadline_words,
    expectation,
    missing_lines,
    received_of,
    set_expectation,
)
from data.models import Batch
from data.rows.errors import InvalidInput
from data.rows.issues import BatchReport
from data.rows.period import Period
from data.rows.received import Expectation, Receipt, Received, ReceivedBody, ReceivedKind
from tests.ledger.town import Town, visit

SEPTEMBER = date(2026, 9, 1)
PLAN = {"任务名称": "甲", "检查类型": "重点", "开始日期": "2026-03-01"}


def board(town: Town, period: str = "2026-07", today: date = SEPTEMBER) -> Received:
    """Return the board of a period as of a day."""
    with town.db.reading() as session:
        return received_of(session, Period.parse(period), today)


def body(board: Received, code: str) -> ReceivedBody:
    """Return a body of a board."""
    return next(one for one in board.bodies if one.code == code)


def kind(board: Received, code: str, name: str = "visits") -> ReceivedKind:
    """Return a kind of a body."""
    return next(one for one in body(board, code).kinds if one.kind == name)


def receipts(board: Received, name: str = "visits") -> dict[str, Receipt]:
    """Return how it stands with a kind of each body."""
    return {one.code: kind(board, one.code, name).receipt for one in board.bodies}


def came(town: Town, report: BatchReport, day: str) -> None:
    """Let a batch have come on another day, at noon."""
    with town.db.writing("测试", "改报送时间") as session:
        session.execute(
            update(Batch).where(Batch.id == report.id).values(at=f"{day}T04:00:00+00:00")
        )


def ask(town: Town, monthly: tuple[str, ...], yearly: tuple[str, ...] = (), day: int = 10) -> None:
    """Ask bodies for kinds."""
    with town.db.writing("测试", "报送要求") as session:
        set_expectation(session, Expectation(monthly, yearly, day))


@pytest.fixture
def asked(town: Town) -> Town:
    """A town that asks for visits each month, whose registers came before the year began."""
    ask(town, ("visits",))
    with town.db.writing("测试", "改报送时间") as session:
        session.execute(update(Batch).values(at="2025-12-01T04:00:00+00:00"))
    return town


def test_that_bodies_that_inspect_are_listed_and_those_that_do_not_are_not(asked: Town) -> None:
    assert {one.code for one in board(asked).bodies} == {
        "SF", "SC", "YJ", "YJ-JY", "YJ-JY-CJ", "HB",
    }  # fmt: skip


def test_that_rows_are_counted_with_their_body_and_month(asked: Town) -> None:
    report = asked.visits(
        visit(检查编号="A1"), visit(检查编号="A2", 检查事项="新事项"),
        visit(检查编号="A3", 检查日期="2026-08-06"),
        visit(检查编号="B1", 检查单位="市司法局"),
    )  # fmt: skip
    july = board(asked)
    found = kind(july, "YJ")
    assert (found.rows, found.clean, found.rejected) == (2, 1, 0)
    assert [part.batch for part in found.batches] == [report.id]
    assert kind(july, "SF").rows == 1
    assert kind(board(asked, "2026-08"), "YJ").rows == 1
    assert kind(board(asked, "2026-07..2026-08"), "YJ").rows == 3


def test_that_one_who_sent_nothing_is_missing_only_after_the_month_is_over(asked: Town) -> None:
    asked.visits(visit(检查编号="A1"))
    for day, receipt, lines in (
        (date(2026, 7, 20), Receipt.DUE, 0),
        (date(2026, 8, 5), Receipt.DUE, 5),
        (date(2026, 8, 10), Receipt.DUE, 5),
        (date(2026, 8, 11), Receipt.MISSING, 5),
    ):
        now = board(asked, today=day)
        assert receipts(now)["SF"] is receipt
        assert len(missing_lines(now)) == lines
    assert "市司法局：缺检查记录（2026-07）" in missing_lines(board(asked))
    assert not any(line.startswith("市应急局") for line in missing_lines(board(asked)))


def test_that_a_month_lacking_among_several_is_named(asked: Town) -> None:
    days = ("2026-05-06", "2026-07-06")
    asked.visits(*[visit(检查编号=day, 检查日期=day) for day in days])
    now = board(asked, "2026-05..2026-08", date(2026, 8, 20))
    assert kind(now, "YJ").receipt is Receipt.PARTIAL
    assert kind(now, "YJ").missing == ("2026-06",)


@pytest.mark.parametrize(
    ("day", "receipt"), [("2026-08-10", Receipt.SENT), ("2026-08-11", Receipt.LATE)]
)
def test_that_what_came_after_the_deadline_is_late(asked: Town, day: str, receipt: Receipt) -> None:
    report = asked.visits(visit(检查编号="A1"))
    came(asked, report, day)
    found = kind(board(asked), "YJ")
    assert found.receipt is receipt
    assert [part.is_late for part in found.batches] == [receipt is Receipt.LATE]
    assert found.deadline == date(2026, 8, 10)


def test_that_a_correction_after_the_deadline_is_not_late(asked: Town) -> None:
    came(asked, asked.visits(visit(检查编号="A1")), "2026-08-03")
    came(asked, asked.visits(visit(检查编号="A1", 检查结果="移送")), "2026-08-20")
    assert receipts(board(asked))["YJ"] is Receipt.SENT


def test_that_nothing_is_late_that_fell_due_before_the_first_file(town: Town) -> None:
    ask(town, ("visits",))
    town.visits(visit(检查编号="A1", 检查日期="2020-07-06"))
    assert receipts(board(town, "2020-07"))["YJ"] is Receipt.SENT


def test_that_another_deadline_moves_what_is_late(asked: Town) -> None:
    came(asked, asked.visits(visit(检查编号="A1")), "2026-08-12")
    assert receipts(board(asked))["YJ"] is Receipt.LATE
    ask(asked, ("visits",), day=15)
    assert receipts(board(asked))["YJ"] is Receipt.SENT


def test_that_returned_rows_show_on_the_board(asked: Town) -> None:
    report = asked.take(
        "visits",
        [visit(检查编号="A1"), visit(检查编号="A2", 检查日期="2026-07-07", 计划编号="P?")],
        ImportOptions(only_valid=True),
    )
    came(asked, report, "2026-08-03")
    found = kind(board(asked), "YJ")
    assert (found.receipt, found.rows, found.rejected) == (Receipt.RETURNED, 2, 1)


def test_that_an_undone_batch_is_not_on_the_board(asked: Town) -> None:
    report = asked.visits(visit(检查编号="A1"))
    asked.undo(report)
    assert (receipts(board(asked))["YJ"], kind(board(asked), "YJ").rows) == (Receipt.MISSING, 0)


def test_that_plans_of_the_year_are_due_by_the_end_of_march(town: Town) -> None:
    ask(town, (), ("plans",))
    report = town.take("plans", [{**PLAN, "计划编号": "P1", "牵头部门": "市应急局"}])
    came(town, report, "2026-02-10")
    assert receipts(board(town, "2026-07"), "plans")["YJ"] is Receipt.SENT
    assert kind(board(town, "2026-07"), "SF", "plans").missing == ("2026年",)
    early = board(town, "2026-01", date(2026, 3, 31))
    assert receipts(early, "plans")["SF"] is Receipt.DUE
    late = board(town, "2026-01", date(2026, 4, 1))
    assert receipts(late, "plans")["SF"] is Receipt.MISSING
    assert missing_lines(late)[0].endswith("缺检查计划（2026年）")


def test_that_what_nobody_asks_for_is_shown_and_never_missing(town: Town) -> None:
    ask(town, ())
    town.visits(visit(检查编号="A1"))
    now = board(town)
    assert receipts(now)["YJ"] is Receipt.SENT
    assert receipts(now)["SF"] is Receipt.NOT_ASKED
    assert (now.missing, now.expected) == ((), ())


def test_that_what_is_asked_for_is_kept_and_wrong_wishes_are_refused(town: Town) -> None:
    with town.db.reading() as session:
        assert expectation(session) == Expectation(("visits",), ("plans",), 10)
    ask(town, ("visits", "usage"), ("plans",), 5)
    with town.db.reading() as session:
        found = expectation(session)
    assert found == Expectation(("visits", "usage"), ("plans",), 5)
    assert deadline_words(found) == (
        "检查记录、平台使用每月 5 日前报上月，检查计划每年 3 月 31 日前（参考）"
    )
    for wrong in (
        Expectation(("visits",), (), 31),
        Expectation(("bodies",), (), 10),
        Expectation(("visits",), ("visits",), 10),
    ):
        with pytest.raises(InvalidInput), town.db.writing("测试", "错") as session:
            set_expectation(session, wrong)


def test_that_figures_and_codes_are_counted_with_their_own_body_and_month(asked: Town) -> None:
    asked.visits(visit(检查编号="A1"))
    asked.take("usage", [{"单位编码": "YJ", "月份": "2026-07", "登录人数": "5"}])
    asked.take(
        "codes",
        [{"行政行为码": "X1", "检查编号": "A1", "检查单位": "YJ", "亮码时间": "2026-07-06 09:00"}],
    )
    for name in ("usage", "codes"):
        assert kind(board(asked, "2026-07"), "YJ", name).rows == 1
        assert kind(board(asked, "2026-08"), "YJ", name).rows == 0


def test_that_a_complaint_is_not_counted_as_sent_by_whom_it_is_about(asked: Town) -> None:
    asked.take("complaints", [{"编号": "K1", "日期": "2026-07-02", "被反映单位": "市应急局",
                               "类别": "投诉", "渠道": "12345"}])  # fmt: skip
    assert body(board(asked), "YJ").batches == ()
