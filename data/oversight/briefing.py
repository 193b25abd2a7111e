"""Collecting the rows of a meeting briefing: every number comes from the measures and rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.measures.compute import measure
from data.measures.ranking import Fairness, fairness
from data.measures.rulebook import published, rule_book
from data.models import Visit
from data.oversight.caps import caps_of
from data.oversight.dimensions import MEASURES, REPEATED, definitions, dimensions
from data.oversight.meeting_rows import meeting_before
from data.oversight.ranking import ranking
from data.oversight.remarks import notes_of
from data.oversight.spread import heat_tables, joint_rows
from data.oversight.standing import over_rows, standing, summaries
from data.oversight.tasks import task_rows
from data.records.registers import data_state, list_bodies
from data.records.timetables import kept_timetable
from data.rows.briefing import BriefingRows, Ranking
from data.rows.errors import InvalidInput
from data.rows.measures import MeasureSheet
from data.rows.period import Period, day_number, day_of
from data.rows.records import DataState

BASIS = "按次：一次入企计1次，联合检查不重复计"
UNKNOWN = {
    "M3": "现场检查{}次未提供亮码情况，不计入亮码率",
    "M9.people": "检查{}次未提供执法人员数，不计入检查人次",
    "M10": "检查任务{}个未提供计划编号和来源，不计入计划检查率",
    "M14": "检查{}次的结果未提供或无法判定，不计入发现问题率",
}
NAMED_BODIES = 10


def collect(session: Session, period: Period, today: date) -> BriefingRows:
    """Return everything a briefing of the period prints.

    Raises InvalidInput where the period holds no inspection.
    """
    state = data_state(session)
    sheet = measure(session, period, MEASURES, today=today)
    refuse_empty(sheet, period, state)
    found = standing(session, period)
    over, over_total = over_rows(session, period)
    bodies, regions = heat_tables(session, period, state, today)
    places = ranking(session, period)
    as_of = as_of_day(session, state, today)
    book = rule_book(session)
    return BriefingRows(
        period=period, as_of=as_of, made_on=today, sample=state.sample,
        rulesets=tuple(map(book.title_of, book.sets_of(period.first_day, period.last_day))),
        basis=BASIS,
        dimensions=dimensions(session, period, sheet,
                              [row for row in found if row.rule == REPEATED]),
        joint=joint_rows(session, period, sheet, state), bodies=bodies, regions=regions,
        ranking=places, over=over, findings=summaries(book, found, period),
        definitions=definitions(),
        quality=tuple(data_notes(session, period, sheet, places, as_of)), over_total=over_total,
        timetable=kept_timetable(session, period.last.year, today),
        tasks=task_rows(session, today), followed=meeting_before(session, period, today),
        notes=notes_of(session, period), caps=caps_of(book, period).words)


def refuse_empty(sheet: MeasureSheet, period: Period, state: DataState) -> None:
    """Raise InvalidInput where the period holds no inspection, saying which days have some."""
    if not sheet.get("M9").numerator:
        raise InvalidInput(_nothing(period, state), code="no_data")


def _nothing(period: Period, state: DataState) -> str:
    head = f"{period.title}没有检查记录，无法生成简报。"
    if state.first_day is None or state.last_day is None:
        return f"{head}请先导入检查记录。"
    first, last = day_of(state.first_day), day_of(state.last_day)
    return (f"{head}现有记录为{first.year}年{first.month}月{first.day}日至"
            f"{last.year}年{last.month}月{last.day}日，请改选期间。")


def as_of_day(session: Session, state: DataState, today: date) -> date:
    """Return the last day with a visit, today at the latest."""
    limit = day_number(today)
    if state.last_day is not None and state.last_day <= limit:
        return day_of(state.last_day)
    last = session.scalar(select(func.max(Visit.day)).where(Visit.day <= limit))
    return day_of(last) if last is not None else today


def data_notes(session: Session, period: Period, sheet: MeasureSheet, places: Ranking,
             as_of: date) -> Iterator[str]:
    """Yield what a reader must know of the data behind the figures, each a sentence."""
    if as_of < period.last:
        yield (f"本期至{_day(period.last)}，数据止于{_day(as_of)}，"
               "同比、环比仍与完整期间相比。")
    first = published()[0]
    if period.first < first.effective:
        yield f"{_day(first.effective)}以前的检查按最早规则集试算，预警不列入本简报。"
    for one, text in UNKNOWN.items():
        unknown = sheet.get(one).unknown
        if unknown:
            yield f"{text.format(f'{unknown:,}')}。"
    rows = sheet.get("M20")
    if rows.denominator and rows.numerator < rows.denominator:
        yield (f"本期报送{rows.denominator:,}行，其中{rows.denominator - rows.numerator:,}行"
               "带警告收下或被退回。")
    yield from _silent(session, places, fairness(session))


def _silent(session: Session, places: Ranking, fair: Fairness) -> Iterator[str]:
    volume = [column.id for column in places.columns].index("M9")
    rows = [row for group in places.groups for row in group.rows]
    silent = [row.name for row in rows if not row.cells[volume].value]
    total = sum(body.inspects for body in list_bodies(session))
    if silent:
        tail = f"等{len(silent)}个单位" if len(silent) > NAMED_BODIES else ""
        names = "、".join(silent[:NAMED_BODIES])
        yield f"检查主体{total}个，本期没有检查记录的：{names}{tail}。"
    few = sum(row.unranked == "样本不足" for row in rows)
    poor = sum(row.unranked == "数据不全" for row in rows)
    if few:
        yield f"{few}个单位本期检查不足{fair.minimum:g}次（样本不足），不排名次。"
    if poor:
        yield f"{poor}个单位数据质量分低于{fair.quality * 100:g}%（数据不全），不排名次。"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
