"""The ledger as it stood on a past day: copied, then every later change of it taken back.

Taking back goes the way the ledger came, newest change first: an import is undone, an undone
batch put back, a merge of enterprises split, a split merged, an edit reversed. Then visits,
tallies and findings are made anew, so that every question asked of the copy is answered as it was
on that day.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import TracebackType

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from data.intake.mending.changes import write
from data.intake.merging import merge, take_apart
from data.intake.moving import Images
from data.intake.removed import put_back_removed
from data.intake.undoing import take_facts, take_registers
from data.models import Batch, Edit, EnterpriseMerge
from data.records.edit_images import read, reversal
from data.records.past_copy import Tell, copy_facts, drop_later, forget_batches, judge_claims
from data.records.past_difference import Asked, difference
from data.records.past_log import Event, EventKind, after, between, decided_after, head
from data.rows.errors import InvalidInput
from data.rows.past import Compared
from data.rules.judging_day import TODAY
from data.rules.maintenance import rebuild
from data.store.columns import say_nothing
from data.store.database import Database
from data.store.location import default_path
from data.store.presence import LockFile, myself
from data.store.schema_guard import without_triggers

FOLDER = "past"
UNTOUCHED = (
    "单位别名、设置、工作日历没有逐日记录，按现在的内容；在本台录入的事后核查结果按核查日期。"
)


@dataclass(frozen=True)
class Past:
    """A ledger of a past day, and what is to be known about it."""

    database: Database
    day: date
    is_copy: bool
    """Whether anything was recorded after the day; else it is the ledger itself."""
    notes: tuple[str, ...] = ()


class Shelf:
    """Ledgers of past days, made once for each state of the ledger and day, gone when closed."""

    def __init__(self, folder: Path | None = None) -> None:
        """Keep the copies below a folder, else beside the user's data."""
        home = folder or default_path().parent / FOLDER
        home.mkdir(parents=True, exist_ok=True)
        _sweep(home)
        self._folder = home / secrets.token_hex(6)
        self._folder.mkdir()
        self._lock = LockFile(self._folder / "lock")
        self._lock.try_acquire(myself(purpose="查看过去"))
        self._made: dict[tuple[object, ...], Past] = {}

    def as_of(self, db: Database, day: date, tell: Tell = say_nothing) -> Past:
        """Return the ledger as it stood at the end of a day; of today or later it is itself.

        `tell` hears how far the work is, and may raise to cancel.
        """
        with db.reading() as session:
            if not after(session, day) and not decided_after(session, day):
                return Past(db, day, False)
            key = (db.place, day, *head(session))
            if key not in self._made:
                path = self._folder / f"{len(self._made)}-{secrets.token_hex(3)}.sqlite"
                self._made[key] = _make(session, path, day, tell)
        return self._made[key]

    def close(self) -> None:
        """Close the copies and remove their files."""
        for past in self._made.values():
            past.database.close()
        self._made.clear()
        self._lock.release()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Shelf:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _sweep(home: Path) -> None:
    """Remove what a killed program left: folders whose lock nobody holds."""
    for folder in home.iterdir():
        lock = LockFile(folder / "lock")
        if folder.is_dir() and lock.path.exists() and lock.try_acquire(myself()):
            lock.release()
            shutil.rmtree(folder, ignore_errors=True)


def _make(source: Session, path: Path, day: date, tell: Tell) -> Past:
    try:
        Database.open(f"sqlite:///{path}").close()
        without_triggers(path)
        with (
            Database.open(f"sqlite:///{path}") as db,
            db.bulk_writing("", f"复原 {day}") as past,
        ):
            past.info[TODAY] = day
            notes = _rewound(source, past, day, tell)
            tell("归并入企检查、更新汇总、按规则核对")
            rebuild(past)
    except BaseException:
        _remove(path)
        raise
    database = Database.open(f"sqlite:///{path}", create=False, read_only=True)
    database.refusal = (
        f"现在看的是{day.year}年{day.month}月{day.day}日的数据，不能修改。请先点“返回现在”。"
    )
    return Past(database, day, True, (UNTOUCHED, *notes))


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        with contextlib.suppress(OSError):
            os.unlink(path.with_name(name))


