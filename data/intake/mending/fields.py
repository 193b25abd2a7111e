"""The fields of a report people can correct: read from their words as a file's cells are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import RowMapping, String, Table, Text, or_, select
from sqlalchemy.orm import Session

from data.intake.cell_reading import reader
from data.intake.coded import NONE
from data.intake.enterprise_codes import enterprises_by_text
from data.intake.lookup import Lookup
from data.intake.values import moments
from data.intake.values.base import MISSING
from data.models import CodeEvent, Item, Plan, Report, ReportLine, Task
from data.models.tables import table_of
from data.records.edit_images import Plain, Values
from data.rows import enums
from data.rows.errors import InvalidInput, NotFound
from data.rows.kinds import KINDS, Col, Kind

FORM = KINDS["visits"]
PLACES: Mapping[str, tuple[str, ...]] = {
    "report": (
        *("enterprise", "day", "task", "plan", "type", "trigger", "reason", "clue", "partners"),
        *("present", "mode", "kind", "arrive", "leave", "officers", "badges", "basis"),
        *("approver", "basis_day", "reused", "test_report", "urgent", "status", "entered"),
        "published",
    ),
    "code_event": ("act_code", "shown", "late_reason", "scanned", "rating"),
    "report_line": ("item", "line", "result", "demand", "deadline"),
}
"""Which of the form's fields stand in which table."""
TABLES = {name: table_of(model) for name, model in (
    ("report", Report), ("code_event", CodeEvent), ("report_line", ReportLine),
)}  # fmt: skip
PLACE_OF = {field: table for table, fields in PLACES.items() for field in fields}
REQUIRED = ("enterprise", "day", "status")
WORDS: Mapping[str, tuple[type[enums.Word], int]] = {
    "type": (enums.CheckType, enums.CheckType.UNKNOWN),
    "trigger": (enums.Trigger, enums.Trigger.UNKNOWN),
    "mode": (enums.Mode, enums.Mode.ON_SITE),
    "kind": (enums.EntryKind, enums.EntryKind.CHECK),
    "status": (enums.VisitStatus, enums.VisitStatus.DONE),
}
"""Closed words with what an empty field means (RULES.md, "unknown")."""


def columns() -> tuple[Col, ...]:
    """Return the columns of the form that can be corrected, in its order."""
    return tuple(col for col in FORM.columns if col.field in PLACE_OF)


def column_of(header: str) -> Col:
    """Return a column by its header or another name of it; InvalidInput names those there are."""
    for col in columns():
        if header.strip() in (col.header, *col.aliases):
            return col
    known = "、".join(col.header for col in columns())
    raise InvalidInput(f"检查报告没有可更正的“{header}”，可更正：{known}。")


@dataclass(frozen=True, slots=True)
class Told:
    """The report a value is read for: its row, and the day it has or will have."""

    session: Session
    lookup: Lookup
    row: RowMapping
    day: int


def values_of(told: Told, col: Col, text: str) -> Values:
    """Return the columns a field's text gives; InvalidInput says what is wrong with it."""
    value = read_text(FORM, col, text, told.day)
    if col.field in REQUIRED and value in ("", None):
        raise InvalidInput(f"{col.header}不能为空，请填写。")
    found = READ.get(col.field, _plain)(told, col, value)
    check_lengths(TABLES[PLACE_OF[col.field]], col, found)
    return found


def read_text(form: Kind, col: Col, text: str, day: int = 0) -> Plain:
    """Return what a text in a column of a form says; a time alone belongs to the day."""
    value, fault = reader(col, form, "", None, False)(text)
    if fault is not None and not fault.warning:
        raise InvalidInput(f"{col.header}“{text.strip()}”{fault.reason}")
    if isinstance(value, str):
        return value
    if value == MISSING:
        return None
    if col.value == "moment" and value >= moments.TIME_ONLY:
        return value - moments.TIME_ONLY + day * moments.MINUTES
    return value


def _plain(told: Told, col: Col, value: Plain) -> Values:
    return {col.field: value}


