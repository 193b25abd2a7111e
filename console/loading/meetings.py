"""What the pages of the joint meeting read: meetings, tasks, calls, demands, clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data.rows.board import LAMP_RULE, BoardEventRow, ProgressRow, StepRow
from data.rows.briefing import TaskRow
from data.rows.clocks import ClockRow
from data.rows.demands import DemandEventRow, DemandRow
from data.rows.meetings import MeetingRow, MeetingSheet
from data.rows.submissions import CallRow, SentRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class BoardView:
    """The 15 tasks with the rule of their lamps in words."""

    tasks: tuple[TaskRow, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task's steps, what bodies told of it, and what was done with it."""

    steps: tuple[StepRow, ...]
    progress: tuple[ProgressRow, ...]
    events: tuple[BoardEventRow, ...]


@dataclass(frozen=True, slots=True)
class DemandView:
    """Cases, and complaints no case was opened from."""

    demands: tuple[DemandRow, ...]
    waiting: tuple[tuple[str, str], ...]


def read_board(session: Session, today: date) -> BoardView:
    """Read the tasks."""
    from data.measures.settings import setting
    from data.oversight.tasks import task_rows
    from data.rows.settings import BOARD_NEAR

    rule = LAMP_RULE.format(near=int(setting(session, BOARD_NEAR)))
    return BoardView(task_rows(session, today), rule)


def read_task(session: Session, number: int, today: date) -> TaskView:
    """Read what belongs to one task."""
    from data.oversight.board import history
    from data.oversight.tasks import progress_rows, step_rows

    steps = tuple(row for row in step_rows(session, today) if row.task == number)
    return TaskView(steps, tuple(progress_rows(session, number)), tuple(history(session, number)))


def read_meetings(session: Session, today: date) -> tuple[MeetingRow, ...]:
    """Read all meetings, newest first."""
    from data.oversight.meeting_rows import list_meetings

    return tuple(list_meetings(session, today))


def read_meeting(session: Session, number: int, today: date) -> MeetingSheet:
    """Read one meeting with everything on it."""
    from data.oversight.meeting_rows import meeting_sheet

    return meeting_sheet(session, number, today)


def read_calls(session: Session, today: date) -> tuple[CallRow, ...]:
    """Read all calls, newest first."""
    from data.oversight.submissions import list_calls

    return tuple(list_calls(session, today))


def read_call(session: Session, number: int, today: date) -> tuple[SentRow, ...]:
    """Read what each body sent for a call."""
    from data.oversight.submissions import call_sheet

    return tuple(call_sheet(session, number, today)[1])


def read_demands(session: Session, today: date) -> DemandView:
    """Read the cases and the complaints that wait for one."""
    from data.oversight.demands import list_demands, waiting_complaints

    return DemandView(tuple(list_demands(session, today)), tuple(waiting_complaints(session)))


def read_demand(session: Session, number: int, today: date) -> tuple[DemandEventRow, ...]:
    """Read what was done with a case."""
    from data.oversight.demands import demand_sheet

    return tuple(demand_sheet(session, number, today)[1])


def read_clocks(session: Session, today: date, viewer: str) -> tuple[ClockRow, ...]:
    """Read everything with a day."""
    from data.oversight.clocks import list_clocks

    return tuple(list_clocks(session, today, viewer=viewer))
