"""A plan entered or completed by hand, in the words of the form of 检查计划.

No file brought what is entered here, so every field could be filled (RULES.md, "unknown"): what
is left empty is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.intake.lookup import NOBODY, Lookup
from data.intake.mending.changes import PLAN
from data.intake.mending.edits import mend
from data.intake.mending.fields import check_lengths, read_text
from data.intake.registered import COLUMNS as OF_THE_REGISTER
from data.intake.values.base import MISSING
from data.intake.values.spans import parse_span
from data.models import Body, Plan
from data.records.edit_entries import About
from data.records.edit_images import Change, Plain, Values, row_of, updated
from data.records.plans import plan_of
from data.rows.edits import EditKind
from data.rows.enums import CheckType
from data.rows.errors import InvalidInput, NotFound, Refused
from data.rows.issues import Changes
from data.rows.kinds import KINDS, Col
from data.rules.maintenance import Tell
from data.store.bulk import next_id
from data.store.columns import say_nothing

FORM = KINDS["plans"]
KEYS = ("lead", "number")
COLUMNS = tuple(col for col in FORM.columns if col.field not in OF_THE_REGISTER)
"""The form's columns but those that the register of filings gives."""


def enter_plan(
    session: Session, texts: Mapping[str, str], today: date, why: str = "",
    tell: Tell = say_nothing,
) -> str:  # fmt: skip
    """Enter a plan that came on paper, by the form's headers; return its key (编码:编号)."""
    values = _values(session, texts)
    for col in FORM.keys:
        if not values.get("body_id" if col.field == "lead" else col.field):
            raise InvalidInput(f"请填写{col.header}。")
    number, body = str(values["number"]), int(str(values["body_id"]))
    _refuse_reversed(values)
    if session.scalar(select(Plan.id).where(Plan.body_id == body, Plan.number == number)):
        raise Refused(
            f"该牵头部门已有计划“{number}”，请核对编号，或补填那个计划。", code="plan-there"
        )
    one = next_id(session, PLAN)
    change = Change(PLAN.name, one, None, {"id": one, "version": 1, **values})
    lead = session.get_one(Body, body)
    about = About(EditKind.PLAN, f"{lead.name} 计划 {number}：手工登记", why.strip())
    key = f"{lead.code}:{number}"
    mend(session, about, [change], today, tell)
    return key


def amend_plan(
    session: Session, key: str, texts: Mapping[str, str], today: date, why: str = "",
    tell: Tell = say_nothing,
) -> Changes:  # fmt: skip
    """Fill in or correct fields of a plan that came back on paper; lead and number stay."""
    plan = plan_of(session, key, today)
    stored = row_of(session, PLAN, plan.id)
    assert stored is not None
    values = _values(session, texts)
    if {"body_id", "number"} & {*values}:
        raise InvalidInput("牵头部门和计划编号不能更改；编号有误的，请另行登记。")
    if "name" in values and not values["name"]:
        raise InvalidInput("任务名称不能为空，请填写。")
    _refuse_reversed({**stored, **values})
    change = updated(PLAN, stored, values)
    if change is None:
        raise InvalidInput("所填的与现有内容相同，没有更改。")
    fields = "、".join(_column(header).header for header in texts)
    words = f"{plan.body.name} 计划 {plan.number}：补填 {fields}"
    return mend(session, About(EditKind.PLAN, words, why.strip()), [change], today, tell)


def _values(session: Session, texts: Mapping[str, str]) -> Values:
    """Return the stored columns that texts under the form's headers give."""
    lookup, found = Lookup(session), dict[str, Plain]()
    if not texts:
        raise InvalidInput("请写明要填的栏目，如 抽查比例=10%。")
    for header, text in texts.items():
        col = _column(header)
        values = _of(lookup, col, read_text(FORM, col, text))
        check_lengths(PLAN, col, values)
        found.update(values)
    return found


def _column(header: str) -> Col:
    for col in COLUMNS:
        if header.strip() in (col.header, *col.aliases):
            return col
    if any(header.strip() == col.header for col in FORM.columns):
        raise InvalidInput(f"“{header}”由备案台账登记受理时填写，不在此填。")
    known = "、".join(col.header for col in COLUMNS)
    raise InvalidInput(f"检查计划没有栏目“{header}”，可填：{known}。")


def _of(lookup: Lookup, col: Col, value: Plain) -> Values:
    text = str(value or "")
    if col.field == "lead":
        body = lookup.body_names.get(text)
        if text and body is None:
            raise NotFound(lookup.unknown_body(text))
        return {"body_id": body}
    if col.field == "type":
        return {"type": int(CheckType.of(text) or CheckType.UNKNOWN)}
    if col.field == "span":
        span, _ = parse_span(text)
        ends = (None if one == MISSING else one for one in (span.first, span.last))
        return dict(zip(("first", "last"), ends, strict=True))
    if col.field == "partners":
        ids, unknown = lookup.body_list(text)
        if unknown:
            raise NotFound(lookup.unknown_bodies(text))
        return {"partners": ids, "alone": int(text in NOBODY)}
    return {col.field: value}


def _refuse_reversed(values: Values) -> None:
    first, last = values.get("first"), values.get("last")
    if first is not None and last is not None and int(str(last)) < int(str(first)):
        raise InvalidInput("结束日期早于开始日期，请核对两个日期。")