def _word(told: Told, col: Col, value: Plain) -> Values:
    words, empty = WORDS[col.field]
    found = words.of(str(value))
    if found is not None or not value:
        return {col.field: empty if found is None else int(found)}
    # A type written as 来源 is the type, and the 来源 is then 计划内.
    as_type = enums.CheckType.of(str(value))
    assert as_type is not None
    return {"type": int(as_type), "trigger": int(enums.Trigger.PLANNED)}


def _enterprise(told: Told, col: Col, value: Plain) -> Values:
    found = int(enterprises_by_text(told.session, [str(value)])[0])
    if found == NONE:
        raise NotFound(f"没有监管对象“{value}”，或有几家同名，请用统一社会信用代码写明。")
    return {"enterprise_id": found}


def _item(told: Told, col: Col, value: Plain) -> Values:
    if not value:
        return {"item_id": None}
    named = or_(Item.code == str(value), Item.name == str(value))
    order = (Item.code != str(value), Item.id)
    found = told.session.scalar(select(Item.id).where(named).order_by(*order).limit(1))
    if found is None:
        raise NotFound(f"监管事项目录中没有“{value}”，请核对事项编码或名称。")
    return {"item_id": found}


def _plan(told: Told, col: Col, value: Plain) -> Values:
    if not value:
        return {"plan_id": None}
    plan = _numbered(told, Plan, col, str(value))
    if plan is None:
        raise NotFound(f"计划“{value}”尚未导入，请先导入检查计划或更正编号。")
    unknown = told.row["trigger"] == enums.Trigger.UNKNOWN
    also = {"trigger": int(enums.Trigger.PLANNED)} if unknown else {}
    return {"plan_id": plan, **also}


def _task(told: Told, col: Col, value: Plain) -> Values:
    if not value:
        return {"task_id": None}
    task = _numbered(told, Task, col, str(value))
    if task is None:
        own = (Task.number == str(value)) & (Task.listed == 0)
        found = list(told.session.scalars(select(Task.id).where(own).limit(2)))
        if len(found) != 1:
            raise NotFound(f"没有任务“{value}”，或有几个同号，请先导入检查任务或更正编号。")
        task = found[0]
    return {"task_id": task}


def _numbered(told: Told, model: type[Plan] | type[Task], col: Col, number: str) -> int | None:
    body = int(told.row["body_id"])
    found, twice = told.lookup.numbered(model).find(number, body, None)
    if twice:
        raise InvalidInput(f"{col.header}“{number}”在本市有两个牵头部门使用，无法判定是哪一个。")
    return found


def _bodies(told: Told, col: Col, value: Plain) -> Values:
    """Return who came along and whom the report names; one list stands for both where it did."""
    ids, unknown = told.lookup.body_list(str(value or ""))
    if unknown:
        raise NotFound(told.lookup.unknown_bodies(str(value)))
    alike = told.row["companions"] == told.row["partners"]
    if col.field == "partners":
        return {"partners": ids, **({"companions": ids} if alike else {})}
    return {"companions": ids, **({} if told.row["partners"] else {"partners": ids})}


def _basis(told: Told, col: Col, value: Plain) -> Values:
    return {"basis": value, "claim": int(enums.Claim.OPEN if value else enums.Claim.NONE)}


def _result(told: Told, col: Col, value: Plain) -> Values:
    if not value:
        return {"result": int(enums.Result.UNKNOWN), "result_text": ""}
    found = enums.Result.of(str(value)) or enums.Result.OTHER
    return {
        "result": int(found),
        "result_text": str(value)[:128] if found is enums.Result.OTHER else "",
    }


Read: TypeAlias = Callable[[Told, Col, Plain], Values]
READ: Mapping[str, Read] = {
    **dict.fromkeys(WORDS, _word),
    **dict.fromkeys(("partners", "present"), _bodies),
    "enterprise": _enterprise,
    "item": _item,
    "plan": _plan,
    "task": _task,
    "basis": _basis,
    "result": _result,
}


def check_lengths(table: Table, col: Col, values: Values) -> None:
    """Refuse texts that are longer than the columns of a table they are kept in."""
    for name, value in values.items():
        kind = table.c[name].type
        limit = kind.length if isinstance(kind, String) and not isinstance(kind, Text) else None
        if limit is not None and isinstance(value, str) and len(value) > limit:
            raise InvalidInput(f"{col.header}超过 {limit} 个字，放不下，请缩短。")
