"""What the floors store: as many rows of the same types as ours, derived in the simplest way.

Values that only a careful import can know (code class, joint, digest) are made up; what is text
in our tables is text here, what is a number is a number.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

TABLES = ("report", "report_line", "code_event", "visit", "visit_body", "visit_item")
CODES = {"检查编号": str, "任务编号": str, "计划编号": str, "执法证号": str}
Columns = Mapping[str, list]


def read_facts(path: str) -> dict[str, Columns]:
    """Return for each table its columns by name; a column not named here is left to default."""
    lines = pd.read_csv(path, dtype=CODES)
    report = _places([lines["检查单位"], lines["检查编号"]])
    sent = lines[np.concatenate(([True], np.diff(np.maximum.accumulate(report)) > 0))]
    visit = _visits(sent)
    reports = _reports(sent, visit)
    seen = np.concatenate(([True], np.diff(np.maximum.accumulate(visit)) > 0))
    names = ("enterprise_id", "region_id", "body_id", "number", "day", "task_id", "plan_id",
             "type", "trigger", "status", "code", "delay", "arrive", "claim", "sourced",
             "officers")  # fmt: skip
    visits = {name: _only(reports[name], seen) for name in names}
    count = int(seen.sum())
    visits["id"] = _numbers(count)
    visits["month"] = visits["day"]
    return {
        "report": reports,
        "report_line": _lines(lines, report),
        "code_event": _events(sent),
        "visit": visits,
        "visit_body": _bodies(sent, visit),
        "visit_item": _pairs(visit[report], _ids(lines["检查事项"]), "visit_id", "item_id"),
    }


def filled(columns: Columns, names: list[str], defaults: list[object]) -> list[list]:
    """Return the columns of a table in its own order, those not made here by their default."""
    rows = len(next(iter(columns.values())))
    return [
        columns[name] if name in columns else [default] * rows
        for name, default in zip(names, defaults, strict=True)
    ]


def _places(keys: list[pd.Series]) -> np.ndarray:
    """Return for each row the place of its key among the different keys, in order of coming."""
    codes = np.zeros(len(keys[0]), dtype=np.int64)
    for key in keys:
        found, values = pd.factorize(key)
        codes = codes * (len(values) + 1) + found + 1
    return pd.factorize(codes)[0]


def _visits(sent: pd.DataFrame) -> np.ndarray:
    """Return the visit of each report: reports of one task, enterprise and day make one visit."""
    task = sent["任务编号"].fillna(sent["检查编号"])
    return _places([sent["企业"], sent["检查日期"], task])


def _ids(texts: pd.Series) -> np.ndarray:
    return pd.factorize(texts)[0] + 1


def _numbers(count: int) -> list[int]:
    return list(range(1, count + 1))


def _maybe(there: pd.Series, numbers: np.ndarray) -> list:
    """Return numbers where a cell is filled, None elsewhere."""
    return np.where(there, numbers.astype(object), None).tolist()


def _texts(column: pd.Series) -> list[str]:
    return column.fillna("").tolist()


def _only(values: list, rows: np.ndarray) -> list:
    return [value for value, wanted in zip(values, rows.tolist(), strict=True) if wanted]


def _reports(sent: pd.DataFrame, visit: np.ndarray) -> dict[str, list]:
    count = len(sent)
    minute = np.arange(count, dtype=np.int64) + 29_000_000
    partner = pd.Series(_ids(sent["配合部门"])).where(sent["配合部门"].notna().to_numpy())
    return {
        "id": _numbers(count),
        "visit_id": (visit + 1).tolist(),
        "body_id": _ids(sent["检查单位"]).tolist(),
        "number": _texts(sent["检查编号"]),
        "enterprise_id": _ids(sent["企业"]).tolist(),
        "day": (_ids(sent["检查日期"]) + 20_000).tolist(),
        "region_id": [1] * count,
        "task_id": _maybe(sent["任务编号"].notna(), _ids(sent["任务编号"])),
        "plan_id": _maybe(sent["计划编号"].notna(), _ids(sent["计划编号"])),
        "type": _ids(sent["检查类型"]).tolist(),
        "trigger": _ids(sent["来源"]).tolist(),
        "mode": _ids(sent["检查方式"]).tolist(),
        "kind": _ids(sent["入企类型"]).tolist(),
        "status": [1] * count,
        "code": [1] * count,
        "delay": _maybe(sent["亮码时间"].notna(), minute % 60),
        "arrive": _maybe(sent["到达时间"].notna(), minute),
        "leave": _maybe(sent["离开时间"].notna(), minute + 60),
        "officers": _maybe(sent["执法人员数"].notna(), sent["执法人员数"].fillna(0).to_numpy("i8")),
        "badges": _texts(sent["执法证号"]),
        "companions": partner.astype("Int64").astype(str).replace("<NA>", "").tolist(),
        "partners": partner.astype("Int64").astype(str).replace("<NA>", "").tolist(),
        "claim": [0] * count,
        "basis": _texts(sent["超频次依据"]),
        "approver": _texts(sent["依据批准人"]),
        "basis_day": _maybe(sent["依据日期"].notna(), minute // 1440),
        "reason": _texts(sent["检查事由"]),
        "sourced": [3] * count,
        "batch_id": [1] * count,
    }


def _lines(lines: pd.DataFrame, report: np.ndarray) -> dict[str, list]:
    count = len(lines)
    spread = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return {
        "id": _numbers(count),
        "report_id": (report + 1).tolist(),
        "body_id": _ids(lines["检查单位"]).tolist(),
        "item_id": _ids(lines["检查事项"]).tolist(),
        "result": _ids(lines["检查结果"]).tolist(),
        "digest": spread.view(np.int64).tolist(),
        "batch_id": [1] * count,
    }


def _events(sent: pd.DataFrame) -> dict[str, list]:
    told = (sent["亮码时间"].notna() | sent["补码原因"].notna()).to_numpy()
    of = sent[told]
    return {
        "report_id": (np.flatnonzero(told) + 1).tolist(),
        "body_id": _ids(sent["检查单位"])[told].tolist(),
        "shown": _maybe(of["亮码时间"].notna(), np.arange(len(of)) + 29_000_000),
        "late_reason": _texts(of["补码原因"]),
    }


def _bodies(sent: pd.DataFrame, visit: np.ndarray) -> dict[str, list]:
    own = sent["检查单位"]
    partner = sent["配合部门"]
    there = partner.notna().to_numpy()
    codes = pd.factorize(pd.concat([own, partner[there]]))[0] + 1
    return _pairs(np.concatenate((visit, visit[there])), codes, "visit_id", "body_id")


def _pairs(left: np.ndarray, right: np.ndarray, first: str, second: str) -> dict[str, list]:
    """Return the different pairs, ordered as their primary key is."""
    width = int(right.max()) + 1
    found = np.unique(left.astype(np.int64) * width + right)
    return {first: (found // width + 1).tolist(), second: (found % width).tolist()}
