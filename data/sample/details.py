"""What a report says beside who, where and when: times, officers, results, codes, ratings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from data.sample.model import Enterprise, Item, Report, Visit
from data.sample.workdays import after

LAST_DAY = date(2026, 10, 31)
_STILL_RUNNING = date(2026, 10, 20)
# Minutes after nine at which somebody arrives, not over lunch.
SLOTS = (*range(0, 145, 5), *range(270, 450, 5))
# Fields whose inspections take samples.
_TESTING = frozenset({"SC", "ST", "NY", "SS"})
LATE_REASONS = ("现场网络故障", "终端电量不足", "系统升级维护", "人员操作疏忽", "紧急处置后补录")


class Details:
    """Fills visits with plausible particulars, differing by body and field."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def fill(self, visit: Visit) -> None:
        """Fill one visit; a few single ones of the base become cancelled."""
        rng = self._rng
        sort = visit.task.sort if visit.task else ""
        single = len(visit.reports) == 1 and sort in ("random", "daily", "focus", "special")
        may_cancel = single and not visit.planted and "状态" not in visit.reports[0].body.missing
        if may_cancel and rng.random() < 0.008:
            visit.status = "已取消"
        elif visit.day >= _STILL_RUNNING and may_cancel and rng.random() < 0.3:
            visit.status = "进行中"
        self._times(visit)
        for report in visit.reports:
            self._people(report)
            self._results(visit, report)
        self._codes(visit)

    def _times(self, visit: Visit) -> None:
        rng = self._rng
        if visit.mode != "现场" or visit.status == "已取消":
            return
        slot = rng.choice(SLOTS)
        base = datetime.combine(visit.day, time(9)) + timedelta(minutes=slot)
        if rng.random() < 0.01:
            return
        stay = rng.randrange(8, 33) * 5
        for place, report in enumerate(visit.reports):
            report.arrive = base + timedelta(minutes=place and rng.randrange(0, 6))
            if visit.status == "已完成":
                report.leave = report.arrive + timedelta(minutes=stay)

    def _people(self, report: Report) -> None:
        rng = self._rng
        report.officers = rng.choices((2, 3, 4), (0.74, 0.2, 0.06))[0]
        chosen = rng.sample(report.body.badges, report.officers)
        report.badges = "、".join(sorted(chosen))

    def _results(self, visit: Visit, report: Report) -> None:
        rng = self._rng
        if visit.status != "已完成" or visit.kind != "行政检查":
            report.results = ["" for _ in report.items]
            return
        rate = report.body.problem_rate * (1.15 if len(visit.reports) > 1 else 1.0)
        rate *= 1.6 if visit.source == "投诉举报" else 1.0
        for _ in report.items:
            draw = rng.random()
            if draw < rate:
                words = ("责令改正", "行政处罚", "移送")
                report.results.append(rng.choices(words, (0.8, 0.17, 0.03))[0])
            else:
                report.results.append("其他" if draw > 0.995 else "未发现问题")
        entered = after(visit.day, rng.choice((0, 1, 1, 2, 2, 3, 4, 5, 7, 9, 12, 15, 18, 23)))
        if entered <= LAST_DAY:
            report.entered = entered

    def _codes(self, visit: Visit) -> None:
        """Decide the planted 亮码 and write times that say so under either reading of arrival."""
        rng = self._rng
        visible = [report for report in visit.reports if "亮码时间" not in report.body.missing]
        if visit.mode != "现场" or visit.status == "已取消" or not visible:
            visit.code = "未提供" if not visible else "免亮码"
            return
        if visit.kind == "行政检查" and rng.random() > visit.lead.body.code_rate:
            visit.code = "补码" if rng.random() < 0.55 else "未亮码"
        if visit.code == "按时":
            self._shown(visit, visible)
        elif visit.code == "补码":
            self._late(visit, visible)

    def _shown(self, visit: Visit, visible: list[Report]) -> None:
        rng = self._rng
        base = visit.arrive or datetime.combine(visit.day, time(9, 30))
        for place, report in enumerate(visible):
            if place and rng.random() < 0.05:
                continue
            report.shown = base - timedelta(minutes=rng.randrange(0, 4))
            if rng.random() < 0.55:
                report.scanned = base + timedelta(minutes=rng.randrange(2, 30))
                if rng.random() < 0.5:
                    words = ("非常满意", "满意", "一般", "不满意")
                    report.rating = rng.choices(words, (0.6, 0.32, 0.07, 0.01))[0]

    def _late(self, visit: Visit, visible: list[Report]) -> None:
        rng = self._rng
        arrivals = [report.seen_arrive for report in visit.reports]
        known = [moment for moment in arrivals if moment is not None]
        for place, report in enumerate(visible):
            if place and rng.random() < 0.3:
                continue
            if len(known) == len(arrivals) and rng.random() < 0.6:
                report.shown = max(known) + timedelta(minutes=rng.randrange(10, 200))
            else:
                later = visit.day + timedelta(days=rng.choice((1, 1, 2, 3, 5, 8, 12, 16)))
                report.shown = datetime.combine(later, time(10, rng.randrange(60)))
            report.late_reason = rng.choice(LATE_REASONS) if rng.random() < 0.9 else ""


Tests = dict[tuple[Enterprise, Item, int], tuple[Visit, str]]
"""The joint visit that tested an item of an enterprise in a year, and the test's number."""


class Afterwards:
    """What reports tell of the time after a visit: publication, tests, results adopted.

    Drawn apart from everything else, so that the city stays the same without it.
    """

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._serial = 0
        self.retested: list[tuple[Visit, Report, Item]] = []
        """Reports that test an item again that a joint visit had tested in the year."""

    def run(self, visits: Sequence[Visit]) -> None:
        """Tell it of all visits; they stand in the order of their days."""
        tests: Tests = {}
        for visit in visits:
            if visit.status != "已完成" or visit.kind != "行政检查":
                continue
            for report in visit.reports:
                self._publish(visit, report)
            self._test(visit, tests)

    def _publish(self, visit: Visit, report: Report) -> None:
        rng = self._rng
        sort = visit.plan.type if visit.plan else visit.type
        wait, never = rng.choice((3, 5, 7, 8, 10, 12, 14, 16, 18, 19, 20, 21, 26)), rng.random()
        if sort != "双随机" or never < 0.05:
            return
        day = after(visit.day, wait)
        if day <= LAST_DAY:
            report.published = day

    def _test(self, visit: Visit, tests: Tests) -> None:
        """Test an item at a joint visit; adopt or repeat the test of an earlier one."""
        rng, year = self._rng, visit.day.year
        together = len({report.body.system or report.body.code for report in visit.reports}) > 1
        for report in visit.reports:
            item, draw = report.items[0], rng.random()
            if "检验报告编号" in report.body.missing:
                continue
            earlier = tests.get((visit.enterprise, item, year))
            if earlier is not None and not visit.planted:
                self._again(visit, report, item, earlier, draw)
            elif earlier is None and together and report.body.kind in _TESTING and draw < 0.6:
                report.test = self._number(visit)
                tests[visit.enterprise, item, year] = visit, report.test

    def _again(
        self, visit: Visit, report: Report, item: Item, earlier: tuple[Visit, str], draw: float
    ) -> None:
        first, number = earlier
        if draw < 0.35 and report is visit.lead:
            visit.reuses = visit.reuses or first
        elif draw < 0.6:
            report.test = number
        elif draw < 0.85:
            report.test = self._number(visit)
            self.retested.append((visit, report, item))

    def _number(self, visit: Visit) -> str:
        self._serial += 1
        return f"JY{visit.day.year}-{self._serial:05d}"
