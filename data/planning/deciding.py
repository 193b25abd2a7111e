"""Decisions on plans proposed to be joined: accepted, refused, postponed, with the reason.

An accepted pair is a reminder of merging with a day by which to answer; R8 follows at once. Every
decision is a row of its own that stays; the latest one on a pair holds, unless another entry took
it back. They are kept by the keys of the plans, so they hold as well once plans are imported again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.settings import setting
from data.measures.workdays import load_calendar
from data.models import Body, MatchVerdict, Plan
from data.rows.errors import Conflict, InvalidInput
from data.rows.issues import Changes
from data.rows.matching import MatchState, Ruling, VerdictRow, pair_key
from data.rows.period import day_number
from data.rows.settings import REMIND_DAYS
from data.rules.judging_day import TODAY
from data.rules.moving_day import move_day
from data.rules.plan_scope import rejudge_pairs
from data.rules.reminders import standing_verdicts, verdict_row
from data.store.bulk import text_filter

REASONED = (MatchState.REFUSED, MatchState.POSTPONED, MatchState.OPEN)
NAMED = 5


def decide_matches(
    session: Session, keys: Sequence[str], ruling: Ruling, actor: str, day: date,
    seen: MatchState | None = None,
) -> Changes:  # fmt: skip
    """Decide pairs by key, all or none; `seen` is how all of them stood for who decides."""
    wanted = _wanted(keys, actor)
    if ruling.state in REASONED and not ruling.reason.strip():
        raise InvalidInput(f"改为“{ruling.state.label}”须写明理由。")
    if ruling.until is not None and ruling.until < day:
        raise InvalidInput(f"暂缓到 {ruling.until} 已经过去，请改为今天以后的日期。")
    leads, due = _leads(session, wanted, ruling), _due(session, ruling, day)
    standing = verdicts(session, wanted, day)
    for key in wanted:
        known = standing.get(key)
        before = MatchState.OPEN if known is None else known.state
        if seen is not None and before is not seen:
            raise Conflict(f"“{key}”已被他人改为“{before.label}”，本次没有保存，请刷新后再办。")
        until = ruling.until if ruling.state is MatchState.POSTPONED else None
        decided = VerdictRow(
            key, ruling.state, leads.get(key, ""), until, ruling.reason.strip(), actor.strip(),
            day, due,
        )  # fmt: skip
        _enter(session, decided, before)
    return _followed(session, wanted, day)


def take_back_matches(
    session: Session, keys: Sequence[str], actor: str, day: date, reason: str = "",
    seen: MatchState | None = None,
) -> Changes:  # fmt: skip
    """Take the last decision on each pair back: it stands again as it stood before it."""
    wanted = _wanted(keys, actor)
    standing = standing_verdicts(session, wanted)
    for key in wanted:
        rows = standing.get(key)
        if not rows:
            raise InvalidInput(f"“{key}”没有可撤回的决定，请用 match-decide --history 核对。")
        if seen is not None and rows[-1].state is not seen:
            now = rows[-1].state.label
            raise Conflict(f"“{key}”已被他人改为“{now}”，本次没有保存，请刷新后再办。")
        before = rows[-2].state if len(rows) > 1 else MatchState.OPEN
        back = VerdictRow(key, before, "", None, reason.strip(), actor.strip(), day, back=True)
        _enter(session, back, rows[-1].state)
    return _followed(session, wanted, day)


def verdicts(
    session: Session, keys: Sequence[str] | None, today: date
) -> dict[str, VerdictRow]:
    """Return how pairs stand by the decision that holds; a postponed one is open once it is due."""
    return {
        key: replace(rows[-1], state=MatchState.OPEN) if _is_over(rows[-1], today) else rows[-1]
        for key, rows in standing_verdicts(session, keys).items()
    }


def verdicts_on(session: Session, key: str) -> list[VerdictRow]:
    """Return all decisions on a pair and what took them back, oldest first."""
    query = select(MatchVerdict).where(MatchVerdict.pair_key == _ordered(key))
    return [verdict_row(one) for one in session.scalars(query.order_by(MatchVerdict.id))]


def _is_over(row: VerdictRow, today: date) -> bool:
    return row.until is not None and row.until < today


def _wanted(keys: Sequence[str], actor: str) -> list[str]:
    """Return the keys in order, each once; InvalidInput where there are none, or nobody acts."""
    wanted = list(dict.fromkeys(_ordered(key) for key in keys if key.strip()))
    if not wanted:
        raise InvalidInput("请至少指明一对计划，写作 编码:编号|编码:编号。")
    if not actor.strip():
        raise InvalidInput("请写明办理人。")
    return wanted


def _due(session: Session, ruling: Ruling, day: date) -> date | None:
    """Return by when an accepted pair is to be answered; None where no calendar can tell."""
    if ruling.state is not MatchState.ACCEPTED:
        return None
    if ruling.due is not None and ruling.due <= day:
        raise InvalidInput(f"回应期限 {ruling.due} 应在 {day} 以后，请改正。")
    days = int(setting(session, REMIND_DAYS))
    return ruling.due or load_calendar(session).after(day, days)


def _enter(session: Session, row: VerdictRow, before: MatchState) -> None:
    until, due = (None if one is None else day_number(one) for one in (row.until, row.due))
    session.add(MatchVerdict(
        pair_key=row.key, before=int(before), state=int(row.state), lead=row.lead, until=until,
        due=due, reason=row.reason, actor=row.actor, back=int(row.back), day=day_number(row.day),
        at=datetime.now(UTC).isoformat(timespec="seconds"),
    ))  # fmt: skip


def _followed(session: Session, keys: Sequence[str], day: date) -> Changes:
    """Judge the plans of pairs anew, as of the day on which people decided."""
    session.flush()
    session.info[TODAY] = day
    move_day(session)
    rejudge_pairs(session, _known(session, keys).ids)
    return Changes(count=len(keys), planning=True, findings=True)


def _ordered(key: str) -> str:
    """Return a key with its sides in order; InvalidInput where it has not two."""
    sides = [side.strip() for side in key.split("|")]
    if len(sides) != 2 or not all(":" in side for side in sides):
        raise InvalidInput(f"“{key}”应写作 编码:编号|编码:编号。")
    return pair_key(*sides)


def _leads(session: Session, keys: Sequence[str], ruling: Ruling) -> dict[str, str]:
    """Return who leads each pair, if it is accepted; InvalidInput for plans that are not there."""
    known = _known(session, keys).bodies
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


@dataclass(frozen=True, slots=True)
class _Known:
    """The plans named in some keys: by their own key the body's code and name, and their ids."""

    bodies: Mapping[str, tuple[str, str]]
    ids: Sequence[int]


def _known(session: Session, keys: Sequence[str]) -> _Known:
    """Return the plans that are in the keys and in the ledger."""
    sides = {side for key in keys for side in key.split("|")}
    numbers = sorted({side.partition(":")[2] for side in sides})
    query = select(Body.code, Body.name, Plan.number, Plan.id).join(Plan, Plan.body_id == Body.id)
    rows = session.execute(query.where(text_filter(Plan.number, numbers))).all()
    meant = [row for row in rows if f"{row.code}:{row.number}" in sides]
    bodies = {f"{row.code}:{row.number}": (row.code, row.name) for row in meant}
    return _Known(bodies, [row.id for row in meant])
