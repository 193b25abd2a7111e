"""The counting visits of the bulk city in columns, read from what its files say (RULES.md)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.sample.bulk_city import BulkCity, BulkYear
from data.sample.bulk_drawing import Bools, Ints, Small
from data.sample.bulk_files import report_numbers
from data.sample.bulk_plans import SORT_NAMES
from data.sample.bulk_text import pick, texts
from data.sample.bulk_visits import MINUTES
from data.sample.model import Plan
from data.sample.plans import SORTS

ON_TIME, LATE, NOT_SHOWN, EXEMPT = range(4)
_LAST = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """All years together, 行政检查 alone.

    `visits`: enterprise, day, plan, task (numbers over all years, -1 for none), lead, partner,
    both, trigger, reasoned, arrive, on_site, code, people, claims, serial and report (of the lead),
    joint, random, and place (in the order of RULES.md R1). `reports`: visit, body, serial,
    officers, year … `lines`: visit, body, item, result. A visit is named by its row in `visits`,
    a report by its row in `reports`.
    """

    visits: pd.DataFrame
    reports: pd.DataFrame
    lines: pd.DataFrame
    filed: Bools


def make_facts(city: BulkCity) -> Facts:
    """Read all years of the city."""
    visits: list[pd.DataFrame] = []
    reports: list[pd.DataFrame] = []
    lines: list[pd.DataFrame] = []
    plans: list[bool] = []
    tasks = known = sent = 0
    for year in city.each_year():
        visit, report, line = _year(city, year)
        line["visit"] += known
        report["visit"] += known
        visit["report"] += sent
        for name, before in (("plan", len(plans)), ("task", tasks)):
            visit[name] = np.where(visit[name] < 0, -1, visit[name].astype(np.int64) + before)
        plans += [_is_filed(plan) for plan in year.work.plans]
        tasks += len(year.work.tasks)
        known += len(visit)
        sent += len(report)
        visits.append(visit)
        reports.append(report)
        lines.append(line)
    whole = pd.concat(visits, ignore_index=True)
    whole["place"] = _order(city, whole)
    return Facts(
        whole,
        pd.concat(reports, ignore_index=True),
        pd.concat(lines, ignore_index=True),
        np.array(plans, dtype=bool),
    )


def report_keys(city: BulkCity, reports: pd.DataFrame) -> list[str]:
    """Return how findings name some reports: 单位编码 and 检查编号."""
    codes = texts([f"{body.code}:" for body in city.bodies.inspecting])
    numbers: list[str] = [""] * len(reports)
    for year in city.years:
        here = np.flatnonzero(reports["year"] == year)
        found = report_numbers(city, year, reports.iloc[here]).to_pylist()
        for place, number in zip(here.tolist(), found, strict=True):
            numbers[place] = number
    owners = pick(codes, reports["body"].to_numpy()).to_pylist()
    return [owner + number for owner, number in zip(owners, numbers, strict=True)]


def _is_filed(plan: Plan) -> bool:
    return plan.filed is not None or plan.accepted is not None


def _year(city: BulkCity, year: BulkYear) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return visits, reports and lines of a year, those that count, renumbered from 0."""
    checks = (year.visits["kind"] == 1).to_numpy()
    number = np.where(checks, np.cumsum(checks) - 1, -1).astype(np.int32)
    reports = year.reports[["visit", "body", "serial", "officers", "arrive", "shown", "basis"]]
    reports = reports.assign(visit=number[reports["visit"]], year=np.int16(year.year))
    lines = year.lines[["report", "item", "result"]]
    report = lines["report"].to_numpy()
    lines = lines.assign(
        visit=reports["visit"].to_numpy()[report], body=reports["body"].to_numpy()[report]
    )
    lines = lines[lines["visit"] >= 0].drop(columns="report")
    reports = reports[reports["visit"] >= 0].reset_index(drop=True)
    names = ["enterprise", "day", "plan", "task", "lead", "partner", "both", "sort", "trigger"]
    visits = year.visits.loc[checks, [*names, "reasoned", "off_site", "arrive"]]
    return _judged(city, visits.reset_index(drop=True), reports), reports, lines


def _judged(city: BulkCity, visits: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Add what follows from the reports of each visit."""
    first = np.searchsorted(reports["visit"].to_numpy(), np.arange(len(visits)))
    day = visits["day"].to_numpy()[reports["visit"]]
    visits["on_site"] = ~visits.pop("off_site")
    code = np.minimum.reduceat(_codes(reports, day), first)
    visits["code"] = np.where(visits["on_site"], code, EXEMPT).astype(np.int8)
    visits["people"] = np.add.reduceat(reports["officers"].to_numpy().astype(np.int16), first)
    visits["claims"] = np.maximum.reduceat(reports["basis"].to_numpy(), first) >= 0
    visits["serial"] = reports["serial"].to_numpy()[first]
    visits["report"] = first
    partner = visits["partner"].to_numpy()
    system = city.bodies.system
    visits["joint"] = (partner >= 0) & (system[partner] != system[visits["lead"]])
    kinds = np.array([SORTS[name][0] == "双随机" for name in SORT_NAMES])
    visits["random"] = kinds[visits.pop("sort")]
    return visits


def _codes(reports: pd.DataFrame, day: Small) -> Small:
    """Return the 亮码 of each report from its times."""
    shown, arrive = reports["shown"].to_numpy(), reports["arrive"].to_numpy()
    in_time = np.where(arrive >= 0, shown <= arrive, shown // MINUTES <= day)
    return np.where(shown < 0, NOT_SHOWN, np.where(in_time, ON_TIME, LATE))


def _order(city: BulkCity, visits: pd.DataFrame) -> Ints:
    """Return the place of each visit by 检查日期, 到达时间 (empty last), 单位编码, 检查编号."""
    arrive = visits["arrive"].to_numpy()
    order = np.lexsort(
        (
            visits["serial"],
            city.bodies.code_order[visits["lead"]],
            np.where(arrive < 0, _LAST, arrive),
            visits["day"],
        )
    )
    place = np.empty(len(visits), dtype=np.int64)
    place[order] = np.arange(len(visits))
    return place
