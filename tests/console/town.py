"""A town of three bodies and four enterprises; its files as bureaus send them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

BODIES = (("YJ", "市应急局", "市级", ""), ("SH", "市生态环境局", "市级", ""),
          ("JYYJ", "江阴市应急局", "市（县）区级", "江阴市"))
ENTERPRISES = (
    ("江阴甲厂", "91320281MA1AAAAA1X", "江阴市"),
    ("江阴乙厂", "91320281MA1BBBBB2X", "江阴市"),
    ("梁溪丙店", "91320213MA1CCCCC3X", "梁溪区"),
)
ITEMS = (("YJ-1", "危险化学品安全检查"), ("SH-1", "排污许可检查"))

# Body, enterprise, day, item, trigger: 市应急局 visits 江阴甲厂 four times in January.
VISITS = (
    ("市应急局", "江阴甲厂", "2026-01-05", "YJ-1", "计划内"),
    ("市应急局", "江阴甲厂", "2026-01-12", "YJ-1", "投诉举报"),
    ("市应急局", "江阴甲厂", "2026-01-19", "SH-1", "计划内"),
    ("市应急局", "江阴甲厂", "2026-01-26", "SH-1", "投诉举报"),
    ("市应急局", "梁溪丙店", "2026-02-03", "YJ-1", "计划内"),
    ("市生态环境局", "江阴乙厂", "2026-01-08", "SH-1", "计划内"),
    ("市生态环境局", "江阴乙厂", "2026-03-09", "SH-1", "计划内"),
    ("江阴市应急局", "江阴乙厂", "2026-03-10", "YJ-1", "计划内"),
    ("江阴市应急局", "江阴乙厂", "2026-03-17", "YJ-1", "投诉举报"),
)
JANUARY_OF_YJ = 4
ALL = len(VISITS)


def write_town(folder: Path) -> Path:
    """Write the four files of the town and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "1_单位.csv", ("单位编码", "单位名称", "层级", "地区"), BODIES)
    _write(folder / "2_企业.csv", ("企业名称", "统一社会信用代码", "地区"), ENTERPRISES)
    _write(folder / "3_事项.csv", ("事项编码", "事项名称"), ITEMS)
    write_visits(folder / "4_检查记录.csv", VISITS)
    return folder


def write_visits(path: Path, visits: Sequence[Sequence[str]]) -> Path:
    """Write a file of visits, two officers each, code shown on arrival."""
    rows = [
        (f"JC-{day.replace('-', '')}-{number}", body, enterprise, day, item, trigger, "2",
         f"{day} 09:30", f"{day} 09:28", "未发现问题")
        for number, (body, enterprise, day, item, trigger) in enumerate(visits, start=1)
    ]
    header = (
        "检查编号", "检查单位", "企业", "检查日期", "检查事项", "来源", "执法人员数", "到达时间",
        "亮码时间", "检查结果",
    )  # fmt: skip
    return _write(path, header, rows)


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    return path
