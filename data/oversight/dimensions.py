"""The six tracked dimensions of a briefing: figures, lamps and the sentences beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from data.measures.definitions import (
    CODE,
    DEFINITIONS,
    FAMILIES,
    FREQUENCY,
    JOINT,
    LEVELS,
    PLANS,
    USAGE,
)
from data.measures.lamps import NO_LAMP, lamp
from data.measures.rulebook import published_book, rule_book
from data.measures.settings import GAP
from data.oversight.caps import Caps, caps_of
from data.oversight.standing import standing
from data.records.filings import count_filings
from data.rows.briefing import DimensionRow, FigureRow
from data.rows.enums import Force, Severity
from data.rows.findings import FindingRow
from data.rows.measures import Definition, MeasureSheet, MeasureValue
from data.rows.period import Period
from data.rows.readings import LITERAL, READINGS
from data.rows.rulesets import RuleBook

OWN = "本台设定"
REPEATED = "R5"

PRINTED: dict[str, tuple[str, ...]] = {
    USAGE: ("M16.bodies", "M16.items", "M16.plans", "M16.results", "M16.idle", "M13", "M20"),
    PLANS: ("M10", "M11.filed", "M11.complete", "M12"),
    FREQUENCY: ("M9", "M9.people", "M9.enterprises", "M17", "M17.fines", "M6", "M6.bare", "M7",
                "M7.bare", "M8", "M14"),
    JOINT: ("M1", "M1b", "M1c", "M2.new", "M2.merge"),
    CODE: ("M3", "M4.late", "M4.overdue", "M5.scan", "M5.rated", "M5.good"),
    LEVELS: ("M15",),
}
SHARES = tuple(READINGS)
MEASURES = tuple(one for ids in PRINTED.values() for one in ids)


def dimensions(session: Session, period: Period, sheet: MeasureSheet,
               repeated: Sequence[FindingRow]) -> tuple[DimensionRow, ...]:
    """Return the six dimensions; `repeated` are the standing findings of R5 in the period."""
    book = rule_book(session)
    leads = {FREQUENCY: _frequency_lead(sheet, caps_of(book, period)), JOINT: _joint_lead(sheet)}
    beside = {PLANS: _filings(session, period)}
    rows = [
        DimensionRow(name, tuple(figure(sheet, one) for one in ids), leads.get(name, ""),
                     beside=beside.get(name, ""))
        for name, ids in PRINTED.items()
        if name != LEVELS
    ]
    return (*rows, _levels(session, book, period, sheet, repeated))


def _filings(session: Session, period: Period) -> str:
    """Return what the register of filings saw of the period, empty where nothing moved."""
    moved = [one.moved for one in count_filings(session, period, period.last)]
    told = "；".join(filter(None, moved))
    return f"备案台账：{told}。" if told else ""


def figure(sheet: MeasureSheet, measure_id: str) -> FigureRow:
    """Return a measure as a figure with its lamp; the gaps of M2 carry that of their share."""
    value = sheet.get(measure_id)
    definition = replace(DEFINITIONS[measure_id], target=value.target)
    of, name = value, definition.name
    if measure_id in FAMILIES[GAP]:
        if sheet.reading != LITERAL.id:
            name = f"{name.removesuffix('）')}，按{sheet.reading}）"
        of = replace(sheet.get(sheet.reading), target=sheet.get(LITERAL.id).target)
    known = value.value if of.value is not None else None
    visits = sheet.get("M9")
    # Without a visit in the earlier period there is nothing to compare with, not even a zero.
    yoy = value.yoy if visits.yoy is not None else None
    mom = value.mom if visits.mom is not None else None
    return FigureRow(
        id=measure_id, name=name, value=known, numerator=value.numerator,
        denominator=value.denominator, unknown=value.unknown, unit=definition.unit,
        target=value.target, target_source=_source(definition), yoy=yoy, mom=mom,
        share=definition.share, status=lamp(of.value, of.target, DEFINITIONS[of.id].share))


def definitions() -> tuple[Definition, ...]:
    """Return the definition of everything the dimensions print."""
    rule = published_book().known_rules[REPEATED]
    counted = Definition(
        rule.id, f"{rule.name}检查", f"规则{rule.id}的预警数，不成立和尽职免责的不计。{rule.text}",
        rule.source, "起", LEVELS, share=False)
    return (*(DEFINITIONS[one] for one in MEASURES), counted)


def _source(definition: Definition) -> str:
    if definition.target is None:
        return ""
    own = definition.target.force is Force.HINT
    source = definition.source.partition("；")[0]
    return OWN if own else re.sub(r"（\d{4}年\d+月\d+日）", "", source)


def _frequency_lead(sheet: MeasureSheet, caps: Caps) -> str:
    visits, people, places = (sheet.get(f"M9{part}") for part in ("", ".people", ".enterprises"))
    month, item = sheet.get("M6"), sheet.get("M7")
    counts = (f"全市检查{visits.numerator:,}户次、{people.numerator:,}人次，"
              f"受检企业{places.numerator:,}户。{sheet.get('M17.fines').note}")
    often = f"单月受检{caps.beyond_month}的", f"同一事项当年受检{caps.beyond_item}的"
    return counts + _over(often[0], "户·月", month, sheet.get("M6.bare")) + _over(
        often[1], "户·事项", item, sheet.get("M7.bare"))


def _percent(value: MeasureValue) -> str:
    return "—" if value.value is None else f"{value.value * 100:.1f}%"


def _over(what: str, unit: str, over: MeasureValue, bare: MeasureValue) -> str:
    if not over.numerator:
        return f"没有{what.removesuffix('的')}的企业。"
    most = f"，最多{over.max}次" if over.max else ""
    left = f"，其中{bare.numerator:,}{unit}没有经认可的依据" if bare.numerator else "，依据均获认可"
    return f"{what}{over.numerator:,}{unit}{most}{left}。"


def _joint_lead(sheet: MeasureSheet) -> str:
    tasks, joint = sheet.get("M1c"), sheet.get("M1")
    if not tasks.denominator:
        return ""
    random = sheet.get("M1b").denominator or 0
    return (f"全市实施检查任务{tasks.denominator:,}个，其中双随机任务{random:,}个；"
            f"部门联合任务{tasks.numerator:,}个，其中双随机联合任务{joint.numerator:,}个。"
            f"联合检查比例{_percent(tasks)}。")


def _levels(session: Session, book: RuleBook, period: Period, sheet: MeasureSheet,
            now: Sequence[FindingRow]) -> DimensionRow:
    visits, count = sheet.get("M9"), len(now)
    year = _count(session, period.last_year(), visits.yoy)
    before = _count(session, period.before(), visits.mom)
    red = sum(row.severity is Severity.RED for row in now)
    row = FigureRow(
        id=REPEATED, name="跨层级重复检查", value=float(count), numerator=count,
        denominator=None, unknown=0, unit="起", yoy=_growth(count, year),
        mom=_growth(count, before), share=False, status=NO_LAMP)
    recent = f"{book.limit(REPEATED, 'recent_days', period.last_day):g}日内"
    lead = f"{recent}不同层级对同一企业同一事项重复检查，系统比对未发现。"
    if count:
        pairs = (("上年同期", year), ("上期", before))
        known = "，".join(f"{name}{then:,}起" for name, then in pairs if then is not None)
        lead = (f"{recent}不同层级对同一企业同一事项重复检查，系统比对发现{count:,}起"
                f"{f'（{known}）' if known else ''}，其中计划内检查{red:,}起（红色），"
                f"投诉举报、上级交办等{count - red:,}起（橙色）。")
    figures = tuple(figure(sheet, one) for one in PRINTED[LEVELS])
    return DimensionRow(LEVELS, (*figures, row), lead)


def _count(session: Session, period: Period, change: float | None) -> int | None:
    """Count R5's findings of an earlier period, None where that period has no visits."""
    return None if change is None else len(standing(session, period, [REPEATED]))


def _growth(now: int, then: int | None) -> float | None:
    return (now - then) / then if then else None


def joint_figures(sheet: MeasureSheet) -> tuple[FigureRow, ...]:
    """Return M1, M1b and M1c as figures."""
    return tuple(figure(sheet, one) for one in SHARES)
