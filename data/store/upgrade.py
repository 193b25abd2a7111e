"""Bring a database to this program's schema: all or nothing, after a verified backup.

Only imported when there is something to do: the migration machinery is slow to load.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import AbstractContextManager, closing
from datetime import datetime
from pathlib import Path
from typing import Protocol

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from data.rows.errors import Refused, StoreDamaged
from data.store import health
from data.store.revisions import Schema, revision_of

logger = logging.getLogger(__name__)


class Begin(Protocol):
    """Opens a write transaction of its own."""

    def __call__(self, *, alone: bool) -> AbstractContextManager[Connection]: ...


def upgrade(schema: Schema, begin: Begin, path: Path | None) -> bool:
    """Run the missing migrations in one transaction; say whether there were any."""
    if path is not None:
        _back_up(path, schema)
    with begin(alone=True) as connection:
        found = revision_of(connection)
        state = schema.state_of(found)
        if state == "current":
            return False
        if state == "newer":
            raise Refused("数据库由更新版本的程序建立，请升级程序后再打开。", code="newer-schema")
        run_scripts(connection, schema.folder)
        if path is not None and health.foreign_key_check(connection):
            raise StoreDamaged(
                f"升级后发现失效的引用，已全部撤销，数据库（{path}）保持原样。"
                "请把数据库文件交给技术支持。",
                code="upgrade-undone",
            )
    logger.info("schema upgraded from %s to %s", found, schema.head)
    return True


def run_scripts(connection: Connection, folder: Path) -> None:
    """Run all missing migration scripts of a folder on an open transaction."""
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _back_up(path: Path, schema: Schema) -> None:
    """Copy a file of an older schema beside itself and check the copy; skip an empty one."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        row = connection.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
        ).fetchone()
        if row is None:
            return
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if revision is None or schema.state_of(str(revision[0])) != "old":
            return
        stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
        copy = path.with_name(f"{path.stem}.升级前-{revision[0]}-{stamp}.sqlite")
        part = copy.with_name(copy.name + ".part")
        part.unlink(missing_ok=True)
        connection.execute("VACUUM INTO ?", (str(part),))
    with closing(sqlite3.connect(part)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
    if found != [("ok",)]:
        raise StoreDamaged(
            f"升级前的备份（{part}）未通过校验，数据库没有改动。请检查磁盘后重试。",
            code="backup-unsound",
        )
    part.replace(copy)
