"""Forty ways to alter an issued paper of the ladder through the program's own connection: none."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from data.oversight.issued import freeze, take_number
from data.oversight.issuing import BUILT_IN
from data.oversight.notices import answering, life
from data.oversight.notices.entering import By
from data.rows.errors import Conflict, DataError, Refused
from data.rows.papers import Form, PaperKind
from tests.storage.test_issued_papers import paper

DAY = date(2026, 10, 16)
TABLES = ("issued_paper", "notice", "notice_event", "notice_finding")
DRAFT = life.Draft(PaperKind.CIRCULAR, "2026-Q3", reason="季度通报", issuer="司法局")


def by(actor, **more):
    return By(actor, DAY, **more)


def opened(database, actor="王五", draft=DRAFT):
    with database.writing(actor, "立项") as session:
        return life.open_notice(session, draft, by(actor))


def signed(database, number, actor="李处"):
    with database.writing(actor, "签发") as session:
        life.sign(session, number, by(actor))


def issue(database, number):
    """Issue a signed paper as the program does; return its 发文字号."""
    with database.writing("文印", "印发") as session:
        given = take_number(session, BUILT_IN[0], Form.OFFICIAL, 2026)
        kept = replace(paper(given), records=())
        life.mark_issued(session, number, freeze(session, kept, "文印", DAY), kept, by("文印"))
    return given


@pytest.fixture
def issued(database):
    """The place of an issued paper in the register."""
    number = opened(database)
    signed(database, number)
    issue(database, number)
    return number


def content(database):
    with database.reading() as session:
        return {
            name: session.execute(text(f"SELECT * FROM {name} ORDER BY 1")).all()
            for name in TABLES
        }


FIXED = ("kind = 'urging'", "period = '2026-Q2'", "body_id = 1", "issuer = 'x'", "title = 'x'",
         "reason = 'x'", "wording = 'x'", "handlers = 'x'", "drafter = 'x'", "reviewer = 'x'",
         "signer = 'x'", "number = 'x'", "issued_id = NULL", "issued_id = 99", "opened = 1",
         "issued = 1", "issued = NULL", "previous_id = 1", "id = 77", "state = 1", "state = 3",
         "state = 5")  # fmt: skip
EVENTS = ("note = 'x'", "actor = 'x'", "day = 1", "at = 'x'", "deed = 2", "file = NULL")
DEEDS = (
    *(f"UPDATE notice SET {one}" for one in FIXED),
    *(f"UPDATE notice_event SET {one}" for one in EVENTS),
    "DELETE FROM notice",
    "DELETE FROM notice_event",
    "DELETE FROM issued_paper",
    "INSERT INTO notice_finding (notice_id, finding_key) SELECT id, 'R7:x' FROM notice",
    "UPDATE issued_paper SET pdf = 'x'",
    "UPDATE issued_paper SET pdf_sha256 = 'x'",
    "UPDATE issued_paper SET number = 'x'",
    "UPDATE issued_paper SET day = 1, at = 'x'",
)
OF_A_FILE = (
    "DROP TRIGGER notice_fixed",
    "DROP TRIGGER issued_paper_no_update",
    "DROP TABLE notice_event",
    "ALTER TABLE notice RENAME TO old",
    "ALTER TABLE issued_paper DROP COLUMN facts",
    "PRAGMA writable_schema=ON",
    "PRAGMA recursive_triggers=OFF",
    "CREATE TRIGGER quiet BEFORE UPDATE ON notice BEGIN SELECT RAISE(IGNORE); END",
    "CREATE TEMP TRIGGER quiet BEFORE UPDATE ON notice BEGIN SELECT RAISE(IGNORE); END",
    "ATTACH ':memory:' AS other",
    "INSERT OR REPLACE INTO notice SELECT * FROM notice",
    "REPLACE INTO issued_paper SELECT * FROM issued_paper",
    "INSERT OR REPLACE INTO notice_event SELECT * FROM notice_event",
)


def test_that_an_issued_paper_stays_whatever_is_tried(database, issued):
    before = content(database)
    for deed in (*DEEDS, *(OF_A_FILE if database.dialect == "sqlite" else ())):
        with pytest.raises((DataError, SQLAlchemyError)):
            with database.writing("测试", "改动") as session:
                session.execute(text(deed))
            pytest.fail(f"nothing stopped {deed}")
        assert content(database) == before, deed
    with database.writing("测试", "照常") as session:  # what is allowed still goes on
        answering.receive(session, issued, by("收发"))


def test_that_there_are_forty_ways_at_least():
    assert len(DEEDS) + len(OF_A_FILE) >= 40


def test_that_no_paper_is_issued_by_hand_or_before_it_is_signed(database):
    number = opened(database)
    for deed in ("state = 6", "state = 6, number = 'x', issued_id = 1, signer = 'a'",
                 "state = 10", "state = 12"):  # fmt: skip
        with pytest.raises(DataError), database.writing("测试", "改动") as session:
            session.execute(text(f"UPDATE notice SET {deed} WHERE id = {number}"))
    with pytest.raises(DataError):
        issue(database, number)
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM issued_paper")).scalar() == 0


def test_that_the_drafter_signs_nothing_and_a_lost_race_is_told(database):
    number = opened(database)
    with pytest.raises(Refused, match="签发人不能是拟稿人"):
        signed(database, number, "王五")
    with database.writing("王五", "修改") as session:
        life.edit(session, number, {"title": "关于情况的通报"}, by("王五", seen=1))
    with pytest.raises(Conflict), database.writing("赵六", "修改") as session:
        life.edit(session, number, {"title": "另一标题"}, by("赵六", seen=1))


def test_that_many_issuers_at_once_get_numbers_without_gaps(database):
    papers = [opened(database) for _ in range(12)]
    for number in papers:
        signed(database, number)
    given: list[str] = []
    threads = [
        threading.Thread(target=lambda number=number: given.append(issue(database, number)))
        for number in papers
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(given, key=lambda text_: int(text_.split('〕')[1][:-1])) == [
        f"锡司发〔2026〕{place}号" for place in range(1, 13)
    ]
