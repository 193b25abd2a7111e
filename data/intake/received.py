"""Who has sent what: read from the counts of batches by body and month, never from the facts.

What bodies are asked for is a setting [P]: kinds due each month by a day of the month after, and
kinds due once a year, by 31 March (the day by which annual plans are to be filed).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.intake.successors import successors
from data.models import Batch, Quality, Setting
from data.records.registers import list_bodies
from data.rows.errors import InvalidInput
from data.rows.issues import Changes
from data.rows.kinds import KINDS, Kind
from data.rows.period import Period, month_first, month_last, month_text
from data.rows.received import (
    BatchPart,
    Expectation,
    Receipt,
    Received,
    ReceivedBody,
    ReceivedKind,
)
from data.rows.records import BodyRow

SENT_BY_BODIES = ("plans", "targets", "tasks", "visits", "codes", "usage")
"""The kinds on the board whether anybody has sent them or not."""
REGISTERS = ("bodies", "enterprises", "items")
ABOUT_BODIES = ("complaints", "audits")
"""The kinds that name a body, and are sent by others."""
BY_YEAR = ("plans", "targets", "tasks")
"""The kinds of a year's work: a month's board counts what came of them for the whole year."""
DAY, MONTHLY, YEARLY = "received.day", "received.monthly", "received.yearly"
DEFAULT = Expectation(("visits",), ("plans",), 10)
LAST_DAY, YEARLY_DUE = 28, (3, 31)


@dataclass(frozen=True, slots=True)
class _Span:
    """A month or a year of which something is due: its name, months, deadline, whether over."""

    name: str
    months: tuple[int, ...]
    deadline: date
    is_over: bool


@dataclass(frozen=True, slots=True)
class _Sent:
    """Rows a batch brought of one body and month."""

    month: int
    part: BatchPart


def expectation(session: Session) -> Expectation:
    """Return what bodies are asked for."""
    keys = (DAY, MONTHLY, YEARLY)
    rows = session.execute(select(Setting.key, Setting.value).where(Setting.key.in_(keys)))
    kept = {row.key: row.value for row in rows}
    return Expectation(
        _kept_kinds(kept.get(MONTHLY), DEFAULT.monthly),
        _kept_kinds(kept.get(YEARLY), DEFAULT.yearly),
        int(kept.get(DAY, DEFAULT.day)),
    )


def _kept_kinds(text: str | None, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    if text is None:
        return otherwise
    return tuple(kind for kind in text.split(",") if kind in KINDS)


def set_expectation(session: Session, asked: Expectation) -> Changes:
    """Keep what bodies are asked for."""
    if not 1 <= asked.day <= LAST_DAY:
        raise InvalidInput(f"报送期限应为每月 1 至 {LAST_DAY} 日，现为 {asked.day}，请改正。")
    unknown = [kind for kind in (*asked.monthly, *asked.yearly) if kind not in sendable()]
    if unknown:
        raise InvalidInput(
            f"“{'、'.join(unknown)}”不是各单位报送的表类，可用：{'、'.join(sendable())}。"
        )
    both = [KINDS[kind].title for kind in asked.monthly if kind in asked.yearly]
    if both:
        raise InvalidInput(f"{'、'.join(both)}不能既按月又按年报送，请只选一种。")
    values = {
        DAY: str(asked.day), MONTHLY: ",".join(asked.monthly), YEARLY: ",".join(asked.yearly)
    }  # fmt: skip
    for key, value in values.items():
        session.merge(Setting(key=key, value=value))
    return Changes(count=len(values), batches=True)


def sender_field(kind: Kind) -> str:
    """Return the column that names who sends a row of a kind, empty where no body does."""
    if kind.name in (*REGISTERS, *ABOUT_BODIES):
        return ""
    fields = {col.field for col in kind.columns}
    return next((field for field in ("body", "lead") if field in fields), "")


def sendable() -> tuple[str, ...]:
    """Return the kinds whose rows name the body that sends them, in the order of intake."""
    kinds = sorted(KINDS.values(), key=lambda kind: kind.order)
    return tuple(kind.name for kind in kinds if sender_field(kind))


def received_of(session: Session, period: Period, today: date) -> Received:
    """Return the board of a period as it stands on a day."""
    asked = expectation(session)
    sent = _sent(session, period)
    kinds = _kinds(asked, {kind for _, kind in sent})
    begun = session.scalar(select(func.min(Batch.at)))
    first = _moment(begun).date() if begun else today
    judge = _Judge(period, asked, first, today)
    gone = {former for former, _, day in successors(session) if day <= period.first_day}
    known = (replace(one, inspects=one.inspects and one.id not in gone)
             for one in list_bodies(session))  # fmt: skip
    bodies = [
        ReceivedBody(
            body.code, body.name, body.level, body.region,
            tuple(judge.kind(body, kind, sent.get((body.id, kind), ())) for kind in kinds),
        )
        for body in known
        if body.inspects or any((body.id, kind) in sent for kind in kinds)
    ]  # fmt: skip
    return Received(period.title, kinds, asked, tuple(bodies))


def _kinds(asked: Expectation, seen: set[str]) -> tuple[str, ...]:
    wanted = {*SENT_BY_BODIES, *asked.monthly, *asked.yearly, *seen}
    return tuple(kind for kind in sendable() if kind in wanted)


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone()


def _sent(session: Session, period: Period) -> dict[tuple[int, str], list[_Sent]]:
    """Return what came of each body and kind, for all months of the years the period touches."""
    years = range(period.first.year, period.last.year + 1)
    months = [(year - 1970) * 12 + month for year in years for month in range(12)]
    query = (
        select(
            Quality.body_id, Quality.month, Quality.sent, Quality.clean,
            Batch.id, Batch.file, Batch.kind, Batch.at, Batch.rejected,
        )
        .join(Batch, Batch.id == Quality.batch_id)
        .where(Batch.undone == 0, Quality.body_id > 0, Quality.month.in_(months))
        .order_by(Batch.id, Quality.month)
    )  # fmt: skip
    found: dict[tuple[int, str], list[_Sent]] = defaultdict(list)
    for row in session.execute(query):
        unclean = row.sent - row.clean
        # A batch knows its returned rows as a whole: of one body and month they are exact, of
        # several no more than the rows of theirs that were not clean.
        rejected = min(row.rejected, unclean)
        part = BatchPart(
            row.id, row.file, row.kind, _moment(row.at), row.sent, row.clean, rejected,
            unclean - rejected,
        )  # fmt: skip
        found[row.body_id, row.kind].append(_Sent(row.month, part))
    return found


def _months(period: Period, day: int, today: date) -> tuple[_Span, ...]:
    return tuple(
        _Span(
            month_text(month), (month,), month_first(month + 1).replace(day=day),
            month_last(month) < today,
        )
        for month in period.months
        if month_first(month) <= today
    )  # fmt: skip


def _years(period: Period, today: date) -> tuple[_Span, ...]:
    return tuple(
        _Span(
            f"{year}年", tuple((year - 1970) * 12 + month for month in range(12)),
            date(year, *YEARLY_DUE), True,
        )
        for year in range(period.first.year, period.last.year + 1)
        if date(year, 1, 1) <= today
    )  # fmt: skip


class _Judge:
    """Says how it stands with one kind of one body."""

    def __init__(self, period: Period, asked: Expectation, first: date, today: date) -> None:
        """Work out what is due; `first` is the day on which the first file ever came."""
        self._spans = dict.fromkeys(asked.monthly, _months(period, asked.day, today))
        self._spans |= dict.fromkeys(asked.yearly, _years(period, today))
        self._inside = set(period.months)
        self._first, self._today = first, today

    def kind(self, body: BodyRow, kind: str, sent: Sequence[_Sent]) -> ReceivedKind:
        """Return how it stands with a kind of a body."""
        spans = self._spans.get(kind, ()) if body.inspects else ()
        is_yearly = kind in BY_YEAR or any(len(span.months) > 1 for span in spans)
        mine = [one for one in sent if is_yearly or one.month in self._inside]
        late = {part for span in spans if (part := self._late(span, mine)) is not None}
        parts = _joined(mine, late if spans else None)
        lacking = [span for span in spans if span.is_over and not _sent_in(span, mine)]
        receipt = self._receipt(bool(spans), parts, lacking)
        return ReceivedKind(
            kind, receipt, parts, tuple(span.name for span in lacking),
            max((span.deadline for span in spans), default=None),
        )  # fmt: skip

    def _receipt(
        self, asked: bool, parts: Sequence[BatchPart], lacking: Sequence[_Span]
    ) -> Receipt:
        if not parts and not asked:
            return Receipt.NOT_ASKED
        if any(span.deadline < self._today for span in lacking):
            return Receipt.PARTIAL if parts else Receipt.MISSING
        if lacking or not parts:
            return Receipt.DUE
        if any(part.rejected for part in parts):
            return Receipt.RETURNED
        return Receipt.LATE if any(part.is_late for part in parts) else Receipt.SENT

    def _late(self, span: _Span, sent: Sequence[_Sent]) -> int | None:
        """Return the batch with which a span came first, where that was after its deadline.

        What fell due before the first file ever came cannot have come late.
        """
        came = [one.part for one in sent if one.month in span.months]
        if not came or span.deadline < self._first:
            return None
        earliest = min(came, key=lambda part: (part.at, part.batch))
        return earliest.batch if earliest.at.date() > span.deadline else None


def _sent_in(span: _Span, sent: Sequence[_Sent]) -> bool:
    return any(one.month in span.months for one in sent)


def _joined(sent: Iterable[_Sent], late: set[int] | None) -> tuple[BatchPart, ...]:
    """Return one part a batch, its months added up; without `late` nothing was due."""
    groups: dict[int, list[BatchPart]] = defaultdict(list)
    for one in sent:
        groups[one.part.batch].append(one.part)
    return tuple(
        BatchPart(
            batch, parts[0].file, parts[0].kind, parts[0].at,
            sum(part.rows for part in parts), sum(part.clean for part in parts),
            sum(part.rejected for part in parts), sum(part.warnings for part in parts),
            None if late is None else batch in late,
        )
        for batch, parts in groups.items()
    )  # fmt: skip


def missing_lines(board: Received) -> tuple[str, ...]:
    """Return one line for each body with what has not come, ready to be sent as a reminder."""
    lines = []
    for body in board.missing:
        parts = [f"{KINDS[one.kind].title}（{'、'.join(one.missing)}）" for one in body.missing]
        lines.append(f"{body.name}：缺{'、'.join(parts)}")
    return tuple(lines)


def deadline_words(asked: Expectation) -> str:
    """Return in a sentence what bodies are asked for and by when."""
    parts = []
    if asked.monthly:
        names = "、".join(KINDS[kind].title for kind in asked.monthly)
        parts.append(f"{names}每月 {asked.day} 日前报上月")
    if asked.yearly:
        names = "、".join(KINDS[kind].title for kind in asked.yearly)
        parts.append(f"{names}每年 {YEARLY_DUE[0]} 月 {YEARLY_DUE[1]} 日前")
    return f"{'，'.join(parts)}（参考）" if parts else "未设定报送要求"
