"""Shares that need several visits of one enterprise, counted with plain loops: M8, M15, M23."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from data.sample.reading import Reader, ReadVisit
from data.sample.tables import City
from data.sample.truth_visits import Share, is_done, share, sort_of

NEAR_DAYS = 90
TEST = "检验报告编号"
Caps = dict[tuple[str, int, str], int]
"""上限 by 单位编码, year and 事项编码 ("" for all the body does)."""
Case = tuple[ReadVisit, str]


def caps_of(city: City, reader: Reader) -> Caps:
    """Return the caps the bodies published."""
    table = city.tables.get("caps")
    rows = table.dicts() if table else []
    return {
        (
            reader.names[str(row["单位编码"])],
            int(str(row["年度"])),
            str(row["事项编码"] or ""),
        ): int(str(row["上限"]))
        for row in rows
    }


class Years:
    """M8: the visits of each enterprise, body and year that a cap is about, in their order."""

    def __init__(self, reader: Reader, caps: Caps) -> None:
        """Put every on-site visit that is no 个案 to each present body."""
        self._caps = caps
        self._groups: dict[tuple[str, str, int], list[ReadVisit]] = defaultdict(list)
        for visit in sorted(reader.visits, key=lambda visit: visit.order):
            if visit.on_site and not visit.unplanned and sort_of(reader, visit) != "个案":
                for body in reader.present(visit):
                    self._groups[visit.enterprise, body, visit.day.year].append(visit)

    def beyond(self, first: date, last: date) -> Share:
        """Return M8 of a period."""
        over = capped = unknown = 0
        for (_, body, year), visits in self._groups.items():
            inside = [visit for visit in visits if first <= visit.day <= last]
            if not inside:
                continue
            judged = [self._judge(body, year, visits, visit) for visit in inside]
            if all(one is None for one in judged):
                unknown += 1
                continue
            capped += 1
            over += any(judged)
        return share(over, capped, unknown)

    def _judge(
        self, body: str, year: int, visits: list[ReadVisit], visit: ReadVisit
    ) -> bool | None:
        """Return whether a visit goes beyond a cap, None where no cap is about it."""
        until = visits[: visits.index(visit) + 1]
        found: list[bool] = []
        whole = self._caps.get((body, year, ""))
        if whole is not None:
            found.append(len(until) > whole)
        for item in visit.items:
            cap = self._caps.get((body, year, item))
            if cap is not None:
                found.append(sum(item in other.items for other in until) > cap)
        return any(found) if found else None


def adopting_cases(reader: Reader) -> list[tuple[ReadVisit, bool]]:
    """Return M15's cases, once for each item, and whether a result was adopted."""
    seen: dict[tuple[str, str, str], list[tuple[ReadVisit, str]]] = defaultdict(list)
    for visit in reader.visits:
        for body in reader.present(visit):
            for item in visit.items:
                place = (visit.enterprise, reader.systems[body], item)
                seen[place].append((visit, reader.levels[body]))
    cases: dict[tuple[int, str], tuple[ReadVisit, bool]] = {}
    for (_, _, item), entries in seen.items():
        for visit, level in entries:
            if any(
                other is not visit
                and other_level != level
                and is_done(other)
                and other.order < visit.order
                and (visit.day - other.day).days <= NEAR_DAYS
                for other, other_level in entries
            ):
                cases[id(visit), item] = (visit, _adopts(visit))
    return list(cases.values())


def _adopts(visit: ReadVisit) -> bool:
    return any(report.text("采用结果编号") for report in visit.reports)


def testing_cases(reader: Reader) -> list[tuple[ReadVisit, bool | None]]:
    """Return M23's cases: True adopted, False tested again, None where no file tells of tests."""
    tests: dict[tuple[str, str, int], list[tuple[ReadVisit, str]]] = defaultdict(list)
    looked: dict[tuple[str, str, int], list[ReadVisit]] = defaultdict(list)
    for visit in reader.visits:
        tested = any(report.text(TEST) for report in visit.reports) and reader.joint(visit)
        for item in visit.items:
            looked[visit.enterprise, item, visit.day.year].append(visit)
            if tested:
                tests[visit.enterprise, item, visit.day.year] += [
                    (visit, number) for number in _numbers(visit, item)
                ]
    found: list[tuple[ReadVisit, bool | None]] = []
    for place, those in tests.items():
        for visit in looked[place]:
            earlier = {number for other, number in those
                       if other is not visit and other.order < visit.order}  # fmt: skip
            if not earlier:
                continue
            own = _numbers(visit, place[1])
            if _adopts(visit) or own & earlier:
                found.append((visit, True))
            elif own:
                found.append((visit, False))
            elif not any(TEST in report.columns for report in visit.reports):
                found.append((visit, None))
    return found


def _numbers(visit: ReadVisit, item: str) -> set[str]:
    """Return the 检验报告编号 of the reports that looked at an item."""
    return {
        report.text(TEST)
        for report in visit.reports
        if report.text(TEST) and any(row["检查事项"] == item for row in report.rows)
    }


def counted_cases(cases: Iterable[tuple[ReadVisit, bool | None]], first: date, last: date) -> Share:
    """Return the cases adopted, all that are known, and the unknown ones of a period."""
    told = [adopted for visit, adopted in cases if first <= visit.day <= last]
    return share(told.count(True), len(told) - told.count(None), told.count(None))
