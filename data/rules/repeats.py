"""R2 高频检查, R4 联查后重复, R24 迁移后重复, R25 预先检查, R26 重复检验: once would have done."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.measures.grouping import columns_of, together
from data.measures.level_pairs import is_later
from data.measures.workdays import MONDAY
from data.rows.enums import Claim, FindingState, Severity, SubjectKind, Trigger
from data.rules.frames import (
    CHARGES,
    FOUND,
    RESTS,
    Context,
    Findings,
    all_of,
    empty,
    join,
    judged,
    keys_of,
    of_reports,
    resting_on,
    singles,
)
from data.rules.registers import most

DAY, WEEK = 1, 7
Ints = npt.NDArray[np.int64]


def too_often(context: Context) -> Findings:
    """On-site visits to one enterprise beyond the number for a day, or a week from Monday (成都).

    One finding a day and one a week; as for R1 all triggers count, and only bodies of the visits
    beyond without a claimed basis are charged.
    """
    if not context.book.segments("R2"):
        return empty()
    visits = context.scope.on_site
    monday = visits["day"] - (visits["day"] + MONDAY) % WEEK
    return join(
        [
            _often(context, visits, visits["day"], "per_day", "%Y-%m-%d"),
            _often(context, visits, monday, "per_week", "%G-W%V"),
        ]
    )


def _often(
    context: Context, visits: pd.DataFrame, begins: pd.Series, limit: str, form: str
) -> Findings:
    """Return a finding for each enterprise and span (by its first day) with too many visits."""
    keys = ["enterprise_id", "begin"]
    rows = visits.assign(begin=begins)
    rows = rows.assign(place=rows.groupby(keys).cumcount() + 1)
    groups = rows.groupby(keys, sort=False).agg(
        count=("place", "max"), day=("day", "max"), region_id=("region_id", "last")
    )
    groups = groups[groups["count"] > 1].reset_index()
    law = judged(context.book, "R2", groups["day"])
    groups = groups.join(law[["ruleset", "trial", "force"]]).assign(cap=law.get(limit, np.nan))
    groups = groups[groups["ruleset"].notna() & (groups["count"] > groups["cap"])]
    if groups.empty:
        return empty()
    first = pd.to_datetime(groups["begin"], unit="D").dt.strftime(form)
    whom = groups["enterprise_id"].map(context.enterprise_codes)
    groups = groups.assign(
        key="R2:" + whom + ":" + first,
        period=pd.to_datetime(groups["day"], unit="D").dt.strftime("%Y-%m"),
    )
    past = rows.merge(groups[[*keys, "key", "cap"]], on=keys)
    past["beyond"] = (past["place"] > past["cap"]).astype("int64")
    return _charged(context, groups, past.rename(columns={"id": "visit_id"}))


def _charged(context: Context, groups: pd.DataFrame, visits: pd.DataFrame) -> Findings:
    beyond = visits[visits["beyond"] == 1]
    claims = beyond["claim"].isin([Claim.OPEN, Claim.ACCEPTED])
    claimed = claims.groupby(beyond["key"]).agg(["any", "all"]).astype("int64").sum(axis=1)
    found = groups.assign(
        rule="R2",
        severity=int(Severity.HINT),
        state=int(FindingState.OPEN),
        subject_kind=int(SubjectKind.ENTERPRISE),
        subject_id=groups["enterprise_id"],
        item_id=float("nan"),
        beyond=groups["key"].map(beyond.groupby("key").size()),
        claimed=groups["key"].map(claimed),
    )
    bare = beyond.loc[~claims, ["key", "visit_id"]]
    charges = bare.merge(context.scope.present_at(bare["visit_id"]), on="visit_id")[CHARGES]
    return Findings(found[FOUND], visits[RESTS], charges.drop_duplicates())


def after_joint(context: Context) -> Findings:
    """A separate visit later in the year of a joint or unified one on the item (seed 二(二)(三)).

    Unified is a visit at which one body saw to several 业务条线. After a joint visit one of a
    single 条线 is separate; after a unified one, a visit that is neither joint nor unified. An
    unplanned trigger is an exception with a number of its own (橙); an unknown one accuses nobody.
    Where the set says so (`same_field`), items of one 领域 are 同类.
    """
    scope = context.scope
    unified = scope.counted["id"].isin(context.facts.unified)
    if not ((scope.counted["joint"] == 1) | unified).any():
        return empty()
    pairs = [_after(context, context.scope.repeated_items, "item_id", 0.0)]
    fields = context.registers.fields
    if len(fields) and most(context.book, "R4", "same_field"):
        rows = scope.item_visits
        rows = rows.assign(field=rows["item_id"].map(fields))
        rows = rows[rows["field"].notna()].drop_duplicates(["id", "field"])
        rows["field"] = pd.factorize(rows["field"])[0]
        pairs.append(_after(context, rows, "field", 1.0))
    rows = pd.concat(pairs, ignore_index=True)
    if rows.empty:
        return empty()
    severity = all_of(rows, Severity.RED)
    severity[rows["trigger"] > Trigger.PLANNED] = int(Severity.ORANGE)
    return _with_visit("R4", rows, context, severity)


def _after(context: Context, visits: pd.DataFrame, what: str, same_field: float) -> pd.DataFrame:
    """Return separate visits with `before`, the first joint or unified one of the year.

    Only those whose day takes `what` for 同类.
    """
    law = judged(context.book, "R4", visits["day"])
    kind = law["same_field"] if "same_field" in law else pd.Series(0.0, index=visits.index)
    visits = visits[law["ruleset"].notna() & (kind.fillna(0.0) == same_field)]
    visits = visits.reset_index(drop=True)
    groups = together(columns_of(visits, ["enterprise_id", what, "year"]))
    joint = (visits["joint"] == 1).to_numpy()
    unified = visits["id"].isin(context.facts.unified).to_numpy() & ~joint
    after_joint = _first(groups, joint)
    before = np.where(unified, after_joint, np.minimum(after_joint, _first(groups, unified)))
    planned = (visits["trigger"] > Trigger.UNKNOWN).to_numpy()
    later = (np.arange(len(visits)) > before) & ~joint & planned
    return visits[later].assign(before=visits["id"].to_numpy()[before[later]])


def _first(groups: Ints, chosen: npt.NDArray[np.bool_]) -> Ints:
    """Return, for each row, the place of the first chosen row of its group; none: the end."""
    firsts = np.full(int(groups.max(initial=-1)) + 1, len(groups), dtype="int64")
    places = np.flatnonzero(chosen)[::-1]
    firsts[groups[places]] = places
    return firsts[groups] if len(groups) else firsts


def _with_visit(rule: str, rows: pd.DataFrame, context: Context, severity: pd.Series) -> Findings:
    """Return a finding for each visit and item of rows, resting on the visit `before` too."""
    codes = rows["item_id"].map(context.item_codes)
    found = singles(rule, rows, context, severity, codes)
    if found.found.empty:
        return found
    keys = keys_of(rule, rows, context, codes)
    return resting_on(found, pd.DataFrame({"key": keys, "visit_id": rows["before"]}))


def after_moving(context: Context) -> Findings:
    """An item visited again in the year in which the enterprise moved region (seed 二(四)).

    Only moves whose 迁入日期 and 迁出地 are known, between two regions the records name; a visit
    that adopted the earlier result repeats nothing.
    """
    moved = context.registers.moved
    if moved.empty:
        return empty()
    visits = context.scope.repeated_items
    visits = visits[visits["enterprise_id"].isin(moved.index)].reset_index(drop=True)
    when = visits["enterprise_id"].map(moved)
    years = pd.to_datetime(when, unit="D").dt.year
    visits, when = visits[visits["year"] == years], when[visits["year"] == years]
    old = visits[visits["day"] < when]
    keys = ["enterprise_id", "item_id", "year"]
    first = old.drop_duplicates(keys)[[*keys, "id", "region_id"]]
    first = first.rename(columns={"id": "before", "region_id": "origin"})
    new = visits[(visits["day"] >= when) & (visits["reused"] == 0)].merge(first, on=keys)
    regions = (new["region_id"] != new["origin"]) & (new["region_id"] > 0) & (new["origin"] > 0)
    new = new[regions].reset_index(drop=True)
    return _with_visit("R24", new, context, all_of(new, Severity.YELLOW))


def before_upper(context: Context) -> Findings:
    """A lower level's visit just before a planned one of an upper level on the item (seed 二(四)).

    Both of one 条线, at one enterprise; just before is up to `lead_days`, or earlier on the same
    day. The finding is of the day of the first such upper visit. A lower visit with a trigger of
    its own, or an unknown one, is no 预先检查, nor is one whose result the upper adopted.
    """
    pairs = context.level_pairs
    upper = pairs["level"] < pairs["level_before"]
    planned = (pairs["trigger"] == Trigger.PLANNED) & (pairs["reused"] == 0)
    pairs = pairs[upper & planned]
    if pairs.empty:
        return empty()
    law = judged(context.book, "R25", pairs["day"])
    near = law["ruleset"].notna() & (pairs["day"] - pairs["day_before"] <= law["lead_days"])
    pairs = pairs.loc[near, ["id_before", "item_id", "id", "day"]].sort_values(["day", "id"])
    pairs = pairs.rename(columns={"id": "before", "id_before": "id", "day": "last"})
    visits = context.scope.counted.merge(pairs.drop_duplicates(["id", "item_id"]), on="id")
    visits = visits[visits["trigger"] == Trigger.PLANNED].reset_index(drop=True)
    return _with_visit("R25", visits, context, all_of(visits, Severity.HINT))


def tested_again(context: Context) -> Findings:
    """A test on an item in the year in which a joint visit tested it (seed 二(二)).

    Each report is judged. One that names the joint visit's 检验报告编号 or adopts a result did not
    test again; where a file tells of no tests, nothing is known and nobody is accused.
    """
    tested = context.facts.tested
    if tested.empty:
        return empty()
    tested = tested.assign(
        item_id=tested["item_id"].map(context.registers.merged).fillna(tested["item_id"]),
        year=pd.to_datetime(tested["day"], unit="D").dt.year,
    ).astype({"item_id": "int64"})
    visits = context.scope.counted[["id", "joint", "arrive"]]
    rows = tested.merge(visits, on="id")
    keys = ["enterprise_id", "item_id", "year"]
    told = ["id", "day", "arrive", "body_code", "number", "test_report"]
    joint = rows.loc[rows["joint"] == 1, [*keys, *told]].rename(
        columns={name: f"{name}_before" for name in told}
    )
    pairs = rows[rows["adopted"] == 0].merge(joint, on=keys)
    pairs = pairs[(pairs["id"] != pairs["id_before"]) & is_later(pairs)]
    same = pairs["test_report"] == pairs["test_report_before"]
    cited = pairs.loc[same, ["id", "item_id", "test_report"]].drop_duplicates()
    pairs = pairs.merge(cited.assign(cited=1), on=["id", "item_id", "test_report"], how="left")
    pairs = pairs[pairs["cited"].isna()].reset_index(drop=True)
    codes = pairs["item_id"].map(context.item_codes)
    found = of_reports("R26", pairs, context, all_of(pairs, Severity.YELLOW), codes)
    if found.found.empty:
        return found
    earlier = pd.DataFrame(
        {"key": keys_of("R26", pairs, context, codes), "visit_id": pairs["id_before"]}
    )
    return resting_on(found, earlier)
