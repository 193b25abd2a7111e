"""Several files, each as it is wanted: checked as one, taken one by one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import xlsxwriter

from data.intake.importer import ImportOptions, history
from data.intake.orders import Wanted
from data.intake.profiles import Profile, Source
from data.intake.several import check_files, save_error_book, take_files
from data.records.registers import counts
from data.rows.enums import IssueLevel
from data.rows.errors import Cancelled
from tests.console.town import write_visits

GOOD = ("市应急局", "江阴甲厂", "2026-04-02", "YJ-1", "计划内")
LATER = ("市应急局", "江阴乙厂", "2026-04-09", "YJ-1", "计划内")
NEW_BODY = ("新设局", "江阴甲厂", "2026-04-06", "YJ-1", "计划内")
CHECK, TAKE = ImportOptions(dry_run=True), ImportOptions()


def bodies(path: Path) -> Path:
    """A file that registers a body."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        rows = [("单位编码", "单位名称", "层级"), ("XJ", "新设局", "市级")]
        csv.writer(stream).writerows(rows)
    return path


def stored(db) -> dict[str, int]:
    with db.reading() as session:
        return dict(counts(session))


def test_that_a_check_writes_nothing_and_finds_what_the_file_before_brings(town, tmp_path):
    wanted = [
        Wanted(1, write_visits(tmp_path / "v.csv", [NEW_BODY]), "visits"),
        Wanted(2, bodies(tmp_path / "b.csv"), "bodies"),
    ]
    before = stored(town)
    found = check_files(town, wanted, CHECK)
    assert {n: (one.report.errors, one.report.taken) for n, one in found.items()} == {
        1: (0, 1), 2: (0, 1),
    }  # fmt: skip
    assert stored(town) == before
    taken = take_files(town, wanted, TAKE)
    assert [taken[n].taken for n in (1, 2)] == [1, 1]
    assert stored(town)["visits"] == before["visits"] + 1


def test_that_each_file_is_read_by_its_own_mapping(town, tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("dept;firm;when\n市应急局;江阴甲厂;05/04/2026\n", encoding="utf-8")
    columns = {"检查单位": Source("dept"), "企业": Source("firm"),
               "检查日期": Source("when", "%d/%m/%Y")}  # fmt: skip
    wanted = [
        Wanted(1, own, "visits", Profile("某局", "visits", columns)),
        Wanted(2, write_visits(tmp_path / "v.csv", [GOOD]), "visits"),
    ]
    assert [one.report.errors for one in check_files(town, wanted, CHECK).values()] == [0, 0]
    assert {report.taken for report in take_files(town, wanted, TAKE).values()} == {1}


def test_that_two_sheets_of_one_workbook_are_two_batches(town, tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for title, day in (("一月", "2026-04-02"), ("二月", "2026-04-03")):
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, ("检查单位", "企业", "检查日期"))
            sheet.write_row(1, 0, ("市应急局", "江阴甲厂", day))
    wanted = [Wanted(1, path, "visits", sheet="一月"), Wanted(2, path, "visits", sheet="二月")]
    before = stored(town)["visits"]
    taken = take_files(town, wanted, TAKE)
    assert [(one.taken, one.repeated) for one in taken.values()] == [(1, False), (1, False)]
    assert stored(town)["visits"] == before + 2
    again = take_files(town, wanted, TAKE)
    assert [(one.unchanged, one.repeated) for one in again.values()] == [(1, True), (1, True)]


def test_that_a_check_shows_field_by_field_what_would_change(town, tmp_path):
    path = write_visits(tmp_path / "v.csv", [GOOD, LATER])
    wanted = [Wanted(1, path, "visits")]
    assert check_files(town, wanted, CHECK)[1].changed.count == 0
    take_files(town, wanted, TAKE)
    write_visits(path, [(*GOOD[:4], "投诉举报"), LATER])
    changed = check_files(town, wanted, CHECK)[1].changed
    told = {(one.header, one.before, one.after) for one in changed.changes}
    assert ("来源", "计划内", "投诉举报") in told
    with town.reading() as session:
        assert len(history(session)) == 5


def test_that_messages_come_in_groups_and_an_unreadable_file_has_one(town, tmp_path):
    wrong = [(*GOOD[:2], f"2026-13-{day}", *GOOD[3:]) for day in range(10, 20)]
    broken = tmp_path / "b.xlsx"
    broken.write_bytes(b"%PDF-1.7")
    wanted = [
        Wanted(1, write_visits(tmp_path / "v.csv", wrong), "visits"),
        Wanted(2, broken, "visits"),
    ]
    found = check_files(town, wanted, CHECK)
    assert {one.column: one.count for one in found[1].groups} == {
        "检查日期": 10, "到达时间": 10, "亮码时间": 10,
    }  # fmt: skip
    assert [one.count for one in found[2].groups] == [1]
    assert "PDF" in found[2].report.issues[0].message


def test_that_a_cancel_keeps_what_is_taken_and_leaves_the_rest(town, tmp_path):
    wanted = [
        Wanted(n, write_visits(tmp_path / f"{n}.csv", [(*GOOD[:2], f"2026-04-0{n}", *GOOD[3:])]),
               "visits") for n in (1, 2, 3)
    ]  # fmt: skip
    seen: list[str] = []

    def step(done: int, total: int, label: str) -> None:
        seen.append(label)
        if label.startswith("2.csv"):
            raise Cancelled()

    before = stored(town)["visits"]
    taken = take_files(town, wanted, TAKE, step)
    assert list(taken) == [1] and taken[1].taken == 1
    assert stored(town)["visits"] == before + 1


def test_that_a_cancel_before_anything_is_taken_is_told(town, tmp_path):
    def step(done: int, total: int, label: str) -> None:
        if "导入" in label:
            raise Cancelled()

    wanted = [Wanted(1, write_visits(tmp_path / "v.csv", [GOOD]), "visits")]
    with pytest.raises(Cancelled):
        take_files(town, wanted, TAKE, step)


def test_that_an_error_workbook_is_written_from_what_the_check_found(town, tmp_path):
    path = write_visits(tmp_path / "v.csv", [GOOD, ("没有这个局", *GOOD[1:])])
    wanted = Wanted(1, path, "visits")
    issues = check_files(town, [wanted], CHECK)[1].report.issues
    assert [issue.row for issue in issues if issue.level is IssueLevel.ERROR] == [3]
    target = tmp_path / "错误.xlsx"
    save_error_book(wanted, issues, target)
    assert target.read_bytes().startswith(b"PK")
