"""A draw's life: promised once, then drawn once or given up; nothing of it is ever changed."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy import RowMapping, func, select
from sqlalchemy.orm import Session

from data.drawing.canonical import plan_of, text_of
from data.drawing.certificates import broken_substitutes, result_digest
from data.drawing.drawing import draw
from data.drawing.strata import strata_of
from data.drawing.stream import SEED_BYTES, commitment_of
from data.drawing.substituting import replay
from data.models import Draw, DrawEnd, DrawnEnterprise, DrawSeed, DrawSubstitute
from data.models.tables import table_of
from data.rows.draws import (
    Drawn,
    DrawPlan,
    DrawRow,
    DrawRules,
    DrawSheet,
    DrawState,
    Outcome,
    Population,
    Shortage,
    Substitute,
)
from data.rows.errors import InvalidInput, NotFound, Refused
from data.rows.period import day_number, day_of
from data.rows.values.text import clean
from data.store.bulk import insert_rows
from data.store.packing import packed, unpacked

MOST_TITLE = 120
_COLUMNS = tuple(column for column in table_of(Draw).columns if column.name != "text")


@dataclass(frozen=True, slots=True)
class Who:
    """Who does something to a draw, and on which day."""

    actor: str
    day: date


def promise(
    session: Session, title: str, held: date, people: Population, rules: DrawRules, witness: str,
    who: Who,
) -> int:  # fmt: skip
    """Promise a draw: its hash is on record from now on, its seed is told when it is over."""
    name = _in_one_line(title)
    if not name:
        raise InvalidInput("请写明抽取的名称，如“2026年第四季度危险化学品双随机抽查”。")
    if len(name) > MOST_TITLE:
        raise InvalidInput(f"抽取的名称超过 {MOST_TITLE} 个字，请缩短。")
    if held < who.day:
        raise InvalidInput(f"抽取日期 {held} 已过，请写今天或以后的日期。")
    if not people.objects:
        raise InvalidInput("没有可抽取的对象，请放宽范围或核对名单。")
    place = (session.scalar(select(func.max(Draw.place)).where(Draw.year == held.year)) or 0) + 1
    newest = select(Draw.commitment).order_by(Draw.id.desc()).limit(1)
    plan = DrawPlan(
        f"{held.year}-{place:03d}", name, held, people, rules, _in_one_line(witness),
        session.scalar(newest) or "",
    )  # fmt: skip
    text, seed = text_of(plan), secrets.token_bytes(SEED_BYTES)
    strata = strata_of(people.objects, rules)
    row = Draw(
        year=held.year, place=place, title=plan.title, held=day_number(held),
        objects=len(people.objects), officers=len(people.officers),
        size=sum(one.quota for one in strata), agreed=plan.witness,
        commitment=commitment_of(seed, text), previous=plan.previous, text=packed(text.encode()),
        actor=_signed(who), at=_now(), day=day_number(who.day),
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add(DrawSeed(draw_id=row.id, seed=seed.hex()))
    session.flush()
    return row.id


def _in_one_line(text: str) -> str:
    return " ".join(clean(text).split())


def run(session: Session, number: str, witness: str, who: Who) -> int:
    """Draw what was promised, once and for all; return the draw's id."""
    one, seed = _open(session, number)
    plan = plan_of(_text(one))
    if who.day < plan.held:
        raise InvalidInput(
            f"抽取 {plan.number} 定于 {plan.held} 进行，今天是 {who.day}，不能提前。"
        )
    said = _in_one_line(witness)
    if plan.witness and not said:
        raise InvalidInput(f"承诺时约定了公开数（{plan.witness}），请写明该数。")
    if said and not plan.witness:
        raise InvalidInput("承诺时没有约定公开数，抽取时不能再加。")
    if commitment_of(seed, _text(one)) != one.commitment:
        raise Refused(f"抽取 {plan.number} 的承诺值与种子、抽取说明不符，记录被改动过，不能抽取。")
    outcome = draw(plan, seed, said)
    _end(session, one, DrawState.DRAWN, seed, said, outcome, "", who)
    rows = [(one.id, one.year, row.code, day_number(who.day)) for row in outcome.drawn]
    insert_rows(session, table_of(DrawnEnterprise), ["draw_id", "year", "code", "day"], rows)
    return one.id


