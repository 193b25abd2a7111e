"""The tables of the sample city, with the headers of the workbook kinds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from data.sample.lexicon import BY_KEY, CATEGORIES
from data.sample.model import TOWN_LEVEL, Body, Enterprise, Item, Plan, Report, Task, Visit
from data.sample.tables import Cell, Table

BODY_HEADER = (
    "单位编码", "单位名称", "层级", "条线", "角色", "简称", "地区", "上级单位编码", "曾用名",
    "是否检查主体",
)  # fmt: skip
ENTERPRISE_HEADER = (
    "企业名称", "统一社会信用代码", "其他编号", "地区", "街道（镇）", "行业门类", "行业代码",
    "对象类别", "信用等级", "专业风险等级", "标签", "迁入日期", "迁出地",
)  # fmt: skip
ITEM_HEADER = (
    "事项编码", "事项名称", "实施单位", "检查依据", "实施层级", "检查方式", "类别", "领域",
    "状态",
)  # fmt: skip
PLAN_HEADER = (
    "计划编号", "任务名称", "牵头部门", "检查类型", "计划周期", "检查事项", "场景编号",
    "检查对象范围", "抽查比例", "抽查数量", "开始日期", "结束日期", "是否联合", "参与部门",
    "检查依据", "对象基数", "检查方式", "实施层级", "地区", "备案日期", "备案编号", "受理日期",
    "批准文号", "公布日期", "是否可预告", "是否涉企", "责任处室", "备注",
)  # fmt: skip
TARGET_HEADER = (
    "计划编号", "企业", "企业名称", "牵头部门", "参与部门",
)  # fmt: skip
TASK_HEADER = (
    "任务编号", "牵头部门", "状态", "计划编号", "参与部门", "检查类型",
)  # fmt: skip
VISIT_HEADER = (
    "检查单位", "企业", "企业名称", "检查日期", "检查编号", "任务编号", "计划编号", "检查事项",
    "检查类型", "来源", "检查事由", "线索编号", "配合部门", "实到部门", "业务条线", "检查方式",
    "入企类型", "到达时间", "离开时间", "执法人员数", "执法证号", "检查结果", "整改要求",
    "整改期限", "超频次依据", "依据批准人", "依据日期", "采用结果编号", "检验报告编号", "状态",
    "结果录入日期", "结果公示日期", "行政行为码", "亮码时间", "补码原因", "企业扫码时间", "评价",
)  # fmt: skip
_DEMANDS = {
    "责令改正": "限期整改，并报送整改情况",
    "行政处罚": "立案查处，按决定书履行",
    "移送": "移送有权机关处理",
}


def body_table(bodies: Iterable[Body]) -> Table:
    """Return the 单位 table."""
    rows: list[tuple[Cell, ...]] = [
        (
            body.code, body.name, body.level, body.system or None, body.role, body.short or None,
            body.region or None, body.parent or None, body.former or None,
            "是" if body.inspects else "否",
        )
        for body in bodies
    ]  # fmt: skip
    return Table(BODY_HEADER, rows)


def enterprise_table(enterprises: Iterable[Enterprise]) -> Table:
    """Return the 监管对象 table."""
    rows: list[tuple[Cell, ...]] = [
        (
            one.name, one.uscc or None, one.other or None, one.region, one.town, one.section,
            one.industry, CATEGORIES[one.category][0], one.credit, one.risk, one.tags, one.moved,
            one.origin or None,
        )
        for one in enterprises
    ]  # fmt: skip
    return Table(ENTERPRISE_HEADER, rows)


def item_table(items: Iterable[Item]) -> Table:
    """Return the 监管事项 table."""
    rows: list[tuple[Cell, ...]] = []
    for item in items:
        field = BY_KEY[item.kind]
        levels = "市级、市（县）区级" if field.regions else "市级"
        if field.key in ("CG", "YJ"):
            levels += "、镇（街道）级"
        rows.append(
            (item.code, item.name, field.city, item.grounds, levels, "现场、非现场", "行政检查",
             item.field, "有效")
        )  # fmt: skip
    return Table(ITEM_HEADER, rows)


def plan_table(
    plans: Iterable[Plan],
    visited: dict[int, int],
    rng: Random,
    bases: dict[int, int] | None = None,
) -> Table:
    """Return the 检查计划 table; `visited` counts enterprises by plan, `bases` are 对象基数."""
    bases = bases or {}
    rows: list[tuple[Cell, ...]] = []
    for serial, plan in enumerate(sorted(plans, key=lambda plan: plan.number), start=1):
        joint = len({plan.lead.system, *(body.system for body in plan.partners)}) > 1
        partners = names(plan.partners) or "无"
        scope, ratio = plan.scope or None, plan.ratio or None
        gap = rng.random()
        if gap < 0.02:
            scope = None
        elif gap < 0.03:
            ratio = None
        amount = visited.get(id(plan), 0)
        filing = f"演示备〔{plan.first.year}〕{serial}号" if plan.filed else None
        rows.append(
            (
                plan.number, plan.name, plan.lead.name, plan.type, plan.cycle,
                "、".join(sorted(plan.items)) or None, plan.scenario or None, scope, ratio,
                f"{amount}户" if plan.listed and amount else None, plan.first, plan.last,
                "是" if joint else "否", partners, None, bases.get(id(plan)),
                None, plan.lead.level, plan.lead.region or None, plan.filed, filing, plan.accepted,
                plan.approval or None, plan.published, "是", "是", "监督处", "演示数据",
            )
        )  # fmt: skip
    return Table(PLAN_HEADER, rows)


def target_table(plans: Iterable[Plan]) -> Table:
    """Return the 检查对象名单 table."""
    rows: list[tuple[Cell, ...]] = []
    for plan in sorted(plans, key=lambda plan: plan.number):
        partners = names(plan.partners) or None
        for one in plan.targets.values():
            rows.append((plan.number, one.code, one.name, plan.lead.name, partners))
    return Table(TARGET_HEADER, rows)


def task_table(tasks: Iterable[Task]) -> Table:
    """Return the 检查任务 table."""
    rows: list[tuple[Cell, ...]] = [
        (
            task.number, task.lead.name, task.status, task.plan.number,
            names(task.partners) or None, task.type,
        )
        for task in tasks
        if task.number
    ]  # fmt: skip
    return Table(TASK_HEADER, rows)


def names(bodies: Iterable[Body]) -> str:
    """Return a list of bodies as people write it."""
    return "、".join(body.name for body in bodies)


def visit_tables(bodies: Iterable[Body], visits: Iterable[Visit]) -> dict[str, Table]:
    """Return each reporting body's own table, without the columns its file does not have."""
    by_body: dict[str, list[tuple[Cell, ...]]] = {}
    for visit in visits:
        for report in visit.reports:
            by_body.setdefault(report.body.code, []).extend(_report_rows(visit, report))
    tables: dict[str, Table] = {}
    for body in bodies:
        if body.code not in by_body:
            continue
        kept = [place for place, name in enumerate(VISIT_HEADER) if name not in body.missing]
        rows = by_body[body.code]
        if body.missing:
            rows = [tuple(row[place] for place in kept) for row in rows]
        tables[body.code] = Table(tuple(VISIT_HEADER[place] for place in kept), rows)
    return tables


