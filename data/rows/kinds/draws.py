"""The lists a 双随机 draw takes from a file: 抽取对象, 执法人员, 回避; no kinds of the ledger."""

from __future__ import annotations

from data.rows.kinds.columns import OF_BODIES, USCC, Col, Kind

OBJECTS = Kind(
    "draw-objects",
    "抽取对象名单",
    1,
    (
        Col("统一社会信用代码", "code", "code", True,
            (*USCC, "企业编号", "编号", "注册号", "其他编号"), width=22,
            example="91320200MA1MTTXX0H"),
        Col("企业名称", "name", aliases=("企业", "名称", "检查对象", "被检查单位"), width=28,
            example="无锡市示例机械有限公司"),
        Col("信用等级", "credit", aliases=("信用分类", "信用风险等级"), example="A"),
        Col("风险等级", "risk", aliases=("专业风险等级", "风险"), example="中"),
        Col("本年已查次数", "times", "count", aliases=("已查次数",), example="1"),
    ),
)  # fmt: skip
OFFICERS = Kind(
    "draw-officers",
    "抽取人员名单",
    2,
    (
        Col("执法证号", "badge", "code", True, ("执法证件号", "执法证编号", "证件编号", "证号"),
            width=20, example="10020012345"),
        Col("姓名", "name", aliases=("执法人员", "人员姓名"), example="李某某"),
        Col("单位", "body", "body", False, ("单位编码", "所属单位", "所在单位", *OF_BODIES[1:]),
            width=20, example="市应急局"),
    ),
)  # fmt: skip
AVOIDANCES = Kind(
    "draw-avoid",
    "回避名单",
    3,
    (
        Col("执法人员", "officer", "code", True,
            ("执法证号", "执法证件号", "证号", "姓名", "回避人员"), width=20,
            example="10020012345"),
        Col("企业", "enterprise", "enterprise", True,
            ("统一社会信用代码", *USCC, "企业名称", "企业编号", "回避对象", "回避企业"), width=28,
            example="91320200MA1MTTXX0H"),
        Col("回避事由", "reason", aliases=("事由", "关系", "原因"), width=24, example="近亲属任职"),
    ),
)  # fmt: skip
DRAW_LISTS: dict[str, Kind] = {"objects": OBJECTS, "officers": OFFICERS, "avoid": AVOIDANCES}
