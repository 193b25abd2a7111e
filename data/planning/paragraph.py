"""The paragraph of the briefing on the joint timetable: before, after, the proven bound."""

from __future__ import annotations

from data.planning.loading import PlannedYear
from data.planning.timetable import Timetable, gap_of
from data.planning.together import joint_groups


def timetable_paragraph(planned: PlannedYear, found: Timetable) -> str:
    """Return the paragraph; empty without a timetable."""
    if found.month is None or found.visits_after is None:
        return ""
    groups = joint_groups(planned.instance, found.month)
    bodies = {body for one in groups for body in one.bodies}
    saved = found.visits_before - found.visits_after
    part = saved / found.visits_before if found.visits_before else 0.0
    gap = gap_of(found.visits_after, found.lower_bound)
    last = "本方案已是最少" if gap == 0 else f"本方案与之相差 {gap:.2%}"
    return (
        f"对{planned.year}年已备案的 {len(planned.plans):,} 个检查计划统筹安排："
        f"各单位分别检查需入企 {found.visits_before:,} 次，"
        f"同一企业同月的检查合并后为 {found.visits_after:,} 次，"
        f"减少 {saved:,} 次（{part:.1%}），涉及 {len(bodies)} 个单位联合检查；"
        "经证明，在现有计划时间和检查能力下无论怎样安排"
        f"都不会少于 {found.lower_bound:,} 次，{last}。"
    )
