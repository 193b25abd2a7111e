"""One enterprise's year for the page: what is read, and the words and marks it is shown in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data.rows.enterprises import EnterpriseCard, EnterpriseYear, WhiteEntry, YearVisit
from data.rows.enums import Severity
from data.rows.findings import FindingFilter, FindingRow, Named
from data.rows.period import Period, day_of
from widgets.status import Status
from widgets.year_line import YearLineData, YearMark, YearWindow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.rows.enterprises import ClassRate

MOST_LISTED = 200
SUGGESTED = 8
DAY_MINUTES = 1440
OVER = "R1"
LAMPS = {
    Severity.RED: Status.RED, Severity.ORANGE: Status.ORANGE, Severity.YELLOW: Status.YELLOW,
    Severity.HINT: Status.NONE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OftenVisited:
    """The enterprises visited beyond the monthly cap, worst first, and how many such months."""

    rows: tuple[FindingRow, ...] = ()
    total: int = 0


def read_year(session: Session, code: str, year: int, today: date) -> EnterpriseYear:
    """Read an enterprise's year."""
    from data.records.enterprise_year import enterprise_year

    return enterprise_year(session, code, year, today)


def read_class(session: Session, credit: str, year: int) -> ClassRate:
    """Read how often enterprises of a credit class are visited (M24)."""
    from data.records.enterprise_year import class_rate

    return class_rate(session, credit, year)


def read_often(session: Session, period: Period, body: str = "") -> OftenVisited:
    """Read the months in which enterprises were visited beyond the cap (R1)."""
    from data.rules.paging import count_by_rule, page_rows

    wanted = FindingFilter(period, body, rule=OVER)
    counts = count_by_rule(session, wanted)
    # Exactly at the cap is a 提示: nobody was visited beyond it (RULES.md, R1).
    total = sum(n for (_, severity), n in counts.items() if severity > Severity.HINT)
    return OftenVisited(
        tuple(page_rows(session, wanted, counts, 0, min(total, MOST_LISTED))), total
    )


def read_suggestions(session: Session, text: str) -> list[Named]:
    """Read the enterprises a text may mean."""
    from data.records.named import enterprises_named

    return enterprises_named(session, text, SUGGESTED)


# -- words ---------------------------------------------------------------------------------


def arrival(visit: YearVisit) -> str:
    """Return the time of day a visit began, empty where nobody told."""
    if visit.arrive is None:
        return ""
    hours, minutes = divmod(visit.arrive % DAY_MINUTES, 60)
    return f"{hours}:{minutes:02d}"


def rules_of(visit: YearVisit) -> str:
    """Return the rules whose findings rest on a visit, each once."""
    return "、".join(dict.fromkeys(row.rule for row in visit.findings))


def severity_word(visit: YearVisit) -> str:
    """Return the word of what is held against a visit."""
    return "" if visit.severity is None else visit.severity.label


def spoken(visit: YearVisit) -> str:
    """Return a visit in a sentence."""
    row = visit.row
    parts = (
        day_of(row.day).isoformat() + (f" {arrival(visit)}" if visit.arrive is not None else ""),
        "、".join(row.bodies), "、".join(row.items), row.trigger, row.result,
        f"预警 {rules_of(visit)}（{severity_word(visit) or '不计'}）" if visit.findings else "",
        "" if visit.counts else "不计入检查次数",
    )  # fmt: skip
    return " · ".join(part for part in parts if part)


def year_line(found: EnterpriseYear, today: date) -> YearLineData:
    """Return the year as the line draws it."""
    marks = tuple(
        YearMark(
            visit.row.id, day_of(visit.row.day),
            None if visit.severity is None else LAMPS[visit.severity], spoken(visit), visit.counts,
        )
        for visit in found.visits
    )  # fmt: skip
    framed = {int(month[5:7]): f"{row.count}次" for month, row in found.months_beyond}
    windows = tuple(
        YearWindow(
            max(day_of(one.first), date(found.year, 1, 1)),
            min(day_of(one.last), date(found.year, 12, 31)),
            f"计划：{one.body.name} · {one.name}",
        )
        for one in found.plans
    )  # fmt: skip
    checks = tuple(
        (day_of(one.day), f"自查 {one.item.name}：{one.verdict}") for one in found.selfchecks
    )
    return YearLineData(found.year, marks, framed, windows, checks, today)


def card_pairs(card: EnterpriseCard) -> tuple[tuple[str, str], ...]:
    """Return the facts of an enterprise in the order of the card; unknown ones are dashes."""
    place = " · ".join(part for part in (card.region, card.town) if part)
    trade = " ".join(part for part in (card.section, card.industry) if part)
    others = tuple(dict.fromkeys(one for one in (card.other, *card.codes) if one))
    return (
        ("信用代码" if card.uscc else "编码", card.code),
        ("其他编号", "、".join(others)), ("地区", place), ("行业", trade),
        ("类别", card.category), ("信用等级", card.credit), ("风险等级", card.risk),
        ("标签", card.tags), ("白名单", "；".join(map(white_words, card.whitelist))),
        ("迁入", moved_words(card)),
    )  # fmt: skip


def white_words(entry: WhiteEntry) -> str:
    """Return an entry of the white list in words."""
    first = "" if entry.first is None else day_of(entry.first).isoformat()
    last = "" if entry.last is None else day_of(entry.last).isoformat()
    span = f"（{first}至{last or '长期'}）" if first or last else ""
    return f"{entry.field} {entry.mode}{span}"


def moved_words(card: EnterpriseCard) -> str:
    """Return from where and when an enterprise moved in, empty where it did not."""
    if card.moved_in is None and not card.moved_from:
        return ""
    when = "" if card.moved_in is None else day_of(card.moved_in).isoformat()
    return f"{when} 由{card.moved_from}迁入" if card.moved_from else f"{when} 迁入"


def class_words(
    found: EnterpriseYear, rate: ClassRate | None, is_on_wish: bool = False
) -> tuple[str, str]:
    """Return M24 of the enterprise's class: the figure and the words below it."""
    grade = found.card.credit
    if rate is None:
        return ("—", "户均未计算") if is_on_wish else ("…", "正在读取")
    name = f"信用{grade}级户均" if grade else "未评级户均"
    return ("—" if rate.value is None else f"{rate.value:.1f}"), f"{name}（M24）"
