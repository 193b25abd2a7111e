"""Meetings, the 15 tasks, calls to report, contradictory demands and their clocks on one ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from data.intake.resting import refuse_if_needed, resting_on
from data.models import Body, Finding, FindingBody
from data.oversight import board, demands, meetings, submissions
from data.oversight.acting import By
from data.oversight.clocks import list_clocks
from data.oversight.meeting_rows import (
    decisions,
    events_of,
    meeting_before,
    meeting_of_period,
    meeting_sheet,
)
from data.oversight.tasks import progress_rows, task_rows
from data.records.verifying import problems
from data.rows.board import DONE, NEARLY_DUE, NO_DATE, ON_TIME, PAST_DUE, TROUBLED, lamp_of
from data.rows.demands import DemandDraft
from data.rows.enums import Severity
from data.rows.errors import Conflict, InvalidInput, NotFound, Refused
from data.rows.meetings import AgendaDraft, DecisionState, MeetingDraft, Presence
from data.rows.period import Period
from data.rows.submissions import SubmissionKind
from data.store.database import Database
from tests.ledger.conftest import registers
from tests.ledger.town import Town

TODAY = date(2026, 10, 20)
Q2, Q3 = Period.parse("2026-Q2"), Period.parse("2026-Q3")


def by(note: str = "", day: date = TODAY, seen: int | None = None) -> By:
    return By("张三", day, note, seen)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town with registers, some progress and a complaint; each test rolls back."""
    folder = tmp_path_factory.mktemp("joint")
    with Database.open(f"sqlite:///{folder / 'joint.sqlite'}") as db:
        made = Town(db, folder)
        registers(made)
        made.take("complaints", [
            {"编号": "T1", "日期": "2026-10-08", "被反映单位": "YJ", "类别": "反映要求不一",
             "企业": "一厂", "内容": "消防门开向"},
            {"编号": "T2", "日期": "2026-10-08", "被反映单位": "YJ", "类别": "投诉"},
        ])  # fmt: skip
        yield made


class RollBack(Exception):
    """Ends a test's transaction without a trace."""


@pytest.fixture
def session(town: Town) -> Iterator[object]:
    with pytest.raises(RollBack), town.db.writing("张三", "试") as opened:
        yield opened
        raise RollBack


def held(session, day=date(2026, 7, 20), period="2026-Q2"):
    return meetings.add_meeting(
        session, MeetingDraft("第二次例会", day, period, "14:30", "市民中心", "李四"), by()
    )


def test_that_the_words_of_the_tasks_are_those_of_the_plan(town, shared_dir):
    whole = (shared_dir / "seed.txt").read_text(encoding="utf-8")
    table = whole[whole.index("优化完善企业监管检查方式重点任务分工") :]
    lines = [line.strip() for line in table.splitlines() if line.strip()]
    with town.db.reading() as session:
        rows = task_rows(session, TODAY)
    assert len(rows) == 15
    for row in rows:
        place = lines.index(str(row.number))
        assert [row.name, row.lead] == lines[place + 1 : place + 3]


@pytest.mark.parametrize(
    ("done", "due", "problems", "lamp"),
    [
        (TODAY, date(2026, 1, 1), 3, DONE), (None, date(2026, 10, 19), 0, PAST_DUE),
        (None, TODAY, 0, NEARLY_DUE), (None, date(2026, 11, 4), 0, NEARLY_DUE),
        (None, date(2026, 11, 5), 0, ON_TIME), (None, date(2026, 12, 31), 1, TROUBLED),
        (None, None, 1, TROUBLED), (None, None, 0, NO_DATE),
    ],
)  # fmt: skip
def test_that_a_lamp_follows_its_rule(done, due, problems, lamp):
    assert lamp_of(done, due, problems, TODAY, 15) == lamp


def test_that_no_task_has_a_date_until_somebody_sets_one(session):
    assert all(row.due is None and row.lamp == NO_DATE for row in task_rows(session, TODAY))
    board.set_date(session, 4, date(2026, 10, 1), by("市政府会议要求"))
    step = board.add_step(session, 4, "印发目录清单", by(), "市司法局", date(2026, 12, 31))
    row = task_rows(session, TODAY)[3]
    assert (row.due, row.lamp, row.steps, row.steps_done) == (date(2026, 10, 1), PAST_DUE, 1, 0)
    board.finish(session, 4, by(), step)
    with pytest.raises(InvalidInput, match="依据"):
        board.finish(session, 4, by())
    board.finish(session, 4, by("锡政办发〔2026〕9号"))
    row = task_rows(session, TODAY)[3]
    assert (row.lamp, row.steps_done, row.done) == (DONE, 1, TODAY)
    board.reopen(session, 4, by("补充区级事项"))
    board.set_date(session, 4, None, by())
    assert task_rows(session, TODAY)[3].lamp == NO_DATE
    deeds = [one.deed.label for one in board.history(session, 4)]
    assert deeds == ["设定日期", "增加步骤", "设定日期", "完成", "完成", "重新办理", "取消日期"]


