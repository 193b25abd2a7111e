"""The sample city against the truth it was made with, and every number against its records."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from console.operations.sample import fill_sample
from data.measures.asking import DIMENSIONS
from data.measures.compute import measure
from data.records.behind import records_of_measure
from data.records.verifying import problems
from data.rows.period import Period
from data.rules.listing import finding_totals, list_findings
from data.sample.city import build_city
from data.sample.faults import finding_truth
from data.sample.truth import measure_truth
from data.store.database import Database

TODAY = date(2026, 11, 23)
SEED = 2026
BY_NIGHT = ("level", "system", "type", "credit", "risk", "industry", "town", "trigger")
CUTS = [
    (),
    *[pytest.param((name,), marks=pytest.mark.night if name in BY_NIGHT else ())
      for name in DIMENSIONS],
    ("body", "month"),
]  # fmt: skip
COUNTED = ("M1", "M1b", "M1c", "M3", "M6", "M6.bare", "M7", "M7.bare", "M9", "M9.enterprises",
           "M10", "M14", "M16.bodies", "M4.late", "M5.scan", "M5.rated", "M5.good", "M8", "M13",
           "M14.joint", "M14.single", "M15", "M18", "M21.done", "M21.wrong", "M22", "M23",
           "M24")  # fmt: skip


def fill(folder: Path, scale: str) -> Database:
    """Make a database of the sample city."""
    db = Database.open(f"sqlite:///{folder / '城市.sqlite'}")
    fill_sample(db, scale, SEED, lambda done, total, label: None, TODAY)
    return db


@pytest.fixture(scope="module")
def tiny(
    tiny_city_of_november: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """The tiny city."""
    path = tmp_path_factory.mktemp("tiny") / "城市.sqlite"
    shutil.copy(tiny_city_of_november, path)
    with Database.open(f"sqlite:///{path}") as db:
        yield db


def disagreements(db: Database, scale: str) -> list[str]:
    """Return where the program and the truth of the city differ, in all findings and measures."""
    city, wrong = build_city(scale, SEED), []
    with db.reading() as session:
        got: dict[tuple[str, str], set[str]] = {}
        for row in list_findings(session, Period.parse("2024..2027")):
            got.setdefault((row.rule, row.severity.label), set()).add(row.key)
        want = {
            (rule, severity): set(keys)
            for rule, by in finding_truth(city, TODAY).items()
            for severity, keys in by.items()
        }
        wrong += [f"{place}: {got.get(place, set()) ^ want.get(place, set())}"
                  for place in got.keys() | want.keys()
                  if got.get(place, set()) != want.get(place, set())]  # fmt: skip
        for text, values in measure_truth(city).items():
            sheet = measure(session, Period.parse(text, TODAY), today=TODAY)
            for one, share in values.items():
                value = sheet.get(one)
                bottom = value.denominator
                if (value.numerator, bottom) != (share["numerator"], share["denominator"]):
                    wrong.append(f"{text} {one}: {value.numerator}/{bottom}, not {share}")
    return wrong


def test_that_the_tiny_city_is_judged_as_it_was_made(tiny: Database) -> None:
    assert disagreements(tiny, "tiny") == []


@pytest.mark.night
def test_that_the_small_city_is_judged_as_it_was_made(tmp_path: Path) -> None:
    with fill(tmp_path, "small") as db:
        assert disagreements(db, "small") == []
        with db.reading() as session:
            assert problems(session) == []


def test_that_the_tiny_city_agrees_with_its_facts(tiny: Database) -> None:
    with tiny.reading() as session:
        assert problems(session) == []


@pytest.mark.parametrize("by", CUTS, ids=lambda by: "×".join(by) or "city")
def test_that_the_records_behind_a_cell_number_the_cell(tiny: Database, by: Sequence[str]) -> None:
    """Of each measure the largest cell; M9.people counts officers, its records are visits."""
    period, wrong = Period.parse("2026-08..2026-09"), []
    with tiny.reading() as session:
        for value in measure(session, period, COUNTED, by, today=TODAY).measures:
            if value.id == "M9.people":
                continue
            cells = [(group.key, group.numerator, group.denominator) for group in value.groups]
            if not by:
                cells = [((), value.numerator, value.denominator)]
            chosen = [max(cells, key=lambda cell: cell[1])] if cells else []
            for key, top, bottom in chosen:
                for part, number in (("numerator", top), ("denominator", bottom)):
                    if number is None:
                        continue
                    found = records_of_measure(
                        session, value.id, period, by, key, part, today=TODAY
                    )
                    if len(found) != number:
                        wrong.append(f"{value.id} {key} {part}: {len(found)}, not {number}")
    assert wrong == []


def test_that_the_denominator_of_growth_is_last_years_visits(tiny: Database) -> None:
    period = Period.parse("2026-Q3")
    with tiny.reading() as session:
        value = measure(session, period, ["M17"]).get("M17")
        assert value.denominator != value.numerator
        found = records_of_measure(session, "M17", period, part="denominator")
        assert len(found) == value.denominator


def test_that_stored_totals_of_findings_are_those_of_the_list(tiny: Database) -> None:
    with tiny.reading() as session:
        for text in ("2026-Q3", "2026-07-01..2026-07-30"):
            period = Period.parse(text)
            listed = list_findings(session, period)
            totals = finding_totals(session, period)
            for rule, by in totals.items():
                for severity, number in by.items():
                    same = [r for r in listed if (r.rule, r.severity) == (rule, severity)]
                    assert number == len(same), (text, rule, severity)
            assert {row.rule for row in listed} <= set(totals)


def test_that_the_cells_of_a_partition_add_up_to_the_city(tiny: Database) -> None:
    with tiny.reading() as session:
        for one in ("type", "trigger", "credit", "month", "region"):
            value = measure(session, Period.parse("2026-Q3"), ["M9"], [one]).get("M9")
            assert sum(group.numerator for group in value.groups) == value.numerator, one
