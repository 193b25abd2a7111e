"""The visits of one year of the bulk city: who entered where, when, and why."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from data.rows.enums import Trigger
from data.sample.bulk_bodies import BulkBodies
from data.sample.bulk_drawing import Bools, Ints, drawn, serials
from data.sample.bulk_enterprises import BulkEnterprises
from data.sample.bulk_plans import CASE, PLAIN, SERVICE, months_of
from data.sample.details import SLOTS
from data.sample.schedule import UNPLANNED
from data.sample.workdays import workdays

MINUTES = 1440
NINE = 540
# How often a visit …
_OFF_SITE = 0.09
_PARTNER_STAYS_AWAY = 0.04
_PARTNER_REPORTS = 0.9
_NO_NUMBER = 0.02
_NO_PLAN, _NO_PLAN_YET = 0.003, 0.05
_NO_REASON = 0.02
_NO_ARRIVAL = 0.01
# Kinds of entry after 行政检查.
_SERVICES = 3
TRIGGERS = tuple(Trigger.of(name) for name, *_ in UNPLANNED)


def make_visits(
    rng: np.random.Generator,
    tasks: pd.DataFrame,
    bodies: BulkBodies,
    enterprises: BulkEnterprises,
    year: int,
) -> pd.DataFrame:
    """Return a row for each visit in the order of time.

    Columns: enterprise, day, task and plan (-1 for none), lead, partner (-1 for none), both (the
    partner reports too), sort, kind (1 is 行政检查), trigger, cause (of UNPLANNED, -1 for none),
    reasoned, off_site, arrive and leave (minutes since 1970, -1 for none).
    """
    task = np.repeat(np.arange(len(tasks)), tasks["size"])
    of = tasks.iloc[task].reset_index(drop=True)
    step = serials(task) - 1
    day = _days(year, of["month"].to_numpy(), of["start"].to_numpy(), step)
    enterprise = _entered(rng, enterprises, of["low"].to_numpy(), of["high"].to_numpy())
    group = of["group"].to_numpy()
    repeated = _repeated(enterprise, day, task)
    visits = pd.DataFrame(
        {
            "enterprise": enterprise,
            "day": day,
            "lead": of["lead"],
            "sort": of["sort"],
            "kind": np.where(group == SERVICE, 2 + rng.integers(0, _SERVICES, len(of)), 1),
            "item": of["item"],
            "partner_item": of["partner_item"],
        }
    )
    away = repeated | (rng.random(len(of)) < _PARTNER_STAYS_AWAY)
    visits["partner"] = np.where(away, -1, of["partner"])
    visits["both"] = (visits["partner"] >= 0) & (rng.random(len(of)) < _PARTNER_REPORTS)
    _give_plan(rng, visits, task, of["plan"].to_numpy(), group, repeated, bodies)
    _give_cause(rng, visits, group)
    visits["off_site"] = (group == PLAIN) & (rng.random(len(of)) < _OFF_SITE)
    _give_times(rng, visits)
    order = np.lexsort((rng.random(len(of)), visits["arrive"], visits["day"]))
    return _small(visits.iloc[order].reset_index(drop=True))


def _days(year: int, month: Ints, start: Ints, step: Ints) -> Ints:
    """Return the working day of the step-th visit of a task: two visits a day."""
    origin = date(1970, 1, 1).toordinal()
    known = [
        [day.toordinal() - origin for day in workdays(year, place)]
        for place in range(1, months_of(year) + 1)
    ]
    count = np.array([len(days) for days in known])
    table = np.zeros((len(known), int(count.max())), dtype=np.int64)
    for place, days in enumerate(known):
        table[place, : len(days)] = days
    found: Ints = table[month - 1, (start + step // 2) % count[month - 1]]
    return found


def _entered(rng: np.random.Generator, enterprises: BulkEnterprises, low: Ints, high: Ints) -> Ints:
    """Draw an enterprise of each block, by its load."""
    load = enterprises.load
    sought = load[low] + rng.random(len(low)) * (load[high] - load[low])
    place = np.searchsorted(load, sought, side="right") - 1
    return np.clip(place, low, high - 1)


def _repeated(enterprise: Ints, day: Ints, task: Ints) -> Bools:
    """Tell which visits meet an earlier one of their task in one enterprise on one day.

    With the task's number they would be one visit.
    """
    key = (task * 400 + day - int(day.min())) * (int(enterprise.max()) + 1) + enterprise
    _, first = np.unique(key, return_index=True)
    repeated = np.ones(len(key), dtype=bool)
    repeated[first] = False
    return repeated


def _give_plan(
    rng: np.random.Generator,
    visits: pd.DataFrame,
    task: Ints,
    plan: Ints,
    group: Ints,
    repeated: Bools,
    bodies: BulkBodies,
) -> None:
    """Give plan and task; some visits have no number of a task, some no plan at all (R6)."""
    breach = bodies.breach[visits["lead"]]
    bare = (group == PLAIN) & (rng.random(len(task)) < _NO_PLAN * breach)
    bare |= (group == CASE) & (rng.random(len(task)) < _NO_PLAN_YET)
    loose = bare | repeated | ((group == PLAIN) & (rng.random(len(task)) < _NO_NUMBER))
    visits["plan"] = np.where(bare, -1, plan)
    visits["task"] = np.where(loose, -1, task)


def _give_cause(rng: np.random.Generator, visits: pd.DataFrame, group: Ints) -> None:
    """Give 来源 and 检查事由: planned, with a cause of its own, or nothing said at all."""
    shares = np.array([share for _, _, share, _ in UNPLANNED])
    case = group == CASE
    cause = drawn(rng, shares, len(group))
    unplanned = np.array([int(one) for one in TRIGGERS if one is not None])[cause]
    silent = (visits["plan"] < 0) & (rng.random(len(group)) < 0.5)
    planned = np.where(silent, int(Trigger.UNKNOWN), int(Trigger.PLANNED))
    visits["trigger"] = np.where(case, unplanned, planned)
    visits["reasoned"] = case & (rng.random(len(group)) > _NO_REASON)
    visits["cause"] = np.where(visits["reasoned"], cause, -1)


def _give_times(rng: np.random.Generator, visits: pd.DataFrame) -> None:
    count = len(visits)
    slot = np.array(SLOTS)[rng.integers(0, len(SLOTS), count)]
    missing = visits["off_site"] | (rng.random(count) < _NO_ARRIVAL)
    arrive = np.where(missing, -1, visits["day"] * MINUTES + NINE + slot)
    visits["arrive"] = arrive
    visits["leave"] = np.where(missing, -1, arrive + rng.integers(8, 33, count) * 5)


def _small(visits: pd.DataFrame) -> pd.DataFrame:
    """Return the same in less memory."""
    types = {"lead": "int16", "partner": "int16", "sort": "int8", "kind": "int8", "cause": "int8"}
    wide = [name for name in visits.columns if visits[name].dtype == "int64"]
    return visits.astype(dict.fromkeys(wide, "int32") | types | {"trigger": "int8"})
