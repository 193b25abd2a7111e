"""Why records count on one of two days only: each has one cause, so that causes add up.

What touched a visit of the record itself goes first, the latest touch before earlier ones; then
changes of what the visit refers to (plan, task, enterprise, body, item), then other visits of its
enterprise, then thresholds set by people. A record none of these explains is 连带变化.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import select

from data.models import Task, Visit, VisitBody, VisitItem
from data.records.describe import named_bodies
from data.records.past_touches import REGISTERS, VERDICTS, Sides
from data.rows.findings import Named
from data.rows.past import Cause, CauseKind
from data.rows.records import RecordRow
from data.store.bulk import id_filter

OWN, REFERRED, KIN, NEIGHBOUR, LISTED, SET, NOTHING = range(7)
"""How near a cause is to a record; the nearest is the record's."""
CANDIDATE = ["record", "rank", "order", "kind", "batch", "body"]
MOST_TOLD = 200
COUNTED = ("added", "removed", "added_below", "removed_below")
BARE = ".bare"
DUE = ("M13", "M16.idle", "M22", "R17")
"""Numbers that change as days go by: what was not due becomes so."""
READS = {
    "M8": "cap", "M12": "plan_target", "M16.items": "item", "M16.plans": "usage",
    "M16.results": "usage", "M17.fines": "fine", "M21.done": "audit", "M21.wrong": "audit",
    "R8": "plan_target", "R11": "officer", "R14": "whitelist", "R18": "complaint",
    "R27": "selfcheck", "R29": "fine",
}  # fmt: skip
"""The list a number reads beside visits, where its records do not name the row."""
JUDGED_RULES = ("R1", "R3", "R4", "R5")
"""Rules whose findings a verdict on a claimed basis changes."""


def causes_of(
    sides: Sides, subject: str, changes: pd.DataFrame, rows: Sequence[RecordRow]
) -> tuple[Cause, ...]:
    """Return the causes of changed records, the largest first.

    `changes`: for each record (its place in `rows`) how much it added to and removed from
    numerator and denominator.
    """
    if changes.empty:
        return ()
    pairs = _visits(rows)
    refs = _references(sides, pairs, rows)
    best = _nearest(
        [
            _own(sides, subject, pairs),
            _referred(sides, refs),
            _kin(sides, rows),
            _neighbours(sides, refs),
            *_listed(sides, subject, refs),
            _rest(sides, subject, len(rows)),
        ]
    )
    _name_bodies(best, rows, named_bodies(sides.now) | named_bodies(sides.then))
    return _gathered(sides, best, changes, pairs, rows)


def _visits(rows: Sequence[RecordRow]) -> pd.DataFrame:
    """Return a row for each record and visit of it."""
    pairs = [(place, visit) for place, row in enumerate(rows) for visit in row.visit_ids]
    return pd.DataFrame(pairs, columns=["record", "visit"], dtype="int64")


def _references(sides: Sides, pairs: pd.DataFrame, rows: Sequence[RecordRow]) -> pd.DataFrame:
    """Return what the visits of records refer to on either side: record, table and id."""
    ids = pairs["visit"].unique().tolist()
    parts = []
    for session in (sides.then, sides.now):
        query = (
            select(Visit.id, Visit.enterprise_id, Visit.plan_id, Visit.task_id, Task.plan_id)
            .outerjoin(Task, Task.id == Visit.task_id)
            .where(id_filter(Visit.id, ids))
        )
        names = ["visit", "enterprise", "plan", "task", "listed"]
        frame = pd.DataFrame([tuple(row) for row in session.execute(query)], columns=names)
        long = frame.melt("visit", var_name="table", value_name="row").dropna(subset="row")
        parts.append(long.replace({"table": {"listed": "plan"}}))
        for model, column, name in (
            (VisitBody, VisitBody.body_id, "body"),
            (VisitItem, VisitItem.item_id, "item"),
        ):
            found = session.execute(
                select(model.visit_id, column).where(id_filter(model.visit_id, ids))
            )
            frame = pd.DataFrame([tuple(row) for row in found], columns=["visit", "row"])
            parts.append(frame.assign(table=name))
    refs = pairs.merge(pd.concat(parts, ignore_index=True), on="visit")[["record", "table", "row"]]
    itself = [
        (place, row.kind, int(row.id.lstrip("TP")))
        for place, row in enumerate(rows)
        if row.kind in REGISTERS and row.id.lstrip("TP").isdecimal()
    ]
    own = pd.DataFrame(itself, columns=["record", "table", "row"])
    whole = pd.concat([refs, own], ignore_index=True).drop_duplicates()
    return whole.astype({"record": "int64", "row": "int64"})


