"""The measures of visits beyond the first ones: gathered once for a city, told by period."""

from __future__ import annotations

from datetime import date

from data.sample.reading import Reader, ReadVisit
from data.sample.tables import City
from data.sample.truth_pairs import Years, adopting_cases, caps_of, counted_cases, testing_cases
from data.sample.truth_visits import (
    Share,
    in_time,
    last_deadline,
    of_audits,
    of_codes,
    of_results,
    share,
    sort_of,
    verdicts,
)

SETTLED = date(2026, 11, 10)
"""Whoever asks does so on this day or later: by then all visits until September are due."""


class VisitTruth:
    """M4, M5, M8, M13 to M15, M18 and M21 to M24 of a city."""

    def __init__(self, city: City, reader: Reader, today: date | None = None) -> None:
        """Gather what several periods ask for.

        Without `today` what becomes due (M13, M22) is told only of periods in which all is due.
        """
        self._reader, self._today = reader, today
        self._verdicts = verdicts(city, reader)
        self._years = Years(reader, caps_of(city, reader))
        self._adopting, self._testing = adopting_cases(reader), testing_cases(reader)
        self._enterprises = len(city.tables["enterprises"].rows)

    def shares(self, visits: list[ReadVisit], first: date, last: date) -> dict[str, Share]:
        """Return the measures of a period; `visits` are those in it."""
        return {
            **of_codes(visits),
            **of_results(self._reader, visits),
            **of_audits(self._verdicts, visits),
            **self._due(visits),
            "M8": self._years.beyond(first, last),
            "M15": counted_cases(self._adopting, first, last),
            "M23": counted_cases(self._testing, first, last),
            "M24": share(len(visits), self._enterprises, 0),
        }

    def _due(self, visits: list[ReadVisit]) -> dict[str, Share]:
        if self._today is None and last_deadline(visits) >= SETTLED:
            return {}
        day = self._today or SETTLED
        return {
            "M13": in_time(visits, "结果录入日期", day, lambda visit: True),
            "M22": in_time(
                visits, "结果公示日期", day, lambda visit: sort_of(self._reader, visit) == "双随机"
            ),
        }
