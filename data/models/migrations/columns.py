"""Short words for the columns of migrations; frozen with them, whatever the models become."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, SmallInteger, String, Text


def whole(
    name: str, *, null: bool = False, default: str | None = None, given: bool = False
) -> Column[int]:
    """A whole number or id; `given` marks a key the database must not make itself."""
    kind = BigInteger().with_variant(Integer(), "sqlite")
    if given:
        return Column(name, kind, nullable=null, server_default=default, autoincrement=False)
    return Column(name, kind, nullable=null, server_default=default)


def big(name: str, *, null: bool = False) -> Column[int]:
    """A number of eight bytes on every database."""
    return Column(name, BigInteger(), nullable=null)


def small(
    name: str, *, null: bool = False, default: str | None = None, given: bool = False
) -> Column[int]:
    """A small number: a choice, a yes or no."""
    kind = SmallInteger().with_variant(Integer(), "sqlite")
    if given:
        return Column(name, kind, nullable=null, server_default=default, autoincrement=False)
    return Column(name, kind, nullable=null, server_default=default)


def version() -> Column[int]:
    """The version of a row that people can edit."""
    return Column("version", Integer(), nullable=False, server_default="1")


def line(name: str, length: int, *, null: bool = False, default: str | None = None) -> Column[str]:
    """A text of limited length."""
    return Column(name, String(length), nullable=null, server_default=default)


def prose(name: str, *, null: bool = False, default: str | None = None) -> Column[str]:
    """A text of any length."""
    return Column(name, Text(), nullable=null, server_default=default)


def blob(name: str, *, null: bool = False) -> Column[bytes]:
    """Bytes."""
    return Column(name, LargeBinary(), nullable=null)
