"""A finding in one sentence fit for a letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from data.models import Finding
from data.rows.enums import PlanLack, Severity, SubjectKind
from data.rows.findings import Named
from data.rows.matching import VerdictRow
from data.rows.period import day_of, day_title
from data.rules.sentences_plans import SENTENCES_OF_PLANS


@dataclass(frozen=True)
class Told:
    """What a sentence is made of: the finding, its subject, its item, the bodies it charges.

    `lacks` are what its plan lacks, `reminder` that of merging its two plans, `limits` the
    thresholds it was judged by.
    """

    finding: Finding
    subject: Named
    item: Named | None
    charged: Sequence[Named]
    lacks: Sequence[PlanLack] = ()
    reminder: VerdictRow | None = None
    limits: Mapping[str, float] = field(default_factory=dict)

    @property
    def whom(self) -> str:
        """Return the subject's name, with a space behind Latin letters."""
        name = self.subject.name
        return name + (" " if name[-1:].isascii() else "")

    @property
    def when(self) -> str:
        """Return the finding's day in words."""
        return day_title(day_of(self.finding.day))

    @property
    def who(self) -> str:
        """Return the names of the bodies charged."""
        return "、".join(one.name for one in self.charged)

    @property
    def what(self) -> str:
        """Return the item's name."""
        return self.item.name if self.item else "同一事项"

    @property
    def tail(self) -> str:
        """Return the last part of the stable key: a badge, a span, a form."""
        return self.finding.key.rsplit(":", 1)[-1]

    @property
    def hint(self) -> bool:
        """Return whether the finding is 提示."""
        return self.finding.severity == Severity.HINT

    @property
    def red(self) -> bool:
        """Return whether the finding is 红."""
        return self.finding.severity == Severity.RED


def _over(told: Told) -> str:
    finding = told.finding
    basis = ("，均未提出检查依据", "，部分提出检查依据", "，均提出检查依据")[finding.claimed]
    return f"超出{finding.beyond}次{basis}" if finding.beyond else "已达上限"


def _month(told: Told) -> str:
    period = told.finding.period
    month = f"{period[:4]}年{int(period[5:])}月"
    return f"{told.whom}{month}接受现场检查{told.finding.count}次，{_over(told)}。"


def _year(told: Told) -> str:
    finding = told.finding
    times = f"接受现场检查{finding.count}次"
    return f"{told.whom}{finding.period}年“{told.what}”{times}，{_over(told)}。"


def _levels(told: Told) -> str:
    recent = f"此前{told.limits['recent_days']:g}日内"
    return f"{told.when}{told.who}对{told.whom}检查“{told.what}”，{recent}其他层级已查。"


def _unplanned(told: Told) -> str:
    how = "无检查计划，亦无临时检查事由" if told.red else "为临时检查，事后未补录计划"
    return f"{told.when}{told.who}对{told.whom}的检查{how}。"


def _code(told: Told) -> str:
    how = "未亮码" if told.red else "事后补码"
    return f"{told.when}{told.who}对{told.whom}的现场检查{how}。"


def _alone(told: Told) -> str:
    return f"{told.when}{told.who}对{told.whom}的检查，执法人员不足{told.limits['officers']:g}人。"


def _often(told: Told) -> str:
    span = "一周内" if "-W" in told.tail else "一日内"
    return f"{told.whom}截至{told.when}{span}接受现场检查{told.finding.count}次，检查频繁。"


def _after_joint(told: Told) -> str:
    why = "" if told.red else "，其临时来源待核验"
    return (
        f"{told.when}{told.who}对{told.whom}单独检查“{told.what}”，"
        f"而该企业本年度已接受联合检查或者部门统一监管检查{why}。"
    )


def _walked_through(told: Told) -> str:
    if told.tail == "停留":
        return f"{told.when}{told.who}对{told.whom}的现场检查停留时间过短，请核实。"
    if told.tail == "空白":
        return f"{told.when}{told.who}{told.finding.count}次检查的结果为空白，请核实。"
    if told.tail == "雷同":
        return f"{told.when}{told.who}{told.finding.count}次检查的整改要求文字雷同，请核实。"
    return (
        f"{told.when}{told.who}报告执法证号{told.tail}的人员在{told.whom}检查时，"
        "同时在另一企业检查，请核实。"
    )


def _stranger(told: Told) -> str:
    return (
        f"{told.when}{told.who}对{told.whom}的检查，"
        f"执法证号{told.tail}当日不在行政执法人员名录库或者证件无效。"
    )


def _quiet(told: Told) -> str:
    return f"{told.when}{told.who}在安静生产期对{told.whom}作计划内现场检查。"


def _hours(told: Told) -> str:
    return f"{told.when}{told.who}在非工作时段对{told.whom}作现场检查，未说明突发应急情形。"


def _listed(told: Told) -> str:
    return f"{told.when}{told.who}对列入“白名单”的{told.whom}作现场检查，没有触发情形。"


def _disguised(told: Told) -> str:
    return f"{told.when}{told.who}以服务名义进入{told.whom}，却作出检查结果或者提出整改要求。"


def _entered(told: Told) -> str:
    return f"{told.when}{told.who}对{told.whom}的检查，结果未在规定的工作日内录入。"


def _in_name(told: Told) -> str:
    return f"{told.when}对{told.whom}的检查计划为联合检查，实际只有{told.who}到场。"


def _moved(told: Told) -> str:
    return f"{told.when}{told.who}检查“{told.what}”，而{told.whom}迁入前本年度已就该事项接受检查。"


def _before(told: Told) -> str:
    return f"{told.who}在上级计划内检查之前，对{told.whom}就“{told.what}”预先检查。"


def _tested(told: Told) -> str:
    return (
        f"{told.when}{told.who}对{told.whom}的“{told.what}”再次检验，未采用本年度联合检查的结果。"
    )


def _self_checked(told: Told) -> str:
    return f"{told.when}{told.who}对{told.whom}现场检查“{told.what}”，而企业自查已审核通过。"


SENTENCES: dict[str, Callable[[Told], str]] = {
    "R1": _month,
    "R2": _often,
    "R3": _year,
    "R4": _after_joint,
    "R5": _levels,
    "R6": _unplanned,
    "R7": _code,
    "R9": _walked_through,
    "R10": _alone,
    "R11": _stranger,
    "R12": _quiet,
    "R13": _hours,
    "R14": _listed,
    "R15": _disguised,
    "R17": _entered,
    "R22": _in_name,
    "R24": _moved,
    "R25": _before,
    "R26": _tested,
    "R27": _self_checked,
}


OF_NO_VISIT = (SubjectKind.PLAN, SubjectKind.BODY, SubjectKind.NOTICE, SubjectKind.DEMAND)


def sentence(told: Told) -> str:
    """Return the finding in one sentence fit for a letter."""
    if told.finding.subject_kind in OF_NO_VISIT:
        return SENTENCES_OF_PLANS[told.finding.rule](told)
    return SENTENCES[told.finding.rule](told)
