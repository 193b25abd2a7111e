"""The floor of `bench import`: read_csv and executemany into bare tables, then the same indexes.

Arguments: the CSV file, the database to make, a database of ours to take the shape from.
"""

import sqlite3
import sys
from pathlib import Path

from bare_facts import TABLES, filled, read_facts

PRAGMAS = (
    "PRAGMA busy_timeout=10000",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=OFF",  # as for bulk work of ours
    "PRAGMA recursive_triggers=ON",
    "PRAGMA temp_store=FILE",  # likewise
    "PRAGMA cache_size=-262144",
    "PRAGMA wal_autocheckpoint=4000",
)
Columns = list[tuple[str, str, int]]


def columns_of(shape: sqlite3.Connection, table: str) -> Columns:
    """Return name, type and place in the primary key of each column."""
    rows = shape.execute(f'PRAGMA table_info("{table}")')
    return [(row[1], row[2], row[5]) for row in rows]


def is_keyed(shape: sqlite3.Connection, table: str) -> bool:
    """Return whether the table is stored in the order of its primary key, without row ids."""
    ((without,),) = shape.execute("SELECT wr FROM pragma_table_list WHERE name = ?", (table,))
    return bool(without)


def table_statement(shape: sqlite3.Connection, table: str) -> str:
    """Return the statement that makes the bare table."""
    columns = columns_of(shape, table)
    key = [name for name, _, _ in sorted(columns, key=lambda one: one[2]) if _in_key(columns, name)]
    parts = [f'"{name}" {kind}' for name, kind, _ in columns]
    if is_keyed(shape, table) or len(key) == 1:
        parts.append(f"PRIMARY KEY ({_quoted(key)})")
    end = " WITHOUT ROWID" if is_keyed(shape, table) else ""
    return f'CREATE TABLE "{table}" ({", ".join(parts)}){end}'


def index_statements(shape: sqlite3.Connection, table: str) -> list[str]:
    """Return the statements that make the indexes our table has."""
    statements = []
    for place, name, unique, origin, *_ in shape.execute(f'PRAGMA index_list("{table}")'):
        if origin == "pk" and is_keyed(shape, table):
            continue
        columns = [row[2] for row in shape.execute(f'PRAGMA index_info("{name}")')]
        kind = "UNIQUE INDEX" if unique else "INDEX"
        statements.append(f'CREATE {kind} "bare_{table}_{place}" ON "{table}" ({_quoted(columns)})')
    return statements


def main(csv: str, target: str, ours: str) -> None:
    """Store the file."""
    facts = read_facts(csv)
    # Nobody writes to it: opened so, it leaves no -wal file behind for the next round.
    shape = sqlite3.connect(f"{Path(ours).as_uri()}?immutable=1", uri=True)
    made = sqlite3.connect(target, isolation_level=None)
    made.execute("PRAGMA journal_mode=WAL")
    for pragma in PRAGMAS:
        made.execute(pragma)
    made.execute("BEGIN IMMEDIATE")
    for table in TABLES:
        columns = columns_of(shape, table)
        made.execute(table_statement(shape, table))
        names, defaults = [one[0] for one in columns], [_default(one[1]) for one in columns]
        rows = zip(*filled(facts[table], names, defaults), strict=True)
        marks = ",".join("?" * len(names))
        made.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)
    for table in TABLES:
        for statement in index_statements(shape, table):
            made.execute(statement)
    made.execute("COMMIT")
    made.close()
    shape.close()


def _in_key(columns: Columns, name: str) -> bool:
    return any(place for one, _, place in columns if one == name)


def _default(kind: str) -> object:
    return 0 if "INT" in kind.upper() else ""


def _quoted(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


if __name__ == "__main__":
    main(*sys.argv[1:])
