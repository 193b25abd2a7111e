"""Running the rules over the whole history of some enterprises, and storing what they find."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from data.measures.fetching import fetch
from data.measures.scope import Scope, load_scope
from data.models import (
    Enterprise,
    Finding,
    FindingBody,
    FindingVisit,
    Item,
    Report,
    Task,
)
from data.models.tables import table_of
from data.rows.enums import FindingState
from data.rules.entry import code_not_shown, cross_level, single_officer, unplanned
from data.rules.frames import FOUND, Context, Findings, join
from data.rules.frequency import monthly_cap, yearly_item_cap
from data.store.bulk import Value, delete_ids, id_filter, insert_rows, reserve_ids

RULES = {
    "R1": monthly_cap,
    "R3": yearly_item_cap,
    "R5": cross_level,
    "R6": unplanned,
    "R7": code_not_shown,
    "R10": single_officer,
}
JUDGED = (
    *("visit_id", "body_id", "number", "enterprise_id", "region_id", "day", "task_id"),
    *("kind", "status", "officers", "claim"),
)
FEW = 2
"""R10 looks only at reports of fewer officers than any rule set asks for."""
BASIS_ACCEPTED = "依据认可"
COMPARED = [name for name in FOUND if name not in ("key", "state")]


def evaluate(session: Session, enterprises: Sequence[int] | None) -> Findings:
    """Return all findings of those enterprises (of all if None), judged over their history."""
    context = _context(session, load_scope(session, enterprises=enterprises), enterprises)
    return join(rule(context) for rule in RULES.values())


def _context(session: Session, scope: Scope, enterprises: Sequence[int] | None) -> Context:
    names = select(Enterprise.id, Enterprise.code)
    columns = [getattr(Report, name) for name in JUDGED]
    reports = select(*columns).where(Report.officers < FEW)
    if enterprises is not None:
        names = names.where(id_filter(Enterprise.id, enterprises))
        reports = reports.where(id_filter(Report.enterprise_id, enterprises))
    frame = fetch(session, reports, ["id", *JUDGED[1:]], ("task_id", "officers"), ("number",))
    frame["body_code"] = frame["body_id"].map(scope.bodies.set_index("id")["code"])
    return Context(
        scope,
        _series(session, names),
        _series(session, select(Item.id, Item.code)),
        _series(session, select(Task.id, Task.number)),
        frame,
    )


def _series(session: Session, query: object) -> pd.Series:
    rows = session.execute(query).all()  # type: ignore[call-overload]  # any two-column select
    return pd.Series([row[1] for row in rows], index=[row[0] for row in rows], dtype="object")


def store(session: Session, findings: Findings, enterprises: Sequence[int] | None) -> int:
    """Bring the stored findings of those enterprises in line; what people decided stays.

    Returns how many findings were added, changed or removed.
    """
    known = _stored(session, enterprises)
    gone, missing, changed = differences(session, findings, enterprises)
    _forget(session, known.loc[gone.union(changed), "id"].tolist())
    _insert(session, findings, missing.union(changed), known)
    return len(gone) + len(missing) + len(changed)


def differences(
    session: Session, findings: Findings, enterprises: Sequence[int] | None
) -> tuple[pd.Index, pd.Index, pd.Index]:
    """Return the keys stored but not found, found but not stored, and those that differ."""
    known = _stored(session, enterprises)
    found = pd.Index(findings.found["key"])
    shared = known.index.intersection(found)
    changed = _changed(session, known, findings, shared)
    return known.index.difference(found), found.difference(shared), changed


def _stored(session: Session, enterprises: Sequence[int] | None) -> pd.DataFrame:
    columns = [getattr(Finding, name) for name in ("id", "version", "reason", *FOUND)]
    query = select(*columns)
    if enterprises is not None:
        query = query.where(id_filter(Finding.enterprise_id, enterprises))
    frame = pd.DataFrame(session.execute(query).all(), columns=["id", "version", "reason", *FOUND])
    return frame.set_index("key")


def _changed(
    session: Session, known: pd.DataFrame, findings: Findings, shared: pd.Index
) -> pd.Index:
    """Return the keys whose values, visits or charged bodies are not what is stored."""
    if shared.empty:
        return shared
    state = findings.found.set_index("key").loc[shared, "state"]
    restated = ~_decided(known).loc[shared] & (known.loc[shared, "state"] != state)
    old = known.loc[shared, COMPARED].astype("object")
    new = findings.found.set_index("key").loc[shared, COMPARED].astype("object")
    same = ((old == new) | (old.isna() & new.isna())).all(axis=1)
    ids = known.loc[shared, "id"]
    rests = _pairs(
        session,
        select(FindingVisit.finding_id, FindingVisit.visit_id, FindingVisit.beyond),
        FindingVisit.finding_id,
        ids,
    )
    charges = _pairs(
        session, select(FindingBody.finding_id, FindingBody.body_id), FindingBody.finding_id, ids
    )
    same &= _sets(findings.rests, shared).eq(rests.reindex(shared))
    same &= _sets(findings.charges, shared).eq(charges.reindex(shared))
    differs = ~same.to_numpy(dtype=bool) | restated.to_numpy(dtype=bool)
    changed: pd.Index = pd.Index(shared.to_numpy()[differs])
    return changed


def _decided(known: pd.DataFrame) -> pd.Series:
    """Tell which findings people decided; 不成立（依据认可） follows from the bases alone."""
    by_rule = (known["state"] == FindingState.UNFOUNDED) & (known["reason"] == BASIS_ACCEPTED)
    return (known["state"] != FindingState.OPEN) & ~by_rule


def _pairs(session: Session, query: object, column: object, ids: pd.Series) -> pd.Series:
    rows = session.execute(query.where(id_filter(column, ids.tolist()))).all()  # type: ignore[attr-defined, arg-type]
    by_id = pd.Series(ids.index, index=ids.to_numpy())
    frame = pd.DataFrame([tuple(row) for row in rows])
    if frame.empty:
        return pd.Series(dtype="object").reindex(ids.index).fillna("")
    frame.columns = pd.Index(["key", *[f"v{place}" for place in range(1, frame.shape[1])]])
    frame["key"] = frame["key"].map(by_id)
    return _sets(frame, ids.index)


def _sets(frame: pd.DataFrame, keys: pd.Index) -> pd.Series:
    """Return, for each key, its sorted rows as text, "" without any."""
    values = frame.drop(columns="key").astype("int64").astype(str).agg("/".join, axis=1)
    texts = values.groupby(frame["key"]).agg(lambda group: " ".join(sorted(group)))
    return texts.reindex(keys).fillna("")


def _forget(session: Session, ids: list[int]) -> None:
    for model, column in (
        (FindingVisit, "finding_id"),
        (FindingBody, "finding_id"),
        (Finding, "id"),
    ):
        delete_ids(session, table_of(model), column, ids)


def _insert(session: Session, findings: Findings, keys: pd.Index, known: pd.DataFrame) -> None:
    frame = findings.found.set_index("key").loc[keys].reset_index()
    if frame.empty:
        return
    first = reserve_ids(session, table_of(Finding), len(frame))
    frame["id"] = range(first, first + len(frame))
    stamps = pd.to_datetime(frame["day"], unit="D")
    frame["month"] = (stamps.dt.year - 1970) * 12 + stamps.dt.month - 1
    _keep_decisions(frame, known)
    whole = [
        *("id", "version", "trial", "severity", "force", "state", "enterprise_id", "region_id"),
        *("day", "month", "count", "beyond", "claimed"),
    ]
    columns = [*whole, "key", "rule", "ruleset", "period", "reason", "item_id"]
    values: list[Sequence[Value]] = [frame[name].astype("int64").tolist() for name in whole]
    values += [frame[name].astype(str).tolist() for name in columns[len(whole) : -1]]
    values.append([None if pd.isna(one) else int(one) for one in frame["item_id"]])
    insert_rows(
        session,
        table_of(Finding),
        columns,
        zip(*values, strict=True),
    )
    ids = pd.Series(frame["id"].to_numpy(), index=frame["key"])
    _insert_links(session, table_of(FindingVisit), findings.rests, ids, ["visit_id", "beyond"])
    _insert_links(session, table_of(FindingBody), findings.charges, ids, ["body_id"])


def _keep_decisions(frame: pd.DataFrame, known: pd.DataFrame) -> None:
    """Let a finding that changed keep its id and what people decided of it."""
    frame["version"] = 1
    frame["reason"] = np.where(frame["state"] == FindingState.UNFOUNDED, BASIS_ACCEPTED, "")
    for name in ("id", "version"):
        old = frame["key"].map(known[name])
        frame[name] = old.where(old.notna(), frame[name])
    kept = known[_decided(known)]
    for name in ("state", "reason"):
        old = frame["key"].map(kept[name])
        frame[name] = old.where(old.notna(), frame[name])


def _insert_links(
    session: Session, table: Table, rows: pd.DataFrame, ids: pd.Series, columns: list[str]
) -> None:
    chosen = rows[rows["key"].isin(ids.index)]
    values = [chosen["key"].map(ids).astype("int64").tolist()]
    values += [chosen[name].astype("int64").tolist() for name in columns]
    insert_rows(
        session,
        table,
        ["finding_id", *columns],
        zip(*values, strict=True),
    )
