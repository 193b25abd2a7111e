"""What is found of plans, bodies and papers, in one sentence fit for a letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from data.rows.enums import PlanLack
from data.rows.period import day_title

if TYPE_CHECKING:
    from data.rules.sentences import Told


def _mergeable(told: Told) -> str:
    shared = f"有{told.finding.beyond}户相同检查对象，检查时间重合"
    return f"{told.who}的检查计划{told.whom}{shared}，{_asked(told)}。"


def _asked(told: Told) -> str:
    """Say whether the bodies were reminded of merging, and by when they were to answer."""
    if told.reminder is None:
        return "可合并为联合检查而未合并"
    words = f"{day_title(told.reminder.day)}已提醒合并"
    if told.reminder.due is not None:
        words += f"，应于{day_title(told.reminder.due)}前回应"
    return f"{words}，{'尚未合并' if told.hint else '逾期仍未合并'}"


def _incomplete(told: Told) -> str:
    gaps = "、".join(one.label for one in told.lacks if one != PlanLack.LATE_FILING)
    late = PlanLack.LATE_FILING in told.lacks
    parts = [f"缺少{gaps}"] * bool(gaps) + ["未按年度计划的期限备案"] * late
    return f"{told.who}的检查计划{_quoted(told)}{'，'.join(parts)}。"


def _unfiled(told: Told) -> str:
    gaps = "、".join(f"未{one.label}" for one in told.lacks)
    return f"{told.who}的专项检查计划{_quoted(told)}{gaps}。"


def _visited_first(told: Told) -> str:
    visits = told.finding.count - 1
    return f"{told.who}的检查计划{_quoted(told)}备案之前已入企检查{visits}次。"


def _raised(told: Told) -> str:
    return f"{told.who}的检查计划{told.whom}，抽查比例高于上级同一事项的检查计划。"


def _heaped(told: Told) -> str:
    year, month = told.finding.period.split("-")
    when = f"{year}年{int(month)}月"
    return f"{told.whom}{when}被差评、投诉、申诉{told.finding.count}件。"


def _claimed(told: Told) -> str:
    words = f"主张超频次依据的检查{told.finding.count}次，占其检查次数的比例偏高"
    return f"{told.whom}{_quarter(told)}{words}，请核验依据。"


def _fined(told: Told) -> str:
    return f"{told.whom}{_quarter(told)}罚没金额同比增长较多，检查次数没有增长。"


def _unanswered(told: Told) -> str:
    number, day = told.subject.code, told.when
    return f"{told.who}对{number}应于{day}前反馈，逾期未反馈，也未经同意延期。"


def _contradicting(told: Told) -> str:
    return f"{told.who}对“{told.subject.name}”的整改要求不一致，应由检查发起部门出具统一意见。"


def _quarter(told: Told) -> str:
    year, quarter = told.finding.period.split("-Q")
    return f"{year}年第{quarter}季度"


def _quoted(told: Told) -> str:
    return f"“{told.subject.name}”"


SENTENCES_OF_PLANS: dict[str, Callable[[Told], str]] = {
    "R8": _mergeable,
    "R16": _incomplete,
    "R18": _heaped,
    "R19": _unfiled,
    "R20": _claimed,
    "R21": _unanswered,
    "R28": _contradicting,
    "R23": _visited_first,
    "R25": _raised,
    "R29": _fined,
}
"""R25 is told of visits too, by a sentence of its own."""
