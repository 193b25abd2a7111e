"""Look into a SQLite file for damage."""

from __future__ import annotations

from sqlalchemy import Connection


def quick_check(connection: Connection) -> list[str]:
    """Return what SQLite's own check finds, nothing when the file is sound."""
    rows = connection.exec_driver_sql("PRAGMA quick_check(20)").scalars().all()
    return [] if rows == ["ok"] else [str(row).replace("\n", " ") for row in rows]


def foreign_key_check(connection: Connection) -> list[str]:
    """Return one sentence for each pair of tables with references into the void."""
    counts: dict[tuple[str, str], int] = {}
    for table, _row, parent, _key in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        counts[(table, parent)] = counts.get((table, parent), 0) + 1
    return [
        f"表 {table} 有 {count} 行引用了 {parent} 中不存在的记录。"
        for (table, parent), count in sorted(counts.items())
    ]
