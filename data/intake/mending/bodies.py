"""Bodies merged or split by a reform: from a day on visits count for the successor.

What was before keeps the former body's name; plans and tasks stay with who filed them. A later
file that still names the former body is taken as the successor's from that day on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, RowMapping, literal, or_, select
from sqlalchemy.orm import Session

from data.intake.aliases import load_body_names
from data.intake.mending.changes import BODY, REPORT
from data.intake.mending.edits import mend, needed
from data.intake.mending.moves import region_named
from data.intake.successors import renamed_list
from data.models import Item, Report, ReportLine
from data.records.edit_entries import About
from data.records.edit_images import Change, Plain, row_of, updated
from data.rows.edits import EditKind
from data.rows.errors import InvalidInput, NotFound
from data.rows.issues import Changes
from data.rows.period import day_number
from data.rules.maintenance import Tell
from data.store.columns import say_nothing

LISTS = ("companions", "partners")


def merge_bodies(
    session: Session,
    former: str,
    successor: str,
    day: date,
    why: str,
    today: date | None = None,
    tell: Tell = say_nothing,
) -> Changes:
    """Let a body go on as another from a day: its visits, and its part in those of others."""
    reason = needed(why, "单位合并")
    old, new = _pair(session, former, successor)
    number = day_number(day)
    if old["merged_into"] is not None or new["merged_into"] is not None:
        raise InvalidInput("其中一个单位已并入别的单位，请先撤回那次合并，或改写合并后的单位。")
    own = REPORT.c.body_id == old["id"]
    _refuse_equal_numbers(session, own & (REPORT.c.day >= number), new)
    named = or_(own, *(_lists(name, int(old["id"])) for name in LISTS))
    changes = _handed_over(session, named, old, new, number)
    names = [*str(new["former"]).split("、"), str(old["name"])]
    entries = (
        (old, {"merged_into": int(new["id"]), "merged_day": number}),
        (new, {"former": "、".join(dict.fromkeys(one for one in names if one))}),
    )
    changes += [one for row, told in entries if (one := updated(BODY, row, told)) is not None]
    words = f"{old['name']} 并入 {new['name']} {day.isoformat()}"
    return mend(session, About(EditKind.BODY_MERGE, words, reason), changes, today, tell)


def split_body(
    session: Session,
    former: str,
    successor: str,
    day: date,
    why: str,
    region: str = "",
    items: Sequence[str] = (),
    today: date | None = None,
    tell: Tell = say_nothing,
) -> Changes:
    """Hand a part of a body's visits to another from a day on: those of a region, or of items."""
    reason = needed(why, "单位拆分")
    old, new = _pair(session, former, successor)
    if bool(region) == bool(items):
        raise InvalidInput("请写明划出的是哪个地区，或哪些监管事项（两者选一）。")
    part = _of_region(session, region) if region else _of_items(session, items)
    mine = (REPORT.c.body_id == old["id"]) & (REPORT.c.day >= day_number(day)) & part
    _refuse_equal_numbers(session, mine, new)
    changes = _handed_over(session, mine, old, new, day_number(day))
    if not changes:
        raise InvalidInput("该日以后没有属于划出部分的检查报告。")
    what = region or "、".join(items)
    words = f"{old['name']} 的 {what} 划给 {new['name']} {day.isoformat()}"
    return mend(session, About(EditKind.BODY_SPLIT, words, reason), changes, today, tell)


def _pair(session: Session, former: str, successor: str) -> tuple[RowMapping, RowMapping]:
    known = load_body_names(session)
    rows = []
    for text in (former.strip(), successor.strip()):
        one = known.table.get(text)
        row = None if one is None else row_of(session, BODY, one)
        if row is None:
            raise NotFound(known.offers.unknown(text))
        rows.append(row)
    if rows[0]["id"] == rows[1]["id"]:
        raise InvalidInput("两个名称是同一个单位。")
    return rows[0], rows[1]


def _of_region(session: Session, region: str) -> ColumnElement[bool]:
    return REPORT.c.region_id == region_named(session, region)[0]


def _of_items(session: Session, items: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition of reports all of whose lines are of some items."""
    named = or_(Item.code.in_(items), Item.name.in_(items))
    known = session.execute(select(Item.code, Item.name).where(named))
    found = {str(one) for row in known for one in row}
    if strange := [one for one in items if one not in found]:
        raise NotFound(f"监管事项目录中没有“{strange[0]}”，请核对事项编码或名称。")
    ids = select(Item.id).where(named)
    inside = select(ReportLine.report_id).where(ReportLine.item_id.in_(ids))
    beyond = select(ReportLine.report_id).where(
        or_(ReportLine.item_id.is_(None), ReportLine.item_id.not_in(ids))
    )
    return REPORT.c.id.in_(inside) & REPORT.c.id.not_in(beyond)


def _lists(name: str, body: int) -> ColumnElement[bool]:
    column: ColumnElement[str] = REPORT.c[name]
    return (literal(",") + column + ",").contains(f",{body},")


def _handed_over(
    session: Session, which: ColumnElement[bool], old: RowMapping, new: RowMapping, day: int
) -> list[Change]:
    """Return what names the successor instead of the former body, from the day on."""
    query = select(REPORT).where(which, REPORT.c.day >= day).order_by(REPORT.c.id)
    found = []
    for row in session.execute(query).mappings():
        values: dict[str, Plain] = {
            name: renamed_list(str(row[name]), int(old["id"]), int(new["id"])) for name in LISTS
        }
        if row["body_id"] == old["id"]:
            values["body_id"] = int(new["id"])
        if (change := updated(REPORT, row, values)) is not None:
            found.append(change)
    return found


def _refuse_equal_numbers(
    session: Session, mine: ColumnElement[bool], new: RowMapping
) -> None:
    """Refuse where both bodies used one 检查编号: a later file could not tell the reports apart."""
    numbers = select(REPORT.c.number).where(mine, REPORT.c.number != "")
    query = select(Report.number).where(Report.body_id == new["id"], Report.number.in_(numbers))
    both = list(session.scalars(query.order_by(Report.number)))
    if both:
        raise InvalidInput(
            f"两个单位有 {len(both)} 个相同的检查编号（如 {both[0]}），合并后无法区分，"
            "请由单位改用不同的编号重新报送后再合并。"
        )

