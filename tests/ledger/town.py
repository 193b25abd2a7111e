"""A small town to keep a ledger of: rows in, and what the ledger says of them."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.intake.importer import ImportOptions, import_paths, undo
from data.measures.compute import measure
from data.models import Base
from data.records.verifying import problems
from data.rows.findings import FindingRow
from data.rows.issues import BatchReport
from data.rows.measures import MeasureSheet
from data.rows.period import Period
from data.rules.listing import list_findings
from data.store.database import Database

Row = Mapping[str, object]
FOREVER = "2000..2030"
FILE = "台账.sqlite"
BODIES: tuple[Row, ...] = (
    {"单位编码": "SF", "单位名称": "市司法局", "层级": "市级", "条线": "司法"},
    {"单位编码": "SC", "单位名称": "市市场监管局", "层级": "市级", "条线": "市场监管"},
    {"单位编码": "YJ", "单位名称": "市应急局", "层级": "市级", "条线": "应急"},
    {"单位编码": "YJ-JY", "单位名称": "江阴市应急局", "层级": "市（县）区级", "条线": "应急",
     "地区": "江阴市"},
    {"单位编码": "YJ-JY-CJ", "单位名称": "澄江街道应急办", "层级": "镇（街道）级", "条线": "应急",
     "地区": "江阴市"},
    {"单位编码": "HB", "单位名称": "市生态环境局", "层级": "市级"},
    {"单位编码": "BB", "单位名称": "市委编办", "层级": "市级", "是否检查主体": "否"},
)  # fmt: skip
ENTERPRISES: tuple[Row, ...] = (
    {"企业名称": "一厂", "其他编号": "E1", "地区": "江阴市", "信用等级": "A"},
    {"企业名称": "二厂", "其他编号": "E2", "地区": "宜兴市", "信用等级": "B"},
    {"企业名称": "三厂", "其他编号": "E3", "地区": "江阴市", "信用等级": ""},
    {"企业名称": "四厂", "其他编号": "E4", "地区": "", "信用等级": "A"},
)
ITEMS: tuple[Row, ...] = tuple(
    {"事项编码": f"J-{place}", "事项名称": f"第{place}项"} for place in (1, 2, 3)
)
DERIVED_IDS = ("finding", "finding_visit", "finding_body", "finding_record")
NOT_BUSINESS = (
    "batch", "batch_change", "batch_removed", "edit", "setting", "region", "finding_change",
)  # fmt: skip


def visit(**cells: object) -> Row:
    """Return a row of 检查记录: a planned visit of 市应急局 to E1, unless told otherwise."""
    return {
        "检查单位": "市应急局",
        "企业": "E1",
        "检查日期": "2026-07-06",
        "检查事项": "J-1",
        "来源": "计划内",
        **cells,
    }


class Town:
    """A database with what a test needs to say of it."""

    def __init__(self, db: Database, folder: Path) -> None:
        """Keep the files of the test in a folder."""
        self.db = db
        self.folder = folder
        self._files = 0

    def file(self, rows: Sequence[Row], columns: Sequence[str] = ()) -> Path:
        """Write rows as a CSV file; its columns are those any row has."""
        header = list(columns) or list(dict.fromkeys(name for row in rows for name in row))
        self._files += 1
        path = self.folder / f"表{self._files:03d}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(header)
            writer.writerows(["" if row.get(name) is None else row.get(name) for name in header]
                             for row in rows)  # fmt: skip
        return path

    def read(self, path: Path, options: ImportOptions | None = None) -> BatchReport:
        """Take a file in."""
        (report,) = import_paths(self.db, [path], options or ImportOptions())
        return report

    def take(
        self, kind: str, rows: Sequence[Row], options: ImportOptions | None = None
    ) -> BatchReport:
        """Take rows in; unless options say otherwise they must be right."""
        report = self.read(self.file(rows), replace(options or ImportOptions(), kind=kind))
        assert options is not None or not report.errors, [one.message for one in report.issues]
        return report

    def visits(self, *rows: Row) -> BatchReport:
        """Take right rows of 检查记录 in."""
        return self.take("visits", rows)

    def trial(self, *rows: Row) -> BatchReport:
        """Take rows of 检查记录 in that may be wrong."""
        return self.take("visits", rows, ImportOptions())

    def undo(self, report: BatchReport) -> int:
        """Take a batch back."""
        assert report.id is not None
        return undo(self.db, report.id, "测试")

    def measures(
        self,
        period: str = FOREVER,
        by: Sequence[str] = (),
        basis: str = "visits",
        ids: Sequence[str] | None = None,
    ) -> MeasureSheet:
        """Return measures, all of them unless some are named."""
        with self.db.reading() as session:
            return measure(session, Period.parse(period), ids, by, basis)

    def share(self, one: str, period: str = FOREVER) -> tuple[int, int | None]:
        """Return numerator and denominator of a measure."""
        value = self.measures(period, ids=[one]).get(one)
        return value.numerator, value.denominator

    def groups(
        self, one: str, by: Sequence[str], period: str = FOREVER
    ) -> dict[str, tuple[int, int | None]]:
        """Return numerator and denominator of each cell of a measure, by the cell's codes."""
        groups = self.measures(period, by, ids=[one]).get(one).groups
        return {"/".join(group.key): (group.numerator, group.denominator) for group in groups}

    def findings(self, rule: str | None = None, period: str = FOREVER) -> list[FindingRow]:
        """Return findings by key."""
        with self.db.reading() as session:
            found = list_findings(
                session, Period.parse(period), [rule] if rule else None, with_records=True
            )
        return sorted(found, key=lambda row: row.key)

    def judged(self, rule: str) -> dict[str, str]:
        """Return the severity word of each finding of a rule by key."""
        return {row.key: row.severity.label for row in self.findings(rule)}

    def rows(self, table: str) -> list[dict[str, object]]:
        """Return all rows of a table."""
        with self.db.reading() as session:
            found = session.execute(select(Base.metadata.tables[table])).mappings()
            return [dict(row) for row in found]

    def counted_visits(self) -> list[dict[str, object]]:
        """Return the visits in the order of their days and numbers."""
        return sorted(self.rows("visit"), key=lambda row: (row["day"], row["number"], row["id"]))

    def present(self) -> list[set[str]]:
        """Return the codes of the bodies present at each visit, in the order of visits."""
        codes = {row["id"]: str(row["code"]) for row in self.rows("body")}
        pairs = [(row["visit_id"], codes[row["body_id"]]) for row in self.rows("visit_body")]
        return [{code for one, code in pairs if one == row["id"]} for row in self.counted_visits()]

    def verified(self) -> list[str]:
        """Return what does not agree with the facts."""
        with self.db.reading() as session:
            return problems(session)

    def dump(self) -> dict[str, list[str]]:
        """Return all business tables as sorted text; findings by key, since ids are ours."""
        with self.db.reading() as session:
            stored = {name: _stored(session, name) for name in Base.metadata.tables}
        keys = {row["id"]: row["key"] for row in stored["finding"]}
        for row in stored["finding"]:
            del row["id"], row["version"]
        for name in DERIVED_IDS[1:]:
            for row in stored[name]:
                row["finding_id"] = keys[row["finding_id"]]
        return {
            name: sorted(map(repr, rows))
            for name, rows in stored.items()
            if name not in NOT_BUSINESS
        }


def _stored(session: Session, table: str) -> list[dict[str, object]]:
    """Return all rows of a table as the database keeps them."""
    found = session.connection().exec_driver_sql(f'SELECT * FROM "{table}"')
    return [dict(row) for row in found.mappings()]


def differences(
    before: Mapping[str, list[str]], after: Mapping[str, list[str]]
) -> dict[str, object]:
    """Return what two dumps do not have in common, by table."""
    found: dict[str, object] = {}
    for name in before:
        if before[name] != after[name]:
            gone = [row for row in before[name] if row not in after[name]]
            new = [row for row in after[name] if row not in before[name]]
            found[name] = {"gone": gone[:3], "new": new[:3]}
    return found


def copied(path: Path, folder: Path) -> Town:
    """Return a town that goes on from a closed database file, its own copy in a folder."""
    shutil.copy(path, folder / FILE)
    return Town(Database.open(f"sqlite:///{folder / FILE}"), folder)
