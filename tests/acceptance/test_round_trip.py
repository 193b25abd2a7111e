"""Form → 1,000 rows with 100 wrong cells → error book → only the red cells corrected → taken."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from sqlalchemy import func, select

from console.cli.main import main
from data.models import Plan, Report, ReportLine
from data.rows.kinds import KINDS
from data.store.database import Database

ROWS, WRONG = 1_000, 100
RED, YELLOW = "FFFFC7CE", "FFFFF2A8"
BODIES = "单位编码,单位名称,层级\nYJ,市应急局,市级\nSC,市市场监管局,市级\n"
Cells = dict[str, str]
Mistake = tuple[str, str]
"""A column and the wrong text in it."""
VISIT_MISTAKES: tuple[Mistake, ...] = (
    ("检查日期", "2026-13-05"), ("检查日期", ""), ("检查日期", "9999-99-99"),
    ("检查日期", "1900-02-29"), ("检查单位", "没有的单位"), ("检查单位", ""), ("企业", ""),
    ("执法人员数", "-2"), ("执法人员数", "NaN"), ("执法人员数", "1e999"), ("执法人员数", "两三个"),
    ("到达时间", "25:61"), ("来源", "心情"), ("检查类型", "随便"), ("是否紧急", "也许"),
    ("检查编号", "9.13202E+17"), ("整改期限", "#REF!"), ("检查事由", "#DIV/0!"), ("评价", "很好"),
    ("计划编号", "没有的计划"),
)  # fmt: skip
PLAN_MISTAKES: tuple[Mistake, ...] = (
    ("计划编号", ""), ("计划编号", "1.5E+17"), ("任务名称", ""), ("任务名称", "#N/A"),
    ("牵头部门", ""), ("牵头部门", "没有的单位"), ("检查类型", "随便"), ("开始日期", "2026-02-30"),
    ("结束日期", "昨天"), ("是否联合", "也许"), ("对象基数", "很多"), ("对象基数", "-1"),
    ("抽查比例", "#REF!"), ("备案日期", "inf"), ("是否涉企", "?"),
)  # fmt: skip


def visit(number: int) -> Cells:
    day = f"2026-{1 + number % 9:02d}-{1 + number % 28:02d}"
    return {
        "检查单位": ("市应急局", "SC")[number % 2], "企业": f"{number:08d}", "检查日期": day,
        "检查编号": f"J-{number:05d}", "检查事项": "YJ-001", "检查类型": "双随机",
        "来源": "计划内", "到达时间": f"{day} 09:30", "执法人员数": "2", "检查结果": "未发现问题",
        "是否紧急": "否", "评价": "满意", "检查事由": "", "计划编号": "", "整改期限": "",
    }  # fmt: skip


def plan(number: int) -> Cells:
    return {
        "计划编号": f"P-{number:05d}", "任务名称": f"第{number}号检查", "牵头部门": "市应急局",
        "检查类型": "双随机", "抽查比例": "10%", "开始日期": "2026-03-01", "结束日期": "2026-11-30",
        "是否联合": "否", "对象基数": "200", "备案日期": "2026-01-05", "是否涉企": "是",
    }  # fmt: skip


@dataclass(frozen=True)
class Story:
    """A kind, how its rows look, and what goes wrong in them."""

    kind: str
    make: Callable[[int], Cells]
    mistakes: Sequence[Mistake]

    def rows(self) -> tuple[list[Cells], dict[tuple[int, str], str]]:
        """Return rows with mistakes and what was right there, by row and column."""
        chance = random.Random(41)
        rows = [self.make(number) for number in range(1, ROWS + 1)]
        right: dict[tuple[int, str], str] = {}
        places = sorted(chance.sample(range(ROWS), WRONG))
        for turn, place in enumerate(places):
            column, wrong = self.mistakes[turn % len(self.mistakes)]
            right[place, column] = rows[place][column]
            rows[place][column] = wrong
        return rows, right


STORIES = [Story("visits", visit, VISIT_MISTAKES), Story("plans", plan, PLAN_MISTAKES)]


@dataclass
class Desk:
    """A database and the command line."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder / '库.sqlite'}"

    def take(self, *arguments: str | Path) -> tuple[int, dict[str, list[dict[str, object]]]]:
        """Run an import and return its status and answer."""
        words = [str(one) for one in arguments]
        status = main(["import", *words, "--db", self.url, "--json"])
        return status, json.loads(self.capsys.readouterr().out)

    def stored(self) -> tuple[int, int, int]:
        """Return how many reports, lines and plans there are."""
        with Database.open(self.url) as db, db.reading() as session:
            tables = (Report, ReportLine, Plan)
            first, second, third = (session.scalar(select(func.count(one.id))) for one in tables)
            return first or 0, second or 0, third or 0


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    place = Desk(tmp_path, capsys)
    bodies = tmp_path / "单位.csv"
    bodies.write_text(BODIES, "utf-8")
    status, _ = place.take(bodies)
    assert status == 0
    return place


