"""Lists kept beside the registers: 联络员, 执法人员, 场景, 白名单."""

from __future__ import annotations

from data.rows import enums
from data.rows.kinds.columns import (
    BODY_CODE,
    LEADS,
    OF_BODIES,
    OF_ENTERPRISES,
    OF_ITEMS,
    PARTNERS,
    Col,
    Kind,
    labels,
)

CONTACTS = Kind(
    "contacts",
    "联络员",
    4,
    (
        BODY_CODE,
        Col("姓名", "name", "text", True, ("联络员", "联络员姓名"), example="张某某"),
        Col("职务", "post", aliases=("职务职级",), example="法规处处长"),
        Col("电话", "phone", "code", aliases=("联系电话", "手机", "办公电话"), width=18,
            example="0510-81820000"),
        Col("备用联络员", "backup", aliases=("备用联系人",)),
    ),
)  # fmt: skip

OFFICERS = Kind(
    "officers",
    "执法人员",
    5,
    (
        Col("执法证号", "badge", "code", True, ("执法证件号", "执法证编号", "证件编号"), width=20,
            example="10020012345"),
        Col("单位编码", "body", "body", True, ("所属单位", "所在单位", *OF_BODIES),
            refers="bodies", width=16, example="320200YJ"),
        Col("姓名", "name", aliases=("执法人员", "人员姓名"), example="李某某"),
        Col("有效期起", "valid_from", "date", aliases=("发证日期", "有效期开始"),
            example="2024-01-01"),
        Col("有效期止", "valid_to", "date", aliases=("有效期至", "有效期截止", "到期日期"),
            example="2028-12-31"),
        Col("类别", "category", "word", aliases=("人员类别", "证件类别"),
            words=labels(enums.OfficerKind), example="行政执法"),
        Col("状态", "status", "word", aliases=("证件状态",), words=labels(enums.OfficerStatus),
            example="有效"),
    ),
)  # fmt: skip

SCENARIOS = Kind(
    "scenarios",
    "综合查一次场景",
    6,
    (
        Col("场景编号", "number", "code", True, ("场景编码",), width=16, example="CJ-001"),
        Col("场景名称", "name", "text", True, ("综合查一次场景", "一件事名称"), width=24,
            example="加油站综合查一次"),
        Col("牵头单位", "lead", "body", True, ("牵头部门", *LEADS), refers="bodies", width=16,
            example="市应急局"),
        Col("检查事项", "items", "names", True, OF_ITEMS, refers="items", width=28,
            example="危险化学品安全检查"),
        Col("检查内容", "content", "text", True, ("检查要点",), width=32,
            example="储存、装卸、用火"),
        Col("配合单位", "partners", "bodies", aliases=("参与单位", "参与部门", *PARTNERS),
            refers="bodies", width=20, example="市消防救援支队"),
        Col("适用对象", "scope", aliases=("检查对象", "适用范围"), width=20, example="加油站"),
    ),
)  # fmt: skip

WHITELIST = Kind(
    "whitelist",
    "白名单",
    7,
    (
        Col("企业", "enterprise", "enterprise", True, OF_ENTERPRISES, refers="enterprises",
            width=22, example="91320200MA1MTTXX0H"),
        Col("企业名称", "name", width=28),
        Col("领域", "field", "text", True, ("监管领域", "适用领域"), example="生态环境"),
        Col("监管方式", "mode", "word", True, ("管理方式",), labels(enums.WhiteMode),
            example="非现场"),
        Col("有效期起", "valid_from", "date", example="2026-01-01"),
        Col("有效期止", "valid_to", "date", aliases=("有效期至",), example="2026-12-31"),
        Col("依据", "basis", aliases=("文件依据", "列入依据"), width=24),
    ),
)  # fmt: skip
