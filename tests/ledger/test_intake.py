"""What becomes of a file: taken, unchanged, skipped, rejected (EXCHANGE.md 1)."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.intake.importer import ImportOptions, import_paths, undo
from data.rows.errors import InvalidInput
from data.rows.issues import BatchReport
from tests.ledger.town import BODIES, ENTERPRISES, Town, differences, visit


def told(report: BatchReport) -> tuple[int, int, int, int, int]:
    """Return rows, taken, unchanged, skipped, rejected."""
    assert report.rows == report.taken + report.unchanged + report.skipped + report.rejected
    return report.rows, report.taken, report.unchanged, report.skipped, report.rejected


def errors(report: BatchReport) -> list[tuple[int | None, str]]:
    """Return row and column of each error."""
    return [(one.row, one.column) for one in report.issues if one.level.label == "错误"]


def profile(town: Town, name: str, *lines: str) -> Path:
    """Write a profile that maps our own headers, with further lines for [options]."""
    path = town.folder / f"{name}.toml"
    names = ("检查单位", "企业", "检查日期", "检查编号", "检查事项", "来源")
    columns = [f'"{one}" = "{one}"' for one in names]
    path.write_text(
        "\n".join([f'name = "{name}"', 'kind = "visits"', "[columns]", *columns, "[options]",
                   *lines]), "utf-8"
    )  # fmt: skip
    return path


MONTH = [visit(检查编号=f"A{n}", 企业=f"E{n}", 超频次依据="") for n in (1, 2, 3)]


def test_that_a_cumulative_file_brings_only_what_is_new(town: Town) -> None:
    assert told(town.visits(*MONTH)) == (3, 3, 0, 0, 0)
    before = town.dump()
    assert told(town.visits(*MONTH, visit(检查编号="A4", 超频次依据=""))) == (4, 1, 3, 0, 0)
    assert [row for row in town.dump()["report"] if row in before["report"]] == before["report"]
    assert len(town.counted_visits()) == 4


def test_that_equal_rows_are_unchanged_though_others_fill_a_new_column(town: Town) -> None:
    town.visits(*MONTH)
    later = visit(检查编号="A4", 超频次依据="某文件", 依据批准人="某", 依据日期="2026-07-01")
    assert told(town.visits(*MONTH, later)) == (4, 1, 3, 0, 0)


def test_that_a_corrected_file_updates_the_nth_row(town: Town) -> None:
    town.visits(
        visit(检查编号="A1", 检查结果="未发现问题", 执法人员数=1),
        visit(检查编号="A1", 检查结果="未发现问题", 执法人员数=1, 离开时间="2026-07-06 11:00"),
        visit(检查编号="A2", 企业="E2", 执法人员数=2),
    )
    assert town.judged("R10") == {"R10:YJ:A1": "红"}
    again = town.visits(
        visit(检查编号="A1", 检查结果="未发现问题", 执法人员数=1),
        visit(检查编号="A1", 检查结果="责令改正", 执法人员数=2, 离开时间="2026-07-06 11:00"),
        visit(检查编号="A2", 企业="E2", 执法人员数=2),
    )
    assert told(again) == (3, 1, 2, 0, 0)
    assert len(town.rows("report_line")) == 3
    assert town.judged("R10") == {}
    assert town.share("M14")[0] == 1
    assert town.verified() == []


def test_that_a_corrected_date_moves_the_visit(town: Town) -> None:
    town.visits(visit(检查编号="A1", 检查日期="2026-03-06"), visit(检查编号="A2"))
    town.visits(visit(检查编号="A1", 检查日期="2026-07-06"))
    assert town.share("M9", "2026-03")[0] == 0
    assert town.share("M9", "2026-07")[0] == 2
    assert town.verified() == []


def test_that_a_corrected_enterprise_moves_the_visit(town: Town) -> None:
    town.visits(visit(检查编号="A1", 企业="E1"), visit(检查编号="A2", 企业="E2"))
    town.visits(visit(检查编号="A1", 企业="E3"))
    assert town.groups("M9", ["region"]) == {"320281": (1, None), "320282": (1, None)}
    assert town.share("M9.enterprises")[0] == 2
    assert town.verified() == []


def test_that_a_file_of_one_line_leaves_what_the_other_line_said(town: Town) -> None:
    claim = {"超频次依据": "某文件", "依据批准人": "某", "依据日期": "2026-07-01"}
    town.visits(
        visit(检查编号="A1", 检查事项="J-1", 检查结果="未发现问题"),
        visit(检查编号="A1", 检查事项="J-2", 检查结果="未发现问题", **claim),
    )
    town.visits(visit(检查编号="A1", 检查事项="J-1", 检查结果="责令改正"))
    (only,) = town.counted_visits()
    assert (only["found"], only["claim"]) == (1, 1)


def test_that_identical_lines_are_skipped(town: Town) -> None:
    row = visit(检查编号="A1")
    assert told(town.visits(row, row, visit(检查编号="A2"))) == (3, 2, 0, 1, 0)
    assert len(town.rows("report_line")) == 2


def test_that_identical_lines_are_errors_where_the_profile_says_so(town: Town) -> None:
    row = visit(检查编号="A1")
    report = town.take(
        "visits", [row, row], ImportOptions(profile=profile(town, "e", 'duplicates = "error"'))
    )
    assert told(report) == (2, 0, 0, 0, 2)
    assert [row for row, _ in errors(report)] == [3]


def test_that_identical_lines_are_kept_where_the_profile_says_so(town: Town) -> None:
    row, options = visit(检查编号="A1"), profile(town, "k", 'duplicates = "keep"')
    report = town.take("visits", [row, row], ImportOptions(profile=options))
    assert told(report) == (2, 2, 0, 0, 0)
    assert (len(town.rows("report")), len(town.rows("report_line"))) == (1, 2)
    again = town.take("visits", [row, row, visit(检查编号="A2")], ImportOptions(profile=options))
    assert told(again) == (3, 1, 2, 0, 0)


def test_that_the_same_bytes_again_are_the_first_batch_and_change_nothing(town: Town) -> None:
    path = town.file(MONTH)
    first = town.read(path)
    before = town.dump()
    copy = town.folder / "副本.csv"
    copy.write_bytes(path.read_bytes())
    again = town.read(copy)
    assert (again.id, again.sha256, again.errors) == (first.id, first.sha256, 0)
    assert told(again) == (3, 0, 3, 0, 0)
    assert differences(before, town.dump()) == {}
    assert len(town.rows("batch")) == 4


def test_that_the_same_bytes_with_another_profile_are_a_new_import(town: Town) -> None:
    path = town.file(MONTH)
    first = town.read(path)
    options = ImportOptions(profile=profile(town, "甲"))
    second = town.read(path, options)
    assert told(second)[:3] in {(3, 0, 3), (3, 3, 0)}
    third = town.read(path, options)
    assert third.id not in (None, first.id)
    assert told(third) == (3, 0, 3, 0, 0)


def test_that_the_same_bytes_are_new_again_after_an_undo(town: Town) -> None:
    path = town.file(MONTH)
    first = town.read(path)
    town.undo(first)
    again = town.read(path)
    assert again.id != first.id
    assert told(again) == (3, 3, 0, 0, 0)


def test_that_a_preview_leaves_nothing(town: Town) -> None:
    before = town.dump()
    report = town.take("visits", [visit(企业="新厂", 检查事项="新事项", 任务编号="T9")],
                       ImportOptions(dry_run=True))  # fmt: skip
    assert (report.id, report.rows, report.taken, report.visits) == (None, 1, 1, 1)
    assert differences(before, town.dump()) == {}
    assert len(town.rows("batch")) == 3


def test_that_a_preview_of_several_files_knows_the_earlier_ones(town: Town) -> None:
    bodies = town.file([{**BODIES[0], "单位编码": "XJ", "单位名称": "新局", "条线": "新"}])
    visits = town.file([visit(检查单位="新局")])
    reports = import_paths(town.db, [visits, bodies], ImportOptions(dry_run=True))
    assert [report.errors for report in reports] == [0, 0]


def test_that_one_wrong_row_keeps_the_file_out(town: Town) -> None:
    before = town.dump()
    report = town.trial(
        visit(检查编号="A1", 企业="新厂"), visit(检查编号="A2", 检查单位="无此局"),
        visit(检查编号="A3", 检查日期="2026-02-30"), visit(检查编号="A4", 企业=""),
        visit(检查编号="A5", 计划编号="P?"),
    )  # fmt: skip
    assert errors(report) and set(errors(report)) == {
        (3, "检查单位"), (4, "检查日期"), (5, "企业"), (6, "计划编号"),
    }  # fmt: skip
    assert (report.id, *told(report)) == (None, 5, 0, 0, 0, 5)
    assert differences(before, town.dump()) == {}


def test_that_only_the_right_rows_are_taken_when_asked(town: Town) -> None:
    report = town.take(
        "visits",
        [visit(检查编号="A1"), visit(检查编号="A2", 检查单位="无此局"), visit(检查编号="A3")],
        ImportOptions(only_valid=True),
    )
    assert report.id is not None
    assert told(report) == (3, 2, 0, 0, 1)
    assert [row["number"] for row in town.counted_visits()] == ["A1", "A3"]
    # Rejected rows count in the quality, and they are no clean rows.
    assert town.share("M20", "2026-07") == (2, 3)


def test_that_a_rejected_row_leaves_no_enterprise_behind(town: Town) -> None:
    town.take(
        "visits",
        [visit(检查编号="A1"), visit(检查编号="A2", 企业="幽灵厂", 计划编号="P?")],
        ImportOptions(only_valid=True),
    )
    assert [row["code"] for row in town.rows("enterprise")] == ["E1", "E2", "E3", "E4"]


def test_that_rows_left_out_are_taken_once_they_are_right(town: Town) -> None:
    path = town.file([visit(检查编号="A1"), visit(检查编号="A2", 检查单位="新局")])
    options = ImportOptions(kind="visits", only_valid=True)
    assert told(town.read(path, options)) == (2, 1, 0, 0, 1)
    assert told(town.read(path, options)) == (2, 0, 1, 0, 1)
    town.take("bodies", [{"单位编码": "XJ", "单位名称": "新局", "层级": "市级"}])
    assert told(town.read(path, options)) == (2, 1, 1, 0, 0)
    again = town.read(path, options)
    assert (told(again), again.repeated) == ((2, 0, 2, 0, 0), True)


def test_that_a_file_without_a_right_row_is_no_batch(town: Town) -> None:
    report = town.take(
        "visits", [visit(检查单位="无此局"), visit(检查单位="")], ImportOptions(only_valid=True)
    )
    assert report.id is None


def test_that_unknown_enterprises_and_items_are_made_with_a_warning(town: Town) -> None:
    report = town.visits(visit(检查编号="A1", 企业="新厂", 检查事项="新事项"))
    assert {one.column for one in report.issues} == {"企业", "检查事项"}
    assert [row["provisional"] for row in town.rows("enterprise") if row["code"] == "新厂"] == [1]
    assert [row["provisional"] for row in town.rows("item") if row["code"] == "新事项"] == [1]


def test_that_a_profile_may_make_bodies(town: Town) -> None:
    options = ImportOptions(profile=profile(town, "b", 'create = ["bodies"]'))
    report = town.take("visits", [visit(检查编号="A1", 检查单位="新局")], options)
    assert (report.errors, report.taken) == (0, 1)
    assert [row["provisional"] for row in town.rows("body") if row["name"] == "新局"] == [1]


def test_that_a_profile_may_make_plans(town: Town) -> None:
    path = profile(town, "p", 'create = ["plans"]')
    path.write_text(
        path.read_text("utf-8").replace("[options]", '"计划编号" = "计划编号"\n[options]'), "utf-8"
    )
    report = town.take("visits", [visit(检查编号="A1", 计划编号="P9")], ImportOptions(profile=path))
    assert report.errors == 0


def test_that_a_folder_is_taken_registers_first(town: Town) -> None:
    folder = town.folder / "报送"
    folder.mkdir()
    tables = {
        "a.csv": [visit(检查单位="新局", 任务编号="T1", 计划编号="P1")],
        "b.csv": [{"任务编号": "T1", "牵头部门": "新局", "状态": "已完成", "计划编号": "P1"}],
        "c.csv": [{"计划编号": "P1", "企业": "E1"}],
        "d.csv": [{"计划编号": "P1", "任务名称": "甲", "牵头部门": "新局", "检查类型": "重点"}],
        "e.csv": [{"单位编码": "XJ", "单位名称": "新局", "层级": "市级"}],
    }
    for name, rows in tables.items():
        town.file(rows).rename(folder / name)
    reports = import_paths(town.db, [folder], ImportOptions())
    assert [one.kind for one in reports] == ["bodies", "plans", "targets", "tasks", "visits"]
    assert [one.errors for one in reports] == [0] * 5
    assert town.measures().get("M9").numerator == 1


def test_that_the_error_book_is_written_only_where_something_is_wrong(town: Town) -> None:
    book = town.folder / "错误.xlsx"
    town.take("visits", [visit()], ImportOptions(errors=book))
    assert not book.exists()
    town.take("visits", [visit(检查日期="某天")], ImportOptions(errors=book))
    assert book.exists()


# --- undo ------------------------------------------------------------------------------------


def test_that_an_undo_brings_everything_back(town: Town) -> None:
    days = ("2026-07-01", "2026-07-02", "2026-07-03")
    town.visits(*[visit(检查编号=f"A{day}", 检查日期=day) for day in days])
    before = town.dump()
    report = town.visits(
        visit(检查编号="A4", 检查日期="2026-07-20", 企业="E1", 任务编号="T1"),
        visit(检查编号="A5", 检查日期="2026-08-20", 企业="新厂", 检查事项="新事项", 执法人员数=1),
        visit(检查编号="A2026-07-01", 检查日期="2026-07-01", 检查结果="责令改正", 任务编号="T2"),
    )
    assert town.judged("R1") == {"R1:E1:2026-07": "红"}
    assert town.undo(report) > 0
    assert differences(before, town.dump()) == {}
    assert town.verified() == []


def test_that_an_undo_brings_back_the_day_a_correction_moved(town: Town) -> None:
    town.visits(visit(检查编号="A1", 检查日期="2026-03-06"), visit(检查编号="A2"))
    before = town.dump()
    town.undo(town.visits(visit(检查编号="A1", 检查日期="2026-07-06")))
    assert differences(before, town.dump()) == {}


def test_that_an_undo_brings_back_the_enterprise_a_correction_moved(town: Town) -> None:
    town.visits(visit(检查编号="A1", 企业="E1"), visit(检查编号="A2", 企业="E2"))
    before = town.dump()
    town.undo(town.visits(visit(检查编号="A1", 企业="E3")))
    assert differences(before, town.dump()) == {}


@pytest.mark.parametrize("column", ["任务编号", "计划编号"])
def test_that_an_undo_brings_back_the_task_a_correction_moved(town: Town, column: str) -> None:
    plans(town, "X1", "X2")
    town.visits(
        visit(检查编号="A1", 企业="E1", **{column: "X1"}),
        visit(检查编号="A2", 企业="E2", **{column: "X1"}),
        visit(检查编号="A3", 企业="E3", **{column: "X2"}),
    )
    before = town.dump()
    report = town.visits(visit(检查编号="A1", 企业="E1", **{column: "X2"}))
    assert town.share("M1c") == (0, 2)
    assert town.verified() == []
    town.undo(report)
    assert differences(before, town.dump()) == {}


def plans(town: Town, *numbers: str) -> None:
    """Take plans of 市应急局 in."""
    town.take("plans", [{"计划编号": one, "任务名称": "甲", "牵头部门": "市应急局",
                         "检查类型": "重点"} for one in numbers])  # fmt: skip


def test_that_updates_of_registers_are_undone(town: Town) -> None:
    town.visits(visit(检查编号="A1", 配合部门="江阴市应急局"), visit(检查编号="A2", 企业="E3"))
    before = town.dump()
    system = town.take("bodies", [{**BODIES[3], "条线": "江阴应急"}])
    assert town.share("M1c") == (1, 2)
    moved = town.take("enterprises", [{**ENTERPRISES[2], "地区": "宜兴市"}])
    assert town.groups("M9", ["region"]) == {"320281": (1, None), "320282": (1, None)}
    assert town.verified() == []
    town.undo(moved)
    town.undo(system)
    assert differences(before, town.dump()) == {}
    assert town.verified() == []


def test_that_an_undo_is_refused_while_something_rests_on_the_batch(town: Town) -> None:
    bodies = town.take("bodies", [{**BODIES[0], "单位编码": "XJ", "单位名称": "新局"}])
    first = town.visits(visit(检查编号="A1", 检查单位="新局"))
    second = town.visits(visit(检查编号="A1", 检查单位="新局", 检查结果="责令改正"))
    for report in (bodies, first):
        before = town.dump()
        with pytest.raises(InvalidInput, match="不能撤销"):
            undo(town.db, report.id or 0, "测试")
        assert differences(before, town.dump()) == {}
    for report in (second, first, bodies):
        town.undo(report)
    assert town.counted_visits() == []
    with pytest.raises(InvalidInput, match="已撤销"):
        undo(town.db, first.id or 0, "测试")


def test_that_a_body_that_only_came_along_keeps_its_batch(town: Town) -> None:
    bodies = town.take("bodies", [{**BODIES[0], "单位编码": "XJ", "单位名称": "新局"}])
    town.visits(visit(检查编号="A1", 配合部门="新局"))
    with pytest.raises(InvalidInput, match="不能撤销"):
        undo(town.db, bodies.id or 0, "测试")
