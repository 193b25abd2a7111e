"""The record of edits: who mended what, when and why; taking an edit back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from data.intake.field_words import Names, headers_of, plain_value, title_of
from data.intake.mending.changes import REPORT, perform, report_of
from data.intake.mending.room import refuse_if_no_room
from data.models import Base, Batch, BatchChange, DecisionItem, Edit, Enterprise
from data.models.tables import table_of
from data.records.edit_entries import (
    NO_DAYS,
    WIDTH,
    About,
    actor_of,
    enter,
    later_edit,
    moment_now,
)
from data.records.edit_images import Change, read, reversal, row_of, stands
from data.records.past_log import place_now
from data.rows.changes import FieldChange
from data.rows.edits import FINAL, JOINT_WORK, EditKind, EditRow
from data.rows.errors import InvalidInput, NotFound
from data.rows.issues import Changes
from data.rows.period import day_number, day_of
from data.rules.judging_day import TODAY
from data.rules.maintenance import Tell
from data.store.columns import say_nothing


def needed(why: str, what: str) -> str:
    """Return a reason without its blanks; refuse where there is none."""
    found = why.strip()
    if not found:
        raise InvalidInput(f"请写明{what}的理由。")
    return found


def mend(
    session: Session,
    about: About,
    changes: Sequence[Change],
    today: date | None = None,
    tell: Tell = say_nothing,
) -> Changes:
    """Make an edit: write its changes, let what is derived follow, and put it on the record."""
    make(session, about, changes, today, tell)
    return told(about.kind, changes)


def make(
    session: Session,
    about: About,
    changes: Sequence[Change],
    today: date | None,
    tell: Tell,
    redo_of: int | None = None,
) -> int:
    """Write the changes of an edit with what follows from them; return its number."""
    place = place_now(session).next()
    asked(session, today)
    touched = perform(session, changes, tell)
    days = (touched.first, touched.last) if touched.first <= touched.last else NO_DAYS
    return enter(session, about, changes, today, days, place, redo_of)


def take_back(
    session: Session,
    number: int,
    why: str = "",
    today: date | None = None,
    tell: Tell = say_nothing,
) -> Changes:
    """Take an edit back: what it changed is again as it was before."""
    row = session.get(Edit, number)
    if row is None:
        raise NotFound(f"没有第 {number} 号更改，请在更改记录中核对序号。")
    kind = EditKind.at(row.kind)
    if kind in FINAL:
        raise InvalidInput(f"“{kind.label}”不能撤回。")
    if row.undone:
        raise InvalidInput(f"第 {number} 号更改已经撤回，不必再撤。")
    changes = read(row.images)
    _refuse_if_moved_on(session, row, changes)
    _refuse_if_used(session, changes)
    refuse_if_no_room(session, reversal(changes), "撤回")
    place = place_now(session).next()
    asked(session, today)
    perform(session, reversal(changes), tell)
    row = session.get_one(Edit, number)
    row.undone, row.version = 1, row.version + 1
    row.back_actor, row.back_at, row.back_why = actor_of(session), moment_now(), why.strip()
    row.back_day = day_number(today or date.today())
    row.back_batch, row.back_step = place.batch, place.step
    session.flush()
    return told(kind, changes)


def asked(session: Session, today: date | None) -> None:
    """Let what is judged be judged as of the day a command brings."""
    if today is not None:
        session.info[TODAY] = today


def told(kind: EditKind, changes: Sequence[Change]) -> Changes:
    """Say what an edit of a kind touched."""
    if kind in JOINT_WORK:
        return Changes(count=1, meetings=True)
    data = bool(changes)
    return Changes(count=1, visits=data, plans=data, registers=data, findings=data)


def _refuse_if_moved_on(session: Session, row: Edit, changes: Sequence[Change]) -> None:
    """Refuse to take an edit back over a later change of the same rows, and name that change."""
    if (upon := later_edit(session, row)) is not None:
        raise InvalidInput(
            f"第 {row.id} 号更改之后又有办理，不能直接撤回。请先撤回第 {upon} 号更改。"
        )
    moved = [one for one in changes if not stands(session, one)]
    if moved:
        later = _later(session, row, moved)
        raise InvalidInput(f"第 {row.id} 号更改涉及的数据后来又有改动，不能直接撤回。{later}")
    for one in changes:
        entry = (one.before or {}).get("enterprise_id")
        if entry is not None and session.get(Enterprise, int(str(entry))) is None:
            raise InvalidInput("更改前的企业已并入另一家，不能直接撤回，请先拆分该合并。")


def _refuse_if_used(session: Session, changes: Sequence[Change]) -> None:
    """Refuse to take away rows an edit brought while others point at them."""
    for one in changes:
        for table in Base.metadata.sorted_tables if one.before is None else ():
            for column in table.columns:
                if any(key.target_fullname == f"{one.table}.id" for key in column.foreign_keys):
                    used = select(column).where(column == one.key).limit(1)
                    if session.execute(used).first() is not None:
                        if table.name == DecisionItem.__tablename__:
                            raise InvalidInput(
                                "该会议记过议定事项，其办理记录须保留，会议不能撤回。"
                            )
                        words = f"该{title_of(one.table)}已用于{title_of(table.name)}，不能撤回，"
                        raise InvalidInput(f"{words}请先撤回或撤销那些数据。")


def _later(session: Session, row: Edit, moved: Sequence[Change]) -> str:
    """Name what changed rows after an edit, and say what to do first."""
    rows = {(one.table, one.key) for one in moved}
    standing = select(Edit).where(Edit.id > row.id, Edit.undone == 0).order_by(Edit.id.desc())
    for edit in session.scalars(standing):
        if rows & {(one.table, one.key) for one in read(edit.images)}:
            return f"请先撤回第 {edit.id} 号更改。"
    for table, key in sorted(rows):
        batch = session.scalar(
            select(BatchChange.batch_id)
            .join(Batch, Batch.id == BatchChange.batch_id)
            .where(BatchChange.table_name == table, BatchChange.row_id == key)
            .where(Batch.id > row.place_batch, Batch.undone == 0)
            .order_by(Batch.id.desc())
            .limit(1)
        )
        if batch is not None:
            return f"请先撤销批次 {batch}，或另作一次更正。"
    return "请另作一次更正。"


def standing(session: Session, *conditions: ColumnElement[bool]) -> list[Edit]:
    """Return the edits that stand, oldest first."""
    query = select(Edit).where(Edit.undone == 0, *conditions).order_by(Edit.id)
    return list(session.scalars(query))


def list_edits(
    session: Session,
    report: int | None = None,
    kinds: Sequence[EditKind] = (),
    with_changes: bool = True,
) -> list[EditRow]:
    """Return edits with what they changed, newest first: all, or those of a report or kinds."""
    query = select(Edit).order_by(Edit.id.desc())
    if report is not None:
        query = query.where(Edit.report_id == report)
    if kinds:
        query = query.where(Edit.kind.in_([int(one) for one in kinds]))
    rows = session.scalars(query).all()
    fields = _changed_fields(session, rows) if with_changes else {}
    again = redone(session)
    return [_row(row, fields.get(row.id, ()), again.get(row.id)) for row in rows]


def redone(session: Session) -> dict[int, int]:
    """Return the edits that were done again, each with the one that does it."""
    query = select(Edit.redo_of, Edit.id).where(Edit.redo_of.is_not(None))
    return {int(before or 0): number for before, number in session.execute(query)}


def edit_row(session: Session, row: Edit) -> EditRow:
    """Return one edit with what it changed."""
    return _row(row, _changed_fields(session, [row])[row.id], redone(session).get(row.id))


def _row(row: Edit, changes: tuple[FieldChange, ...], again: int | None) -> EditRow:
    return EditRow(
        row.id,
        EditKind.at(row.kind),
        row.subject,
        row.why,
        row.actor,
        row.at,
        day_of(row.day),
        bool(row.undone),
        row.back_actor,
        row.back_at,
        row.back_why,
        changes,
        row.redo_of,
        again,
    )


def _changed_fields(
    session: Session, rows: Sequence[Edit]
) -> dict[int, tuple[FieldChange, ...]]:
    """Return each edit's changed fields in the words of the forms."""
    changes = {row.id: read(row.images) for row in rows}
    images = [
        (one.table, image)
        for some in changes.values()
        for one in some
        for image in (one.before or {}, one.after or {})
    ]
    names = Names(session, images)
    return {
        number: tuple(field for one in some for field in _fields(session, names, one))
        for number, some in changes.items()
    }


