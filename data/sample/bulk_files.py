"""The bulk city as CSV files: registers, and visits written block by block."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pyarrow as pa

from data.rows.enums import EntryKind, Result, Trigger, Word
from data.sample import sheets
from data.sample.bulk_city import BulkCity, BulkYear
from data.sample.bulk_drawing import Small
from data.sample.bulk_plans import SORT_NAMES, STATUSES
from data.sample.bulk_reports import basis_texts
from data.sample.bulk_text import CsvTable, days, digits, joined, moments, pick, texts, write_table
from data.sample.details import LATE_REASONS
from data.sample.model import Body
from data.sample.numbering import series
from data.sample.plans import SORTS
from data.sample.planting import APPROVERS
from data.sample.schedule import UNPLANNED
from data.sample.tables import REGISTER_TITLES, Table

VISIT_HEADER = (
    "检查单位", "企业", "检查日期", "检查编号", "任务编号", "计划编号", "检查事项", "检查类型",
    "来源", "检查事由", "配合部门", "检查方式", "入企类型", "到达时间", "离开时间", "执法人员数",
    "执法证号", "检查结果", "超频次依据", "依据批准人", "依据日期", "亮码时间", "补码原因",
)  # fmt: skip
_BLOCK = 200_000
_TASK_DIGITS, _REPORT_DIGITS = 6, 6


def write_bulk_files(
    city: BulkCity, folder: Path, progress: Callable[[int, int, str], None]
) -> list[Path]:
    """Write the registers, and one file of visits a year, into a folder."""
    steps = len(city.years) + 1
    progress(0, steps, "写出单位、监管对象、事项、计划和任务")
    paths = write_registers(city, folder)
    for place, year in enumerate(city.years):
        progress(place + 1, steps, f"写出 {year} 年检查记录")
        path = folder / f"07_检查记录_{year}.csv"
        write_visits_csv(city, path, place * city.visits, city.visits)
        paths.append(path)
    return paths


def write_registers(city: BulkCity, folder: Path) -> list[Path]:
    """Write bodies, enterprises, items and the plans and tasks of all years as CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    titles = dict(REGISTER_TITLES)
    paths = {
        kind: folder / f"{place:02d}_{titles[kind]}.csv"
        for place, (kind, _) in enumerate(REGISTER_TITLES, start=1)
        if kind != "targets"
    }
    _write_rows(paths["bodies"], [sheets.body_table(city.bodies.listed)])
    write_table(paths["enterprises"], city.enterprises.register)
    _write_rows(paths["items"], [sheets.item_table(city.items.listed)])
    _write_rows(paths["plans"], [_plans(city, year) for year in city.years])
    with paths["tasks"].open("wb") as stream:
        tasks = CsvTable(stream, sheets.TASK_HEADER)
        for year in city.years:
            tasks.add(_tasks(city, year))
    return list(paths.values())


def write_visits_csv(
    city: BulkCity, path: Path, first: int | None = None, count: int | None = None
) -> int:
    """Write visits as one CSV file; return how many lines it has below its header.

    `first` counts the visits of all years in the order of time from 0; by default all are
    written. Years that are not asked for are not made.
    """
    begin = first or 0
    end = city.visits * len(city.years) if count is None else begin + count
    lines = 0
    with path.open("wb") as stream:
        table = CsvTable(stream, VISIT_HEADER)
        for place, year in enumerate(city.years):
            low = max(begin - place * city.visits, 0)
            high = min(end - place * city.visits, city.visits)
            if low < high:
                lines += _write_year(city, city.year(year), table, low, high)
    return lines


def report_numbers(city: BulkCity, year: int, reports: pd.DataFrame) -> pa.StringArray:
    """Return the 检查编号 of some reports."""
    stems = texts([f"JC{year}-{series(body, False)}" for body in city.bodies.inspecting])
    serial = digits(reports["serial"].to_numpy(), _REPORT_DIGITS)
    return joined(pick(stems, reports["body"].to_numpy()), serial)


def _write_year(city: BulkCity, year: BulkYear, table: CsvTable, low: int, high: int) -> int:
    task_numbers = _task_numbers(city.bodies.inspecting, year.work.tasks, year.year)
    report_of = year.reports["visit"].to_numpy()
    line_of = year.lines["report"].to_numpy()
    lines = 0
    for start in range(low, high, _BLOCK):
        bounds = (start, min(start + _BLOCK, high))
        first, last = np.searchsorted(report_of, bounds).tolist()
        here = slice(*np.searchsorted(line_of, (first, last)).tolist())
        columns = _report_columns(city, year, slice(first, last), task_numbers)
        block = year.lines.iloc[here]
        repeat = pa.array(block["report"].to_numpy() - first)
        columns = {name: column.take(repeat) for name, column in columns.items()}
        items = texts([item.code for item in city.items.listed])
        columns["检查事项"] = pick(items, block["item"].to_numpy())
        columns["检查结果"] = _words(Result, block["result"].to_numpy())
        table.add(columns)
        lines += len(block)
    return lines


