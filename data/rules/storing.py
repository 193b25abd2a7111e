"""Bringing the stored findings in line with what the rules find; what people decided stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from data.models import Finding, FindingBody, FindingVisit
from data.models.tables import table_of
from data.rows.enums import FindingState
from data.rules.frames import FOUND, Findings
from data.store.bulk import delete_ids, id_filter, reserve_ids
from data.store.columns import MISSING, indexed_afterwards, insert_columns, is_empty

BASIS_ACCEPTED = "依据认可"
COMPARED = [name for name in FOUND if name not in ("key", "state")]
WHOLE = (
    *("id", "version", "trial", "severity", "force", "state", "enterprise_id", "region_id"),
    *("day", "month", "count", "beyond", "claimed"),
)
TEXTS = ("key", "rule", "ruleset", "period", "reason")


def store_first(session: Session, findings: Findings) -> None:
    """Write findings where none are stored yet."""
    _insert(session, findings, pd.Index(findings.found["key"]), pd.DataFrame())


def store(session: Session, findings: Findings, enterprises: Sequence[int] | None) -> int:
    """Bring the stored findings of those enterprises in line; what people decided stays.

    Returns how many findings were added, changed or removed.
    """
    if is_empty(session, table_of(Finding)):
        store_first(session, findings)
        return len(findings.found)
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
        return pd.Series("", index=ids.index, dtype="object")
    frame.columns = pd.Index(["key", *[f"v{place}" for place in range(1, frame.shape[1])]])
    frame["key"] = frame["key"].map(by_id)
    return _sets(frame, ids.index)


def _sets(frame: pd.DataFrame, keys: pd.Index) -> pd.Series:
    """Return, for each key, its sorted rows as text, "" without any."""
    rows: dict[str, list[str]] = defaultdict(list)
    names = [name for name in frame.columns if name != "key"]
    columns = [frame[name].astype("int64").tolist() for name in names]
    for key, *values in zip(frame["key"].tolist(), *columns, strict=True):
        rows[key].append("/".join(map(str, values)))
    texts = [" ".join(sorted(rows[key])) if key in rows else "" for key in keys]
    return pd.Series(texts, index=keys, dtype="object")


def _forget(session: Session, ids: list[int]) -> None:
    for model, column in (
        (FindingVisit, "finding_id"),
        (FindingBody, "finding_id"),
        (Finding, "id"),
    ):
        delete_ids(session, table_of(model), column, ids)


def _insert(session: Session, findings: Findings, keys: pd.Index, known: pd.DataFrame) -> None:
    frame = findings.found
    if len(keys) != len(frame):
        frame = frame[frame["key"].isin(keys)]
    if frame.empty:
        return
    frame = frame.reset_index(drop=True)
    first = reserve_ids(session, table_of(Finding), len(frame))
    frame["id"] = np.arange(first, first + len(frame))
    days = frame["day"].to_numpy(dtype="int64").astype("datetime64[D]")
    frame["month"] = days.astype("datetime64[M]").astype("int64")
    _keep_decisions(frame, known)
    columns = {name: frame[name].to_numpy().astype("int64") for name in WHOLE}
    columns |= {name: frame[name].to_numpy().astype(object) for name in TEXTS}
    items = frame["item_id"].astype("float64").fillna(MISSING)
    columns["item_id"] = items.to_numpy().astype("int64")
    tables = [table_of(model) for model in (Finding, FindingVisit, FindingBody)]
    with indexed_afterwards(session, tables):
        insert_columns(session, tables[0], columns)
        _insert_links(session, tables[1], findings.rests, frame, ["visit_id", "beyond"])
        _insert_links(session, tables[2], findings.charges, frame, ["body_id"])


def _keep_decisions(frame: pd.DataFrame, known: pd.DataFrame) -> None:
    """Let a finding that changed keep its id and what people decided of it."""
    frame["version"] = 1
    frame["reason"] = np.where(frame["state"] == FindingState.UNFOUNDED, BASIS_ACCEPTED, "")
    if known.empty:
        return
    for name in ("id", "version"):
        old = frame["key"].map(known[name])
        frame[name] = old.where(old.notna(), frame[name])
    kept = known[_decided(known)]
    for name in ("state", "reason"):
        old = frame["key"].map(kept[name])
        frame[name] = old.where(old.notna(), frame[name])


def _insert_links(
    session: Session, table: Table, rows: pd.DataFrame, frame: pd.DataFrame, columns: list[str]
) -> None:
    """Write what findings rest on or charge, for those that were written."""
    places = pd.Index(frame["key"]).get_indexer(rows["key"])
    chosen = places >= 0
    ids = frame["id"].to_numpy().astype("int64")[places[chosen]]
    values = {name: rows[name].to_numpy()[chosen].astype("int64") for name in columns}
    if len(ids):
        insert_columns(session, table, {"finding_id": ids, **values})
