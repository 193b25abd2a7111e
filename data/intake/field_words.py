"""A stored row in the words of the forms: which column stands under which header, and its text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from data.models import Base, Body, Enterprise, Item, Plan, Region, Task
from data.rows import enums
from data.rows.kinds import KINDS, Col, Kind
from data.rows.meetings import Presence
from data.rows.period import EPOCH, day_of, month_text
from data.store.bulk import id_filter

Image = Mapping[str, object]

FORMS = {
    "body": "bodies",
    "plan_target": "targets",
    "report": "visits",
    "report_line": "visits",
    "code_event": "visits",
    "code_record": "codes",
    "reply": "replies",
}
"""The form a table's rows come by, where it is not the table's name in the plural."""
FIELDS = {"body_id": ("body", "lead"), "companions": ("present",)}
EXTRA = {"merged_into": "合并到", "provisional": "待补全", "code": "亮码"}
"""What no form has a column for, and is still worth telling."""
TITLES = {
    "report": "检查报告",
    "report_line": "检查记录行",
    "code_event": "亮码情况",
    "enterprise_code": "监管对象旧编号",
    "filing": "备案登记",
    "meeting": "会议",
    "agenda_item": "议题",
    "attendance": "参会记录",
    "decision_item": "议定事项",
    "note": "注",
}
PARTS = ("item_id", "act_code")
SAID = ("content", "progress", "items")
FIGURES = ("count", "money")
"""Key columns that are what a row says, not which row it is."""
ENUMS: dict[tuple[str, str], type[enums.Word]] = {
    ("body", "level"): enums.Level,
    ("body", "role"): enums.Role,
    ("plan", "type"): enums.CheckType,
    ("task", "type"): enums.CheckType,
    ("task", "status"): enums.TaskStatus,
    ("report", "type"): enums.CheckType,
    ("report", "trigger"): enums.Trigger,
    ("report", "mode"): enums.Mode,
    ("report", "kind"): enums.EntryKind,
    ("report", "status"): enums.VisitStatus,
    ("report", "code"): enums.Code,
    ("report_line", "result"): enums.Result,
    ("officer", "category"): enums.OfficerKind,
    ("officer", "status"): enums.OfficerStatus,
    ("whitelist", "mode"): enums.WhiteMode,
    ("selfcheck", "verdict"): enums.SelfCheckResult,
    ("audit", "verdict"): enums.AuditResult,
    ("complaint", "category"): enums.ComplaintKind,
    ("complaint", "channel"): enums.Channel,
    ("confirmation", "verdict"): enums.Confirmation,
    ("attendance", "presence"): Presence,
}
NAMED: dict[str, tuple[InstrumentedAttribute[int], InstrumentedAttribute[str]]] = {
    "body_id": (Body.id, Body.name),
    "region_id": (Region.id, Region.name),
    "enterprise_id": (Enterprise.id, Enterprise.name),
    "item_id": (Item.id, Item.name),
    "plan_id": (Plan.id, Plan.number),
    "task_id": (Task.id, Task.number),
}
ENTERED = {
    "meeting": (
        ("title", "会议名称", ""), ("day", "会议日期", "date"), ("clock", "时间", ""),
        ("place", "地点", ""), ("host", "主持人", ""), ("period", "所议期间", ""),
    ),
    "agenda_item": (
        ("place", "次序", ""), ("title", "议题", ""), ("presenter", "汇报单位", ""),
        ("paper", "文号", ""), ("page", "所看的页", ""),
    ),
    "attendance": (
        ("body_id", "参会单位", ""), ("person", "参会人", ""), ("presence", "参会情况", ""),
    ),
    "decision_item": (
        ("content", "议定事项", ""), ("body_id", "责任单位", ""), ("due", "完成期限", "date"),
    ),
    "note": (("text", "内容", ""),),
}  # fmt: skip
"""What people enter and no file brings: column, header, how its values are written."""
OWN_NAMES = {"item": "item_id", "enterprise": "enterprise_id", "body": "body_id"}
"""What 合并到 of a table points at."""


@dataclass(frozen=True, slots=True)
class Header:
    """A stored column: the header it stands under, and how its values are written."""

    column: str
    text: str
    value: str
    names: str = ""
    """Which register its ids belong to, a key of NAMED."""
    words: type[enums.Word] | None = None


def form_of(table: str) -> Kind | None:
    """Return the form the rows of a table come by."""
    for name in (FORMS.get(table, ""), table, f"{table}s"):
        if name in KINDS:
            return KINDS[name]
    return None


def title_of(table: str) -> str:
    """Return what rows of a table are called."""
    form = form_of(table)
    return TITLES.get(table) or (form.title if form is not None else table)


@cache
def headers_of(table: str) -> tuple[Header, ...]:
    """Return the columns of a table that a form or this module has a name for."""
    if table in ENTERED:
        return tuple(
            Header(name, text, value, name if name in NAMED else "", ENUMS.get((table, name)))
            for name, text, value in ENTERED[table]
        )
    form = form_of(table)
    found = []
    for column in Base.metadata.tables[table].columns:
        name = column.name
        col = _column(form, name)
        if col is not None:
            found.append(_header(table, name, col))
        elif name in EXTRA:
            own = OWN_NAMES.get(table, "") if name == "merged_into" else ""
            words = ENUMS.get((table, name))
            found.append(Header(name, EXTRA[name], "" if own else "yesno", own, words))
    return tuple(found)


def _column(form: Kind | None, name: str) -> Col | None:
    if form is None:
        return None
    fields = FIELDS.get(name, (name.removesuffix("_id"),))
    return next((col for field in fields for col in form.columns if col.field == field), None)


def _header(table: str, name: str, col: Col) -> Header:
    if name in NAMED:
        return Header(name, col.header, "", name)
    if col.value == "bodies":
        return Header(name, col.header, "bodies", "body_id")
    return Header(name, col.header, col.value, words=ENUMS.get((table, name)))


def subject_columns(table: str) -> tuple[str, ...]:
    """Return the columns that tell which row is meant: the key columns of its form, its number.

    A part of a report is told by the report; of lines the item tells them apart.
    """
    form = form_of(table)
    keys = {col.header for col in form.keys} if form is not None else set()
    headers = [one for one in headers_of(table) if one.words is None]
    if "report_id" in Base.metadata.tables[table].c:
        return tuple(one.column for one in headers if one.column in PARTS)
    return tuple(
        one.column
        for one in headers
        if (one.text in keys and one.column not in SAID and one.value not in FIGURES)
        or one.column == "number"
    )


def plain_value(header: Header, image: Image) -> object:
    """Return what is compared of a column: nothing said is nothing said, however it is stored."""
    value = image.get(header.column)
    if header.words is enums.Result:
        return (value or None, image.get("result_text") or None)
    return None if value == "" else value


class Names:
    """The names of the ids in some images, each register read once."""

    def __init__(self, session: Session, images: Iterable[tuple[str, Image]]) -> None:
        """Read the names of everything the images point at."""
        wanted: dict[str, set[int]] = defaultdict(set)
        for table, image in images:
            for header in headers_of(table):
                if header.names:
                    wanted[header.names].update(_ids(image.get(header.column)))
        self._names = {
            register: self._read(session, register, ids) for register, ids in wanted.items()
        }

    @staticmethod
    def _read(session: Session, register: str, ids: set[int]) -> dict[int, str]:
        key, name = NAMED[register]
        rows = session.execute(select(key, name).where(id_filter(key, ids)))
        return {row[0]: row[1] for row in rows}

    def text(self, header: Header, image: Image) -> str:
        """Return a value as the forms write it, empty where there is none."""
        value = image.get(header.column)
        if value is None or value == "":
            return ""
        if header.names:
            known = self._names.get(header.names, {})
            return "、".join(known.get(one, str(one)) for one in _ids(value) if one)
        if header.words is not None and isinstance(value, int):
            return _word(header, value, image)
        write = WRITERS.get(header.value)
        return write(value) if write is not None and isinstance(value, int) else str(value)

    def subject(self, table: str, image: Image) -> str:
        """Return in words which row an image is of."""
        wanted = subject_columns(table)
        texts = [self.text(one, image) for one in headers_of(table) if one.column in wanted]
        return " ".join(text for text in texts if text)


def _ids(value: object) -> list[int]:
    """Return the ids in a value: one, or several joined by commas."""
    if isinstance(value, int):
        return [value]
    return [int(part) for part in str(value or "").split(",") if part.isdigit()]


def _word(header: Header, value: int, image: Image) -> str:
    assert header.words is not None
    if header.words is enums.Result and value == enums.Result.OTHER:
        return str(image.get("result_text") or enums.Result.OTHER.label)
    label = next((word.label for word in header.words if int(word) == value), str(value))
    return "" if label == "未提供" else label


def _moment(minutes: int) -> str:
    start = datetime(EPOCH.year, EPOCH.month, EPOCH.day)
    return f"{start + timedelta(minutes=minutes):%Y-%m-%d %H:%M}"


WRITERS: dict[str, Callable[[int], str]] = {
    "date": lambda day: day_of(day).isoformat(),
    "moment": _moment,
    "month": month_text,
    "yesno": lambda value: "是" if value else "否",
    "money": lambda cents: f"{cents / 100:,.2f}",
}
