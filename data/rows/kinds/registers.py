"""The registers: bodies, enterprises, items."""

from __future__ import annotations

from data.rows import enums
from data.rows.kinds.columns import USCC, Col, Kind, labels

BODIES = Kind(
    "bodies",
    "单位",
    1,
    (
        Col("单位编码", "code", "code", True, ("编码", "机构编码", "部门编码"), example="320200YJ"),
        Col(
            "单位名称",
            "name",
            "text",
            True,
            ("名称", "机构名称", "部门名称"),
            width=22,
            example="市应急局",
        ),
        Col("层级", "level", "word", True, ("单位层级",), labels(enums.Level), example="市级"),
        Col("条线", "system", aliases=("系统",), example="应急"),
        Col("角色", "role", "word", words=labels(enums.Role), example="N"),
        Col("简称", "short", example="市应急局"),
        Col("地区", "region", refers="regions", aliases=("所属地区", "所在地区"), example="江阴市"),
        Col("上级单位编码", "parent", "code", refers="bodies"),
        Col("曾用名", "former", "names", width=20, example="市安监局"),
        Col("是否检查主体", "inspects", "yesno", words=("是", "否"), example="是"),
    ),
)

ENTERPRISES = Kind(
    "enterprises",
    "监管对象",
    2,
    (
        Col(
            "企业名称",
            "name",
            "text",
            True,
            ("企业", "名称", "单位名称", "被检查单位", "检查对象"),
            width=28,
            example="无锡市示例机械有限公司",
        ),
        Col(
            "统一社会信用代码", "uscc", "code", aliases=USCC, width=22, example="91320200MA1MTTXX0H"
        ),
        Col("其他编号", "other", "code", aliases=("注册号", "工商注册号", "其他代码"), width=18),
        Col("地区", "region", refers="regions", aliases=("所属地区", "所在地区"), example="新吴区"),
        Col("街道（镇）", "town", aliases=("街道", "镇", "街道(镇)", "乡镇街道")),
        Col("行业门类", "section"),
        Col("行业代码", "industry", "code"),
        Col("对象类别", "category"),
        Col("信用等级", "credit", aliases=("信用分类", "信用风险等级"), example="A"),
        Col("专业风险等级", "risk"),
        Col("标签", "tags", "names"),
        Col("迁入日期", "moved_in", "date"),
        Col("迁出地", "moved_from"),
    ),
)

ITEMS = Kind(
    "items",
    "监管事项",
    3,
    (
        Col("事项编码", "code", "code", True, ("编码", "监管事项编码"), example="YJ-001"),
        Col(
            "事项名称",
            "name",
            "text",
            True,
            ("名称", "监管事项名称", "检查事项"),
            width=28,
            example="危险化学品安全检查",
        ),
        Col("实施单位", "body", refers="bodies", aliases=("实施部门", "实施主体")),
        Col("检查依据", "grounds", aliases=("法律依据", "实施依据"), width=28),
        Col("实施层级", "levels"),
        Col("检查方式", "mode"),
        Col("类别", "category"),
        Col("领域", "field"),
        Col("状态", "state"),
        Col("合并自", "merged_from", "names"),
        Col("职责边界", "boundary"),
    ),
)
