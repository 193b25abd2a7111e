"""The joint timetable as it is saved: by plan, by body, by enterprise."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from console.export import CellValue, ExportColumn, TableExport, file_name, write_table
from data.planning.listing import body_lines, month_names, visit_count, visit_lines
from data.planning.loading import PlannedYear
from data.planning.timetable import Timetable, gap_of
from data.planning.weeks import Weeks

if TYPE_CHECKING:
    from console.operations.base import Task
    from data.planning.replanning import Replanned
    from data.planning.savings import Saved

BY_PLAN = (("计划编号", 24), ("企业", 24), ("月份", 10), ("牵头部门", 20))
CHANGES = (("计划", 30), ("企业", 36), ("原月份", 12), ("现月份", 12))
BY_BODY = (
    ("单位", 20), ("时间", 18), ("企业", 36), ("统一社会信用代码", 22), ("计划编号", 24),
    ("计划名称", 36), ("同行单位", 40), ("可采用其他层级结果", 36),
)  # fmt: skip
BY_ENTERPRISE = (
    ("企业", 36), ("统一社会信用代码", 22), ("时间", 18), ("单位数", 8), ("参加单位", 50),
    ("计划", 60),
)  # fmt: skip


class TimetableTables:
    """A timetable found for a year, as tables; by weeks where it was put into weeks."""

    def __init__(
        self, planned: PlannedYear, found: Timetable, weeks: Weeks | None, saved: Saved
    ) -> None:
        assert found.month is not None
        self._planned, self._found, self._weeks = planned, found, weeks
        self._saved = saved
        self._month = found.month if weeks is None else weeks.month
        self._slots = found.month if weeks is None else weeks.slot
        self._names = month_names(planned) if weeks is None else weeks.names

    def by_plan(self) -> TableExport:
        """Return every assignment: plan, enterprise, month, lead, and the week if it has one."""
        columns = _columns(BY_PLAN if self._weeks is None else (*BY_PLAN, ("周", 24)))
        name = f"{self._planned.year}年联合检查时间表"
        return TableExport(name, columns, self._plan_rows(), len(self._month), self._notes())

    def by_body(self, bodies: Collection[int]) -> TableExport:
        """Return where some bodies (places) go and with whom."""
        count = int(sum((self._planned.instance.body == one).sum() for one in bodies))
        only = [self._planned.bodies[one].name for one in bodies]
        name = f"{self._planned.year}年联合检查时间表"
        if len(only) == 1:
            name = f"{name}_{only[0]}"
        return TableExport(
            name, _columns(BY_BODY), self._body_rows(bodies), count, self._notes()
        )

    def goes(self, body: int) -> bool:
        """Return whether a body (place) goes anywhere."""
        return bool((self._planned.instance.body == body).any())

    def by_enterprise(self) -> TableExport:
        """Return every visit of every enterprise."""
        return TableExport(
            f"{self._planned.year}年联合检查时间表（按企业）", _columns(BY_ENTERPRISE),
            self._visit_rows(), visit_count(self._planned, self._slots), self._notes(),
        )  # fmt: skip

    def _plan_rows(self) -> Iterator[Sequence[CellValue]]:
        planned, instance = self._planned, self._planned.instance
        numbers = planned.plans["number"].tolist()
        leads = [planned.bodies[body].name for body in planned.plans["body"].tolist()]
        when = month_names(planned)
        for row in np.lexsort((instance.plan, instance.enterprise, self._slots)).tolist():
            plan = int(instance.plan[row])
            cells = (numbers[plan], planned.enterprises[int(instance.enterprise[row])].code,
                     when[self._month[row]], leads[plan])  # fmt: skip
            yield cells if self._weeks is None else (*cells, self._names[int(self._slots[row])])

    def _body_rows(self, bodies: Collection[int]) -> Iterator[Sequence[CellValue]]:
        for one in body_lines(self._planned, self._slots, self._names, bodies):
            source = int(self._saved.source[one.row])
            yield (
                one.body.name, one.when, one.enterprise.name, one.enterprise.code, one.plan,
                one.name, "、".join(one.partners), "" if source < 0 else self._result(source),
            )  # fmt: skip

    def _result(self, row: int) -> str:
        """Return whose result can be used: body, plan and time."""
        planned = self._planned
        plan = planned.plans.iloc[int(planned.instance.plan[row])]
        body = planned.bodies[int(planned.instance.body[row])].name
        return f"{body}　{plan['number']}　{self._names[int(self._slots[row])]}"

    def _visit_rows(self) -> Iterator[Sequence[CellValue]]:
        for one in visit_lines(self._planned, self._slots, self._names):
            yield (
                one.enterprise.name, one.enterprise.code, one.when, len(one.bodies),
                "、".join(body.name for body in one.bodies), "、".join(one.plans),
            )  # fmt: skip

    def _notes(self) -> tuple[tuple[str, str], ...]:
        found = self._found
        assert found.visits_after is not None
        told = () if self._weeks is None else (
            ("细到周", "；".join(self._weeks.lines(self._planned, found.lower_bound))),
        )  # fmt: skip
        return (
            ("合并前", f"{found.visits_before} 次"), ("合并后", f"{found.visits_after} 次"),
            ("下界", f"无论怎样安排都不会少于 {found.lower_bound} 次"),
            ("差距", f"{gap_of(found.visits_after, found.lower_bound):.2%}"),
            ("各类减少", "；".join(self._saved.savings.lines)), *told,
        )  # fmt: skip


def changes_table(made: Replanned) -> TableExport:
    """Return what goes to another month than in the former timetable, then what is new."""
    rows = [
        (one.plan, one.enterprise, one.before or "（新增）", one.after) for one in made.changes()
    ]
    name = f"{made.planned.year}年时间表改动清单"
    return TableExport(name, _columns(CHANGES), rows, len(rows), (("结论", made.words),))


def write_by_body(
    tables: TimetableTables, bodies: Sequence[int], folder: Path, today: date,
    task: Task | None = None,
) -> int:  # fmt: skip
    """Write a workbook for each body that goes anywhere into a folder; return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    going = [one for one in bodies if tables.goes(one)]
    for place, one in enumerate(going):
        if task is not None:
            task.step(place, len(going), "写出各单位时间表")
        table = tables.by_body([one])
        write_table(table, folder / file_name(table.name, today))
    return len(going)


def _columns(columns: Sequence[tuple[str, int]]) -> list[ExportColumn]:
    return [ExportColumn(heading, width) for heading, width in columns]
