"""The preview of a mapping: the import's own parsing on the first rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.intake.drafting import (
    draft,
    with_column,
    with_constant,
    with_options,
    with_reading,
    with_words,
    without,
)
from data.intake.grouping import grouped
from data.intake.looking import candidates, fit
from data.intake.parsing import open_table, parse
from data.intake.previewing import HEAD, look_at, preview, tables_of
from data.intake.profiles import dumps, loads
from data.rows.enums import IssueLevel
from data.rows.errors import InvalidInput
from data.rows.issues import Issue
from data.rows.kinds import KINDS

LINES = (
    "检查单位,被检查单位,检查日期,执法人员数,是否紧急,到达时间,批示\n"
    "市应急局,江阴甲厂,2026年1月5日,2,是,9:30,已阅\n"
    "市应急局,江阴乙厂,2026-13-45,3人,否,,\n"
)
OWN = "dept;firm;when;why\n市应急局;江阴甲厂;05/01/2026;REGULAR\n市应急局;乙厂;13/01/2026;X\n"


def lines_of(path, kind="visits", profile=None):
    """The lines of a preview by their header."""
    look = tables_of(path)[0] if profile is None else look_at(path, kind, profile)
    found = preview(look.head, kind, profile)
    return found, {line.header: line for line in found.lines}


def test_that_a_value_as_read_stands_beside_the_raw_text(make_csv):
    found, lines = lines_of(make_csv(LINES))
    shown = {name: [(cell.raw, cell.value) for cell in lines[name].cells]
             for name in ("检查日期", "执法人员数", "是否紧急", "到达时间")}  # fmt: skip
    assert shown == {
        "检查日期": [("2026年1月5日", "2026-01-05"), ("2026-13-45", "")],
        "执法人员数": [("2", "2"), ("3人", "3")],
        "是否紧急": [("是", "是"), ("否", "否")],
        "到达时间": [("9:30", "2026-01-05 09:30"), ("", "")],
    }
    assert [bool(cell.fault) for cell in lines["检查日期"].cells] == [False, True]
    assert lines["检查日期"].faults == 1 and found.faults == 1


def test_that_the_preview_says_the_same_as_the_import(make_csv):
    path = make_csv(LINES)
    raw, kind = open_table(path)
    said = {(issue.row, issue.message) for issue in parse(raw, kind).issues}
    found, _ = lines_of(path)
    shown = {(cell.row, cell.fault) for line in found.lines for cell in line.cells if cell.fault}
    assert shown == said and len(said) == 1


def test_that_each_column_says_how_it_was_found_and_unused_ones_are_listed(make_csv):
    found, lines = lines_of(make_csv(LINES))
    assert (lines["检查单位"].theirs, lines["检查单位"].how) == ("检查单位", "表头一致")
    assert (lines["企业"].theirs, lines["企业"].how) == ("被检查单位", "别名")
    assert (lines["检查事项"].theirs, lines["检查事项"].how) == ("", "未对应")
    assert found.unused == ("批示",)


def test_that_a_required_column_that_is_lacking_is_said_and_the_rest_is_shown(make_csv):
    found, lines = lines_of(make_csv("检查单位,企业,批示\n市应急局,江阴甲厂,已阅\n"))
    assert found.missing == ("检查日期",)
    assert lines["检查日期"].how == "缺少" and lines["检查日期"].required
    assert lines["企业"].cells[0].value == "江阴甲厂"
    assert found.faults == 0


def test_that_only_the_first_rows_are_kept_and_all_are_counted(make_csv):
    rows = "".join(f"市应急局,企业{n},2026-01-05\n" for n in range(300))
    (look,) = tables_of(make_csv("检查单位,企业,检查日期\n" + rows))
    assert look.rows == 300
    assert look.head.rows == HEAD == preview(look.head, "visits").rows


def test_that_columns_with_few_different_words_are_known_for_translation(make_csv):
    rows = "".join(f"市应急局,企业{n},{'双随机' if n % 2 else '专项'}\n" for n in range(300))
    (look,) = tables_of(make_csv("检查单位,企业,来源\n" + rows))
    place = look.head.header.index("来源")
    assert sorted(look.words[place]) == ["专项", "双随机"]
    assert look.head.header.index("企业") not in look.words


def test_that_a_mapping_is_edited_step_by_step_and_previewed(make_csv):
    path = make_csv(OWN)
    (look,) = tables_of(path)
    mapping = draft("表.csv", "visits", fit(look.head.header, "表.csv", "visits", None))
    assert mapping.columns == {}
    for ours, theirs in (("检查单位", "dept"), ("企业", "firm"), ("来源", "why")):
        mapping = with_column(mapping, ours, theirs)
    mapping = with_column(mapping, "检查日期", "when", "%d/%m/%Y")
    mapping = with_words(mapping, "来源", {"REGULAR": "计划内", "X": ""})
    mapping = with_constant(mapping, "检查事项", "食品安全")
    _, lines = lines_of(path, profile=mapping)
    assert [cell.value for cell in lines["检查日期"].cells] == ["2026-01-05", "2026-01-13"]
    assert lines["来源"].cells[0].value == "计划内"
    assert lines["检查事项"].theirs == "固定为“食品安全”"
    assert list(mapping.columns) == ["检查单位", "企业", "检查日期", "来源"]
    assert mapping.values == {"来源": {"REGULAR": "计划内"}}


def test_that_a_constant_and_a_column_exclude_each_other(make_csv):
    mapping = with_constant(draft("a.csv", "visits", fit((), "a", "visits", None)), "企业", "甲")
    mapping = with_column(mapping, "企业", "firm")
    assert mapping.constants == {} and mapping.columns["企业"].column == "firm"
    mapping = with_constant(mapping, "企业", "乙")
    assert "企业" not in mapping.columns and mapping.constants == {"企业": "乙"}
    assert without(mapping, "企业").constants == {}


def test_that_a_mapping_made_in_the_wizard_is_read_back_from_its_file(make_csv):
    (look,) = tables_of(make_csv(LINES))
    mapping = draft("表.csv", "visits", fit(look.head.header, "表.csv", "visits", None))
    mapping = with_reading(mapping, "一月", 3, "gb18030", ";")
    mapping = with_options(mapping, ["items", "enterprises"], "error")
    mapping = with_words(mapping, "来源", {"X“Y”": "计划内"})
    assert loads(dumps(mapping)) == mapping
    assert mapping.create == ("enterprises", "items")


def test_that_a_sheet_is_read_as_the_kind_chosen_for_it(make_book):
    head = ["检查单位", "企业", "检查日期"]
    path = make_book({
        "一月": [head, ["市应急局", "甲", "2026-01-05"]],
        "二月": [head, ["市应急局", "乙", "2026-02-05"], ["市应急局", "丙", "2026-02-06"]],
    })  # fmt: skip
    assert [look.head.sheet for look in tables_of(path)] == ["一月", "二月"]
    look = look_at(path, "visits", sheet="二月")
    assert (look.rows, look.sheets) == (2, ("一月", "二月"))
    with pytest.raises(InvalidInput, match="三月"):
        look_at(path, "visits", sheet="三月")


def test_that_another_header_row_is_read_when_told(make_csv):
    path = make_csv("甲,乙,丙\n检查单位,企业,检查日期\n市应急局,江阴甲厂,2026-01-05\n")
    (look,) = tables_of(path)
    assert look.head.header_row == 2
    mapping = draft("表.csv", "visits", fit(look.head.header, "表.csv", "visits", None))
    other = with_reading(replace(mapping, columns={}), "", 1, "", "")
    other = with_column(other, "企业", "乙")
    assert look_at(path, "visits", other).head.header == ("甲", "乙", "丙")


def test_that_a_file_that_is_no_table_is_refused_by_its_reason(tmp_path):
    path = tmp_path / "报表.xlsx"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(InvalidInput, match="PDF"):
        tables_of(path)


def test_that_the_kinds_a_table_may_be_of_come_likeliest_first():
    found = candidates(["检查单位", "企业", "检查日期", "检查事项", "任务编号"])
    assert found[0].kind == "visits" and found[0].fits
    assert [one.fits for one in found] == sorted([one.fits for one in found], reverse=True)
    assert all(one.kind in KINDS and one.matched for one in found)


def issue(row, column, value, message, level=IssueLevel.ERROR):
    """A message about a cell."""
    return Issue(level, "a.csv", "", row, column, value, message)


def test_that_messages_of_one_kind_are_one_group_whatever_the_value():
    dates = [issue(n, "检查日期", f"2026-13-{n}", f"检查日期“2026-13-{n}”不是有效日期，请改正。")
             for n in range(1, 31)]  # fmt: skip
    unknown = "单位“{}”不在单位表中，最接近的是：{}。请核对。"
    bodies = [
        issue(3, "检查单位", "市安监局", unknown.format("市安监局", "市应急局")),
        issue(5, "检查单位", "环保局", unknown.format("环保局", "市生态环境局、甲")),
    ]
    warned = [issue(4, "企业", "丙", "企业“丙”已新建。", IssueLevel.WARNING)] * 40
    groups = grouped([*warned, *bodies, *dates])
    assert [(one.level, one.column, one.count) for one in groups] == [
        (IssueLevel.ERROR, "检查日期", 30), (IssueLevel.ERROR, "检查单位", 2),
        (IssueLevel.WARNING, "企业", 40),
    ]  # fmt: skip
    assert groups[0].text == "不是有效日期，请改正"
    assert groups[1].rows == (3, 5) and groups[1].values == ("市安监局", "环保局")


def test_that_different_faults_of_one_column_stay_apart():
    groups = grouped([
        issue(1, "检查日期", "x", "检查日期“x”不是有效日期，请改正。"),
        issue(2, "检查日期", "", "检查日期为空，此列必填，请填写。"),
    ])  # fmt: skip
    assert len(groups) == 2
