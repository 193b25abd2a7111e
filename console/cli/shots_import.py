"""What the pictures of the import wizard show: a small town and the files sent to it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from data.intake.importer import ImportOptions, import_paths
from data.store.database import Database

STORY_DAY = date(2026, 10, 20)
BODIES = (
    ("YJ", "市应急局", "市级", ""), ("SH", "市生态环境局", "市级", ""),
    ("SC", "市市场监管局", "市级", ""), ("CG", "市城管局", "市级", ""),
)  # fmt: skip
ENTERPRISES = tuple(f"无锡市示例{trade}有限公司" for trade in (
    "机械", "化工", "食品", "印染", "电子", "物流", "包装", "建材", "纺织", "医药",
))  # fmt: skip
SENT = ("检查记录编号", "检查部门", "被检查企业", "检查时间", "任务来源", "检查结果", "执法人数",
        "批示", "承办科室")  # fmt: skip
FORMER = ("检查编号", "检查单位", "企业", "检查日期", "来源", "检查结果")


@contextmanager
def open_town(folder: Path) -> Iterator[Database]:
    """Open a database with four bodies, ten enterprises and last month's visits."""
    before = folder / "以前"
    _write(before / "1_单位.csv", ("单位编码", "单位名称", "层级", "地区"), BODIES)
    _write(before / "2_企业.csv", ("企业名称", "地区"), [(name, "新吴区") for name in ENTERPRISES])
    rows = [(f"J-{n:04d}", BODIES[n % 4][1], ENTERPRISES[n % 10], f"2026-09-{n % 28 + 1:02d}",
             "计划内", "未发现问题") for n in range(1, 41)]  # fmt: skip
    _write(before / "3_检查记录_9月.csv", FORMER, rows)
    with Database.open(f"sqlite:///{folder / 'town.sqlite'}") as db:
        import_paths(db, [before], ImportOptions(actor="办公室"))
        yield db


def write_files(folder: Path) -> Path:
    """Write what the bodies sent this month: right files, wrong cells, and no table at all."""
    _write(folder / "市应急局_检查记录_10月.csv", SENT, list(_visits()))
    corrected = []
    for n in range(1, 11):
        reason = "投诉举报" if n % 5 == 0 else "计划内"
        day = f"2026-09-{n % 28 + 1:02d}"
        row = (f"J-{n:04d}", BODIES[n % 4][1], ENTERPRISES[n % 10], day, reason, "责令改正")
        corrected.append(row)
    _write(folder / "市城管局_9月更正.csv", FORMER, corrected)
    _write(folder / "新增监管对象.csv", ("企业名称", "地区"),
           [(f"无锡市新设{n}号店", "梁溪区") for n in range(1, 9)])  # fmt: skip
    (folder / "回执.xlsx").write_bytes(b"%PDF-1.7 no table")
    return folder


def _visits() -> Iterator[Sequence[str]]:
    wrong = {7: ("市安全生产局", "2026-10-08"), 12: ("市应急局", "2026-13-02"),
             19: ("市应急局", "十月中旬"), 23: ("市应急管理局", "2026-10-24")}  # fmt: skip
    for n in range(1, 61):
        body, day = wrong.get(n, ("市应急局", f"2026年10月{n % 28 + 1}日"))
        result = "基本合格" if n % 20 == 0 else "未发现问题"
        yield (f"YJ-10-{n:03d}", body, ENTERPRISES[n % 10], day, "双随机" if n % 3 else "专项行动",
               result, "2", "已阅" if n % 4 == 0 else "", "危化处")  # fmt: skip


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
