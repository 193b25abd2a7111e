"""Decisions on plans proposed to be joined: accepted, refused, postponed, with the reason.

Every decision is a row of its own that stays; the latest one on a pair holds. They are kept by the
keys of the plans, so they hold as well once plans are imported again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Body, MatchVerdict, Plan
from data.rows.errors import Conflict, InvalidInput
from data.rows.issues import Changes
from data.rows.matching import MatchState, Ruling, VerdictRow, pair_key
from data.rows.period import day_number, day_of
from data.store.bulk import text_filter

REASONED = (MatchState.REFUSED, MatchState.POSTPONED, MatchState.OPEN)
NAMED = 5


def decide_matches(
    session: Session, keys: Sequence[str], ruling: Ruling, actor: str, day: date,
    seen: MatchState | None = None,
) -> Changes:  # fmt: skip
    """Decide pairs by key, all or none; `seen` is how all of them stood for who decides."""
    wanted = list(dict.fromkeys(_ordered(key) for key in keys if key.strip()))
    if not wanted:
        raise InvalidInput("请至少指明一对计划，写作 编码:编号|编码:编号。")
    if not actor.strip():
        raise InvalidInput("请写明办理人。")
    if ruling.state in REASONED and not ruling.reason.strip():
        raise InvalidInput(f"改为“{ruling.state.label}”须写明理由。")
    if ruling.until is not None and ruling.until < day:
        raise InvalidInput(f"暂缓到 {ruling.until} 已经过去，请改为今天以后的日期。")
    leads = _leads(session, wanted, ruling)
    standing = verdicts(session, wanted, day)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    for key in wanted:
        known = standing.get(key)
        before = MatchState.OPEN if known is None else known.state
        if seen is not None and before is not seen:
            raise Conflict(f"“{key}”已被他人改为“{before.label}”，本次没有保存，请刷新后再办。")
        postponed = ruling.state is MatchState.POSTPONED and ruling.until is not None
        session.add(MatchVerdict(
            pair_key=key, before=int(before), state=int(ruling.state), lead=leads.get(key, ""),
            until=day_number(ruling.until) if postponed and ruling.until else None,
            reason=ruling.reason.strip(), actor=actor.strip(), at=at, day=day_number(day),
        ))  # fmt: skip
    session.flush()
    return Changes(count=len(wanted), planning=True)


def verdicts(
    session: Session, keys: Sequence[str] | None, today: date
) -> dict[str, VerdictRow]:
    """Return how pairs stand by their latest decision; a postponed one is open once it is due."""
    query = select(MatchVerdict).order_by(MatchVerdict.id)
    if keys is not None:
        query = query.where(text_filter(MatchVerdict.pair_key, keys))
    found = {}
    for one in session.scalars(query):
        row = _row(one)
        over = row.until is not None and row.until < today
        found[row.key] = _row(one, MatchState.OPEN) if over else row
    return found


def verdicts_on(session: Session, key: str) -> list[VerdictRow]:
    """Return all decisions on a pair, oldest first."""
    query = select(MatchVerdict).where(MatchVerdict.pair_key == _ordered(key))
    return [_row(one) for one in session.scalars(query.order_by(MatchVerdict.id))]


def _row(one: MatchVerdict, state: MatchState | None = None) -> VerdictRow:
    return VerdictRow(
        one.pair_key, MatchState.at(one.state) if state is None else state, one.lead,
        None if one.until is None else day_of(one.until), one.reason, one.actor, day_of(one.day),
    )  # fmt: skip


def _ordered(key: str) -> str:
    """Return a key with its sides in order; InvalidInput where it has not two."""
    sides = [side.strip() for side in key.split("|")]
    if len(sides) != 2 or not all(":" in side for side in sides):
        raise InvalidInput(f"“{key}”应写作 编码:编号|编码:编号。")
    return pair_key(*sides)


def _leads(session: Session, keys: Sequence[str], ruling: Ruling) -> dict[str, str]:
    """Return who leads each pair, if it is accepted; InvalidInput for plans that are not there."""
    known = _known(session, keys)
    missing = [key for key in keys if any(side not in known for side in key.split("|"))]
    if missing:
        raise InvalidInput(f"没有这样的计划：{'、'.join(missing[:NAMED])}，请用 match 查看。")
    if ruling.state is not MatchState.ACCEPTED:
        return {}
    found = {}
    for key in keys:
        bodies = [known[side] for side in key.split("|")]
        lead = next((code for code, name in bodies if ruling.lead in (code, name)), None)
        if lead is None:
            names = "、".join(name for _, name in bodies)
            raise InvalidInput(f"采纳“{key}”须写明牵头单位，应为其中之一：{names}。")
        found[key] = lead
    return found


def _known(session: Session, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return code and name of the body of each plan that is in the keys."""
    sides = {side for key in keys for side in key.split("|")}
    numbers = sorted({side.partition(":")[2] for side in sides})
    query = select(Body.code, Body.name, Plan.number).join(Plan, Plan.body_id == Body.id)
    rows = session.execute(query.where(text_filter(Plan.number, numbers)))
    return {f"{code}:{number}": (code, name) for code, name, number in rows}
