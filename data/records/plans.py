"""检查计划: the plans of a period as rows, narrowed and ordered as a plain list.

A city files some thousands of plans a year: they are read whole, once for a filter, and what the
page narrows and orders afterwards asks the database nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.measures.plan_progress import load_progress, standing
from data.models import Body, Finding, FindingRecord, Plan, Region
from data.records.describe import named_bodies
from data.rows.enums import CheckType, PlanStanding, RecordKind
from data.rows.errors import InvalidInput
from data.rows.findings import Named
from data.rows.period import day_number
from data.rows.plans import ANY, ENDS, FIELDS, NONE, RUNS, PlanFilter, PlanRow
from data.rules.plan_context import load_facts_of_plans
from data.rules.plan_filing import SEED, lacking
from data.store.bulk import id_filter

NO_REGION = Named("", "市本级")
NEEDED = (
    "id", "whole", "number", "name", "body", "region", "level", "type", "cycle", "first", "last",
    "day", "partners", "alone", "joint", "ratio", "sample", "filed", "accepted", "settled",
    "visited", "targets", "wanted", "standing",
    *(f"{what}_{name}" for name in FIELDS for what in ("lacks", "asked")),
)  # fmt: skip
"""The columns a row is made of."""


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What a list of plans is narrowed to beside the filter; empty means everything.

    `lack` is a field of FIELDS, ANY for plans that lack one, NONE for complete ones.
    """

    type: CheckType | None = None
    joint: bool | None = None
    lack: str = ""
    standing: PlanStanding | None = None
    text: str = ""


def list_plans(session: Session, wanted: PlanFilter, today: date) -> list[PlanRow]:
    """Return the plans wanted, by the day they begin, lead and number."""
    return _described(session, _within(session, load_facts_of_plans(session), wanted), today)


def plan_of(session: Session, key: str, today: date) -> PlanRow:
    """Return the plan of a key (编码:编号); InvalidInput where there is none."""
    facts, ids = load_facts_of_plans(session), ids_of_keys(session, [key])
    if not ids:
        raise InvalidInput(f"没有计划“{key}”，请按 plans 输出的 key 填写（单位编码:计划编号）。")
    return _described(session, facts[facts["id"].isin(ids)], today)[0]