def _fields(session: Session, names: Names, change: Change) -> list[FieldChange]:
    before, after = change.before or {}, change.after or {}
    title = title_of(change.table)
    return [
        FieldChange(
            title, change.key, "", one.text, names.text(one, before), names.text(one, after)
        )
        for one in headers_of(change.table)
        if one.column in {*before, *after}
        and plain_value(one, before) != plain_value(one, after)
    ]


def last_edit(session: Session, actor: str) -> EditRow | None:
    """Return the last standing edit of a person, None where there is none.

    InvalidInput where it is one that no single step takes back.
    """
    mine = select(Edit).where(Edit.undone == 0, Edit.actor == actor[:WIDTH])
    row = session.scalar(mine.order_by(Edit.id.desc()).limit(1))
    if row is None:
        return None
    kind = EditKind.at(row.kind)
    if kind in FINAL:
        raise InvalidInput(f"上一步是“{kind.label}”，不能撤回。")
    if kind is EditKind.CLOSE:
        raise InvalidInput(
            f"上一步是{kind.label}（{row.subject}），重新开账须写明理由，请在“更改记录与封账”中办理。"
        )
    return edit_row(session, row)


def resting_edits(session: Session, batch: int) -> list[int]:
    """Return the standing edits of rows that a batch brought or changed before them."""
    found = []
    for edit in standing(session, Edit.images != "[]"):
        changes = read(edit.images)
        if any(_of_batch(session, edit, one, batch) for one in changes):
            found.append(edit.id)
    return found


def _of_batch(session: Session, edit: Edit, change: Change, batch: int) -> bool:
    """Tell whether a change of an edit is of a row, or points at a row, that a batch brought."""
    if edit.place_batch < batch:
        return False
    table = Base.metadata.tables[change.table]
    mine = [(table, change.key)]
    if (report := report_of(session, change)) is not None:
        mine.append((REPORT, report))
    for column in table.columns:
        old = (change.before or {}).get(column.name)
        for reference in column.foreign_keys if old is not None else ():
            if reference.column.name == "id" and reference.column.table is not table_of(Batch):
                mine.append((reference.column.table, int(str(old))))
    for owner, key in mine:
        row = row_of(session, owner, key)
        if row is not None and row.get("batch_id") == batch:
            return True
    hit = select(BatchChange.id).where(
        BatchChange.batch_id == batch,
        BatchChange.table_name == change.table,
        BatchChange.row_id == change.key,
    )
    return session.execute(hit.limit(1)).first() is not None
