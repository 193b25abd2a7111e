"""联合检查比例 (M1, M2, M23)."""

from __future__ import annotations

from data.measures.definitions.words import JOINT, OWN, SEED, SHARE, target
from data.rows.enums import Force
from data.rows.measures import Definition

READING = (
    "N、J为M1的分母和分子（全部任务，双随机联合任务），"
    "参数设置选M1b、M1c口径的，为所选指标的分母和分子。"
)
"""What M2 is counted from."""

DEFINED = (
    Definition(
        "M1",
        "双随机联合监管比例",
        "双随机联合检查任务数 ÷ 全部检查任务数。联合指到场单位属于两个以上条线；"
        "任务按首次入企之日归期，已取消的任务不计。",
        f"{SEED}二（二）",
        SHARE,
        JOINT,
        target(">=", 0.25, "city", Force.BINDING),
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
        "M1d",
        "上下级同行占比",
        "上下级同行任务数 ÷ 全部检查任务数。上下级同行指一次入企的到场单位同属一个条线、"
        "分属两个以上层级；已计为部门联合的任务不再计，不计入联合比例。",
        f"{OWN}，与联合比例分列",
        SHARE,
        JOINT,
    ),
    Definition(
        "M1e",
        "部门内联合占比",
        "部门内联合任务数 ÷ 全部检查任务数。部门内联合指一个单位一次入企查多个业务条线"
        "（进一次门查多项事）；已计为部门联合、上下级同行的任务不再计，不计入联合比例。",
        f"{OWN}，与联合比例分列",
        SHARE,
        JOINT,
    ),
    Definition(
        "M2.new",
        "距25%缺口（新增）",
        "为使联合比例达到25%还需新增的联合任务数：(0.25N − J) ÷ 0.75，向上取整，不小于0；"
        f"{READING}",
        f"{SEED}二（二）",
        "个",
        JOINT,
        target("<=", 0, "city", Force.BINDING),
        share=False,
    ),
    Definition(
        "M2.merge",
        "距25%缺口（合并）",
        "为使联合比例达到25%还需两两合并的任务对数：(0.25N − J) ÷ 1.25，向上取整，不小于0；"
        f"{READING}",
        f"{SEED}二（二）",
        "对",
        JOINT,
        target("<=", 0, "city", Force.BINDING),
        share=False,
    ),
    Definition(
        "M23",
        "检验结果采用率",
        "采用联合检查检验结果的次数 ÷ 联合检查已有检验结果、后续检查采用或者再次检验的次数；"
        "按检查·事项计，限同一年度。",
        f"{SEED}二（二）",
        SHARE,
        JOINT,
    ),
)
