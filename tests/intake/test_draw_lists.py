"""The lists of a draw are read from files; what is wrong in them is named by its row."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from data.intake.draw_lists import read_avoidances, read_objects, read_officers
from data.intake.templates import write_template
from data.rows.draw_wishes import Barred
from data.rows.draws import DrawObject, DrawOfficer
from data.rows.errors import InvalidInput
from data.rows.kinds.draws import DRAW_LISTS, OBJECTS


@pytest.fixture
def file(tmp_path):
    def write(text, name="名单.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_that_objects_are_read_under_the_names_people_use(file):
    path = file("企业名称,信用代码,信用分类,风险,已查次数\n一厂,E1,A级,高风险,2\n二厂, E2 ,,,\n")
    assert read_objects(path) == (
        DrawObject("E1", "一厂", "A级", "高风险", 2), DrawObject("E2", "二厂", "", ""),
    )  # fmt: skip


def test_that_officers_and_avoidances_are_read(file):
    officers = read_officers(file("证号,姓名,所在单位\nZ1,王,市应急局\nZ2,李,\n"))
    assert officers == (DrawOfficer("Z1", "王", "市应急局"), DrawOfficer("Z2", "李", ""))
    barred = read_avoidances(file("姓名,企业名称,事由\n王,一厂,配偶任职\n"))
    assert barred == (Barred("王", "一厂", "第 2 行"),)


@pytest.mark.parametrize(("read", "text", "said"), [
    (read_objects, "统一社会信用代码,本年已查次数\nE1,两次\n", "第 2 行.*“两次”不是整数"),
    (read_objects, "统一社会信用代码,信用等级\nE1,A\nE1,B\n", "第 3 行“E1”重复"),
    (read_objects, "统一社会信用代码,信用等级\n,A\n", "第 2 行“统一社会信用代码”为空"),
    (read_objects, "统一社会信用代码,信用等级\n#REF!,A\n", "是错误值"),
    (read_objects, "企业名称,信用等级\n一厂,A\n", "没有“统一社会信用代码”列"),
    (read_officers, "执法证号,姓名\nZ1,王\nZ1,王\n", "第 3 行“Z1”重复"),
    (read_avoidances, "执法人员,企业\nZ1,\n", "第 2 行“企业”为空"),
    (read_objects, "统一社会信用代码,信用等级\n", "没有"),
])  # fmt: skip
def test_that_what_is_wrong_is_named(file, read, text, said):
    with pytest.raises(InvalidInput, match=said):
        read(file(text))


def test_that_a_missing_file_is_told(tmp_path):
    with pytest.raises(InvalidInput, match="没有"):
        read_objects(tmp_path / "没有.xlsx")


@pytest.mark.parametrize("kind", DRAW_LISTS)
def test_that_an_empty_form_reads_back_once_it_is_filled_in(kind, tmp_path):
    path = tmp_path / f"{kind}.xlsx"
    write_template(DRAW_LISTS[kind], path)
    book = load_workbook(path)
    examples = [str(col.example or "") for col in DRAW_LISTS[kind].columns]
    for place, example in enumerate(examples, 1):
        book["数据"].cell(2, place, example)
    book.save(path)
    read = {"objects": read_objects, "officers": read_officers, "avoid": read_avoidances}[kind]
    (one,) = read(path)
    if kind == "objects":
        assert (one.code, one.name, one.times) == (examples[0], examples[1], 1)
        assert [col.header for col in OBJECTS.keys] == ["统一社会信用代码"]