def _own(sides: Sides, subject: str, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the touches of the visits of records; verdicts where the number reads them."""
    touches = sides.touches
    if not (subject.endswith(BARE) or subject in JUDGED_RULES):
        touches = touches[touches["order"] != VERDICTS]
    return pairs.merge(touches, on="visit").assign(rank=OWN)[CANDIDATE]


def _referred(sides: Sides, refs: pd.DataFrame) -> pd.DataFrame:
    found = refs.merge(sides.register_touches, on=["table", "row"])
    return found.assign(rank=REFERRED)[CANDIDATE]


def _kin(sides: Sides, rows: Sequence[RecordRow]) -> pd.DataFrame:
    """Return changes of rows of a record's kind by its body, for records without an id of ours."""
    ids = {one.code: number for number, one in named_bodies(sides.now).items()}
    told = [
        (place, row.kind, ids[row.bodies[0].code])
        for place, row in enumerate(rows)
        if row.kind in REGISTERS and row.bodies and row.bodies[0].code in ids
    ]
    own = pd.DataFrame(told, columns=["record", "table", "body"])
    return own.merge(sides.register_touches, on=["table", "body"]).assign(rank=KIN)[CANDIDATE]


def _neighbours(sides: Sides, refs: pd.DataFrame) -> pd.DataFrame:
    own = refs[refs["table"] == "enterprise"].rename(columns={"row": "enterprise"})
    touches = sides.touches[sides.touches["order"] != VERDICTS]
    return own.merge(touches, on="enterprise").assign(rank=NEIGHBOUR)[CANDIDATE]


def _listed(sides: Sides, subject: str, refs: pd.DataFrame) -> list[pd.DataFrame]:
    """Return changes of the list a number reads: those of a body present, else the latest."""
    touches = sides.register_touches
    touches = touches[touches["table"] == READS.get(subject)]
    if touches.empty:
        return []
    present = refs[refs["table"] == "body"].rename(columns={"row": "body"}).drop(columns="table")
    near = present.merge(touches, on="body").assign(rank=KIN)[CANDIDATE]
    latest = touches.sort_values("order").tail(1).assign(rank=LISTED, body=-1)
    records = refs[["record"]].drop_duplicates()
    return [near, records.merge(latest, how="cross")[CANDIDATE]]


def _rest(sides: Sides, subject: str, count: int) -> pd.DataFrame:
    """Return what is left for every record: thresholds set anew, a day come, else nothing."""
    frame = pd.DataFrame({"record": range(count), "order": 0, "batch": 0, "body": -1})
    if sides.rules_changed:
        return frame.assign(rank=SET, kind=CauseKind.RULES.value)[CANDIDATE]
    kind = CauseKind.DUE if subject in DUE else CauseKind.FOLLOWED
    return frame.assign(rank=NOTHING, kind=kind.value)[CANDIDATE]


def _nearest(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the nearest cause of each record, of equally near ones the latest."""
    whole = pd.concat([part for part in parts if len(part)], ignore_index=True)
    ordered = whole.sort_values(["record", "rank", "order"], ascending=[True, True, False])
    return ordered.drop_duplicates("record").reset_index(drop=True)


def _name_bodies(best: pd.DataFrame, rows: Sequence[RecordRow], names: dict[int, Named]) -> None:
    """Give each cause its body as code and name: the reporting one, else the record's own."""
    told = [
        names.get(int(body)) or next(iter(rows[record].bodies), None)
        for record, body in zip(best["record"], best["body"], strict=True)
    ]
    best["code"] = [one.code if one else "" for one in told]
    best["name"] = [one.name if one else "" for one in told]


def _gathered(
    sides: Sides,
    best: pd.DataFrame,
    changes: pd.DataFrame,
    pairs: pd.DataFrame,
    rows: Sequence[RecordRow],
) -> tuple[Cause, ...]:
    keys = ["kind", "batch", "code", "name"]
    whole = best.merge(changes, on="record")
    touched = pairs.merge(best[["record", "rank", "order", *keys]], on="record")
    own = touched.merge(sides.touches[["visit", "order"]].drop_duplicates(), on=["visit", "order"])
    touched = pd.concat([own[own["rank"] == OWN], touched[touched["rank"] != OWN]])
    visits = touched.groupby(keys)["visit"].nunique()
    found = []
    for key, part in whole.groupby(keys):
        kind, batch, code, name = (str(one) for one in key)
        numbers = [rows[one].number or rows[one].id for one in part["record"].head(MOST_TOLD)]
        sums = {one: int(part[one].sum()) for one in COUNTED}
        file = sides.files.get(int(batch), "")
        body = Named(code, name) if name else None
        found.append(
            Cause(CauseKind(kind), int(batch) or None, file, body, int(visits.get(key, 0)),
                  records=tuple(dict.fromkeys(numbers)), **sums)
        )  # fmt: skip
    return tuple(sorted(found, key=_size, reverse=True))


def _size(cause: Cause) -> tuple[int, int, str]:
    moved = cause.added + cause.removed
    return moved, cause.added_below + cause.removed_below, cause.kind.value
