"""A long list of findings a page at a time: how many there are, and a stretch of their ids.

A year may hold a million findings. Their number comes from the tally; the usual order (severity,
times beyond, day, all downwards) is read severity by severity from an index that holds all it
needs, so that a page near the top looks at few of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    cast,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from data.models import Body, Enterprise, Finding, FindingBody, FindingTally, Item, Plan
from data.rows.column_filters import ColumnWish, read_wish
from data.rows.enums import FindingState, Severity, SubjectKind
from data.rows.errors import InvalidInput
from data.rows.findings import FindingFilter, FindingRow
from data.rows.period import Period
from data.rules.listing import BODIES, rows_of
from data.rules.turns import of_ranges
from data.store.column_conditions import beyond, says

Attribute = InstrumentedAttribute[int] | InstrumentedAttribute[str]
GRAVITY = "severity"
"""The usual order, by which pages are read severity by severity."""
_FIRST_CHARGED = (
    select(func.min(Body.name))
    .join(FindingBody, FindingBody.body_id == Body.id)
    .where(FindingBody.finding_id == Finding.id)
    .scalar_subquery()
)
SORTS: dict[str, tuple[ColumnElement[int] | ColumnElement[str] | Attribute, ...]] = {
    "rule": (cast(func.substr(Finding.rule, 2), Integer), Finding.severity, Finding.day),
    "subject": (Enterprise.name, Finding.day),
    "bodies": (_FIRST_CHARGED, Finding.day),
    "period": (Finding.period, Finding.day),
    "count": (Finding.count, Finding.day),
    "beyond": (Finding.beyond, Finding.day),
    "claimed": (Finding.claimed, Finding.day),
    "state": (Finding.state, Finding.day),
    "force": (Finding.force, Finding.day),
    "item": (Item.name, Finding.day),
}
USUAL = (Finding.severity, Finding.beyond, Finding.day)
SETTLED = (FindingState.UNFOUNDED, FindingState.EXEMPT, FindingState.CORRECTED)
OPEN = FindingState.OPEN
DECIDED = [one for one in FindingState if one not in (OPEN, FindingState.UNFOUNDED)]
Counts = dict[tuple[str, Severity], int]


def count_by_rule(session: Session, wanted: FindingFilter) -> Counts:
    """Return how many findings there are of each rule and severity; of any state unless asked."""
    counts: Counter[tuple[str, Severity]] = Counter()
    is_narrowed = bool(wanted.text or wanted.other or wanted.columns or wanted.ranges)
    is_narrowed = is_narrowed or wanted.holds is not None
    if wanted.period.whole_months and not is_narrowed and wanted.state in (None, OPEN):
        body = _body_id(session, wanted.body)
        for rule, severity, n in session.execute(_tallied(wanted.period, body)):
            counts[rule, Severity.at(severity)] += int(n)
        # The tally counts what is not 不成立; only the few that were decided are looked at.
        apart = [FindingState.UNFOUNDED] if wanted.state is None else DECIDED
        few = _of_states(replace(wanted, state=None), body, apart)
        sign = 1 if wanted.state is None else -1
        rows = session.execute(_grouped(few))
    else:
        sign = 1
        rows = session.execute(_grouped(_conditions(wanted, _body_id(session, wanted.body))))
    for rule, severity, n in rows:
        counts[rule, Severity.at(severity)] += sign * int(n)
    return {
        key: n
        for key, n in counts.items()
        if n
        and (not wanted.rule or key[0] == wanted.rule)
        and (wanted.severity is None or key[1] is wanted.severity)
    }


def count_open_red(session: Session, period: Period, body: str = "") -> int:
    """Return how many findings are red and not settled yet."""
    wanted = FindingFilter(period, body, severity=Severity.RED)
    found = sum(count_by_rule(session, wanted).values())
    settled = _of_states(wanted, _body_id(session, body), SETTLED)
    return found - (session.scalar(select(func.count()).where(*settled)) or 0)


def count_settled(
    session: Session, period: Period, severity: Severity, body: str = ""
) -> dict[str, int]:
    """Return how many findings of a severity are 尽职免责 or 已整改, by rule."""
    wanted = FindingFilter(period, body, severity=severity)
    done = [FindingState.EXEMPT, FindingState.CORRECTED]
    query = select(Finding.rule, func.count()).group_by(Finding.rule)
    rows = session.execute(query.where(*_of_states(wanted, _body_id(session, body), done)))
    return {rule: int(n) for rule, n in rows}


def worst_rows(
    session: Session, period: Period, rule: str, severity: Severity, body: str, n: int
) -> list[FindingRow]:
    """Return the open findings of a rule that go furthest beyond, the latest first among equals."""
    wanted = FindingFilter(period, body, rule=rule, severity=severity)
    query = (
        select(Finding.id)
        .where(*_conditions(wanted, _body_id(session, body)), Finding.state.not_in(SETTLED))
        .order_by(Finding.beyond.desc(), Finding.day.desc(), Finding.id)
        .limit(n)
    )
    return rows_of(session, list(session.scalars(query)))


def page_ids(
    session: Session, wanted: FindingFilter, counts: Counts, first: int, n: int
) -> list[int]:
    """Return the ids of `n` findings from place `first` on; `counts` are `count_by_rule`'s."""
    if not wanted.is_usual:
        return list(session.scalars(_ordered(session, wanted).offset(first).limit(n)))
    ids: list[int] = []
    for severity in sorted(Severity, reverse=wanted.descending):
        size = sum(number for (_, own), number in counts.items() if own is severity)
        if first >= size:
            first -= size
            continue
        query = _ordered(session, replace(wanted, severity=severity))
        ids += session.scalars(query.offset(first).limit(n - len(ids)))
        first = 0
        if len(ids) >= n:
            break
    return ids


