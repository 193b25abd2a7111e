"""What rests on a batch: why it cannot be taken back, each reason named in a sentence.

Rows of later batches that point at its rows, rows of its own that later batches corrected, and
what people decided about its visits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, Row, Select, Table, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from data.intake.differences import made_by_batches
from data.intake.field_words import title_of
from data.intake.mending.edits import resting_edits
from data.intake.merging import settled_on
from data.models import (
    Attendance,
    AuditDraw,
    BasisVerdict,
    Batch,
    BatchChange,
    BoardStep,
    Body,
    CheckItemRecord,
    DecisionItem,
    Demand,
    DemandSide,
    Filing,
    Finding,
    FindingVisit,
    Notice,
    Quality,
    Report,
    ReportLine,
    SubmissionBody,
    SubmissionReceipt,
)
from data.models.tables import table_of
from data.rows.batches import Resting
from data.rows.enums import Claim, FindingState
from data.rows.errors import InvalidInput
from data.rules.storing import BASIS_ACCEPTED

ENTERED = {
    Notice: "督办办件", CheckItemRecord: "核对项", Attendance: "参会登记",
    DecisionItem: "议定事项", BoardStep: "重点任务步骤", SubmissionBody: "报送要求",
    SubmissionReceipt: "报送登记", Demand: "要求不一事项", DemandSide: "要求不一意见",
    Filing: "备案登记",
}  # fmt: skip
"""What people enter that points at rows of batches, and what it is called."""
MOST_TOLD = 8
"""A refusal says so many reasons at length."""
LISTS = ("companions", "partners")
"""Columns that hold the ids of bodies, joined by commas."""


def resting_on(session: Session, batch: int) -> tuple[Resting, ...]:
    """Return what rests on a batch; while anything does, it cannot be taken back."""
    files = _Files(session)
    return (
        *_corrected(session, batch, files),
        *_used(session, batch, files),
        *_named(session, batch, files),
        *_entered(session, batch),
        *_decided(session, batch),
        *settled_on(session, batch),
        *_mended(session, batch),
    )


def refuse_if_needed(session: Session, batch: int) -> None:
    """Refuse to take a batch back while anything rests on it, and say what that is."""
    reasons = resting_on(session, batch)
    if reasons:
        raise InvalidInput(f"批次 {batch} 不能撤销：{resting_words(reasons)}")


def resting_words(reasons: Iterable[Resting]) -> str:
    """Return the reasons as one sentence, and what to do about them."""
    found = tuple(reasons)
    later = sorted({one.batch for one in found if one.batch is not None}, reverse=True)
    rest = f"；另有 {len(found) - MOST_TOLD} 项" if len(found) > MOST_TOLD else ""
    words = f"{'；'.join(one.text for one in found[:MOST_TOLD])}{rest}。"
    if later:
        words += f"请先撤销后来的批次 {'、'.join(str(one) for one in later)}。"
    return words


class _Files:
    """The names of batches' files, read when first needed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._names: dict[int, str] = {}

    def of(self, batch: int) -> str:
        """Return the file a batch came by."""
        if batch not in self._names:
            found = self._session.scalar(select(Batch.file).where(Batch.id == batch))
            self._names[batch] = found or ""
        return self._names[batch]

    def words(self, batch: int) -> str:
        """Return a batch as it is called in sentences."""
        return f"批次 {batch}（{self.of(batch)}）"


def _corrected(session: Session, batch: int, files: _Files) -> Iterator[Resting]:
    """Give the later batches that changed rows this batch brought or changed."""
    changes = table_of(BatchChange)
    mine = changes.alias("mine")
    same = exists().where(
        mine.c.batch_id == batch,
        mine.c.table_name == changes.c.table_name,
        mine.c.row_id == changes.c.row_id,
    )
    brought = [
        and_(
            changes.c.table_name == table.name,
            exists().where(table.c.id == changes.c.row_id, table.c.batch_id == batch),
        )
        for table in made_by_batches()
    ]
    count = func.count(func.distinct(changes.c.row_id))
    query = (
        select(changes.c.batch_id, changes.c.table_name, count)
        .where(changes.c.batch_id > batch, or_(same, *brought))
        .group_by(changes.c.batch_id, changes.c.table_name)
        .order_by(changes.c.batch_id, changes.c.table_name)
    )
    for later, table, rows in session.execute(query):
        text = f"{files.words(later)}更正了本批 {rows:,} 行{title_of(table)}"
        yield Resting(later, files.of(later), rows, text)