def _report_rows(visit: Visit, report: Report) -> list[tuple[Cell, ...]]:
    one, body = visit.enterprise, report.body
    came = "无" if report.nobody else names(report.came or ())
    is_lead = report is visit.lead
    by_name = int(body.code[-2:]) % 10 == 7
    lines = bool(body.kind in ("SC", "ST", "YJ", "ZJ"))
    rows: list[tuple[Cell, ...]] = []
    for item, result in zip(report.items, report.results, strict=True):
        rows.append(
            (
                body.code if _writes_codes(body) else body.name,
                one.name if by_name else one.code, one.name, visit.day, report.number,
                (visit.task.number or None) if visit.task else None,
                visit.plan.number if visit.plan else None,
                item.code, visit.type, visit.source or None, visit.reason or None,
                visit.clue or None, names(report.named) or None, came or None,
                item.field if lines else None, visit.mode, visit.kind, report.arrive,
                report.leave, report.officers, report.badges, result or None,
                _DEMANDS.get(result), _deadline(visit, result), *_claim(visit, is_lead),
                report.test or None, visit.status, report.entered, report.published,
                report.act or None, report.shown, report.late_reason or None, report.scanned,
                report.rating or None,
            )
        )  # fmt: skip
    return rows


def _claim(visit: Visit, is_lead: bool) -> tuple[Cell, Cell, Cell, Cell]:
    if not is_lead:
        return (None, None, None, None)
    reused = visit.reuses.lead.number if visit.reuses else None
    return (visit.claim or None, visit.approver or None, visit.claim_day, reused)


def _deadline(visit: Visit, result: str) -> date | None:
    return visit.day + timedelta(days=15) if result == "责令改正" else None


def _writes_codes(body: Body) -> bool:
    return body.level != TOWN_LEVEL and body.code[-1] == "4"
