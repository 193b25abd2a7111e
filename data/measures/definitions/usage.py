"""平台使用度: entries on the platform (M13, M16)."""

from __future__ import annotations

from data.measures.definitions.words import OWN, SEED, SHARE, USAGE
from data.rows.measures import Definition

DEFINED = (
    Definition(
        "M13",
        "结果录入及时率",
        "检查次日起20个工作日内录入结果的检查次数 ÷ 应录入的检查次数（已完成且期限已过，或者"
        "已录入）；年度工作日历未公布的列入未提供。",
        OWN,
        SHARE,
        USAGE,
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
        "M16.items",
        "监管事项接入率",
        "期内有检查记录的监管事项数 ÷ 目录中在用的监管事项数；已合并的事项计入合并后的事项，停用的"
        "不计。分单位时按事项的实施单位。",
        f"{SEED}附件二3",
        SHARE,
        USAGE,
    ),
    Definition(
        "M16.plans",
        "计划上传率",
        "平台使用报表的上传计划数 ÷ 当月开始的检查计划数，按单位逐月相比后相加；上传数多于计划数的"
        "按计划数计，没有报表的月份和期内不完整的月份列入未提供。",
        f"{SEED}附件二4",
        SHARE,
        USAGE,
    ),
    Definition(
        "M16.results",
        "结果录入率",
        "平台使用报表的录入结果数 ÷ 当月检查户次（联合检查计入各到场单位），按单位逐月相比后相加；"
        "录入数多于户次的按户次计，没有报表的月份和期内不完整的月份列入未提供。",
        f"{SEED}附件二4",
        SHARE,
        USAGE,
    ),
    Definition(
        "M16.idle",
        "距最近录入天数",
        "检查主体最近一次有检查记录之日至期末（不晚于今日）的天数，多个单位的取平均；从未有记录的"
        "单位列入未提供。",
        f"{SEED}附件三",
        "天",
        USAGE,
        share=False,
    ),
)