def _rewound(source: Session, past: Session, day: date, tell: Tell) -> list[str]:
    """Fill a ledger with what stood on a day; return what could not be taken back."""
    events = after(source, day)
    copy_facts(source, past, day, _skipped(events), tell)
    walk = _Walk(source, past)
    for place, event in enumerate(reversed(events), start=1):
        tell(f"退回后来的变动 {place:,}／{len(events):,}")
        walk.back(event)
    drop_later(past, day)
    judge_claims(source, past)
    return walk.notes


def _skipped(events: Sequence[Event]) -> set[int]:
    """Return batches whose rows need not be copied: they go again, nothing else is in between."""
    if any(event.kind not in (EventKind.IMPORT, EventKind.UNDO) for event in events):
        return set()
    return {event.number for event in events if event.kind is EventKind.IMPORT}


class _Walk:
    """Takes changes back one by one, newest first."""

    def __init__(self, source: Session, past: Session) -> None:
        self._source, self._past = source, past
        self._again: dict[int, int] = {}
        self.notes: list[str] = []

    def back(self, event: Event) -> None:
        """Take one change back."""
        match event.kind:
            case EventKind.IMPORT:
                self._remove_batch(event.number)
            case EventKind.UNDO:
                self._put_back_batch(event.number)
            case EventKind.MERGE:
                self._take_merge_apart(self._again.get(event.number, event.number))
            case EventKind.SPLIT:
                self._merge_again(event.number)
            case EventKind.EDIT:
                self._drop_edit(event.number)
            case EventKind.EDIT_BACK:
                self._edit_again(event.number)

    def _remove_batch(self, batch: int) -> None:
        kind = self._past.scalar(select(Batch.kind).where(Batch.id == batch)) or ""
        take_facts(self._past, batch, kind)
        take_registers(self._past, batch)
        forget_batches(self._past, [batch])

    def _put_back_batch(self, batch: int) -> None:
        put_back_removed(self._past, self._source, batch)
        values = {"undone": 0, "undone_day": None}
        self._past.execute(update(Batch).where(Batch.id == batch).values(values))

    def _take_merge_apart(self, number: int) -> None:
        row = self._past.get(EnterpriseMerge, number)
        if row is None:
            return
        take_apart(self._past, row)
        self._past.flush()
        self._past.execute(delete(EnterpriseMerge).where(EnterpriseMerge.id == number))

    def _drop_edit(self, number: int) -> None:
        row = self._past.get_one(Edit, number)
        write(self._past, reversal(read(row.images)))
        self._past.execute(delete(Edit).where(Edit.id == number))

    def _edit_again(self, number: int) -> None:
        row = self._past.get_one(Edit, number)
        write(self._past, read(row.images))
        back = {"back_actor": "", "back_at": "", "back_why": "", "back_day": None}
        values = {"undone": 0, "back_batch": None, "back_step": None, **back}
        self._past.execute(update(Edit).where(Edit.id == number).values(values))

    def _merge_again(self, number: int) -> None:
        row = self._past.get(EnterpriseMerge, number)
        if row is None:
            return
        old = {int(str(one["id"])): one for one in Images.of(row.images).before["enterprise"]}
        kept, dropped, why = str(old[row.kept_id]["code"]), row.dropped_code, row.why
        self._past.delete(row)
        self._past.flush()
        try:
            merge(self._past, kept, dropped, why)
        except InvalidInput:
            self.notes.append(f"监管对象合并 {number} 后来拆分，未能复原为合并时的样子。")
            return
        newest = select(EnterpriseMerge.id).order_by(EnterpriseMerge.id.desc()).limit(1)
        self._again[number] = self._past.scalars(newest).one()


def compare(shelf: Shelf, db: Database, asked: Asked, tell: Tell = say_nothing) -> Compared:
    """Compare what two days saw of a period, with the causes of every difference."""
    if asked.first >= asked.second:
        raise InvalidInput("两个日期应一先一后，请把较早的一天写在前面。")
    then, now = (shelf.as_of(db, day, tell) for day in (asked.first, asked.second))
    with db.reading() as session:
        events = between(session, asked.first, asked.second)
    found = difference(then.database, now.database, events, asked, tell)
    return replace(found, notes=tuple(dict.fromkeys((*then.notes, *now.notes))))
