"""Changing a rule: a new version with author and reason; the past keeps its own."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.rulebook import changes_of, published, rule_book
from data.models import RuleChange as Change
from data.models import Setting
from data.rows.errors import InvalidInput, NotFound
from data.rows.limits import limit_words
from data.rows.period import day_number, day_of
from data.rows.rulesets import SWITCH, RuleBook, RuleChange, composed
from data.rules.freshening import REJUDGING

LENGTH = 64


@dataclass(frozen=True, slots=True)
class Wish:
    """A change asked for, before it is entered."""

    rule: str
    name: str
    value: float
    effective: date


def change(session: Session, wish: Wish, author: str, reason: str, day: date) -> RuleChange:
    """Enter a change of a rule; what it changes is judged anew afterwards (`reevaluate`)."""
    author, reason = author.strip(), reason.strip()
    if not author or not reason:
        raise InvalidInput("修改规则须写明修改人和理由。")
    if len(author) > LENGTH:
        raise InvalidInput(f"修改人不超过 {LENGTH} 个字。")
    check(rule_book(session), wish)
    row = Change(
        effective=day_number(wish.effective),
        rule=wish.rule,
        name=wish.name,
        value=wish.value,
        author=author,
        reason=reason,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        day=day_number(day),
    )
    session.add(row)
    session.flush()
    ask_for_rejudging(session, wish)
    return _row(row)


def check(book: RuleBook, wish: Wish) -> None:
    """Refuse a change that cannot be: unknown, out of range, before the first set, or none."""
    if wish.rule not in book.known_rules:
        raise NotFound(f"没有规则“{wish.rule}”，可用：{'、'.join(book.known_rules)}。")
    first = book.sets[0]
    if wish.effective < first.effective:
        raise InvalidInput(
            f"生效日期不能早于第一个规则集（{first.effective.isoformat()}），此前的记录只作试算。"
        )
    text = book.set_for(day_number(wish.effective))[0].rules.get(wish.rule)
    if text is None:
        since = next(one.effective for one in book.sets if wish.rule in one.rules)
        raise InvalidInput(f"规则 {wish.rule} 自 {since.isoformat()} 起才有，请改生效日期。")
    if wish.name == SWITCH:
        if wish.value not in (0, 1):
            raise InvalidInput("启用写 on，停用写 off。")
        if bool(wish.value) is text.on:
            word = "启用" if text.on else "停用"
            raise InvalidInput(f"规则 {wish.rule} 在 {wish.effective.isoformat()} 已是{word}。")
        return
    if wish.name not in text.limits:
        names = "、".join(text.limits) or "无，只能启用或停用"
        raise InvalidInput(f"规则 {wish.rule} 没有数值“{wish.name}”，可改：{names}。")
    _check_value(wish, text.limits[wish.name])


def _check_value(wish: Wish, now: float) -> None:
    words = limit_words(wish.rule, wish.name)
    value = wish.value
    if not math.isfinite(value) or not words.low <= value <= words.high:
        raise InvalidInput(f"{wish.rule} {words.title}应在 {words.span}之间。")
    if words.is_whole and value != int(value):
        raise InvalidInput(f"{wish.rule} {words.title}应为整数。")
    if value == now:
        raise InvalidInput(
            f"{wish.rule} {words.title}在 {wish.effective.isoformat()} 已是 {words.text(now)}，"
            "没有改动。"
        )


def changed_book(session: Session, wish: Wish) -> RuleBook:
    """Return the rule book as it would be with a change, without entering it."""
    check(rule_book(session), wish)
    known = changes_of(session)
    number = max((one.id for one in known), default=0) + 1
    effective = day_number(wish.effective)
    return composed(
        published(),
        [*known, RuleChange(number, effective, wish.rule, wish.name, wish.value, "", "", "")],
    )


def rule_changes(session: Session) -> list[RuleChange]:
    """Return the changes people made, the latest first."""
    return changes_of(session)[::-1]


def change_words(one: RuleChange) -> str:
    """Return what a change does in a line."""
    day = day_of(one.effective).isoformat()
    if one.name == SWITCH:
        return f"自 {day} 起{'启用' if one.value else '停用'}"
    words = limit_words(one.rule, one.name)
    return f"自 {day} 起，{words.title}为 {words.text(one.value)}"


def ask_for_rejudging(session: Session, wish: Wish) -> None:
    """Note that all has to be judged anew from the beginning, and which counts are affected."""
    row = session.get(Setting, REJUDGING)
    counts: dict[str, int] = json.loads(row.value)["counts"] if row is not None else {}
    effective = day_number(wish.effective)
    counts[wish.rule] = min(effective, counts.get(wish.rule, effective))
    value = json.dumps({"counts": counts, "low": 0})
    if row is None:
        session.add(Setting(key=REJUDGING, value=value))
    else:
        row.value, row.version = value, row.version + 1
    session.flush()


def _row(row: Change) -> RuleChange:
    return RuleChange(
        row.id, row.effective, row.rule, row.name, row.value, row.author, row.reason, row.at
    )


def last_change(session: Session) -> RuleChange | None:
    """Return the change entered last."""
    row = session.scalars(select(Change).order_by(Change.id.desc()).limit(1)).one_or_none()
    return _row(row) if row is not None else None
