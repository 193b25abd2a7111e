"""The city made in columns: its files say what its truth says, counted in two other ways."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from console.operations.sample import fill_bulk, fill_sample, write_bulk, write_sample
from data.intake.queries import history
from data.measures.compute import measure
from data.rows.errors import InvalidInput
from data.rows.kinds import KINDS
from data.rows.period import Period
from data.rules.listing import list_findings
from data.sample.bulk_city import BulkCity, bulk_city
from data.sample.bulk_files import write_registers, write_visits_csv
from data.sample.codes import organisation_code, registration_number, uscc_check
from data.sample.faults_visits import in_order, no_findings, of_visits
from data.sample.files import SampleFiles
from data.sample.reading import Reader
from data.sample.tables import Cell, City, Table
from data.sample.truth import measure_truth
from data.store.database import Database

TODAY = date(2026, 11, 23)
YEARS = (2025, 2026)
VISITS = 3_000
KIND_OF = {
    "01": "bodies",
    "02": "enterprises",
    "03": "items",
    "04": "plans",
    "06": "tasks",
    "07": "visits",
}


def step(done: int, total: int, label: str) -> None:
    """Hear of progress and say nothing."""


def make_city(seed: int = 7) -> BulkCity:
    """Return a small city of two years."""
    return bulk_city(2_000, VISITS, seed, YEARS)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def lines_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def cell(column: str, text: str) -> Cell:
    """Return a cell of a CSV file as the sample's own reader expects it."""
    if text == "":
        return None
    if column in ("检查日期", "备案日期", "受理日期"):
        return date.fromisoformat(text)
    if column in ("到达时间", "亮码时间"):
        return datetime.fromisoformat(text)
    return int(text) if column == "执法人员数" else text


def table_of(paths: list[Path]) -> Table:
    rows = [row for path in paths for row in lines_of(path)]
    header = tuple(rows[0])
    return Table(header, [tuple(cell(name, row[name]) for name in header) for row in rows])


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> SampleFiles:
    return write_bulk(make_city(), tmp_path_factory.mktemp("bulk") / "城市", step)


@pytest.fixture(scope="module")
def truth(written: SampleFiles) -> dict[str, dict[str, dict[str, object]]]:
    found: dict[str, dict[str, dict[str, object]]] = json.loads(
        written.truth_path.read_text(encoding="utf-8")
    )
    return found


@pytest.fixture(scope="module")
def reread(written: SampleFiles) -> City:
    """The city as its files say, read cell by cell."""
    by_kind: dict[str, list[Path]] = {}
    for path in written.files:
        by_kind.setdefault(KIND_OF[path.name[:2]], []).append(path)
    tables = {kind: table_of(paths) for kind, paths in by_kind.items()}
    visits = {"all": tables.pop("visits")}
    return City("city", 7, tables, visits, {"all": "07.csv"})


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder = tmp_path_factory.mktemp("filled")
    with Database.open(f"sqlite:///{folder / '城市.sqlite'}") as db:
        fill_bulk(db, make_city(), step)
        yield db


def test_that_findings_counted_line_by_line_are_those_of_the_truth(
    reread: City, truth: dict[str, dict[str, dict[str, object]]]
) -> None:
    found = no_findings()
    of_visits(Reader(reread), found)
    counted = in_order(found)
    for rule, by in truth["findings"].items():
        assert {word: keys for word, keys in by.items() if keys} == counted[rule], rule
        assert any(by.values()), rule


def test_that_measures_counted_line_by_line_are_those_of_the_truth(
    reread: City, truth: dict[str, dict[str, dict[str, object]]]
) -> None:
    counted = measure_truth(reread)
    assert len(counted.keys() & truth["measures"].keys()) >= 8
    for text in counted.keys() & truth["measures"].keys():
        told = truth["measures"][text]
        assert told and told == {one: counted[text][one] for one in told}, text


def test_that_every_severity_of_the_caps_occurs(
    truth: dict[str, dict[str, dict[str, object]]],
) -> None:
    assert all(truth["findings"]["R1"][word] for word in ("提示", "橙", "红"))
    assert all(truth["findings"]["R5"][word] for word in ("橙", "红"))


def test_that_every_row_is_taken_in_and_few_draw_a_warning(filled: Database) -> None:
    with filled.reading() as session:
        batches = history(session)
    assert {one.kind for one in batches} == set(KIND_OF.values())
    for one in batches:
        assert (one.taken, one.rejected) == (one.rows, 0), one.file
    visits = [one for one in batches if one.kind == "visits"]
    assert sum(one.visits for one in visits) == VISITS * len(YEARS)
    assert sum(one.warnings for one in visits) < sum(one.rows for one in visits) / 100


def test_that_the_program_finds_what_the_truth_says(
    filled: Database, truth: dict[str, dict[str, dict[str, object]]]
) -> None:
    found: dict[str, dict[str, list[str]]] = {}
    with filled.reading() as session:
        for row in list_findings(session, Period.parse("2024..2027")):
            by = found.setdefault(row.rule, {})
            by.setdefault(row.severity.label, []).append(row.key)
    for rule, severities in truth["findings"].items():
        want = {word: keys for word, keys in severities.items() if keys}
        assert {word: sorted(keys) for word, keys in found[rule].items()} == want, rule


