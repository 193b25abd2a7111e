"""What was done with meetings and tasks stays as it was, on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from data.oversight import board, meetings
from data.oversight.acting import By
from data.oversight.meeting_rows import decisions
from data.oversight.tasks import task_rows
from data.rows.errors import DataError
from data.rows.meetings import DecisionState, MeetingDraft

DAY = date(2026, 10, 20)
TABLES = ("board_event", "decision_event", "submission_receipt", "demand_event",
          "match_verdict", "kept_timetable", "draw_substitute")  # fmt: skip


def test_that_entries_are_added_and_never_changed(database):
    by = By("张三", DAY, "说明")
    with database.writing("张三", "会议") as session:
        number = meetings.add_meeting(session, MeetingDraft("例会", DAY, "2026-Q3"), by)
        one = meetings.decide(session, number, "修订清单", by, due=DAY)
        meetings.progress(session, one, DecisionState.DONE, by)
        board.set_date(session, 4, DAY, by, board.add_step(session, 4, "征求意见", by))
    with database.reading() as session:
        assert decisions(session, DAY)[0].word == "已完成"
        assert task_rows(session, DAY)[3].steps == 1
    for deed in ("UPDATE board_event SET note = 'x'", "DELETE FROM board_event",
                 "UPDATE decision_event SET state = 1", "DELETE FROM decision_event"):  # fmt: skip
        with pytest.raises((SQLAlchemyError, DataError)), database.writing("李四", "改") as session:
            session.execute(text(deed))


@pytest.mark.parametrize("table", TABLES)
def test_that_every_table_of_entries_has_its_triggers(database, table):
    is_sqlite = database.dialect == "sqlite"
    names = "SELECT name FROM sqlite_master WHERE type = 'trigger'" if is_sqlite else (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")  # fmt: skip
    with database.reading() as session:
        found = set(session.scalars(text(names)))
    assert {f"{table}_{end}" for end in ("fixed", "kept", "replaced")} <= found
