"""The records behind a number: they come from the same rows the number was summed from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.asking import Question
from data.measures.compute import Names
from data.measures.counters import task_key, year_places
from data.measures.definitions import DEFINITIONS, expand
from data.measures.formulas import PAIRS
from data.models import Finding, FindingVisit, Plan, Task
from data.records.describe import (
    bodies_of,
    items_of,
    named_bodies,
    named_enterprises,
    named_items,
    visit_records,
)
from data.records.lines import line_records
from data.rows.errors import InvalidInput
from data.rows.findings import Named
from data.rows.period import Period, day_number, month_first, month_text
from data.rows.records import RecordRow

SAME_AS = {"M2.new": "M1", "M2.merge": "M1", "M17": "M9"}
VISIT_FLAGS = {
    "M3": ("code_shown", "code_need"),
    "M14": ("result_found", "result_known"),
    "M9": ("visits", "visits"),
    "M9.people": ("visits", "visits"),
}


def records_of_measure(
    session: Session,
    measure: str,
    period: Period,
    by: Sequence[str] = (),
    key: Sequence[str] = (),
    part: str = "numerator",
    basis: str = "visits",
) -> list[RecordRow]:
    """Return the records behind a measure or one cell of it; their number is the cell's.

    M9.people is a sum of people: its records are the visits they were counted at.
    """
    if measure == "M17" and part == "denominator":
        return _year_before(session, period, by, key, basis)
    measure = _known(measure)
    if part not in ("numerator", "denominator"):
        raise InvalidInput("--part 只能是 numerator 或 denominator。")
    if len(key) != len(by):
        raise InvalidInput("分组的键与 --by 的个数不一致，请按 measures 的 groups.key 填写。")
    question = Question(session, period, tuple(by), basis)
    cell = Names(session).ids(by, key)
    if measure in VISIT_FLAGS:
        rows = _cell(question.visit_rows, by, cell)
        return _visits(session, rows[rows[VISIT_FLAGS[measure][part == "denominator"]] > 0], basis)
    if measure == "M9.enterprises":
        return _enterprises(session, _cell(question.visit_rows, by, cell))
    if measure in ("M6", "M6.bare"):
        return _months(session, question, _flagged(question.month_rows, measure, part, by, cell))
    if measure in ("M7", "M7.bare"):
        rows = question.item_rows
        top = "pairs_bare" if measure == "M7.bare" else "pairs_beyond"
        rows = _cell(rows, by, cell)
        return _pairs(session, question, rows[rows[top if part == "numerator" else "pairs"] > 0])
    if measure == "M16.bodies":
        return _bodies(session, question, by, cell, part)
    if measure in PAIRS:
        return _tasks(session, question, _flagged(question.task_rows, measure, part, by, cell))
    raise InvalidInput("数据质量分的依据是导入批次的行，请在数据导入的历史中查看。")


def _visits(session: Session, rows: pd.DataFrame, basis: str) -> list[RecordRow]:
    if basis == "records":
        return line_records(session, [(v, b) for v, b in _tuples(rows, "id", "reporter")])
    return visit_records(session, _ids(rows, "id"))


def _year_before(
    session: Session, period: Period, by: Sequence[str], key: Sequence[str], basis: str
) -> list[RecordRow]:
    """Return the visits of the same period a year before, which growth is measured against."""
    back = [
        month_text(Period.parse(code).months[0] - 12) if name == "month" else code
        for name, code in zip(by, key, strict=True)
    ]
    return records_of_measure(session, "M9", period.last_year(), by, back, "numerator", basis)


def _known(measure: str) -> str:
    """Return the measure whose records are meant: a family's first, M1 for M2, M9 for M17."""
    try:
        first = expand([measure])[0]
    except KeyError as exc:
        raise InvalidInput(f"没有指标“{measure}”，可用：{'、'.join(DEFINITIONS)}。") from exc
    return SAME_AS.get(first, first)


def _cell(rows: pd.DataFrame, by: Sequence[str], cell: Sequence[object]) -> pd.DataFrame:
    for name, value in zip(by, cell, strict=True):
        rows = rows[rows[name] == value]
    return rows


def _flagged(
    rows: pd.DataFrame, measure: str, part: str, by: Sequence[str], cell: Sequence[object]
) -> pd.DataFrame:
    flag = PAIRS[measure][0 if part == "numerator" else 1]
    chosen = _cell(rows, by, cell)
    return chosen[chosen[flag] > 0]


def _ids(rows: pd.DataFrame, column: str) -> list[int]:
    return [int(one) for one in rows[column].drop_duplicates()]


def _enterprises(session: Session, rows: pd.DataFrame) -> list[RecordRow]:
    names = named_enterprises(session, _ids(rows, "enterprise_id"))
    visits: dict[int, dict[int, int]] = defaultdict(dict)
    for enterprise, visit, day in _tuples(rows, "enterprise_id", "id", "day"):
        visits[enterprise][visit] = day
    return [
        RecordRow(
            "enterprise", names[one].code, "", names[one], (), max(own.values()), (), tuple(own)
        )
        for one, own in visits.items()
    ]


