"""The 15 tasks steered: dates people set, steps, what is done; the history stays."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.models import BoardEvent, BoardStep, Edit
from data.oversight.acting import By, body_by_code, needed, stamp
from data.oversight.tasks import marks, standing_steps, task_numbers
from data.records.edit_entries import About, enter
from data.rows.board import BoardDeed, BoardEventRow
from data.rows.edits import EditKind
from data.rows.errors import InvalidInput, NotFound, Refused
from data.rows.issues import Changes
from data.rows.period import day_number, day_of

CHANGED = Changes(count=1, meetings=True)


def set_date(
    session: Session, number: int, due: date | None, by: By, step: int | None = None
) -> Changes:
    """Set the day a task or a step of it is due, or take it away."""
    _known(session, number, step)
    if due is None and marks(session).get((number, step), _NOTHING)[0] is None:
        raise Refused("还没有设定日期，无需取消。", code="no-date")
    deed = BoardDeed.UNDATE if due is None else BoardDeed.DATE
    _tell(session, number, step, deed, by, due)
    return CHANGED


def add_step(
    session: Session, number: int, content: str, by: By, body: str = "", due: date | None = None
) -> int:
    """Add a step to a task, with who answers for it and by when; return its number."""
    _known(session, number, None)
    last = session.scalar(select(func.max(BoardStep.place)).where(BoardStep.number == number))
    one = BoardStep(
        number=number, place=int(last or 0) + 1, content=needed(content, "步骤内容"),
        body_id=body_by_code(session, body).id if body.strip() else None,
    )  # fmt: skip
    session.add(one)
    session.flush()
    edit = _tell(session, number, one.id, BoardDeed.STEP, by, None)
    if due is not None:
        _add(session, number, one.id, BoardDeed.DATE, by, due, edit)
    return one.id


def drop_step(session: Session, number: int, step: int, by: By) -> Changes:
    """Take a step away; that it was there stays in the history."""
    _known(session, number, step)
    _tell(session, number, step, BoardDeed.DROP, by, None)
    return CHANGED


def finish(session: Session, number: int, by: By, step: int | None = None) -> Changes:
    """Say that a task or a step of it is done; what it was done by belongs into the note."""
    _known(session, number, step)
    if marks(session).get((number, step), _NOTHING)[1] is not None:
        raise Refused("已经标为完成。", code="done")
    if step is None and not by.note.strip():
        raise InvalidInput("请写明完成的依据。")
    _tell(session, number, step, BoardDeed.DONE, by, None)
    return CHANGED


def reopen(session: Session, number: int, by: By, step: int | None = None) -> Changes:
    """Take back that a task or a step is done, with the reason."""
    _known(session, number, step)
    if marks(session).get((number, step), _NOTHING)[1] is None:
        raise Refused("尚未完成，无需重新办理。", code="not-done")
    if not by.note.strip():
        raise InvalidInput("请写明重新办理的原因。")
    _tell(session, number, step, BoardDeed.REOPEN, by, None)
    return CHANGED


def history(session: Session, number: int) -> list[BoardEventRow]:
    """Return what was done with a task and its steps, oldest first."""
    _known(session, number, None)
    query = (
        select(BoardEvent, Edit.undone).outerjoin(Edit, Edit.id == BoardEvent.edit_id)
        .where(BoardEvent.number == number).order_by(BoardEvent.id)
    )  # fmt: skip
    return [
        BoardEventRow(
            one.id, one.number, one.step_id, BoardDeed.at(one.deed),
            None if one.due is None else day_of(one.due), one.actor, day_of(one.day), one.note,
            bool(undone),
        )
        for one, undone in session.execute(query)
    ]  # fmt: skip


_NOTHING: tuple[None, None] = (None, None)


def _known(session: Session, number: int, step: int | None) -> None:
    if number not in task_numbers():
        raise NotFound(f"没有第 {number} 项重点任务，应为 1 至 {max(task_numbers())}。")
    if step is None:
        return
    known = select(func.count()).where(BoardStep.id == step, BoardStep.number == number)
    if not session.scalar(known.where(*standing_steps())):
        raise NotFound(f"第 {number} 项重点任务没有步骤 {step}，请用 board show {number} 查看。")


def _tell(
    session: Session, number: int, step: int | None, deed: BoardDeed, by: By, due: date | None
) -> int:
    """Enter a deed as an edit of its own; return the edit."""
    stamp(by, deed.label)
    words = f"第 {number} 项{_step_words(session, step)}：{deed.label}"
    until = f" {due.isoformat()}" if due is not None else ""
    about = About(EditKind.BOARD, words + until, by.note.strip())
    edit = enter(session, about, (), by.day)
    _add(session, number, step, deed, by, due, edit)
    return edit


def _step_words(session: Session, step: int | None) -> str:
    if step is None:
        return ""
    content = session.scalar(select(BoardStep.content).where(BoardStep.id == step)) or ""
    return f"步骤“{content}”"


def _add(
    session: Session, number: int, step: int | None, deed: BoardDeed, by: By, due: date | None,
    edit: int,
) -> None:  # fmt: skip
    said = stamp(by, deed.label)
    session.add(BoardEvent(
        number=number, step_id=step, deed=int(deed), actor=said.actor, at=said.at, day=said.day,
        note=said.note, due=None if due is None else day_number(due), edit_id=edit,
    ))  # fmt: skip
    session.flush()
