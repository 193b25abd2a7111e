"""重做: an edit that was taken back is done again, as an edit of its own on the record.

Each person has a line of what they took back; a new edit of theirs clears it.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.intake.mending.edits import edit_row, make, redone, told
from data.intake.mending.joins import pair_of
from data.intake.mending.room import refuse_if_no_room
from data.models import Batch, Edit, Report
from data.records.edit_entries import WIDTH, About, enter_again, later_edit
from data.records.edit_images import Change, read, stands
from data.records.past_log import Place
from data.rows.edits import FINAL, EditKind, EditRow
from data.rows.errors import InvalidInput, NotFound
from data.rows.issues import Changes
from data.rules.maintenance import Tell
from data.store.columns import say_nothing

SWEEPING = (EditKind.BODY_MERGE, EditKind.BODY_SPLIT, EditKind.MOVE)
"""Edits of all that lies after a day: what came since would be left out."""
WITHOUT_ROWS = (EditKind.CLOSE, EditKind.APART)
"""Edits that change no row: they say something, and it may have been said again."""


def redo(
    session: Session, number: int, today: date | None = None, tell: Tell = say_nothing
) -> Changes:
    """Do an edit again that was taken back, unless something in between conflicts."""
    row = session.get(Edit, number)
    if row is None:
        raise NotFound(f"没有第 {number} 号更改，请在更改记录中核对序号。")
    kind = EditKind.at(row.kind)
    if not row.undone:
        raise InvalidInput(f"第 {number} 号更改没有撤回，不必重做。")
    if (again := redone(session).get(number)) is not None:
        raise InvalidInput(f"第 {number} 号更改已由第 {again} 号重做，不必再做。")
    changes = read(row.images)
    _refuse_if_moved_on(session, row, kind, changes)
    about = About(kind, row.subject, row.why, row.report_id, row.month)
    made = make(session, about, changes, today, tell, number)
    enter_again(session, number, made)
    return told(kind, changes)


def next_redo(session: Session, actor: str) -> EditRow | None:
    """Return what a person took back last and may do again; None where the line is empty."""
    again = redone(session)
    mine = select(Edit).where(Edit.undone == 1, Edit.back_actor == actor[:WIDTH])
    rows = [row for row in session.scalars(mine) if row.id not in again]
    if not rows:
        return None
    last = max(rows, key=_back)
    fresh = select(Edit).where(Edit.actor == actor[:WIDTH], Edit.redo_of.is_(None))
    newest = session.scalar(fresh.order_by(Edit.id.desc()).limit(1))
    if newest is not None and Place(newest.place_batch, newest.place_step) > _back(last):
        return None
    return None if EditKind.at(last.kind) in FINAL else edit_row(session, last)


def _back(row: Edit) -> Place:
    return Place(row.back_batch or 0, row.back_step or 0)


def _refuse_if_moved_on(
    session: Session, row: Edit, kind: EditKind, changes: tuple[Change, ...]
) -> None:
    """Refuse where what an edit changed is no longer as its taking back left it."""
    moved = [one for one in changes if not stands(session, one.reversed)]
    upon = _later(session, row, moved) if moved else later_edit(session, row)
    if moved or upon is not None:
        then = f"，见第 {upon} 号更改" if upon is not None else ""
        raise InvalidInput(
            f"第 {row.id} 号更改撤回以后，其数据又有改动{then}，不能重做。"
            "如仍需要，请另作一次更改。"
        )
    if kind in SWEEPING:
        newest = session.scalar(select(func.max(Batch.id))) or 0
        if newest > (row.back_batch or 0):
            raise InvalidInput(
                f"第 {row.id} 号更改撤回以后又导入过数据（批次 {newest}），不能重做，"
                f"请重新办理{kind.label}。"
            )
    if kind in WITHOUT_ROWS:
        _refuse_if_said_again(session, row, kind)
    refuse_if_no_room(session, changes, "重做")


def _later(session: Session, row: Edit, moved: list[Change]) -> int | None:
    """Return the newest standing edit of the same rows."""
    rows = {(one.table, one.key) for one in moved}
    query = select(Edit).where(Edit.undone == 0, Edit.id != row.id).order_by(Edit.id.desc())
    for edit in session.scalars(query):
        if rows & {(one.table, one.key) for one in read(edit.images)}:
            return edit.id
    return None


def _refuse_if_said_again(session: Session, row: Edit, kind: EditKind) -> None:
    same = Edit.undone == 0, Edit.kind == row.kind, Edit.subject == row.subject
    other = session.scalar(select(Edit.id).where(*same).limit(1))
    if other is not None:
        raise InvalidInput(f"第 {other} 号更改已是同样的内容，不必重做。")
    if kind is EditKind.APART:
        pair = pair_of(row)
        visits = set(session.scalars(select(Report.visit_id).where(Report.id.in_(pair))))
        if len(visits) < len(pair):
            raise InvalidInput("两份检查报告已并为一次入企检查，不能重做，请先撤回那次合并。")