def _tuples(rows: pd.DataFrame, *columns: str) -> list[tuple[int, ...]]:
    """Return some columns as tuples of whole numbers."""
    return [tuple(int(one) for one in row) for row in rows[list(columns)].to_numpy(dtype="int64")]


def _months(session: Session, question: Question, rows: pd.DataFrame) -> list[RecordRow]:
    cells = rows[["enterprise_id", "month"]].drop_duplicates()
    visits = question.scope.on_site.merge(cells, on=["enterprise_id", "month"])
    names = named_enterprises(session, _ids(cells, "enterprise_id"))
    bodies = bodies_of(session, _ids(visits, "id"))
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for enterprise, month, visit in _tuples(visits, "enterprise_id", "month", "id"):
        groups[enterprise, month].append(visit)
    return [
        RecordRow(
            "enterprise-month",
            f"{names[enterprise].code}:{month_text(month)}",
            month_text(month),
            names[enterprise],
            _union(bodies, ids),
            day_number(month_first(month)),
            (),
            tuple(ids),
        )
        for (enterprise, month), ids in groups.items()
    ]


def _pairs(session: Session, question: Question, rows: pd.DataFrame) -> list[RecordRow]:
    items = named_items(session)
    names = named_enterprises(session, _ids(rows, "enterprise_id"))
    visits: dict[tuple[int, ...], list[int]] = defaultdict(list)
    keys = ("enterprise_id", "item_id", "year")
    for *key, visit in _tuples(year_places(question.item_scope), *keys, "id"):
        visits[tuple(key)].append(visit)
    found = []
    for enterprise, item, year in dict.fromkeys(_tuples(rows, *keys)):
        code = f"{names[enterprise].code}:{items[item].code}:{year}"
        found.append(
            RecordRow(
                "enterprise-item-year",
                code,
                str(year),
                names[enterprise],
                (),
                day_number(month_first((year - 1970) * 12)),
                (items[item],),
                tuple(visits[enterprise, item, year]),
            )
        )
    return found


def _union(table: dict[int, tuple[Named, ...]], ids: Sequence[int]) -> tuple[Named, ...]:
    return tuple(dict.fromkeys(one for visit in ids for one in table.get(visit, ())))


def _bodies(
    session: Session, question: Question, by: Sequence[str], cell: Sequence[object], part: str
) -> list[RecordRow]:
    active, seen = question.inspecting, question.entries
    if part == "numerator":
        if "month" in by:
            seen = _cell(seen, ["month"], [cell[list(by).index("month")]])
        active = active[active["body"].isin(seen["body"])]
    keys = [(name, value) for name, value in zip(by, cell, strict=True) if name != "month"]
    active = _cell(active, [name for name, _ in keys], [value for _, value in keys])
    names = named_bodies(session)
    return [
        RecordRow(
            "body", names[int(one)].code, "", None, (names[int(one)],), question.period.last_day
        )
        for one in active["body"]
    ]


def _tasks(session: Session, question: Question, rows: pd.DataFrame) -> list[RecordRow]:
    counted = question.task_scope.counted
    keys = task_key(counted)
    wanted = set(_ids(rows, "task"))
    visits = counted.assign(task=keys)[keys.isin(wanted)]
    names = named_enterprises(session, _ids(visits, "enterprise_id"))
    ids = _ids(visits, "id")
    bodies, items = bodies_of(session, ids), items_of(session, ids)
    numbers = _numbers(session, wanted)
    first = {task: day for task, day in _tuples(rows.drop_duplicates("task"), "task", "day")}
    own: dict[int, list[int]] = defaultdict(list)
    enterprises: dict[int, set[int]] = defaultdict(set)
    for task, visit, enterprise in _tuples(visits, "task", "id", "enterprise_id"):
        own[task].append(visit)
        enterprises[task].add(enterprise)
    found = []
    for task, visited in own.items():
        whom = enterprises[task]
        found.append(
            RecordRow(
                "task",
                f"{'?TPV'[task % 4]}{task // 4}",
                numbers.get(task, ""),
                names[min(whom)] if len(whom) == 1 else None,
                _union(bodies, visited),
                first[task],
                _union(items, visited),
                tuple(visited),
            )
        )
    return sorted(found, key=lambda record: (record.day, record.id))


def _numbers(session: Session, keys: set[int]) -> dict[int, str]:
    tasks = {row.id * 4 + 1: row.number for row in session.execute(select(Task.id, Task.number))}
    plans = {row.id * 4 + 2: row.number for row in session.execute(select(Plan.id, Plan.number))}
    return {key: number for key, number in {**tasks, **plans}.items() if key in keys}


def records_of_finding(session: Session, key: str) -> list[RecordRow]:
    """Return the visits a finding rests on."""
    finding = session.scalar(select(Finding.id).where(Finding.key == key))
    if finding is None:
        raise InvalidInput(f"没有预警“{key}”，请按 findings 输出的 key 填写。")
    ids = list(
        session.scalars(select(FindingVisit.visit_id).where(FindingVisit.finding_id == finding))
    )
    return visit_records(session, ids)
