"""The findings of the bulk city, counted from its columns by RULES.md alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.sample.bulk_city import BulkCity
from data.sample.bulk_drawing import Bools, Ints
from data.sample.bulk_facts import LATE, NOT_SHOWN, Facts, report_keys
from data.sample.bulk_text import pick

CAP = 3
_NEAR_DAYS = 90
_PLANNED = 1
Findings = dict[str, dict[str, list[str]]]


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Rows in groups: `group` of each row, its place within it from 1, and its visit.

    Groups are numbered from 0; `first` is one row of each.
    """

    group: Ints
    place: Ints
    visit: Ints
    first: Ints

    @property
    def sizes(self) -> Ints:
        """Return how many rows each group has."""
        return np.bincount(self.group, minlength=len(self.first))


def months_of_enterprises(facts: Facts) -> Groups:
    """Return the on-site visits by enterprise and month."""
    visit = np.flatnonzero(facts.visits["on_site"])
    of = facts.visits.iloc[visit]
    return _grouped(facts, visit, _enterprises(of) * 100_000 + _months(of["day"]))


def items_of_enterprises(facts: Facts) -> Groups:
    """Return the on-site visits by enterprise, item and year; `first` is a row of the lines."""
    visit = facts.lines["visit"].to_numpy()
    rows = np.flatnonzero(facts.visits["on_site"].to_numpy()[visit])
    visit = visit[rows].astype(np.int64)
    of = facts.visits.iloc[visit]
    item = facts.lines["item"].to_numpy()[rows].astype(np.int64)
    key = (_enterprises(of) * 10_000 + item) * 1000 + _months(of["day"]) // 12
    found = _grouped(facts, visit, key)
    return Groups(found.group, found.place, found.visit, rows[found.first])


def find_all(city: BulkCity, facts: Facts) -> Findings:
    """Return the keys of all findings by rule and severity."""
    found = {
        "R1": _monthly(city, facts),
        "R3": _yearly(city, facts),
        "R5": _levels(city, facts),
        "R6": _unplanned(city, facts),
        "R7": _codes(city, facts),
        "R10": {"红": _of_reports(city, facts, "R10", facts.reports["officers"].to_numpy() < 2)},
    }
    return {rule: {word: sorted(keys) for word, keys in by.items()} for rule, by in found.items()}


def _enterprises(visits: pd.DataFrame) -> Ints:
    """Return the enterprises wide enough for keys made of them."""
    return visits["enterprise"].to_numpy().astype(np.int64)


def _months(day: pd.Series) -> Ints:
    """Return months since 1970."""
    months = day.to_numpy().astype("datetime64[D]").astype("datetime64[M]")
    return months.astype(np.int64)


def _grouped(facts: Facts, visit: Ints, key: Ints) -> Groups:
    """Put rows into groups by key, in the order of the visits within each."""
    order = np.lexsort((facts.visits["place"].to_numpy()[visit], key))
    key = key[order]
    begins = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    group = np.cumsum(np.concatenate(([False], key[1:] != key[:-1])))
    return Groups(group, np.arange(len(key)) - begins[group] + 1, visit[order], order[begins])


def _judged(facts: Facts, groups: Groups) -> dict[str, Ints]:
    """Return the groups of each severity: at the cap, beyond with every claim, beyond without."""
    sizes = groups.sizes
    bare = (groups.place > CAP) & ~facts.visits["claims"].to_numpy()[groups.visit]
    open_groups = np.zeros(len(sizes), dtype=bool)
    open_groups[groups.group[bare]] = True
    return {
        "提示": np.flatnonzero(sizes == CAP),
        "橙": np.flatnonzero((sizes > CAP) & ~open_groups),
        "红": np.flatnonzero((sizes > CAP) & open_groups),
    }


def _monthly(city: BulkCity, facts: Facts) -> dict[str, list[str]]:
    groups = months_of_enterprises(facts)
    visit = np.flatnonzero(facts.visits["on_site"])[groups.first]
    of = facts.visits.iloc[visit]
    months = _months(of["day"])
    found = {}
    for word, chosen in _judged(facts, groups).items():
        names = pick(city.enterprises.key, of["enterprise"].to_numpy()[chosen]).to_pylist()
        when = months[chosen].tolist()
        found[word] = [
            f"R1:{name}:{1970 + month // 12}-{month % 12 + 1:02d}"
            for name, month in zip(names, when, strict=True)
        ]
    return found