def abandon(session: Session, number: str, reason: str, who: Who) -> int:
    """Give a promised draw up, with the reason; it stays listed and its seed is told."""
    one, seed = _open(session, number)
    if not reason.strip():
        raise InvalidInput("请写明作废的理由；作废的抽取连同理由列入以后的证明。")
    _end(session, one, DrawState.ABANDONED, seed, "", None, reason.strip(), who)
    return one.id


def _end(
    session: Session, one: Draw, state: DrawState, seed: bytes, witness: str,
    outcome: Outcome | None, reason: str, who: Who,
) -> None:  # fmt: skip
    session.add(
        DrawEnd(
            draw_id=one.id, state=int(state), seed=seed.hex(), witness=witness,
            result=result_digest(outcome) if outcome else "",
            outcome=_outcome_text(outcome) if outcome else "", reason=reason, actor=_signed(who),
            at=_now(), day=day_number(who.day),
        )
    )  # fmt: skip
    session.flush()


def _signed(who: Who) -> str:
    if not who.actor.strip():
        raise InvalidInput("请写明办理人。")
    return who.actor.strip()[:64]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _open(session: Session, number: str) -> tuple[Draw, bytes]:
    """Return a draw that is not over, with its seed."""
    one = _draw(session, number)
    end = session.scalars(select(DrawEnd).where(DrawEnd.draw_id == one.id)).one_or_none()
    if end is not None:
        state = DrawState.at(end.state).label
        raise Refused(
            f"抽取 {_number(one)} 已由{end.actor}于{day_of(end.day)}办结（{state}），"
            "一次承诺只能抽取一次。要再抽取，请另作承诺。"
        )
    seed = session.scalar(select(DrawSeed.seed).where(DrawSeed.draw_id == one.id))
    if seed is None:
        raise Refused(f"抽取 {_number(one)} 的种子不在本数据库中，不能抽取，只能作废。")
    return one, bytes.fromhex(seed)


def _draw(session: Session, number: str) -> Draw:
    year, _, place = number.strip().partition("-")
    found = None
    if year.isdecimal() and place.isdecimal():
        query = select(Draw).where(Draw.year == int(year), Draw.place == int(place))
        found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound(f"没有抽取“{number}”，编号如 2026-003，请用 draw list 查看。")
    return found


def _number(one: Draw) -> str:
    return f"{one.year}-{one.place:03d}"


def _text(one: Draw) -> str:
    return unpacked(one.text).decode()


def list_draws(session: Session, year: int | None = None) -> list[DrawRow]:
    """Return the draws, newest first, those given up among them."""
    query = select(*_COLUMNS, DrawEnd).outerjoin(DrawEnd, DrawEnd.draw_id == Draw.id)
    query = query.order_by(Draw.id.desc())
    if year is not None:
        query = query.where(Draw.year == year)
    return [_row(one) for one in session.execute(query).mappings()]


def show(session: Session, number: str) -> DrawSheet:
    """Return one draw with its promise, its quotas, its outcome and the others of its year."""
    one = _draw(session, number)
    rows = list_draws(session, one.year)[::-1]
    text = _text(one)
    plan = plan_of(text)
    told = session.scalar(select(DrawEnd.outcome).where(DrawEnd.draw_id == one.id))
    row, outcome = next(row for row in rows if row.id == one.id), _outcome(told) if told else None
    stood_in = substitutes_of(session, one.id)
    standing = outcome
    if outcome is not None and stood_in:
        fallen = [(each.code, each.badge) for each in stood_in]
        standing, _ = replay(plan, bytes.fromhex(row.seed), row.witness, outcome, fallen)
    return DrawSheet(
        row, text, plan, strata_of(plan.people.objects, plan.rules), outcome,
        tuple(other for other in rows if other.id < one.id), stood_in, standing,
    )  # fmt: skip


def substitutes_of(session: Session, number: int) -> tuple[Substitute, ...]:
    """Return who stood in for whom in a draw (id), in order."""
    query = select(DrawSubstitute).where(DrawSubstitute.draw_id == number)
    return tuple(
        Substitute(one.code, one.badge, one.found, one.reason, one.actor, one.at)
        for one in session.scalars(query.order_by(DrawSubstitute.place))
    )


