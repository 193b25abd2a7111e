"""What each measure is, in words that can be printed beside the number (RULES.md, "Measures")."""

from __future__ import annotations

from data.rows.enums import Force
from data.rows.measures import Definition, Target

SEED = "若干措施（2024年7月5日）"
OWN = "本台设定"
USAGE, PLANS, FREQUENCY, JOINT, CODE, LEVELS, OTHER = (
    "平台使用度",
    "检查计划制订",
    "企业检查频次",
    "联合检查比例",
    "“亮码”入企",
    "层级间联动",
    "数据质量",
)
SHARE, COUNT = "比例", "次"


def _target(op: str, value: float, scope: str, force: Force) -> Target:
    return Target(op, value, scope, force)


_ALL = (
    Definition(
        "M1",
        "双随机联合监管比例",
        "双随机联合检查任务数 ÷ 全部检查任务数。联合指到场单位属于两个以上条线；"
        "任务按首次入企之日归期，已取消的任务不计。",
        f"{SEED}二（二）",
        SHARE,
        JOINT,
        _target(">=", 0.25, "city", Force.BINDING),
    ),
    Definition(
        "M1b",
        "双随机任务联合占比",
        "双随机联合检查任务数 ÷ 全部双随机任务数。",
        f"{SEED}二（二）",
        SHARE,
        JOINT,
    ),
    Definition(
        "M1c",
        "联合检查比例",
        "全部联合检查任务数 ÷ 全部检查任务数。",
        f"{SEED}附件三",
        SHARE,
        JOINT,
    ),
    Definition(
        "M2.new",
        "距25%缺口（新增）",
        "为使双随机联合监管比例达到25%还需新增的联合任务数：(0.25N − J) ÷ 0.75，向上取整，不小于0；"
        "N为全部任务，J为双随机联合任务。",
        f"{SEED}二（二）",
        "个",
        JOINT,
        _target("<=", 0, "city", Force.BINDING),
        share=False,
    ),
    Definition(
        "M2.merge",
        "距25%缺口（合并）",
        "为使双随机联合监管比例达到25%还需两两合并的任务对数："
        "(0.25N − J) ÷ 1.25，向上取整，不小于0。",
        f"{SEED}二（二）",
        "对",
        JOINT,
        _target("<=", 0, "city", Force.BINDING),
        share=False,
    ),
    Definition(
        "M3",
        "亮码率",
        "现场检查中按时亮码（到达前或到达时）的次数 ÷ 需亮码且亮码情况已知的现场检查次数；"
        "免亮码不计，文件未提供亮码时间的列入未提供。",
        f"{SEED}附件二7；目标为{OWN}",
        SHARE,
        CODE,
        _target(">=", 1.0, "each", Force.HINT),
    ),
    Definition(
        "M6",
        "月检查频次超限",
        "当月有第4次及以后现场检查的企业·月数 ÷ 有现场检查的企业·月数；"
        "同日同任务的多家报告计一次入企。",
        f"{SEED}附件二4",
        SHARE,
        FREQUENCY,
    ),
    Definition(
        "M6.bare",
        "月检查频次超限（无认可依据）",
        "当月第4次及以后的现场检查中有依据未获认可的企业·月数 ÷ 有现场检查的企业·月数。",
        f"{SEED}附件二4",
        SHARE,
        FREQUENCY,
        _target("<=", 0, "each", Force.BINDING),
    ),
    Definition(
        "M7",
        "同事项年频次超限",
        "同一企业同一事项当年有第4次及以后现场检查的企业·事项数 ÷ 有现场检查的企业·事项数。",
        f"{SEED}附件二4",
        SHARE,
        FREQUENCY,
    ),
    Definition(
        "M7.bare",
        "同事项年频次超限（无认可依据）",
        "同一企业同一事项当年第4次及以后的现场检查中有依据未获认可的企业·事项数 ÷ "
        "有现场检查的企业·事项数。",
        f"{SEED}附件二4",
        SHARE,
        FREQUENCY,
        _target("<=", 0, "each", Force.BINDING),
    ),
    Definition(
        "M9",
        "检查户次",
        "行政检查入企次数，含非现场；同日同任务的多家报告计一次，已取消的不计。",
        f"{SEED}三（二）",
        "户次",
        FREQUENCY,
        share=False,
    ),
    Definition(
        "M9.people",
        "检查人次",
        "行政检查到场执法人员数之和。",
        f"{SEED}三（二）",
        "人次",
        FREQUENCY,
        share=False,
    ),
    Definition(
        "M9.enterprises",
        "受检企业数",
        "期间内接受行政检查的企业数，同一企业计一户。",
        f"{SEED}三（二）",
        "户",
        FREQUENCY,
        share=False,
    ),
    Definition(
        "M10",
        "计划检查率",
        "所属计划已备案或已受理的检查任务数 ÷ 检查任务数；"
        "仅由有事由或线索的计划外检查组成的任务不计。",
        f"{SEED}附件二8；目标为{OWN}",
        SHARE,
        PLANS,
        _target(">=", 1.0, "each", Force.HINT),
    ),
    Definition(
        "M14",
        "发现问题率",
        "发现问题的入企检查次数 ÷ 有检查结果的入企检查次数。",
        OWN,
        SHARE,
        OTHER,
    ),
    Definition(
        "M16.bodies",
        "平台使用单位占比",
        "期间内有检查记录的检查主体数 ÷ 检查主体总数。",
        f"{SEED}附件三",
        SHARE,
        USAGE,
    ),
    Definition(
        "M17",
        "检查量同比",
        "本期检查户次 ÷ 上年同期检查户次 − 1；上年同期无记录的不计算。",
        "司法部涉企检查统计",
        SHARE,
        FREQUENCY,
    ),
    Definition(
        "M20",
        "数据质量分",
        "无警告收下的行数 ÷ 报送行数（含退回的行），按记录所属月份计。",
        OWN,
        SHARE,
        OTHER,
        _target(">=", 0.95, "each", Force.HINT),
    ),
)

DEFINITIONS: dict[str, Definition] = {one.id: one for one in _ALL}

FAMILIES: dict[str, tuple[str, ...]] = {
    "M2": ("M2.new", "M2.merge"),
    "M6": ("M6", "M6.bare"),
    "M7": ("M7", "M7.bare"),
    "M9": ("M9", "M9.people", "M9.enterprises"),
    "M16": ("M16.bodies",),
}
DIMENSIONS = (USAGE, PLANS, FREQUENCY, JOINT, CODE, LEVELS)
NEAR_TARGET = 0.10
"""A share that misses its target by no more than this is 黄, beyond it 红 (the usual 10 points)."""
LOWER_IS_BETTER = frozenset({"M6", "M6.bare", "M7", "M7.bare", "M2.new", "M2.merge"})


def expand(ids: list[str]) -> list[str]:
    """Return measure ids with families (M2, M6 …) spelled out; KeyError for an unknown one."""
    wanted: list[str] = []
    for one in ids:
        members = FAMILIES.get(one, (one,))
        for member in members:
            if member not in DEFINITIONS:
                raise KeyError(one)
        wanted += members
    return list(dict.fromkeys(wanted))
