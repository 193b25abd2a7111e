"""R18, R20 and R29: what is said of a body as a whole, by month or quarter."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.rows.enums import RecordKind, Severity, SubjectKind
from data.rows.period import day_number, month_first, month_text
from data.rows.rulesets import RuleBook
from data.rules.body_context import QUARTER, YEAR, BodyContext, came_by_rating
from data.rules.frames import RECORDS, Findings, empty, judged
from data.rules.no_visits import charging, found_about, no_rests, records_of, resting_on

EXACT = 3
"""A product such as 0.3 × 70 may lie a hair beside the whole number it is."""
MONTHLY, QUARTERLY = ["body", "month"], ["body", "quarter"]


def complaints_heaped(context: BodyContext) -> Findings:
    """R18: several 投诉, 申诉 and 差评 about one body in a month.

    A complaint that tells of a rating by scanning, and the rated visit itself, are one 差评 where
    enterprise, body and month agree.
    """
    ratings = context.bad_ratings
    if context.complaints.empty and ratings.empty:
        return empty()
    complaints = _not_told_twice(context.complaints, ratings)
    cases = pd.concat([complaints[[*MONTHLY, "day"]], ratings[[*MONTHLY, "day"]]])
    heaps = cases.groupby(MONTHLY)["day"].agg(["size", "max"]).reset_index()
    heaps = heaps.rename(columns={"size": "count", "max": "day"})
    law = judged(context.book, "R18", heaps["day"])
    heaps = heaps[law["ruleset"].notna()]
    heaps = heaps[heaps["count"] >= law.loc[heaps.index].get("complaints", np.inf)]
    if heaps.empty:
        return empty()
    period = heaps["month"].map(lambda month: month_text(int(month)))
    rows = _rows("R18", context, heaps, period)
    keyed = rows[[*MONTHLY, "key"]]
    told, seen = (frame.merge(keyed, on=MONTHLY) for frame in (complaints, ratings))
    return Findings(
        found_about("R18", SubjectKind.BODY, rows, law.loc[heaps.index]),
        resting_on(seen["key"], seen["visit_id"]),
        charging(rows["key"], rows["body"]),
        records_of(told["key"], RecordKind.COMPLAINT, told["id"]),
    )


def _not_told_twice(complaints: pd.DataFrame, ratings: pd.DataFrame) -> pd.DataFrame:
    """Return the complaints without those that tell of a rating the ledger has itself."""
    keys = ["body", "month", "enterprise_id"]
    rated = pd.MultiIndex.from_frame(ratings[keys].astype("float64"))
    told = pd.MultiIndex.from_frame(complaints[keys].astype("float64"))
    return complaints[~(came_by_rating(complaints) & told.isin(rated))]


def basis_too_often(context: BodyContext) -> Findings:
    """R20: a basis claimed for a large share of a body's visits in a quarter, however few."""
    tallies = context.tallies
    if context.months is not None:
        tallies = tallies[tallies["month"].isin(context.months)]
    shares = tallies.assign(quarter=tallies["month"] // QUARTER)
    shares = shares.groupby(QUARTERLY)[["visits", "claims"]].sum().reset_index()
    shares = shares[(shares["claims"] > 0) & (shares["claims"] > _least(context.book, shares))]
    if shares.empty:
        return empty()
    visits = context.claimed_visits(shares)
    last = visits.groupby(QUARTERLY)["day"].max().rename("day").reset_index()
    shares = shares.merge(last, on=QUARTERLY)
    law = judged(context.book, "R20", shares["day"])
    over = law["ruleset"].notna()
    if over.any():
        over &= shares["claims"] > (law["share"] * shares["visits"]).round(EXACT)
    shares, law = shares[over], law[over]
    if shares.empty:
        return empty()
    rows = _rows("R20", context, shares.assign(count=shares["claims"]), _quarters(shares))
    seen = visits.merge(rows[[*QUARTERLY, "key"]], on=QUARTERLY)
    return Findings(
        found_about("R20", SubjectKind.BODY, rows, law),
        resting_on(seen["key"], seen["visit_id"]),
        charging(rows["key"], rows["body"]),
    )


def _least(book: RuleBook, shares: pd.DataFrame) -> pd.Series:
    """Return how many claims no version of the rule finds anything in."""
    limits = [one.ruleset.rules["R20"].limits["share"] for one in book.segments("R20")]
    least: pd.Series = shares["visits"] * (min(limits, default=np.inf) - 10**-EXACT)
    return least


def fines_grow(context: BodyContext) -> Findings:
    """R29: a quarter's fines grew against the same quarter a year before, its visits did not.

    Compared where the body told of all three months in both years, and visited in both quarters.
    """
    if context.fines.empty:
        return empty()
    now = _fined_quarters(context)
    then = now.assign(quarter=now["quarter"] + YEAR // QUARTER)
    pairs = now.merge(then, on=QUARTERLY, suffixes=("", "_then"))
    if context.months is not None:
        wanted = {month // QUARTER for month in context.months}
        wanted |= {quarter + YEAR // QUARTER for quarter in wanted}
        pairs = pairs[pairs["quarter"].isin(wanted)]
    grown = pairs[(pairs["cents_then"] > 0) & (pairs["visits"] > 0) & (pairs["visits_then"] > 0)]
    grown = grown[grown["visits"] <= grown["visits_then"]]
    if grown.empty:
        return empty()
    last = grown["quarter"] * QUARTER + QUARTER - 1
    grown = grown.assign(day=last.map(lambda month: day_number(month_first(int(month)))))
    law = judged(context.book, "R29", grown["day"])
    over = law["ruleset"].notna()
    if over.any():
        allowed = (law["growth"] * grown["cents_then"]).round(EXACT)
        over &= grown["cents"] - grown["cents_then"] > allowed
    grown, law = grown[over], law[over]
    if grown.empty:
        return empty()
    rows = _rows("R29", context, grown.assign(count=2 * QUARTER), _quarters(grown))
    return Findings(
        found_about("R29", SubjectKind.BODY, rows, law),
        no_rests(),
        charging(rows["key"], rows["body"]),
        _compared_fines(context, rows),
    )


def _fined_quarters(context: BodyContext) -> pd.DataFrame:
    """Return the quarters a body told of whole: body, quarter, cents, visits."""
    fines = context.fines.assign(quarter=context.fines["month"] // QUARTER)
    sums = fines.groupby(QUARTERLY)["cents"].agg(["size", "sum"]).reset_index()
    sums = sums[sums["size"] == QUARTER].rename(columns={"sum": "cents"})
    tallies = context.tallies.assign(quarter=context.tallies["month"] // QUARTER)
    visits = tallies.groupby(QUARTERLY)["visits"].sum().reset_index()
    whole = sums.merge(visits, on=QUARTERLY, how="left").fillna({"visits": 0})
    return whole[[*QUARTERLY, "cents", "visits"]]


def _compared_fines(context: BodyContext, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the months of fines behind each finding, of both years."""
    fines = context.fines.assign(quarter=context.fines["month"] // QUARTER)
    keyed = rows[[*QUARTERLY, "key"]]
    before = keyed.assign(quarter=keyed["quarter"] - YEAR // QUARTER)
    own = fines.merge(pd.concat([keyed, before]), on=QUARTERLY)
    return records_of(own["key"], RecordKind.FINE, own["id"])[RECORDS]


def _quarters(rows: pd.DataFrame) -> pd.Series:
    """Return the quarters of rows as people write them: 2026-Q3."""
    year, place = 1970 + rows["quarter"] // 4, rows["quarter"] % 4 + 1
    return year.astype(str) + "-Q" + place.astype(str)


def _rows(rule: str, context: BodyContext, heaps: pd.DataFrame, period: pd.Series) -> pd.DataFrame:
    """Return findings about bodies, as `found_about` takes them."""
    bodies = context.bodies.loc[heaps["body"]]
    codes = pd.Series(bodies["code"].to_numpy(), index=heaps.index)
    return heaps.assign(
        key=rule + ":" + codes + ":" + period,
        severity=int(Severity.HINT),
        subject_id=heaps["body"],
        region_id=bodies["region_id"].to_numpy(),
        period=period,
    )
