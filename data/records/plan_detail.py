"""One plan: all it states, whom it means to visit, its visits, the findings that rest on it."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.plan_frames import load_plan_items
from data.measures.plan_progress import load_targets, load_visits_of_plans
from data.models import Finding, FindingRecord, Plan, Scenario
from data.records.describe import named_enterprises, named_items, visit_records
from data.records.plans import ids_of_keys
from data.rows.enums import RecordKind
from data.rows.errors import InvalidInput
from data.rows.period import day_of
from data.rows.plans import PlanDetail
from data.rows.records import RecordRow
from data.rules.listing import rows_of

YES = {None: "", 0: "否", 1: "是"}


def plan_detail(session: Session, plan: int) -> PlanDetail:
    """Return what stands beside the row of a plan; nothing for a plan that is gone."""
    found = session.get(Plan, plan)
    if found is None:
        return PlanDetail()
    frame = pd.DataFrame(
        {
            "plan_id": [plan], "body": [found.body_id], "items": [found.items],
            "scenario": [found.scenario], "first": pd.Series([found.first], dtype="float64"),
            "last": pd.Series([found.last], dtype="float64"),
        }
    )  # fmt: skip
    targets, settled = load_targets(session, frame)
    left = targets[~targets["enterprise_id"].isin(settled["enterprise_id"])]
    names = named_enterprises(session, targets["enterprise_id"].tolist())
    return PlanDetail(
        _fields(session, found, frame),
        visit_ids_of(session, plan),
        tuple(sorted((names[one] for one in left["enterprise_id"].tolist()),
                     key=lambda one: one.code)),
        len(targets),
        tuple(rows_of(session, _finding_ids(session, plan))),
    )  # fmt: skip


def visit_ids_of(session: Session, plan: int) -> tuple[int, ...]:
    """Return the counted visits under a plan, whoever of their reports names it."""
    visits = load_visits_of_plans(session, [plan])["visit_id"]
    return tuple(sorted(visits.drop_duplicates().tolist()))


def records_of_plan(session: Session, key: str) -> list[RecordRow]:
    """Return the visits under a plan by its key (编码:编号); InvalidInput for none."""
    ids = ids_of_keys(session, [key])
    if not ids:
        raise InvalidInput(f"没有计划“{key}”，请按 plans 输出的 key 填写（单位编码:计划编号）。")
    return visit_records(session, visit_ids_of(session, ids[0]))


def _finding_ids(session: Session, plan: int) -> list[int]:
    query = (
        select(Finding.id)
        .join(FindingRecord, FindingRecord.finding_id == Finding.id)
        .where(FindingRecord.kind == RecordKind.PLAN, FindingRecord.record_id == plan)
        .where(Finding.holds == 1)
        .order_by(Finding.severity.desc(), Finding.rule, Finding.key)
    )
    return list(session.scalars(query))


def _fields(session: Session, plan: Plan, frame: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """Return the fields a row does not have, by the headings of the form."""
    names = named_items(session)
    items = load_plan_items(session, frame.rename(columns={"plan_id": "id"}))
    listed = "、".join(names[one].name for one in items["item_id"].tolist())
    scene = session.scalar(select(Scenario.name).where(Scenario.number == plan.scenario))
    return (
        ("检查事项", listed or plan.items),
        ("场景", f"{plan.scenario} {scene or ''}".strip() if plan.scenario else ""),
        ("检查对象范围", plan.scope),
        ("抽查比例", plan.ratio),
        ("抽查数量", plan.sample),
        ("对象基数", "" if plan.base is None else str(plan.base)),
        ("检查依据", plan.grounds),
        ("检查方式", plan.mode),
        ("实施层级", plan.levels),
        ("频次上限", plan.cap),
        ("备案编号", plan.filing),
        ("批准文号", plan.approval),
        ("公布日期", "" if plan.published is None else day_of(plan.published).isoformat()),
        ("是否可预告", YES[plan.announce]),
        ("是否涉企", YES[plan.enterprises]),
        ("承办处室", plan.office),
        ("备注", plan.note),
    )
