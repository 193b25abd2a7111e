"""Who may be drawn: enterprises and officers of the register, or those of lists handed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from data.models import (
    Body,
    DrawnEnterprise,
    Enterprise,
    Officer,
    Plan,
    PlanTarget,
    Region,
    Report,
    Visit,
    Whitelist,
)
from data.rows.draw_wishes import Barred, Scope, Wish
from data.rows.draws import (
    CREDITS,
    RISKS,
    DrawObject,
    DrawOfficer,
    Population,
    credit_class,
    risk_class,
)
from data.rows.enums import OfficerKind, OfficerStatus, VisitStatus, WhiteMode
from data.rows.errors import InvalidInput, NotFound
from data.rows.period import day_number
from data.rows.values.text import plain
from data.rules.facts import LISTED
from data.store.bulk import FEW, id_filter, text_filter

SPARED = "白名单免检免扰"
SHOWN = 5


def population(session: Session, wish: Wish, held: date, fresh: bool) -> Population:
    """Return who may be drawn on a day; what lists say that fits nobody is told in `notes`."""
    notes, left = list(wish.notes), Counter[str]()
    if wish.objects is None:
        objects = _register(session, wish.scope, held, left)
    else:
        objects = _listed(session, wish.objects)
    objects = _with_times(session, objects, held)
    officers = _officers(session, wish, held, left)
    if fresh:
        objects = _with_last(session, objects, officers)
    avoid = _avoided(wish.barred, objects, officers, notes)
    notes += _unclear(objects)
    return Population(
        tuple(sorted(objects, key=lambda one: one.code)),
        tuple(sorted(officers, key=lambda one: one.badge)),
        tuple(sorted(avoid)), _source(wish), tuple(sorted(left.items())), tuple(notes),
    )  # fmt: skip


def _source(wish: Wish) -> str:
    if wish.objects is not None:
        told = ["抽取对象名单"]
    else:
        scope = wish.scope
        parts = (
            ("地区", scope.regions), ("行业", scope.sections), ("类别", scope.categories),
            ("标签", scope.tags), ("信用", scope.credits), ("风险", scope.risks),
            ("计划", (scope.plan,) if scope.plan else ()),
        )  # fmt: skip
        told = ["监管对象", *(f"{name}{'、'.join(values)}" for name, values in parts if values)]
    bodies = f"执法人员：{'、'.join(wish.bodies)}" if wish.officers is None else "执法人员名单"
    return "，".join((*told, *((bodies,) if wish.bodies or wish.officers else ()), *wish.files))


def _register(
    session: Session, scope: Scope, held: date, left: Counter[str]
) -> list[DrawObject]:
    query = select(Enterprise.code, Enterprise.name, Enterprise.credit, Enterprise.risk,
                   Enterprise.tags, Enterprise.id)  # fmt: skip
    query = query.outerjoin(Region, Region.id == Enterprise.region_id)
    query = query.where(*_conditions(scope))
    if scope.plan:
        query = query.where(id_filter(Enterprise.id, _targets(session, scope.plan)))
    spared = _spared(session, held) if scope.spared else frozenset()
    _refuse_unknown(scope.credits, CREDITS, "信用等级")
    _refuse_unknown(scope.risks, RISKS, "风险等级")
    found = []
    for code, name, credit, risk, tags, number in session.execute(query):
        one = DrawObject(code, name or code, credit_class(credit), risk_class(risk))
        if scope.tags and not set(scope.tags) & set(tags.split(LISTED)):
            continue
        if (scope.credits and one.credit not in scope.credits) or (
            scope.risks and one.risk not in scope.risks
        ):
            continue
        if number in spared:
            left[SPARED] += 1
        else:
            found.append(one)
    return found


def _refuse_unknown(asked: Sequence[str], known: Sequence[str], what: str) -> None:
    for one in asked:
        if one not in known:
            raise InvalidInput(f"没有{what}“{one}”，可用：{'、'.join(known)}。")


def _conditions(scope: Scope) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if scope.regions:
        found.append(or_(Region.name.in_(scope.regions), Region.code.in_(scope.regions)))
    if scope.sections:
        found.append(Enterprise.section.in_(scope.sections))
    if scope.categories:
        found.append(Enterprise.category.in_(scope.categories))
    return found


def _targets(session: Session, key: str) -> list[int]:
    lead, _, number = key.partition(":")
    query = select(Plan.id).join(Body, Body.id == Plan.body_id).where(Plan.number == number)
    plan = session.scalar(query.where(or_(Body.code == lead, Body.name == lead)).limit(1))
    if plan is None:
        raise NotFound(f"没有计划“{key}”，请写作 单位编码:计划编号。")
    targets = select(PlanTarget.enterprise_id).where(PlanTarget.plan_id == plan)
    return list(session.scalars(targets))


def _spared(session: Session, held: date) -> frozenset[int]:
    """Return the enterprises the white list frees of visits on a day."""
    day = day_number(held)
    query = select(Whitelist.enterprise_id).where(
        Whitelist.mode == int(WhiteMode.EXEMPT),
        or_(Whitelist.valid_from.is_(None), Whitelist.valid_from <= day),
        or_(Whitelist.valid_to.is_(None), Whitelist.valid_to >= day),
    )
    return frozenset(session.scalars(query))


def _listed(session: Session, objects: Sequence[DrawObject]) -> list[DrawObject]:
    """Return listed objects; what the list leaves open is taken from the register."""
    query = select(Enterprise.code, Enterprise.name, Enterprise.credit, Enterprise.risk)
    query = query.where(text_filter(Enterprise.code, [one.code for one in objects]))
    known = {code: (name, credit, risk) for code, name, credit, risk in session.execute(query)}
    found = []
    for one in objects:
        name, credit, risk = known.get(one.code, ("", "", ""))
        found.append(
            replace(
                one, name=one.name or name or one.code,
                credit=credit_class(one.credit or credit), risk=risk_class(one.risk or risk),
            )
        )  # fmt: skip
    return found


def _with_times(
    session: Session, objects: Sequence[DrawObject], held: date
) -> list[DrawObject]:
    """Return objects with how often they were visited or drawn this year, the greater of both.

    Visits are 行政检查 on site, not cancelled, of the year up to the day; a number that a list
    itself tells stands where it is greater.
    """
    first = day_number(date(held.year, 1, 1))
    visits = (
        select(Enterprise.code, func.count())
        .join(Visit, Visit.enterprise_id == Enterprise.id)
        .where(Visit.day.between(first, day_number(held)), Visit.inspection == 1,
               Visit.onsite == 1, Visit.status != int(VisitStatus.CANCELLED))
        .group_by(Enterprise.code)
    )  # fmt: skip
    drawn = (
        select(DrawnEnterprise.code, func.count())
        .where(DrawnEnterprise.year == held.year).group_by(DrawnEnterprise.code)
    )  # fmt: skip
    if len(objects) <= FEW:
        visits = visits.where(text_filter(Enterprise.code, [one.code for one in objects]))
    met = {code: count for code, count in session.execute(visits)}
    lots = {code: count for code, count in session.execute(drawn)}
    return [
        replace(one, times=max(one.times, met.get(one.code, 0), lots.get(one.code, 0)))
        for one in objects
    ]


def _officers(
    session: Session, wish: Wish, held: date, left: Counter[str]
) -> list[DrawOfficer]:
    if wish.officers is not None:
        return list(wish.officers)
    if not wish.bodies:
        return []
    query = select(Body.id, Body.code, Body.name)
    bodies = {number: (code, name) for number, code, name in session.execute(query)}
    asked = set()
    for word in wish.bodies:
        found = [number for number, names in bodies.items() if word in names]
        if not found:
            raise NotFound(f"没有单位“{word}”，请核对单位编码或名称。")
        asked.add(found[0])
    day, officers = day_number(held), []
    for one in session.scalars(select(Officer).where(Officer.body_id.in_(asked))):
        why = _unfit(one, day)
        if why:
            left[why] += 1
        else:
            officers.append(DrawOfficer(one.badge, one.name, bodies[one.body_id][1]))
    for number in sorted(asked):
        name = bodies[number][1]
        if not any(one.body == name for one in officers):
            raise InvalidInput(
                f"{name}没有当日有效的执法人员，请先导入执法人员，或用名单写明人员。"
            )
    return officers


def _unfit(one: Officer, day: int) -> str:
    if one.status != int(OfficerStatus.VALID):
        return "执法证暂停或注销"
    if (one.valid_from or day) > day or (one.valid_to or day) < day:
        return "执法证当日不在有效期"
    if one.category not in (int(OfficerKind.UNKNOWN), int(OfficerKind.ENFORCEMENT)):
        return "不是行政执法人员"
    return ""


def _with_last(
    session: Session, objects: Sequence[DrawObject], officers: Iterable[DrawOfficer]
) -> list[DrawObject]:
    """Return objects with the officers of each body's last report that names any."""
    staff = {one.badge: one.body for one in officers}
    query = (
        select(Enterprise.code, Report.body_id, Report.badges)
        .join(Report, Report.enterprise_id == Enterprise.id)
        .join(Body, Body.id == Report.body_id)
        .where(Report.badges != "", Body.name.in_(sorted(set(staff.values()))))
        .order_by(Report.day, Report.id)
    )
    last: dict[str, dict[int, str]] = {}
    for code, body, badges in session.execute(query):
        last.setdefault(code, {})[body] = badges
    return [
        replace(one, last=tuple(sorted({
            badge for badges in last.get(one.code, {}).values() for badge in badges.split(LISTED)
            if badge in staff
        })))
        for one in objects
    ]  # fmt: skip


