"""What the `create` of a profile lets a file make, in every kind that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.intake.importer import ImportOptions
from tests.ledger.town import Row, Town, differences, visit

TARGET: Row = {"计划编号": "P9", "企业": "E1", "牵头部门": "市应急局"}
TASK: Row = {"任务编号": "T1", "牵头部门": "市应急局", "状态": "已完成", "计划编号": "P9"}


def creating(town: Town, kind: str, row: Row, create: str) -> ImportOptions:
    """Return options with a profile that takes a file's columns as they are."""
    columns = "".join(f'"{name}" = "{name}"\n' for name in row)
    path: Path = town.folder / f"{kind}.toml"
    path.write_text(
        f'name = "{kind}"\nkind = "{kind}"\n[columns]\n{columns}[options]\ncreate = {create}\n',
        "utf-8",
    )
    return ImportOptions(profile=path)


@pytest.mark.parametrize(("kind", "row"), [("targets", TARGET), ("tasks", TASK)])
def test_that_a_profile_may_make_the_plans_of_lists(town: Town, kind: str, row: Row) -> None:
    before = town.dump()
    refused = town.take(kind, [row], creating(town, kind, row, "[]"))
    assert (refused.id, refused.errors) == (None, 1)
    report = town.take(kind, [row], creating(town, kind, row, '["plans"]'))
    assert (report.errors, report.taken) == (0, 1)
    assert any("已新建" in one.message for one in report.issues)
    assert [(one["number"], one["note"]) for one in town.rows("plan")] == [("P9", "待补全")]
    assert town.verified() == []
    town.undo(report)
    assert differences(before, town.dump()) == {}


def test_that_a_target_without_a_lead_makes_no_plan(town: Town) -> None:
    row = {"计划编号": "P9", "企业": "E1", "牵头部门": ""}
    report = town.take("targets", [row], creating(town, "targets", row, '["plans"]'))
    assert report.errors == 1
    assert town.rows("plan") == []


def test_that_a_profile_may_make_the_bodies_of_lists_of_bodies(town: Town) -> None:
    row = visit(检查编号="A1", 配合部门="新局、市司法局", 实到部门="新所")
    report = town.take("visits", [row], creating(town, "visits", row, '["bodies"]'))
    assert (report.errors, report.taken) == (0, 1)
    made = {one["name"] for one in town.rows("body") if one["provisional"] == 1}
    assert made == {"新局", "新所"}


def test_that_a_rejected_row_makes_no_body(town: Town) -> None:
    rows = [visit(检查编号="A1"), visit(检查编号="A2", 检查单位="幽灵局", 检查日期="某天")]
    options = creating(town, "visits", rows[0], '["bodies"]')
    assert town.take("visits", rows, options).errors
    taken = town.take("visits", rows, ImportOptions(profile=options.profile, only_valid=True))
    assert taken.taken == 1
    assert "幽灵局" not in {one["name"] for one in town.rows("body")}


@pytest.mark.parametrize(("kind", "row"), [("targets", TARGET), ("tasks", TASK)])
def test_that_unknown_partners_of_lists_are_said(town: Town, kind: str, row: Row) -> None:
    town.take("plans", [{"计划编号": "P9", "任务名称": "甲", "牵头部门": "市应急局"}])
    report = town.take(kind, [{**row, "参与部门": "无此局、市司法局"}])
    assert [(one.column, "无此局" in one.message) for one in report.issues] == [("参与部门", True)]