def test_that_the_program_measures_what_the_truth_says(
    filled: Database, truth: dict[str, dict[str, dict[str, object]]]
) -> None:
    wrong = []
    with filled.reading() as session:
        for text in ("2025", "2026-Q1", "2026-Q3", "2026-07", "2026-01..2026-10"):
            sheet = measure(session, Period.parse(text, TODAY))
            for one, share in truth["measures"][text].items():
                value = sheet.get(one)
                bottom = value.denominator
                if {"numerator": value.numerator, "denominator": bottom} != share:
                    wrong.append(f"{text} {one}: {value.numerator}/{bottom}, not {share}")
    assert wrong == []


def test_that_a_database_with_data_is_not_filled_again(filled: Database) -> None:
    with pytest.raises(InvalidInput, match="已有数据"):
        fill_sample(filled, "city", 1, step)


def test_that_mistakes_are_refused_at_city_scale(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="small"):
        write_sample(tmp_path / "files", "city", 1, True, step)


def test_that_the_same_seed_gives_the_same_bytes_and_another_does_not(
    written: SampleFiles, tmp_path: Path
) -> None:
    again = write_bulk(make_city(), tmp_path / "again", step)
    other = write_bulk(make_city(8), tmp_path / "other", step)
    assert [digest(path) for path in again.files] == [digest(path) for path in written.files]
    assert digest(other.files[-1]) != digest(written.files[-1])


def test_that_parts_of_the_visits_make_up_the_whole(tmp_path: Path) -> None:
    city = make_city()
    whole, bounds = tmp_path / "whole.csv", (0, 100, VISITS - 50, VISITS + 40, VISITS * 2)
    lines = write_visits_csv(city, whole)
    parts, counted = [], 0
    for first, last in pairwise(bounds):
        path = tmp_path / f"{first}.csv"
        counted += write_visits_csv(city, path, first, last - first)
        parts += lines_of(path)
    assert counted == lines
    assert parts == lines_of(whole)


def test_that_a_visit_written_alone_has_all_its_reports(reread: City, tmp_path: Path) -> None:
    city, path = make_city(), tmp_path / "thousand.csv"
    write_visits_csv(city, path, VISITS + 500, 1_000)
    rows = lines_of(path)
    numbers = {(row["检查单位"], row["检查编号"]) for row in rows}
    single = {
        (row["企业"], row["检查日期"], row["任务编号"] or row["检查单位"] + row["检查编号"])
        for row in rows
    }
    assert len(single) == 1_000
    assert 1_050 < len(numbers) < 1_300


def test_that_visits_are_joint_and_have_several_lines_as_often_as_was_asked() -> None:
    year = bulk_city(60_000, 100_000, 3).year(2026)
    assert len(year.visits) == 100_000
    assert 0.14 < year.visits["both"].mean() < 0.16
    assert 1.15 < len(year.lines) / len(year.visits) < 1.25
    loads = year.visits["enterprise"].value_counts()
    assert loads.max() > 20 * loads.median()


def test_that_hardly_anybody_is_at_two_enterprises_at_once() -> None:
    city = bulk_city(60_000, 100_000, 3)
    year = city.year(2026)
    reports = year.reports[year.reports["arrive"] >= 0]
    reports = reports.assign(
        badge=city.bodies.teams.badges.to_pandas().str.split("、").loc[reports["team"]].array,
        enterprise=year.visits["enterprise"].to_numpy()[reports["visit"]],
    )
    each = reports.explode("badge").sort_values(["badge", "arrive"])
    earlier = each.shift()
    met = (each["badge"] == earlier["badge"]) & (each["arrive"] < earlier["leave"])
    met &= each["enterprise"] != earlier["enterprise"]
    assert each["badge"].nunique() > 200
    assert met.mean() < 0.01


def test_that_every_header_is_a_column_of_its_kind(written: SampleFiles) -> None:
    for path in written.files:
        kind = KINDS[KIND_OF[path.name[:2]]]
        header = set(lines_of(path)[0])
        assert header <= {column.header for column in kind.columns}
        assert {column.header for column in kind.keys} <= header


def test_that_codes_have_right_check_characters_and_none_occurs_twice(
    written: SampleFiles,
) -> None:
    rows = lines_of(next(path for path in written.files if path.name.startswith("02")))
    codes = [row["统一社会信用代码"] for row in rows if row["统一社会信用代码"]]
    others = [row["其他编号"] for row in rows if row["其他编号"]]
    assert len(rows) == 2_000
    assert others
    assert len(set(codes)) == len(codes) > 1_900
    for code in codes:
        assert organisation_code(code[8:16]) == code[8:17]
        assert uscc_check(code[:17]) == code[17]
    assert [registration_number(one[:14]) for one in others] == others
    assert all("演示" in row["企业名称"] for row in rows)


def test_that_tasks_of_all_years_are_in_one_register(tmp_path: Path) -> None:
    city = make_city()
    paths = {path.name[:2]: path for path in write_registers(city, tmp_path)}
    tasks = lines_of(paths["06"])
    assert {row["任务编号"][2:6] for row in tasks} == {"2025", "2026"}
    plans = {(row["牵头部门"], row["计划编号"]) for row in lines_of(paths["04"])}
    assert {(row["牵头部门"], row["计划编号"]) for row in tasks} <= plans


def test_that_a_city_too_small_to_be_one_is_refused() -> None:
    with pytest.raises(InvalidInput, match="至少"):
        bulk_city(10, 10)
