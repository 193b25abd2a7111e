"""The measures of the bulk city, counted from its columns by RULES.md alone; and all its truth."""

from __future__ import annotations

import calendar
from datetime import date

import numpy as np
import pandas as pd

from data.rows.enums import Result
from data.sample.bulk_city import BulkCity
from data.sample.bulk_drawing import Bools, Small
from data.sample.bulk_facts import EXEMPT, ON_TIME, Facts, make_facts
from data.sample.bulk_findings import (
    CAP,
    Findings,
    Groups,
    find_all,
    items_of_enterprises,
    months_of_enterprises,
)
from data.sample.lexicon import END
from data.sample.truth import Share

Measures = dict[str, dict[str, Share]]
_DAY = date(1970, 1, 1).toordinal()
_PLANNED = 1
_PROBLEMS = (Result.CORRECT, Result.PUNISH, Result.TRANSFER)


def bulk_truth(city: BulkCity) -> tuple[Findings, Measures]:
    """Return the findings by rule and severity, and the measures by period."""
    facts = make_facts(city)
    return find_all(city, facts), _measures(city, facts)


def periods(years: tuple[int, ...]) -> dict[str, tuple[date, date]]:
    """Return years, quarters and months; the year that is not over also up to its last month."""
    found = {}
    for year in years:
        found[f"{year}"] = (date(year, 1, 1), date(year, 12, 31))
        for quarter in range(1, 5):
            first = date(year, 3 * quarter - 2, 1)
            found[f"{year}-Q{quarter}"] = (first, _month_end(year, 3 * quarter))
        for month in range(1, 13):
            found[f"{year}-{month:02d}"] = (date(year, month, 1), _month_end(year, month))
        if year == END[0]:
            text = f"{year}-01..{year}-{END[1]:02d}"
            found[text] = (date(year, 1, 1), _month_end(*END))
    return found


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _measures(city: BulkCity, facts: Facts) -> Measures:
    tasks = _tasks(facts)
    months, years = months_of_enterprises(facts), items_of_enterprises(facts)
    known, problem = _results(facts)
    day = facts.visits["day"].to_numpy()
    found: Measures = {}
    for text, (first, last) in periods(city.years).items():
        within = _within(day, first, last)
        values = _of_tasks(tasks[_within(tasks["day"].to_numpy(), first, last)])
        values |= _of_visits(facts.visits[within])
        values["M6"] = values["M6.bare"] = _beyond(months, within)
        values["M7"] = values["M7.bare"] = _beyond(years, within)
        values["M14"] = _share((known & problem & within).sum(), (known & within).sum())
        here = facts.visits[within]
        reporting = set(here["lead"]) | set(here.loc[here["both"], "partner"])
        values["M16.bodies"] = _share(len(reporting), len(city.bodies.inspecting))
        before = _within(day, _year_before(first), _year_before(last))
        values["M17"] = _share(within.sum(), before.sum())
        found[text] = values
    return found


def _within(day: Small, first: date, last: date) -> Bools:
    return (day >= first.toordinal() - _DAY) & (day <= last.toordinal() - _DAY)


def _year_before(day: date) -> date:
    return _month_end(day.year - 1, day.month) if day.day > 1 else day.replace(year=day.year - 1)


def _share(numerator: float, denominator: float | None = None) -> Share:
    bottom = None if denominator is None else int(denominator)
    return {"numerator": int(numerator), "denominator": bottom}


def _tasks(facts: Facts) -> pd.DataFrame:
    """Return a row for each task: by its number, else by plan, else the visit itself."""
    visits = facts.visits
    task, plan = visits["task"].to_numpy(), visits["plan"].to_numpy()
    numbers = int(task.max()) + 1
    alone = numbers + len(facts.filed) + np.arange(len(visits))
    key = np.where(task >= 0, task, np.where(plan >= 0, numbers + plan, alone))
    frame = pd.DataFrame(
        {
            "day": visits["day"],
            "joint": visits["joint"],
            "random": visits["random"],
            "filed": (plan >= 0) & facts.filed[plan],
            "outside": (visits["trigger"] > _PLANNED) & visits["reasoned"],
        }
    )
    grouped = frame.groupby(key, sort=False)
    return grouped.agg(
        day=("day", "min"),
        joint=("joint", "max"),
        random=("random", "first"),
        filed=("filed", "first"),
        outside=("outside", "min"),
    )


def _of_tasks(tasks: pd.DataFrame) -> dict[str, Share]:
    joint, random = tasks["joint"], tasks["random"]
    asked = tasks[~tasks["outside"]]
    return {
        "M1": _share((joint & random).sum(), len(tasks)),
        "M1b": _share((joint & random).sum(), random.sum()),
        "M1c": _share(joint.sum(), len(tasks)),
        "M10": _share(asked["filed"].sum(), len(asked)),
    }


def _of_visits(visits: pd.DataFrame) -> dict[str, Share]:
    code = visits["code"]
    return {
        "M3": _share((code == ON_TIME).sum(), (code != EXEMPT).sum()),
        "M9": _share(len(visits)),
        "M9.people": _share(visits["people"].sum()),
        "M9.enterprises": _share(visits["enterprise"].nunique()),
    }


def _results(facts: Facts) -> tuple[Bools, Bools]:
    """Return which visits have a result that says whether there was a problem, and a problem."""
    result, visit = facts.lines["result"].to_numpy(), facts.lines["visit"].to_numpy()
    problem = np.zeros(len(facts.visits), dtype=bool)
    problem[visit[np.isin(result, _PROBLEMS)]] = True
    known = problem.copy()
    known[visit[result == Result.CLEAN]] = True
    return known, problem


def _beyond(groups: Groups, within: Bools) -> Share:
    """Return groups with a visit of the period beyond the third ÷ groups with one."""
    inside = within[groups.visit]
    there = np.zeros(len(groups.first), dtype=bool)
    beyond = there.copy()
    there[groups.group[inside]] = True
    beyond[groups.group[inside & (groups.place > CAP)]] = True
    return _share(beyond.sum(), there.sum())
