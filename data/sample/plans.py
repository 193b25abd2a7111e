"""Plans of the sample city, made when a task first needs one."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from random import Random

from data.sample.lexicon import SCENES
from data.sample.model import TOWN_LEVEL, Body, Plan
from data.sample.workdays import after

# sort of task: (检查类型, 计划周期, title, months a plan lasts)
SORTS = {
    "random": ("双随机", "年度", "“双随机、一公开”抽查计划", 12),
    "daily": ("日常", "年度", "日常监督检查计划", 12),
    "focus": ("重点", "年度", "重点监管检查计划", 12),
    "special": ("专项", "专项", "专项检查行动方案", 6),
    "case": ("个案", "临时", "临时检查计划", 3),
    "service": ("日常", "年度", "助企服务走访计划", 12),
    "joint": ("双随机", "年度", "跨部门联合抽查计划", 12),
    "joint-special": ("专项", "专项", "联合专项检查方案", 3),
    "levels": ("重点", "年度", "市区联动检查计划", 12),
}
_SCENE_NAMES = {code: name for code, name, *_ in SCENES}
_RATIOS = (
    "5%", "10%", "3%", "20%", "不低于5%", "10-20%", "全覆盖", "≥20%", "3‰", "根据实际情况确定",
)  # fmt: skip


class PlanBook:
    """All plans by lead, sort, scene and time."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._found: dict[tuple[str, str, str, int, int], Plan] = {}

    @property
    def plans(self) -> list[Plan]:
        """Return the plans in the order they were made."""
        return list(self._found.values())

    def get(
        self, lead: Body, sort: str, day: date, scene: str = "", partners: tuple[Body, ...] = ()
    ) -> Plan:
        """Return the plan under which a body acts, making it when there is none."""
        months = SORTS[sort][3]
        part = (day.month - 1) // months
        key = (lead.code, sort, scene, day.year, part)
        plan = self._found.get(key)
        if plan is None:
            first = date(day.year, part * months + 1, 1)
            plan = self._found[key] = self._make(lead, sort, scene, first, months)
        known = set(plan.partners)
        plan.partners += tuple(body for body in partners if body not in known)
        return plan

    def _make(self, lead: Body, sort: str, scene: str, first: date, months: int) -> Plan:
        kind, cycle, title, _ = SORTS[sort]
        last_month = first.month + months - 1
        last = date(first.year, last_month, calendar.monthrange(first.year, last_month)[1])
        subject = _SCENE_NAMES.get(scene, "")
        name = f"{first.year}年{lead.short}{subject}{title}"
        if months < 12:
            name += f"（{first.month}—{last_month}月）"
        plan = Plan("", name, lead, kind, cycle, first, last, scenario=scene)
        plan.listed = sort in ("joint", "joint-special", "special")
        plan.ratio = self._rng.choice(_RATIOS)
        plan.scope = "有投诉举报、交办线索的单位" if sort == "case" else "辖区内监管对象"
        self._file(plan, sort)
        return plan

    def _file(self, plan: Plan, sort: str) -> None:
        rng, lead = self._rng, plan.lead
        rate = lead.filing_rate - (0.06 if plan.first.year == 2025 else 0.0)
        if sort.startswith("joint"):
            rate = min(0.995, rate + 0.05)
        if rng.random() < rate:
            if plan.cycle == "年度":
                start = date(plan.first.year - 1, 12, 1)
                plan.filed = start + timedelta(days=rng.randrange(28))
            else:
                plan.filed = plan.first - timedelta(days=rng.randrange(1, 20))
            if rng.random() < 0.9:
                plan.accepted = after(plan.filed, rng.randrange(2, 9))
            if lead.level != TOWN_LEVEL and rng.random() < 0.8:
                plan.published = after(plan.filed, rng.randrange(5, 15))
        elif rng.random() < 0.2:
            plan.accepted = plan.first
        if plan.cycle == "专项":
            plan.approval = f"演示专批〔{plan.first.year}〕{rng.randrange(1, 99)}号"
