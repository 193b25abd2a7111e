"""The counts of findings brought in line for a few findings, without counting all anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from data.models import Finding, FindingBody, FindingTally
from data.models.tables import table_of
from data.rows.enums import FindingState
from data.store.bulk import id_filter

Key = tuple[int, int, int, str, int]
TABLE = table_of(FindingTally)
CITY, BODY, REGION = 0, 1, 2
TALLIED = ("shape", "month", "k1", "rule", "severity", "n")


def tally_queries() -> list[Select[int, int, int, str, int, int]]:
    """Return the queries that count standing findings, in the columns of TALLIED."""
    keys = (Finding.month, Finding.rule, Finding.severity)
    standing = Finding.state != FindingState.UNFOUNDED

    def count(
        shape: int, key: ColumnElement[int] | InstrumentedAttribute[int]
    ) -> Select[int, int, int, str, int, int]:
        columns = (Finding.month, key, Finding.rule, Finding.severity, func.count())
        return select(literal(shape), *columns).where(standing).group_by(*keys, key)

    charged = count(BODY, FindingBody.body_id)
    return [
        select(
            literal(CITY), Finding.month, literal(0), Finding.rule, Finding.severity, func.count()
        )
        .where(standing)
        .group_by(*keys),
        charged.join(FindingBody, FindingBody.finding_id == Finding.id),
        count(REGION, Finding.region_id),
    ]


def retally_findings(session: Session) -> None:
    """Count the findings anew by month, rule and severity, for the city, bodies and regions."""
    session.execute(delete(FindingTally))
    for query in tally_queries():
        session.execute(insert(TABLE).from_select(list(TALLIED), query))


def contribution(session: Session, findings: Iterable[int]) -> Counter[Key]:
    """Return what those findings add to the counts as they stand."""
    counts: Counter[Key] = Counter()
    findings = sorted(findings)
    if not findings:
        return counts
    for query in tally_queries():
        rows = session.execute(query.where(id_filter(Finding.id, findings)))
        for shape, month, k1, rule, severity, n in rows:
            counts[shape, month, k1, rule, severity] += n
    return counts


def shift(session: Session, before: Counter[Key], after: Counter[Key]) -> None:
    """Take away what findings added before and add what they add now."""
    changes = {key: after[key] - before[key] for key in sorted({*before, *after})}
    changes = {key: change for key, change in changes.items() if change}
    if not changes:
        return
    names = TALLIED[:-1]
    query = select(*[TABLE.c[name] for name in TALLIED]).where(
        TABLE.c.month.in_({key[1] for key in changes})
    )
    stored = {tuple(row[:-1]): row[-1] for row in session.execute(query)}
    known, fresh, gone = [], [], []
    for key, change in changes.items():
        n = stored.get(key, 0) + change
        row = {f"of_{name}": part for name, part in zip(names, key, strict=True)}
        if key not in stored:
            fresh.append(dict(zip(TALLIED, (*key, n), strict=True)))
        elif n:
            known.append({**row, "left": n})
        else:
            gone.append(row)
    cell = and_(*[TABLE.c[name] == bindparam(f"of_{name}") for name in names])
    connection = session.connection()
    for statement, rows in (
        (insert(TABLE), fresh),
        (update(TABLE).where(cell).values(n=bindparam("left")), known),
        (delete(TABLE).where(cell), gone),
    ):
        if rows:
            connection.execute(statement, rows)
