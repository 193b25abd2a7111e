"""Two entries of one enterprise made one by a person, and split again.

What the dropped entry had goes to the kept one; its codes and names resolve to the kept one ever
after. Visits, tallies and findings are made anew, so that they are those of a ledger that knew
one enterprise from the start.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pandas as pd
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from data.intake.doubles import merge_candidates
from data.intake.enterprises import regions_of
from data.intake.identifying import Entries, decisions_on, name_decision, rekey, remember
from data.intake.joining import children, groups_of, join
from data.intake.lookup import Lookup
from data.intake.moving import (
    Image,
    Images,
    changed_since,
    give_back,
    hand_over,
    keep,
    move,
    note_versions,
    put_back,
)
from data.intake.values.uscc import is_uscc
from data.measures.tallies import Touched
from data.models import BatchChange, Body, CodeEvent, Enterprise, Report, ReportLine
from data.models.identities import BodyAlias, EnterpriseCode, EnterpriseMerge
from data.models.tables import table_of
from data.records.past_log import place_now
from data.rows.batches import Resting
from data.rows.errors import InvalidInput, NotFound
from data.rows.findings import Named
from data.rows.issues import Changes
from data.rows.names import MergeRow
from data.rows.period import day_number
from data.rules.maintenance import Tell, Upkeep
from data.store.bulk import id_filter
from data.store.columns import say_nothing

FILLED = (
    *("other", "region_id", "town", "section", "industry", "category", "credit", "risk", "tags"),
    *("moved_in", "moved_from"),
)
FOLLOWS_MOVE = ("moved_in", "moved_from")
CHANGED = Changes(count=1, visits=True, plans=True, registers=True, findings=True)


def merge(
    session: Session,
    keep_code: str,
    drop_code: str,
    why: str,
    tell: Tell = say_nothing,
    today: date | None = None,
) -> Changes:
    """Make two entries of one enterprise one; codes, numbers and unique names are understood."""
    kept, dropped = _entry(session, keep_code), _entry(session, drop_code)
    why = why.strip()
    if kept == dropped:
        raise InvalidInput("两个代码已是同一家企业，不必合并。")
    if not why:
        raise InvalidInput("请写明合并的依据，如“两份名单的旧编号相同”。")
    upkeep = Upkeep(session, _touched(session, kept, dropped))
    images = Images(merged=_noted(session, today))
    entries = table_of(Enterprise)
    keep(session, images, entries, [kept, dropped])
    old = {int(str(row["id"])): row for row in images.before["enterprise"]}
    hand_over(session, images, dropped, kept)
    images.filled = _complete(session, old[kept], old[dropped])
    _rename_findings(session, images, old[kept], old[dropped])
    for group in groups_of(session, kept):
        _keep_reports(session, images, group)
        for table in children():
            for report in group[1:]:
                move(session, images, table, table.c.report_id, report, group[0])
        join(session, group)
    _settle_regions(session, (kept,))
    upkeep.finish(tell)
    session.execute(delete(entries).where(entries.c.id == dropped))
    _record(session, images, old[kept], old[dropped], why)
    return CHANGED


def split(
    session: Session, merge_id: int, tell: Tell = say_nothing, today: date | None = None
) -> Changes:
    """Take a merge back: both entries, and whose rows were whose, are as they were before."""
    row = session.get(EnterpriseMerge, merge_id)
    if row is None or row.undone:
        raise NotFound(f"没有可拆分的合并 {merge_id}，请在合并记录中核对序号。")
    images = Images.of(row.images)
    old = {int(str(one["id"])): one for one in images.before["enterprise"]}
    kept, dropped = row.kept_id, row.dropped_id
    _refuse_split(session, row, images, old[dropped])
    place = _noted(session, today)
    upkeep = Upkeep(session, _touched(session, kept, dropped))
    take_apart(session, row)
    upkeep.finish(tell)
    row.images = json.dumps({**json.loads(row.images), "split": place}, ensure_ascii=False)
    row.undone, row.version = 1, row.version + 1
    session.flush()
    return CHANGED


def take_apart(session: Session, row: EnterpriseMerge) -> None:
    """Let both entries have again what was theirs; nothing derived is made anew."""
    images = Images.of(row.images)
    old = {int(str(one["id"])): one for one in images.before["enterprise"]}
    session.execute(delete(EnterpriseCode).where(EnterpriseCode.merge_id == row.id))
    # The kept entry gives the code back before the dropped one takes it again.
    give_back(session, images, old[row.kept_id])
    images.before["enterprise"] = [old[row.dropped_id]]
    put_back(session, images, row.dropped_id)
    _settle_regions(session, (row.kept_id, row.dropped_id))
    _decide_again(session, images)


def _noted(session: Session, today: date | None) -> list[int]:
    """Return where in the log the change under way stands, and the day."""
    place = place_now(session).next()
    return [place.batch, place.step, day_number(today or date.today())]


def list_merges(session: Session) -> list[MergeRow]:
    """Return what was merged, newest first."""
    query = (
        select(EnterpriseMerge, Enterprise.code, Enterprise.name)
        .join(Enterprise, Enterprise.id == EnterpriseMerge.kept_id)
        .order_by(EnterpriseMerge.id.desc())
    )
    return [
        MergeRow(
            one.id,
            Named(code, name),
            Named(one.dropped_code, one.dropped_name),
            one.why,
            one.actor,
            one.at,
            bool(one.undone),
        )
        for one, code, name in session.execute(query)
    ]


def settled_on(session: Session, batch: int) -> Iterator[Resting]:
    """Give what people settled that rests on a batch: merges, and accepted names of bodies."""
    merges = session.scalars(select(EnterpriseMerge).where(EnterpriseMerge.undone == 0)).all()
    if count := sum(_rests_on(session, Images.of(one.images), batch) for one in merges):
        yield Resting(None, "", count, f"监管对象合并 {count} 处涉及本批数据，请先拆分")
    bodies = select(Body.id).where(Body.batch_id == batch)
    aliases = session.scalars(select(BodyAlias.id).where(BodyAlias.body_id.in_(bodies))).all()
    if count := len(aliases):
        yield Resting(None, "", count, f"单位别名 {count} 个用到本批新建的单位，请先删除别名")


def _rests_on(session: Session, images: Images, batch: int) -> bool:
    """Tell whether a merge changed rows that a batch brought, or changed before it."""
    for name, rows in images.before.items():
        if any(row.get("batch_id") == batch for row in rows):
            return True
        key = "report_id" if name == CodeEvent.__tablename__ else "id"
        hit = (
            select(BatchChange.id)
            .where(BatchChange.batch_id == batch, BatchChange.table_name == name)
            .where(BatchChange.id <= images.last_change)
            .where(id_filter(BatchChange.row_id, [int(str(row[key])) for row in rows]))
        )
        if session.execute(hit.limit(1)).first() is not None:
            return True
    return False


def _entry(session: Session, text: str) -> int:
    entries = Entries(session, [text])
    found = entries.by_number(text) or entries.named(text)
    if found is None:
        raise NotFound(f"没有监管对象“{text}”，或有几家同名，请用代码写明。")
    return found.id


def _touched(session: Session, *enterprises: int) -> Touched:
    names = (Report.day, Report.task_id, Report.plan_id)
    rows = session.execute(select(*names).where(Report.enterprise_id.in_(enterprises))).all()
    if not rows:
        return Touched(enterprises)
    return Touched(
        enterprises,
        min(row[0] for row in rows),
        max(row[0] for row in rows),
        frozenset(row[1] for row in rows if row[1] is not None),
        frozenset(row[2] for row in rows if row[2] is not None),
    )


def _complete(session: Session, kept: Image, dropped: Image) -> Image:
    """Give the kept entry what only the dropped one says; a right code is the better key.

    Returns the values it has now.
    """
    values = {
        name: dropped[name]
        for name in FILLED
        if kept[name] in ("", None) and name not in FOLLOWS_MOVE
    }
    if kept["moved_in"] is None:
        values.update({name: dropped[name] for name in FOLLOWS_MOVE})
    table = table_of(Enterprise)
    if is_uscc(str(dropped["uscc"])) and not is_uscc(str(kept["uscc"])):
        # Two entries cannot have one code: the dropped one, soon gone, lets go of it first.
        session.execute(
            update(table).where(table.c.id == dropped["id"]).values(code=f"合并#{dropped['id']}")
        )
        values.update({name: dropped[name] for name in ("code", "uscc")}, provisional=0)
    values["version"] = int(str(kept["version"])) + 1
    session.execute(update(table).where(table.c.id == kept["id"]).values(values))
    return values


def _rename_findings(session: Session, images: Images, kept: Image, dropped: Image) -> None:
    """Let findings follow the code of the kept entry, with what people decided of them."""
    one, other = int(str(kept["id"])), int(str(dropped["id"]))
    held = {
        **decisions_on(session, str(kept["code"])),
        **decisions_on(session, str(dropped["code"])),
    }
    images.decided = [{"id": number, "finding_key": key} for number, key in held.items()]
    code = str(session.scalar(select(Enterprise.code).where(Enterprise.id == one)))
    rekey(session, one, str(kept["code"]), code)
    rekey(session, other, str(dropped["code"]), code)


def _keep_reports(session: Session, images: Images, ids: list[int]) -> None:
    keep(session, images, table_of(Report), ids)
    lines = select(ReportLine.id).where(id_filter(ReportLine.report_id, ids))
    keep(session, images, table_of(ReportLine), session.scalars(lines).all())
    keep(session, images, table_of(CodeEvent), ids)


def _settle_regions(session: Session, enterprises: tuple[int, ...]) -> None:
    """Put each report in the region its enterprise is in on that day."""
    names = ["id", "enterprise_id", "day", "body_id", "region_id"]
    query = select(*[getattr(Report, name) for name in names])
    found = session.execute(query.where(Report.enterprise_id.in_(enterprises))).all()
    rows = pd.DataFrame(found, columns=names)
    if rows.empty:
        return
    lookup = Lookup(session)
    region = regions_of(session, lookup, rows["enterprise_id"], rows["day"], rows["body_id"])
    table = table_of(Report)
    for new, ids in rows["id"][region != rows["region_id"]].groupby(region):
        session.execute(
            update(table).where(id_filter(table.c.id, ids.tolist())).values(region_id=int(new))
        )


def _record(session: Session, images: Images, kept: Image, dropped: Image, why: str) -> None:
    note_versions(session, images)
    row = EnterpriseMerge(
        kept_id=kept["id"],
        dropped_id=dropped["id"],
        dropped_code=dropped["code"],
        dropped_name=dropped["name"],
        why=why,
        actor=str(session.info.get("actor", "")),
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        images=images.text(),
    )
    session.add(row)
    session.flush()
    names = [str(one[name]) for one in (dropped, kept) for name in ("code", "uscc", "other")]
    names.append(str(dropped["name"]))
    remember(session, row.kept_id, names, merge=row.id)


def _refuse_split(session: Session, row: EnterpriseMerge, images: Images, dropped: Image) -> None:
    touching = or_(
        EnterpriseMerge.kept_id.in_([row.kept_id, row.dropped_id]),
        EnterpriseMerge.dropped_id == row.kept_id,
    )
    later = session.scalars(
        select(EnterpriseMerge.id).where(
            EnterpriseMerge.id > row.id, EnterpriseMerge.undone == 0, touching
        )
    ).all()
    if later:
        raise InvalidInput(f"该企业后来又有合并（序号 {later[-1]}），请先拆分后来的合并。")
    used = select(Enterprise.id).where(
        Enterprise.code == dropped["code"], Enterprise.id != row.kept_id
    )
    if session.execute(used).first() is not None:
        raise InvalidInput(f"代码“{dropped['code']}”已另有监管对象使用，不能拆分。")
    if count := changed_since(session, images):
        raise InvalidInput(
            f"合并后又有更正（{count} 行），不能原样拆分。请先撤销后来的批次，再拆分。"
        )


def _decide_again(session: Session, images: Images) -> None:
    """Let what people had decided before the merge be on the findings it was on."""
    for one in images.decided:
        name_decision(session, int(str(one["id"])), str(one["finding_key"]))


__all__ = ["list_merges", "merge", "merge_candidates", "settled_on", "split"]
