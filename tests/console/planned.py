"""Plans of the town of tests/console, whom they mean, and visits under one of them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from data.intake.importer import ImportOptions, import_paths
from data.store.database import Database

Row = Mapping[str, str]
USUAL: Row = {
    "检查类型": "重点", "计划周期": "季度", "检查事项": "YJ-1", "检查对象范围": "化工企业",
    "抽查比例": "10%", "开始日期": "2026-01-01", "结束日期": "2026-03-31", "是否联合": "否",
    "参与部门": "无", "备案日期": "2025-12-20", "受理日期": "2025-12-25",
}  # fmt: skip
PLANS: tuple[Row, ...] = (
    {**USUAL, "计划编号": "甲-1", "任务名称": "应急一季度重点", "牵头部门": "市应急局"},
    {**USUAL, "计划编号": "甲-2", "任务名称": "应急专项", "牵头部门": "市应急局",
     "检查类型": "专项", "抽查比例": "", "开始日期": "2026-02-01", "结束日期": "2026-06-30"},
    {**USUAL, "计划编号": "乙-1", "任务名称": "环保年度双随机", "牵头部门": "市生态环境局",
     "检查类型": "双随机", "计划周期": "年度", "结束日期": "2026-12-31"},
    {**USUAL, "计划编号": "丙-1", "任务名称": "江阴应急日常", "牵头部门": "江阴市应急局",
     "检查类型": "日常", "开始日期": "2026-03-01", "结束日期": "2026-03-31"},
)  # fmt: skip
TARGETS = (
    ("甲-1", "市应急局", "江阴甲厂"), ("甲-1", "市应急局", "江阴乙厂"),
    ("乙-1", "市生态环境局", "江阴甲厂"), ("乙-1", "市生态环境局", "江阴乙厂"),
    ("丙-1", "江阴市应急局", "江阴乙厂"),
)  # fmt: skip
VISITS = (
    ("划-1", "市应急局", "江阴甲厂", "2026-02-10", "甲-1"),
    ("划-2", "市应急局", "江阴甲厂", "2026-03-10", "甲-1"),
)


def take_plans(db: Database, folder: Path) -> None:
    """Take plans, targets and two visits in."""
    heads = ("计划编号", "牵头部门", "企业")
    visits = ("检查编号", "检查单位", "企业", "检查日期", "计划编号")
    files = (
        ("plans", [dict(row) for row in PLANS]),
        ("targets", [dict(zip(heads, row, strict=True)) for row in TARGETS]),
        ("visits", [{**dict(zip(visits, row, strict=True)), "检查事项": "YJ-1"} for row in VISITS]),
    )  # fmt: skip
    for kind, rows in files:
        (report,) = import_paths(db, [_file(folder / f"{kind}.csv", rows)], _as(kind))
        assert not report.errors, [one.message for one in report.issues]


def _as(kind: str) -> ImportOptions:
    return ImportOptions(kind=kind)


def _file(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.DictWriter(stream, list(rows[0]))
        lines.writeheader()
        lines.writerows(rows)
    return path