def _report_columns(
    city: BulkCity, year: BulkYear, here: slice, task_numbers: pa.StringArray
) -> dict[str, pa.StringArray]:
    """Return the cells that all lines of a report share, one row a report."""
    reports = year.reports.iloc[here]
    visits = year.visits.iloc[reports["visit"]]
    own = {name: reports[name].to_numpy() for name in reports.columns}
    of = {name: visits[name].to_numpy() for name in visits.columns}
    names = texts([body.name for body in city.bodies.inspecting])
    plans = texts([plan.number for plan in year.work.plans])
    other = np.where(own["second"], of["lead"], of["partner"])
    return {
        "检查单位": pick(names, own["body"]),
        "企业": pick(city.enterprises.key, of["enterprise"]),
        "检查日期": days(of["day"]),
        "检查编号": report_numbers(city, year.year, reports),
        "任务编号": pick(task_numbers, of["task"]),
        "计划编号": pick(plans, of["plan"]),
        "检查类型": pick(texts([SORTS[name][0] for name in SORT_NAMES]), of["sort"]),
        "来源": _words(Trigger, of["trigger"]),
        "检查事由": pick(texts([reason for _, reason, *_ in UNPLANNED]), of["cause"]),
        "配合部门": pick(names, other),
        "检查方式": pick(texts(["现场", "非现场"]), of["off_site"].astype(np.int8)),
        "入企类型": _words(EntryKind, of["kind"]),
        "到达时间": moments(own["arrive"]),
        "离开时间": moments(own["leave"]),
        "执法人员数": digits(own["officers"], 1),
        "执法证号": pick(city.bodies.teams.badges, own["team"]),
        "超频次依据": pick(texts(basis_texts(year.year)), own["basis"]),
        "依据批准人": pick(texts(APPROVERS), own["approver"]),
        "依据日期": days(own["basis_day"]),
        "亮码时间": moments(own["shown"]),
        "补码原因": pick(texts(LATE_REASONS), own["late_reason"]),
    }


def _words(words: type[Word], values: Small) -> pa.StringArray:
    """Return the labels of an enumeration; 0 gives an empty cell."""
    labels = [""] * (max(int(word) for word in words) + 1)
    for word in words:
        labels[int(word)] = word.label
    return pick(texts(labels), np.where(values == 0, -1, values))


def _task_numbers(bodies: list[Body], tasks: pd.DataFrame, year: int) -> pa.StringArray:
    stems = texts([f"RW{year}-{series(body, False)}" for body in bodies])
    return joined(
        pick(stems, tasks["lead"].to_numpy()), digits(tasks["serial"].to_numpy(), _TASK_DIGITS)
    )


def _tasks(city: BulkCity, year: int) -> dict[str, pa.StringArray]:
    work = city.work(year)
    tasks = work.tasks
    names = texts([body.name for body in city.bodies.inspecting])
    kinds = texts([SORTS[name][0] for name in SORT_NAMES])
    return {
        "任务编号": _task_numbers(city.bodies.inspecting, tasks, year),
        "牵头部门": pick(names, tasks["lead"].to_numpy()),
        "状态": pick(texts(STATUSES), tasks["status"].to_numpy()),
        "计划编号": pick(texts([plan.number for plan in work.plans]), tasks["plan"].to_numpy()),
        "参与部门": pick(names, tasks["partner"].to_numpy()),
        "检查类型": pick(kinds, tasks["sort"].to_numpy()),
    }


def _plans(city: BulkCity, year: int) -> Table:
    work = city.work(year)
    sizes = np.bincount(
        work.tasks["plan"], weights=work.tasks["size"], minlength=len(work.plans)
    ).astype(int)
    planned = {id(plan): size for plan, size in zip(work.plans, sizes.tolist(), strict=True)}
    return sheets.plan_table(work.plans, planned, Random(f"{city.seed}:{year}"))


def _write_rows(path: Path, tables: list[Table]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(tables[0].header)
        for table in tables:
            writer.writerows(table.rows)
