"""A file with one line per infraction gives inspections, each with its lines."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from data.intake.importer import ImportOptions, import_paths
from data.measures.compute import measure
from data.models import Report, ReportLine
from data.records.registers import counts
from data.rows.period import Period
from data.store.database import Database

PROFILE = Path(__file__).resolve().parents[1] / "profiles" / "toronto-raw.toml"
YEAR = Period.parse("2012")


def infractions(file: Path) -> list[dict[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def raw_file(shared_dir: Path) -> Path:
    file = shared_dir / "realdata" / "toronto" / "raw_2012.csv.gz"
    if not file.exists():
        pytest.skip("the raw file of Toronto is not on this computer")
    return file


@pytest.fixture(scope="module")
def taken(raw_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    place = tmp_path_factory.mktemp("toronto") / "raw.sqlite"
    with Database.open(f"sqlite:///{place}") as db:
        (report,) = import_paths(db, [raw_file], ImportOptions(profile=PROFILE))
        lines = infractions(raw_file)
        assert (report.rows, report.errors, report.rejected) == (len(lines), 0, 0)
        assert report.visits == len({line["Inspection ID"] for line in lines})
        yield db


def test_that_infractions_become_inspections(taken: Database, raw_file: Path) -> None:
    lines = infractions(raw_file)
    inspections = {line["Inspection ID"] for line in lines}
    assert len(inspections) < len(lines)
    with taken.reading() as session:
        assert set(session.scalars(select(Report.number))) == inspections
        sheet = measure(session, YEAR, ["M9"])
        assert sheet.get("M9").numerator == len(inspections)
        assert counts(session)["enterprises"] == len({one["Establishment ID"] for one in lines})


def test_that_each_inspection_keeps_its_lines(taken: Database, raw_file: Path) -> None:
    expected = Counter(line["Inspection ID"] for line in infractions(raw_file))
    with taken.reading() as session:
        query = (
            select(Report.number, func.count(ReportLine.id))
            .join(ReportLine, ReportLine.report_id == Report.id)
            .group_by(Report.number)
        )
        found = {number: count for number, count in session.execute(query)}
    assert found == dict(expected)


def test_that_months_beyond_three_are_counted_in_inspections(
    taken: Database, raw_file: Path
) -> None:
    seen = {
        (line["Inspection ID"], line["Establishment ID"], line["Inspection Date"][:7])
        for line in infractions(raw_file)
    }
    months = Counter((enterprise, month) for _, enterprise, month in seen)
    with taken.reading() as session:
        sheet = measure(session, YEAR, ["M6"])
        assert sheet.get("M6").numerator == sum(count > 3 for count in months.values())
        assert sheet.get("M6").max == max(months.values())


def test_that_the_same_file_again_changes_nothing(taken: Database, raw_file: Path) -> None:
    with taken.reading() as session:
        before = counts(session)
    (again,) = import_paths(taken, [raw_file], ImportOptions(profile=PROFILE))
    assert (again.taken, again.unchanged, again.errors) == (0, again.rows, 0)
    with taken.reading() as session:
        assert counts(session) == before
