"""The workbook kinds: one registry for templates, header matching, checks and the sample city.

Source of names and key columns: the exchange contract (README, "Workbooks"). A key column must be
there, and an empty cell in it is 错误. `words` names the vocabulary of a closed column, `refers`
the register a code or name belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.rows import enums


@dataclass(frozen=True, slots=True)
class Col:
    """A column of a kind; `value` is the parser: text code date moment count ratio yesno word …"""

    header: str
    field: str
    value: str = "text"
    key: bool = False
    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    refers: str = ""
    width: int = 14
    example: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of workbook; `order` is its place when a folder is taken in."""

    name: str
    title: str
    order: int
    columns: tuple[Col, ...]

    def column(self, header: str) -> Col | None:
        """Return the column of that exact header."""
        return next((col for col in self.columns if col.header == header), None)

    @property
    def keys(self) -> tuple[Col, ...]:
        """Return the columns that must not be empty."""
        return tuple(col for col in self.columns if col.key)


def _labels(words: type[enums.Word]) -> tuple[str, ...]:
    return tuple(word.label for word in words if word.label != "未提供")


USCC = ("信用代码", "社会信用代码", "USCC", "统一信用代码")
PARTNERS = ("配合部门", "联合部门", "配合单位", "联合单位")
LEADS = ("发起部门", "检查主体", "实施主体", "牵头单位", "发起单位")

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
        Col("层级", "level", "word", True, ("单位层级",), _labels(enums.Level), example="市级"),
        Col("条线", "system", aliases=("系统",), example="应急"),
        Col("角色", "role", "word", words=_labels(enums.Role), example="N"),
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
            "统一社会信用代码", "uscc", "code", aliases=USCC, width=22, example="91320200MA1MTTXX0K"
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

PLANS = Kind(
    "plans",
    "检查计划",
    4,
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
        Col("检查类型", "type", "word", words=_labels(enums.CheckType), example="双随机"),
        Col("计划周期", "cycle", example="年度"),
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
    5,
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
            example="91320200MA1MTTXX0K",
        ),
        Col("企业名称", "name", width=28),
        Col("牵头部门", "lead", "body", aliases=LEADS, refers="bodies"),
        Col("参与部门", "partners", "bodies", aliases=PARTNERS, refers="bodies"),
    ),
)

TASKS = Kind(
    "tasks",
    "检查任务",
    6,
    (
        Col("任务编号", "number", "code", True, ("任务号",), width=20, example="T-2026-001"),
        Col("牵头部门", "lead", "body", True, LEADS, refers="bodies", width=16, example="市应急局"),
        Col(
            "状态",
            "status",
            "word",
            True,
            ("任务状态",),
            _labels(enums.TaskStatus),
            example="已完成",
        ),
        Col("计划编号", "plan", "code", aliases=("计划号",), width=20),
        Col("参与部门", "partners", "bodies", aliases=PARTNERS, refers="bodies"),
        Col("检查类型", "type", "word", words=_labels(enums.CheckType)),
    ),
)

VISITS = Kind(
    "visits",
    "检查记录",
    7,
    (
        Col(
            "检查单位",
            "body",
            "body",
            True,
            ("检查部门", "检查机关", "执法单位"),
            refers="bodies",
            width=16,
            example="市应急局",
        ),
        Col(
            "企业",
            "enterprise",
            "enterprise",
            True,
            ("检查对象", "被检查单位", "被检查企业", "统一社会信用代码", *USCC),
            refers="enterprises",
            width=22,
            example="91320200MA1MTTXX0K",
        ),
        Col("检查日期", "day", "date", True, ("检查时间", "入企日期"), example="2026-09-03"),
        Col("企业名称", "name", width=28),
        Col(
            "检查编号",
            "number",
            "code",
            aliases=("检查记录编号", "记录编号"),
            width=18,
            example="J-0001",
        ),
        Col("任务编号", "task", "code", aliases=("任务号",), width=18),
        Col("计划编号", "plan", "code", aliases=("计划号",), width=18),
        Col("牵头部门", "lead", "body", aliases=LEADS, refers="bodies"),
        Col(
            "检查事项",
            "item",
            "item",
            aliases=("事项", "监管事项", "事项名称"),
            refers="items",
            width=24,
            example="YJ-001",
        ),
        Col("检查类型", "type", "word", words=_labels(enums.CheckType), example="双随机"),
        Col(
            "来源",
            "trigger",
            "word",
            aliases=("检查来源", "任务来源"),
            words=_labels(enums.Trigger),
            example="计划内",
        ),
        Col("检查事由", "reason", width=20),
        Col("线索编号", "clue", "code"),
        Col("配合部门", "partners", "bodies", aliases=("参与部门", "联合部门"), refers="bodies"),
        Col("实到部门", "present", "bodies", refers="bodies"),
        Col("业务条线", "line"),
        Col("检查方式", "mode", "word", words=_labels(enums.Mode), example="现场"),
        Col("入企类型", "kind", "word", words=_labels(enums.EntryKind), example="行政检查"),
        Col(
            "到达时间",
            "arrive",
            "moment",
            aliases=("入企时间",),
            width=18,
            example="2026-09-03 09:30",
        ),
        Col("离开时间", "leave", "moment", width=18),
        Col("执法人员数", "officers", "count", aliases=("检查人数", "执法人数"), example="2"),
        Col("执法证号", "badges", "codes", width=20),
        Col("检查结果", "result", "word", words=_labels(enums.Result), example="未发现问题"),
        Col("整改要求", "demand", width=20),
        Col("整改期限", "deadline", "date"),
        Col("超频次依据", "basis", width=20),
        Col("依据批准人", "approver"),
        Col("依据日期", "basis_day", "date"),
        Col("采用结果编号", "reused", "code"),
        Col("检验报告编号", "test_report", "code"),
        Col("是否紧急", "urgent", "yesno", words=("是", "否")),
        Col("状态", "status", "word", words=_labels(enums.VisitStatus), example="已完成"),
        Col("结果录入日期", "entered", "date"),
        Col("结果公示日期", "published", "date"),
        Col("行政行为码", "act_code", "code", width=18),
        Col("亮码时间", "shown", "moment", width=18, example="2026-09-03 09:28"),
        Col("补码原因", "late_reason"),
        Col("企业扫码时间", "scanned", "moment", width=18),
        Col("评价", "rating", "word", words=("非常满意", "满意", "一般", "不满意", "非常不满意")),
        Col("层级", "level", "word", words=_labels(enums.Level)),
        Col("地区", "region", refers="regions"),
    ),
)

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (BODIES, ENTERPRISES, ITEMS, PLANS, TARGETS, TASKS, VISITS)
}
