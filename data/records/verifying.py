"""Everything derived, recomputed from the facts and compared with what is stored."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.distinct import load_all, recounted
from data.measures.folding import fold
from data.measures.scope import VISIT_COLUMNS, load_bodies, load_scope
from data.measures.tallies import load_tallies, recount
from data.measures.triggers import load_triggers, recounted_triggers
from data.models import FindingTally
from data.rules.body_scope import evaluate_bodies
from data.rules.evaluate import evaluate, evaluate_days
from data.rules.finding_tally import tally_queries
from data.rules.maintenance import load_reports, plans_and_types
from data.rules.notice_rules import evaluate_notices, of_notices
from data.rules.plan_scope import evaluate_plans
from data.rules.same_days import EVERY_DAY
from data.rules.storing import differences, of_bodies, of_days, of_enterprises, of_plans

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
    spans = load_all(session).sub(recounted(session), fill_value=0)
    odd = spans[(spans != 0).any(axis=1)]
    causes = load_triggers(session).sub(recounted_triggers(session), fill_value=0)
    strange = causes[(causes != 0).any(axis=1)]
    return [
        f"来源汇总表（形状 {key[0]}，月 {key[1]}，{key[2]}，{key[3]}，来源 {key[4]}）与记录不符。"
        for key in list(strange.index)[:20]
    ] + [
        f"去重汇总表（{key[0]}–{key[1]}，形状 {key[2]}，{key[3]}，{key[4]}）与记录不符。"
        for key in list(odd.index)[:20]
    ] + [
        f"汇总表（形状 {key[0]}，月 {key[1]}，{key[2]}，{key[3]}）与记录不符。"
        for key in list(wrong.index)[:20]
    ]


def _findings(session: Session) -> list[str]:
    messages: list[str] = []
    for found, stored in (
        (evaluate(session, None), of_enterprises(None)),
        (evaluate_days(session, EVERY_DAY), of_days(EVERY_DAY)),
        (evaluate_plans(session, None), of_plans(None)),
        (evaluate_bodies(session), of_bodies()),
        (evaluate_notices(session), of_notices()),
    ):
        gone, missing, changed = differences(session, found, stored)
        messages += [f"预警 {key} 已不成立。" for key in gone]
        messages += [f"缺少预警 {key}。" for key in missing]
        messages += [f"预警 {key} 与记录不符。" for key in changed]
    names = ("shape", "month", "k1", "rule", "severity", "n")
    rows = session.execute(select(*[getattr(FindingTally, name) for name in names]))
    kept = {tuple(row) for row in rows}
    fresh = {tuple(row) for query in tally_queries() for row in session.execute(query)}
    messages += [
        f"预警汇总（{row[3]}，月 {row[1]}，形状 {row[0]}，{row[2]}）与预警不符。"
        for row in sorted(kept ^ fresh)
    ]
    return messages[:40]
