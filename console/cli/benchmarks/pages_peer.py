"""The peer of `bench pages`: the figures of the pages in DuckDB, from Parquet files of the ledger.

The files hold a row for each visit, for each visit and present body, reporting body or item, and
for each finding, all with the visit's own columns, so that DuckDB needs no table beside them.
DuckDB is a tool of the developers; the program itself never loads it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from console.cli.benchmarks.parts import Unavailable, say
from data.rows.enums import CheckType, Claim, Code, FindingState, Severity, Told, VisitStatus
from data.rows.period import Period, month_text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MISSING = "没有安装 DuckDB，无法与它比较；请按 requirements.lock 安装开发依赖。"
ROWS = 200_000
OWN = f"""v.id, v.enterprise_id, v.region_id, v.day, v.month, v.trigger, v.onsite = 1 AS onsite,
    v.inspection = 1 AND v.status <> {int(VisitStatus.CANCELLED)} AS counted, v.joint, v.code,
    v.claim, v.arrive, b.code AS body_code, v.number,
    coalesce(v.task_id * 4 + 1, v.plan_id * 4 + 2, v.id * 4 + 3) AS task,
    coalesce(nullif(p.type, 0), v.type) = {int(CheckType.RANDOM)} AS random,
    p.filed IS NOT NULL OR p.accepted IS NOT NULL AS filed,
    v.trigger > 1 AND v.reasoned > 0 AS unplanned,
    p.id IS NOT NULL OR v.sourced & {int(Told.PLAN)} > 0 AS knows"""
FROM = """FROM visit v JOIN body b ON b.id = v.body_id LEFT JOIN task t ON t.id = v.task_id
    LEFT JOIN plan p ON p.id = coalesce(t.plan_id, v.plan_id)"""
FILES = {
    "visits": f"SELECT {OWN} {FROM}",
    "present": "SELECT visit_id, body_id FROM visit_body",
    "reported": f"""SELECT r.visit_id, r.body_id, count(*) AS lines FROM report r
        JOIN report_line l ON l.report_id = r.id
        WHERE r.status <> {int(VisitStatus.CANCELLED)} GROUP BY r.id""",
    "items": "SELECT visit_id, item_id FROM visit_item",
    "findings": "SELECT id, rule, severity, state, beyond, day, month FROM finding",
    "charged": "SELECT finding_id, body_id FROM finding_body",
}
WHOLE = {"present": "visits", "reported": "visits", "items": "visits", "charged": "findings"}
"""Files of pairs, each joined beforehand with the file whose columns it gets."""
Cells = dict[tuple[object, ...], tuple[int, ...]]
KEYS = {"body": "body_id", "region": "region_id", "month": "month", "trigger": "trigger"}
NEED = ", ".join(str(int(code)) for code in (Code.ON_TIME, Code.LATE, Code.NONE))


def write_parquet(ledger: Path, folder: Path) -> None:
    """Write the Parquet files of a ledger."""
    duck = _duckdb()
    with closing(sqlite3.connect(ledger)) as source:
        for name, query in FILES.items():
            target = folder / f"{name}.parquet"
            if target.exists():
                continue
            say(f"准备：{target.name}")
            if name not in WHOLE:
                _export(source, query, target)
                continue
            pairs, whole = target.with_suffix(".pairs"), folder / f"{WHOLE[name]}.parquet"
            _export(source, query, pairs)
            key = "finding_id" if name == "charged" else "visit_id"
            duck.execute(
                f"COPY (SELECT w.*, p.* EXCLUDE ({key}) FROM read_parquet('{whole}') w JOIN "
                f"read_parquet('{pairs}') p ON p.{key} = w.id ORDER BY w.id) "
                f"TO '{target}' (FORMAT parquet)"
            )
            pairs.unlink()
    duck.close()


def _duckdb() -> DuckDBPyConnection:
    try:
        import duckdb
    except ImportError as exc:
        raise Unavailable(MISSING) from exc
    return duckdb.connect()


def _export(source: sqlite3.Connection, query: str, target: Path) -> None:
    cursor = source.execute(query)
    names = [column[0] for column in cursor.description]
    writer: pq.ParquetWriter | None = None
    part = target.with_name(f"{target.name}.part")
    while rows := cursor.fetchmany(ROWS):
        columns = zip(*rows, strict=True)
        table = pa.table({n: _column(n, list(c)) for n, c in zip(names, columns, strict=True)})
        writer = writer or pq.ParquetWriter(part, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()
        part.replace(target)


def _column(name: str, values: list[object]) -> pa.Array:
    kind = pa.string() if name in ("number", "body_code", "rule") else pa.int64()
    return pa.array(values, type=kind)


class Peer:
    """DuckDB over the Parquet files; keys of cells are codes, as on the pages."""

    def __init__(self, ledger: Path, folder: Path, caps: tuple[int, int]) -> None:
        """Open the files; `caps` are the visits a month and an item's year allow."""
        self._caps = caps
        self._duck = _duckdb()
        for name in FILES:
            path = (folder / f"{name}.parquet").as_posix()
            self._duck.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
        with closing(sqlite3.connect(ledger)) as source:
            self._codes = {
                "body": dict(source.execute("SELECT id, code FROM body").fetchall()),
                "region": dict(source.execute("SELECT id, code FROM region").fetchall()),
            }

    def close(self) -> None:
        """Close DuckDB."""
        self._duck.close()

    def counts(self, period: Period, by: Sequence[str], only: Mapping[str, object]) -> Cells:
        """Return visits, those that need a code, those that showed it in time."""
        return self._cells(
            by,
            f"""
            SELECT {_keys(by)} count(*), sum(CAST(onsite AND code IN ({NEED}) AS INT)),
                sum(CAST(onsite AND code = {int(Code.ON_TIME)} AS INT))
            FROM {_table(by, only)} WHERE counted = 1 AND {self._where(period, only)}
            {_group(by)}""",
        )

    def lines(self, period: Period, by: Sequence[str], only: Mapping[str, object]) -> Cells:
        """Return the same under the basis 按条."""
        return self._cells(
            by,
            f"""
            SELECT {_keys(by)} sum(lines), sum(CASE WHEN onsite AND code IN ({NEED}) THEN lines
                ELSE 0 END), sum(CASE WHEN onsite AND code = {int(Code.ON_TIME)} THEN lines
                ELSE 0 END)
            FROM reported WHERE counted = 1 AND {self._where(period, only)} {_group(by)}""",
        )

    def months(self, period: Period, by: Sequence[str], only: Mapping[str, object]) -> Cells:
        """Return enterprise-months, those beyond the cap, those beyond it and not 认可 (M6)."""
        return self._cells(
            by,
            f"""
            WITH placed AS (SELECT id, row_number() OVER (PARTITION BY enterprise_id, month
                    ORDER BY day, arrive NULLS LAST, body_code, number) AS n
                FROM visits WHERE counted = 1 AND onsite = 1 AND {self._within(period)}),
            cells AS (SELECT enterprise_id, t.month AS of_month, {_keys(by)}
                    max(CAST(n > {self._caps[0]} AS INT)) AS past, max(CAST(n > {self._caps[0]}
                    AND claim <> {int(Claim.ACCEPTED)} AS INT)) AS bare
                FROM {_table(by, only)} t JOIN placed USING (id)
                WHERE {self._where(period, only)} GROUP BY ALL)
            SELECT {_keys(by)} count(*), sum(past), sum(bare) FROM cells {_group(by)}""",
        )

    def tasks(self, period: Period, by: Sequence[str], only: Mapping[str, object]) -> Cells:
        """Return tasks, joint ones, joint 双随机 ones, those to be planned, those planned."""
        own = [name for name in by if name != "month"]
        named = [name for name in ("body", "region") if name in own or name in only]
        of = ", ".join(KEYS[name] for name in named)
        beside = (
            ""
            if not named
            else f"""JOIN (SELECT DISTINCT task, {of}
            FROM {_table(by, only)} WHERE counted = 1 {self._also(only)}) USING (task)"""
        )
        return self._cells(
            by,
            f"""
            WITH first AS (SELECT task, min(month) AS month, max(random) AS random,
                    max(joint) AS joint, min(unplanned) AS unplanned, max(filed) AS filed,
                    max(knows) AS knows
                FROM visits WHERE counted = 1 GROUP BY task
                HAVING min(month) BETWEEN {period.months[0]} AND {period.months[-1]})
            SELECT {_keys(by)} count(*), sum(joint), sum(joint * random),
                sum(CAST(unplanned = 0 AND knows = 1 AS INT)),
                sum(CAST(unplanned = 0 AND knows = 1 AND filed = 1 AS INT))
            FROM first {beside} {_group(by)}""",
        )

    def enterprises(self, period: Period, by: Sequence[str], only: Mapping[str, object]) -> Cells:
        """Return how many different enterprises were checked (M9.enterprises)."""
        return self._cells(
            by,
            f"""SELECT {_keys(by)} count(DISTINCT enterprise_id)
            FROM {_table(by, only)} WHERE counted = 1 AND {self._where(period, only)}
            {_group(by)}""",
        )

    def pairs(self, period: Period, by: Sequence[str]) -> Cells:
        """Return enterprise × item pairs and those beyond the yearly cap, of a year's part (M7)."""
        begin = period.months[0] - period.months[0] % 12
        there = "JOIN (SELECT id, body_id FROM present) USING (id)"
        table = f"placed {there}" if "body" in by else "placed"
        return self._cells(
            by,
            f"""
            WITH placed AS (SELECT id, enterprise_id, item_id, region_id, month, row_number() OVER (
                    PARTITION BY enterprise_id, item_id
                    ORDER BY day, arrive NULLS LAST, body_code, number) AS n
                FROM items WHERE counted = 1 AND onsite = 1
                AND month BETWEEN {begin} AND {period.months[-1]}),
            cells AS (SELECT enterprise_id, item_id, {_keys(by)}
                    max(CAST(n > {self._caps[1]} AS INT)) AS past
                FROM {table} WHERE {self._within(period)} GROUP BY ALL)
            SELECT {_keys(by)} count(*), sum(past) FROM cells {_group(by)}""",
        )

    def reporting(self, period: Period) -> int:
        """Return how many bodies reported a counted visit (M16.bodies)."""
        return self._number(f"""SELECT count(DISTINCT body_id) FROM reported
            WHERE counted = 1 AND lines > 0 AND {self._within(period)}""")

    def latest(self, period: Period, only: Mapping[str, object], n: int) -> tuple[int, list[int]]:
        """Return how many visits there are of any kind, and the ids of the latest."""
        rest = f"FROM {_table((), only)} WHERE {self._where(period, only)}"
        ids = self._rows(f"SELECT id {rest} ORDER BY day DESC, id DESC LIMIT {n}")
        return self._number(f"SELECT count(*) {rest}"), [int(row[0]) for row in ids]

    def findings(self, period: Period, only: Mapping[str, object]) -> dict[tuple[str, int], int]:
        """Return how many findings there are by rule and severity.

        R1 is judged from the visits; what the other rules found is read ready from the file,
        which spares DuckDB their work.
        """
        rows = self._rows(f"""SELECT rule, severity, count(*) FROM {_findings(only)}
            WHERE {self._where(period, only)} AND rule <> 'R1' GROUP BY ALL""")
        found = {(str(rule), int(severity)): int(n) for rule, severity, n in rows}
        return found | {("R1", severity): n for severity, n in self.often(period, only).items()}

    def often(self, period: Period, only: Mapping[str, object]) -> dict[int, int]:
        """Return how many findings of R1 there are by severity; a body's are those charging it."""
        cap, red = self._caps[0], int(Severity.RED)
        claims = f"claim IN ({int(Claim.OPEN)}, {int(Claim.ACCEPTED)})"
        placed = f"""WITH placed AS (SELECT id, enterprise_id, month, claim, row_number() OVER (
                PARTITION BY enterprise_id, month
                ORDER BY day, arrive NULLS LAST, body_code, number) AS n
            FROM visits WHERE counted = 1 AND onsite = 1 AND {self._within(period)})"""
        if only:
            count = self._number(f"""{placed} SELECT count(*) FROM (
                SELECT DISTINCT t.enterprise_id, t.month FROM present t JOIN placed USING (id)
                WHERE n > {cap} AND NOT (placed.{claims}) {self._also(only)})""")
            return {red: count} if count else {}
        rows = self._rows(f"""{placed}, cells AS (
                SELECT max(n) AS n, sum(CAST(n > {cap} AND NOT ({claims}) AS INT)) AS bare
                FROM placed GROUP BY enterprise_id, month HAVING max(n) >= {cap})
            SELECT CASE WHEN n = {cap} THEN {int(Severity.HINT)} WHEN bare > 0 THEN {red}
                ELSE {int(Severity.ORANGE)} END AS severity, count(*) FROM cells GROUP BY 1""")
        return {int(severity): int(n) for severity, n in rows}

    def gravest(self, period: Period, only: Mapping[str, object], n: int) -> list[int]:
        """Return the ids of the gravest findings."""
        rows = self._rows(f"""SELECT id FROM {_findings(only)} WHERE {self._where(period, only)}
            ORDER BY severity DESC, beyond DESC, day DESC, id DESC LIMIT {n}""")
        return [int(row[0]) for row in rows]

    def open_red(self, period: Period, only: Mapping[str, object]) -> int:
        """Return how many findings are red and not settled."""
        settled = (FindingState.UNFOUNDED, FindingState.EXEMPT, FindingState.CORRECTED)
        states = ", ".join(str(int(one)) for one in settled)
        red = int(Severity.RED)
        others = self._number(f"""SELECT count(*) FROM {_findings(only)}
            WHERE {self._where(period, only)} AND severity = {red} AND rule <> 'R1'
            AND state NOT IN ({states})""")
        return others + self.often(period, only).get(red, 0)

    def repeated(self, period: Period, only: Mapping[str, object]) -> Cells:
        """Return the standing findings of R5 above 提示 by month."""
        return self._cells(
            ("month",),
            f"""SELECT month, count(*) FROM {_findings(only)}
            WHERE {self._where(period, only)} AND rule = 'R5'
            AND severity > {int(Severity.HINT)} AND state <> {int(FindingState.UNFOUNDED)}
            GROUP BY month""",
        )

    def _where(self, period: Period, only: Mapping[str, object]) -> str:
        return self._within(period) + self._also(only)

    def _also(self, only: Mapping[str, object]) -> str:
        parts = []
        for name, value in only.items():
            ids = {code: number for number, code in self._codes.get(name, {}).items()}
            parts.append(f" AND {KEYS[name]} = {ids.get(value, value)}")
        return "".join(parts)

    def _within(self, period: Period) -> str:
        return f"month BETWEEN {period.months[0]} AND {period.months[-1]}"

    def _cells(self, by: Sequence[str], query: str) -> Cells:
        return {
            tuple(self._key(name, part) for name, part in zip(by, row, strict=False)): tuple(
                int(one or 0) for one in row[len(by) :]
            )
            for row in self._rows(query)
        }

    def _key(self, name: str, part: int) -> object:
        if name == "month":
            return month_text(part)
        return self._codes[name].get(part, "") if name in self._codes else part

    def _rows(self, query: str) -> list[tuple[int, ...]]:
        return self._duck.execute(query).fetchall()

    def _number(self, query: str) -> int:
        return int(self._rows(query)[0][0])


def _table(by: Sequence[str], only: Mapping[str, object]) -> str:
    return "present" if "body" in by or "body" in only else "visits"


def _findings(only: Mapping[str, object]) -> str:
    return "charged" if "body" in only else "findings"


def _keys(by: Sequence[str]) -> str:
    return "".join(f"{KEYS[name]}, " for name in by)


def _group(by: Sequence[str]) -> str:
    return f"GROUP BY {_keys(by).rstrip(', ')}" if by else ""
