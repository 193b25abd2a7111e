"""Edits of meetings, the board and notes are taken back and done again; the record says so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from data.intake.mending.edits import last_edit, list_edits, take_back
from data.intake.mending.emptying import remove_sample
from data.intake.mending.redoing import next_redo, redo
from data.models import AgendaItem, Attendance, Body, Remark, Setting
from data.oversight import board, meetings, remarks
from data.oversight.acting import By
from data.oversight.meeting_rows import decisions, events_of, list_meetings, meeting_sheet
from data.oversight.tasks import step_rows, task_rows
from data.records.registers import SAMPLE
from data.rows.errors import InvalidInput, NotFound, Refused
from data.rows.meetings import AgendaDraft, DecisionState, MeetingDraft, Presence
from data.store.database import Database

DAY, LATER = date(2026, 10, 20), date(2026, 12, 31)
ME = By("张三", DAY, "说明")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty ledger with one body."""
    path = tmp_path_factory.mktemp("empty") / "l.sqlite"
    url = f"sqlite:///{path}"
    with Database.open(url, create=True) as found, found.writing("导入", "单位") as session:
        session.add(Body(code="YJ", name="市应急局", level=1))
    return path


@pytest.fixture
def db(empty: Path, tmp_path: Path) -> Iterator[Database]:
    """A ledger of the test's own."""
    shutil.copy(empty, tmp_path / "l.sqlite")
    with Database.open(f"sqlite:///{tmp_path / 'l.sqlite'}") as found:
        yield found


def back(db: Database, who: str = "张三", times: int = 1) -> None:
    """Take one's last edits back, as Ctrl+Z does."""
    for _ in range(times):
        with db.writing(who, "撤销") as session:
            row = last_edit(session, who)
            assert row is not None
            take_back(session, row.id)


def again(db: Database, who: str = "张三", times: int = 1) -> None:
    """Do again what one took back last, as Ctrl+Y does."""
    for _ in range(times):
        with db.writing(who, "重做") as session:
            row = next_redo(session, who)
            assert row is not None
            redo(session, row.id, DAY)


def line(db: Database, who: str = "张三") -> int | None:
    """Return the edit one may do again."""
    with db.reading() as session:
        row = next_redo(session, who)
        return None if row is None else row.id


def test_that_dates_and_steps_of_the_board_go_back_and_forth(db):
    with db.writing("张三", "任务") as session:
        board.set_date(session, 4, DAY, ME)
    with db.writing("张三", "任务") as session:
        step = board.add_step(session, 4, "征求意见", ME, "YJ", LATER)
    with db.writing("张三", "任务") as session:
        board.finish(session, 4, ME, step)

    def seen() -> tuple[object, ...]:
        with db.reading() as session:
            steps = [(one.content, one.due, one.done) for one in step_rows(session, DAY)]
            return task_rows(session, DAY)[3].due, *steps

    whole = (DAY, ("征求意见", LATER, DAY))
    assert seen() == whole
    back(db)
    assert seen() == (DAY, ("征求意见", LATER, None))
    back(db)
    assert seen() == (DAY,)
    with db.writing("张三", "任务") as session, pytest.raises(NotFound):
        board.finish(session, 4, ME, step)
    back(db)
    assert seen() == (None,)
    again(db, times=3)
    assert seen() == whole
    assert line(db) is None
    back(db, times=3)
    assert seen() == (None,)
    with db.reading() as session:
        told = board.history(session, 4)
    assert len(told) == 8 and all(one.undone for one in told)  # nothing was deleted


def test_that_a_meeting_with_all_on_it_goes_back_and_forth(db):
    def seen() -> list[object]:
        with db.reading() as session:
            return [meeting_sheet(session, one.id, DAY) for one in list_meetings(session, DAY)]

    stages = [seen()]

    def do(deed) -> None:
        with db.writing("张三", "会议") as session:
            deed(session)
        stages.append(seen())

    do(lambda s: meetings.add_meeting(s, MeetingDraft("例会", DAY, "2026-Q3"), ME))
    do(lambda s: meetings.edit_meeting(s, 1, MeetingDraft("三季度例会", DAY, "2026-Q3"), ME))
    do(lambda s: meetings.add_agenda(s, 1, AgendaDraft("一")))
    do(lambda s: meetings.add_agenda(s, 1, AgendaDraft("二")))
    do(lambda s: meetings.move_agenda(s, 2, True))
    do(lambda s: meetings.attend(s, 1, "YJ", Presence.at(1), "李四"))
    do(lambda s: meetings.attend(s, 1, "YJ", Presence.at(2), "李四"))
    do(lambda s: meetings.remove_agenda(s, 1))
    do(lambda s: meetings.remove_attendance(s, 1))
    steps = len(stages) - 1
    for place in range(steps, 0, -1):
        assert seen() == stages[place]
        back(db)
    assert seen() == stages[0] == []
    for place in range(1, steps + 1):
        again(db)
        assert seen() == stages[place]
    with db.reading() as session:
        assert not session.scalars(select(Attendance)).all()
        assert [one.title for one in session.scalars(select(AgendaItem))] == ["二"]
        rows = list_edits(session)
    assert [one.redo_of for one in rows[:steps]] == list(range(steps, 0, -1))
    assert rows[0].changes and {one.table for one in rows[0].changes} == {"参会记录"}