def _yearly(city: BulkCity, facts: Facts) -> dict[str, list[str]]:
    groups = items_of_enterprises(facts)
    lines = facts.lines.iloc[groups.first]
    of = facts.visits.iloc[lines["visit"]]
    found = {}
    for word, chosen in _judged(facts, groups).items():
        names = pick(city.enterprises.key, of["enterprise"].to_numpy()[chosen]).to_pylist()
        items = _item_codes(city, lines["item"].to_numpy()[chosen])
        years = (1970 + _months(of["day"])[chosen] // 12).tolist()
        found[word] = [
            f"R3:{name}:{item}:{year}" for name, item, year in zip(names, items, years, strict=True)
        ]
    return found


def _item_codes(city: BulkCity, items: Ints) -> list[str]:
    return [city.items.listed[item].code for item in items.tolist()]


def _levels(city: BulkCity, facts: Facts) -> dict[str, list[str]]:
    """R5: lines on an item that another level of the body's system checked shortly before."""
    visit = facts.lines["visit"].to_numpy().astype(np.int64)
    body = facts.lines["body"].to_numpy()
    enterprise = _enterprises(facts.visits)[visit]
    item = facts.lines["item"].to_numpy()
    key = (enterprise * 10_000 + item) * 1000 + city.bodies.system[body]
    order = np.lexsort((facts.visits["place"].to_numpy()[visit], key))
    key, visit, level = key[order], visit[order], city.bodies.level[body][order]
    near = np.zeros(len(order), dtype=bool)
    for one in np.unique(level):
        before = _last_before(key, level == one)
        day = facts.visits["day"].to_numpy()[visit]
        close = (before >= 0) & (day - day[before] <= _NEAR_DAYS)
        near |= close & (level != one)
    items = item[order]
    unplanned = facts.visits["trigger"].to_numpy()[visit] > _PLANNED
    return {
        word: [
            f"{name}:{item}"
            for name, item in zip(
                _of_visits(city, facts, "R5", visit[chosen]),
                _item_codes(city, items[chosen]),
                strict=True,
            )
        ]
        for word, chosen in (("橙", near & unplanned), ("红", near & ~unplanned))
    }


def _last_before(key: Ints, marked: Bools) -> Ints:
    """Return for each row the last marked row before it within its key, -1 where there is none."""
    rows = np.arange(len(key))
    last = np.maximum.accumulate(np.where(marked, rows, -1))
    before = np.concatenate(([-1], last[:-1]))
    return np.where((before >= 0) & (key[before] == key), before, -1)


def _unplanned(city: BulkCity, facts: Facts) -> dict[str, list[str]]:
    bare = facts.visits["plan"].to_numpy() < 0
    caused = (facts.visits["trigger"] > _PLANNED) | facts.visits["reasoned"]
    return {
        "黄": _of_visits(city, facts, "R6", np.flatnonzero(bare & caused)),
        "红": _of_visits(city, facts, "R6", np.flatnonzero(bare & ~caused)),
    }


def _codes(city: BulkCity, facts: Facts) -> dict[str, list[str]]:
    code = facts.visits["code"].to_numpy()
    return {
        "黄": _of_visits(city, facts, "R7", np.flatnonzero(code == LATE)),
        "红": _of_visits(city, facts, "R7", np.flatnonzero(code == NOT_SHOWN)),
    }


def _of_visits(city: BulkCity, facts: Facts, rule: str, visits: Ints) -> list[str]:
    """Return keys that name the lead reports of some visits."""
    return _keys(city, facts, rule, facts.visits["report"].to_numpy()[visits])


def _of_reports(city: BulkCity, facts: Facts, rule: str, chosen: Bools) -> list[str]:
    return _keys(city, facts, rule, np.flatnonzero(chosen))


def _keys(city: BulkCity, facts: Facts, rule: str, reports: Ints) -> list[str]:
    names: Sequence[str] = report_keys(city, facts.reports.iloc[reports])
    return [f"{rule}:{name}" for name in names]
