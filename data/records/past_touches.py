"""What each change of the ledger between two days touched: visits, and what they refer to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from sqlalchemy import Select, literal, or_, select
from sqlalchemy.orm import Session

from data.models import (
    Base,
    BasisVerdict,
    Batch,
    BatchChange,
    CodeEvent,
    CodeRecord,
    Edit,
    EnterpriseMerge,
    Report,
    ReportLine,
    RuleChange,
)
from data.models.tables import table_of
from data.records.past_log import Event, EventKind
from data.rows.past import CauseKind
from data.store.bulk import id_filter

TOUCH = ["visit", "enterprise", "order", "kind", "batch", "body"]
VERDICTS = 10**9
"""Verdicts stand after all batches in the order of touches."""
OF_REPORTS = tuple(table_of(one).name for one in (Report, ReportLine, CodeEvent, CodeRecord))
REPORT, EVENT = OF_REPORTS[0], OF_REPORTS[2]
EDITS = (EventKind.EDIT, EventKind.EDIT_BACK)
REGISTERS = (
    *("plan", "task", "plan_target", "enterprise", "item", "body", "officer", "whitelist"),
    *("cap", "usage", "fine", "complaint", "selfcheck", "audit"),
)
"""Tables whose rows a number may read beside visits; records that are such rows bear their name."""


@dataclass(frozen=True)
class Sides:
    """The ledger of two days, open for reading, and the changes between them."""

    then: Session
    now: Session
    first: int
    second: int
    events: Sequence[Event]

    @cached_property
    def files(self) -> dict[int, str]:
        """Return the file each batch came by."""
        found: dict[int, str] = {}
        for session in (self.then, self.now):
            found |= {one: file for one, file in session.execute(select(Batch.id, Batch.file))}
        return found

    @cached_property
    def rules_changed(self) -> bool:
        """Return whether people set a threshold between the two days."""
        between = RuleChange.day.between(self.first + 1, self.second)
        return self.now.scalar(select(RuleChange.id).where(between).limit(1)) is not None

    @property
    def anything(self) -> bool:
        """Return whether anything happened between the two days."""
        return bool(self.events) or self.rules_changed or bool(len(self.touches))

    @cached_property
    def touches(self) -> pd.DataFrame:
        """Return the visits touched: which, whose, by what; the latest touch has the last order."""
        parts = [self._of_event(order, event) for order, event in enumerate(self.events)]
        parts.append(self._verdicts())
        parts = [part for part in parts if len(part)]
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=TOUCH)

    @cached_property
    def register_touches(self) -> pd.DataFrame:
        """Return the changes of plans, tasks, enterprises …: table, id and what changed it."""
        found: list[tuple[str, int, int, str, int, int]] = []
        for order, event in enumerate(self.events):
            if event.kind in EDITS:
                found += self._edited_registers(order, event)
            if event.kind not in (EventKind.IMPORT, EventKind.UNDO):
                continue
            session, undone = self._knows(event), event.kind is EventKind.UNDO
            kind = CauseKind.UNDONE if undone else CauseKind.REGISTERS
            for name in REGISTERS:
                table = Base.metadata.tables[name]
                body = table.c.body_id if "body_id" in table.c else literal(-1)
                touched = or_(
                    table.c.batch_id == event.number,
                    table.c.id.in_(_changed(event.number, (name,))),
                )
                for one, owner in session.execute(select(table.c.id, body).where(touched)):
                    found.append((name, one, order, kind.value, event.number, owner))
        return pd.DataFrame(found, columns=["table", "row", "order", "kind", "batch", "body"])

    def _knows(self, event: Event) -> Session:
        """Return the side that holds what a batch brought: an undone one is only in the past."""
        return self.then if event.kind is EventKind.UNDO else self.now

    def _of_event(self, order: int, event: Event) -> pd.DataFrame:
        if event.kind in (EventKind.MERGE, EventKind.SPLIT):
            return self._of_merge(order, event)
        if event.kind in EDITS:
            return self._of_edit(order, event)
        session = self._knows(event)
        brought = set(session.scalars(select(Report.id).where(Report.batch_id == event.number)))
        changed = set(session.scalars(_changed(event.number, (OF_REPORTS[0], OF_REPORTS[2]))))
        for model in (ReportLine, CodeRecord):
            table = table_of(model)
            own = select(table.c.report_id).where(table.c.batch_id == event.number)
            lines = _changed(event.number, (table.name,))
            old = select(table.c.report_id).where(table.c.id.in_(lines))
            for query in (own, old):
                changed |= set(session.scalars(query))
        rows = self._visits(brought | changed)
        rows["order"], rows["batch"] = order, event.number
        if event.kind is EventKind.UNDO:
            return rows.assign(kind=CauseKind.UNDONE.value)[TOUCH]
        late = CauseKind.LATE.value
        rows["kind"] = CauseKind.CORRECTED.value
        fresh = rows["report"].isin(brought)
        rows.loc[fresh, "kind"] = late
        rows.loc[fresh & (rows["day"] > self.first), "kind"] = CauseKind.NEW.value
        return rows[TOUCH]

    def _visits(self, reports: set[int]) -> pd.DataFrame:
        """Return the visits of reports on either side."""
        columns = (Report.id, Report.visit_id, Report.enterprise_id, Report.body_id, Report.day)
        query = select(*columns).where(id_filter(Report.id, reports))
        rows = [tuple(row) for one in (self.then, self.now) for row in one.execute(query)]
        return pd.DataFrame(rows, columns=["report", "visit", "enterprise", "body", "day"])

    def _of_merge(self, order: int, event: Event) -> pd.DataFrame:
        pair: list[int] = []
        for session in (self.now, self.then):
            row = session.get(EnterpriseMerge, event.number)
            if row is not None:
                pair = [row.kept_id, row.dropped_id]
                break
        columns = (Report.id, Report.visit_id, Report.enterprise_id, Report.body_id, Report.day)
        query = select(*columns).where(Report.enterprise_id.in_(pair))
        rows = [tuple(row) for one in (self.then, self.now) for row in one.execute(query)]
        frame = pd.DataFrame(rows, columns=["report", "visit", "enterprise", "body", "day"])
        return frame.assign(order=order, kind=CauseKind.MERGED.value, batch=0)[TOUCH]

    def _of_edit(self, order: int, event: Event) -> pd.DataFrame:
        """Return the visits of the reports an edit changed, in their lines or codes as well."""
        reports: set[int] = set()
        for table, key, *_ in self._edited(event):
            if table in (REPORT, EVENT):
                reports.add(key)
            elif table in OF_REPORTS:
                owner = Base.metadata.tables[table].c
                query = select(owner.report_id).where(owner.id == key)
                reports |= {*self.now.scalars(query), *self.then.scalars(query)}
        frame = self._visits(reports)
        return frame.assign(order=order, kind=CauseKind.CORRECTED.value, batch=0)[TOUCH]

    def _edited_registers(
        self, order: int, event: Event
    ) -> list[tuple[str, int, int, str, int, int]]:
        return [
            (table, key, order, CauseKind.REGISTERS.value, 0, -1)
            for table, key, *_ in self._edited(event)
            if table in REGISTERS
        ]

    def _edited(self, event: Event) -> list[tuple[str, int, object, object]]:
        """Return what an edit changed (data/intake/mending/changes.py): table, key, images."""
        images = self.now.scalar(select(Edit.images).where(Edit.id == event.number))
        return [(str(one[0]), int(one[1]), one[2], one[3]) for one in json.loads(images or "[]")]

    def _verdicts(self) -> pd.DataFrame:
        between = BasisVerdict.day.between(self.first + 1, self.second)
        reports = set(self.now.scalars(select(BasisVerdict.report_id).where(between)))
        frame = self._visits(reports)
        return frame.assign(order=VERDICTS, kind=CauseKind.JUDGED.value, batch=0)[TOUCH]


def _changed(batch: int, tables: Sequence[str]) -> Select[int]:
    """Return the query of the rows a batch changed in some tables."""
    return select(BatchChange.row_id).where(
        BatchChange.batch_id == batch, BatchChange.table_name.in_(tables)
    )
