"""M16 and the fines beside M17: what bodies enter on the platform, and what they collect.

The figures of bodies are monthly: only months that lie wholly in the period are compared, what
happened in the rest of it is 未提供 (RULES.md, "unknown").
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.measures.asking import Question
from data.measures.fetching import fetch
from data.measures.plan_frames import load_plan_facts, with_lead
from data.measures.scope import COUNTED
from data.measures.tallies import SHAPES, load_tallies
from data.models import Body, Fine, Item, Report, Usage, Visit, VisitItem
from data.rows.enums import VisitStatus
from data.rows.period import Period, day_number, day_of, month_number
from data.store.bulk import id_filter

BODY_DIMENSIONS = frozenset({"body", "region", "level", "system", "month"})
STANDING_DIMENSIONS = BODY_DIMENSIONS - {"month"}
"""What bodies are told apart by where the figure stands at the end of the period."""
RETIRED = ("停用", "废止", "失效", "取消", "注销", "暂停", "无效", "已合并", "作废")
"""States of a catalogue item that is no longer in use."""
YEAR = 12


def item_rows(question: Question) -> pd.DataFrame:
    """Return the catalogue items in use (M16.items): `connected` where the period has an entry.

    An item belongs to its 实施单位, so the cells of bodies hold the items that name one.
    """
    items = catalogue(question.session)
    if not set(question.by) <= BODY_DIMENSIONS:
        return nothing(items.assign(connected=0, items=0), question.by)
    whole = items.assign(items=1)
    seen = _entered_items(question)
    if "month" in question.by:
        months = pd.DataFrame({"month": list(question.period.months)})
        whole = whole.merge(months, how="cross")
        seen = seen.assign(connected=1)
        whole = whole.merge(seen, on=["item_id", "month"], how="left")
        whole["connected"] = whole["connected"].fillna(0).astype("int64")
    else:
        whole["connected"] = whole["item_id"].isin(seen["item_id"]).astype("int64")
    named = {"body", "region", "level", "system"} & set(question.by)
    return whole[whole["body"].notna()] if named else whole


def catalogue(session: Session) -> pd.DataFrame:
    """Return the items in use: item_id and the dimensions of the body that 实施单位 names."""
    names = ["item_id", "owner", "state"]
    query = select(Item.id, Item.body, Item.state).where(Item.merged_into.is_(None))
    items = fetch(session, query, names, (), ("owner", "state"))
    items = items[~items["state"].str.contains("|".join(RETIRED))]
    bodies = session.execute(select(Body.id, Body.code, Body.name, Body.short)).all()
    known = {text: row.id for row in bodies for text in (row.short, row.code, row.name) if text}
    owned = items.assign(body_id=items["owner"].map(known).astype("float64"))
    named = with_lead(session, owned.dropna(subset="body_id").astype({"body_id": "int64"}))
    return pd.concat([named, owned[owned["body_id"].isna()]], ignore_index=True)


def _entered_items(question: Question) -> pd.DataFrame:
    """Return the items (followed through merges) with an entry in the period: item_id (, month)."""
    identity = func.coalesce(Item.merged_into, Item.id)
    within = Visit.day.between(question.period.first_day, question.period.last_day)
    by_month = "month" in question.by
    if by_month or not _begins_early(question):
        told = (identity, Visit.month) if by_month else (identity,)
        query = (
            select(*told)
            .join(VisitItem, VisitItem.item_id == Item.id)
            .join(Visit, Visit.id == VisitItem.visit_id)
            .where(within, *COUNTED)
            .distinct()
        )
        return fetch(question.session, query, ["item_id", "month"][: len(told)])
    has_entry = (
        select(VisitItem.visit_id)
        .join(Visit, Visit.id == VisitItem.visit_id)
        .where(VisitItem.item_id == Item.id, within, *COUNTED)
        .exists()
    )
    return fetch(question.session, select(identity).where(has_entry), ["item_id"])


def _begins_early(question: Question) -> bool:
    """Return whether few visits lie before a period, so that each item soon meets one of it."""
    first, last = question.period.first_day, question.period.last_day
    before, inside = (
        question.session.scalar(select(func.count()).where(days)) or 0
        for days in (Visit.day < first, Visit.day.between(first, last))
    )
    return 4 * before < inside


def usage_rows(question: Question) -> pd.DataFrame:
    """Return the rows of `_usage_rows`, made only once for a question."""
    return question.keep("usage", _usage_rows)


def _usage_rows(question: Question) -> pd.DataFrame:
    """Return body-months with what was entered on the platform beside what the ledger holds.

    M16.plans: `plans_up` of `plans` (those that begin in the month); M16.results: `results_up` of
    `results` (the visits the body is credited with). What exceeds the ledger is not counted.
    """
    rows = _held(question).merge(_usage(question), on=["body", "month"], how="outer")
    for name in ("plans", "results"):
        held, told = rows[f"held_{name}"].fillna(0), rows[f"told_{name}"]
        known = told.notna() & (rows["whole"].fillna(1) == 1)
        rows[f"{name}_up"] = np.where(known, np.minimum(told.fillna(0), held), 0).astype("int64")
        rows[name] = np.where(known, held, 0).astype("int64")
        rows[f"{name}_unknown"] = np.where(known, 0, held).astype("int64")
    return _by_body(question, rows, BODY_DIMENSIONS)


def _usage(question: Question) -> pd.DataFrame:
    """Return what bodies told of whole months: body, month, told_plans, told_results, usage_id."""
    names = ["usage_id", "body", "month", "told_plans", "told_results"]
    query = select(Usage.id, Usage.body_id, Usage.month, Usage.plans, Usage.results).where(
        id_filter(Usage.month, question.period.whole_and_rest()[0])
    )
    return fetch(question.session, query, names, ("told_plans", "told_results"))


def _held(question: Question) -> pd.DataFrame:
    """Return the plans and visits of bodies by month; `whole` is 0 for a month cut off."""
    months, rest = question.period.whole_and_rest()
    plans = load_plan_facts(question.session)
    plans = plans[plans["first"].notna()]
    plans = question.within(plans.assign(day=plans["first"].astype("int64")))
    plans = plans.assign(month=[month_number(day_of(day)) for day in plans["day"].tolist()])
    begun = plans.groupby(["body", "month"]).size().rename("held_plans")
    frame = load_tallies(question.session, list(months), SHAPES[("body",)]).reset_index()
    visits = [frame.rename(columns={"k1": "body"})[["body", "month", "visits"]]]
    visits += [_cut_off(question, part) for part in rest]
    made = pd.concat(visits).groupby(["body", "month"])["visits"].sum().rename("held_results")
    both = pd.concat([begun, made], axis=1).fillna(0).reset_index()
    return both.assign(whole=both["month"].isin(months).astype("int64"))


def _cut_off(question: Question, part: Period) -> pd.DataFrame:
    counts = Question(question.session, part, ("body", "month")).counts
    return counts.reset_index()[["body", "month", "visits"]]


def idle_rows(question: Question) -> pd.DataFrame:
    """Return the bodies that inspect (M16.idle): `days` since the last entry, `entered`, `silent`.

    Counted to the end of the period, but not beyond today.
    """
    until = min(question.period.last_day, day_number(question.today))
    bodies = question.inspecting
    bodies = bodies[bodies["ends"] > until]
    rows = bodies.merge(_last_entries(question.session, until), on="body", how="left")
    known = rows["last"].notna()
    rows = rows.assign(
        days=(until - rows["last"]).where(known, 0).astype("int64"),
        entered=known.astype("int64"),
        silent=(~known).astype("int64"),
    )
    return rows if set(question.by) <= STANDING_DIMENSIONS else nothing(rows, question.by)


def _last_entries(session: Session, day: int) -> pd.DataFrame:
    """Return the last day of each body with a report of a counted visit, up to a day."""
    newest = (
        select(Report.day)
        .join(Visit, Visit.id == Report.visit_id)
        .where(
            Report.body_id == Body.id,
            Report.day <= day,
            Report.status != VisitStatus.CANCELLED,
            *COUNTED,
        )
        .order_by(Report.day.desc())
        .limit(1)
        .scalar_subquery()
    )
    return fetch(session, select(Body.id, newest), ["body", "last"], ("last",))


def fine_rows(question: Question) -> pd.DataFrame:
    """Return body-months with fines of this year and the year before in 分 (M17.fines).

    Only months a body told of in both years are compared; the others are `unknown`.
    """
    now, then = (_fines(question, period) for period in _years(question))
    then = then.assign(month=then["month"] + YEAR)
    rows = now.merge(then, on=["body", "month"], how="outer", suffixes=("_now", "_then"))
    both = rows["cents_now"].notna() & rows["cents_then"].notna()
    rows["now"] = rows["cents_now"].where(both, 0).fillna(0).astype("int64")
    rows["then"] = rows["cents_then"].where(both, 0).fillna(0).astype("int64")
    rows["unknown"] = (~both).astype("int64")
    return _by_body(question, rows, BODY_DIMENSIONS)


def _years(question: Question) -> tuple[Sequence[int], Sequence[int]]:
    months = question.period.whole_and_rest()[0]
    return months, [month - YEAR for month in months]


def _fines(question: Question, months: Sequence[int]) -> pd.DataFrame:
    query = select(Fine.id, Fine.body_id, Fine.month, Fine.cents).where(
        id_filter(Fine.month, months)
    )
    return fetch(question.session, query, ["fine_id", "body", "month", "cents"])


def _by_body(question: Question, rows: pd.DataFrame, dimensions: frozenset[str]) -> pd.DataFrame:
    """Return body-months with the dimensions of their bodies."""
    rows = rows.rename(columns={"body": "body_id"})
    whole = with_lead(question.session, rows.astype({"body_id": "int64", "month": "int64"}))
    return whole if set(question.by) <= dimensions else nothing(whole, question.by)


def nothing(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return no rows, with the columns that were asked for."""
    missing = [name for name in by if name not in rows.columns]
    return rows.iloc[:0].assign(**dict.fromkeys(missing, 0))
