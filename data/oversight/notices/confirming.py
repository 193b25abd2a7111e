"""The right of reply before naming (核对单): what a body is asked, what it answers, what follows.

Every figure and finding a paper would name has a 核对编号. Answers come as workbooks of kind
confirmations; a person settles them: 属实 stands, 有异议 and 更正 are disputed and only footnoted,
silence past the day counts as no objection, as the sheet says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.settings import setting
from data.measures.workdays import load_calendar
from data.models import Body, CheckItemRecord, ConfirmationSheet, Finding
from data.rows.circular import BodyFigures, CircularRows, ProblemRow
from data.rows.enums import Confirmation, FindingState
from data.rows.errors import InvalidInput, NotFound
from data.rows.findings import Named
from data.rows.issues import Changes
from data.rows.notices import CheckedBody, CheckItem
from data.rows.period import Period, day_number, day_of
from data.rows.settings import CHECK_DAYS
from data.rules.decisions import decide
from data.store.bulk import text_filter

CONFIRMED, DISPUTED, SILENT = "属实", "有异议", "逾期未反馈"
"""How an item was settled."""
SETTLES = {
    Confirmation.TRUE: CONFIRMED, Confirmation.DISPUTED: DISPUTED, Confirmation.CORRECTED: DISPUTED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settled:
    """What settling came to: items by how they were settled, findings decided, items that wait."""

    confirmed: int
    disputed: int
    silent: int
    waiting: int
    findings: int


def send_sheets(
    session: Session, rows: CircularRows, bodies: Sequence[str], actor: str, day: date
) -> Changes:
    """Enter what bodies are asked to confirm of a period; codes, none for all with problems.

    What was asked before keeps its 核对编号; a figure that reads otherwise by now is asked anew.
    Raises NotFound for a body the period does not know, InvalidInput where nobody is concerned.
    """
    if not actor.strip():
        raise InvalidInput("请写明送核对的办理人。")
    chosen = [one for one in rows.bodies if (one.code in bodies if bodies else one.counts)]
    missing = set(bodies) - {one.code for one in chosen}
    if missing:
        raise NotFound(f"本期没有单位“{'、'.join(sorted(missing))}”，请核对单位编码。")
    if not chosen:
        raise InvalidInput(f"{rows.period.title}没有需要核对的单位。")
    due = load_calendar(session).after(day, int(setting(session, CHECK_DAYS)))
    known = select(Body.code, Body.id).where(text_filter(Body.code, [one.code for one in chosen]))
    ids = {code: number for code, number in session.execute(known)}
    count = 0
    for one in chosen:
        asked = [*_figures(one), *_findings(rows.problems_of(one.code))]
        count += _ask(session, rows.period, one, ids[one.code], asked, actor, day, due)
    session.flush()
    return Changes(count=count, details={"bodies": len(chosen)})


Asked = tuple[bool, str, str, str]
"""Whether it is a finding, its key, its name, how it is told."""


def _figures(body: BodyFigures) -> list[Asked]:
    return [
        (False, one.id, one.name,
         _figure_text(one.value, one.numerator, one.denominator, one.share))
        for one in body.indicators
        if one.value is not None
    ]  # fmt: skip


def _figure_text(value: float | None, top: int, bottom: int | None, share: bool) -> str:
    if value is None:
        return "—"
    return f"{value * 100:.1f}%（{top:,}/{bottom or 0:,}）" if share else f"{top:,}"


def _findings(problems: Sequence[ProblemRow]) -> list[Asked]:
    return [(True, row.key, row.rule_name, row.sentence) for row in problems]


def _ask(
    session: Session, period: Period, body: BodyFigures, body_id: int, asked: Sequence[Asked],
    actor: str, day: date, due: date | None,
) -> int:  # fmt: skip
    known = {
        (bool(one.is_finding), one.fact): one
        for one in session.scalars(
            select(CheckItemRecord).where(
                CheckItemRecord.period == period.text, CheckItemRecord.body_id == body_id
            )
        )
    }
    count, place = 0, len(known)
    for is_finding, fact, name, told in asked:
        old = known.get((is_finding, fact))
        if old is not None:
            if old.told != told and not old.settled:
                old.told, old.version = told, old.version + 1
            continue
        place += 1
        count += 1
        session.add(
            CheckItemRecord(
                number=f"{period.text}-{body.code}-{place:04d}", body_id=body_id,
                period=period.text, is_finding=int(is_finding), fact=fact, name=name, told=told,
                sent=day_number(day), due=None if due is None else day_number(due), settled="",
                actor=actor.strip(),
            )
        )  # fmt: skip
    return count


def check_items(
    session: Session, period: str | None = None, body: str | None = None,
    waiting: bool = False,
) -> list[CheckItem]:  # fmt: skip
    """Return what was asked and answered, by body and 核对编号; `waiting`: not yet settled."""
    query = (
        select(CheckItemRecord, Body.code, Body.name, ConfirmationSheet)
        .join(Body, Body.id == CheckItemRecord.body_id)
        .outerjoin(
            ConfirmationSheet,
            (ConfirmationSheet.number == CheckItemRecord.number)
            & (ConfirmationSheet.body_id == CheckItemRecord.body_id),
        )
        .order_by(Body.code, CheckItemRecord.number)
    )
    if period is not None:
        query = query.where(CheckItemRecord.period == period)
    if body is not None:
        query = query.where((Body.code == body) | (Body.name == body))
    if waiting:
        query = query.where(CheckItemRecord.settled == "")
    return [_item(*row) for row in session.execute(query)]


def _item(
    one: CheckItemRecord, code: str, name: str, answer: ConfirmationSheet | None
) -> CheckItem:
    return CheckItem(
        one.id, one.number, Named(code, name), one.period, bool(one.is_finding), one.fact,
        one.name, one.told, day_of(one.sent), None if one.due is None else day_of(one.due),
        None if answer is None else Confirmation.at(answer.verdict),
        "" if answer is None else answer.correction, "" if answer is None else answer.note,
        one.settled,
    )  # fmt: skip


def settle(
    session: Session, period: str, actor: str, day: date, body: str | None = None
) -> Settled:
    """Settle the answers of a period: a person of 市司法局 has read them.

    A finding confirmed, or unanswered past its day, is 属实; one disputed or corrected is 有异议
    with the body's words. Only findings still 待核实 are decided. Items not yet due wait.
    """
    if not actor.strip():
        raise InvalidInput("请写明认定人。")
    items = check_items(session, period, body, waiting=True)
    if not items and not check_items(session, period, body):
        raise NotFound("本期还没有送出核对单，请先送核对。")
    ways = {one.number: way for one in items if (way := _way(one, day))}
    states = _open_states(session, [one.key for one in items if one.is_finding])
    decided = 0
    for one in items:
        way = ways.get(one.number, "")
        if way and one.is_finding and states.get(one.key) is FindingState.OPEN:
            state = FindingState.DISPUTED if way == DISPUTED else FindingState.TRUE
            decide(session, [one.key], state, _reason(one, way), actor, day)
            states[one.key] = state
            decided += 1
    for row in session.scalars(
        select(CheckItemRecord).where(text_filter(CheckItemRecord.number, list(ways)))
    ):
        row.settled, row.actor, row.version = ways[row.number], actor.strip(), row.version + 1
    session.flush()
    told = list(ways.values())
    return Settled(
        told.count(CONFIRMED), told.count(DISPUTED), told.count(SILENT), len(items) - len(ways),
        decided,
    )  # fmt: skip


def _way(item: CheckItem, day: date) -> str:
    if item.verdict is not None:
        return SETTLES[item.verdict]
    return SILENT if item.due is not None and item.due < day else ""


def _reason(item: CheckItem, way: str) -> str:
    if way == SILENT:
        return f"核对编号{item.number}，逾期未反馈，视为无异议"
    told = "；".join(part for part in (item.correction, item.note) if part)
    return f"核对编号{item.number}，单位反馈{way}" + (f"：{told}" if told else "")


def _open_states(session: Session, keys: Sequence[str]) -> dict[str, FindingState]:
    query = select(Finding.key, Finding.state).where(text_filter(Finding.key, keys))
    return {key: FindingState.at(state) for key, state in session.execute(query)}


def disputes(session: Session, period: str) -> dict[tuple[str, str], CheckItem]:
    """Return the items of a period that are disputed, by body code and key: to be footnoted."""
    return {
        (one.body.code, one.key): one
        for one in check_items(session, period)
        if _is_disputed(one)
    }


def _is_disputed(item: CheckItem) -> bool:
    return DISPUTED in (item.settled, SETTLES.get(item.verdict or Confirmation.TRUE))


def checked_bodies(items: Sequence[CheckItem], today: date) -> list[CheckedBody]:
    """Return how far each body is with what it was asked; `overdue`: silent past its day."""
    of_body: dict[Named, list[CheckItem]] = defaultdict(list)
    for one in items:
        of_body[one.body].append(one)
    return [
        CheckedBody(
            body, len(own), sum(one.verdict is not None for one in own),
            sum(map(_is_disputed, own)), sum(not one.settled for one in own),
            sum(_way(one, today) == SILENT for one in own if not one.settled),
            max((one.due for one in own if one.due is not None), default=None),
        )
        for body, own in of_body.items()
    ]  # fmt: skip


def unconfirmed(session: Session, rows: CircularRows) -> list[str]:
    """Return the names of bodies a paper of the period would name without the right of reply.

    A body has had it when each of its problems was sent and settled, or its day has passed.
    """
    today = rows.made_on
    ready = {
        (one.body.code, one.key)
        for one in check_items(session, rows.period.text)
        if one.settled or (one.due is not None and one.due < today)
    }
    missing = (
        body.name for row in rows.problems for body in row.bodies
        if (body.code, row.key) not in ready
    )  # fmt: skip
    return list(dict.fromkeys(missing))
