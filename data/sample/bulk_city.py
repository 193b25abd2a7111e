"""A city of any size from a seed, in columns: for the benchmarks and for `--scale city`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

import numpy as np
import pandas as pd

from data.rows.errors import InvalidInput
from data.sample.bulk_bodies import BulkBodies, make_bulk_bodies
from data.sample.bulk_enterprises import BulkEnterprises, make_bulk_enterprises
from data.sample.bulk_items import BulkItems, make_bulk_items
from data.sample.bulk_plans import Work, make_work
from data.sample.bulk_reports import make_lines, make_reports
from data.sample.bulk_visits import make_visits
from data.sample.lexicon import END

CITY_ENTERPRISES, CITY_VISITS = 1_200_000, 2_000_000
FEWEST_ENTERPRISES = 1_000
_REGISTER, _WORK, _VISITS = range(3)


@dataclass(frozen=True, slots=True, eq=False)
class BulkYear:
    """One year: its plans and tasks, and a table each of visits, reports and lines.

    Visits are in the order of time; reports and lines follow their visits.
    """

    year: int
    work: Work
    visits: pd.DataFrame
    reports: pd.DataFrame
    lines: pd.DataFrame


@dataclass(slots=True, eq=False)
class BulkCity:
    """The registers of a city; its years are made when asked for, the last one is kept."""

    seed: int
    years: tuple[int, ...]
    visits: int
    """Visits of each year."""
    bodies: BulkBodies
    items: BulkItems
    enterprises: BulkEnterprises
    _kept: BulkYear | None = field(default=None, repr=False)

    def year(self, year: int) -> BulkYear:
        """Return a year of the city, the same whenever it is asked for."""
        if self._kept is None or self._kept.year != year:
            self._kept = None
            self._kept = self._make(year)
        return self._kept

    def work(self, year: int) -> Work:
        """Return the plans and tasks of a year, without making its visits."""
        if self._kept is not None and self._kept.year == year:
            return self._kept.work
        rng = self._rng(_WORK, year)
        return make_work(rng, self.bodies, self.enterprises, self.items, year, self.visits)

    def each_year(self) -> Iterator[BulkYear]:
        """Return one year after the other."""
        return (self.year(year) for year in self.years)

    def _make(self, year: int) -> BulkYear:
        work, rng = self.work(year), self._rng(_VISITS, year)
        visits = make_visits(rng, work.tasks, self.bodies, self.enterprises, year)
        reports = make_reports(rng, visits, self.bodies)
        return BulkYear(year, work, visits, reports, make_lines(rng, visits, reports, self.bodies))

    def _rng(self, *parts: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, *parts])


def bulk_city(
    enterprises: int = CITY_ENTERPRISES,
    visits: int = CITY_VISITS,
    seed: int = 2026,
    years: tuple[int, ...] = (END[0],),
) -> BulkCity:
    """Make a city of some size, with `visits` visits in each year; nothing is written yet.

    The same numbers give the same city. The last year ends with the sample's last month.
    """
    if enterprises < FEWEST_ENTERPRISES or visits < FEWEST_ENTERPRISES or seed < 0:
        raise InvalidInput(f"演示城市至少要有 {FEWEST_ENTERPRISES} 户企业和同样多的检查。")
    items = make_bulk_items()
    bodies = make_bulk_bodies(Random(f"bulk:{seed}"), items, visits)
    rng = np.random.default_rng([seed, _REGISTER, enterprises])
    register = make_bulk_enterprises(rng, enterprises)
    return BulkCity(seed, years, visits, bodies, items, register)