def fill_form(desk: Desk, story: Story, rows: Sequence[Cells]) -> tuple[Path, str, int]:
    """Fill the program's own form as a person would; return file, sheet, first row."""
    path = desk.folder / "填报.xlsx"
    assert main(["template", story.kind, str(path)]) == 0
    desk.capsys.readouterr()
    book = openpyxl.load_workbook(path)
    sheet = book["数据"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for number, row in enumerate(rows, start=2):
        for header, text in row.items():
            if text:
                sheet.cell(number, columns[header], text).data_type = "s"
    book.save(path)
    return path, "数据", 2


def own_form(desk: Desk, story: Story, rows: Sequence[Cells]) -> tuple[Path, str, int]:
    """Write a bureau's own sheet: head lines, a header of two lines, a blank column, notes."""
    path = desk.folder / "台账.xlsx"
    labels = list(rows[0])
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("2026年")
        sheet.merge_range(0, 1, 0, len(labels), "2026年台账")
        sheet.write_string(1, 1, "填报单位：市应急局")
        for place, label in enumerate(labels, start=1):
            if place == 1:
                sheet.merge_range(3, place, 4, place, label)
            else:
                sheet.write_string(4, place, label)
        sheet.merge_range(3, 2, 3, 3, "基本情况")
        for number, row in enumerate(rows, start=6):
            for place, text in enumerate(row.values(), start=1):
                if text:
                    sheet.write_string(number, place, text)
        sheet.write_string(ROWS + 8, 1, "填表人：张三")
    return path, "2026年", 7


def csv_form(desk: Desk, story: Story, rows: Sequence[Cells]) -> tuple[Path, str, int]:
    """Write a CSV as an old system does."""
    path = desk.folder / "导出.csv"
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("gb18030"))
    return path, "", 2


FORMS = [fill_form, own_form, csv_form]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.kind)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_that_correcting_the_red_cells_alone_lets_the_file_pass(
    desk: Desk,
    story: Story,
    form: Callable[[Desk, Story, Sequence[Cells]], tuple[Path, str, int]],
) -> None:
    rows, right = story.rows()
    path, sheet, first = form(desk, story, rows)
    expected = {(first + place, column) for place, column in right}
    returned = desk.folder / "退回.xlsx"

    status, said = desk.take(path, "--kind", story.kind, "--errors", returned)
    errors = [one for one in said["issues"] if one["level"] == "错误"]
    assert status == 1
    assert len(errors) == WRONG
    assert {(one["row"], one["column"]) for one in errors} == expected
    assert {one["sheet"] for one in errors} == {sheet}
    wrongs = {(first + place, column): rows[place][column] for place, column in right}
    assert {(one["row"], one["column"]): one["value"] for one in errors} == wrongs
    assert desk.stored() == (0, 0, 0)

    corrected = correct(returned, sheet or "数据", first, right)
    assert corrected == expected

    status, said = desk.take(returned)
    (batch,) = said["batches"]
    assert [one for one in said["issues"] if one["level"] == "错误"] == []
    assert status == 0
    assert (batch["kind"], batch["rows"], batch["taken"]) == (story.kind, ROWS, ROWS)
    found = desk.stored()
    assert found == ((ROWS, ROWS, 0) if story.kind == "visits" else (0, 0, ROWS))


def correct(
    path: Path, sheet: str, first: int, right: dict[tuple[int, str], str]
) -> set[tuple[int, str]]:
    """Put right what is red, and nothing else; return the rows and columns that were red."""
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [sheet, "错误汇总"]
    data = book[sheet]
    labels = {cell.column: cell.value for cell in data[first - 1] if cell.value}
    if not labels or "校验结果" not in labels.values():
        labels = {cell.column: cell.value for cell in data[first - 2] if cell.value}
    front = {column for column, label in labels.items() if label in ("校验结果", "错误原因")}
    assert front == {1, 2}
    red: set[tuple[int, str]] = set()
    for row in data.iter_rows(min_row=first, min_col=3):
        for cell in row:
            if cell.fill.start_color.rgb != RED:
                assert cell.comment is None or cell.fill.start_color.rgb == YELLOW
                continue
            label = str(labels[cell.column])
            assert cell.comment is not None
            red.add((cell.row, label))
            cell.value = right[cell.row - first, label] or None
    assert sum(data.cell(row, 1).value == "错误" for row, _ in red) == len(red)
    summary = [[cell.value for cell in row] for row in book["错误汇总"].iter_rows()]
    listed = [line for line in summary if line[0] == "错误" and isinstance(line[1], int)]
    assert {(line[1], line[2]) for line in listed} >= red
    for line in listed:
        assert data[str(line[5])].fill.start_color.rgb == RED
    book.save(path)
    return red


def test_that_the_mistakes_are_of_many_kinds() -> None:
    for story in STORIES:
        headers = {col.header for col in KINDS[story.kind].columns}
        assert {column for column, _ in story.mistakes} <= headers
        assert len(set(story.mistakes)) == len(story.mistakes) >= 15
