"""Enterprises and items by a part of their name or the beginning of a number they go by."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from data.models import Enterprise, EnterpriseCode, Item
from data.rows.errors import InvalidInput, NotFound
from data.rows.findings import Named
from data.store.bulk import id_filter

LEAST_OTHER = 6
"""From so many signs on other numbers are looked through: they have no index."""


def enterprises_named(session: Session, text: str, most: int = 6) -> list[Named]:
    """Return enterprises whose name holds a text or one of whose numbers begins with it.

    Names and numbers are looked for apart, each in its own index: a million are soon read.
    """
    wanted = text.strip()
    names = Enterprise.name.contains(wanted, autoescape=True)
    ids = set(session.scalars(select(Enterprise.id).where(names).order_by(Enterprise.name)
                              .limit(most)))  # fmt: skip
    former = EnterpriseCode.code.startswith(wanted.upper(), autoescape=True)
    ids |= set(session.scalars(select(EnterpriseCode.enterprise_id).where(former).limit(most)))
    if wanted.isascii() and wanted.isalnum():
        code = _begins_with(session, Enterprise.code, wanted.upper())
        ids |= set(session.scalars(select(Enterprise.id).where(code).limit(most)))
        if not ids and len(wanted) >= LEAST_OTHER:
            other = _begins_with(session, Enterprise.other, wanted.upper())
            ids |= set(session.scalars(select(Enterprise.id).where(other).limit(most)))
    query = (
        select(Enterprise.code, Enterprise.name)
        .where(id_filter(Enterprise.id, ids))
        .order_by(Enterprise.name, Enterprise.code)
        .limit(most)
    )
    return [Named(code, name or code) for code, name in session.execute(query)]


def _begins_with(
    session: Session, column: InstrumentedAttribute[str], text: str
) -> ColumnElement[bool]:
    """Return whether a number begins with letters and digits; SQLite's LIKE uses no index."""
    if session.get_bind().dialect.name == "sqlite":
        return column.op("GLOB")(f"{text}*")
    return column.startswith(text)


def items_named(session: Session, text: str, most: int = 4) -> list[Named]:
    """Return items whose name holds a text or whose code begins with it."""
    wanted = text.strip()
    query = (
        select(Item.code, Item.name)
        .where(
            or_(
                Item.name.contains(wanted, autoescape=True),
                Item.code.startswith(wanted, autoescape=True),
            )
        )
        .order_by(Item.name, Item.code)
        .limit(most)
    )
    return [Named(code, name) for code, name in session.execute(query)]


def enterprise_id(session: Session, text: str) -> int:
    """Return the enterprise of a number or a whole name; NotFound, InvalidInput for namesakes."""
    wanted = text.strip()
    number = wanted.upper()
    found = session.scalar(select(Enterprise.id).where(Enterprise.code.in_((wanted, number))))
    if found is None:
        former = select(EnterpriseCode.enterprise_id)
        found = session.scalar(former.where(EnterpriseCode.code.in_((wanted, number))))
    if found is not None:
        return found
    ids: list[int] = []
    # The name has an index; the other numbers are looked through only where no name fits.
    for same in (
        Enterprise.name == wanted,
        (Enterprise.uscc == number) | (Enterprise.other == number),
    ):
        if wanted and not ids:
            ids = list(session.scalars(select(Enterprise.id).where(same).limit(2)))
    if not ids:
        raise NotFound(f"没有监管对象“{wanted}”，请核对统一社会信用代码或名称。")
    if len(ids) > 1:
        raise InvalidInput(f"“{wanted}”不止一家，请用统一社会信用代码写明。")
    return ids[0]
