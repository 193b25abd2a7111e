"""Enterprises and items by a part of their name or the beginning of their code."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from data.models import Enterprise, Item
from data.rows.findings import Named


def enterprises_named(session: Session, text: str, most: int = 6) -> list[Named]:
    """Return enterprises whose name holds a text or whose code begins with it."""
    wanted = text.strip()
    query = (
        select(Enterprise.code, Enterprise.name)
        .where(
            or_(
                Enterprise.name.contains(wanted, autoescape=True),
                Enterprise.code.startswith(wanted.upper(), autoescape=True),
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
