"""Shares of single visits counted with plain loops: M4, M5, M13, M14, M18, M21, M22, M24."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache

from data.sample.reading import KNOWN_RESULTS, Reader, ReadReport, ReadVisit
from data.sample.tables import City
from data.sample.workdays import after

Share = dict[str, int | None]
"""Numerator, denominator (None of a count) and, where a measure knows it, what is unknown."""
WORKDAYS, OVERDUE_DAYS = 20, 10
NEEDING = ("按时", "补码", "未亮码")
RATINGS = ("非常不满意", "不满意", "一般", "满意", "非常满意")
NOT_DONE = date.min
"""Stands for a day of something that is known not to have been done."""


def share(numerator: int, denominator: int | None = None, unknown: int | None = None) -> Share:
    """Return a share as the truth file has it."""
    found: Share = {"numerator": numerator, "denominator": denominator}
    return found if unknown is None else {**found, "unknown": unknown}


def of_codes(visits: Sequence[ReadVisit]) -> dict[str, Share]:
    """Return M4 and M5."""
    on_site = [visit for visit in visits if visit.on_site]
    needing = [visit for visit in on_site if visit.code in NEEDING]
    late = [visit for visit in needing if visit.code == "补码"]
    overdue = [visit for visit in late if _delay(visit) > OVERDUE_DAYS]
    silent = sum(visit.code == "未提供" for visit in on_site)
    shown = [visit for visit in on_site if visit.code in ("按时", "补码")]
    scanned = [_scanned(visit) for visit in shown]
    rated = [_rating(visit) for visit in visits if is_done(visit)]
    given = [mark for mark in rated if mark]
    asked, unrated = len(rated) - rated.count(None), rated.count(None)
    good = sum(mark > RATINGS.index("一般") + 1 for mark in given)
    return {
        "M4.late": share(len(late), len(needing), silent),
        "M4.overdue": share(len(overdue), len(needing), silent),
        "M5.scan": share(
            scanned.count(True), len(shown) - scanned.count(None), scanned.count(None)
        ),
        "M5.rated": share(len(given), asked, unrated),
        "M5.good": share(good, len(given), unrated),
    }


def _delay(visit: ReadVisit) -> int:
    """Return the fewest days after the visit at which a late code was shown."""
    late = [one.moment("亮码时间") for one in visit.reports if one.code == "补码"]
    return min((moment.date() - visit.day).days for moment in late if moment)


def _scanned(visit: ReadVisit) -> bool | None:
    if any(report.moment("企业扫码时间") for report in visit.reports):
        return True
    return False if _tells(visit, "企业扫码时间") else None


def _rating(visit: ReadVisit) -> int | None:
    """Return the lowest 评价 from 1 to 5, 0 without one, None where no file tells."""
    words = [report.text("评价") for report in visit.reports]
    marks = [RATINGS.index(word) + 1 for word in words if word in RATINGS]
    if marks:
        return min(marks)
    return 0 if _tells(visit, "评价") else None


def _tells(visit: ReadVisit, column: str) -> bool:
    return any(column in report.columns for report in visit.reports)


def is_done(visit: ReadVisit) -> bool:
    """Return whether every report of a visit says 已完成, which is the default."""
    return all((report.text("状态") or "已完成") == "已完成" for report in visit.reports)


def in_time(
    visits: Iterable[ReadVisit], column: str, today: date, asked: Callable[[ReadVisit], bool]
) -> Share:
    """Return how many visits were entered (or published) within 20 working days of those due."""
    due = done = unknown = 0
    for visit in visits:
        if not is_done(visit) or not asked(visit):
            continue
        days = [_day(report, column) for report in visit.reports]
        known = [day for day in days if day is not None]
        deadline = _deadline(visit.day)
        if not known:
            unknown += 1
        elif NOT_DONE in known:
            due += deadline < today
        else:
            due += 1
            done += max(known) <= deadline
    return share(done, due, unknown)


def _day(report: ReadReport, column: str) -> date | None:
    found = (row.get(column) for row in report.rows)
    day = next((cell for cell in found if isinstance(cell, date)), None)
    return day or (NOT_DONE if column in report.columns else None)


@cache
def _deadline(day: date) -> date:
    return after(day, WORKDAYS)


def last_deadline(visits: Iterable[ReadVisit]) -> date:
    """Return the day after which nothing more of these visits becomes due."""
    return max((_deadline(visit.day) for visit in visits), default=date.min)


def sort_of(reader: Reader, visit: ReadVisit) -> str:
    """Return 检查类型: the plan's, else the visit's."""
    plan = reader.plans[visit.plan]["检查类型"] if visit.plan is not None else None
    return str(plan or "") or visit.lead.text("检查类型")


def of_results(reader: Reader, visits: Sequence[ReadVisit]) -> dict[str, Share]:
    """Return M14 of joint and of single visits, and M18."""
    found: dict[str, Share] = {}
    joint: list[ReadVisit] = []
    single: list[ReadVisit] = []
    for visit in visits:
        (joint if reader.joint(visit) else single).append(visit)
    for name, those in (("M14.joint", joint), ("M14.single", single)):
        words = [
            {row.get("检查结果") for report in visit.reports for row in report.rows}
            for visit in those
        ]
        known = [said for said in words if said & set(KNOWN_RESULTS)]
        problems = [said for said in known if said & set(KNOWN_RESULTS[1:])]
        found[name] = share(len(problems), len(known), len(those) - len(known))
    off_site = sum(not visit.on_site for visit in visits)
    return {**found, "M18": share(off_site, len(visits), 0)}


Verdicts = dict[tuple[str, str], str]
"""The last 核查结果 of a report, by 单位编码 and 检查编号."""


def verdicts(city: City, reader: Reader) -> Verdicts:
    """Return what the checks on paper said last of each report."""
    found: Verdicts = {}
    table = city.tables.get("audits")
    rows = table.dicts() if table else []
    for row in sorted(rows, key=lambda row: str(row["核查日期"])):
        found[reader.names[str(row["检查单位"])], str(row["检查编号"])] = str(row["核查结果"])
    return found


def of_audits(said: Verdicts, visits: Iterable[ReadVisit]) -> dict[str, Share]:
    """Return M21: any report of a visit checked, and any found untrue even in part."""
    checked = wrong = count = 0
    for visit in visits:
        words = {said.get((one.body, one.number)) for one in visit.reports if one.number}
        count += 1
        checked += bool(words - {None})
        wrong += bool(words & {"不属实", "部分不属实"})
    return {"M21.done": share(checked, count, 0), "M21.wrong": share(wrong, checked, 0)}