def page_rows(
    session: Session, wanted: FindingFilter, counts: Counts, first: int, n: int
) -> list[FindingRow]:
    """Return `n` findings from place `first` on, ready to show."""
    return rows_of(session, page_ids(session, wanted, counts, first, n))


def place_of(session: Session, wanted: FindingFilter, counts: Counts, key: str) -> int | None:
    """Return the place of the finding of that key in the list; None where it is not listed."""
    found = session.execute(
        select(Finding.id, Finding.severity, Finding.beyond, Finding.day).where(Finding.key == key)
    ).first()
    if found is None:
        return None
    body = _body_id(session, wanted.body)
    if not session.scalar(
        select(func.count()).where(*_conditions(wanted, body), Finding.id == found.id)
    ):
        return None
    if not wanted.is_usual:
        return list(session.scalars(_ordered(session, wanted))).index(found.id)
    severity = Severity.at(found.severity)
    down = wanted.descending
    before = sum(
        n for (_, own), n in counts.items() if own != severity and (own > severity) == down
    )
    own = [*_conditions(replace(wanted, severity=severity), body)]
    ahead = _ahead(found.beyond, found.day, found.id, down)
    return before + (session.scalar(select(func.count()).where(*own, ahead)) or 0)


def _ahead(beyond: int, day: int, number: int, down: bool) -> ColumnElement[bool]:
    """Return the condition of findings of one severity that stand before another."""
    if down:
        nearer = or_(Finding.day > day, (Finding.day == day) & (Finding.id > number))
        return or_(Finding.beyond > beyond, (Finding.beyond == beyond) & nearer)
    nearer = or_(Finding.day < day, (Finding.day == day) & (Finding.id < number))
    return or_(Finding.beyond < beyond, (Finding.beyond == beyond) & nearer)


def _ordered(session: Session, wanted: FindingFilter) -> Select[int]:
    body = _body_id(session, wanted.body)
    columns = SORTS.get(wanted.sort, USUAL)
    if wanted.severity is not None and wanted.sort == GRAVITY:
        columns = (Finding.beyond, Finding.day)
    query = select(Finding.id).where(*_conditions(wanted, body))
    sorts = {wanted.sort, *(name for name, _ in wanted.then)}
    if "subject" in sorts:
        query = query.outerjoin(Enterprise, Enterprise.id == Finding.enterprise_id)
    if "item" in sorts:
        query = query.outerjoin(Item, Item.id == Finding.item_id)
    keys = [*((key, wanted.descending) for key in (columns[:1] if wanted.then else columns))]
    for name, is_down in wanted.then:
        keys += [(key, is_down) for key in SORTS.get(name, USUAL)[:1]]
    keys.append((Finding.id, wanted.descending))
    return query.order_by(*(key.desc() if is_down else key.asc() for key, is_down in keys))


