"""Records that are tasks, each with all its visits."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.counters import task_key
from data.measures.formulas import TASK_PAIRS
from data.measures.settings import reading_of
from data.models import Plan, Task
from data.records.behind.asked import Asked, grouped, ids_of, tuples, union
from data.records.describe import named_enterprises
from data.rows.records import RecordRow
from data.store.bulk import id_filter


def tasks(asked: Asked) -> list[RecordRow]:
    """Return the tasks a share of tasks counts."""
    # M2 is counted from the tasks of the share whose gap it is: they are its records.
    pair = TASK_PAIRS.get(asked.measure) or TASK_PAIRS[reading_of(asked.session).id]
    rows = asked.flagged(pair)
    counted = asked.question.task_scope.counted
    keys = task_key(counted)
    wanted = set(ids_of(rows, "task"))
    visits = counted.assign(task=keys)[keys.isin(wanted)]
    names = named_enterprises(asked.session, ids_of(visits, "enterprise_id"))
    told = {row.visit_ids[0]: row for row in asked.visits(ids_of(visits, "id"))}
    bodies = {one: row.bodies for one, row in told.items()}
    items = {one: row.items for one, row in told.items()}
    numbers = _numbers(asked.session, wanted)
    first = {task: day for task, day in tuples(rows.drop_duplicates("task"), "task", "day")}
    enterprises = grouped(visits, ("task",), "enterprise_id")
    found = []
    for (task,), visited in grouped(visits, ("task",), "id").items():
        whom = enterprises[task,]
        found.append(
            RecordRow(
                "task",
                f"{'?TPV'[task % 4]}{task // 4}",
                numbers.get(task, ""),
                names[whom[0]] if len(whom) == 1 else None,
                union(bodies, visited),
                first[task],
                union(items, visited),
                tuple(visited),
            )
        )
    return sorted(found, key=lambda record: (record.day, record.id))


def _numbers(session: Session, keys: set[int]) -> dict[int, str]:
    """Return the numbers of tasks and plans by the key of a task (data/measures/counters.py)."""
    found: dict[int, str] = {}
    for table, sort in ((Task, 1), (Plan, 2)):
        ids = [key // 4 for key in keys if key % 4 == sort]
        rows = session.execute(select(table.id, table.number).where(id_filter(table.id, ids)))
        found |= {row.id * 4 + sort: row.number for row in rows}
    return found