def _avoided(
    barred: Sequence[Barred], objects: Sequence[DrawObject], officers: Sequence[DrawOfficer],
    notes: list[str],
) -> set[tuple[str, str]]:  # fmt: skip
    """Return the pairs that must not meet; a name that several have bars them all."""
    whom = _by_words((one.badge, one.name) for one in officers)
    where = _by_words((one.code, one.name) for one in objects)
    pairs: set[tuple[str, str]] = set()
    for what, get, known in (
        ("执法人员", lambda one: one.officer, whom), ("企业", lambda one: one.enterprise, where),
    ):  # fmt: skip
        notes += _strangers(what, barred, get, known)
    for one in barred:
        pairs |= {(badge, code) for badge in whom.get(plain(one.officer), ())
                  for code in where.get(plain(one.enterprise), ())}  # fmt: skip
    return pairs


def _by_words(rows: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return the keys by every word for them, brackets and digits in their narrow form."""
    found: dict[str, set[str]] = {}
    for key, name in rows:
        for word in filter(None, (key, name)):
            found.setdefault(plain(word), set()).add(key)
    return found


def _strangers(
    what: str, barred: Sequence[Barred], get: Callable[[Barred], str],
    known: dict[str, set[str]],
) -> list[str]:  # fmt: skip
    strange = [one for one in barred if plain(get(one)) not in known]
    if not strange:
        return []
    shown = "、".join(f"{one.place}“{get(one)}”" for one in strange[:SHOWN])
    more = "等" if len(strange) > SHOWN else ""
    return [
        f"回避名单有 {len(strange)} 行的{what}不在本次抽取范围：{shown}{more}，请核对是否写错。"
    ]


def _unclear(objects: Sequence[DrawObject]) -> list[str]:
    counts = ((CREDITS[-1], sum(one.credit == CREDITS[-1] for one in objects), "信用等级"),
              (RISKS[-1], sum(one.risk == RISKS[-1] for one in objects), "风险等级"))  # fmt: skip
    return [f"{what}没有或不能识别的 {count:,} 户，按“{name}”分层。"
            for name, count, what in counts if count]  # fmt: skip