def _references() -> Iterator[tuple[Table, str, Table]]:
    """Give child table, its column, parent table of all references between rows of batches."""
    tables = made_by_batches()
    for child in tables:
        for constraint in sorted(child.foreign_key_constraints, key=lambda one: str(one.name)):
            parent = constraint.referred_table
            for element in constraint.elements:
                if parent in tables and element.column.name == "id":
                    yield child, element.parent.name, parent


def _used(session: Session, batch: int, files: _Files) -> Iterator[Resting]:
    """Give the later batches whose rows point at rows this batch made."""
    for child, column, parent in _references():
        ids = select(parent.c.id).where(parent.c.batch_id == batch)
        if session.scalar(ids.limit(1)) is None:
            continue
        owner = _came_by(child, batch)
        query = select(owner, func.count()).where(
            child.c[column].in_(ids), _of_others(child, batch)
        )
        for later, rows in sorted(session.execute(query.group_by(owner)), key=_in_order):
            yield _use(later, files, rows, child, parent)
    bodies = select(Body.id).where(Body.batch_id == batch)
    counted = (
        select(Quality.batch_id, func.sum(Quality.sent))
        .where(Quality.body_id.in_(bodies), Quality.batch_id != batch)
        .group_by(Quality.batch_id)
        .order_by(Quality.batch_id)
    )
    for later, rows in session.execute(counted):
        text = f"{files.words(later)}有 {rows:,} 行由本批新建的单位报送"
        yield Resting(later, files.of(later), rows, text)


def _use(later: int | None, files: _Files, rows: int, child: Table, parent: Table) -> Resting:
    what = f"{rows:,} 条{title_of(child.name)}"
    made = f"本批新建的{title_of(parent.name)}"
    if later is None:
        return Resting(None, "", rows, f"手工修改的 {what}用到{made}")
    return Resting(later, files.of(later), rows, f"{files.words(later)}的 {what}用到{made}")


def _in_order(pair: Row[int | None, int]) -> int:
    return pair[0] or 0


def _came_by(table: Table, batch: int) -> ColumnElement[int | None]:
    """Return the later batch that made a row point here: its own, or the last to correct it."""
    changes = table_of(BatchChange).alias("corrections")
    corrected = (
        select(func.max(changes.c.batch_id))
        .where(
            changes.c.table_name == table.name,
            changes.c.row_id == table.c.id,
            changes.c.batch_id > batch,
        )
        .scalar_subquery()
    )
    return case((table.c.batch_id > batch, table.c.batch_id), else_=corrected).label("later")


def _of_others(table: Table, batch: int) -> ColumnElement[bool]:
    """Tell the rows of other batches but those that this batch changed, which go back."""
    changed = select(BatchChange.row_id).where(
        BatchChange.batch_id == batch, BatchChange.table_name == table.name
    )
    return and_(
        or_(table.c.batch_id != batch, table.c.batch_id.is_(None)), table.c.id.not_in(changed)
    )


def _named(session: Session, batch: int, files: _Files) -> Iterator[Resting]:
    """Give the batches whose rows name bodies of this batch as having come along."""
    ids = set(session.scalars(select(Body.id).where(Body.batch_id == batch)))
    if not ids:
        return
    for table in made_by_batches():
        for column in LISTS:
            if column not in table.c:
                continue
            query = select(_came_by(table, batch), table.c[column]).where(
                table.c[column] != "", _of_others(table, batch)
            )
            counts = Counter(
                row[0]
                for row in session.execute(query)
                if ids & {int(one) for one in row[1].split(",") if one.isdigit()}
            )
            for later, rows in sorted(counts.items(), key=lambda pair: pair[0] or 0):
                what = f"{rows:,} 条{title_of(table.name)}的配合或实到部门中有本批新建的单位"
                if later is None:
                    yield Resting(None, "", rows, f"手工修改的 {what}")
                else:
                    yield Resting(later, files.of(later), rows, f"{files.words(later)}的 {what}")


