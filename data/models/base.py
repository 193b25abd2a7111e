"""The declarative base and what models share.

Days are whole numbers since 1970-01-01, months since 1970-01, moments minutes since 1970-01-01
00:00: the same on every database, and cheap to compare (PERFORMANCE.md, schema).
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, MetaData, SmallInteger
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite makes ids that are never reused only for INTEGER PRIMARY KEY AUTOINCREMENT.
Id = BigInteger().with_variant(Integer, "sqlite")
Small = SmallInteger().with_variant(Integer, "sqlite")
NEVER_REUSED = {"sqlite_autoincrement": True}


class Base(DeclarativeBase):
    """Every model's base."""

    metadata = MetaData(naming_convention=NAMING)


class Versioned:
    """A row people can edit: a lost race shows as a version that moved on."""

    version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