def substitute(
    session: Session, number: str, code: str, badge: str, reason: str, who: Who
) -> Substitute:
    """Let who is next stand in for an enterprise, or with a badge for an officer there."""
    sheet, why = show(session, number), reason.strip()
    if sheet.outcome is None:
        raise Refused(f"抽取 {sheet.row.number} {sheet.row.word}，没有抽取结果，不能替补。")
    if not why:
        raise InvalidInput("请写明替补的理由，如“已停业”“与企业有利害关系，回避”。")
    fallen = [(each.code, each.badge) for each in sheet.substitutes]
    wanted = (code.strip(), badge.strip())
    _, found = replay(
        sheet.plan, bytes.fromhex(sheet.row.seed), sheet.row.witness, sheet.outcome,
        [*fallen, wanted],
    )  # fmt: skip
    told = Substitute(*wanted, found[-1], why, _signed(who), _now())
    session.add(
        DrawSubstitute(
            draw_id=sheet.row.id, place=len(fallen) + 1, code=told.code, badge=told.badge,
            found=told.found, reason=told.reason, actor=told.actor, at=told.at,
            day=day_number(who.day),
        )
    )  # fmt: skip
    session.flush()
    if not told.badge:
        row = (sheet.row.id, sheet.plan.held.year, told.found, day_number(who.day))
        insert_rows(session, table_of(DrawnEnterprise), ["draw_id", "year", "code", "day"], [row])
    return told


def _row(told: RowMapping) -> DrawRow:
    row = DrawRow(
        told["id"], f"{told['year']}-{told['place']:03d}", told["title"], day_of(told["held"]),
        DrawState.PROMISED, told["objects"], told["officers"], told["size"], told["commitment"],
        told["previous"], told["agreed"], told["actor"], told["at"],
    )  # fmt: skip
    end = told["DrawEnd"]
    if end is None:
        return row
    return replace(
        row, state=DrawState.at(end.state), seed=end.seed, witness=end.witness, result=end.result,
        reason=end.reason, ended_by=end.actor, ended_at=end.at,
    )  # fmt: skip


def _outcome_text(outcome: Outcome) -> str:
    content = {
        "drawn": [[one.code, one.badges] for one in outcome.drawn],
        "short": [[one.code, one.body, one.lacks, one.eligible] for one in outcome.short],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _outcome(text: str) -> Outcome:
    content = json.loads(text)
    return Outcome(
        tuple(Drawn(code, tuple(badges)) for code, badges in content["drawn"]),
        tuple(Shortage(*one) for one in content["short"]),
    )


def broken_chain(session: Session) -> list[str]:
    """Return where a promise does not follow the one before it: something was taken out."""
    found: list[str] = []
    previous, places = "", dict[int, int]()
    for row in list_draws(session)[::-1]:
        year, place = (int(part) for part in row.number.split("-"))
        places[year] = places.get(year, 0) + 1
        if row.previous != previous or place != places[year]:
            found.append(f"双随机抽取 {row.number} 与前一次的承诺值接不上，中间的记录被删改过。")
        previous = row.commitment
    return found


def changed_draws(session: Session) -> list[str]:
    """Return what no longer agrees in the draws kept: hashes, their chain, results drawn again."""
    found = broken_chain(session)
    for row in list_draws(session)[::-1]:
        sheet = show(session, row.number)
        if row.seed and commitment_of(bytes.fromhex(row.seed), sheet.text) != row.commitment:
            found.append(f"双随机抽取 {row.number} 的种子、抽取说明与承诺值不符，被改动过。")
        if sheet.outcome is not None and not _again(sheet):
            found.append(f"双随机抽取 {row.number} 重新抽取的结果与所存的不同，被改动过。")
        elif sheet.outcome is not None:
            found += broken_substitutes(sheet)
    return found


def _again(sheet: DrawSheet) -> bool:
    again = draw(sheet.plan, bytes.fromhex(sheet.row.seed), sheet.row.witness)
    return again == sheet.outcome and result_digest(again) == sheet.row.result
