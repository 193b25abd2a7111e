"""The inbox: what became of findings is told once, the rest by the state it is in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from data.oversight import board, meetings, remarks
from data.oversight.acting import By
from data.oversight.inbox import inbox_entries
from data.rows.enums import FindingState
from data.rows.findings import FindingFilter
from data.rows.inbox import InboxEntry, InboxKind, InboxState, lines_of
from data.rows.meetings import MeetingDraft
from data.rows.period import Period
from data.rules.decisions import decide
from data.rules.paging import count_by_rule
from tests.ledger.mending import taken_back, voided
from tests.ledger.town import Town, visit

ME, OTHER = "张三", "李四"


def often(*days: str, enterprise: str = "E1", **cells: object) -> list[dict[str, object]]:
    """Return planned visits of July to one enterprise."""
    where = {"企业": enterprise, **cells}
    return [
        dict(visit(检查编号=f"{enterprise}-{day}", 检查日期=f"2026-07-{day}", **where))
        for day in days
    ]


def inbox(town: Town, day: date | None = None) -> dict[str, InboxEntry]:
    """Return what came in for 张三, by title; findings keep their word in it."""
    with town.db.reading() as session:
        found = inbox_entries(session, day or date.today(), ME)
    assert len({one.key for one in found}) == len(found)
    return {one.title: one for one in found}


def opened(town: Town, entry: InboxEntry) -> int:
    """Return how many findings the page lists that an entry opens."""
    wanted = FindingFilter(
        Period.parse(entry.period), rule=entry.rule, ranges=entry.findings
    )
    with town.db.reading() as session:
        return sum(count_by_rule(session, wanted).values())


def of_rule(entries: Iterable[InboxEntry], rule: str) -> list[InboxEntry]:
    return [one for one in entries if one.rule == rule]


def test_that_each_entry_opens_as_many_findings_as_it_says(town: Town) -> None:
    town.visits(*often("01", "02", "03", "06"), *often("01", "02", "03", "06", enterprise="E2"))
    entries = inbox(town)
    one = entries["新增：月超频次 2 起"]
    assert (one.status, one.detail, opened(town, one)) == ("红", "R1 · 红 2", 2)
    for entry in entries.values():
        assert opened(town, entry) == entry.count
    assert not any("提示" in one.detail for one in entries.values())


def test_that_what_comes_later_makes_only_its_own_rule_unread(town: Town) -> None:
    town.visits(*often("01", "02", "03", "06"))
    state = InboxState().with_read(inbox(town).values())
    town.visits(*often("08", enterprise="E3"))
    lines = lines_of(inbox(town).values(), state, date.today())
    assert {line.entry.rule for line in lines if line.unread} == {"R6"}
    assert {"R1", "R3"} <= {line.entry.rule for line in lines if not line.unread}
    state = state.with_read(line.entry for line in lines)
    town.visits(*often("01", "02", "03", "06", enterprise="E2"))
    lines = lines_of(inbox(town).values(), state, date.today())
    assert {line.entry.rule for line in lines if line.unread} >= {"R1", "R3", "R6"}


def test_that_findings_gone_or_graver_are_told(town: Town) -> None:
    claimed = {"超频次依据": "法规第一条"}
    town.visits(*often("01", "02", "03"), *often("06", **claimed))
    (found,) = town.findings("R1")
    assert found.severity.label == "橙"
    voided(town, "E1-01")
    entries = inbox(town)
    assert not of_rule((one for title, one in entries.items() if title.startswith("新增")), "R1")
    gone = entries["不再成立：月超频次 1 起"]
    assert (gone.status, gone.findings) == ("绿", ())
    taken_back(town, 1)
    (back,) = of_rule((one for title, one in inbox(town).items() if "加重" in title), "R1")
    assert back.detail == "R1 · 橙 1"
    town.visits(*often("08"))
    graver = inbox(town)["加重：月超频次 1 起"]
    assert (graver.status, graver.count, opened(town, graver)) == ("红", 1, 1)


def test_that_a_decided_finding_that_holds_no_more_is_told(town: Town) -> None:
    town.visits(*often("01", "02", "03", "06"))
    found = town.findings("R6")[0]
    with town.db.writing(OTHER, "认定") as session:
        decide(session, [found.key], FindingState.DISPUTED, "单位有异议", OTHER, date.today())
    entries = inbox(town)
    dispute = entries["有异议：无计划检查 · 一厂"]
    assert (dispute.kind, dispute.detail, dispute.finding) == (
        InboxKind.NOTE, "单位有异议", found.key,
    )  # fmt: skip
    voided(town, "E1-01")
    entries = inbox(town)
    assert "有异议：无计划检查 · 一厂" not in entries
    closed = entries["认定后不再成立：无计划检查 1 起"]
    assert opened(town, closed) == 1


def test_that_days_come_in_once_near_and_once_over(town: Town) -> None:
    by, due = By(OTHER, date(2026, 11, 1)), date(2026, 11, 20)
    with town.db.writing(OTHER, "任务") as session:
        board.set_date(session, 4, due, by)
        meetings.add_meeting(session, MeetingDraft("例会", due, "2026-Q3"), by)

    def due_on(day: date) -> dict[str, tuple[date, str, str]]:
        return {
            one.title.partition(" ")[0]: (one.day, one.status, one.detail.rpartition(" · ")[2])
            for one in inbox(town, day).values() if one.kind is InboxKind.DUE
        }  # fmt: skip

    near = due - timedelta(days=7)
    assert due_on(near - timedelta(days=1)) == {}
    assert due_on(near) == {"4.": (near, "黄", "还有 7 天"), "例会": (near, "黄", "还有 7 天")}
    assert {one[2] for one in due_on(due).values()} == {"今天"}
    over = due + timedelta(days=3)
    assert due_on(over) == {"4.": (due + timedelta(days=1), "红", "逾期 3 天")}
    keys = {one.key for day in (near, due, over) for one in inbox(town, day).values()}
    assert len(keys) == 3  # the task near, the task over, the meeting


def test_that_notes_of_others_are_told_and_what_is_put_off_comes_back(town: Town) -> None:
    day = date(2026, 11, 20)
    with town.db.writing(OTHER, "注") as session:
        for who in (ME, OTHER):
            remarks.add_note(session, "body", "YJ", "2026-07", f"{who}的话", who, day)
    (note,) = inbox(town, day).values()
    assert (note.title, note.detail) == ("李四加注：市应急局 2026年7月", "李四的话")
    (line,) = lines_of([note], InboxState(), day)
    assert (line.unread, line.heading) == (True, "今天 11月20日 周五")
    state = InboxState().with_read([note])
    assert not lines_of([note], state, day)[0].unread
    later = day + timedelta(days=3)
    state = state.with_put_off(note.key, later)
    assert lines_of([note], state, later - timedelta(days=1)) == []
    (line,) = lines_of([note], state, later)
    assert (line.day, line.unread) == (later, True)
    assert not lines_of([note], state.with_read([note]), later)[0].unread
    assert state.of({"other"}) == InboxState()
    assert inbox(town, day + timedelta(days=31)) == {}
