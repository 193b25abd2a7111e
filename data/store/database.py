"""The one way to the database: `reading()` and `writing(actor, why)`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from types import TracebackType

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection

from data.rows.errors import Refused
from data.store import engines, health, opening, revisions
from data.store.errors import fault, fault_code, translate
from data.store.location import Location
from data.store.locks import WriteGate, desk_label, occupied, pass_server_gate, server_holder
from data.store.presence import Holder, LockFile
from data.store.revisions import Schema
from data.store.schema_guard import guarded


class Database:
    """An open database: a local SQLite file or a PostgreSQL server."""

    def __init__(self, location: Location, schema: Schema, patience: float) -> None:
        """Prepare the connections; use `Database.open` instead."""
        self._location = location
        self._schema = schema
        self._patience = patience
        self._gate = WriteGate(location.path, patience)
        self._presence: LockFile | None = None
        self.read_only = False
        self.holder: Holder | None = None
        """Who has the file open in another window; set when this one is read-only for it."""
        self.refusal = ""
        """Why nothing may be written, where it is another reason than those above."""
        self.warnings: list[str] = []
        if location.path is not None:
            self._writer = engines.sqlite_writer(location.path)
            self._readers = engines.sqlite_readers(location.path)
        else:
            self._writer = engines.postgresql_engine(location.url, desk_label())
            self._readers = self._writer.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        self._faults: tuple[type[Exception], ...] = (
            SQLAlchemyError,
            self._writer.dialect.loaded_dbapi.Error,
        )

    @classmethod
    def open(
        cls,
        url: str | None = None,
        *,
        create: bool = True,
        read_only: bool = False,
        window: bool = False,
        patience: float = 10.0,
        schema: Schema | None = None,
    ) -> Database:
        """Open a database, make or upgrade it unless `read_only`.

        `window` announces a window that stays: a second one on the same file is read-only
        and knows the `holder`. `patience` is how long a writer waits for its turn, in seconds.
        """
        found = opening.examine(url, create=create, read_only=read_only, window=window)
        database = cls(found.location, schema or Schema(), patience)
        database.warnings = found.warnings
        database.read_only = found.read_only
        database.holder = found.holder
        database._presence = found.presence
        with ExitStack() as undo:
            undo.callback(database.close)
            database._settle(create)
            undo.pop_all()
        return database

    @property
    def dialect(self) -> str:
        """Return `sqlite` or `postgresql`."""
        return self._writer.dialect.name

    @property
    def url_text(self) -> str:
        """Return the address with the password hidden."""
        return self._location.text

    @property
    def location(self) -> str:
        """Return the Chinese line for the status bar: whose database this is."""
        return self._location.label

    @property
    def place(self) -> str:
        """Return the path of the file, or the server's address without password."""
        return self._location.place

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one state of the data, can only read and never waits."""
        with self._translated(), self._readers.connect() as connection, connection.begin():
            session = Session(connection, expire_on_commit=False, autoflush=False)
            try:
                yield session
            finally:
                session.close()

    @contextmanager
    def writing(self, actor: str, why: str) -> Iterator[Session]:
        """Give a session for one intention: committed at the end, rolled back on any error."""
        with self._transaction(actor, why, bulk=False) as session:
            yield session

    @contextmanager
    def bulk_writing(self, actor: str, why: str) -> Iterator[Session]:
        """Give a session for bulk intake: alone, without foreign key checks on SQLite."""
        with self._transaction(actor, why, bulk=True) as session:
            yield session

    def revision(self) -> str | None:
        """Return the schema revision of the database, None while it is empty."""
        with self._translated(), self._readers.connect() as connection:
            return revisions.revision_of(connection)

    def upgrade(self) -> bool:
        """Bring the schema to this program's revision; say whether anything was done."""
        from data.store.upgrade import upgrade

        if self._schema.state_of(self.revision()) == "current":
            return False
        self._refuse_read_only()
        with self._gate.passing("", "升级数据库"), self._translated():
            self._mark_file()
            return upgrade(self._schema, self._begun, self._location.path)

    def quick_check(self) -> list[str]:
        """Check the file's structure; return a Chinese sentence for each problem."""
        if self._location.path is None:
            return []
        try:
            with self._readers.connect() as connection:
                found = health.quick_check(connection)
        except self._faults as exc:
            return [translate(exc, self.place).message]
        return [fault("content-damaged", self.place, found[0]).message] if found else []

    def foreign_key_check(self) -> list[str]:
        """Check references that bulk intake does not check; return one sentence a table."""
        if self._location.path is None:
            return []
        with self._translated(), self._readers.connect() as connection:
            return health.foreign_key_check(connection)

    def checkpoint(self) -> None:
        """Move the log into the file, in idle time, without making anybody wait."""
        if self._location.path is None or self.read_only:
            return
        with self._translated(), self._gate.passing("", "整理日志"):
            raw = self._writer.raw_connection()
            try:
                driver_of(raw).execute("PRAGMA wal_checkpoint(PASSIVE)")
            finally:
                raw.close()

    def close(self) -> None:
        """Close all connections and give up the presence file."""
        self._readers.dispose()
        self._writer.dispose()
        if self._presence is not None:
            self._presence.release()
            self._presence = None

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- inside -------------------------------------------------------------------------

    def _settle(self, create: bool) -> None:
        """Make the schema fit this program, or say why it cannot."""
        self._make_file()
        state = self._schema.state_of(self.revision())
        if state == "newer":
            raise Refused(
                f"数据库（{self.place}）由更新版本的程序建立，本程序不能使用。请升级程序后再打开。",
                title="程序版本过旧",
                advice="请升级程序后再打开。",
                code="newer-schema",
            )
        if state == "current":
            return
        if state == "empty" and (self.read_only or not create):
            raise fault("file-missing", self.place)
        if self.read_only:
            raise Refused(
                f"数据库（{self.place}）需要升级后才能查看，当前为只读方式。"
                "请先以可写方式打开一次。",
                title="数据库需要升级",
                advice="请先以可写方式打开一次。",
                code="old-schema",
            )
        self.upgrade()

    def _make_file(self) -> None:
        """Make the file if it is missing; whether that is allowed was asked before."""
        if self._location.path is not None and not self._location.path.exists():
            with self._gate.passing("", "新建数据库"), self._translated():
                self._mark_file()

    def _mark_file(self) -> None:
        if self._location.path is not None:
            engines.prepare_file(self._location.path)

    def _refuse_read_only(self) -> None:
        if not self.read_only:
            return
        if self.refusal:
            raise Refused(self.refusal, title="只能查看", code="read-only")
        who = f"，{self.holder.text}正在使用" if self.holder else ""
        raise Refused(
            f"数据库（{self.place}）以只读方式打开{who}，不能修改。请在原窗口操作，"
            "或关闭原窗口后重新打开。",
            title="只读方式",
            code="read-only",
        )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn faults of the database into sentences; let bugs pass as they are."""
        try:
            yield
        except self._faults as exc:
            code = fault_code(exc)
            if not code:
                raise
            if code == "locked" and self.dialect == "postgresql":
                raise occupied(server_holder(self._writer), self._patience) from exc
            raise translate(exc, self.place) from exc

    @contextmanager
    def _transaction(self, actor: str, why: str, *, bulk: bool) -> Iterator[Session]:
        self._refuse_read_only()
        with (
            self._gate.passing(actor, why),
            self._translated(),
            self._begun(alone=bulk) as connection,
            self._guarded(connection),
        ):
            session = Session(connection, expire_on_commit=False, info={"actor": actor, "why": why})
            yield session
            session.flush()

    def _guarded(self, connection: Connection) -> AbstractContextManager[None]:
        """Keep the schema of a file as it is while somebody writes; a server has its own rights."""
        if not self._location.is_file:
            return nullcontext()
        return guarded(driver_of(connection.connection))

    @contextmanager
    def _begun(self, *, alone: bool) -> Iterator[Connection]:
        """Begin a write transaction; `alone` is for bulk work and changes of the schema."""
        bulk = alone and self._location.is_file
        with self._writer.connect() as connection:
            # SQLite ignores these inside a transaction, so they come before BEGIN.
            if bulk:
                engines.begin_bulk(driver_of(connection.connection))
            try:
                with connection.begin():
                    if not self._location.is_file:
                        pass_server_gate(connection, alone=alone, patience=self._patience)
                    yield connection
            finally:
                if bulk:
                    engines.end_bulk(driver_of(connection.connection))


def driver_of(raw: PoolProxiedConnection) -> sqlite3.Connection:
    """Return the sqlite3 connection behind a pooled one."""
    driver = raw.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver
