"""The life of a finding: 待核实 → 属实 / 有异议 / 不成立 / 尽职免责 → 已整改 (RULES.md, "Rules").

Every decision is a row of its own that stays; the latest one on a key holds, also after the rules
were run again. One that leads back to 待核实 leaves the finding to the rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data.models import Decision, Finding
from data.rows.decisions import MOVES, DecisionRow, needs_reason
from data.rows.enums import FindingState, SubjectKind
from data.rows.errors import Conflict, InvalidInput, NotFound
from data.rows.issues import Changes
from data.rows.period import day_number
from data.rules.evaluate import evaluate
from data.rules.finding_tally import contribution, shift
from data.rules.storing import forget, of_enterprises, store
from data.store.bulk import id_filter, text_filter

STATE = FindingState
TAKEN_BACK = "撤回"
"""How the reason of a decision begins that takes another one back."""
CHANGED = Changes(findings=True)
NAMED = 5


def decide(
    session: Session,
    keys: Sequence[str],
    state: FindingState,
    reason: str,
    actor: str,
    day: date,
    seen: Mapping[str, FindingState] | None = None,
) -> Changes:
    """Decide findings by key, all or none; `seen` is how they stood for who decides."""
    found = _found(session, keys)
    _refuse_if_moved(session, found, seen or {})
    reason = reason.strip()
    for one in found:
        _refuse_move(session, one, state, reason)
    _enter(session, found, dict.fromkeys((one.key for one in found), state), reason, actor, day)
    return Changes(findings=True, count=len(found))


def take_back(
    session: Session,
    keys: Sequence[str],
    actor: str,
    day: date,
    reason: str = "",
    seen: Mapping[str, FindingState] | None = None,
) -> Changes:
    """Take the last decision on each finding back: it stands again as it stood before it."""
    found = _found(session, keys)
    _refuse_if_moved(session, found, seen or {})
    told = histories(session, [one.key for one in found])
    states: dict[str, FindingState] = {}
    for one in found:
        standing = _standing(told.get(one.key, ()))
        if not standing:
            raise InvalidInput(f"预警“{one.key}”没有可撤回的认定。")
        states[one.key] = standing[-1].before
    words = f"{TAKEN_BACK}：{reason.strip()}" if reason.strip() else f"{TAKEN_BACK}认定"
    _enter(session, found, states, words, actor, day)
    return Changes(findings=True, count=len(found))


def history_of(session: Session, key: str) -> tuple[DecisionRow, ...]:
    """Return the decisions on a finding, oldest first."""
    return histories(session, [key]).get(key, ())


def histories(session: Session, keys: Sequence[str]) -> dict[str, tuple[DecisionRow, ...]]:
    """Return the decisions on findings by key, oldest first."""
    rows = session.scalars(
        select(Decision).where(text_filter(Decision.finding_key, keys)).order_by(Decision.id)
    )
    told: dict[str, list[DecisionRow]] = defaultdict(list)
    for one in rows:
        told[one.finding_key].append(
            DecisionRow(
                one.finding_key, STATE.at(one.before), STATE.at(one.state), one.reason, one.actor,
                one.at, one.day,
            )
        )  # fmt: skip
    return {key: tuple(rows) for key, rows in told.items()}


def _standing(told: Sequence[DecisionRow]) -> list[DecisionRow]:
    """Return the decisions nobody took back, the last one last."""
    standing: list[DecisionRow] = []
    for one in told:
        last = standing[-1] if standing else None
        back = last is not None and (last.before, last.state) == (one.state, one.before)
        if back and one.reason.startswith(TAKEN_BACK):
            standing.pop()
        elif one.state is STATE.OPEN:
            standing.clear()
        else:
            standing.append(one)
    return standing


def _found(session: Session, keys: Sequence[str]) -> list[Finding]:
    wanted = list(dict.fromkeys(key.strip() for key in keys if key.strip()))
    if not wanted:
        raise InvalidInput("请至少指明一条预警。")
    rows = session.scalars(select(Finding).where(text_filter(Finding.key, wanted)))
    by_key = {one.key: one for one in rows}
    missing = [key for key in wanted if key not in by_key]
    if missing:
        more = f"等 {len(missing)} 条" if len(missing) > NAMED else ""
        raise NotFound(
            f"没有预警“{'”“'.join(missing[:NAMED])}”{more}，请按 findings 输出的 key 填写。"
        )
    return [by_key[key] for key in wanted]


def _refuse_if_moved(
    session: Session, found: Sequence[Finding], seen: Mapping[str, FindingState]
) -> None:
    """Say what others decided meanwhile."""
    for one in found:
        state = STATE.at(one.state)
        was = seen.get(one.key, state)
        if was is state:
            continue
        last = history_of(session, one.key)[-1:]
        who = f"{last[0].actor}已认定为“{state.label}”" if last else f"现为“{state.label}”"
        why = f"（{one.reason}）" if one.reason else ""
        raise Conflict(
            f"预警“{one.key}”已有变化：您看到的是“{was.label}”，{who}{why}。请刷新后再认定。"
        )


def _refuse_move(session: Session, finding: Finding, state: FindingState, reason: str) -> None:
    before = STATE.at(finding.state)
    if not finding.holds and state is not STATE.OPEN:
        raise InvalidInput(
            f"预警“{finding.key}”在数据更正后已不再成立，不必认定；可改回待核实，由规则重新核对。"
        )
    if before is STATE.UNFOUNDED and not history_of(session, finding.key):
        raise InvalidInput(
            f"预警“{finding.key}”因依据认可而不成立，不由人认定；如有不同意见，请到“依据核验”处理。"
        )
    if state not in MOVES[before]:
        possible = "、".join(one.label for one in MOVES[before])
        raise InvalidInput(
            f"预警“{finding.key}”现为“{before.label}”，不能改为“{state.label}”，可改为：{possible}。"
        )
    if needs_reason(before, state) and not reason:
        raise InvalidInput(f"认定为“{state.label}”须写明理由。")


def _enter(
    session: Session,
    found: Sequence[Finding],
    states: Mapping[str, FindingState],
    reason: str,
    actor: str,
    day: date,
) -> None:
    """Append the decisions, and let findings and their counts follow."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    ids = [one.id for one in found]
    before = contribution(session, ids)
    for one in found:
        session.add(
            Decision(
                finding_key=one.key, before=one.state, state=int(states[one.key]), reason=reason,
                actor=actor, at=at, day=day_number(day),
            )
        )  # fmt: skip
    session.flush()
    for state in set(states.values()):
        decided = [one.id for one in found if states[one.key] is state and one.holds]
        session.execute(
            update(Finding)
            .where(id_filter(Finding.id, decided))
            .values(
                state=int(state),
                reason="" if state is STATE.OPEN else reason,
                version=Finding.version + 1,
            )
        )
    left = [one for one in found if states[one.key] is STATE.OPEN]
    forget(session, [one.id for one in left if not one.holds])
    shift(session, before, contribution(session, ids))
    _leave_to_rules(session, [one for one in left if one.holds])


def _leave_to_rules(session: Session, found: Sequence[Finding]) -> None:
    """Let findings nobody decides any more be what the rules say; their counts follow."""
    judged = (SubjectKind.ENTERPRISE, SubjectKind.VISIT)
    enterprises = {
        one.enterprise_id
        for one in found
        if one.subject_kind in judged and one.enterprise_id is not None
    }
    if enterprises:
        # Only rules about enterprises close findings by themselves (依据认可).
        chosen = sorted(enterprises)
        store(session, evaluate(session, chosen), of_enterprises(chosen))


__all__ = ["decide", "histories", "history_of", "take_back"]
