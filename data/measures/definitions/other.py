"""What belongs to no tracked dimension: results and data (M14, M20–M22)."""

from __future__ import annotations

from data.measures.definitions.words import OTHER, OWN, SEED, SHARE, target
from data.rows.enums import Force
from data.rows.measures import Definition

DEFINED = (
    Definition(
        "M14",
        "发现问题率",
        "发现问题的入企检查次数 ÷ 有检查结果的入企检查次数。",
        OWN,
        SHARE,
        OTHER,
    ),
    Definition(
        "M14.joint",
        "联合检查发现问题率",
        "发现问题的联合检查次数 ÷ 有检查结果的联合检查次数。",
        OWN,
        SHARE,
        OTHER,
    ),
    Definition(
        "M14.single",
        "单独检查发现问题率",
        "发现问题的单独检查次数 ÷ 有检查结果的单独检查次数；单独指到场单位同属一个条线。",
        OWN,
        SHARE,
        OTHER,
    ),
    Definition(
        "M19",
        "督办办结率",
        "期限（含准予的延期）内办结的督促文件数 ÷ 期限已到或者已办结的督促文件数；按期限所在日"
        "期计，提醒函、督办函、督导函、约谈通知和监督文书都计，撤回的不计；期限未到又未"
        "办结的列入未提供。",
        OWN,
        SHARE,
        OTHER,
        target(">=", 1.0, "each", Force.HINT),
    ),
    Definition(
        "M19.days",
        "督办平均办结天数",
        "期限在本期、已办结的督促文件自印发至办结的天数之和 ÷ 已办结的督促文件数；撤回的不计。",
        OWN,
        "天",
        OTHER,
        share=False,
    ),
    Definition(
        "M19.extended",
        "督办延期占比",
        "准予延期的督促文件数 ÷ 期限在本期的督促文件数；撤回的不计。",
        OWN,
        SHARE,
        OTHER,
    ),
    Definition(
        "M20",
        "数据质量分",
        "无警告收下的行数 ÷ 报送行数（含退回的行），按记录所属之日计，没有日期的按收下之日。",
        OWN,
        SHARE,
        OTHER,
        target(">=", 0.95, "each", Force.HINT),
    ),
    Definition(
        "M21.done",
        "事后核查率",
        "事后书面核查过的检查次数 ÷ 全部检查次数；任一单位的检查报告经核查即计。",
        f"{SEED}附件二8",
        SHARE,
        OTHER,
    ),
    Definition(
        "M21.wrong",
        "核查不属实率",
        "核查结果为不属实或者部分不属实的检查次数 ÷ 核查过的检查次数；同一报告多次核查的，以"
        "最近一次为准。",
        f"{SEED}附件二8",
        SHARE,
        OTHER,
    ),
    Definition(
        "M22",
        "结果公示率",
        "检查次日起20个工作日内公示结果的双随机检查次数 ÷ 应公示的双随机检查次数（已完成且期"
        "限已过，或者已公示）；年度工作日历未公布的列入未提供。",
        OWN,
        SHARE,
        OTHER,
        target(">=", 1.0, "each", Force.HINT),
    ),
)