def _conditions(wanted: FindingFilter, body: int | None) -> list[ColumnElement[bool]]:
    span = Finding.day.between(wanted.period.first_day, wanted.period.last_day)
    found: list[ColumnElement[bool]] = [span]
    if wanted.severity is not None:
        found.append(Finding.severity == int(wanted.severity))
    if wanted.rule:
        found.append(Finding.rule == wanted.rule)
    of_other = select(Body.id).where(Body.code == wanted.other).scalar_subquery()
    for is_given, number in ((wanted.body, body or 0), (wanted.other, of_other)):
        if is_given:
            charged = select(FindingBody.finding_id).where(FindingBody.body_id == number)
            found.append(Finding.id.in_(charged))
    if wanted.text:
        found.append(_mentions(wanted.text))
    found += [_column(name, read_wish(typed)) for name, typed in wanted.columns]
    if wanted.state is not None:
        found.append(Finding.state == int(wanted.state))
        if wanted.state is not OPEN:
            found.append(literal_column("finding.state") != literal_column("1"))
    if wanted.ranges:
        found.append(of_ranges(wanted.ranges))
    if wanted.holds is not None:
        found.append(Finding.holds == int(wanted.holds))
    return found


def _of_states(
    wanted: FindingFilter, body: int | None, states: Sequence[FindingState]
) -> list[ColumnElement[bool]]:
    """Return the conditions of findings in states other than 待核实, which are few.

    Written so that the index of those few serves it: its own condition stands there in plain
    text, and no other index is offered.
    """
    apart = replace(wanted, severity=None)
    found = [literal_column("finding.state") != literal_column("1"), Finding.state.in_(states)]
    if wanted.severity is not None:
        found.append(Finding.severity + 0 == int(wanted.severity))
    return [*found, *_conditions(apart, body)]


def _column(name: str, wish: ColumnWish) -> ColumnElement[bool]:
    """Return the condition of one column of the list."""

    def named(model: type[Enterprise] | type[Item] | type[Body]) -> Select[int]:
        return select(model.id).where(says(model.name, wish))

    if not wish.words:
        return true()
    if name == "bodies":
        charged = select(FindingBody.finding_id).where(FindingBody.body_id.in_(named(Body)))
        return Finding.id.in_(charged)
    if name == "subject":
        about = Finding.subject_kind == SubjectKind.BODY
        return or_(
            Finding.enterprise_id.in_(named(Enterprise)),
            about & Finding.subject_id.in_(named(Body)),
        )
    if name == "item":
        return Finding.item_id.in_(named(Item))
    if name == "rule":
        return says(Finding.rule, wish)
    if name == "period":
        return says(Finding.period, wish)
    if name not in ("count", "beyond"):
        raise InvalidInput(f"“{name}”列不能筛选。")
    number = Finding.count if name == "count" else Finding.beyond
    if wish.number is None:
        return false()
    return number == wish.number if wish.sign in ("", "=") else beyond(
        number, wish.number, wish.sign
    )


def _mentions(text: str) -> ColumnElement[bool]:
    """Match a text in the subject, the key, the item or a charged body."""
    like = f"%{text.replace('%', '')}%"

    def named(model: type[Enterprise] | type[Item] | type[Body]) -> Select[int]:
        return select(model.id).where(or_(model.name.like(like), model.code.like(like)))

    charged = select(FindingBody.finding_id).where(FindingBody.body_id.in_(named(Body)))
    plans = select(Plan.id).where(or_(Plan.name.like(like), Plan.number.like(like)))
    about = Finding.subject_kind
    return or_(
        Finding.key.like(like),
        Finding.enterprise_id.in_(named(Enterprise)),
        Finding.item_id.in_(named(Item)),
        Finding.id.in_(charged),
        (about == SubjectKind.PLAN) & Finding.subject_id.in_(plans),
        (about == SubjectKind.BODY) & Finding.subject_id.in_(named(Body)),
    )


def _tallied(period: Period, body: int | None) -> Select[str, int, int]:
    return (
        select(FindingTally.rule, FindingTally.severity, func.sum(FindingTally.n))
        .where(
            FindingTally.shape == (0 if body is None else BODIES),
            FindingTally.k1 == (body or 0),
            FindingTally.month.in_(list(period.months)),
        )
        .group_by(FindingTally.rule, FindingTally.severity)
    )


def _grouped(conditions: Sequence[ColumnElement[bool]]) -> Select[str, int, int]:
    keys = (Finding.rule, Finding.severity)
    return select(*keys, func.count()).where(*conditions).group_by(*keys)


def _body_id(session: Session, text: str) -> int | None:
    """Return the id of a body by code or name, 0 for an unknown one, None without a text."""
    if not text:
        return None
    return session.scalar(select(Body.id).where((Body.code == text) | (Body.name == text))) or 0
