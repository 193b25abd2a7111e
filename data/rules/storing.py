"""Bringing the stored findings in line with what the rules find; what people decided stays."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Table, and_, func, or_, select, update
from sqlalchemy.orm import Session

from data.models import Decision, Finding, FindingBody, FindingRecord, FindingVisit
from data.models.tables import table_of
from data.rows.enums import FindingState, RecordKind, Severity, SubjectKind
from data.rules.finding_tally import contribution, retally_findings, shift
from data.rules.frames import FOUND, Findings
from data.rules.same_days import FORMS, WIDE, BodyDays
from data.rules.turns import FindingTurn, note_gone, note_listed, note_new
from data.store.bulk import delete_ids, id_filter, reserve_ids, text_filter
from data.store.columns import MISSING, indexed_afterwards, insert_columns, is_empty

BASIS_ACCEPTED = "依据认可"
WITHDRAWN = "数据更正后不再成立"
COMPARED = [name for name in FOUND if name not in ("key", "state")]
NULLABLE = ("enterprise_id", "item_id")
WHOLE = (
    *("id", "version", "trial", "severity", "force", "state", "holds", "subject_kind"),
    *("subject_id", "region_id", "day", "month", "count", "beyond", "claimed"),
)
TEXTS = ("key", "rule", "ruleset", "period", "reason")
_BY_DAY = and_(Finding.rule == "R9", func.length(Finding.period) == len("2026-01-01"))
"""R9's findings about a body's day have the day for their period; they alone do."""
LINKS = (
    (FindingVisit, "rests", ("visit_id", "beyond")),
    (FindingBody, "charges", ("body_id",)),
    (FindingRecord, "records", ("kind", "record_id")),
)
"""The tables of what findings rest on and charge, with the frame and columns each is made of."""


def of_enterprises(
    enterprises: Sequence[int] | None, days: tuple[int, int] | None = None
) -> ColumnElement[bool]:
    """Return the findings judged by the history of those enterprises, of all if None.

    With `days` only those of these days.
    """
    kinds = [SubjectKind.ENTERPRISE, SubjectKind.VISIT]
    judged = Finding.subject_kind.in_(kinds) & ~_BY_DAY
    if days is not None:
        judged &= Finding.day.between(*days)
    if enterprises is None:
        return judged
    return judged & id_filter(Finding.enterprise_id, enterprises)


def of_days(days: BodyDays) -> ColumnElement[bool]:
    """Return the findings of R9 judged by all reports of those days of bodies, of all if None."""
    alike = or_(*(Finding.key.like(f"%:{form}") for form in FORMS))
    parts = []
    for asked, form in ((days.met, ~alike), (days.alike, alike)):
        if asked is None:
            parts.append(form)
            continue
        whose = (
            select(FindingBody.finding_id)
            .where(FindingBody.finding_id == Finding.id)
            .where(id_filter(FindingBody.body_id * WIDE + Finding.day, asked))
        )
        when = id_filter(Finding.day, {one % WIDE for one in asked})
        parts.append(and_(form, when, whose.exists()))
    return and_(_BY_DAY, or_(*parts))


def of_plans(plans: Sequence[int] | None) -> ColumnElement[bool]:
    """Return the findings about those plans, or resting on one of them; all of plans if None."""
    judged = Finding.subject_kind.in_([SubjectKind.PLAN, SubjectKind.TASK])
    if plans is None:
        return judged
    rests = select(FindingRecord.finding_id).where(
        FindingRecord.kind == RecordKind.PLAN, id_filter(FindingRecord.record_id, plans)
    )
    return judged & (id_filter(Finding.subject_id, plans) | Finding.id.in_(rests))


def of_bodies() -> ColumnElement[bool]:
    """Return the findings about bodies as a whole."""
    return Finding.subject_kind == SubjectKind.BODY


def store_first(session: Session, findings: Findings) -> None:
    """Write findings where none are stored yet."""
    note_new(session, _insert(session, findings, pd.Index(findings.found["key"]), pd.DataFrame()))


def store(
    session: Session, findings: Findings, stored: ColumnElement[bool], counted: bool = True
) -> int:
    """Bring the stored findings of a condition in line; what people decided stays.

    A finding people decided on that no longer holds is closed and says so; others go. Their counts
    follow unless they are not to be `counted` here, because all are counted anew afterwards.
    Returns how many findings were added, changed, closed or removed.
    """
    if is_empty(session, table_of(Finding)):
        store_first(session, findings)
        if counted:
            retally_findings(session)
        return len(findings.found)
    known = _stored(session, stored)
    gone, missing, changed = _differences(session, known, findings)
    kept = gone.intersection(pd.Index(list(_decided(session, gone))))
    ids = known.loc[gone.union(changed), "id"].tolist()
    before = contribution(session, ids) if counted else Counter()
    forget(session, known.loc[gone.difference(kept).union(changed), "id"].tolist())
    _close(session, known.loc[kept, "id"].tolist())
    written = _insert(session, findings, missing.union(changed), known)
    note_new(session, sorted({*written}.difference(ids)))
    _note_turns(session, findings, known, (gone.difference(kept), kept, changed))
    if counted:
        shift(session, before, contribution(session, {*ids, *written}))
    return len(gone) + len(missing) + len(changed)


def _note_turns(
    session: Session, findings: Findings, known: pd.DataFrame,
    turned: tuple[pd.Index, pd.Index, pd.Index],
) -> None:  # fmt: skip
    """Note which findings are gone, were closed or rose, where they are more than hints."""
    gone, closed, changed = turned
    hint = int(Severity.HINT)
    lost = [gone[(known.loc[gone, "severity"] > hint).to_numpy(dtype=bool)]]
    note_listed(session, FindingTurn.CLOSED, known.loc[closed, "id"].tolist())
    if len(changed):
        was = known.loc[changed]
        now = findings.found.set_index("key").loc[changed, "severity"].astype("int64")
        back = (was["holds"] == 0) & (now > hint)
        note_listed(
            session, FindingTurn.RISEN, was.loc[(now > was["severity"]) | back, "id"].tolist()
        )
        lost.append(changed[((now == hint) & (was["severity"] > hint)).to_numpy(dtype=bool)])
    note_gone(session, [str(rule) for keys in lost for rule in known.loc[keys, "rule"]])


def differences(
    session: Session, findings: Findings, stored: ColumnElement[bool]
) -> tuple[pd.Index, pd.Index, pd.Index]:
    """Return the keys stored but not found, found but not stored, and those that differ."""
    return _differences(session, _stored(session, stored), findings)


def _differences(
    session: Session, known: pd.DataFrame, findings: Findings
) -> tuple[pd.Index, pd.Index, pd.Index]:
    found = pd.Index(findings.found["key"])
    shared = known.index.intersection(found)
    changed = _changed(session, known, findings, shared)
    standing = known.index[known["holds"] == 1]
    return standing.difference(found), found.difference(known.index), changed


def _stored(session: Session, stored: ColumnElement[bool]) -> pd.DataFrame:
    names = ["id", "version", "reason", "holds", *FOUND]
    query = select(*[getattr(Finding, name) for name in names]).where(stored)
    return pd.DataFrame(session.execute(query).all(), columns=names).set_index("key")


def _decided(session: Session, keys: pd.Index) -> dict[str, tuple[int, str]]:
    """Return the state and reason people decided last, of those keys they decided on.

    Who leads a finding back to 待核实 leaves it to the rules.
    """
    if not len(keys) or is_empty(session, table_of(Decision)):
        return {}
    rows = session.execute(
        select(Decision.finding_key, Decision.state, Decision.reason)
        .where(text_filter(Decision.finding_key, keys.tolist()))
        .order_by(Decision.id)
    )
    latest = {key: (state, reason) for key, state, reason in rows}
    return {key: one for key, one in latest.items() if one[0] != FindingState.OPEN}


def _changed(
    session: Session, known: pd.DataFrame, findings: Findings, shared: pd.Index
) -> pd.Index:
    """Return the keys whose values, records or charged bodies are not what is stored."""
    if shared.empty:
        return shared
    found = findings.found.set_index("key")
    decided = _decided(session, shared)
    state = found.loc[shared, "state"].astype("int64")
    for key, (word, _) in decided.items():
        state[key] = word
    differs = (known.loc[shared, "state"] != state) | (known.loc[shared, "holds"] == 0)
    old = known.loc[shared, COMPARED].astype("object")
    new = found.loc[shared, COMPARED].astype("object")
    differs |= ~((old == new) | (old.isna() & new.isna())).all(axis=1)
    ids = known.loc[shared, "id"]
    for model, name, columns in LINKS:
        table = table_of(model)
        query = select(table.c.finding_id, *[table.c[one] for one in columns])
        links = _pairs(session, query, table.c.finding_id, ids)
        differs |= ~_sets(getattr(findings, name), shared).eq(links.reindex(shared))
    changed: pd.Index = pd.Index(shared.to_numpy()[differs.to_numpy(dtype=bool)])
    return changed


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


def forget(session: Session, ids: list[int]) -> None:
    """Remove findings with all that they rest on and charge."""
    for model, _, _ in LINKS:
        delete_ids(session, table_of(model), "finding_id", ids)
    delete_ids(session, table_of(Finding), "id", ids)


def _close(session: Session, ids: list[int]) -> None:
    """Say of findings people decided on that they no longer hold."""
    if ids:
        session.execute(
            update(Finding)
            .where(id_filter(Finding.id, ids))
            .values(holds=0, state=int(FindingState.UNFOUNDED), reason=WITHDRAWN)
        )


def _insert(session: Session, findings: Findings, keys: pd.Index, known: pd.DataFrame) -> list[int]:
    """Write the findings of those keys; return their ids."""
    frame = findings.found
    if len(keys) != len(frame):
        frame = frame[frame["key"].isin(keys)]
    if frame.empty:
        return []
    frame = frame.reset_index(drop=True)
    first = reserve_ids(session, table_of(Finding), len(frame))
    frame["id"] = np.arange(first, first + len(frame))
    days = frame["day"].to_numpy(dtype="int64").astype("datetime64[D]")
    frame["month"] = days.astype("datetime64[M]").astype("int64")
    frame["holds"] = 1
    _keep_decisions(session, frame, known)
    columns = {name: frame[name].to_numpy().astype("int64") for name in WHOLE}
    columns |= {name: frame[name].to_numpy().astype(object) for name in TEXTS}
    for name in NULLABLE:
        values = frame[name].astype("float64").fillna(MISSING)
        columns[name] = values.to_numpy().astype("int64")
    tables = [table_of(Finding), *(table_of(model) for model, _, _ in LINKS)]
    with indexed_afterwards(session, tables):
        insert_columns(session, tables[0], columns)
        for model, name, own in LINKS:
            _insert_links(session, table_of(model), getattr(findings, name), frame, list(own))
    written: list[int] = columns["id"].tolist()
    return written


def _keep_decisions(session: Session, frame: pd.DataFrame, known: pd.DataFrame) -> None:
    """Let a finding that changed keep its id, and each what people decided of it."""
    frame["version"] = 1
    frame["reason"] = np.where(frame["state"] == FindingState.UNFOUNDED, BASIS_ACCEPTED, "")
    if not known.empty:
        for name in ("id", "version"):
            old = frame["key"].map(known[name])
            frame[name] = old.where(old.notna(), frame[name])
    decided = _decided(session, pd.Index(frame["key"]))
    if decided:
        states = frame["key"].map({key: state for key, (state, _) in decided.items()})
        reasons = frame["key"].map({key: reason for key, (_, reason) in decided.items()})
        frame["state"] = states.where(states.notna(), frame["state"])
        frame["reason"] = reasons.where(states.notna(), frame["reason"])


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
