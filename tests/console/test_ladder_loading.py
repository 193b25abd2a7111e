"""What the page 督办通报 and the first page read of the ladder, without a window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.loading.ladder import Life, Register, deeds_of, narrowed, read_life, read_register
from console.loading.todo import read_todo
from data.models import Body
from data.oversight.issued import freeze, take_number
from data.oversight.issuing import BUILT_IN
from data.oversight.notices import answering, life
from data.oversight.notices.confirming import DISPUTED, checked_bodies
from data.oversight.notices.entering import By
from data.oversight.notices.listing import Wanted, list_notices
from data.rows.enums import Confirmation
from data.rows.findings import Named
from data.rows.notices import CheckedBody, CheckItem, Deed, NoticeState
from data.rows.papers import Form, PaperKind
from data.rows.period import Period
from data.store.database import Database
from tests.console.fixtures import town, town_file
from tests.storage.test_issued_papers import paper

__all__ = ["town", "town_file"]
DAY = date(2026, 4, 15)
LONG_AGO = date(2026, 4, 1)
PERIOD = "2026-Q1"


@pytest.fixture
def db(town: Database) -> Database:
    """The town with a calendar of 2026 as it comes."""
    return town


def drafted(session: Session, drafter: str = "王五") -> int:
    """Open a 提醒函 to the first body."""
    code = session.scalars(select(Body.code).order_by(Body.code)).first()
    assert code is not None
    draft = life.Draft(PaperKind.REMINDER, PERIOD, code, reason="黄色预警2条")
    return life.open_notice(session, draft, By(drafter, DAY))


def sent(session: Session, day: date) -> int:
    """Issue a paper on a day; it is to be answered within five working days."""
    number = drafted(session)
    life.sign(session, number, By("李处", day))
    given = take_number(session, BUILT_IN[0], Form.LETTER, 2026)
    kept = replace(paper(given), kind=PaperKind.REMINDER, records=())
    life.mark_issued(session, number, freeze(session, kept, "文印", day), kept, By("文印", day))
    return number


def test_that_the_badge_counts_what_is_overdue_and_what_waits_for_the_person(db):
    with db.writing("测试", "办件") as session:
        late = sent(session, LONG_AGO)
        sent(session, DAY)
        own = drafted(session)
        others = drafted(session, "赵六")
        life.submit(session, others, By("赵六", DAY))
    with db.reading() as session:
        register = read_register(session, DAY, "王五")
        assert register.mine == {own, others}
        assert register.pressing == 3
        assert read_register(session, DAY, "赵六").mine == frozenset()
        assert [one.id for one in list_notices(session, DAY, Wanted("王五", mine=True))] == [
            others, own,
        ]  # fmt: skip
    assert [row.id for row in narrowed(register, "overdue", "", "")] == [late]
    assert [row.id for row in narrowed(register, "mine", "", "赵六")] == [others]
    review = int(NoticeState.REVIEW)
    assert [row.id for row in narrowed(register, review, "", "")] == [others]
    assert narrowed(register, None, "没有", "") == ()


def test_that_the_first_page_names_papers_overdue_and_soon_due_before_findings(db):
    with db.writing("测试", "办件") as session:
        late = sent(session, LONG_AGO)
        soon = sent(session, date(2026, 4, 10))
        sent(session, DAY)
        drafted(session)
    with db.reading() as session:
        todo = read_todo(session, Period.parse("2026-Q1", DAY), None, DAY, "王五")
        due = [one.id for one in list_notices(session, DAY, Wanted(due=3))]
    papers = [line for line in todo.lines if line.page == "notices"]
    assert todo.lines[: len(papers)] == tuple(papers)
    told = [(line.status, line.notice) for line in papers]
    assert told == [("红", late), ("黄", soon), ("橙", 0)]
    assert "逾期未反馈" in papers[0].title and "2 个工作日内到期" in papers[1].title
    assert papers[2].title == "1 件文件等我办理" and papers[2].rule == "mine"
    assert due == [soon, late] and todo.pressing == 2


def test_that_no_paper_leaves_the_first_page_to_findings(db):
    with db.reading() as session:
        todo = read_todo(session, Period.parse("2026-Q1", DAY), None, DAY, "王五")
    assert todo.pressing == 0 and {line.page for line in todo.lines} <= {"findings"}


def test_that_only_what_state_deadline_and_life_allow_is_offered(db):
    with db.writing("测试", "办件") as session:
        number = sent(session, date(2026, 4, 13))
    offered = seen(db, number)
    assert {Deed.RECEIVE, Deed.REPLY, Deed.REMIND, Deed.WITHDRAW} <= set(offered)
    assert not {Deed.GRANT, Deed.DENY, Deed.ESCALATE, Deed.EDIT, Deed.CHECK} & set(offered)
    with db.writing("测试", "延期") as session:
        answering.ask_more_time(session, number, date(2026, 5, 8), By("单位", DAY, "需现场核实"))
    assert {Deed.GRANT, Deed.DENY} <= set(seen(db, number))
    with db.writing("测试", "延期") as session:
        answering.answer_request(session, number, False, By("李处", DAY))
    assert Deed.GRANT not in seen(db, number)
    assert Deed.ESCALATE in seen(db, number, date(2026, 4, 21))


def seen(db: Database, number: int, day: date = DAY) -> tuple[Deed, ...]:
    """Return what is offered for a paper on a day."""
    with db.reading() as session:
        found = read_life(session, number, day, "王五")
    assert found.deeds == deeds_of(found)
    return found.deeds


def test_that_a_draft_may_be_signed_at_once_and_tells_its_cosigners(db):
    with db.writing("测试", "办件") as session:
        number = drafted(session)
        life.edit(session, number, {"title": "关于频次的提醒函"}, By("王五", DAY))
    with db.reading() as session:
        found = read_life(session, number, DAY, "王五")
    assert isinstance(found, Life) and found.wording == (("title", "关于频次的提醒函"),)
    assert Deed.SIGN in found.deeds and found.cosigners == ()
    assert [one.deed for one in found.events] == [Deed.OPEN, Deed.EDIT]


def test_that_bodies_are_told_how_far_they_are_with_their_sheets():
    body, other = Named("A", "甲局"), Named("B", "乙局")
    first = CheckItem(1, "Q1-A-0001", body, PERIOD, False, "M1", "检查户次", "21",
                      date(2026, 4, 8), date(2026, 4, 14))  # fmt: skip
    items = [
        first,
        replace(first, id=2, verdict=Confirmation.TRUE, settled="属实"),
        replace(first, id=3, verdict=Confirmation.CORRECTED, correction="20"),
        replace(first, id=4, settled=DISPUTED),
        replace(first, id=5, body=other, due=DAY),
    ]
    assert checked_bodies(items, DAY) == [
        CheckedBody(body, 4, 2, 2, 2, 1, date(2026, 4, 14)),
        CheckedBody(other, 1, 0, 0, 1, 0, DAY),
    ]


def test_that_an_empty_register_has_nothing_pressing():
    assert Register().pressing == 0
