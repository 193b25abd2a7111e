"""Enterprises and items by a part of their name or the beginning of a number they go by."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from data.models import Enterprise, EnterpriseCode, Item
from data.rows.errors import InvalidInput, NotFound
from data.rows.findings import Named


def enterprises_named(session: Session, text: str, most: int = 6) -> list[Named]:
    """Return enterprises whose name holds a text or one of whose numbers begins with it."""
    wanted = text.strip()
    number = wanted.upper()
    former = select(EnterpriseCode.enterprise_id).where(
        EnterpriseCode.code.startswith(number, autoescape=True)
    )
    query = (
        select(Enterprise.code, Enterprise.name)
        .where(
            or_(
                Enterprise.name.contains(wanted, autoescape=True),
                Enterprise.code.startswith(number, autoescape=True),
                Enterprise.other.startswith(number, autoescape=True),
                Enterprise.id.in_(former),
            )
        )
        .order_by(Enterprise.name, Enterprise.code)
        .limit(most)
    )
    return [Named(code, name or code) for code, name in session.execute(query)]


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
    same = (Enterprise.name == wanted) | (Enterprise.uscc == number) | (Enterprise.other == number)
    ids = list(session.scalars(select(Enterprise.id).where(same).limit(2))) if wanted else []
    if not ids:
        raise NotFound(f"没有监管对象“{wanted}”，请核对统一社会信用代码或名称。")
    if len(ids) > 1:
        raise InvalidInput(f"“{wanted}”不止一家，请用统一社会信用代码写明。")
    return ids[0]
