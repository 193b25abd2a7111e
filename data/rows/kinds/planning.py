"""Plans, their targets, and tasks."""

from __future__ import annotations

from data.rows import enums
from data.rows.kinds.columns import LEADS, PARTNERS, USCC, Col, Kind, labels

PLANS = Kind(
    "plans",
    "检查计划",
    8,
    (
        Col(
            "计划编号", "number", "code", True, ("计划号", "编号"), width=20, example="YJ-2026-001"
        ),
        Col(
            "任务名称",
            "name",
            "text",
            True,
            ("抽查任务名称", "联合抽查事项", "计划名称"),
            width=28,
            example="2026年危险化学品企业双随机抽查",
        ),
        Col("牵头部门", "lead", "body", True, LEADS, refers="bodies", width=16, example="市应急局"),
        Col("检查类型", "type", "word", words=labels(enums.CheckType), example="双随机"),
        Col("计划周期", "cycle", aliases=("年度", "计划年度"), example="年度"),
        Col("检查事项", "items", "names", aliases=("抽查事项",), refers="items", width=24),
        Col("场景编号", "scenario", "code"),
        Col("检查对象范围", "scope", aliases=("检查对象", "抽查对象", "对象范围"), width=20),
        Col(
            "抽查比例",
            "ratio",
            "ratio",
            aliases=("抽取比例", "检查比例", "抽查比例及频次"),
            example="10%",
        ),
        Col("抽查数量", "sample", "ratio", aliases=("抽取数量", "抽查户数")),
        Col("开始日期", "first", "date", example="2026-03-01"),
        Col("结束日期", "last", "date", example="2026-11-30"),
        Col(
            "检查时间", "span", "span", aliases=("起止时间", "任务日期", "检查时间范围", "时间范围")
        ),
        Col(
            "是否联合",
            "joint",
            "yesno",
            aliases=("是否联合检查",),
            words=("是", "否"),
            example="否",
        ),
        Col("参与部门", "partners", "bodies", aliases=PARTNERS, refers="bodies", width=20),
        Col("检查依据", "grounds", width=24),
        Col("对象基数", "base", "count"),
        Col("检查方式", "mode"),
        Col("实施层级", "levels"),
        Col("地区", "region", refers="regions"),
        Col("同一企业频次上限", "cap"),
        Col("备案日期", "filed", "date"),
        Col("备案编号", "filing", "code"),
        Col("受理日期", "accepted", "date"),
        Col("批准文号", "approval"),
        Col("公布日期", "published", "date"),
        Col("是否可预告", "announce", "yesno", words=("是", "否")),
        Col("是否涉企", "enterprises", "yesno", words=("是", "否")),
        Col("责任处室", "office"),
        Col("备注", "note"),
    ),
)

TARGETS = Kind(
    "targets",
    "检查对象名单",
    9,
    (
        Col("计划编号", "plan", "code", True, ("计划号",), width=20, example="YJ-2026-001"),
        Col(
            "企业",
            "enterprise",
            "enterprise",
            True,
            ("检查对象", "被检查单位", "统一社会信用代码", *USCC),
            refers="enterprises",
            width=22,
            example="91320200MA1MTTXX0H",
        ),
        Col("企业名称", "name", width=28),
        Col("牵头部门", "lead", "body", aliases=LEADS, refers="bodies"),
        Col("参与部门", "partners", "bodies", aliases=PARTNERS, refers="bodies"),
    ),
)

TASKS = Kind(
    "tasks",
    "检查任务",
    10,
    (
        Col("任务编号", "number", "code", True, ("任务号",), width=20, example="T-2026-001"),
        Col("牵头部门", "lead", "body", True, LEADS, refers="bodies", width=16, example="市应急局"),
        Col(
            "状态",
            "status",
            "word",
            True,
            ("任务状态",),
            labels(enums.TaskStatus),
            example="已完成",
        ),
        Col("计划编号", "plan", "code", aliases=("计划号",), width=20),
        Col("参与部门", "partners", "bodies", aliases=PARTNERS, refers="bodies"),
        Col("检查类型", "type", "word", words=labels(enums.CheckType)),
    ),
)
