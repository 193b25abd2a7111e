"""Everything derived, recomputed from the facts and compared with what is stored."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.folding import fold
from data.measures.scope import VISIT_COLUMNS, load_bodies, load_scope
from data.measures.tallies import load_tallies, recount
from data.models import FindingTally
from data.rules.evaluate import evaluate
from data.rules.maintenance import load_reports, plans_and_types, tally_queries
from data.rules.storing import differences

COMPARED = [name for name in VISIT_COLUMNS if name != "number"]


def problems(session: Session) -> list[str]:
    """Return what does not agree with the facts, in sentences; an empty list is good."""
    return [*_visits(session), *_tallies(session), *_findings(session)]


def _visits(session: Session) -> list[str]:
    reports, lines = load_reports(session, [])
    stored = load_scope(session).visits.set_index("id").sort_index()
    if reports.empty:
        return [] if stored.empty else ["没有检查报告，却有检查记录，请重新导入。"]
    folded = fold(reports, lines, load_bodies(session), *plans_and_types(session, reports))
    fresh = folded.visits.set_index("id").sort_index()
    if not stored.index.equals(fresh.index):
        return [f"检查记录 {len(stored)} 次，由报告归并应为 {len(fresh)} 次。"]
    names = [name for name in COMPARED if name != "id"]
    same = (
        stored[names].astype("float64").fillna(-1) == fresh[names].astype("float64").fillna(-1)
    ).all(axis=1)
    wrong = [int(one) for one in stored.index[~same]]
    return [f"检查记录 {one} 与其报告不符。" for one in wrong[:20]]


def _tallies(session: Session) -> list[str]:
    stored, fresh = load_tallies(session), recount(session)
    fresh = fresh[(fresh != 0).any(axis=1)]
    difference = stored.sub(fresh, fill_value=0)
    wrong = difference[(difference != 0).any(axis=1)]
    return [
        f"汇总表（形状 {key[0]}，月 {key[1]}，{key[2]}，{key[3]}）与记录不符。"
        for key in list(wrong.index)[:20]
    ]


def _findings(session: Session) -> list[str]:
    found = evaluate(session, None)
    gone, missing, changed = differences(session, found, None)
    messages = [f"预警 {key} 已不成立。" for key in gone]
    messages += [f"缺少预警 {key}。" for key in missing]
    messages += [f"预警 {key} 与记录不符。" for key in changed]
    names = ("shape", "month", "k1", "rule", "severity", "n")
    rows = session.execute(select(*[getattr(FindingTally, name) for name in names]))
    stored = {tuple(row) for row in rows}
    fresh = {tuple(row) for query in tally_queries() for row in session.execute(query)}
    messages += [
        f"预警汇总（{row[3]}，月 {row[1]}，形状 {row[0]}，{row[2]}）与预警不符。"
        for row in sorted(stored ^ fresh)
    ]
    return messages[:40]