def test_that_what_makes_no_sense_of_a_task_is_refused(session):
    with pytest.raises(NotFound, match="1 至 15"):
        board.set_date(session, 16, TODAY, by())
    with pytest.raises(Refused):
        board.reopen(session, 1, by("为何"))
    step = board.add_step(session, 2, "统一标准", by())
    gone = board.add_step(session, 2, "多余的步骤", by())
    board.drop_step(session, 2, gone, by())
    assert (task_rows(session, TODAY)[1].steps, len(board.history(session, 2))) == (1, 3)
    with pytest.raises(NotFound):
        board.finish(session, 2, by(), gone)
    with pytest.raises(NotFound):
        board.finish(session, 3, by(), step)
    with pytest.raises(InvalidInput, match="办理人"):
        board.set_date(session, 1, TODAY, By(" ", TODAY))


@pytest.mark.parametrize("table", ["board_event", "decision_event"])
def test_that_what_was_done_stays_as_it_was(session, table):
    board.set_date(session, 1, TODAY, by())
    meetings.decide(session, held(session), "修订清单", by())
    for deed in (f"UPDATE {table} SET note = 'x'", f"DELETE FROM {table}",
                 f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"):  # fmt: skip
        with pytest.raises(SQLAlchemyError), session.begin_nested():
            session.execute(text(deed))


def test_that_a_decision_is_late_from_the_day_after_it_was_due_until_it_is_done(session):
    number = held(session)
    due = date(2026, 10, 19)
    one = meetings.decide(session, number, "修订清单", by(), "市司法局", due)
    assert not meeting_sheet(session, number, due).decisions[0].overdue
    row = meeting_sheet(session, number, TODAY).decisions[0]
    assert (row.word, row.body.name) == ("逾期", "市司法局")
    with pytest.raises(InvalidInput, match="进展"):
        meetings.progress(session, one, DecisionState.OPEN, by())
    meetings.progress(session, one, DecisionState.OPEN, by("已征求意见"))
    with pytest.raises(Conflict):
        meetings.progress(session, one, DecisionState.DONE, by(seen=1))
    meetings.progress(session, one, DecisionState.DONE, by("已印发", seen=2))
    row = meeting_sheet(session, number, TODAY).decisions[0]
    assert (row.word, row.note) == ("已完成", "已印发")
    with pytest.raises(Refused):
        meetings.progress(session, one, DecisionState.DONE, by())


def test_that_a_corrected_decision_keeps_what_it_was_and_its_progress(session):
    one = meetings.decide(session, held(session), "修订清淡", by(), "SF", date(2026, 12, 1))
    meetings.progress(session, one, DecisionState.OPEN, by("已起草"))
    meetings.amend(session, one, "修订清单", by(seen=2), "市应急局")
    row = decisions(session, TODAY)[0]
    assert (row.content, row.body.code, row.due) == ("修订清单", "YJ", None)
    assert (row.word, row.note, row.version) == ("进行中", "已起草", 3)
    assert "原为：修订清淡，期限 2026-12-01" in events_of(session, one)[-1].note
    with pytest.raises(Conflict):
        meetings.amend(session, one, "再改", by(seen=2))


def test_that_a_decision_cannot_be_due_before_its_meeting(session):
    with pytest.raises(InvalidInput, match="会议日期"):
        meetings.decide(session, held(session), "修订", by(), due=date(2026, 7, 19))


def test_that_the_agenda_keeps_its_order_and_names_issued_papers_only(session):
    number = held(session)
    first = meetings.add_agenda(session, number, AgendaDraft("通报情况", "市司法局"))
    second = meetings.add_agenda(session, number, AgendaDraft("部署工作", page="tasks"))
    meetings.move_agenda(session, second, up=True)
    meetings.move_agenda(session, second, up=True)
    assert [one.id for one in meeting_sheet(session, number, TODAY).agenda] == [second, first]
    with pytest.raises(NotFound, match="文号"):
        meetings.add_agenda(session, number, AgendaDraft("审议", paper="锡司发〔2026〕9号"))


def test_that_the_last_word_on_a_persons_attendance_holds(session):
    number = held(session)
    meetings.attend(session, number, "SF", Presence.PRESENT, "王五")
    meetings.attend(session, number, "市司法局", Presence.EXCUSED, "王五")
    meetings.attend(session, number, "BB", Presence.GUEST)
    told = [(one.body.name, one.person, one.presence.label)
            for one in meeting_sheet(session, number, TODAY).attendance]  # fmt: skip
    assert told == [("市司法局", "王五", "请假"), ("市委编办", "", "列席")]


def test_that_the_meeting_before_is_not_the_one_of_the_period(session):
    earlier = held(session)
    assert meeting_of_period(session, Q3, TODAY) is None
    assert meeting_before(session, Q3, TODAY).meeting.id == earlier
    later = held(session, date(2026, 10, 25), "2026-Q3")
    assert meeting_of_period(session, Q3, TODAY).meeting.id == later
    assert meeting_before(session, Q3, TODAY).meeting.id == earlier
    assert meeting_before(session, Q2, TODAY) is None


def call(session, **more):
    draft = submissions.CallDraft(
        "三季度进展", date(2026, 10, 15), (SubmissionKind.PROGRESS, SubmissionKind.PLAN), **more
    )
    return submissions.open_call(session, draft, by(day=date(2026, 10, 8)))


def test_that_a_call_tells_who_sent_late_or_not_at_all(session):
    number = call(session, bodies=("YJ", "市司法局"))
    receive = submissions.receive
    receive(session, number, "YJ", SubmissionKind.PROGRESS, by(day=date(2026, 10, 15)))
    receive(session, number, "YJ", SubmissionKind.PLAN, by(day=date(2026, 10, 16)),
            ("方案.docx", b"x"))  # fmt: skip
    row, sent = submissions.call_sheet(session, number, TODAY)
    assert {one.body.code: one.word for one in sent} == {"SF": "未报送", "YJ": "迟报"}
    assert (row.bodies, row.complete, row.missing, row.overdue) == (2, 1, 1, True)
    said = submissions.reminder(row, sent)
    assert "市司法局：任务进展、实施方案" in said and "市应急局" not in said
    assert submissions.receipt_file(session, number, "YJ") == ("方案.docx", b"x")
    with pytest.raises(InvalidInput, match="没有要求"):
        receive(session, number, "SC", SubmissionKind.PLAN, by())
    submissions.close_call(session, number, by())
    receive(session, number, "SF", SubmissionKind.PLAN, by(day=date(2026, 10, 21)))
    assert submissions.call_sheet(session, number, TODAY)[0].complete == 1


def test_that_a_call_without_bodies_goes_to_all_of_the_register(session):
    assert submissions.call_sheet(session, call(session), TODAY)[0].bodies == 7


def case(session, **more):
    sides = (("市应急局", "向外开"), ("市生态环境局", "向内开"))
    return demands.open_demand(
        session, DemandDraft(**{"initiator": "市应急局", "sides": sides, **more}), by()
    )


def test_that_contradictory_demands_go_from_a_complaint_to_one_opinion(session):
    assert demands.waiting_complaints(session) == [("T1", "消防门开向")]
    number = case(session, complaint="T1")
    row = demands.list_demands(session, TODAY)[0]
    assert (row.matter, row.enterprise.name, row.lead) == ("消防门开向", "一厂", "市司法局")
    assert row.due == date(2026, 11, 3) and not row.overdue
    assert demands.list_demands(session, date(2026, 11, 4))[0].word == "逾期"
    with pytest.raises(Refused, match="已经立案"):
        case(session, complaint="T1")
    with pytest.raises(InvalidInput, match="原因"):
        demands.close(session, number, by())
    demands.settle(session, number, "一律向外开", by(), "锡应急函〔2026〕3号")
    with pytest.raises(Refused):
        demands.settle(session, number, "改", by())
    demands.close(session, number, by())
    row, events = demands.demand_sheet(session, number, TODAY)
    assert (row.word, row.opinion) == ("已办结", "一律向外开")
    assert [one.deed.label for one in events] == ["立案", "出具统一意见", "办结"]


def test_that_a_case_needs_two_bodies_and_the_right_complaint(session):
    with pytest.raises(InvalidInput, match="两个单位"):
        case(session, matter="x", sides=(("YJ", "a"), ("市应急局", "b")))
    with pytest.raises(InvalidInput, match="类别是“投诉”"):
        case(session, complaint="T2")
    number = case(session, matter="x", is_random=True)
    assert demands.demand_sheet(session, number, TODAY)[0].lead == "市市场监管局"


def contradictions(session) -> dict[str, tuple[Severity, set[str]]]:
    """Return how grave each finding of R28 is and whom it charges."""
    found: dict[str, tuple[Severity, set[str]]] = {}
    for key, severity, body in session.execute(
        select(Finding.key, Finding.severity, Body.name)
        .join(FindingBody, FindingBody.finding_id == Finding.id)
        .join(Body, Body.id == FindingBody.body_id)
        .where(Finding.rule == "R28")
    ):
        found.setdefault(key, (Severity(severity), set()))[1].add(body)
    return found


def test_that_a_contradiction_is_found_unless_it_is_closed_as_none(session):
    assert contradictions(session) == {}
    settled = case(session, matter="消防门", enterprise="一厂")
    none = case(session, matter="台账格式")
    sides = {"市应急局", "市生态环境局"}
    both = {f"R28:{number}": (Severity.YELLOW, sides) for number in (settled, none)}
    assert contradictions(session) == both
    demands.settle(session, settled, "一律向外开", by())
    demands.close(session, settled, by())
    demands.close(session, none, by("两家要求一致"))
    assert set(contradictions(session)) == {f"R28:{settled}"}
    assert problems(session) == []


def test_that_a_batch_that_brought_a_responsible_body_is_not_taken_back(session):
    before = len(resting_on(session, 2))
    case(session, matter="消防门", enterprise="一厂")
    meetings.decide(session, held(session), "修订清单", by(), "SF")
    texts = [one.text for one in resting_on(session, 1)]
    assert any("1 条议定事项用到本批新建的单位" in text for text in texts)
    assert any("2 条要求不一意见用到本批新建的单位" in text for text in texts)
    after = resting_on(session, 2)
    assert len(after) == before + 1 and any("1 条要求不一事项" in one.text for one in after)
    with pytest.raises(InvalidInput, match="不能撤销"):
        refuse_if_needed(session, 1)


def test_that_every_clock_is_in_one_list_and_what_is_done_is_not(session):
    number = held(session)
    one = meetings.decide(session, number, "修订清单", by(), "SF", date(2026, 10, 19))
    board.set_date(session, 4, date(2026, 10, 31), by())
    board.add_step(session, 4, "征求意见", by(), due=date(2026, 10, 22))
    call(session)
    case(session, matter="消防门")
    rows = list_clocks(session, TODAY)
    assert [(row.kind, row.state) for row in rows] == [
        ("计划备案", "已过"), ("会议", "已召开"), ("报送", "逾期"), ("议定事项", "逾期"),
        ("重点任务", "待办"), ("重点任务", "待办"), ("要求不一", "待办"), ("计划备案", "待办"),
    ]  # fmt: skip
    assert len({row.uid for row in rows}) == len(rows)
    meetings.progress(session, one, DecisionState.DONE, by("已印发"))
    october = list_clocks(session, TODAY, date(2026, 10, 1), date(2026, 10, 31))
    assert [row.kind for row in october] == ["报送", "重点任务", "重点任务"]


def test_that_progress_from_workbooks_answers_a_call_and_troubles_the_lamp(town):
    with town.db.writing("张三", "发起") as session:
        number = submissions.open_call(session, submissions.CallDraft(
            "进展", date(2099, 1, 1), (SubmissionKind.PROGRESS, SubmissionKind.PRACTICE),
            ("YJ", "SC"),
        ), by(day=date(2026, 1, 5)))  # fmt: skip
    town.take("progress", [
        {"任务序号": "14", "单位编码": "YJ", "进展": "已启动", "典型做法": "一次查清"},
        {"任务序号": "14", "单位编码": "SC", "进展": "未启动", "问题": "缺接口"},
    ])  # fmt: skip
    with town.db.reading() as session:
        _, sent = submissions.call_sheet(session, number, date.today())
        assert {one.body.code: one.word for one in sent} == {"YJ": "已报送", "SC": "部分未报"}
        assert task_rows(session, TODAY)[13].lamp == TROUBLED
        assert [one.body.code for one in progress_rows(session, 14)] == ["SC", "YJ"]
