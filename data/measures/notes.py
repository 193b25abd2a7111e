"""What a reader must know beside a number: why a cut has no groups; hints that are no targets."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from data.measures.body_measures import BODY_DIMENSIONS, STANDING_DIMENSIONS
from data.measures.definitions import FAMILIES
from data.measures.plan_measures import PLAN_DIMENSIONS
from data.measures.quality_rows import is_untold
from data.measures.rulebook import rule_book
from data.measures.settings import GAP, reading_of
from data.rows.measures import MeasureValue
from data.rows.period import Period

FINES, FINES_RULE = "M17.fines", "R29"
QUALITY = "M20"
APPLICABLE: dict[str, frozenset[str]] = {
    **dict.fromkeys(("M11.filed", "M11.complete", "M12"), PLAN_DIMENSIONS),
    **dict.fromkeys(("M16.bodies", "M16.items", "M16.plans", "M16.results"), BODY_DIMENSIONS),
    "M16.idle": STANDING_DIMENSIONS,
    "M17.fines": BODY_DIMENSIONS,
    "M19": BODY_DIMENSIONS,
    "M19.days": BODY_DIMENSIONS,
    "M19.extended": BODY_DIMENSIONS,
    "M20": BODY_DIMENSIONS,
}
"""By which dimensions a measure can be cut, where that is not all of them."""
WORDS = {
    **{"body": "单位", "region": "地区", "level": "层级", "system": "条线", "month": "月份"},
    **{"type": "检查类型", "trigger": "来源", "credit": "信用等级", "risk": "风险等级"},
    **{"industry": "行业", "town": "街道（镇）"},
}


def note_of(session: Session, value: MeasureValue, period: Period, by: Sequence[str]) -> str:
    """Return the sentences to be said beside a measure, empty where there are none."""
    found = [inapplicable(value, by)]
    if value.id == FINES:
        found.append(_fines_hint(session, value, period))
    if value.id in FAMILIES[GAP]:
        found.append(reading_of(session).note)
    if value.id == QUALITY and is_untold(session, period):
        found.append("旧版程序导入的批次没有留下逐行的记录，期间首尾不足整月的，按整月计。")
    return "".join(found)


def inapplicable(value: MeasureValue, by: Sequence[str]) -> str:
    """Return why a measure has no groups for a cut, empty where it has."""
    strange = [name for name in by if name not in APPLICABLE.get(value.id, by)]
    if not strange:
        return ""
    words = "、".join(WORDS[name] for name in strange)
    return f"{value.name}（{value.id}）的记录不分{words}，没有分组数据。"


def _fines_hint(session: Session, value: MeasureValue, period: Period) -> str:
    """Return the hint of the Ministry of Justice where fines grew by more than the rule allows."""
    growth = rule_book(session).limit(FINES_RULE, "growth", period.last_day)
    if value.value is None or value.value <= growth:
        return ""
    return f"罚没收入同比增长{value.value:.1%}，超过{growth:.0%}，提示核实。"