def test_that_decisions_go_back_and_forth_and_their_entries_stay(db):
    with db.writing("张三", "会议") as session:
        meetings.add_meeting(session, MeetingDraft("例会", DAY, "2026-Q3"), ME)
    with db.writing("张三", "议定") as session:
        meetings.decide(session, 1, "修订清单", ME, "YJ", LATER)
    with db.writing("张三", "更正") as session:
        meetings.amend(session, 1, "修订事项清单", ME, "YJ", LATER)
    with db.writing("张三", "落实") as session:
        meetings.progress(session, 1, DecisionState.DONE, ME)

    def seen() -> list[tuple[str, str, int]]:
        with db.reading() as session:
            return [(one.content, one.word, one.version) for one in decisions(session, DAY)]

    stages = [[], [("修订清单", "进行中", 1)], [("修订事项清单", "进行中", 2)],
              [("修订事项清单", "已完成", 3)]]  # fmt: skip
    for place in (3, 2, 1):
        assert seen() == stages[place]
        back(db)
    assert seen() == []
    with db.writing("张三", "落实") as session, pytest.raises(NotFound):
        meetings.progress(session, 1, DecisionState.DONE, ME)
    with db.writing("张三", "会议") as session, pytest.raises(InvalidInput, match="议定事项"):
        take_back(session, 1)
    for place in (1, 2, 3):
        again(db)
        assert seen() == stages[place]
    with db.reading() as session:
        assert [one.undone for one in events_of(session, 1)] == [True] * 3 + [False] * 3


def test_that_notes_go_back_and_forth_and_a_new_edit_clears_the_line(db):
    def texts() -> list[str]:
        with db.reading() as session:
            return sorted(session.scalars(select(Remark.text)))

    def write(text: str, who: str = "张三") -> int:
        with db.writing(who, "注") as session:
            return remarks.add_note(session, "body", "YJ", "", text, who, DAY)

    one = write("甲")
    with db.writing("张三", "注") as session:
        remarks.remove_note(session, one, DAY)
    back(db)
    assert texts() == ["甲"]
    again(db)
    assert texts() == []
    back(db, times=2)
    assert texts() == [] and line(db) == 1
    write("乙", "李四")  # another's edit leaves the line as it is
    assert line(db) == 1 and line(db, "李四") is None
    write("丙")
    assert line(db) is None and texts() == ["丙", "乙"]


def test_that_what_was_changed_in_between_is_neither_taken_back_nor_done_again(db):
    with db.writing("张三", "会议") as session:
        meetings.add_meeting(session, MeetingDraft("例会", DAY, "2026-Q3"), ME)
        meetings.edit_meeting(session, 1, MeetingDraft("甲会", DAY, "2026-Q3"), ME)
        board.set_date(session, 4, DAY, ME)
    with db.writing("张三", "撤销") as session:
        take_back(session, 2)
        take_back(session, 3)
    with db.writing("李四", "会议") as session:
        meetings.edit_meeting(session, 1, MeetingDraft("乙会", DAY, "2026-Q3"), By("李四", DAY))
        board.set_date(session, 4, LATER, By("李四", DAY))
    for number, upon in ((2, 4), (3, 5)):
        with db.writing("张三", "重做") as session:
            with pytest.raises(InvalidInput, match=f"见第 {upon} 号更改，不能重做"):
                redo(session, number, DAY)
            with pytest.raises(InvalidInput, match="没有撤回"):
                redo(session, upon, DAY)
    with db.writing("王五", "会议") as session:
        board.set_date(session, 4, DAY, By("王五", DAY))
    with db.writing("李四", "撤销") as session, pytest.raises(InvalidInput, match="第 6 号"):
        take_back(session, 5)


def test_that_a_place_taken_meanwhile_is_told(db):
    with db.writing("张三", "会议") as session:
        meetings.add_meeting(session, MeetingDraft("例会", DAY, "2026-Q3"), ME)
        meetings.attend(session, 1, "YJ", Presence.at(1), "李四")
    back(db)
    with db.writing("王五", "会议") as session:
        meetings.attend(session, 1, "YJ", Presence.at(2), "李四")
    with db.writing("张三", "重做") as session, pytest.raises(InvalidInput, match="另有相同"):
        redo(session, 2, DAY)


def test_that_the_sample_is_not_removed_from_under_its_entries(db):
    with db.writing("张三", "任务") as session:
        session.add(Setting(key=SAMPLE, value="tiny/1"))
        board.set_date(session, 4, DAY, ME)
    with db.writing("张三", "移除") as session, pytest.raises(Refused, match="重点任务"):
        remove_sample(session, DAY)
