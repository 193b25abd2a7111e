"""What a report says beside who, where and when: times, officers, results, codes, ratings."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from data.sample.model import Report, Visit
from data.sample.workdays import after

LAST_DAY = date(2026, 10, 31)
_STILL_RUNNING = date(2026, 10, 20)
# Minutes after nine at which somebody arrives, not over lunch.
SLOTS = (*range(0, 145, 5), *range(270, 450, 5))
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