def plan_keys(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Return the keys (编码:编号) of some plans by id."""
    query = select(Plan.id, Body.code, Plan.number).join(Body, Body.id == Plan.body_id)
    rows = session.execute(query.where(id_filter(Plan.id, ids)))
    return {one: f"{code}:{number}" for one, code, number in rows}


def ids_of_keys(session: Session, keys: Sequence[str]) -> tuple[int, ...]:
    """Return the plans of some keys, those there are."""
    found: list[int] = []
    for code, _, number in (key.partition(":") for key in keys):
        query = select(Plan.id).join(Body, Body.id == Plan.body_id)
        found += session.scalars(query.where(Body.code == code, Plan.number == number))
    return tuple(found)


def _described(session: Session, plans: pd.DataFrame, today: date) -> list[PlanRow]:
    """Return plans as rows, with how far they are and what rests on them."""
    plans = plans.sort_values(["day", "code", "number"], ignore_index=True)
    if plans.empty:
        return []
    named = plans.rename(columns={"id": "plan_id"})
    progress = load_progress(session, named).reindex(named["plan_id"])
    plans["standing"] = standing(plans["first"], plans["last"], progress, day_number(today))
    for name in ("settled", "visited", "targets", "wanted"):
        plans[name] = progress[name].to_numpy()
    gaps = lacking(plans, SEED)
    for name, lack in SEED.items():
        plans[f"lacks_{name}"] = gaps[int(lack)]
    return _rows(session, plans)


def _within(session: Session, plans: pd.DataFrame, wanted: PlanFilter) -> pd.DataFrame:
    if wanted.ids is not None:
        return plans[plans["id"].isin(wanted.ids)]
    first, last = wanted.period.first_day, wanted.period.last_day
    if wanted.span == ENDS:
        chosen = plans["last"].between(first, last)
    elif wanted.span == RUNS:
        chosen = (plans["first"] <= last) & (plans["last"] >= first)
    else:
        chosen = plans["day"].between(first, last)
    plans = plans[chosen]
    if wanted.body:
        plans = plans[plans["code"] == _body_code(session, wanted.body)]
    if wanted.region:
        plans = plans[plans["region"] == _region(session, wanted.region).id]
    if wanted.level is not None:
        plans = plans[plans["level"] == wanted.level]
    if wanted.system:
        ours = session.scalars(select(Body.code).where(Body.system == wanted.system)).all()
        plans = plans[plans["code"].isin(list(ours))]
    return plans


def by_codes(session: Session, wanted: PlanFilter) -> PlanFilter:
    """Return a filter that names body and region by code; InvalidInput for unknown ones."""
    return replace(
        wanted,
        body=wanted.body and _body_code(session, wanted.body),
        region=wanted.region and _region(session, wanted.region).code,
    )


def _body_code(session: Session, text: str) -> str:
    code = session.scalar(select(Body.code).where((Body.code == text) | (Body.name == text)))
    if code is None:
        raise InvalidInput(f"没有单位“{text}”，请写单位编码或全称。")
    return code


def _region(session: Session, text: str) -> Region:
    region = session.scalar(select(Region).where((Region.code == text) | (Region.name == text)))
    if region is None:
        raise InvalidInput(f"没有地区“{text}”，请写地区编码或名称。")
    return region


def _rows(session: Session, plans: pd.DataFrame) -> list[PlanRow]:
    bodies = named_bodies(session)
    regions = {
        row.id: Named(row.code, row.name)
        for row in session.execute(select(Region.id, Region.code, Region.name))
    }
    counts = findings_on(session, plans["id"].tolist())
    return [_row(plan, bodies, regions, counts) for plan in _dicts(plans)]


def _dicts(plans: pd.DataFrame) -> list[dict[str, object]]:
    columns = [plans[name].to_numpy(dtype=object).tolist() for name in NEEDED]
    return [dict(zip(NEEDED, values, strict=True)) for values in zip(*columns, strict=True)]


def _row(
    plan: dict[str, object], bodies: dict[int, Named], regions: dict[int, Named],
    counts: dict[int, int],
) -> PlanRow:  # fmt: skip
    number, targets = _whole(plan["id"]), _whole(plan["targets"])
    assert number is not None
    listed = bool(targets)
    return PlanRow(
        id=number,
        key=str(plan["whole"]),
        number=str(plan["number"]),
        name=str(plan["name"]),
        body=bodies[_whole(plan["body"]) or 0],
        region=regions.get(_whole(plan["region"]) or 0, NO_REGION),
        level=_whole(plan["level"]) or 0,
        type=CheckType.at(_whole(plan["type"]) or 0),
        cycle=str(plan["cycle"]),
        first=_whole(plan["first"]),
        last=_whole(plan["last"]),
        day=_whole(plan["day"]) or 0,
        partners=_partners(plan, bodies),
        joint=None if _whole(plan["joint"]) is None else bool(plan["joint"]),
        ratio=str(plan["ratio"] or plan["sample"]),
        filed=_whole(plan["filed"]),
        accepted=_whole(plan["accepted"]),
        lacks=tuple(name for name in FIELDS if plan[f"lacks_{name}"]),
        untold=tuple(name for name in FIELDS if not plan[f"asked_{name}"]),
        settled=_whole(plan["settled"]) or 0,
        wanted=targets if listed else _whole(plan["wanted"]),
        is_listed=listed,
        visited=_whole(plan["visited"]) or 0,
        standing=PlanStanding.at(_whole(plan["standing"]) or 0),
        findings=counts.get(number, 0),
    )


def _whole(value: object) -> int | None:
    """Return a number of a frame, None where it is missing."""
    assert value is None or isinstance(value, int | float)
    return None if value is None or value != value else int(value)


def _partners(plan: dict[str, object], bodies: dict[int, Named]) -> tuple[str, ...]:
    """Return who takes part beside the lead; 无 where the plan says so."""
    ids = [int(one) for one in str(plan["partners"]).split(",") if one]
    named = tuple(bodies[one].name for one in ids if one in bodies)
    return named or (("无",) if plan["alone"] else ())


def findings_on(session: Session, plans: Sequence[int]) -> dict[int, int]:
    """Return how many findings that hold rest on each plan."""
    query = (
        select(FindingRecord.record_id, func.count())
        .join(Finding, Finding.id == FindingRecord.finding_id)
        .where(FindingRecord.kind == RecordKind.PLAN, Finding.holds == 1)
        .where(id_filter(FindingRecord.record_id, plans))
        .group_by(FindingRecord.record_id)
    )
    return {plan: n for plan, n in session.execute(query)}


# -- narrowing and ordering ----------------------------------------------------------------


def narrowed(rows: Iterable[PlanRow], wish: PlanWish) -> list[PlanRow]:
    """Return the rows that a wish leaves, in their order."""
    words = wish.text.strip().lower()
    return [row for row in rows if _fits(row, wish) and (not words or words in _words(row))]


def _fits(row: PlanRow, wish: PlanWish) -> bool:
    if wish.type is not None and row.type is not wish.type:
        return False
    if wish.joint is not None and bool(row.joint) is not wish.joint:
        return False
    if wish.standing is not None and row.standing is not wish.standing:
        return False
    if wish.lack == ANY:
        return bool(row.lacks)
    if wish.lack == NONE:
        return row.complete is True
    return not wish.lack or wish.lack in row.lacks


def _words(row: PlanRow) -> str:
    return " ".join((row.number, row.name, row.body.name, row.body.code, *row.partners)).lower()


Key = Callable[[PlanRow], object]
SORTS: dict[str, Key] = {
    "number": lambda row: row.number,
    "name": lambda row: row.name,
    "body": lambda row: row.body.code,
    "region": lambda row: row.region.code,
    "type": lambda row: row.type,
    "cycle": lambda row: row.cycle,
    "first": lambda row: row.first,
    "last": lambda row: row.last,
    "partners": lambda row: "、".join(row.partners),
    "ratio": lambda row: row.ratio,
    "joint": lambda row: row.joint,
    "filed": lambda row: row.filed,
    "accepted": lambda row: row.accepted,
    "complete": lambda row: (bool(row.untold), len(row.lacks), row.lacks),
    "progress": lambda row: row.share,
    "standing": lambda row: row.standing,
    "findings": lambda row: row.findings,
}


def ordered(rows: Iterable[PlanRow], sort: str, descending: bool = False) -> list[PlanRow]:
    """Return rows in an order; ties by lead and number, what is missing always last."""
    get = SORTS.get(sort, SORTS["first"])
    listed = sorted(rows, key=lambda row: (row.body.code, row.number))
    known = [row for row in listed if get(row) is not None]
    known.sort(key=get, reverse=descending)  # type: ignore[arg-type]  # one kind a column
    return known + [row for row in listed if get(row) is None]