def _entered(session: Session, batch: int) -> Iterator[Resting]:
    """Give what people entered about bodies and enterprises this batch made."""
    made = made_by_batches()
    for model, name in ENTERED.items():
        table = table_of(model)
        for column in table.columns:
            for key in column.foreign_keys:
                parent = key.column.table
                if parent not in made:
                    continue
                ids = select(parent.c.id).where(parent.c.batch_id == batch)
                rows = session.scalar(
                    select(func.count()).select_from(table).where(column.in_(ids))
                )
                if rows:
                    text = f"{rows:,} 条{name}用到本批新建的{title_of(parent.name)}"
                    yield Resting(None, "", rows, text)


def _decided(session: Session, batch: int) -> Iterator[Resting]:
    """Give what people decided about the visits of this batch."""
    lines = select(ReportLine.report_id).where(ReportLine.batch_id == batch)
    changed = select(BatchChange.row_id).where(
        BatchChange.batch_id == batch, BatchChange.table_name == Report.__tablename__
    )
    mine = or_(Report.batch_id == batch, Report.id.in_(lines), Report.id.in_(changed))
    visits = select(Report.visit_id).where(mine)
    findings = (
        session.scalar(
            select(func.count(func.distinct(Finding.id)))
            .join(FindingVisit, FindingVisit.finding_id == Finding.id)
            .where(
                FindingVisit.visit_id.in_(visits),
                Finding.state != FindingState.OPEN,
                ~and_(Finding.state == FindingState.UNFOUNDED, Finding.reason == BASIS_ACCEPTED),
            )
        )
        or 0
    )
    if findings:
        text = f"{findings:,} 条预警涉及本批检查记录且已由人认定，请先把它们改回待核实"
        yield Resting(None, "", findings, text)
    made = select(Report.id).where(Report.batch_id == batch)
    claims = _standing_verdicts(session, made)
    if claims:
        text = f"本批 {claims:,} 份检查报告的超频次依据已核验，请先把它们改回待核验"
        yield Resting(None, "", claims, text)
    drawn = session.scalar(
        select(func.count()).select_from(AuditDraw).where(AuditDraw.report_id.in_(made))
    )
    if drawn:
        text = f"本批 {drawn:,} 份检查报告已抽入事后核查样本，请先撤销该样本"
        yield Resting(None, "", drawn, text)


def _mended(session: Session, batch: int) -> Iterator[Resting]:
    """Give the edits people made of what this batch brought or changed."""
    if found := resting_edits(session, batch):
        shown = "、".join(str(one) for one in found[:MOST_TOLD])
        text = f"更改 {len(found)} 处（第 {shown} 号）涉及本批数据，请先撤回这些更改"
        yield Resting(None, "", len(found), text)


def _standing_verdicts(session: Session, reports: Select[int]) -> int:
    """Return how many of those reports are judged, or have words whose verdict still stands."""
    judged = select(Report.id).where(
        Report.id.in_(reports), Report.claim.in_((Claim.ACCEPTED, Claim.REFUSED))
    )
    rows = session.execute(
        select(BasisVerdict.report_id, BasisVerdict.basis, BasisVerdict.verdict)
        .where(BasisVerdict.report_id.in_(reports))
        .order_by(BasisVerdict.id)
    )
    last = {(one, basis): verdict for one, basis, verdict in rows}
    standing = {one for (one, _), verdict in last.items() if verdict != Claim.OPEN}
    return len(standing.union(session.scalars(judged)))


__all__ = ["refuse_if_needed", "resting_on", "resting_words"]
