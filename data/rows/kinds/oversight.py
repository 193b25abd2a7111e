"""What is told of visits from outside: 自查材料, 事后核查, 企业投诉申诉."""

from __future__ import annotations

from data.rows import enums
from data.rows.kinds.columns import OF_ENTERPRISES, OF_ITEMS, USCC, Col, Kind, labels

SELFCHECKS = Kind(
    "selfchecks",
    "自查材料",
    13,
    (
        Col("企业", "enterprise", "enterprise", True, OF_ENTERPRISES, refers="enterprises",
            width=22, example="91320200MA1MTTXX0H"),
        Col("企业名称", "name", width=28),
        Col("检查事项", "item", "item", True, ("自查事项", *OF_ITEMS), refers="items", width=24,
            example="YJ-001"),
        Col("提交日期", "day", "date", True, ("自查日期", "报送日期"), example="2026-05-10"),
        Col("审核结果", "verdict", "word", aliases=("审核意见",),
            words=labels(enums.SelfCheckResult), example="通过"),
        Col("审核日期", "decided", "date", example="2026-05-15"),
    ),
)  # fmt: skip

AUDITS = Kind(
    "audits",
    "事后核查",
    14,
    (
        Col("检查编号", "number", "code", True, ("检查记录编号", "记录编号"), width=18,
            example="J-0001"),
        Col("检查单位", "body", "body", True, ("检查部门", "检查机关", "执法单位"),
            refers="bodies", width=16, example="市应急局"),
        Col("核查日期", "day", "date", True, example="2026-10-12"),
        Col("核查结果", "verdict", "word", True, ("核查结论",), labels(enums.AuditResult),
            example="属实"),
        Col("核查人", "checker", aliases=("核查人员",), example="王某某"),
        Col("说明", "note", aliases=("核查说明", "备注"), width=28),
    ),
)  # fmt: skip

COMPLAINTS = Kind(
    "complaints",
    "企业投诉申诉",
    19,
    (
        Col("编号", "number", "code", True, ("投诉编号", "工单编号", "诉求编号"), width=20,
            example="12345-202609-0001"),
        Col("日期", "day", "date", True, ("投诉日期", "受理日期", "反映日期"),
            example="2026-09-08"),
        Col("被反映单位", "body", "body", True, ("被投诉单位", "被反映部门", "被诉单位"),
            refers="bodies", width=16, example="市应急局"),
        Col("类别", "category", "word", aliases=("诉求类别", "投诉类别"),
            words=labels(enums.ComplaintKind), example="投诉"),
        Col("企业", "enterprise", "enterprise",
            aliases=("反映企业", "投诉企业", "统一社会信用代码", *USCC),
            refers="enterprises", width=22, example="91320200MA1MTTXX0H"),
        Col("企业名称", "name", width=28),
        Col("渠道", "channel", "word", aliases=("来源渠道", "受理渠道"),
            words=labels(enums.Channel), example="12345"),
        Col("内容", "content", aliases=("反映内容", "投诉内容", "诉求内容"), width=32),
        Col("办理状态", "state", aliases=("办理情况", "办理进度"), example="已办结"),
    ),
)  # fmt: skip
