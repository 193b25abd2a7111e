"""What bodies answer: 任务进展, 核对单, 整改反馈."""

from __future__ import annotations

from data.rows import enums
from data.rows.kinds.columns import BODY_CODE, Col, Kind, labels

PROGRESS = Kind(
    "progress",
    "任务进展",
    20,
    (
        Col("任务序号", "number", "ordinal", True, ("重点任务序号", "工作任务序号"), example="4"),
        BODY_CODE,
        Col("进展", "progress", "text", True, ("进展情况", "工作进展", "任务进展"), width=36,
            example="已完成联合检查计划编制"),
        Col("佐证", "evidence", aliases=("佐证材料",), width=24),
        Col("问题", "problem", aliases=("存在问题", "存在的问题"), width=28),
        Col("典型做法", "practice", aliases=("经验做法",), width=28),
    ),
)  # fmt: skip

CONFIRMATIONS = Kind(
    "confirmations",
    "核对单",
    21,
    (
        Col("核对编号", "number", "code", True, ("核对单编号",), width=20, example="HD-2026-001"),
        BODY_CODE,
        Col("核对结果", "verdict", "word", True, ("核对意见",), labels(enums.Confirmation),
            example="更正"),
        Col("更正值", "correction", aliases=("更正内容", "更正为"), width=20, example="2"),
        Col("说明", "note", aliases=("核对说明", "备注"), width=28, example="漏报一名执法人员"),
    ),
)  # fmt: skip

REPLIES = Kind(
    "replies",
    "整改反馈",
    22,
    (
        Col("通知编号", "number", "code", True, ("文号", "通知文号", "督办编号"), width=24,
            example="锡入企督〔2026〕3号"),
        BODY_CODE,
        Col("反馈日期", "day", "date", True, ("回复日期",), example="2026-10-20"),
        Col("内容", "content", "text", True, ("反馈内容", "整改情况", "整改内容"), width=40,
            example="已补齐检查依据并完成复训"),
        Col("附件", "attachment", aliases=("附件名称",), width=24),
    ),
)  # fmt: skip
