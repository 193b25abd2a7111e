"""检查计划制订 (M10–M12)."""

from __future__ import annotations

from data.measures.definitions.words import OWN, PLANS, SEED, SHARE, TEN, target
from data.rows.enums import Force
from data.rows.measures import Definition

DEFINED = (
    Definition(
        "M10",
        "计划检查率",
        "所属计划已备案或已受理的检查任务数 ÷ 检查任务数；"
        "仅由有事由或线索的计划外检查组成的任务不计。",
        f"{SEED}附件二8；目标为{OWN}",
        SHARE,
        PLANS,
        target(">=", 1.0, "each", Force.HINT),
    ),
    Definition(
        "M11.filed",
        "年度计划按期受理率",
        "3月31日前（含当日）受理的年度检查计划数 ÷ 应报年度检查计划数（期限已过或者已受理）；"
        "计划按开始日期归期，归牵头"
        "部门；自施行之日起应报，首次为2026年度。文件没有受理日期的列入未提供。",
        f"{TEN}第三项",
        SHARE,
        PLANS,
        target(">=", 1.0, "each", Force.BINDING),
    ),
    Definition(
        "M11.complete",
        "计划要素完整率",
        "检查事项或场景、检查对象范围、抽查比例、参与部门、时间范围（起止日期）五项齐全的检查计划数"
        " ÷ 检查计划数；参与部门写“无”的为已填。计划按开始日期归期，归牵头部门；文件整列未报的列入"
        "未提供。",
        f"{SEED}附件二4",
        SHARE,
        PLANS,
        target(">=", 1.0, "each", Force.BINDING),
    ),
    Definition(
        "M12",
        "计划完成率",
        "期内结束且完成的检查计划数 ÷ 期内结束的检查计划数。有对象名单的，每个对象都已按计划检查、"
        "接受牵头部门参加的联合检查、自查审核通过或者采用已有结果为完成；没有名单的，已检查企业数"
        "不少于抽查数量，未填抽查数量的不少于抽查比例下限 × 对象基数；都不能确定的列入未提供。",
        OWN,
        SHARE,
        PLANS,
    ),
)
