"""All findings of the sample city, from its raw tables and RULES.md alone."""

from __future__ import annotations

from datetime import date

from data.sample.faults_lists import of_lists
from data.sample.faults_plans import of_plans
from data.sample.faults_visits import Keys, in_order, no_findings, of_visits
from data.sample.reading import Reader
from data.sample.tables import City


def finding_truth(city: City, today: date, reader: Reader | None = None) -> Keys:
    """Return the keys of all findings by rule and severity, as judged on a day."""
    reader, found = reader or Reader(city), no_findings()
    of_visits(reader, found)
    of_lists(city, reader, today, found)
    of_plans(city, reader, today, found)
    return in_order(found)
